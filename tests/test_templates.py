"""Templates of one's own over the summary's: what they change, what their faults say, and how far they may go."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT, SCENARIOS
from pypdf import PdfReader
from sample_page import sample_page

from tco.errors import TcoError
from tco.summary.output.rendering import Job, render, render_limited
from tco.summary.output.template import check_template, templates_folder, to_html

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = '{% extends "default/summary.html" %}\n'


def job(folder: Path | None, **files: str) -> Job:
    """The sample page with the given templates; a name's underscore stands for its dot."""
    for name, text in files.items():
        assert folder is not None
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return Job(sample_page(), folder, "print", MOMENT)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def told(given: Job) -> str:
    with pytest.raises(TcoError) as problem:
        to_html(given.page, given.template)
    assert problem.value.exit_code == 2
    return str(problem.value)


class TestOverrides:
    def test_a_block_is_replaced_and_the_rest_stays(self, tmp_path: Path) -> None:
        """The closing line of a consultancy, under the default's last section."""
        own = to_html(
            sample_page(), job(tmp_path, summary_html=HEAD + "{% block closing %}<p>© {{ page.client }}</p>{% endblock %}").template
        )

        assert to_html(sample_page()) == own.replace("<p>© Example Retail Group</p>", "")

    def test_a_block_may_hold_what_it_replaces(self, tmp_path: Path) -> None:
        """With the macros and names that the default has defined."""
        body = HEAD + "{% block sources %}<p>Before</p>{{ super() }}{{ marks.kept }}{{ cited([7]) }}{% endblock %}"

        own = to_html(sample_page(), job(tmp_path, summary_html=body).template)

        assert "<p>Before</p>" in own
        assert "OpenAI API pricing" in own
        assert "✓[7]" in own

    def test_styles_of_one_s_own_come_last(self, tmp_path: Path) -> None:
        """`house.css` beside nothing else is enough, and may use the page's data."""
        own = to_html(sample_page(), job(tmp_path, house_css="h1 { color: {{ page.accent }} }").template)

        assert own[: own.index("</style>")].rstrip().endswith("h1 { color: #0b5c8f }")

    def test_a_whole_file_is_replaced(self, tmp_path: Path) -> None:
        """The style sheet of the package goes."""
        own = to_html(sample_page(), job(tmp_path, summary_css="p { margin: 0 }").template)

        assert "p { margin: 0 }" in own
        assert ".masthead" not in own

    def test_what_a_client_writes_stays_text_in_templates_of_one_s_own(self, tmp_path: Path) -> None:
        """Escaped in files of any name."""
        job(tmp_path, summary_html=HEAD + '{% block closing %}{% include "own.txt" %}{% endblock %}', own_txt="{{ page.client }}")

        assert "&lt;i&gt;" in (own := to_html(sample_page(client="<i>"), tmp_path))
        assert "<i>" not in own

    def test_every_block_and_every_name_is_described(self) -> None:
        """docs/templates.md, against the templates themselves."""
        described = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
        blocks = re.findall(r"{% block (\w+) %}", (templates_folder() / "summary.html").read_text(encoding="utf-8"))

        assert len(blocks) >= 12
        assert [] == [name for name in (*blocks, "page", "layout", "drawings", "medium", "fonts") if f"`{name}`" not in described]


class TestFaults:
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (HEAD + "\n{% block closing %}{{ page.clent }}{% endblock %}", "summary.html:3: 'tco.summary.page.SummaryPage object' has no"),
            (HEAD + "{% block closing %}\n{{ nobody }}{% endblock %}", "summary.html:3: 'nobody' is undefined"),
            (HEAD + "{% block closing %}", "summary.html:2: Unexpected end of template"),
            (HEAD + "{% block closing %}{{ 1 / 0 }}{% endblock %}", "summary.html:2: division by zero"),
            (HEAD + "{% block closing %}{{ page.client | upside }}{% endblock %}", "summary.html:2: No filter named 'upside'"),
            (HEAD + "{% block closing %}{% include 'none.html' %}{% endblock %}", "summary.html:2: there is no template none.html"),
            ("{% extends 'defualt/summary.html' %}", "summary.html:1: there is no template defualt/summary.html"),
            (HEAD + "{% block closing %}{{ page.__class__ }}{% endblock %}", "summary.html:2: access to attribute '__class__'"),
        ],
    )
    def test_a_fault_names_its_file_and_line(self, body: str, words: str, tmp_path: Path) -> None:
        """And where the blocks are described."""
        message = told(job(tmp_path, summary_html=body))

        assert f"{tmp_path}/{words}" in message
        assert message.endswith("; expected a template such as docs/templates.md describes")

    def test_a_fault_in_an_included_file_names_that_one(self, tmp_path: Path) -> None:
        """Its own line."""
        assert f"{tmp_path}/house.css:2: 'colour' is undefined" in told(job(tmp_path, house_css="p { }\nh1 { color: {{ colour }} }"))

    def test_a_folder_that_changes_nothing_is_refused(self, tmp_path: Path) -> None:
        """A wrong path would otherwise pass for the default."""
        (tmp_path / "sumary.html").write_text("")
        for folder in (tmp_path, tmp_path / "none"):
            with pytest.raises(TcoError, match=r"expected .*summary\.html or summary\.css"):
                check_template(folder)

    def test_the_command_says_it_and_ends_with_two(self, tmp_path: Path) -> None:
        """No traceback, and no half of a report."""
        job(tmp_path, summary_html=HEAD + "{% block closing %}{{ nobody }}{% endblock %}")
        command = [sys.executable, "-m", "tco.cli", "report", str(SCENARIOS["apac-published"]), "--only", "html"]

        run = subprocess.run([*command, "-o", tmp_path / "out", "--template", tmp_path], capture_output=True, text=True, check=False)

        assert 2 == run.returncode
        assert f"{tmp_path}/summary.html:2: 'nobody' is undefined" in run.stderr
        assert "Traceback" not in run.stderr
        assert ["apac-published.resolved.yaml"] == [file.name for file in (tmp_path / "out" / "apac-published").iterdir()]


class TestLimits:
    def test_a_process_of_its_own_gives_the_same_document(self, tmp_path: Path) -> None:
        """Within the limits, as here."""
        given = job(tmp_path, house_css="h1 { color: red }")

        assert render(given) == render_limited(given)
        assert "Serve from Inferentia" in words(render(given)[0])

    def test_what_is_wrong_comes_back_from_that_process(self, tmp_path: Path) -> None:
        """A slip in the style as a warning, a fault as an error."""
        _, warnings = render_limited(job(tmp_path, house_css="h1 { colour: red }"))

        assert 1 == len(warnings)
        assert "colour: red" in warnings[0]
        with pytest.raises(TcoError, match=r"house\.css:1: 'x' is undefined"):
            render_limited(job(tmp_path, house_css="{{ x }}"))

    def test_a_loop_without_end_is_ended(self, tmp_path: Path) -> None:
        """After the time it was given."""
        body = HEAD + "{% block closing %}{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}{% endblock %}"

        with pytest.raises(TcoError, match="took longer than 5 s, and was ended"):
            render_limited(job(tmp_path, summary_html=body), 5)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a process")
    @pytest.mark.parametrize("body", ["{{ 'x' * 2000000000 }}", "{% for a in range(9999) %}{{ 'x' * 1000000 }}{% endfor %}"])
    def test_a_text_that_grows_without_end_is_ended(self, body: str, tmp_path: Path) -> None:
        """In one step, or in many."""
        with pytest.raises(TcoError, match=r"memory than a template may take|more than 1 GB"):
            render_limited(job(tmp_path, summary_html=HEAD + "{% block closing %}" + body + "{% endblock %}"))

    def test_more_html_than_a_summary_could_have_is_refused(self, tmp_path: Path) -> None:
        """Laying it out would take hours."""
        with pytest.raises(TcoError, match="characters of HTML; expected at most 20,000,000"):
            render(job(tmp_path, summary_html=HEAD + "{% block closing %}{{ 'x' * 20000000 }}{% endblock %}"))
