"""How airy the two pages are set: chosen by counting lines of text, since laying a page out to try costs as long as the report.

The estimate need not be exact. What it overrates leaves a little white at the foot of a page; what it underrates flows to
the next page, and nothing is cut off. Lengths are CSS pixels; factors of the font size repeat those of `templates/summary.css`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tco.summary.charts import lowest_height
from tco.summary.letters import count_lines, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tco.summary.page import OptionRow, SummaryPage

PIXELS_PER_MILLIMETRE = 96 / 25.4
PAPER_WIDTH = {"A4": 210.0, "Letter": 215.9}  # millimetres
PAPER_HEIGHT = {"A4": 297.0, "Letter": 279.4}
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 14.0, 13.0, 15.0  # millimetres; as in summary.css
BAR_SHARE, LINE_SHARE = 0.445, 0.52  # of the width; the line chart needs more for its months and labels
TALLEST_CHART = 330.0  # above, slopes look steeper than they are
TALLEST_CHART_OF_FEW = 400.0  # where a table of one or two options would leave the page half empty
SPARE = 0.03  # of a page, for what the estimate overlooks


@dataclass(frozen=True)
class Density:
    """Font size, line height as a share of it, the gap between blocks, and the padding above and below a table's row."""

    font_size: float
    line_height: float
    gap: float
    row: float
    chart_height: float
    """The least height of the charts."""


DENSITIES = (
    Density(12.7, 1.36, 16, 5.4, 210),
    Density(12, 1.3, 11, 3.4, 190),
    Density(11.1, 1.24, 8, 2.2, 176),
    Density(9.9, 1.17, 5, 1, 160),
)


@dataclass(frozen=True)
class Layout:
    """The density of the answer (page 1) and of the evidence (page 2), and the height of the charts."""

    answer: Density
    evidence: Density
    chart_height: float


def choose_layout(page: SummaryPage) -> Layout:
    """The airiest density at which each part should fill at most its page, the charts taking what page 1 has left."""
    room = content_height(page) * (1 - SPARE)
    charts = [max(density.chart_height, lowest_height(page.bar_chart, page.line_chart)) for density in DENSITIES]
    heights = [answer_height(page, density) for density in DENSITIES]
    fitting = (place for place, height in enumerate(heights) if height + charts[place] <= room)
    chosen = next(fitting, len(DENSITIES) - 1)
    evidence = next((density for density in DENSITIES if evidence_height(page, density) <= room), DENSITIES[-1])
    tallest = TALLEST_CHART_OF_FEW if len(page.options.rows) < 3 else TALLEST_CHART
    return Layout(DENSITIES[chosen], evidence, max(min(room - heights[chosen], tallest), charts[chosen]))


def content_width(page: SummaryPage) -> float:
    """Width between the margins."""
    return (PAPER_WIDTH[page.paper] - 2 * SIDE_MARGIN) * PIXELS_PER_MILLIMETRE


def content_height(page: SummaryPage) -> float:
    """Height between the margins."""
    return (PAPER_HEIGHT[page.paper] - TOP_MARGIN - BOTTOM_MARGIN) * PIXELS_PER_MILLIMETRE


def answer_height(page: SummaryPage, density: Density) -> float:
    """Height of everything on page 1 but the drawings themselves."""
    width, size, gap = content_width(page), density.font_size, density.gap
    line = size * density.line_height
    masthead = line * max(1 + count_lines(page.client, 0.6 * width, 1.2 * size), 2) + 8
    headline = count_lines(str(page.headline), width, 2.05 * size) * 2.05 * size * 1.14 + 2 * gap
    reasons = 1.1 * size * 1.25 * count_lines(str(page.recommendation), 0.66 * width, 1.1 * size) + 4
    reasons += sum(line * count_lines(str(reason), 0.66 * width - 15, size) + 2 for reason in page.reasons)
    advice = size + 6 + max(reasons, line * count_lines(str(page.decision), 0.26 * width, size)) + 1.6 * gap
    keys = [count_lines(key.label, 0.233 * width, 0.9 * size) + count_lines(str(key.comparator), 0.233 * width, 0.9 * size)
            for key in page.key_figures]  # fmt: skip
    figures = gap + 5 + 2.47 * size + max(keys) * 0.9 * size * 1.22
    titles = [(page.bar_chart.title, BAR_SHARE), (page.line_chart.title, LINE_SHARE)]
    title = max(2, *(count_lines(str(text), share * width, 1.18 * size) for text, share in titles))
    charts = 1.15 * gap + title * 1.42 * size + 0.86 * line + 6
    return masthead + headline + advice + figures + charts + _options_height(page, density, width)


def evidence_height(page: SummaryPage, density: Density) -> float:
    """Height of everything on page 2."""
    width, size, gap = content_width(page), density.font_size, density.gap
    line, cell = size * density.line_height, 0.94 * size
    heading = 1.42 * size + 6
    height = 0.0
    if page.parts:
        column = 0.76 * width / max(len(page.parts.options), 1) - 10
        names = max((count_lines(name, column, 0.9 * cell) for name in page.parts.options), default=1)
        rows = [count_lines(row.label, 0.24 * width - 5, cell) for row in page.parts.rows]
        height += heading + 1.1 * cell + names * cell * 1.08 + 9 + _rows_height(rows, density) + 1.2 * gap
    if page.assumptions:
        rows = [
            max(
                count_lines(assumption.label, 0.27 * width - 5, cell),
                count_lines(assumption.figure.text, 0.15 * width - 10, cell),
                count_lines(str(assumption.span), 0.17 * width - 10, cell),
                count_lines(assumption.source + " [0]" * len(assumption.sources), 0.31 * width - 21, cell),
            )
            for assumption in page.assumptions
        ]
        height += heading + cell * 1.08 + 6 + _rows_height(rows, density) + 1.2 * gap
    column = 0.484 * width
    risks = _list_height(
        (f"{'Warning. ' if risk.warning else ''}{risk.text} Trigger: {risk.trigger}" for risk in page.risks), column, density
    )
    limits = _list_height(map(str, page.disagreements), column, density) + (heading + gap if page.disagreements else 0)
    limits += line * count_lines(str(page.limitations), column if page.risks else width, size) + 4
    height += heading + max(risks, limits) + 1.2 * gap
    half = (len(page.sources) + 1) // 2
    lines = [count_lines(f"{source.text}, {source.date}", column - 16, 0.9 * size) for source in page.sources]
    sources = 0.9 * line * max(sum(lines[:half]), sum(lines[half:])) + density.row * 0.8 * half
    return height + (heading + sources + 4 + 1.2 * gap if page.sources else 0)


def _options_height(page: SummaryPage, density: Density, width: float) -> float:
    cell, promises = 0.94 * density.font_size, page.options.promises
    name = max(1 - 4 * 0.088 - len(promises) * 0.099, 0.1) * width - 5
    rows = [_option_lines(row, name, 0.099 * width - 8, (0.352 + 0.099 * len(promises)) * width - 23, cell) for row in page.options.rows]
    heading = 1.15 * density.gap + 1.42 * density.font_size + 3 + cell * 1.1 + 3 + 3 * cell * 1.08 + 4
    note = count_lines(page.options.note, width, 0.84 * density.font_size) * 0.84 * density.font_size * density.line_height + 4
    return heading + _rows_height(rows, density, 1.1) + (note if page.options.note else 0)


def _option_lines(row: OptionRow, name: float, promise: float, reason: float, cell: float) -> int:
    """Lines of the tallest cell in a row of the options."""
    marks = " recommended " * row.recommended + " baseline " * row.baseline
    named = count_lines(row.name, name, cell)
    if marks and text_width(row.name, cell) % name + text_width(marks, 0.8 * cell) > name:
        named += 1
    described = count_lines(f"{row.description}; {row.note}" if row.note else row.description, name, 0.87 * cell)
    if not row.possible:
        return max(named + described, count_lines(f"Not possible: {row.reason}", reason, cell))
    kept = [
        (2 if entry.status == "not established" else 1) + (count_lines(str(entry.detail), promise, 0.87 * cell) if entry.detail.text else 0)
        for entry in row.promises
    ]
    return max(named + described, *kept) if kept else named + described


def _rows_height(lines: Iterable[int], density: Density, line_height: float = 1.2) -> float:
    """Height of table rows with so many lines each."""
    return sum(count * 0.94 * density.font_size * line_height + 2 * density.row + 0.6 for count in lines)


def _list_height(texts: Iterable[str], column: float, density: Density) -> float:
    """Height of a list with bullets."""
    line = density.font_size * density.line_height
    return 4 + sum(line * count_lines(text, column - 15, density.font_size) + 0.8 * density.row for text in texts)
