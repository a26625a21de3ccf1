"""The executive summary as a document: two pages, the same bytes every time, readable by everybody, reading nothing outside."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfReader
from sample_page import dollars, sample_page

from tco.colour import contrast_on_white
from tco.errors import MissingPartError, TcoError
from tco.summary.charts import LABEL_LINE, LABEL_SIZE, Drawing, Label, draw_bars, draw_lines, round_ticks, spread
from tco.summary.fonts import families, font_configuration
from tco.summary.letters import WIDTHS, count_lines, text_width, wrap
from tco.summary.numbers import availability, axis_money, count, duration, exact_money, money, number, percent, short_number
from tco.summary.page import Figure, Line, LineChart, Sentence, figures_of, write_sentence
from tco.summary.render import Rendered, render_pdf, to_html, write
from tco.summary.room import PIXELS_PER_MILLIMETRE, SIDE_MARGIN, TOP_MARGIN, choose_layout, content_height

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
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
    "little evidence": replace(sample_page(), disagreements=(), risks=(), parts=None),
    "twice the evidence": replace(sample_page(), assumptions=sample_page().assumptions * 2, disagreements=sample_page().disagreements * 2),
}


def words(rendered: Rendered) -> str:
    """All text of a PDF with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(rendered.pdf)).pages).split())


@cache
def laid_out(name: str) -> list[list[tuple[str, float, float, float]]]:
    """The texts on each sheet of a page: text, left, right and bottom in CSS pixels, measured on the boxes."""
    fonts = font_configuration()
    import weasyprint  # noqa: PLC0415  after the fonts are set
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415  after the fonts are set

    sheets = weasyprint.HTML(string=to_html(PAGES[name])).render(font_config=fonts).pages
    return [
        [
            (box.text, box.position_x, box.position_x + box.width, box.position_y + box.height)
            for box in sheet._page_box.children[0].descendants()
            if isinstance(box, TextBox)
        ]
        for sheet in sheets
    ]


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements below a node, in the order of reading."""
    children = node.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The usual page, written once for all tests that only read it."""
    return write(sample_page(), tmp_path_factory.mktemp("summary") / "usual.pdf", MOMENT)


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
    def test_a_summary_has_two_pages_and_no_warning(self, name: str, tmp_path: Path) -> None:
        """From one option to eight of long names, on both papers."""
        rendered = write(PAGES[name], tmp_path / "page.pdf", MOMENT)

        assert ([], 2) == (rendered.warnings, rendered.pages)
        assert rendered.pdf == (tmp_path / "page.pdf").read_bytes()

    @pytest.mark.parametrize("name", PAGES)
    def test_the_first_page_is_filled(self, name: str) -> None:
        """The density and the height of the charts are chosen by counting: nine tenths of the page or more are used."""
        used = (max(bottom for _, _, _, bottom in laid_out(name)[0]) - TOP_MARGIN * PIXELS_PER_MILLIMETRE) / content_height(PAGES[name])

        assert 0.88 <= used <= 1

    def test_more_to_say_is_set_more_tightly(self) -> None:
        """Letters shrink in the part that needs it, and only there."""
        usual, more = choose_layout(PAGES["usual"]), choose_layout(PAGES["twice the evidence"])

        assert usual.answer == more.answer
        assert usual.evidence.font_size > more.evidence.font_size

    def test_an_option_that_is_not_possible_is_named_with_its_reason(self, usual: Rendered) -> None:
        """Losers stay on the page."""
        assert "Not possible: no accelerated instances are offered at ap-east-1" in words(usual)

    @pytest.mark.parametrize(
        ("times", "text", "field"),
        [
            (8, "Derate from benchmark to traffic", "assumptions"),
            (14, "Quota for nine instances", "risks"),
            (20, "OpenAI API pricing", "sources"),
            (20, "A published study prices", "disagreements"),
        ],
    )
    def test_evidence_that_does_not_fit_flows_to_a_third_page(self, times: int, text: str, field: str) -> None:
        """Nothing is cut off to keep to two pages, in tables nor in columns."""
        rendered = render_pdf(to_html(replace(sample_page(), **{field: getattr(sample_page(), field) * times})), MOMENT)

        assert ([], True) == (rendered.warnings, rendered.pages > 2)
        assert times == words(rendered).count(text)

    def test_a_decision_too_long_for_its_page_flows_on(self) -> None:
        """To its last word."""
        rendered = render_pdf(to_html(replace(sample_page(), decision=Sentence("Approve and approve " * 200 + "to the end."))), MOMENT)

        assert ([], True) == (rendered.warnings, rendered.pages > 2)
        assert "to the end." in words(rendered)

    def test_every_figure_of_the_tables_stands_on_the_page(self, usual: Rendered) -> None:
        """What the data carries is what the reader sees."""
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
        texts = [text for sheet in laid_out(name) for text in sheet]

        assert len(texts) > 150
        assert [] == [text for text, start, _, _ in texts if start < margin - 1]
        assert [] == [text for text, _, end, _ in texts if end > right + 1]


class TestBytes:
    def test_another_process_writes_the_same_bytes(self, usual: Rendered, tmp_path: Path) -> None:
        """Whatever its hash seed, time zone and locale."""
        program = (
            "import sys; from datetime import UTC, datetime; from pathlib import Path; from sample_page import sample_page;"
            "from tco.summary.render import write;"
            "write(sample_page(), Path(sys.argv[1]), datetime(2026, 11, 20, 8, 30, tzinfo=UTC))"
        )
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        strange = {"PYTHONHASHSEED": "7", "TZ": "Asia/Hong_Kong", "LANG": "ja_JP.UTF-8", "PYTHONPATH": paths}

        subprocess.run([sys.executable, "-c", program, str(tmp_path / "again.pdf")], check=True, env={**os.environ, **strange})

        assert usual.pdf == (tmp_path / "again.pdf").read_bytes()

    def test_a_failed_write_leaves_nothing_behind(self, tmp_path: Path) -> None:
        """A folder stands where the file should go."""
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
            "from tco.errors import MissingPartError; from tco.summary.render import render_pdf\n"
            "try: render_pdf('<p>', datetime(2026, 1, 1, tzinfo=UTC))\n"
            "except MissingPartError as error: sys.exit(str(error))"
        )
        paths = os.pathsep.join([str(tmp_path), str(TESTS.parent)])

        told = subprocess.run(
            [sys.executable, "-c", program], check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
        )

        assert 3 == MissingPartError.exit_code
        assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told.stderr


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

        assert [str(page.bar_chart.alternative), str(page.line_chart.alternative)] == [
            str(element.Alt) for element in structure if element.S == "/Figure"
        ]

    def test_every_cell_knows_its_row_and_column(self, structure: list[pikepdf.Object]) -> None:
        """Each cell of a table names at least two headers."""
        cells = [element for element in structure if element.S == "/TD"]

        assert len(cells) > 90
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
        bars = draw_bars(sample_page().bar_chart, 300, 200, "#0b5c8f")

        assert all(contrast_on_white(bar.colour) >= 3 for bar in bars.rectangles)


def line_chart(totals: list[float], months: int = 12) -> LineChart:
    """Lines that rise evenly to the given totals."""
    lines = tuple(
        Line(f"Option {place}", tuple(total * (month + 1) / months for month in range(months)), dollars(total, "tco"))
        for place, total in enumerate(totals)
    )
    return LineChart(Sentence("Title"), "USD", Sentence("Words"), tuple(f"Month {month}" for month in range(months)), "USD", lines)


def boxes_of_labels(drawing: Drawing) -> list[tuple[float, float]]:
    """Top and bottom of the labels at the line ends."""
    middles = sorted(label.y for label in drawing.labels if label.kind in ("name", "value"))
    return [(middle - LABEL_LINE / 2, middle + LABEL_LINE / 2) for middle in middles]


def reach_of(label: Label) -> tuple[float, float]:
    """Where a label starts and ends at most."""
    width = text_width(label.text, LABEL_SIZE)
    start = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return start, start + width


class TestLetters:
    @pytest.mark.parametrize("face", ["Regular", "Semibold", "Bold"])
    def test_no_letter_is_wider_than_counted(self, face: str) -> None:
        """Against the font itself."""
        fonts = pytest.importorskip("fontTools.ttLib")
        import font_source_sans_pro  # noqa: PLC0415  it lists its files when imported

        font = fonts.TTFont(next(Path(font_source_sans_pro.font_directory).rglob(f"SourceSansPro-{face}.ttf")))
        widths, glyphs = font["hmtx"], font.getBestCmap()
        wider = [letter for width, letters in WIDTHS.items() for letter in letters if widths[glyphs[ord(letter)]][0] > 1000 * width]
        others = [chr(code) for code in range(0xA1, 0x180) if code in glyphs and widths[glyphs[code]][0] > 1000 * text_width(chr(code), 1)]

        assert ([], []) == (wider, others)

    def test_a_label_breaks_between_words_and_shows_what_it_leaves_out(self) -> None:
        """At most so many lines, none wider than allowed."""
        assert ("Inferentia, reserved 1", "year") == wrap("Inferentia, reserved 1 year", 96, LABEL_SIZE, 2)
        assert ("Option of a rather", "long name, served f…") == wrap(
            "Option of a rather long name, served from everywhere", 96, LABEL_SIZE, 2
        )
        assert ("API",) == wrap("API", 96, LABEL_SIZE, 1)

    @given(some.text(max_size=60), some.integers(1, 3))
    def test_no_line_of_a_label_is_wider_than_allowed(self, text: str, lines: int) -> None:
        """Whatever the text, and none of it is lost where there are lines enough."""
        broken = wrap(text, 96, LABEL_SIZE, lines)

        assert len(broken) <= lines
        assert all(text_width(line, LABEL_SIZE) <= 96 for line in broken)
        assert "".join(text.split()) == "".join("".join(wrap(text, 96, LABEL_SIZE, 100)).split())

    def test_lines_of_a_paragraph_are_counted(self) -> None:
        """An empty paragraph takes one, and a word that is too long is broken."""
        assert [1, 1, 2, 3] == [count_lines(text, 100, 10) for text in ("", "Short", "A sentence of some more words", "o" * 48)]


class TestGeometry:
    @pytest.mark.parametrize("totals", [[5e5] * 8, [0.0, 0.0, 0.0], [1e6, 999_999, 999_998, 3, 2, 1], [7.0]])
    def test_labels_at_line_ends_never_overlap(self, totals: list[float]) -> None:
        """Equal totals, zero totals and near neighbours; all within the drawing."""
        drawing = draw_lines(line_chart(totals), 360, 150, "#0b5c8f")
        boxes = boxes_of_labels(drawing)

        assert 2 * len(totals) == len(boxes)
        assert all(upper[1] <= lower[0] + 1e-6 for upper, lower in pairwise(boxes))
        assert boxes[0][0] >= -1e-6
        assert boxes[-1][1] <= drawing.height + 1e-6

    @given(some.lists(some.floats(-50, 250), min_size=1, max_size=10))
    def test_spread_labels_keep_their_order_their_distance_and_the_bounds(self, wanted: list[float]) -> None:
        """Whatever is wanted."""
        middles = spread(wanted, 20, 0, 200)
        placed = sorted(middles)

        assert [middles[index] for index in sorted(range(len(wanted)), key=lambda index: wanted[index])] == pytest.approx(placed)
        assert all(after - before >= 20 - 1e-6 for before, after in pairwise(placed))
        assert 10 - 1e-6 <= placed[0]
        assert placed[-1] <= 190 + 1e-6

    def test_labels_that_do_not_collide_stay_where_they_are_wanted(self) -> None:
        """No label moves without need; colliding ones share the way."""
        assert [30.0, 100.0] == spread([30, 100], 20, 0, 200)
        assert [110.0, 90.0] == spread([101, 99], 20, 0, 200)

    def test_labels_without_room_are_refused(self) -> None:
        """Eleven labels of 20 in 200."""
        with pytest.raises(ValueError, match="do not fit"):
            spread([1.0] * 11, 20, 0, 200)

    def test_a_bar_is_as_long_as_its_figure(self) -> None:
        """From zero, on one scale, and inside the drawing with its whisker and value."""
        page = sample_page()
        drawing = draw_bars(page.bar_chart, 300, 200, page.accent)
        totals = [bar.figure.value for bar in page.bar_chart.bars if bar.figure.value is not None]

        assert totals == pytest.approx([bar.width * totals[0] / drawing.rectangles[0].width for bar in drawing.rectangles])
        assert [page.accent] == [bar.colour for bar in drawing.rectangles if bar.colour != "#8592a3"]
        assert all(0 <= start and end <= 300 + 1e-6 for start, end in map(reach_of, drawing.labels))

    def test_ticks_are_round_and_do_not_pass_the_highest_value(self) -> None:
        """Two to five steps."""
        assert [0, 250_000, 500_000, 750_000, 1_000_000] == round_ticks(1_033_434.72)
        assert [0, 10, 20, 30, 40, 50] == round_ticks(50)
        assert [0] == round_ticks(0)


class TestTracing:
    def test_digits_without_a_value_are_refused(self) -> None:
        """A number on paper has a number behind it."""
        with pytest.raises(ValueError, match="carries no value"):
            Figure(None, "US$614k", "tco")

    def test_a_value_without_a_line_is_refused(self) -> None:
        """A number on paper stands in the workbook."""
        with pytest.raises(ValueError, match="names no line"):
            Figure(614_005.92, "US$614k", "")

    def test_a_sentence_keeps_the_figures_that_it_quotes(self) -> None:
        """In the order of reading."""
        saving = dollars(419_428.8, "saving")

        assert Sentence("Save US$419k a year", (saving,)) == write_sentence("Save {saving} a year", saving=saving)
        with pytest.raises(ValueError, match="does not quote"):
            Sentence("Save a lot", (saving,))

    def test_the_figures_of_a_page_can_be_walked(self) -> None:
        """The first of the page is the headline's."""
        assert Figure(419_428.8, "US$419k", "saving") == replace(next(figures_of(sample_page())), value=419_428.8)


class TestNumbers:
    @pytest.mark.parametrize(
        ("expected", "value"),
        [
            ("US$614k", 614_005.92), ("US$1.03m", 1_033_434.72), ("US$35.6k", 35_587.5), ("US$1.00m", 999_500), ("US$999k", 999_499),
            ("US$0.60", 0.6), ("US$0.0129", 0.0129), ("US$4.50", 4.5), ("US$12.5", 12.45), ("US$0", 0),
            ("\N{MINUS SIGN}US$420k", -420_000), ("US$1.20bn", 1.2e9),
            ("not established", None),
        ],
    )  # fmt: skip
    def test_money_has_three_significant_figures(self, expected: str, value: float | None) -> None:
        """From a tenth of a cent to billions."""
        assert expected == money(value, "USD")

    def test_other_currencies_show_a_sign_of_their_own_or_their_code(self) -> None:
        """No bare $ or ¥, which several countries share."""
        assert ["HK$5.00", "A$5.00", "JPY\N{NO-BREAK SPACE}5.00"] == [money(5, currency) for currency in ("HKD", "AUD", "JPY")]

    def test_other_kinds_of_numbers_read_in_one_way_each(self) -> None:
        """One example of each kind."""
        assert "US$85,278.60" == exact_money(85_278.6, "USD")
        assert "500,000\N{NO-BREAK SPACE}requests/day" == count(500_000, "requests/day")
        assert "1,030,000" == number(1_033_434.72)
        assert "4.56m" == short_number(4_560_000)
        assert ["40%", "40.6%", "\N{MINUS SIGN}12%"] == [percent(share) for share in (0.4, 0.4064, -0.12)]
        assert ["2\N{NO-BREAK SPACE}s", "620\N{NO-BREAK SPACE}ms"] == [duration(seconds) for seconds in (2, 0.62)]
        assert ["US$250k", "US$1.25m"] == [axis_money(tick, "USD", 250_000) for tick in (250_000, 1_250_000)]

    def test_availability_is_never_rounded_up(self) -> None:
        """Five nines do not become a hundred per cent."""
        assert ["99.9%", "99.95%", "99.9996%", "100%"] == [availability(share) for share in (0.999, 0.9995, 0.999_996, 1)]

    def test_a_number_that_is_not_finite_is_refused(self) -> None:
        """It would be a defect of the model, not a figure."""
        with pytest.raises(ValueError, match="not established"):
            money(float("nan"), "USD")


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
