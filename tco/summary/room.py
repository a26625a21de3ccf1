"""How airy the pages are set: chosen by counting lines of text, since laying a page out to try costs as long as the report.

The estimate need not be exact. What it overrates leaves a little white at the foot of a page; what it underrates flows to
the next page, and nothing is cut off. Factors of the font size repeat those of `templates/summary.css`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tco.summary.charts import lowest_height
from tco.summary.density import DENSITIES, Density, content_height, content_width, rows_height
from tco.summary.letters import count_lines, text_width
from tco.summary.room_of_evidence import Block, appendix_height, blocks, blocks_left, evidence_charts, evidence_height, halves

if TYPE_CHECKING:
    from tco.summary.page import SummaryPage
    from tco.summary.tables import OptionRow

BAR_SHARE, LINE_SHARE = 0.445, 0.52  # of the width; the line chart needs more for its months and labels
TALLEST_CHART = 330.0  # above, slopes look steeper than they are
TALLEST_CHART_OF_FEW = 400.0  # where a table of one or two options would leave the page half empty
TALLEST_EVIDENCE = 240.0
SPARE = 0.03  # of a page, for what the estimate overlooks


@dataclass(frozen=True)
class Layout:
    """The density of the answer (page 1), the evidence (page 2) and the appendix, and the heights of the charts."""

    answer: Density
    evidence: Density
    appendix: Density
    chart_height: float
    evidence_height: float
    """Of the charts of page 2."""
    questions: int
    """How many questions stand in the left column."""
    sources: int
    """How many sources do."""
    blocks: tuple[Block, ...]
    """The lists at the foot of page 2."""
    blocks_left: int
    """How many of them stand in the left column."""


def choose_layout(page: SummaryPage) -> Layout:
    """The airiest density at which each part should fill at most its page, the charts taking what pages 1 and 2 have left."""
    room = content_height(page) * (1 - SPARE)
    least = [max(density.chart_height, lowest_height(page.bar_chart, page.line_chart)) for density in DENSITIES]
    answer, charts = _fitting([answer_height(page, density) for density in DENSITIES], least, room)
    few = len(page.options.rows) < 3
    least_shown = [evidence_charts(page, density) for density in DENSITIES]
    evidence, shown = _fitting([evidence_height(page, density) for density in DENSITIES], least_shown, room)
    appendix = next((density for density in DENSITIES if appendix_height(page, density) <= room), DENSITIES[-1])
    return Layout(
        DENSITIES[answer],
        DENSITIES[evidence],
        appendix,
        max(min(charts, TALLEST_CHART_OF_FEW if few else TALLEST_CHART), least[answer]),
        max(min(shown, TALLEST_EVIDENCE), least_shown[evidence]),
        *halves(page, DENSITIES[evidence], appendix),
        blocks(page),
        blocks_left(page, DENSITIES[evidence]),
    )


def _fitting(heights: list[float], charts: list[float], room: float) -> tuple[int, float]:
    """The place of the airiest density that fits with its charts, or else of the tightest; and the height that its charts may have."""
    fitting = (place for place, height in enumerate(heights) if height + charts[place] <= room)
    chosen = next(fitting, len(heights) - 1)
    return chosen, room - heights[chosen]


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
    shares = ((page.bar_chart.caption, BAR_SHARE), (page.line_chart.caption, LINE_SHARE))
    captions = max(count_lines(text, share * width, 0.86 * size) for text, share in shares)
    charts = 1.15 * gap + title * 1.42 * size + captions * 0.86 * line + 6
    return masthead + headline + advice + figures + charts + _options_height(page, density, width)


def _options_height(page: SummaryPage, density: Density, width: float) -> float:
    cell, promises = 0.94 * density.font_size, page.options.promises
    name = max(1 - 4 * 0.088 - len(promises) * 0.099, 0.1) * width - 5
    rows = [_option_lines(row, name, 0.099 * width - 8, (0.352 + 0.099 * len(promises)) * width - 23, cell) for row in page.options.rows]
    heading = 1.15 * density.gap + 1.42 * density.font_size + 3 + cell * 1.1 + 3 + 3 * cell * 1.08 + 4
    note = count_lines(page.options.note, width, 0.84 * density.font_size) * 0.84 * density.font_size * density.line_height + 4
    return heading + rows_height(rows, density, 1.1) + (note if page.options.note else 0)


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
