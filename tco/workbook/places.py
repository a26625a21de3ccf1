"""Places in a workbook: the rows of a line or input, a catalogue table, a sheet; what the layout is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from openpyxl.utils import get_column_letter

from tco.catalogue.table import Origin
from tco.engine.crossings import Crossing
from tco.engine.evaluate import Evaluated
from tco.workbook import sheet_columns

Position = Mapping[str, int]
"""An element: for each row axis of a line, its place along that axis, from 0."""


@dataclass(frozen=True)
class Block:
    """The rows of one line or input: one for every element of its row axes."""

    sheet: str
    first_row: int
    row_axes: tuple[str, ...]
    sizes: tuple[int, ...]
    by_month: bool

    def rows(self) -> int:
        """How many rows it takes."""
        count = 1
        for size in self.sizes:
            count *= size
        return count

    def positions(self) -> Iterator[Position]:
        """Every element, in the order of the rows."""
        for places in product(*(range(size) for size in self.sizes)):
            yield dict(zip(self.row_axes, places, strict=True))

    def row(self, position: Position) -> int:
        """The row of the element that `position` picks along this block's own axes."""
        offset = 0
        for axis, size in zip(self.row_axes, self.sizes, strict=True):
            offset = offset * size + position[axis]
        return self.first_row + offset


@dataclass(frozen=True)
class TableArea:
    """A catalogue table's place: its header row, first and last row of facts, and the column of each key."""

    header_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, int]

    def range(self, columns: Sequence[str]) -> str:
        """The absolute range of neighbouring columns over all rows, with the sheet."""
        first, last = (get_column_letter(self.columns[column]) for column in (columns[0], columns[-1]))
        return f"{sheet_columns.CATALOGUE}!${first}${self.first_row}:${last}${self.last_row}"


@dataclass(frozen=True)
class Heading:
    """A section's title row."""

    row: int
    title: str


@dataclass(frozen=True)
class CalculationSheet:
    """A model's sheet: its lines' blocks by key, and its headings."""

    name: str
    evaluated: Evaluated
    blocks: Mapping[str, Block]
    headings: tuple[Heading, ...]
    last_row: int
    one_month: bool = False
    """Whether its columns are volumes or cases of one month: then a range over months is that month's cell."""


@dataclass(frozen=True)
class InputRows:
    """The Inputs sheet: the block of every entry by owner and key, and its headings."""

    blocks: Mapping[tuple[str, str], Block]
    headings: tuple[Heading, ...]
    case_row: int
    volume_row: int
    """The first of the volumes of the Volume sheet: the plan's own; the chosen multiples and the crossings follow it."""
    crossings: tuple[Crossing, ...]
    last_row: int


@dataclass(frozen=True)
class PriceRow:
    """On the Catalogue sheet, a price that an option pays as issued: where it comes from, and from which day its age counts."""

    row: int
    option: str
    name: str
    origin: Origin
    day: date
    age: int
    """In days, at the scenario's date."""
