"""A line's formula as Excel text: every leaf becomes an address, anchored by the axes that it has.

Constant `$D$16`, by month `G$34`, by region `$D27`, by both `G9`; the month column moves when a cell is copied right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from tco.errors import ModelError
from tco.language.formula import AXES, Call, Count, Formula, Lookup, Number, Operation, Reference, Span
from tco.language.line import Line
from tco.language.lookup import NUMBER
from tco.language.printing import in_excel, in_words, nth
from tco.model.demand.timeline import CALENDAR, CLOCK, CLOCKS, HOUR, START
from tco.scenario.currency import Conversion
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout, described
from tco.workbook.places import Block, CalculationSheet, Position, active_cells, cell, quoted

_FIRST = dict.fromkeys(AXES, 0)

HERE, BEFORE = "\0", "\1"
"""Placeholders in a template: the letter of the cell's own column, and of the column before it."""


@dataclass(frozen=True)
class Template:
    """The one formula of a row: `=G7 * $D$4` in column G, with `HERE` in place of the G; `at` copies it to a column."""

    text: str

    def at(self, column: int) -> str:
        """The formula in a column, with its `=`."""
        return self.text.replace(HERE, get_column_letter(column)).replace(BEFORE, get_column_letter(column - 1))

    def along(self, columns: range) -> list[str]:
        """The formula in each of these columns."""
        if BEFORE in self.text:
            return [self.at(column) for column in columns]
        parts = self.text.split(HERE)
        return [get_column_letter(column).join(parts) for column in columns]


def formula_template(line: Line, position: Position, sheet: CalculationSheet, layout: Layout) -> Template:
    """The formula of a line of `sheet` at an element, printed once for the whole row."""
    everywhere = {**_FIRST, **position}  # what is alike along an axis that the line does not have is read at its first element

    def refer(leaf: Formula) -> str:
        if isinstance(leaf, Lookup):
            return layout.tables[leaf.table].range(leaf.columns)
        if isinstance(leaf, Span):
            return _span(leaf, everywhere, sheet, layout)
        if isinstance(leaf, Reference):
            return _address(leaf.key, everywhere, sheet, layout)
        if isinstance(leaf, Count):
            return _count(leaf.axis, sheet, layout)
        raise ModelError(f"{line.key}: {leaf} has no address")

    return Template(f"={in_excel(_of_one_month(line.formula) if sheet.one_month else line.formula, refer)}")


def _of_one_month(node: Formula) -> Formula:
    """A formula where months are no range: a line read in a month by its number is the month's own."""
    if isinstance(node, Call):
        first = node.arguments[0] if node.word == "element" else None
        if isinstance(first, Span) and first.over == "month":
            return Reference(first.key)
        return Call(node.word, tuple(_of_one_month(part) for part in node.arguments))
    if isinstance(node, Operation):
        return Operation(node.sign, _of_one_month(node.left), _of_one_month(node.right))
    return Number(1) if node == Count("month") else node


def _address(key: str, position: Position, sheet: CalculationSheet, layout: Layout) -> str:
    """The address of a line or input at an element, as a cell of `sheet` reads it."""
    if key == CLOCK.key and key not in sheet.blocks:
        return f"{HERE}${sheet_columns.PERIOD_ROW}"
    if key == CALENDAR.key and key not in sheet.blocks:
        return f"DAY({HERE}${sheet_columns.PERIOD_END_ROW})"
    if key == HOUR.key:
        hours = layout.tables["hours"]
        return cell(sheet_columns.CATALOGUE, hours.columns[NUMBER], hours.first_row + position["hour"])
    if key == START.key:
        return layout.inputs.start_cell
    block = layout.find(key, sheet)
    if block.sheet == sheet_columns.INPUTS and "month" in block.row_axes:
        first = block.row({**position, "month": 0})
        return nth(active_cells((first, first + block.sizes[-1] - 1)), f"{HERE}${sheet_columns.PERIOD_ROW}")
    return f"{_prefix(block, sheet)}{_column(block)}{'' if block.row_axes else '$'}{block.row(position)}"


def _span(span: Span, position: Position, sheet: CalculationSheet, layout: Layout) -> str:
    """The address of a line over months or over another axis, as a cell of `sheet` reads it."""
    if span.over == "month" and sheet.one_month:
        return "0" if span.reach == "before" else _address(span.key, position, sheet, layout)
    first, last = get_column_letter(sheet_columns.FIRST_PERIOD), get_column_letter(layout.last_period)
    if span.key == CLOCK.key:
        return f"${first}${sheet_columns.PERIOD_ROW}:${last}${sheet_columns.PERIOD_ROW}"
    block = layout.find(span.key, sheet)
    prefix = _prefix(block, sheet)
    if span.over == "month":
        row = f"{'' if block.row_axes else '$'}{block.row(position)}"
        if span.reach == "so far":
            return f"{prefix}${first}{row}:{HERE}{row}"
        if span.reach == "before":
            return f"{prefix}${get_column_letter(sheet_columns.OPENING)}{row}:{BEFORE}{row}"
        return f"{prefix}${first}{row}:${last}{row}"
    sizes = dict(zip(block.row_axes, block.sizes, strict=True))
    inner = [axis for axis in block.row_axes[block.row_axes.index(span.over) + 1 :] if sizes[axis] > 1]
    if inner:
        raise ModelError(f"{span.key} is read along {span.over}, but its rows run along {inner[-1]} first: put a line between")
    first_row = block.row({**position, span.over: 0})
    fixed = "$" if len(block.row_axes) == 1 else ""
    letter = _column(block)
    return f"{prefix}{letter}{fixed}{first_row}:{letter}{fixed}{first_row + sizes[span.over] - 1}"


def _count(axis: str, sheet: CalculationSheet, layout: Layout) -> str:
    """The number of elements along an axis, counted where its names are."""
    if axis == "month":
        columns = f"${get_column_letter(sheet_columns.FIRST_PERIOD)}${{0}}:${get_column_letter(layout.last_period)}${{0}}"
        return f"COLUMNS({columns.format(sheet_columns.PERIOD_ROW)})"
    if axis == "hour":
        return f"ROWS({layout.tables['hours'].range((NUMBER,))})"
    owners = ("", sheet.evaluated.option)
    entries = (entry for entry in layout.scenario.entries.values() if entry.dims == (axis,) and entry.owner in owners)
    entry = min(entries, key=lambda each: any(element.path for element in each.elements))  # the names rather than a figure of each
    return f"ROWS({active_cells(layout.inputs.blocks[entry.owner, entry.input.key].span)})"


def _column(block: Block) -> str:
    if block.sheet == sheet_columns.INPUTS:
        return f"${get_column_letter(sheet_columns.INPUT_ACTIVE)}"
    return HERE if block.by_month else f"${get_column_letter(sheet_columns.CONSTANT)}"


def _prefix(block: Block, sheet: CalculationSheet) -> str:
    return "" if block.sheet == sheet.name else f"{quoted(block.sheet)}!"


_LINK = re.compile(r"=(?:'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?\$?[A-Z]{1,3}\$?\d+")


def is_link(formula: object) -> bool:
    """Tell whether a cell only repeats another one."""
    return isinstance(formula, str) and _LINK.fullmatch(formula) is not None


def rates_text(rates: Conversion, layout: Layout, sheet: str) -> str:
    """The end of a formula of `sheet` that brings a stated amount into the unit that lines read; empty where nothing needs to."""
    used = [(sign, layout.inputs.cell(key)) for sign, key in (("*", rates.times), ("/", rates.over)) if key]
    own = f"{sheet_columns.INPUTS}!" if sheet == sheet_columns.INPUTS else ""
    return "".join(f" {sign} {address.removeprefix(own)}" for sign, address in used)


def words(line: Line, sheet: CalculationSheet, layout: Layout) -> str:
    """A line's formula in words: the labels of what it reads in place of addresses."""

    def refer(leaf: Formula) -> str:
        if isinstance(leaf, Lookup):
            columns = {column.key: column.label for column in layout.scenario.catalogue[leaf.table].columns}
            return _small(columns.get(leaf.columns[0], leaf.columns[0]))
        if isinstance(leaf, Count):
            return f"number of {_COUNTED.get(leaf.axis, leaf.axis)}s"
        key = leaf.key if isinstance(leaf, Reference | Span) else ""
        return CLOCKS[key].label.lower() if key in CLOCKS else _small(described(key, sheet.evaluated, layout.results).label)

    return in_words(line.formula, refer)


_COUNTED = {"workload": "request class", "tranche": "commitment"}


def _small(label: str) -> str:
    """A label inside a sentence: its first letter small, but for an abbreviation's."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
