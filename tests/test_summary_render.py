"""The executive summary as a document: two pages, the same bytes every time, readable by everybody, reading nothing outside."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pikepdf
import pytest
from boxes import MOMENT, Sheets, sheets_of
from pypdf import PdfReader
from sample_page import sample_page

from tco.errors import MissingPartError, TcoError
from tco.scenario.brand import contrast_on_white
from tco.summary.output.fonts import families
from tco.summary.output.pdf import Rendered, render_pdf, to_html, write
from tco.summary.page_setting import PIXELS_PER_MILLIMETRE, SIDE_MARGIN, TOP_MARGIN, choose_setting, content_height
from tco.summary.sentence import Sentence, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
EIGHT_LONG_NAMES: dict[str, float | None] = {
    f"Option {place} of a rather long name, served from several regions at once": None if place in (3, 6) else 100_000.0 * (place + 1)
    for place in range(8)
}
UNBROKEN = "unbroken" * 12
PAGES = {
    "usual": sample_page(),
    "letter": sample_page(paper="Letter"),
    "one option": sample_page({"Inferentia": 614_005.92}),
    "two options": sample_page({"Inferentia": 614_005.92, "Cloud GPU": 1_033_434.72}),
    "three options": sample_page({"Inferentia": 614_005.92, "Cloud GPU": 1_033_434.72, "API": 35_587.5}),
    "nothing possible": sample_page({"Here": None}),
    "eight options": sample_page(EIGHT_LONG_NAMES, client="Extraordinarily long, Holdings (Asia Pacific) Limited"),
    "names without a space": sample_page({UNBROKEN: 614_005.92, "API": 35_587.5}, client=UNBROKEN),
    "names of wide signs": sample_page({"香港自建機房推理服務" * 5: 614_005.92}, client="香港零售集團有限公司" * 3),
    "little evidence": replace(sample_page(), disagreements=(), risks=(), parts=None, tornado=None, volumes=None),
    "twice the evidence": replace(sample_page(), assumptions=sample_page().assumptions * 3, disagreements=sample_page().disagreements * 2),
}


def words(rendered: Rendered) -> str:
    """All text of a PDF with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(rendered.pdf)).pages).split())


@cache
def laid_out(name: str) -> Sheets:
    """A page, measured and written once for all tests that read it."""
    return sheets_of(PAGES[name])


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements below a node, in the order of reading."""
    children = node.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


@pytest.fixture(scope="module")
def usual() -> Rendered:
    """The usual page, written once for all tests that only read it."""
    return laid_out("usual").rendered


@pytest.fixture(scope="module")
def structure(usual: Rendered) -> Iterator[list[pikepdf.Object]]:
    """The structure elements of the usual page."""
    with pikepdf.open(io.BytesIO(usual.pdf)) as pdf:
        yield list(elements(pdf.Root.StructTreeRoot))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server of our own, and what was asked of it."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name it overrides
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/picture.png", asked
    server.shutdown()
    server.server_close()


class TestPages:
    @pytest.mark.parametrize("name", [name for name in PAGES if name not in ("two options", "three options")])
    def test_a_summary_has_two_pages_and_an_appendix_and_no_warning(self, name: str) -> None:
        """Pages of one option to eight of long names, on both papers."""
        rendered = laid_out(name).rendered

        assert ([], 3) == (rendered.warnings, rendered.pages)

    def test_the_file_holds_what_was_rendered(self, usual: Rendered, tmp_path: Path) -> None:
        """Written whole, and the same bytes as by any other way."""
        write(PAGES["usual"], tmp_path / "page.pdf", MOMENT)

        assert usual.pdf == (tmp_path / "page.pdf").read_bytes()

    @pytest.mark.parametrize("name", PAGES)
    def test_the_first_page_is_filled(self, name: str) -> None:
        """The density and the height of the charts are chosen by counting: nine tenths of the page or more are used."""
        used = (max(bottom for _, _, _, bottom in laid_out(name).texts[0]) - TOP_MARGIN * PIXELS_PER_MILLIMETRE) / content_height(
            PAGES[name]
        )

        assert 0.88 <= used <= 1

    def test_figures_are_as_wide_as_each_other_without_asking_for_it_in_the_style(self) -> None:
        """The font's own settings do it: a style that does makes WeasyPrint 70 lose memory with every line of text."""
        page = replace(sample_page(), reasons=(Sentence("1111111"), Sentence("8888888")))
        widths = {text: right - left for text, left, right, _ in sheets_of(page).texts[0]}

        assert widths["1111111"] == pytest.approx(widths["8888888"])
        assert "font-variant-numeric" not in to_html(page)

    def test_more_to_say_is_set_more_tightly(self) -> None:
        """Letters shrink on the page that needs it, and only there; the appendix always flows at the same size."""
        usual, more = choose_setting(PAGES["usual"]), choose_setting(replace(sample_page(), risks=sample_page().risks * 3))

        assert (usual.answer, usual.appendix) == (more.answer, more.appendix)
        assert usual.evidence.font_size > more.evidence.font_size

    def test_an_option_that_is_not_possible_is_named_with_its_reason(self, usual: Rendered) -> None:
        """Losers stay on the page."""
        assert "Not possible: no accelerated instances are offered at ap-east-1" in words(usual)

    def test_evidence_that_does_not_fit_flows_to_another_page(self) -> None:
        """Nothing is cut off to keep to three pages, in tables nor in columns."""
        much = {"Discount, reserved 1 year": ("assumptions", 4), "Quota for nine instances": ("risks", 10)}
        much |= {"OpenAI API pricing": ("sources", 8), "A published study prices": ("disagreements", 8)}
        page = sample_page()
        rendered = render_pdf(to_html(replace(page, **{field: getattr(page, field) * times for field, times in much.values()})), MOMENT)

        assert ([], True) == (rendered.warnings, rendered.pages > 3)
        assert {text: times for text, (_, times) in much.items()} == {text: words(rendered).count(text) for text in much}

    def test_a_decision_too_long_for_its_page_flows_on(self) -> None:
        """To its last word."""
        rendered = render_pdf(to_html(replace(sample_page(), decision=Sentence("Approve and approve " * 200 + "to the end."))), MOMENT)

        assert ([], True) == (rendered.warnings, rendered.pages > 3)
        assert "to the end." in words(rendered)

    def test_every_figure_of_the_tables_stands_on_the_page(self, usual: Rendered) -> None:
        """The figures of the data are those that the reader sees."""
        page, text = sample_page(), words(usual).replace("\N{NO-BREAK SPACE}", " ")
        shown = [*figures_of(page.key_figures), *figures_of(page.options.rows[0]), *figures_of(page.parts), *figures_of(page.assumptions)]

        assert [] == [figure.text for figure in shown if figure.text.replace("\N{NO-BREAK SPACE}", " ") not in text]

    def test_chinese_japanese_and_korean_names_have_their_glyphs(self, tmp_path: Path) -> None:
        """Without a warning about missing glyphs, and as text that can be searched."""
        names: dict[str, float | None] = {"香港自建機房": 614_005.92, "シドニー": 1_033_434.72, "서울 리전": 35_587.5}

        rendered = write(sample_page(names, client="香港零售集團有限公司", language="zh-Hant-HK"), tmp_path / "page.pdf", MOMENT)

        assert [] == rendered.warnings
        assert all(name in words(rendered) for name in (*names, "香港零售集團有限公司"))

    def test_a_name_without_a_font_says_which_package_brings_one(self) -> None:
        """Instead of printing boxes in silence."""
        rendered = render_pdf(to_html(sample_page(client="\ue0f0 Ltd")), MOMENT)

        assert 1 == len(rendered.warnings)
        assert "fonts-noto-cjk" in rendered.warnings[0]

    def test_a_slip_in_the_style_comes_back_as_a_warning(self) -> None:
        """So that a caller can fail on it."""
        rendered = render_pdf('<html lang="en"><title>Slip</title><style>p { colour: red }</style><p>Text', MOMENT)

        assert ["Ignored `colour: red ` at 1:5, unknown property."] == rendered.warnings

    @pytest.mark.parametrize("name", ["eight options", "names without a space", "names of wide signs", "letter"])
    def test_no_text_leaves_the_margins(self, name: str) -> None:
        """Long names, names without a space and names of wide signs, measured on the laid-out boxes."""
        margin = SIDE_MARGIN * PIXELS_PER_MILLIMETRE
        right = (215.9 if name == "letter" else 210) * PIXELS_PER_MILLIMETRE - margin
        texts = [text for sheet in laid_out(name).texts for text in sheet]

        assert len(texts) > 150
        assert [] == [text for text, start, _, _ in texts if start < margin - 1]
        assert [] == [text for text, _, end, _ in texts if end > right + 1]


class TestBytes:
    def test_another_process_writes_the_same_bytes(self, usual: Rendered, tmp_path: Path) -> None:
        """Whatever its hash seed, time zone and locale."""
        program = (
            "import sys; from datetime import UTC, datetime; from pathlib import Path; from sample_page import sample_page;"
            "from tco.summary.output.pdf import write;"
            "write(sample_page(), Path(sys.argv[1]), datetime(2026, 11, 20, 8, 30, tzinfo=UTC))"
        )
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        strange = {"PYTHONHASHSEED": "7", "TZ": "Asia/Hong_Kong", "LANG": "ja_JP.UTF-8", "PYTHONPATH": paths}

        subprocess.run([sys.executable, "-c", program, str(tmp_path / "again.pdf")], check=True, env={**os.environ, **strange})

        assert usual.pdf == (tmp_path / "again.pdf").read_bytes()

    def test_a_failed_write_leaves_nothing_behind(self, tmp_path: Path) -> None:
        """A folder has the name of the file."""
        (tmp_path / "page.pdf").mkdir()

        with pytest.raises(TcoError, match=r"page\.pdf"):
            write(sample_page(), tmp_path / "page.pdf", MOMENT)

        assert [tmp_path / "page.pdf"] == list(tmp_path.iterdir())

    def test_a_machine_without_pango_is_told_how_to_get_it(self, tmp_path: Path) -> None:
        """A WeasyPrint that cannot load its library, as on a bare machine."""
        (tmp_path / "weasyprint").mkdir()
        (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
        program = (
            "import sys; from datetime import UTC, datetime\n"
            "from tco.errors import MissingPartError; from tco.summary.output.pdf import render_pdf\n"
            "try: render_pdf('<p>', datetime(2026, 1, 1, tzinfo=UTC))\n"
            "except MissingPartError as error: sys.exit(str(error))"
        )
        paths = os.pathsep.join([str(tmp_path), str(TESTS.parent)])

        done = subprocess.run(
            [sys.executable, "-c", program], check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
        )

        assert 3 == MissingPartError.exit_code
        assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in done.stderr


class TestSafety:
    def test_markup_in_a_name_is_shown_and_fetches_nothing(self, listener: tuple[str, list[str]]) -> None:
        """A client called like an image tag."""
        address, asked = listener
        client = f"<img src='{address}'><img src='file:///etc/hostname'>"

        rendered = render_pdf(to_html(sample_page(client=client)), MOMENT)

        assert ([], []) == (asked, rendered.warnings)
        assert f"<img src='{address}'>" in words(rendered)

    @pytest.mark.parametrize("address", ["file:///etc/hostname", "HTTP"])
    def test_an_image_from_outside_is_refused(self, address: str, listener: tuple[str, list[str]]) -> None:
        """Even where it got into the HTML."""
        web, asked = listener

        with pytest.raises(TcoError, match="reads nothing outside itself"):
            render_pdf(f'<html lang="en"><img alt="x" src="{web if address == "HTTP" else address}">', MOMENT)

        assert [] == asked

    def test_a_logo_that_reaches_outside_fetches_nothing_and_warns(self, listener: tuple[str, list[str]]) -> None:
        """An SVG may hold an address of its own."""
        web, asked = listener
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image width="9" height="9" href="{web}"/></svg>'
        logo = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()

        rendered = render_pdf(to_html(replace(sample_page(), logo=logo)), MOMENT)

        assert ([], ["Failed to render SVG image data:image/svg+xml…"]) == (asked, rendered.warnings)

    @pytest.mark.parametrize("accent", ["red; } body { display: none", "#12345", "#ffd400"])
    def test_an_accent_that_is_no_colour_or_too_light_is_refused(self, accent: str) -> None:
        """It goes into the style, and text is set in it."""
        with pytest.raises(TcoError, match="accent"):
            replace(sample_page(), accent=accent)


class TestReadingAloud:
    def test_headings_go_down_one_level_at_a_time(self, structure: list[pikepdf.Object]) -> None:
        """One first heading, which is the answer."""
        levels = [int(str(element.S)[2:]) for element in structure if str(element.S)[1:] in ("H1", "H2", "H3", "H4")]

        assert 1 == levels[0]
        assert 1 == levels.count(1)
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_each_chart_has_words_for_those_who_do_not_see_it(self, structure: list[pikepdf.Object]) -> None:
        """The alternative texts of the page, in order."""
        page = sample_page()

        charts = (page.bar_chart, page.line_chart, page.tornado, page.volumes, page.bridge, page.parts)
        assert [str(chart.alternative) for chart in charts if chart] == [
            str(element.Alt) for element in structure if element.S == "/Figure"
        ]

    def test_every_cell_knows_its_row_and_column(self, structure: list[pikepdf.Object]) -> None:
        """Each cell of a table names at least two headers."""
        cells = [element for element in structure if element.S == "/TD"]

        assert len(cells) > 70
        assert [] == [cell for cell in cells if len(cell.A.Headers) < 2]

    def test_the_document_names_its_language_title_author_and_date(self, usual: Rendered) -> None:
        """PDF/UA-1 and what a file manager shows."""
        with pikepdf.open(io.BytesIO(usual.pdf)) as pdf:
            assert ("en", True) == (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked))
            assert "1" == pdf.open_metadata().get("pdfuaid:part")
            assert "APAC customer assistant \N{EN DASH} Serve from Inferentia" in str(pdf.docinfo["/Title"])
            assert ("Example Retail Group", "D:20261120083000Z") == (str(pdf.docinfo["/Author"]), str(pdf.docinfo["/CreationDate"]))

    @pytest.mark.parametrize("colour", ["#1b2733", "#55616e", "#9a5b00", "#b3261e", "#1e6b3a", "#0b5c8f"])
    def test_text_colours_can_be_read(self, colour: str) -> None:
        """Every colour of text in the style sheet, on white."""
        style = to_html(sample_page())

        assert f"color: {colour}" in style
        assert contrast_on_white(colour) >= 4.5

    def test_bars_stand_out_from_the_paper(self) -> None:
        """Contrast 3 for shapes."""
        bars = sample_page().bar_chart.draw(300, 200, "#0b5c8f")

        assert all(contrast_on_white(bar.colour) >= 3 for bar in bars.rectangles)


def test_the_same_ideograph_takes_the_form_of_the_page_s_language() -> None:
    """By language where it says, else by the script of the names."""
    first = {
        "HK": families("zh-Hant-HK", "香港"),
        "TC": families("zh-TW", "台北"),
        "SC": families("en", "香港"),
        "JP": families("en", "シドニー"),
        "KR": families("en", "서울"),
    }

    assert all(f"Noto Sans CJK {region}" == chosen[1] for region, chosen in first.items())
