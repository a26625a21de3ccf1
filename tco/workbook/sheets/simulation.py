"""The Simulation sheet: the figures of many draws of everything uncertain, as values, and whether the book has changed since.

A figure over thousands of draws cannot be live. The sheet says so in its header, with seed, draws, distribution and date, and
puts the book's own totals beside those at which it was drawn: formulas, so that an edit shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.worksheet.pagebreak import Break

from tco import __version__
from tco.engine.simulation.drawing import is_uncertain
from tco.engine.simulation.simulate import OptionSimulation, Simulation
from tco.engine.simulation.spread import LEVELS, Spread
from tco.engine.speed_band import SpeedBand
from tco.scenario.form import SHARED
from tco.scenario.scenario import Element, Entry
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.charts import COLORS, SHORT_MONEY, bars, color_of, curve, down, filled, label_in, put, scatter
from tco.workbook.look.formats import number_format, typed_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN, COLUMN_RIGHT, GOOD, GREY, LINK_BLUE, QUIET, SMALL, VERDICT, Look, finish, mark
from tco.workbook.places import quoted
from tco.workbook.sheets.frame import open_sheet
from tco.workbook.sheets.inputs import unit_as_stated

_WIDE, _WIDTH = 34.0, 14.0
_LAST = 12
_TOP = 6
FIRST_OPTION_ROW = _TOP + 2
"""The row of the first option's total; those of the other options follow, and the verdict below the last."""
DRAWN, NOW, CHANGED = "B", "C", "D"
"""The columns of each option's total when it was drawn, of that in the book, and of their difference."""
DIGITS = 4
"""A typed number keeps sixteen digits and a result seventeen: so many decimals of their difference mean nothing, while a half of the
last one, which engines round either way, is no difference that anybody checks."""
_CHARTED = range(3, 6)
"""The columns of the table of shares that are drawn."""
_CHART_ROWS = 21
_SPREAD_FOR_LOG = 20.0
"""The ratio of the largest figure to the smallest from which on a logarithmic axis shows both better."""
_VALUE = Look(size=10, fill=QUIET, align="right", bottom=True, shrink=True)
_NAME = Look(size=10, bold=True, bottom=True)
_TEXT = Look(size=9, color=GREY, bottom=True, shrink=True)
_COMPUTED = Look(size=10, align="right", bottom=True, shrink=True, format=number_format("money"))
_NOTE = Look(size=9.5)
_CHANCE = "0.0%_)"
_PERCENT = "0%_)"
_MONEY = number_format("money")

_MONEYS: tuple[tuple[str, Callable[[Spread], float]], ...] = (
    ("P10", lambda spread: spread.p10),
    ("P50", lambda spread: spread.p50),
    ("P90", lambda spread: spread.p90),
    ("Mean", lambda spread: spread.mean),
    ("Standard error of the P90", lambda spread: spread.p90_error),
)
"""Columns of an option's total; the first three are those of its saving too."""
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
        f"{sheet_columns.VALUES_SAID}: {simulation.draws:,} draws from seed {simulation.seed}, {scenario.distribution} around the base, "
        f"tco {__version__}, scenario of {scenario.as_of.isoformat()}"
    )


def write_simulation(pen: Pen, layout: Layout, simulation: Simulation, bands: Mapping[str, SpeedBand]) -> None:
    """The whole sheet; `bands` are the costs at either end of the measured speeds, by option."""
    title = f"{sheet_columns.SIMULATION}: total cost over {layout.scenario.months} months, {layout.scenario.currency}"
    open_sheet(pen, title, header(simulation), (3, 3), layout)
    pen.text(
        4,
        1,
        "Shaded figures do not follow edits: run tco report again. Low and high of every input are its P10 and P90; "
        "money is told over the draws in which an option is possible.",
        SMALL,
    )
    chances = _totals(pen, layout, simulation)
    charts = _chances(pen, chances, simulation)
    curve_row = charts + _CHART_ROWS
    pen.sheet.row_breaks.append(Break(id=curve_row - 1))
    row = _curve(pen, curve_row, simulation)
    put(pen.sheet, _curve_chart(pen, curve_row, simulation), (1, 5), (charts, curve_row - 2))
    put(pen.sheet, _chance_chart(pen, chances, simulation), (6, _LAST), (charts, curve_row - 2))
    row = _inputs(pen, row, layout, simulation)
    row = _bands(pen, row, bands)
    pen.widths({1: _WIDE} | dict.fromkeys(range(2, _LAST + 1), _WIDTH))
    pen.sheet.freeze_panes = pen.sheet.cell(5, 2)
    finish(pen.sheet, row - 2, _LAST, 4)


def _table(pen: Pen, row: int, title: str, heads: Sequence[str], words: int = 1) -> int:
    """The title of a table and its column heads, so many `words` of them on the left; returns the row below."""
    pen.heading(row, title, _LAST)
    pen.texts(row + 1, 1, heads[:words], COLUMN)
    pen.texts(row + 1, 1 + words, heads[words:], COLUMN_RIGHT)
    pen.height(row + 1, 40)
    return row + 2


def _values(pen: Pen, row: int, first: int, values: Iterable[float | str | None], form: str) -> None:
    """Drawn figures side by side from a column on, or a word in place of one."""
    for column, value in enumerate(values, start=first):
        if value is None or isinstance(value, str):
            pen.text(row, column, value or "–", _VALUE)
        else:
            pen.number(row, column, value, replace(_VALUE, format=form))


def _totals(pen: Pen, layout: Layout, simulation: Simulation) -> int:
    """Totals at the base and over all draws, and the book's own beside those at which it was drawn; returns the row after them."""
    comparison = layout.comparison
    figures = [name for name, _ in _MONEYS]
    heads = ["Option", "Total when drawn", "Total in the book now", "Changed since", *figures, *(f"Saving, {name}" for name in figures[:3])]
    first = _table(pen, _TOP, "Total cost by option, and its saving against the baseline", heads)
    for number, option in enumerate(simulation.options.values()):
        row = first + number
        pen.link(row, 1, option.name, f"{quoted(option.name)}!A1", replace(_NAME, color=LINK_BLUE, underline=True))
        value = float(comparison.evaluated.values["drawn_tco"].reshape(-1)[number])
        _values(pen, row, 2, [value], _MONEY)
        linked = replace(_COMPUTED, color=sheet_columns.LINK_GREEN)
        pen.formula(row, 3, f"={comparison.cell('drawn_tco', {'option': number})}", value, linked)
        pen.formula(row, 4, f"=ROUND({NOW}{row}-{DRAWN}{row}, {DIGITS})", 0.0, _COMPUTED)
        spreads = [(option.total, figure) for _, figure in _MONEYS] + [(option.saving, figure) for _, figure in _MONEYS[:3]]
        _values(pen, row, 5, (figure(spread) if spread else None for spread, figure in spreads), _MONEY)
    last = first + len(simulation.options) - 1
    pen.text(last + 1, 1, "The book is as it was drawn", _NOTE)
    change = f"MAX(MAX({CHANGED}{first}:{CHANGED}{last}), 0 - MIN({CHANGED}{first}:{CHANGED}{last}))"
    same = f"=IF({change} <= {layout.inputs.cell('check_tolerance')} * SUM({DRAWN}{first}:{DRAWN}{last}), 1, 0)"
    pen.formula(last + 1, 2, same, 1.0, Look(bold=True, size=9.5, color=GOOD, align="right", format='[=1]"yes";"no: draw again"'))
    mark(pen.sheet, f"{DRAWN}{last + 1}", VERDICT)
    return last + 3


def _chances(pen: Pen, row: int, simulation: Simulation) -> int:
    """The share of draws in which each option is the answer, and how sure that is; returns the row after it."""
    row = _table(pen, row, "Share of all draws in which an option is …", ["Option", *(name for name, _ in _CHANCES)])
    for option in simulation.options.values():
        pen.text(row, 1, option.name, _NAME)
        _values(pen, row, 2, (chance(option) for _, chance in _CHANCES), _CHANCE)
        row += 1
    for label, share in (
        (f"The plan’s answer holds: {simulation.answer or 'no option keeps every hard promise'}", simulation.answer_holds),
        ("No option keeps every hard promise", simulation.unanswered),
        ("Standard error of a share of one half", simulation.error(0.5)),
    ):
        pen.text(row, 1, label, replace(_NOTE, shrink=True))
        _values(pen, row, 2, [share], _CHANCE)
        row += 1
    return row + 1


def _curve(pen: Pen, row: int, simulation: Simulation) -> int:
    """The total that is not exceeded with each chance, option by option; returns the row after it."""
    drawn = _drawn(simulation)
    row = _table(pen, row, "Total cost that is not exceeded in this share of draws", ["Share of draws", *drawn])
    for level, *totals in zip(LEVELS, *(total.curve for total in drawn.values()), strict=True):
        pen.number(row, 1, level, replace(_VALUE, format=_PERCENT, align="left"))
        _values(pen, row, 2, totals, _MONEY)
        row += 1
    return row + 1


def _drawn(simulation: Simulation) -> dict[str, Spread]:
    """The total of each option that is possible in any draw, by its name."""
    return {option.name: option.total for option in simulation.options.values() if option.total}


def _inputs(pen: Pen, row: int, layout: Layout, simulation: Simulation) -> int:
    """Every value that was drawn, at its base and both ends; returns the row after them."""
    title = "What was drawn: one draw for all values of an input, and for all options that share it"
    row = _table(pen, row, title, ["Uncertain input", "Whose", "Where", "Unit", "Low (P10)", "Base", "High (P90)", "Confidence"], words=4)
    for item in simulation.inputs:
        for element in filter(is_uncertain, item.entry.elements):
            _input(pen, row, item.entry, element, layout)
            row += 1
    return row + 1


def _input(pen: Pen, row: int, entry: Entry, element: Element, layout: Layout) -> None:
    """One value that was drawn."""
    item = entry.input
    pen.text(row, 1, item.label, replace(_NAME, bold=False, shrink=True))
    unit = unit_as_stated(entry, element, layout.scenario)
    pen.texts(row, 2, (_whose(entry.owner), " · ".join(element.where), unit), _TEXT)
    for column, value in enumerate((element.low, element.value, element.high), start=5):
        pen.number(row, column, value, replace(_VALUE, format=typed_format(item.unit, value)))
    pen.text(row, 8, element.confidence, replace(_TEXT, align="right"))


def _whose(owner: str) -> str:
    """The options that an input belongs to."""
    if owner in SHARED:
        return f"{'API' if owner == 'api' else owner.replace('_', '-')} options"
    return owner or "all options"


def _bands(pen: Pen, row: int, bands: Mapping[str, SpeedBand]) -> int:
    """Total cost at either end of the measured speeds; nothing where no option's speed is modelled. Returns the row after it."""
    if not bands:
        return row
    heads = ["Option", "Slowest of its measured output (P10)", "Fastest (P90)", "Total cost when slow", "Total cost when fast"]
    row = _table(pen, row, "Total cost at either end of the measured speeds", heads)
    for band in bands.values():
        pen.text(row, 1, band.option, _NAME)
        _values(pen, row, 2, (band.low, band.high), _PERCENT)
        costs = ("not possible" if cost is None else cost for cost in (band.tco_slow, band.tco_fast))
        _values(pen, row, 4, costs, _MONEY)
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
