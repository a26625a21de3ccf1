"""Checks that the book adds to the model's: that its sheets of one month start from the options' sheets; and the master check."""

from __future__ import annotations

from dataclasses import replace

from tco.workbook import roles
from tco.workbook.across import all_tied
from tco.workbook.addresses import quoted
from tco.workbook.calculation import Described, describe, master_value
from tco.workbook.layout import Layout
from tco.workbook.pen import Pen
from tco.workbook.style import BAD, BAD_FILL, GOOD, GOOD_FILL, HEADING, HEADING_HEIGHT, Look, mark, number_format, shown_unit

_UNIT = "yes = 1"
_MASTER = Look(size=9.5, align="right", vertical="top", bold=True, format=number_format(_UNIT))
_LINKED = replace(_MASTER, bold=False, color=roles.LINK_GREEN)


def write_book_checks(pen: Pen, layout: Layout) -> None:
    """The last section of the Checks sheet."""
    checks = layout.sheets[-1]
    top = layout.book_checks_row
    pen.text(top, roles.LABEL, "The book", HEADING)
    pen.fill(top, roles.WHERE, layout.last_period, HEADING)
    pen.height(top, HEADING_HEIGHT)
    unit = shown_unit(_UNIT, layout.scenario.currency)
    for row, across in enumerate(layout.across, start=top + 1):
        explained = "1 where its first column gives the reference month of every option's sheet."
        describe(pen, row, Described(f"{across.name} starts from the plan", "", unit, explained), again=False)
        pen.formula(row, roles.CONSTANT, f"={quoted(across.name)}!$D${across.last_row}", all_tied(across, layout), _LINKED)
    last = top + len(layout.across) + 1
    explained = "The model's checks and those of the book; shown in every sheet's header."
    describe(pen, last, Described("All checks of the book hold", "", unit, explained), again=False)
    text = f"=MIN($D{checks.blocks['all_checks'].first_row}, $D{top + 1}:$D{last - 1})"
    pen.formula(last, roles.CONSTANT, text, master_value(layout), _MASTER)
    mark(pen.sheet, f"D{top + 1}:D{last}", {"0": (BAD, BAD_FILL), "1": (GOOD, GOOD_FILL)})
