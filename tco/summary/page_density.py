"""How airy the pages are set: chosen by counting lines of text, since laying a page out to try costs as long as the report.

The estimate need not be exact. What it overrates leaves a little white at the foot of a page; what it underrates flows to
the next page, and nothing is cut off. Factors of the font size repeat those of `templates/summary.css`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tco.summary.charts.bridge import HEIGHT as BRIDGE_HEIGHT
from tco.summary.charts.text_width import count_lines, text_width
from tco.summary.tables import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tco.summary.page import SummaryPage
    from tco.summary.sentence import Sentence
    from tco.summary.tables import OptionRow, Question


COLUMN = 0.484  # of the width; two columns with a gap between
CELL = 0.94  # font size of a table as a share of the page's
LEAST_CHART = 150.0


@dataclass(frozen=True)
class Block:
    """A list of page 2 under its heading."""

    title: str
    entries: tuple[Risk | Sentence, ...]
    numbered: bool = False


def blocks(page: SummaryPage) -> tuple[Block, ...]:
    """The lists at the foot of page 2, in the order of reading; none that is empty."""
    found = (
        Block("What the run warns of", tuple(risk for risk in page.risks if risk.warning)),
        Block("What would change the decision", tuple(risk for risk in page.risks if not risk.warning)),
        Block("Next steps", page.next_steps, numbered=True),
    )
    return tuple(block for block in found if block.entries)


def evidence_charts(page: SummaryPage, density: Density) -> float:
    """Least height of the charts of page 2 that may grow: what moves the result, and cost against volume; 0 where there is neither."""
    heights = [chart.least_height for chart in (page.tornado, page.volumes) if chart]
    return max(*heights, min(density.chart_height, LEAST_CHART)) if heights else 0.0


def evidence_height(page: SummaryPage, density: Density) -> float:
    """Height of everything on page 2 but the charts that may grow."""
    width, size, gap = content_width(page), density.font_size, density.gap
    line, cell = size * density.line_height, CELL * size
    caption = 0.86 * line + 6
    height = 0.0
    titles = [str(chart.title) for chart in (page.tornado, page.volumes) if chart]
    if titles:
        column = COLUMN * width if len(titles) > 1 else width
        height += max(count_lines(title, column, 1.18 * size) for title in titles) * 1.42 * size + 8 + caption + gap
    if page.bridge:
        height += _heading(str(page.bridge.title), width, density) + caption + BRIDGE_HEIGHT + gap
    else:
        height += _parts(page, density)
    if page.questions:
        left = halves(page, density, density)[0]
        asked = max(_questions(page, density, page.questions[:left]), _questions(page, density, page.questions[left:]))
        height += _heading("", width, density) + asked + 1.2 * gap
    if page.quarters:
        height += _heading(str(page.quarters.title), width, density) + cell * 1.1 + 3 + cell * 1.08 + 4 + rows_height([1], density) + gap
    named = blocks(page)
    column = COLUMN * width if len(named) > 1 else width
    heights = [_block(block, column, density) for block in named]
    left = _half(heights)
    return height + max(sum(heights[:left]), sum(heights[left:])) + 1.2 * gap


def appendix_height(page: SummaryPage, density: Density) -> float:
    """Height of the parts of the cost, the assumptions, the notes, the limitations and the sources."""
    width, size, gap = content_width(page), density.font_size, density.gap
    line, cell = size * density.line_height, CELL * size
    height = _parts(page, density) if page.bridge else 0.0
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
        height += _heading("", width, density) + cell * 1.08 + 6 + rows_height(rows, density) + 1.2 * gap
    sure = [f"{group.confidence}: {', '.join(group.labels)}." for group in page.sureness]
    if sure:
        height += _heading("", width, density) + sum(line * count_lines(text, width, size) + 3 for text in sure) + gap
    column = COLUMN * width
    notes = list_height(map(str, page.disagreements), column, density)
    limits = line * count_lines(str(page.limitations), column if page.disagreements else width, size) + 4
    height += _heading("", width, density) + max(notes, limits) + 1.2 * gap
    left = halves(page, density, density)[1]
    sources = max(_sources(page, density, 0, left), _sources(page, density, left, len(page.sources)))
    return height + (_heading("", width, density) + sources + 4 + 1.2 * gap if page.sources else 0)


def halves(page: SummaryPage, evidence: Density, appendix: Density) -> tuple[int, int]:
    """How many questions and how many sources stand in the left column, so that both columns end near each other."""
    asked = [_questions(page, evidence, page.questions[place : place + 1]) for place in range(len(page.questions))]
    cited = [_sources(page, appendix, place, place + 1) for place in range(len(page.sources))]
    return _half(asked), _half(cited)


def blocks_left(page: SummaryPage, density: Density) -> int:
    """How many of the lists stand in the left column, so that both end near each other."""
    return _half([_block(block, COLUMN * content_width(page), density) for block in blocks(page)])


def _block(block: Block, column: float, density: Density) -> float:
    texts = (
        str(item.text) + (f" Trigger: {item.trigger}" if isinstance(item, Risk) and item.trigger.text else "") for item in block.entries
    )
    return _heading("", column, density) + list_height(texts, column, density) + density.gap + 2


def _half(heights: list[float]) -> int:
    """The split at which the higher of two columns is lowest."""
    return min(range(len(heights) + 1), key=lambda left: (max(sum(heights[:left]), sum(heights[left:])), -left))


def _parts(page: SummaryPage, density: Density) -> float:
    """The chart of the parts under its title, where there is one."""
    if page.parts is None:
        return 0.0
    caption = 0.86 * density.font_size * density.line_height + 6
    return _heading(str(page.parts.title), content_width(page), density) + caption + page.parts.height + density.gap


def _questions(page: SummaryPage, density: Density, questions: tuple[Question, ...]) -> float:
    column, size = COLUMN * content_width(page), density.font_size
    line = size * density.line_height
    return sum(
        line * (count_lines(item.question + " open" * item.is_open, column, size) + count_lines(str(item.answer), column, size))
        + density.row
        for item in questions
    )


def _sources(page: SummaryPage, density: Density, first: int, last: int) -> float:
    column, size = COLUMN * content_width(page) - 16, 0.9 * density.font_size
    lines = (count_lines(f"{source.text}, {source.date}", column, size) for source in page.sources[first:last])
    return sum(size * density.line_height * count + 0.8 * density.row for count in lines)


def _heading(title: str, width: float, density: Density) -> float:
    return count_lines(title, width, 1.18 * density.font_size) * 1.42 * density.font_size + 6


PIXELS_PER_MILLIMETRE = 96 / 25.4
PAPER_WIDTH = {"A4": 210.0, "Letter": 215.9}  # millimetres
PAPER_HEIGHT = {"A4": 297.0, "Letter": 279.4}
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 14.0, 13.0, 15.0  # millimetres; as in summary.css


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


def content_width(page: SummaryPage) -> float:
    """Width between the margins."""
    return (PAPER_WIDTH[page.paper] - 2 * SIDE_MARGIN) * PIXELS_PER_MILLIMETRE


def content_height(page: SummaryPage) -> float:
    """Height between the margins."""
    return (PAPER_HEIGHT[page.paper] - TOP_MARGIN - BOTTOM_MARGIN) * PIXELS_PER_MILLIMETRE


def rows_height(lines: Iterable[int], density: Density, line_height: float = 1.2) -> float:
    """Height of table rows with so many lines each."""
    return sum(count * 0.94 * density.font_size * line_height + 2 * density.row + 0.6 for count in lines)


def list_height(texts: Iterable[str], column: float, density: Density) -> float:
    """Height of a list with bullets."""
    line = density.font_size * density.line_height
    return 4 + sum(line * count_lines(text, column - 15, density.font_size) + 0.8 * density.row for text in texts)


BAR_SHARE, LINE_SHARE = 0.445, 0.52  # of the width; the line chart needs more for its months and labels
TALLEST_CHART = 330.0  # above, slopes look steeper than they are
TALLEST_CHART_OF_FEW = 400.0  # where a table of one or two options would leave the page half empty
TALLEST_EVIDENCE = 240.0
SPARE = 0.03  # of a page, for what the estimate overlooks


@dataclass(frozen=True)
class Setting:
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


def choose_setting(page: SummaryPage) -> Setting:
    """The airiest density at which each part should fill at most its page, the charts taking what pages 1 and 2 have left."""
    room = content_height(page) * (1 - SPARE)
    least = [max(density.chart_height, page.bar_chart.least_height, page.line_chart.least_height) for density in DENSITIES]
    answer, charts = _fitting([answer_height(page, density) for density in DENSITIES], least, room)
    few = len(page.options.rows) < 3
    least_shown = [evidence_charts(page, density) for density in DENSITIES]
    evidence, shown = _fitting([evidence_height(page, density) for density in DENSITIES], least_shown, room)
    appendix = next((density for density in DENSITIES if appendix_height(page, density) <= room), DENSITIES[-1])
    return Setting(
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
