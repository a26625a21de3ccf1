"""Budgets: what each option needs in a share of the simulated cases, as values on the Simulation sheet and read from there by the Summary.

The client's own contingency beside them is live: it is a share of the book's own total.
"""

from __future__ import annotations

from dataclasses import replace

from openpyxl.utils import get_column_letter

from tco.engine.simulation.simulate import Simulation
from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import GOOD, LINK_BLUE, SMALL, VERDICT, Look, mark
from tco.workbook.places import cell, quoted
from tco.workbook.sheets.values import COMPUTED, FIRST_OPTION_ROW, LINKED, MONEY, NAME, NOTE, heads, write_values

P50, P80 = 6, 7
"""Columns of the Simulation sheet's totals."""
PLACE, BUDGET, TO_LEVEL, WHY = 2, 3, 4, 5
"""Columns of its table of budgets; the last says why a base is not in the middle of its own draws."""
CLASSES = ("open", "leaning", "clear")
"""Words for the odds of a recommendation, the weakest first."""
WORDS = 4
"""The column from which on the Simulation sheet lists these words, in the row of the odds."""

_PLACE, _SHARE = "0%_)", "0.0%_)"
_WORD = Look(size=9, color=sheet_columns.LINK_GREEN, align="left")
_SMALL = Look(size=9)
_FLAG = Look(bold=True, size=9.5, color=GOOD, align="right", format='[=1]"yes";"no: draw again"', shrink=True)


def drawn_row(options: int, number: int) -> int:
    """The row of an option's budget on the Simulation sheet: below the totals of all options and their verdict."""
    return FIRST_OPTION_ROW + options + 4 + number


def odds_row(options: int) -> int:
    """The row of the odds on the Simulation sheet, below the shares of all options; the rival's share is above it."""
    return drawn_row(options, options) + 5 + options + 3


def write_drawn(pen: Pen, row: int, layout: Layout, findings: Findings, last: int) -> int:
    """The Simulation sheet's table of budgets; returns the row after it."""
    level = layout.shared_value("budget_level")
    names = (
        "Option",
        "Place of the base among its draws",
        f"Budget: enough in {level:.0%} of draws",
        "Contingency to the budget level",
        "",
    )
    pen.heading(row, "Budget", last)
    row = heads(pen, row + 1, names)
    for option in findings.simulation.options.values() if findings.simulation else ():
        budget = option.budget
        pen.text(row, 1, option.name, NAME)
        write_values(pen, row, PLACE, [option.base_place], _PLACE)
        write_values(pen, row, BUDGET, (budget.amount, budget.contingency_to_level) if budget else (None, None))
        pen.text(row, WHY, findings.asides.get(option.name, ""), SMALL)
        row += 1
    pen.text(row, 1, "Budget level: when drawn, in the book now, the same", NOTE)
    write_values(pen, row, PLACE, [level], _PLACE)
    pen.formula(row, BUDGET, f"={layout.inputs.cell('budget_level')}", level, replace(LINKED, format=_PLACE))
    drawn, now, same = (f"{get_column_letter(column)}{row}" for column in (PLACE, BUDGET, TO_LEVEL))
    pen.formula(row, TO_LEVEL, f"=IF({drawn}={now}, 1, 0)", 1.0, _FLAG)
    mark(pen.sheet, same, VERDICT)
    return row + 2


def write_odds(pen: Pen, row: int, layout: Layout, simulation: Simulation) -> int:
    """The rival's share, and the class of the recommendation by the thresholds on the Inputs sheet; returns the row after them."""
    odds = simulation.odds
    pen.text(row, 1, _rival(simulation), replace(NOTE, shrink=True))
    write_values(pen, row, 2, [odds.rival_share if odds else None], _SHARE)
    pen.text(row + 1, 1, "The recommendation is …", replace(NOTE, shrink=True))
    if odds is None:
        write_values(pen, row + 1, 2, [None])
        return row + 2
    share, rival = f"$B${row - 3}", f"$B${row}"
    words = f"${get_column_letter(WORDS)}${row + 1}:${get_column_letter(WORDS + len(CLASSES) - 1)}${row + 1}"
    settled = f"IF(AND({share} >= {rival}, {share} >= {layout.inputs.cell('leaning_from')}), 1, 0)"
    text = f"=INDEX({words}, 1, 1 + {settled} * (1 + IF({share} >= {layout.inputs.cell('clear_from')}, 1, 0)))"
    pen.formula(row + 1, 2, text, odds.name, replace(COMPUTED, bold=True, format="General"))
    pen.texts(row + 1, WORDS, CLASSES, SMALL)
    return row + 2


def write_budgets(pen: Pen, row: int, layout: Layout, simulation: Simulation | None, last: int) -> int:
    """The Summary's table: the client's own contingency, and the budget where a simulation was run; returns the row after it."""
    comparison = layout.comparison
    names = ["Option", "Total cost (base)", "Own contingency", "Total with own contingency"]
    if simulation:
        names += ["P50 of the simulation", "P80", f"Budget: enough in {layout.shared_value('budget_level'):.0%} of draws"]
        names += ["Contingency to the budget level", "Budget with own contingency", "Place of the base among its draws"]
    pen.heading(row, "Budget", last)
    row = heads(pen, row + 1, names)
    for number, option in enumerate(layout.results.compared.values()):
        pen.link(row, 1, option.option, f"{quoted(option.option)}!A1", replace(NAME, color=LINK_BLUE, underline=True))
        for column, key in enumerate(("tco", "contingency_amount", "tco_with_contingency"), start=2):
            pen.formula(row, column, f"={comparison.cell(key, {'option': number})}", option.value(key), LINKED)
        if simulation:
            _budget(pen, row, simulation, number)
        row += 1
    note = "Own contingency is finance.contingency of the base total"
    drawn = "; P50, P80 and the budget are values as they were drawn, and do not follow edits (see Simulation)"
    pen.text(row, 1, f"{note}{drawn if simulation else ''}.", SMALL)
    return row + 1


def _budget(pen: Pen, row: int, simulation: Simulation, number: int) -> None:
    """One option's drawn figures, read from the Simulation sheet, and its budget with the client's own contingency."""
    option = list(simulation.options.values())[number]
    total, budget, there = option.total, option.budget, drawn_row(len(simulation.options), number)
    read = (
        (P50, FIRST_OPTION_ROW + number, total and total.p50, MONEY),
        (P80, FIRST_OPTION_ROW + number, total and total.p80, MONEY),
        (BUDGET, there, budget and budget.amount, MONEY),
        (TO_LEVEL, there, budget and budget.contingency_to_level, MONEY),
    )
    for column, (of, at, value, form) in enumerate(read, start=5):
        pen.formula(row, column, f"={_drawn(of, at)}", "–" if value is None else value, replace(LINKED, format=form))
    both = budget.with_own_contingency if budget else "–"
    pen.formula(row, 9, f"=IF(ISNUMBER($G{row}), $G{row} + $C{row}, $G{row})", both, COMPUTED)
    place = "–" if option.base_place is None else option.base_place
    pen.formula(row, 10, f"={_drawn(PLACE, there)}", place, replace(LINKED, format=_PLACE))


def write_class(pen: Pen, row: int, layout: Layout, simulation: Simulation) -> None:
    """One row of the Summary: how firm the recommendation was when it was drawn, and the share of its strongest rival."""
    at, odds = odds_row(len(layout.scenario.compared)), simulation.odds
    pen.text(row, 1, "How firm it is, as drawn", _SMALL)
    pen.formula(row, 2, f"={_drawn(2, at)}", odds.name if odds else "–", replace(_WORD, bold=True))
    pen.formula(row, 3, f"={_drawn(2, at - 4)}", simulation.answer_holds, replace(_WORD, format=_SHARE))
    pen.text(row, 4, "of draws", _SMALL)
    pen.formula(row, 7, f"={_drawn(1, at - 1)}", _rival(simulation), _WORD)
    pen.formula(row, 11, f"={_drawn(2, at - 1)}", odds.rival_share if odds else "–", replace(_WORD, format=_SHARE))


def _drawn(column: int, row: int) -> str:
    return cell(sheet_columns.SIMULATION, column, row)


def _rival(simulation: Simulation) -> str:
    return f"Strongest rival: {(simulation.odds and simulation.odds.rival) or 'none'}"
