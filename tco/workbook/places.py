"""Places in a workbook, and how formulas name them: the rows of a line or input, a catalogue table, a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product
from math import prod
from types import MappingProxyType

import numpy as np
from openpyxl.utils import get_column_letter

from tco.catalogue.table import Origin
from tco.engine.crossings import Crossing
from tco.engine.evaluate import Array, Evaluated
from tco.language.formula import AXES, AXIS
from tco.workbook import sheet_columns

Position = Mapping[str, int]
"""One element of a line: its index along each row axis, counted from 0, such as {"site": 1, "workload": 0}."""
ONLY: Position = MappingProxyType({})
"""The position of a line without row axes."""


@cache
def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*", name)
    return name if plain else "'" + name.replace("'", "''") + "'"


def cell(sheet: str, column: int, row: int) -> str:
    """The absolute address of a cell, such as `'Cloud GPU'!$D$12`."""
    return f"{quoted(sheet)}!${get_column_letter(column)}${row}"


def cells(sheet: str, columns: tuple[int, int], rows: tuple[int, int]) -> str:
    """The absolute address of a range from its first to its last column and row, such as `Demand!$G$5:$R$5`."""
    first, last = (f"${get_column_letter(column)}${row}" for column, row in zip(columns, rows, strict=True))
    return f"{quoted(sheet)}!{first}:{last}"


def active_cell(row: int) -> str:
    """The address of what lines read of an input in this row, such as `Inputs!$D$12`."""
    return cell(sheet_columns.INPUTS, sheet_columns.INPUT_ACTIVE, row)


def active_cells(rows: tuple[int, int]) -> str:
    """The address of what lines read of inputs in these rows, such as `Inputs!$D$12:$D$23`."""
    return cells(sheet_columns.INPUTS, (sheet_columns.INPUT_ACTIVE, sheet_columns.INPUT_ACTIVE), rows)


@dataclass(frozen=True)
class Block:
    """The rows of one line or input: one for each element of its row axes, the last axis running fastest.

    From row 20 on, the axes ("site", "workload") of sizes (2, 3) take six rows; {"site": 1, "workload": 0} is row 23.
    """

    sheet: str
    first_row: int
    row_axes: tuple[str, ...]
    sizes: tuple[int, ...]
    by_month: bool

    def rows(self) -> int:
        """The number of rows."""
        return prod(self.sizes)

    @property
    def last_row(self) -> int:
        """The row of the last element."""
        return self.first_row + self.rows() - 1

    @property
    def span(self) -> tuple[int, int]:
        """First and last row."""
        return self.first_row, self.last_row

    def positions(self) -> Iterator[Position]:
        """Every element, in the order of the rows."""
        for places in product(*(range(size) for size in self.sizes)):
            yield dict(zip(self.row_axes, places, strict=True))

    def row(self, position: Position) -> int:
        """The row of the element that `position` picks along this block's own axes.

        It may name others, which are passed over, and need not name an axis of one element.
        """
        offset = 0
        for axis, size in zip(self.row_axes, self.sizes, strict=True):
            offset = offset * size + (position[axis] if size > 1 else 0)
        return self.first_row + offset


def along(values: Array, position: Position, axis: str, count: int) -> Array:
    """The first `count` values along `axis` of one element of a line; the same value so many times where the line does not vary along it.

    `values` has all axes of `AXES`, each of full size or of size 1; the result has the shape (count,).
    """
    index: list[int | slice] = [min(position.get(name, 0), size - 1) for name, size in zip(AXES, values.shape, strict=True)]
    index[AXIS[axis]] = slice(count)
    return np.broadcast_to(values[tuple(index)], (count,))


@dataclass(frozen=True)
class TableArea:
    """The place of a catalogue table: its header row, first and last row of facts, and the column of each key."""

    header_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, int]

    def range(self, columns: Sequence[str]) -> str:
        """The absolute range of neighbouring columns over all rows, with the sheet."""
        return cells(sheet_columns.CATALOGUE, (self.columns[columns[0]], self.columns[columns[-1]]), (self.first_row, self.last_row))


@dataclass(frozen=True)
class Heading:
    """The title row of a section."""

    row: int
    title: str


class Rows:
    """The rows of a sheet that is being laid out, given away from the top: a blank one precedes every heading but the first."""

    def __init__(self, sheet: str, first: int) -> None:
        self.sheet, self.next, self.headings = sheet, first, list[Heading]()

    @property
    def last(self) -> int:
        """The last row that was given away."""
        return self.next - 1

    def heading(self, title: str) -> None:
        """Begin a section."""
        if self.headings:
            self.next += 1
        self.headings.append(Heading(self.next, title))
        self.next += 1

    def block(self, axes: Sequence[str] = (), sizes: Sequence[int] = (), *, by_month: bool = False) -> Block:
        """The next rows, one for each element of these axes."""
        block = Block(self.sheet, self.next, tuple(axes), tuple(sizes), by_month)
        self.next += block.rows()
        return block


@dataclass(frozen=True)
class CalculationSheet:
    """The sheet of a model: the blocks of its lines by key, and its headings."""

    name: str
    evaluated: Evaluated
    blocks: Mapping[str, Block]
    headings: tuple[Heading, ...]
    last_row: int
    origins: Mapping[str, Block] = field(default_factory=dict)
    """The rows that a line with rows of its own only repeats; a link leads there."""
    one_month: bool = False
    """True where the columns are volumes or cases of one month: a range over months is then that month's cell."""

    def cell(self, key: str, position: Position = ONLY) -> str:
        """The address of a line without months at an element, such as `'Cloud GPU'!$D$12`."""
        block = self.origin(key)
        return cell(block.sheet, sheet_columns.CONSTANT, block.row(position))

    def origin(self, key: str) -> Block:
        """The rows that a link to a line leads to."""
        return self.origins.get(key) or self.blocks[key]

    def cells(self, key: str) -> str:
        """The address of all elements of a line without months, such as `Comparison!$D$12:$D$14`."""
        return cells(self.name, (sheet_columns.CONSTANT, sheet_columns.CONSTANT), self.blocks[key].span)


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
    fixed: frozenset[tuple[str, str]] = frozenset()
    """Inputs by owner and key that no reader edits here: formulas have them put in, or none reads them."""

    def cell(self, key: str) -> str:
        """The address of what lines read of a single value that all options share, such as `Inputs!$D$12`."""
        return active_cell(self.blocks["", key].first_row)

    @property
    def start_cell(self) -> str:
        """The address of the first day of the plan."""
        return cell(sheet_columns.INPUTS, sheet_columns.INPUT_BASE, self.case_row + 1)


@dataclass(frozen=True)
class PriceRow:
    """A price that an option pays as issued, on the Catalogue sheet: its origin, and the day from which its age counts."""

    row: int
    option: str
    name: str
    origin: Origin
    day: date
    age: int
    """Days up to the scenario's date."""
