"""Rows of the Volume and Sensitivity sheets: the words before the figures, and the figures with their formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from tco.engine.evaluate import Array
from tco.language.line import Line
from tco.language.printing import nth
from tco.workbook import sheet_columns
from tco.workbook.addresses import HERE, Template, formula_template
from tco.workbook.layout import Layout
from tco.workbook.look.formats import number_format, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import Look, height_of, lines_of
from tco.workbook.one_month.description import OneMonth
from tco.workbook.places import Block, CalculationSheet, Position, along, quoted
from tco.workbook.sheets.calculation import place_name
from tco.workbook.sheets.frame import WIDTHS, Labels, write_labels

FIGURE = Look(size=9.5, align="right", vertical="top", shrink=True)
LINKED = replace(FIGURE, color=sheet_columns.LINK_GREEN)
_ROW_HEIGHT = 15.0


@dataclass(frozen=True)
class Row:
    """A row's number, and the words before its figures; `unit` as the model writes it."""

    row: int
    label: str
    where: str
    unit: str
    explained: str


@dataclass(frozen=True)
class Writer:
    """One of the two sheets being written."""

    pen: Pen
    month: OneMonth
    layout: Layout

    @property
    def columns(self) -> range:
        """The columns of the volumes or cases."""
        return range(sheet_columns.FIRST_PERIOD, self.month.last_column + 1)

    def in_month(self, months: str) -> str:
        """The value of a range over months in the reference month."""
        return nth(months, f"$D${self.month.month.first_row}")

    def whole(self, row: int) -> str:
        """A row of this sheet over all columns, such as `$G$7:$K$7`."""
        return f"$G${row}:${get_column_letter(self.month.last_column)}${row}"

    def along(self, values: Array, position: Position) -> Array:
        """One element's value in each column: shape (columns,)."""
        return along(values, position, self.month.axis, self.month.columns)

    def write(self, row: Row, text: str, values: Array, look: Look = FIGURE) -> None:
        """A row over all columns: one formula, with the placeholders `HERE` and `BEFORE` of templates."""
        self._write_labels(row)
        formulas = Template(text).along(self.columns)
        look = replace(look, format=number_format(row.unit))
        self.pen.formulas(row.row, sheet_columns.FIRST_PERIOD, formulas, values.tolist(), look)

    def write_one(self, row: Row, text: str, value: float | str, look: Look = FIGURE) -> None:
        """A row with one cell, in the column of constants."""
        self._write_labels(row)
        self.pen.formula(row.row, sheet_columns.CONSTANT, text, value, replace(look, format=number_format(row.unit)))

    def write_line(  # noqa: PLR0913  (a line, its place, its values and its look)
        self, line: Line, block: Block, sheet: CalculationSheet, values: Array, *, label: str = "", look: Look = FIGURE
    ) -> None:
        """The rows of a line of `sheet`, one for each element; `values` has all axes of `AXES`."""
        for position in block.positions():
            where = place_name(block, position, sheet, self.layout, sheet.evaluated.option)
            row = Row(block.row(position), label or line.label, where, line.unit, line.sentence.splitlines()[0])
            template = formula_template(line, position, sheet, self.layout)
            if block.by_month:
                self.write(row, template.text, self.along(values, position), look)
            else:
                self.write_one(row, template.at(sheet_columns.CONSTANT), self.along(values, position)[0], look)

    def write_link(self, row: Row, source: Block, position: Mapping[str, int], values: Array) -> None:
        """A row over all columns that shows another row, of this sheet or of another one."""
        elsewhere = source.sheet != self.month.name
        text = f"={quoted(source.sheet)}!" if elsewhere else "="
        text += f"{HERE}{source.row(position)}" if source.by_month else f"$D{source.row(position)}"
        self.write(row, text, values, LINKED if elsewhere else FIGURE)

    def _write_labels(self, row: Row) -> None:
        unit = shown_unit(row.unit, self.layout.scenario.currency, row.label)
        write_labels(self.pen, row.row, Labels(row.label, row.where, unit, row.explained))
        self.pen.height(row.row, max(_ROW_HEIGHT, height_of(lines_of(row.explained, WIDTHS[sheet_columns.EXPLANATION], 8.5), 8.5)))
