"""The client's house style: what a logo may be, what becomes of an accent, and where both are shown."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from conftest import SCENARIOS
from hypothesis import given
from hypothesis import strategies as some
from outcome_shapes import api, story
from pdf_archive import elements, faults
from PIL import Image

from tco.documents import write_report
from tco.errors import ScenarioError
from tco.scenario.brand import PALEST_GROUND, contrast, contrast_on_white, readable, tint
from tco.scenario.logo import LARGEST_LOGO, PNG, SVG, read_logo
from tco.scenario.resolved import resolved_text
from tco.search.settle import read
from tco.summary.output.logo_png import logo_as_png
from tco.summary.output.pdf import render_pdf

PUBLISHED = SCENARIOS["apac-published"].read_text(encoding="utf-8")
COLOURS = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PLAIN_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#e2001a"/></svg>'


def png(width: int = 30, height: int = 10, mode: str = "RGBA", **saved: object) -> bytes:
    """A picture as an editor saves it."""
    file = io.BytesIO()
    Image.new(mode, (width, height), 1 if mode in ("1", "P") else "#e2001a").save(file, "PNG", **saved)
    return file.getvalue()


def scenario(folder: Path, brand: str, text: str = PUBLISHED) -> Path:
    """The published scenario, or another, with a house style."""
    path = folder / "branded.yaml"
    path.write_text(f"{text}\nbrand:\n{brand}", encoding="utf-8")
    return path


def problem(folder: Path, brand: str) -> str:
    """What reading such a scenario tells."""
    with pytest.raises(ScenarioError) as told:
        read(scenario(folder, brand))
    return str(told.value)


class TestAccent:
    @given(COLOURS)
    def test_a_colour_becomes_readable_by_darkening_and_only_where_it_must(self, colour: str) -> None:
        """On white, on the darkest ground that carries it, and under white text."""
        used = readable(colour)

        assert contrast(used, PALEST_GROUND) >= 4.5
        assert contrast_on_white(used) >= 4.5
        assert used == (colour if contrast(colour, PALEST_GROUND) >= 4.5 else used)
        assert readable(used) == used

    @given(COLOURS)
    def test_text_in_the_accent_can_be_read_on_its_tints(self, colour: str) -> None:
        """Headings of the workbook stand so."""
        used = readable(colour)

        assert contrast(used, tint(used, 0.16)) >= 4.5

    def test_contrast_is_as_the_guideline_computes_it(self) -> None:
        """Black on white, and the grey that just fails."""
        assert [21.0, 4.48] == [round(contrast_on_white(colour), 2) for colour in ("#000000", "#777777")]

    def test_a_light_accent_is_darkened_and_said_so(self, tmp_path: Path) -> None:
        """Yellow cannot be read on paper."""
        brand = read(scenario(tmp_path, '  accent: "#ffd400"\n')).brand

        assert ("#ffd400", "#856f00") == (brand.accent, brand.readable_accent)
        assert ("brand.accent: #ffd400 is too light for text (contrast below 4.5); the documents use #856f00, a darker shade of it",) == (
            brand.warnings
        )

    @pytest.mark.parametrize(
        ("brand", "words"),
        [
            ("  accent: #ffd400\n", "accent: there is no value; # begins a comment: put the colour in quotes"),
            ("  accent: red\n", 'accent: red is no colour; expected accent: "#0b5c8f", in quotes'),
            ("  acent: red\n", "there is no key acent in brand; did you mean accent?"),
            ("  paper: A5\n", "paper: A5 is not known; expected one of A4, Letter"),
            ("  logo: [1]\n", "logo: a list is not text"),
            ("  - x\n", "brand: a list is not a section; expected keys below it such as"),
        ],
    )
    def test_a_slip_is_told_with_its_line(self, brand: str, words: str, tmp_path: Path) -> None:
        """The line of the key, or of the section."""
        line = PUBLISHED.count("\n") + (2 if brand.startswith("  -") else 3)

        assert f"branded.yaml:{line}: {words}" in problem(tmp_path, brand)


class TestLogo:
    @pytest.mark.parametrize(
        "make",
        [
            png, lambda: png(mode="RGB"), lambda: png(mode="P"), lambda: png(mode="L"), lambda: png(mode="1"), lambda: png(mode="LA"),
            lambda: png(pnginfo=None, dpi=(300, 300)), lambda: png(optimize=True),
        ],
    )  # fmt: skip
    def test_a_png_of_any_kind_is_taken_and_shows_the_same(self, make: Callable[[], bytes], tmp_path: Path) -> None:
        """Reading what was read gives the same: a resolved scenario keeps its hash."""
        (tmp_path / "logo.png").write_bytes(make())
        address = read_logo("logo.png", tmp_path)
        kept = base64.b64decode(address.removeprefix(PNG))

        assert address == read_logo(address, tmp_path)
        with Image.open(tmp_path / "logo.png") as before, Image.open(io.BytesIO(kept)) as after:
            assert list(before.convert("RGBA").getdata()) == list(after.convert("RGBA").getdata())

    @pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1"])
    def test_a_png_of_any_kind_leaves_the_summary_an_archive(self, mode: str, tmp_path: Path) -> None:
        """PDF/A wants pictures as they are, not smoothed by whoever shows them."""
        (tmp_path / "logo.png").write_bytes(png(mode=mode))
        html = f'<html lang="en"><title>Logo</title><h1>Logo</h1><img alt="logo" src="{read_logo("logo.png", tmp_path)}">'
        rendered = render_pdf(html, datetime(2026, 11, 20, tzinfo=UTC))

        assert ([], []) == (rendered.warnings, faults(rendered.pdf))

    def test_what_does_not_draw_is_left_out_of_a_png(self, tmp_path: Path) -> None:
        """Comments, and whatever hides behind the end."""
        plain = png()
        text = b"tEXt" + b"Author\0secret"
        chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
        (tmp_path / "logo.png").write_bytes(plain[:33] + chunk + plain[33:] + b"<script>")

        assert base64.b64decode(read_logo("logo.png", tmp_path).removeprefix(PNG)) == plain

    def test_what_an_editor_notes_is_left_out_of_an_svg(self, tmp_path: Path) -> None:
        """Comments, instructions, titles, attributes of other programs; and reading it again gives the same."""
        noted = PLAIN_SVG.replace(
            "<rect", '<?php x?><!-- x --><title>x</title><metadata><b xmlns="urn:x"/></metadata><rect onclick="x" xmlns:i="urn:i" i:x="1"'
        )
        (tmp_path / "logo.svg").write_text(noted)
        address = read_logo("logo.svg", tmp_path)

        assert PLAIN_SVG.replace('viewBox="0 0 30 10"', 'viewBox="0 0 30 10" width="30" height="10"') == (
            base64.b64decode(address.removeprefix(SVG)).decode()
        )
        assert address == read_logo(address, tmp_path)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"GIF89a", "neither PNG nor SVG"),
            (png()[:60], "a damaged PNG"),
            (png().replace(b"IDAT", b"IDAX"), "a damaged PNG"),
            (b"\x89PNG\r\n\x1a\n", "a damaged PNG"),
            (png(4001, 1), "4,001 × 1 pixels; expected at most 4,000"),
            (png() + b" " * LARGEST_LOGO, "more than 256,000 bytes"),
            (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither a viewBox nor a width and height"),
            (b'<p xmlns="http://www.w3.org/1999/xhtml"/>', "no SVG picture"),
            (PLAIN_SVG.replace("<rect", "<text>EX</text><rect").encode(), "holds <text>, which is no plain drawing; turn text into paths"),
            (PLAIN_SVG.replace("<rect", "<g/>" * 5000 + "<rect").encode(), "5,002 parts"),
        ],
    )
    def test_a_file_that_is_no_logo_is_refused_with_the_reason(self, content: bytes, words: str, tmp_path: Path) -> None:
        """And with what was expected."""
        (tmp_path / "logo.any").write_bytes(content)

        assert words in problem(tmp_path, "  logo: logo.any\n")

    def test_parts_that_repeat_parts_are_refused(self, tmp_path: Path) -> None:
        """Thirty levels of ten would be drawn for ever."""
        levels = "".join(f'<g id="l{level + 1}">' + f'<use href="#l{level}"/>' * 10 + "</g>" for level in range(30))
        (tmp_path / "logo.svg").write_text(PLAIN_SVG.replace("<rect", f'<g id="l0"/>{levels}<rect'))

        assert "which is missing or repeats others" in problem(tmp_path, "  logo: logo.svg\n")

    def test_a_drawn_logo_has_its_colours_and_nothing_behind_it(self, tmp_path: Path) -> None:
        """An SVG whose left half is red, as the workbook shows it."""
        (tmp_path / "logo.svg").write_text(PLAIN_SVG.replace('width="30" height', 'width="15" height'))

        with Image.open(io.BytesIO(logo_as_png(read_logo("logo.svg", tmp_path)))) as drawn:
            width, height = drawn.size
            assert (720, 240) == (width, height)
            assert (226, 0, 26, 255) == drawn.getpixel((width // 4, height // 2))
            assert 0 == drawn.getpixel((3 * width // 4, height // 2))[3]


class TestDocuments:
    @pytest.fixture(scope="class")
    def folder(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """A client's documents, on Letter, with an SVG logo and a red accent."""
        home = tmp_path_factory.mktemp("branded")
        (home / "art").mkdir()
        (home / "art" / "logo.svg").write_text(PLAIN_SVG)
        one = story(api("API", 0.6), baseline="API")
        report = write_report(scenario(home, '  logo: art/logo.svg\n  accent: "#E2001A"\n  paper: Letter\n', one), home, draws=0)
        assert () == report.warnings
        return home / "branded"

    def test_the_summary_shows_logo_accent_and_paper(self, folder: Path) -> None:
        """The logo with the client's name for those who do not see it."""
        with pikepdf.open(folder / "branded.pdf") as pdf:
            content = pdf.pages[0].Contents.read_bytes()

            assert [612, 792] == [round(float(edge)) for edge in pdf.pages[0].MediaBox[2:]]
            assert b"0.886275 0 0.101961 rg" in content
            assert "Example Retail Group" in [str(element.Alt) for element in elements(pdf.Root.StructTreeRoot) if element.S == "/Figure"]
        assert [] == faults((folder / "branded.pdf").read_bytes())

    def test_the_cover_shows_the_logo_and_the_book_the_accent(self, folder: Path) -> None:
        """On headings, tabs and the heads of tables; no cell keeps the house's own."""
        book = openpyxl.load_workbook(folder / "branded.xlsx")

        assert [1] == [len(sheet._images) for sheet in book.worksheets if sheet._images]
        assert ("00E2001A", "00E2001A") == (book["Cover"]["B2"].font.color.rgb, book["Cover"].sheet_properties.tabColor.rgb)
        with zipfile.ZipFile(folder / "branded.xlsx") as archive:
            assert b"1F4E79" not in archive.read("xl/styles.xml")

    def test_the_resolved_scenario_runs_without_the_logo_s_file(self, folder: Path, tmp_path: Path) -> None:
        """Elsewhere, with the same bytes."""
        write_report(folder / "branded.resolved.yaml", tmp_path, draws=0)

        for kind in (".pdf", ".xlsx", ".resolved.yaml"):
            assert (folder / f"branded{kind}").read_bytes() == (tmp_path / "branded" / f"branded{kind}").read_bytes()

    def test_a_scenario_without_a_house_style_says_nothing_of_it(self) -> None:
        """Its hash is what it was."""
        assert "brand" not in resolved_text(read(SCENARIOS["apac-published"]))
