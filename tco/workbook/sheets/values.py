"""Sheets of values: the tables that they share, and the formulas that tell whether the book has changed since they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.formats import number_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN, COLUMN_RIGHT, GOOD, GREY, LINK_BLUE, QUIET, VERDICT, Look, mark
from tco.workbook.places import quoted

TOP = 6
FIRST_OPTION_ROW = TOP + 2
"""The row of the first option's total; those of the other options follow, and the verdict below the last."""
THEN, NOW, CHANGED = "B", "C", "D"
"""The columns of a total when the sheet was written, of that in the book now, and of their difference."""
DIGITS = 4
"""A typed number keeps sixteen digits and a result seventeen: so many decimals of their difference mean nothing, while a half of the
last one, which engines round either way, is no difference that anybody checks."""
MONEY = number_format("money")
VALUE = Look(size=10, fill=QUIET, align="right", bottom=True, shrink=True)
NAME = Look(size=10, bold=True, bottom=True)
TEXT = Look(size=9, color=GREY, bottom=True, shrink=True)
COMPUTED = Look(size=10, align="right", bottom=True, shrink=True, format=MONEY)
LINKED = replace(COMPUTED, color=sheet_columns.LINK_GREEN)
NOTE = Look(size=9.5)


def heads(pen: Pen, row: int, names: Sequence[str], words: int = 1) -> int:
    """The column heads of a table, so many `words` of them on the left; returns the row below."""
    pen.texts(row, 1, names[:words], COLUMN)
    pen.texts(row, 1 + words, names[words:], COLUMN_RIGHT)
    pen.height(row, 40)
    return row + 1


def write_values(pen: Pen, row: int, first: int, values: Iterable[float | str | None], form: str = MONEY) -> None:
    """Figures that follow no edit side by side from a column on, or a word in place of one; a dash where there is none."""
    for column, value in enumerate(values, start=first):
        if value is None or isinstance(value, str):
            pen.text(row, column, value or "–", VALUE)
        else:
            pen.number(row, column, value, replace(VALUE, format=form))


def tie_totals(pen: Pen, layout: Layout) -> str:
    """The totals of all options when the sheet was written, and as the book has them now.

    Returns the condition under which they are still the same.
    """
    comparison = layout.comparison
    for number, option in enumerate(layout.scenario.compared):
        row = FIRST_OPTION_ROW + number
        pen.link(row, 1, option.name, f"{quoted(option.name)}!A1", replace(NAME, color=LINK_BLUE, underline=True))
        value = float(comparison.evaluated.values["drawn_tco"].reshape(-1)[number])
        write_values(pen, row, 2, [value])
        pen.formula(row, 3, f"={comparison.cell('drawn_tco', {'option': number})}", value, LINKED)
        pen.formula(row, 4, f"=ROUND({NOW}{row}-{THEN}{row}, {DIGITS})", 0.0, COMPUTED)
    first, last = FIRST_OPTION_ROW, FIRST_OPTION_ROW + len(layout.scenario.compared) - 1
    change = f"MAX(MAX({CHANGED}{first}:{CHANGED}{last}), 0 - MIN({CHANGED}{first}:{CHANGED}{last}))"
    return f"{change} <= {layout.inputs.cell('check_tolerance')} * SUM({THEN}{first}:{THEN}{last})"


def verdict(pen: Pen, row: int, text: str, condition: str, otherwise: str) -> None:
    """Tells whether the book is still as it was: 1 where the condition holds, as it does when the sheet is written."""
    pen.text(row, 1, text, NOTE)
    look = Look(bold=True, size=9.5, color=GOOD, align="right", format=f'[=1]"yes";"no: {otherwise}"', shrink=True)
    pen.formula(row, 2, f"=IF({condition}, 1, 0)", 1.0, look)
    mark(pen.sheet, f"{THEN}{row}", VERDICT)
