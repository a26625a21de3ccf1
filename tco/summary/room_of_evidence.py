"""How high the second page and the appendix are at a density, by counting lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tco.summary.charts_of_evidence import tornado_height, volumes_height
from tco.summary.charts_of_parts import BRIDGE_HEIGHT, parts_height
from tco.summary.density import Density, content_width, list_height, rows_height
from tco.summary.letters import count_lines
from tco.summary.tables import Risk

if TYPE_CHECKING:
    from tco.summary.page import SummaryPage
    from tco.summary.sentence import Sentence
    from tco.summary.tables import Question

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
    heights = [tornado_height(page.tornado)] if page.tornado else []
    heights += [volumes_height(page.volumes)] if page.volumes else []
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
    return _heading(str(page.parts.title), content_width(page), density) + caption + parts_height(page.parts) + density.gap


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
