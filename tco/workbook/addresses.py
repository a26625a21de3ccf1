"""A line's formula as Excel text: every leaf becomes an address, anchored by the dimensions it has.

Constant `$D$16`, by month `G$34`, by region `$D27`, by both `G9`; the month column moves when a cell is copied right.
"""

from __future__ import annotations

import re

from openpyxl.utils import get_column_letter

from tco.errors import ModelError
from tco.formula import Formula, Lookup, Reference, Span
from tco.line import Line
from tco.model.options import CLOCK
from tco.printing import in_excel, in_words
from tco.workbook import roles
from tco.workbook.layout import Block, CalculationSheet, Layout, Position, described


def formula_text(line: Line, position: Position, column: int, here: CalculationSheet, layout: Layout) -> str:
    """The formula of one cell, with its `=`: the line at an element, in the constant column or in a month's."""

    def refer(leaf: Formula) -> str:
        if isinstance(leaf, Lookup):
            return layout.tables[leaf.table].range(leaf.columns)
        if isinstance(leaf, Span):
            return _span(leaf, position, column, here, layout)
        if isinstance(leaf, Reference):
            return address(leaf.key, position, column, here, layout)
        raise ModelError(f"{line.key}: {leaf} has no address")

    return f"={in_excel(line.formula, refer)}"


def address(key: str, position: Position, column: int, here: CalculationSheet, layout: Layout) -> str:
    """The address of a line or input at an element, as a cell in `column` of sheet `here` reads it."""
    if key == CLOCK.key:
        return f"{get_column_letter(column)}${roles.PERIOD_ROW}"
    block = layout.find(key, here)
    if block.sheet == roles.INPUTS and "month" in block.row_axes:
        cells = f"{roles.INPUTS}!$D${block.first_row}:$D${block.first_row + block.rows() - 1}"
        return f"INDEX({cells}, {get_column_letter(column)}${roles.PERIOD_ROW})"
    row = block.row(position)
    return f"{_prefix(block, here)}{_column(block, column)}{'' if block.row_axes else '$'}{row}"


def _span(span: Span, position: Position, column: int, here: CalculationSheet, layout: Layout) -> str:
    if span.key == CLOCK.key:
        first, last = get_column_letter(roles.FIRST_PERIOD), get_column_letter(layout.last_period)
        return f"${first}${roles.PERIOD_ROW}:${last}${roles.PERIOD_ROW}"
    block = layout.find(span.key, here)
    prefix = _prefix(block, here)
    if span.over == "month":
        row = f"{'' if block.row_axes else '$'}{block.row(position)}"
        first = get_column_letter(roles.FIRST_PERIOD)
        here_letter = get_column_letter(column)
        if span.reach == "so far":
            return f"{prefix}${first}{row}:{here_letter}{row}"
        if span.reach == "before":
            return f"{prefix}${get_column_letter(roles.OPENING)}{row}:{get_column_letter(column - 1)}{row}"
        return f"{prefix}${first}{row}:${get_column_letter(layout.last_period)}{row}"
    if block.row_axes[-1] != span.over:
        raise ModelError(f"{span.key} is read along {span.over}, but its rows run along {block.row_axes[-1]} first: put a line between")
    size = block.sizes[-1]
    first_row = block.row({**position, span.over: 0})
    fixed = "$" if len(block.row_axes) == 1 else ""
    letter = _column(block, column)
    return f"{prefix}{letter}{fixed}{first_row}:{letter}{fixed}{first_row + size - 1}"


def _column(block: Block, column: int) -> str:
    if block.sheet == roles.INPUTS:
        return f"${get_column_letter(roles.INPUT_ACTIVE)}"
    return get_column_letter(column) if block.by_month else f"${get_column_letter(roles.CONSTANT)}"


def _prefix(block: Block, here: CalculationSheet) -> str:
    return "" if block.sheet == here.name else f"{quoted(block.sheet)}!"


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
        return "month" if key == CLOCK.key else _small(described(key, here.sheet, layout.results).label)

    return in_words(line.formula, refer)


def _small(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
