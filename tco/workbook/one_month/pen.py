"""Rows of the Volume and Sensitivity sheets: what stands before the figures, and the figures with their formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter

from tco.engine.evaluate import Array
from tco.language.formula import AXES, AXIS
from tco.model.options import WHOSE
from tco.scenario.currency import Conversion
from tco.workbook import sheet_columns
from tco.workbook.addresses import HERE, Template
from tco.workbook.conversion import rates_text
from tco.workbook.layout import Layout
from tco.workbook.look.formats import number_format, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import Look, height_of, lines_of
from tco.workbook.one_month.description import OneMonth
from tco.workbook.places import Block, quoted
from tco.workbook.sheets.frame import WIDTHS, Described, describe

FIGURE = Look(size=9.5, align="right", vertical="top", shrink=True)
LINKED = replace(FIGURE, color=sheet_columns.LINK_GREEN)
ROW_HEIGHT = 15.0


@dataclass(frozen=True)
class Row:
    """A row's place, and what stands before its figures; `unit` as the model writes it."""

    row: int
    label: str
    where: str
    unit: str
    explained: str


@dataclass(frozen=True)
class OneMonthPen:
    """One of the two sheets being written."""

    pen: Pen
    across: OneMonth
    layout: Layout

    @property
    def month(self) -> str:
        """The cell of the reference month."""
        return f"$D${self.across.month.first_row}"

    @property
    def columns(self) -> range:
        """The columns of the volumes or cases."""
        return range(sheet_columns.FIRST_PERIOD, self.across.last_column + 1)

    def letters(self) -> list[tuple[int, str]]:
        """The columns of the volumes or cases, with their letters."""
        return [(column, get_column_letter(column)) for column in self.columns]

    def whole(self, row: int) -> str:
        """A row's range over all columns."""
        return f"$G${row}:${get_column_letter(self.across.last_column)}${row}"

    def constant(self, key: str) -> str:
        """The cell of a scalar input that all options share."""
        return f"{sheet_columns.INPUTS}!$D${self.layout.inputs.blocks['', key].first_row}"

    def write(self, row: Row, text: str, values: Array, look: Look = FIGURE) -> None:
        """A row across: one formula, in which `HERE` is the letter of its column and `BEFORE` that of the one to its left."""
        self.write_all(row, Template(text).along(self.columns), values, look)

    def write_all(self, row: Row, formulas: Sequence[str], values: Array, look: Look = FIGURE) -> None:
        """A row across: the formula of each of its columns."""
        self._told(row)
        self.pen.formulas(row.row, sheet_columns.FIRST_PERIOD, formulas, values.tolist(), replace(look, format=number_format(row.unit)))

    def rates(self, found: Conversion) -> str:
        """What brings a stated amount into the unit that lines read, in the column: rates that are varied here are read here."""
        here = {item.entry.input.key: item.block for item in self.across.varied if not item.entry.owner}
        told = ""
        for sign, key in (("*", found.times), ("/", found.over)):
            if key in here:
                told += f" {sign} {HERE}${here[key].first_row}"
            elif key:
                told += rates_text(Conversion(key if sign == "*" else "", key if sign == "/" else ""), self.layout, self.across.name)
        return told

    def write_link(self, row: Row, there: Block, position: Mapping[str, int], values: Array) -> None:
        """A row across that shows another row, of this sheet or of another one."""
        elsewhere = there.sheet != self.across.name
        text = f"={quoted(there.sheet)}!" if elsewhere else "="
        text += f"{HERE}{there.row(position)}" if there.by_month else f"$D{there.row(position)}"
        self.write(row, text, values, LINKED if elsewhere else FIGURE)

    def write_one(self, row: Row, text: str, value: Any, look: Look = FIGURE) -> None:
        """A row with one cell, in the column of constants."""
        self._told(row)
        result = value if isinstance(value, str) else float(value)
        self.pen.formula(row.row, sheet_columns.CONSTANT, text, result, replace(look, format=number_format(row.unit)))

    def _told(self, row: Row) -> None:
        unit = shown_unit(row.unit, self.layout.scenario.currency, row.label)
        describe(self.pen, row.row, Described(row.label, row.where, unit, row.explained))
        self.pen.height(row.row, max(ROW_HEIGHT, height_of(lines_of(row.explained, WIDTHS[sheet_columns.EXPLANATION], 8.5), 8.5)))

    def along(self, values: Array, position: Mapping[str, int]) -> Array:
        """An element's values by column."""
        index: list[Any] = [min(position.get(axis, 0), size - 1) for axis, size in zip(AXES, values.shape, strict=True)]
        index[AXIS[self.across.axis]] = slice(None)
        return np.broadcast_to(values[tuple(index)], (self.across.columns,))

    def column_names(self) -> list[str]:
        """What the columns of cases are called: by the input that is varied."""
        found = ["As it is"]
        for item in self.across.inputs:
            element = item.entry.elements[item.place or 0]
            parts = (owner_name(item.entry.owner), *(element.where if item.place is not None else ()))
            found += 2 * [" · ".join(filter(None, (item.entry.input.label, *parts)))]
        return found


def owner_name(owner: str) -> str:
    """Whose input it is, in a reader's words."""
    return WHOSE.get(owner, owner)
