"""How densely a part of the summary can be set, and the paper it is set on. Lengths are CSS pixels where nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tco.summary.letters import count_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tco.summary.page import SummaryPage

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
