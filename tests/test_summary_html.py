"""The summary as one HTML file: it needs nothing else, says what the PDF says, and a browser shows it."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from browser import REASON, chromium, look
from conftest import FEW, SCENARIOS, Written
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader
from sample_page import sample_page

from tco.documents import write_report
from tco.summary.fill_page import summary_page
from tco.summary.output.html_page import web_page
from tco.summary.output.template import POLICY
from tco.summary.sentence import figures_of

needs_browser = pytest.mark.skipif(chromium() is None, reason=REASON)


def words(html: str) -> str:
    """The text of a page, without its style."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML of a scenario of the project, as the command writes it."""
    folder = tmp_path_factory.mktemp("html")
    report = write_report(SCENARIOS["apac-published"], folder, only="html")
    assert ["apac-published.resolved.yaml", "apac-published.html"] == [file.name for file in report.files]
    return report.files[1]


@FEW
def test_every_figure_of_the_page_stands_in_it(documents: Mapping[str, Written], name: str) -> None:
    """The same data as the PDF's, in every scenario."""
    summary = summary_page(documents[name].results, "0" * 64, "1" * 64)
    text = words(web_page(summary))

    assert [] == [figure.text for figure in figures_of(summary) if " ".join(figure.text.split()) not in text]


def test_it_says_what_the_pdf_says(documents: Mapping[str, Written], page: Path) -> None:
    """Word for word, but for the numbers of pages and what runs at their head."""
    pdf = PdfReader(documents["apac-published"].file(".pdf"))
    printed = {word for sheet in pdf.pages for word in sheet.extract_text().split() if word.isalpha()}

    assert printed - set(re.findall(r"\w+", words(page.read_text(encoding="utf-8")))) <= {"Page", "of"}


def test_it_names_no_address_but_its_own_data(page: Path) -> None:
    """No file, no server, no script; and it tells the browser to load nothing."""
    html = page.read_text(encoding="utf-8")

    assert [] == re.findall(r"(?:src|href)=[\"']?(?!data:)[^\"'>]+", re.sub(r' xmlns="[^"]+"', "", html))
    assert {"data:font/woff2"} == set(re.findall(r"url\((data:[^;]+)", html))
    assert "<script" not in html
    assert unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[0]) == POLICY


def test_it_is_small_enough_for_mail(page: Path) -> None:
    """A tenth of a megabyte."""
    assert page.stat().st_size < 120_000


def test_its_fonts_have_every_letter_that_it_uses() -> None:
    """In each weight; what the typeface lacks is left to the reader's own fonts."""
    html = web_page(sample_page(client="Łódź Übung × Ωmega"))
    fonts = [TTFont(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"data:font/woff2;base64,([^)]+)\)", html)]

    assert 3 == len(fonts)
    assert all({ord(letter) for letter in "ŁódźÜbung×Ωmega≤–✓"} - set(font.getBestCmap()) <= {ord("✓")} for font in fonts)


def test_the_same_page_gives_the_same_bytes() -> None:
    """In another process, under another seed of hashes."""
    program = (
        "import sys; from sample_page import sample_page; from tco.summary.output.html_page import web_page; "
        "sys.stdout.write(web_page(sample_page()))"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    built = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert {web_page(sample_page()).encode()} == built


def test_a_logo_is_inside() -> None:
    """With the client's name for those who do not see it."""
    logo = "data:image/svg+xml;base64," + base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').decode()

    assert f'<img src="{logo}" alt="Example Retail Group">' in web_page(replace(sample_page(), logo=logo))


@needs_browser
class TestInABrowser:
    def test_it_shows_with_its_own_typeface_and_without_complaint(self, page: Path, tmp_path: Path) -> None:
        """Printed by the browser: the headline, the numbers of the sources, and Source Sans."""
        complaints = look(page, tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}")
        pdf = PdfReader(tmp_path / "page.pdf")
        text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
        fonts = {str(font.get_object()["/BaseFont"]) for sheet in pdf.pages for font in sheet["/Resources"]["/Font"].values()}

        assert "" == complaints
        assert 3 == len(pdf.pages)
        assert "Every option on the same terms" in text
        assert any("SourceSansPro" in font for font in fonts)

    @pytest.mark.parametrize("width", [1200, 500])
    def test_it_fills_the_window_and_not_more(self, page: Path, tmp_path: Path, width: int) -> None:
        """On a desk and on a telephone: ink from the top on, and the margin at the right stays empty."""
        assert "" == look(page, tmp_path, f"--window-size={width},2400", f"--screenshot={tmp_path / 'page.png'}")

        with Image.open(tmp_path / "page.png") as drawn:
            grey = drawn.convert("L")
            right = grey.crop((width - 12, 60, width, 2300))
            rows = [min(grey.crop((0, top, width, top + 150)).getdata()) for top in range(50, 1850, 150)]

        assert 225 <= min(right.getdata())
        assert max(rows) < 140
