"""The charts of the summary: widths of letters, labels that never stand on each other, bars and lines on one scale."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sample_page import dollars, sample_page

from tco.summary.chart_data import Line, LineChart
from tco.summary.charts import draw_bars, draw_lines
from tco.summary.drawing import LABEL_LINE, LABEL_SIZE, Drawing, Label, round_ticks, spread
from tco.summary.letters import WIDTHS, count_lines, text_width, wrap
from tco.summary.sentence import Sentence


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
