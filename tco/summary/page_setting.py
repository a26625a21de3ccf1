"""Sets the pages: font sizes and spacing, and the heights of the charts.

The density of pages 1 and 2 is chosen by counting lines of text, since a trial layout would take as long as the report.
The count need not be exact. Where it is too high, a little white is left at the foot of a page; where it is too low, the text
flows to the next page, and nothing is cut off. Factors of the font size repeat those of `templates/summary.css`.
The appendix has one density and flows over as many pages as it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tco.summary.charts.svg import Drawing
from tco.summary.charts.text_width import count_lines
from tco.summary.page import SummaryPage
from tco.summary.sentence import Sentence
from tco.summary.tables import OptionRow

PIXELS_PER_MILLIMETRE = 96 / 25.4
PAPER_SIZE = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}  # millimetres
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 14.0, 13.0, 15.0  # millimetres; as in summary.css

COLUMN = 0.484  # of the width; two columns with a gap between
BAR_SHARE, LINE_SHARE = 0.445, 0.52  # of the width; the line chart needs more for its months and labels
FIGURE_COLUMNS, FIGURE_COLUMN, PROMISE_COLUMN = 5, 0.08, 0.092  # of the width, in the table of options; as in summary.css
CELL, TITLE, CAPTION = 0.94, 1.18, 0.86  # font sizes as shares of the page's
LEAST_CHART = 150.0
TALLEST_CHART = 330.0  # in a taller chart, slopes look steeper than they are
TALLEST_CHART_OF_FEW = 400.0  # where a table of one or two options would leave the page half empty
TALLEST_EVIDENCE = 240.0
SPARE = 0.03  # of a page, for what the estimate overlooks


@dataclass(frozen=True)
class Density:
    """Sizes of one part of the document, in CSS pixels."""

    font_size: float
    line_height: float
    """A share of the font size."""
    gap: float
    """Between blocks."""
    row: float
    """Padding above and below a row of a table."""
    chart_height: float = 0.0
    """Least height of the charts of page 1."""


DENSITIES = (
    Density(12.7, 1.36, 16, 5.4, 210),
    Density(12, 1.3, 11, 3.4, 190),
    Density(11.1, 1.24, 8, 2.2, 176),
    Density(9.9, 1.17, 5, 1, 160),
)
APPENDIX = Density(10.5, 1.2, 7, 1.5)


@dataclass(frozen=True)
class Setting:
    """The density of the answer (page 1), the evidence (page 2) and the appendix, and the heights of their charts."""

    answer: Density
    evidence: Density
    chart_height: float
    """The height of the charts of page 1."""
    evidence_height: float
    """The height of the charts of page 2 that may grow."""
    appendix: Density = APPENDIX


def content_width(page: SummaryPage) -> float:
    """Width between the margins."""
    return (PAPER_SIZE[page.paper][0] - 2 * SIDE_MARGIN) * PIXELS_PER_MILLIMETRE


def content_height(page: SummaryPage) -> float:
    """Height between the margins."""
    return (PAPER_SIZE[page.paper][1] - TOP_MARGIN - BOTTOM_MARGIN) * PIXELS_PER_MILLIMETRE


def choose_setting(page: SummaryPage) -> Setting:
    """The airiest density at which pages 1 and 2 should each fill at most their page, the charts taking what is left."""
    space = content_height(page) * (1 - SPARE)
    estimates = [_Estimate(page, density) for density in DENSITIES]
    answer = next((estimate for estimate in estimates if estimate.answer + estimate.charts <= space), estimates[-1])
    evidence = next((estimate for estimate in estimates if estimate.evidence + estimate.evidence_charts <= space), estimates[-1])
    tallest = TALLEST_CHART_OF_FEW if len(page.options.rows) < 3 else TALLEST_CHART
    return Setting(
        answer.density,
        evidence.density,
        max(min(space - answer.answer, tallest), answer.charts),
        max(min(space - evidence.evidence, TALLEST_EVIDENCE), evidence.evidence_charts),
    )


@dataclass(frozen=True)
class Drawings:
    """The charts of the page, ready to draw; None for a chart that the page does not have."""

    bars: Drawing
    lines: Drawing
    parts: Drawing | None
    bridge: Drawing | None
    tornado: Drawing | None
    volumes: Drawing | None


def draw_page(page: SummaryPage, setting: Setting) -> Drawings:
    """Draw the page's charts; a chart that is alone in its row takes the whole width."""
    width = content_width(page)
    half = round(width * COLUMN) if page.tornado and page.volumes else round(width)
    height = setting.evidence_height
    return Drawings(
        page.bar_chart.draw(round(width * BAR_SHARE), setting.chart_height, page.accent),
        page.line_chart.draw(round(width * LINE_SHARE), setting.chart_height, page.accent),
        page.parts.draw(round(width), page.accent) if page.parts else None,
        page.bridge.draw(round(width), page.accent) if page.bridge else None,
        page.tornado.draw(half, height, page.accent) if page.tornado else None,
        page.volumes.draw(half, height, page.accent) if page.volumes else None,
    )


@dataclass(frozen=True)
class _Estimate:
    """Estimated heights of the blocks of pages 1 and 2 at one density, in CSS pixels."""

    page: SummaryPage
    density: Density

    @property
    def charts(self) -> float:
        """Least height of the charts of page 1."""
        return max(self.density.chart_height, self.page.bar_chart.least_height, self.page.line_chart.least_height)

    @property
    def evidence_charts(self) -> float:
        """Least height of the tornado and of the volume chart on page 2; 0 where there is neither."""
        heights = [chart.least_height for chart in (self.page.tornado, self.page.volumes) if chart]
        return max(*heights, min(self.density.chart_height, LEAST_CHART)) if heights else 0.0

    @cached_property
    def answer(self) -> float:
        """Height of everything on page 1 except the drawings."""
        page, size, gap = self.page, self.density.font_size, self.density.gap
        masthead = size * self.density.line_height * max(1 + self._lines(page.client, 0.6, 1.2), 2) + 8
        headline = self._text(page.headline, 1, 2.05, 1.14) + 2 * gap
        reasons = self._text(page.recommendation, 0.66, 1.1, 1.25) + 4
        reasons += sum(self._text(reason, 0.66, inset=15) + 2 for reason in page.reasons)
        advice = size + 6 + max(reasons, self._text(page.decision, 0.26)) + 1.6 * gap
        figures = max(self._text(key.label, 0.233, 0.9, 1.22) + self._text(key.comparator, 0.233, 0.9, 1.22) for key in page.key_figures)
        charts = ((page.bar_chart, BAR_SHARE), (page.line_chart, LINE_SHARE))
        titles = max(2, *(self._lines(chart.title, share, TITLE) for chart, share in charts)) * 1.42 * size
        captions = max(self._text(chart.caption, share, CAPTION) for chart, share in charts)
        return masthead + headline + advice + gap + 5 + 2.47 * size + figures + 1.15 * gap + titles + captions + 6 + self._options

    @property
    def _options(self) -> float:
        """Height of the table of options."""
        size, options = self.density.font_size, self.page.options
        heading = 1.15 * self.density.gap + 1.42 * size + 3 + CELL * size * 1.1 + 3 + 5 * CELL * size * 1.08 + 4
        rows = sum(self._row(self._option_lines(row), 1.1) for row in options.rows)
        return heading + rows + (self._text(options.note, 1, 0.84) + 4 if options.note else 0.0)

    def _option_lines(self, row: OptionRow) -> int:
        """Lines of the tallest cell in a row of the options."""
        promised = PROMISE_COLUMN * len(row.promises)
        share = max(1 - FIGURE_COLUMNS * FIGURE_COLUMN - promised, 0.1)
        name = self._lines(row.name + " recommended" * row.recommended + " baseline" * row.baseline, share, CELL, 5)
        name += self._lines(f"{row.description}; {row.note}" if row.note else row.description, share, 0.87 * CELL, 5)
        if not row.possible:
            return max(name, self._lines(f"Not possible: {row.reason}", FIGURE_COLUMNS * FIGURE_COLUMN + promised, CELL, 23))
        details = [self._lines(promise.detail, PROMISE_COLUMN, 0.87 * CELL, 8) for promise in row.promises if promise.detail.text]
        return max(name, 1 + max(details, default=1))

    @cached_property
    def evidence(self) -> float:
        """Height of everything on page 2 except the charts that may grow."""
        page, size, gap = self.page, self.density.font_size, self.density.gap
        caption, height = self._text("", 1, CAPTION) + 6, 0.0
        growing = [chart for chart in (page.tornado, page.volumes) if chart]
        if growing:
            share = COLUMN if len(growing) > 1 else 1.0
            height += max(self._lines(chart.title, share, TITLE) for chart in growing) * 1.42 * size + 8 + caption + gap
        if chart := page.bridge or page.parts:
            height += self._heading(chart.title) + caption + chart.height + gap
        if page.questions:
            asked = [self._text(f"{item.question} open" if item.is_open else item.question, COLUMN) + self._text(item.answer, COLUMN)
                     + self.density.row for item in page.questions]  # fmt: skip
            half = (len(asked) + 1) // 2
            height += self._heading() + max(sum(asked[:half]), sum(asked[half:])) + 1.2 * gap
        if page.quarters:
            height += self._heading(page.quarters.title) + 2.18 * CELL * size + 7 + self._row(1, 1.2) + gap
        warnings = [f"{risk.text} Trigger: {risk.trigger}" for risk in page.risks if risk.warning]
        risks = [f"{risk.text} Trigger: {risk.trigger}" for risk in page.risks if not risk.warning]
        lists = [self._list(texts) for texts in (warnings, risks, page.next_steps) if texts]
        return height + _in_columns([entry for entries in lists for entry in entries]) + 1.2 * gap

    def _list(self, texts: Sequence[str | Sentence]) -> list[float]:
        """Heights of the entries of a list in a column; the first includes the heading."""
        first, *others = (self._text(text, COLUMN, inset=15) + 0.8 * self.density.row for text in texts)
        return [self._heading() + 6 + self.density.gap + first, *others]

    def _heading(self, title: Sentence | str = "") -> float:
        return self._lines(title, 1, TITLE) * 1.42 * self.density.font_size + 6

    def _row(self, lines: int, line_height: float) -> float:
        """Height of a table row of a number of lines."""
        return lines * CELL * self.density.font_size * line_height + 2 * self.density.row + 0.6

    def _text(self, text: Sentence | str, share: float, size: float = 1.0, line_height: float | None = None, inset: float = 0.0) -> float:
        """Height of a paragraph in a share of the width, less an inset, at a share of the font size."""
        return self._lines(text, share, size, inset) * size * self.density.font_size * (line_height or self.density.line_height)

    def _lines(self, text: Sentence | str, share: float, size: float, inset: float = 0.0) -> int:
        return count_lines(str(text), share * content_width(self.page) - inset, size * self.density.font_size)


def _in_columns(heights: Sequence[float]) -> float:
    """Height of entries that two columns share as evenly as they can."""
    return min(max(sum(heights[:left]), sum(heights[left:])) for left in range(len(heights) + 1))
