"""The charts of the summary: widths of letters, labels that never overlap, bars and lines on one scale."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from labels import collisions, extent
from sample_page import dollars, sample_page

from tco.scenario.brand import contrast_on_white
from tco.summary.charts.bridge import ADVERSE, FAVOURABLE
from tco.summary.charts.cost_lines import Line, LineChart
from tco.summary.charts.svg import (
    GREY,
    INK,
    LABEL_LINE,
    LABEL_SIZE,
    Drawing,
    Label,
    Mark,
    Rectangle,
    round_ticks,
    spread,
)
from tco.summary.charts.text_width import WIDTHS, count_lines, squeeze, text_width, wrap
from tco.summary.charts.volume import VolumeLine
from tco.summary.page import SummaryPage
from tco.summary.sentence import Sentence

EIGHT: dict[str, float | None] = {f"Option {place} of a name too long for its place in any chart": 1e5 * (place + 1) for place in range(8)}


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

    def test_a_name_that_is_too_long_for_one_line_keeps_both_its_ends(self) -> None:
        """Names of options often differ at the end."""
        assert squeeze("Reserved for one year in Tokyo", 96, LABEL_SIZE) == "Reserved fo…n Tokyo"
        assert squeeze("API", 96, LABEL_SIZE) == "API"

    @given(some.text(min_size=1, max_size=60), some.floats(30, 200))
    def test_a_squeezed_name_is_never_wider_than_allowed(self, text: str, width: float) -> None:
        """Whatever the text."""
        assert text_width(squeeze(text, width, LABEL_SIZE), LABEL_SIZE) <= width

    def test_lines_of_a_paragraph_are_counted(self) -> None:
        """An empty paragraph takes one, and a word that is too long is broken."""
        assert [1, 1, 2, 3] == [count_lines(text, 100, 10) for text in ("", "Short", "A sentence of some more words", "o" * 48)]


class TestGeometry:
    @pytest.mark.parametrize("totals", [[5e5] * 8, [0.0, 0.0, 0.0], [1e6, 999_999, 999_998, 3, 2, 1], [7.0]])
    def test_labels_at_line_ends_never_overlap(self, totals: list[float]) -> None:
        """Equal totals, zero totals and near neighbours; all within the drawing."""
        drawing = line_chart(totals).draw(360, 150, "#0b5c8f")
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

    def test_labels_without_space_are_refused(self) -> None:
        """Eleven labels of 20 in 200."""
        with pytest.raises(ValueError, match="do not fit"):
            spread([1.0] * 11, 20, 0, 200)

    def test_a_bar_is_as_long_as_its_figure(self) -> None:
        """Bars begin at zero, on one scale, and stay inside the drawing with their whiskers and values."""
        page = sample_page()
        drawing = page.bar_chart.draw(300, 200, page.accent)
        totals = [bar.figure.value for bar in page.bar_chart.bars if bar.figure.value is not None]

        assert totals == pytest.approx([bar.width * totals[0] / drawing.rectangles[0].width for bar in drawing.rectangles])
        assert [page.accent] == [bar.colour for bar in drawing.rectangles if bar.colour != "#8592a3"]
        assert all(0 <= left and right <= 300 + 1e-6 for left, right, _, _ in map(extent, drawing.labels))

    def test_ticks_are_round_and_do_not_pass_the_highest_value(self) -> None:
        """Two to five steps."""
        assert [0, 250_000, 500_000, 750_000, 1_000_000] == round_ticks(1_033_434.72)
        assert [0, 10, 20, 30, 40, 50] == round_ticks(50)
        assert [0] == round_ticks(0)


class TestEveryChart:
    """The charts of pages made by hand, from one option to eight of long names."""

    @pytest.mark.parametrize("totals", [{"Only": 614_005.92}, {"A": 5e5, "B": 5e5, "C": 5e5}, EIGHT, {"Zero": 0.01, "Large": 9.87e12}])
    @pytest.mark.parametrize("size", [(250, 120), (330, 200), (690, 260)])
    def test_no_labels_overlap(self, totals: dict[str, float | None], size: tuple[int, int]) -> None:
        """Equal totals, totals a trillion apart, and names longer than their place, in narrow charts and wide ones."""
        assert [pair for drawing in drawn(sample_page(totals), *size) for pair in collisions(drawing)] == []

    @pytest.mark.parametrize("totals", [{"Only": 614_005.92}, EIGHT])
    def test_nothing_is_drawn_outside(self, totals: dict[str, float | None]) -> None:
        """Labels, bars and lines."""
        for drawing in drawn(sample_page(totals), 330, 200):
            for label in drawing.labels:
                left, right, top, bottom = extent(label)
                assert (left >= -0.5, right <= drawing.width + 0.5, top >= -0.5, bottom <= drawing.height + 0.5) == (True,) * 4, label
            points = [point for stroke in drawing.strokes for point in stroke.points]
            points += [(shape.x + shape.width, shape.y + shape.height) for shape in drawing.rectangles]
            assert [point for point in points if not (-1 <= point[0] <= drawing.width + 1 and -1 <= point[1] <= drawing.height + 1)] == []

    def test_overlapping_labels_are_found(self) -> None:
        """So that the test above can fail."""
        one, other = Label(10, 10, "First", "start", "name"), Label(14, 12, "Second", "start", "name")
        assert collisions(Drawing(100, 100, "", labels=[one, other])) == [("First", "Second")]

    def test_hatching_stays_inside_its_bar(self) -> None:
        """However narrow or flat the bar is."""
        for width, height in ((0.4, 10), (3, 10), (120, 10), (8, 44)):
            strokes = Rectangle(5, 7, width, height, GREY, hatched=True).hatching
            assert [
                s for s in strokes if not (5 - 1e-9 <= s[0] <= s[2] <= 5 + width + 1e-9 and 7 - 1e-9 <= s[3] <= s[1] <= 7 + height + 1e-9)
            ] == []
        assert len(Rectangle(0, 0, 120, 10, GREY, hatched=True).hatching) > 20
        assert Rectangle(0, 0, 120, 10, GREY).hatching == ()

    def test_assumed_figures_are_hatched_and_no_others(self) -> None:
        """In the tornado and in the parts of the cost."""
        page = sample_page()
        assert page.tornado is not None
        assert page.parts is not None
        tornado, parts = page.tornado.draw(330, 150, page.accent), page.parts.draw(690, page.accent)
        assert [shape.hatched for shape in tornado.rectangles] == [swing.assumed for swing in page.tornado.swings]
        assert [shape.hatched for shape in parts.rectangles] == [row.assumed for _ in page.parts.options for row in page.parts.rows]

    def test_steps_of_a_bridge_lead_from_one_total_to_the_other(self) -> None:
        """Each begins where the one before ends; both totals begin at zero; what is assumed is hatched, the ends never."""
        chart = sample_page().bridge
        assert chart is not None
        first, *steps, last = chart.draw(690, "#0b5c8f").rectangles
        ground, reached = first.y + first.height, first.y
        for shape, step in zip(steps, chart.steps, strict=True):
            falls = (step.figure.value or 0.0) < 0
            start, end = (shape.y, shape.y + shape.height) if falls else (shape.y + shape.height, shape.y)
            assert (start, shape.colour, shape.hatched) == (pytest.approx(reached), FAVOURABLE if falls else ADVERSE, step.assumed)
            reached = end
        assert (last.y, last.y + last.height) == (pytest.approx(reached), pytest.approx(ground))
        assert (first.hatched, last.hatched) == (False, False)
        with pytest.raises(ValueError, match="the steps lead"):
            replace(chart, steps=chart.steps[:-1])

    def test_bars_of_a_tornado_are_as_long_as_what_they_move(self) -> None:
        """On one scale, around the plan."""
        chart = sample_page().tornado
        assert chart is not None
        bars = chart.draw(330, 150, "#0b5c8f").rectangles
        moved = [abs((swing.at_high.value or 0) - (swing.at_low.value or 0)) for swing in chart.swings]
        assert [bar.width / bars[0].width for bar in bars] == pytest.approx([width / moved[0] for width in moved])

    def test_a_crossing_is_drawn_where_the_line_is(self) -> None:
        """At its month, on the line of the recommended option, with its words above the plot."""
        chart = line_chart([600.0, 500.0])
        mark = Mark(6.0, chart.lines[0].points[6], Sentence("ahead from month 7"))
        drawing = replace(chart, crossing=mark).draw(360, 200, "#0b5c8f")
        (ring,) = (stroke.points[0] for stroke in drawing.strokes if stroke.colour == INK and len(stroke.points) == 1)
        assert (
            min(abs(ring[0] - x) + abs(ring[1] - y) for stroke in drawing.strokes if stroke.thickness < 2 for x, y in stroke.points) < 1e-6
        )
        assert [label.y < ring[1] for label in drawing.labels if "month 7" in label.text] == [True]

    def test_a_scale_of_ratios_refuses_zero(self) -> None:
        """It has no place for it."""
        chart = sample_page().volumes
        assert chart is not None
        with pytest.raises(ValueError, match="above zero"):
            replace(chart, lines=(VolumeLine("Free", (0.0,) * len(chart.volumes)),))


def drawn(page: SummaryPage, width: int, height: int) -> list[Drawing]:
    """Every chart of a page in this size, at least as high as it needs to be."""
    growing = [chart.draw(width, height, page.accent) for chart in (page.bar_chart, page.line_chart, page.tornado, page.volumes) if chart]
    return growing + [chart.draw(690, page.accent) for chart in (page.bridge, page.parts) if chart]


def test_the_recommended_option_stands_out_without_colour() -> None:
    """On a printer that knows only grey: at least twice the contrast of the other bars, and bold letters."""
    page = sample_page()
    assert contrast_on_white(page.accent) / contrast_on_white(GREY) >= 2
    names = [label for label in page.bar_chart.draw(300, 200, page.accent).labels if label.kind == "name"]
    assert {label.text.split(",")[0] for label in names if label.strong} & {"Inferentia"}
    assert [label.text for label in names if label.text in ("Cloud GPU", "API") and label.strong] == []
