"""The Simulation sheet: the figures of many draws of everything uncertain, as values, and whether the book has changed since.

A figure over thousands of draws cannot be live. The sheet says so in its header, with seed, draws, distribution and date, and
puts the book's own totals beside those at which it was drawn: formulas, so that an edit shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from openpyxl.worksheet.pagebreak import Break

from tco import __version__
from tco.engine.simulation.distribution import NAME as DISTRIBUTION
from tco.engine.simulation.simulate import OptionSimulation, Simulation
from tco.engine.simulation.spread import LEVELS, Spread
from tco.engine.speed_band import SpeedBand
from tco.findings import Findings
from tco.scenario.form import SHARED
from tco.scenario.scenario import Element, Entry
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.charts import COLORS, SHORT_MONEY, bars, color_of, curve, down, filled, label_in, put, scatter
from tco.workbook.look.formats import typed_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import SMALL, finish
from tco.workbook.sheets.budget import write_drawn, write_odds
from tco.workbook.sheets.frame import open_sheet
from tco.workbook.sheets.inputs import unit_as_stated
from tco.workbook.sheets.values import NAME, NOTE, TEXT, TOP, VALUE, heads, tie_totals, verdict, write_values

_WIDE, _WIDTH = 34.0, 14.0
_LAST = 13
_CHARTED = range(3, 6)
"""The columns of the table of shares that are drawn."""
_CHART_ROWS = 21
_SPREAD_FOR_LOG = 20.0
"""The ratio of the largest figure to the smallest from which on a logarithmic axis shows both better."""
_CHANCE = "0.0%_)"
_PERCENT = "0%_)"

_MONEYS: tuple[tuple[str, Callable[[Spread], float]], ...] = (
    ("P10", lambda spread: spread.p10),
    ("P50", lambda spread: spread.p50),
    ("P80", lambda spread: spread.p80),
    ("P90", lambda spread: spread.p90),
    ("Mean", lambda spread: spread.mean),
    ("Standard error of the P90", lambda spread: spread.p90_error),
)
"""Columns of an option's total."""
_SAVINGS = tuple((name, figure) for name, figure in _MONEYS if name in ("P10", "P50", "P90"))
"""Columns of an option's saving."""
_CHANCES: tuple[tuple[str, Callable[[OptionSimulation], float | None]], ...] = (
    ("Possible", lambda option: option.possible),
    ("Keeps every hard promise", lambda option: option.keeps_promises),
    ("Cheapest of all possible", lambda option: option.cheapest),
    ("Recommended", lambda option: option.recommended),
    ("Costs less than the baseline", lambda option: option.saves),
)


def header(simulation: Simulation) -> str:
    """The subtitle: that the figures are values, and where they come from."""
    scenario = simulation.scenario
    return (
        f"{sheet_columns.VALUES_SAID}: {simulation.draws:,} draws from seed {simulation.seed}, {DISTRIBUTION} around the base, "
        f"tco {__version__}, scenario of {scenario.as_of.isoformat()}"
    )


def write_simulation(pen: Pen, layout: Layout, findings: Findings, simulation: Simulation) -> None:
    """The whole sheet; `simulation` is the one of the findings."""
    title = f"{sheet_columns.SIMULATION}: total cost over {layout.scenario.months} months, {layout.scenario.currency}"
    open_sheet(pen, title, header(simulation), (3, 3), layout)
    pen.text(
        4,
        1,
        "Shaded figures do not follow edits: run tco report again. Low, base and high of every input are its P10, P50 and P90; "
        "money is told over the draws in which an option is possible.",
        SMALL,
    )
    chances = write_drawn(pen, _totals(pen, layout, simulation), layout, findings, _LAST)
    charts = _chances(pen, chances, layout, simulation)
    curve_row = charts + _CHART_ROWS
    pen.sheet.row_breaks.append(Break(id=curve_row - 1))
    row = _curve(pen, curve_row, simulation)
    put(pen.sheet, _curve_chart(pen, curve_row, simulation), (1, 5), (charts, curve_row - 2))
    put(pen.sheet, _chance_chart(pen, chances, simulation), (6, _LAST), (charts, curve_row - 2))
    row = _inputs(pen, row, layout, simulation)
    row = _correlations(pen, row, simulation)
    row = _bands(pen, row, findings.bands)
    pen.widths({1: _WIDE} | dict.fromkeys(range(2, _LAST + 1), _WIDTH))
    pen.sheet.freeze_panes = pen.sheet.cell(5, 2)
    finish(pen.sheet, row - 2, _LAST, 4)


def _totals(pen: Pen, layout: Layout, simulation: Simulation) -> int:
    """Totals at the base and over all draws, and the book's own beside those at which it was drawn; returns the row after them."""
    figures = [*(name for name, _ in _MONEYS), *(f"Saving, {name}" for name, _ in _SAVINGS)]
    names = ["Option", "Total when drawn", "Total in the book now", "Changed since", *figures]
    pen.heading(TOP, "Total cost by option, and its saving against the baseline", _LAST)
    row = heads(pen, TOP + 1, names)
    unchanged = tie_totals(pen, layout)
    for option in simulation.options.values():
        spreads = [(option.total, figure) for _, figure in _MONEYS] + [(option.saving, figure) for _, figure in _SAVINGS]
        write_values(pen, row, 5, (figure(spread) if spread else None for spread, figure in spreads))
        row += 1
    verdict(pen, row, "The book is as it was drawn", unchanged, "draw again")
    return row + 2


def _chances(pen: Pen, row: int, layout: Layout, simulation: Simulation) -> int:
    """The share of draws in which each option is the answer, and how sure that is; returns the row after it."""
    pen.heading(row, "Share of all draws in which an option is …", _LAST)
    row = heads(pen, row + 1, ["Option", *(name for name, _ in _CHANCES)])
    for option in simulation.options.values():
        pen.text(row, 1, option.name, NAME)
        write_values(pen, row, 2, (chance(option) for _, chance in _CHANCES), _CHANCE)
        row += 1
    for label, share in (
        (f"The plan’s answer holds: {simulation.answer or 'no option keeps every hard promise'}", simulation.answer_holds),
        ("No option keeps every hard promise", simulation.unanswered),
        ("Standard error of a share of one half", simulation.error(0.5)),
    ):
        pen.text(row, 1, label, replace(NOTE, shrink=True))
        write_values(pen, row, 2, [share], _CHANCE)
        row += 1
    return write_odds(pen, row, layout, simulation) + 1


def _curve(pen: Pen, row: int, simulation: Simulation) -> int:
    """The total that is not exceeded with each chance, option by option; returns the row after it."""
    drawn = _drawn(simulation)
    pen.heading(row, "Total cost that is not exceeded in this share of draws", _LAST)
    row = heads(pen, row + 1, ["Share of draws", *drawn])
    for level, *totals in zip(LEVELS, *(total.curve for total in drawn.values()), strict=True):
        pen.number(row, 1, level, replace(VALUE, format=_PERCENT, align="left"))
        write_values(pen, row, 2, totals)
        row += 1
    return row + 1


def _drawn(simulation: Simulation) -> dict[str, Spread]:
    """The total of each option that is possible in any draw, by its name."""
    return {option.name: option.total for option in simulation.options.values() if option.total}


def _inputs(pen: Pen, row: int, layout: Layout, simulation: Simulation) -> int:
    """Every value that was drawn, at its base and both ends; returns the row after them."""
    title = "What was drawn: one draw for all values of an input, and for all options that share it"
    pen.heading(row, title, _LAST)
    row = heads(pen, row + 1, ["Uncertain input", "Whose", "Where", "Unit", "Low (P10)", "Base (P50)", "High (P90)", "Confidence"], words=4)
    for item in simulation.inputs:
        for element in (element for element in item.entry.elements if element.is_uncertain):
            _input(pen, row, item.entry, element, layout)
            row += 1
    return row + 1


def _input(pen: Pen, row: int, entry: Entry, element: Element, layout: Layout) -> None:
    """One value that was drawn."""
    item = entry.input
    pen.text(row, 1, item.label, replace(NAME, bold=False, shrink=True))
    unit = unit_as_stated(entry, element, layout.scenario)
    pen.texts(row, 2, (_whose(entry.owner), " · ".join(element.where), unit), TEXT)
    for column, value in enumerate((element.low, element.value, element.high), start=5):
        pen.number(row, column, value, replace(VALUE, format=typed_format(item.unit, value)))
    pen.text(row, 8, element.confidence, replace(TEXT, align="right"))


def _correlations(pen: Pen, row: int, simulation: Simulation) -> int:
    """The inputs that are drawn together; nothing where each is drawn by itself. Returns the row after them."""
    stated = simulation.scenario.correlations
    if not stated:
        return row
    pen.heading(row, "What rises and falls together", _LAST)
    row = heads(pen, row + 1, ["Input", "Correlation", "With"])
    for one in stated:
        pen.text(row, 1, one.of[0], replace(NAME, bold=False, shrink=True))
        write_values(pen, row, 2, [one.value], "0.00_)")
        pen.text(row, 3, one.of[1], replace(TEXT, shrink=False))
        row += 1
    return row + 1


def _whose(owner: str) -> str:
    """The options that an input belongs to."""
    if owner in SHARED:
        return f"{'API' if owner == 'api' else owner.replace('_', '-')} options"
    return owner or "all options"


def _bands(pen: Pen, row: int, bands: Mapping[str, SpeedBand]) -> int:
    """Total cost at either end of the measured speeds; nothing where no option's speed is modelled. Returns the row after it."""
    if not bands:
        return row
    names = ["Option", "Slowest of its measured output (P10)", "Fastest (P90)", "Total cost when slow", "Total cost when fast"]
    pen.heading(row, "Total cost at either end of the measured speeds", _LAST)
    row = heads(pen, row + 1, names)
    for band in bands.values():
        pen.text(row, 1, band.option, NAME)
        write_values(pen, row, 2, (band.low, band.high), _PERCENT)
        costs = ("not possible" if cost is None else cost for cost in (band.tco_slow, band.tco_fast))
        write_values(pen, row, 4, costs)
        row += 1
    return row + 1


def _curve_chart(pen: Pen, row: int, simulation: Simulation) -> Any:
    """Cumulative curves from the table at a row: the steeper, the surer."""
    chart = scatter("Share of draws in which the total is not exceeded")
    drawn, rows = _drawn(simulation), (row + 2, row + 1 + len(LEVELS))
    for number in range(len(drawn)):
        column = 2 + number
        xs, ys = (down(pen.sheet, each, rows) for each in (column, 1))
        chart.series.append(curve(ys, xs, label_in(pen.sheet, column, row + 1), color_of(number)))
    figures = [figure for total in drawn.values() for figure in total.curve]
    if figures and min(figures) > 0 and max(figures) > _SPREAD_FOR_LOG * min(figures):
        chart.x_axis.scaling.logBase = 10
    chart.x_axis.number_format = SHORT_MONEY
    return _of_shares(chart)


def _chance_chart(pen: Pen, row: int, simulation: Simulation) -> Any:
    """The shares in which each option keeps its promises, is the cheapest and is the answer: columns of the table at a row."""
    chart = bars("Share of draws by option", 60)
    rows = row + 2, row + 1 + len(simulation.options)
    for column, color in zip(_CHARTED, COLORS, strict=False):
        chart.append(filled(down(pen.sheet, column, rows), label_in(pen.sheet, column, row + 1), color))
    chart.set_categories(down(pen.sheet, 1, rows))
    return _of_shares(chart)


def _of_shares(chart: Any) -> Any:
    """A chart whose upright figures run from 0 to 100 %."""
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    return chart
