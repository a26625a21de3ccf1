"""A line's formula as Excel text: every leaf becomes an address, anchored by the dimensions it has.

Constant `$D$16`, by month `G$34`, by region `$D27`, by both `G9`; the month column moves when a cell is copied right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from openpyxl.utils import get_column_letter

from tco.errors import ModelError
from tco.language.formula import Call, Formula, Lookup, Operation, Reference, Span
from tco.language.line import Line
from tco.language.lookup import NUMBER
from tco.language.printing import in_excel, in_words
from tco.model.demand.timeline import CALENDAR, CLOCK, CLOCKS, HOUR, START
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout, described
from tco.workbook.places import Block, CalculationSheet, Position

HERE, BEFORE = "\0", "\1"
"""Stand in a template for the letter of the cell's own column and of the one before it."""


@dataclass(frozen=True)
class Template:
    """A row's one formula; `at` copies it to a column."""

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


def formula_template(line: Line, position: Position, here: CalculationSheet, layout: Layout) -> Template:
    """The formula of a line at an element, printed once for the whole row."""

    def refer(leaf: Formula) -> str:
        if isinstance(leaf, Lookup):
            return layout.tables[leaf.table].range(leaf.columns)
        if isinstance(leaf, Span):
            return _span(leaf, position, here, layout)
        if isinstance(leaf, Reference):
            return _address(leaf.key, position, here, layout)
        raise ModelError(f"{line.key}: {leaf} has no address")

    return Template(f"={in_excel(_of_one_month(line.formula) if here.one_month else line.formula, refer)}")


def _of_one_month(node: Formula) -> Formula:
    """A formula where months are no range: a line read in a month by its number is the month's own."""
    if isinstance(node, Call):
        first = node.arguments[0] if node.word == "element" else None
        if isinstance(first, Span) and first.over == "month":
            return Reference(first.key)
        return Call(node.word, tuple(_of_one_month(part) for part in node.arguments))
    if isinstance(node, Operation):
        return Operation(node.sign, _of_one_month(node.left), _of_one_month(node.right))
    return node


def _address(key: str, position: Position, here: CalculationSheet, layout: Layout) -> str:
    """The address of a line or input at an element, as a cell of sheet `here` reads it."""
    if key == CLOCK.key and key not in here.blocks:
        return f"{HERE}${sheet_columns.PERIOD_ROW}"
    if key == CALENDAR.key and key not in here.blocks:
        return f"DAY({HERE}${sheet_columns.PERIOD_END_ROW})"
    if key == HOUR.key:
        hours = layout.tables["hours"]
        return f"{sheet_columns.CATALOGUE}!${get_column_letter(hours.columns[NUMBER])}${hours.first_row + position['hour']}"
    if key == START.key:
        return f"{sheet_columns.INPUTS}!$E${layout.inputs.case_row + 1}"
    block = layout.find(key, here)
    if block.sheet == sheet_columns.INPUTS and "month" in block.row_axes:
        first = block.row({**position, "month": 0})
        cells = f"{sheet_columns.INPUTS}!$D${first}:$D${first + block.sizes[-1] - 1}"
        return f"INDEX({cells}, {HERE}${sheet_columns.PERIOD_ROW})"
    return f"{_prefix(block, here)}{_column(block)}{'' if block.row_axes else '$'}{block.row(position)}"


def _span(span: Span, position: Position, here: CalculationSheet, layout: Layout) -> str:
    if span.over == "month" and here.one_month:
        return "0" if span.reach == "before" else _address(span.key, position, here, layout)
    if span.key == CLOCK.key:
        first, last = get_column_letter(sheet_columns.FIRST_PERIOD), get_column_letter(layout.last_period)
        return f"${first}${sheet_columns.PERIOD_ROW}:${last}${sheet_columns.PERIOD_ROW}"
    block = layout.find(span.key, here)
    prefix = _prefix(block, here)
    if span.over == "month":
        row = f"{'' if block.row_axes else '$'}{block.row(position)}"
        first = get_column_letter(sheet_columns.FIRST_PERIOD)
        if span.reach == "so far":
            return f"{prefix}${first}{row}:{HERE}{row}"
        if span.reach == "before":
            return f"{prefix}${get_column_letter(sheet_columns.OPENING)}{row}:{BEFORE}{row}"
        return f"{prefix}${first}{row}:${get_column_letter(layout.last_period)}{row}"
    if block.row_axes[-1] != span.over:
        raise ModelError(f"{span.key} is read along {span.over}, but its rows run along {block.row_axes[-1]} first: put a line between")
    first_row = block.row({**position, span.over: 0})
    fixed = "$" if len(block.row_axes) == 1 else ""
    letter = _column(block)
    return f"{prefix}{letter}{fixed}{first_row}:{letter}{fixed}{first_row + block.sizes[-1] - 1}"


def _column(block: Block) -> str:
    if block.sheet == sheet_columns.INPUTS:
        return f"${get_column_letter(sheet_columns.INPUT_ACTIVE)}"
    return HERE if block.by_month else f"${get_column_letter(sheet_columns.CONSTANT)}"


def _prefix(block: Block, here: CalculationSheet) -> str:
    return "" if block.sheet == here.name else f"{quoted(block.sheet)}!"


_LINK = re.compile(r"=(?:'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?\$?[A-Z]{1,3}\$?\d+")


def is_link(formula: object) -> bool:
    """Tell whether a cell only repeats another one."""
    return isinstance(formula, str) and _LINK.fullmatch(formula) is not None


@cache
def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*", name)
    return name if plain else "'" + name.replace("'", "''") + "'"


def words(line: Line, here: CalculationSheet, layout: Layout) -> str:
    """How a line is computed, in the labels of what it reads."""

    def refer(leaf: Formula) -> str:
        if isinstance(leaf, Lookup):
            columns = {column.key: column.label for column in layout.scenario.catalogue[leaf.table].columns}
            return _small(columns.get(leaf.columns[0], leaf.columns[0]))
        key = leaf.key if isinstance(leaf, Reference | Span) else ""
        return CLOCKS[key].label.lower() if key in CLOCKS else _small(described(key, here.evaluated, layout.results).label)

    return in_words(line.formula, refer)


def _small(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
