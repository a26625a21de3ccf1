"""The Simulation sheet: what many draws of everything uncertain gave, as values, and whether the book has changed since.

What runs over thousands of draws cannot be live. The sheet says so in its header, with seed, draws, distribution and date,
and puts the book's own totals beside those at which it was drawn: formulas, so that an edit shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from tco import __version__
from tco.engine.simulation.drawing import is_uncertain
from tco.engine.simulation.simulate import OptionSimulation, Simulation
from tco.engine.simulation.spread import LEVELS, Spread
from tco.engine.speed_band import SpeedBand
from tco.scenario.form import SHARED
from tco.scenario.scenario import Element, Entry
from tco.workbook import sheet_columns
from tco.workbook.conversion import unit_as_stated
from tco.workbook.layout import Layout
from tco.workbook.look.charts import COLORS, put, show_axes, small, title
from tco.workbook.look.formats import number_format, typed_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    BAD,
    BAD_FILL,
    COLUMN,
    COLUMN_RIGHT,
    GOOD,
    GOOD_FILL,
    GREY,
    HEADING,
    HEADING_HEIGHT,
    QUIET,
    SMALL,
    Look,
    finish,
    mark,
)
from tco.workbook.places import quoted
from tco.workbook.sheets.frame import open_sheet

SPREAD_FOR_LOG = 20.0
"""How many times the smallest figure the largest must be before a logarithmic axis shows both better."""
CHARTED = 3
"""Columns of the table of shares that are drawn: from its third on."""


def curves(pen: Pen, row: int, simulation: Simulation) -> Any:
    """Cumulative curves from the table at a row: the steeper, the surer."""
    options = [option.total for option in simulation.options.values() if option.total]
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    chart.title = title("Share of draws in which the total is not exceeded")
    ys = Reference(pen.sheet, 1, row + 2, 1, row + 1 + len(LEVELS))
    for place, _ in enumerate(options):
        xs = Reference(pen.sheet, 2 + place, row + 2, 2 + place, row + 1 + len(LEVELS))
        series = Series(ys, xs)
        series.tx = SeriesLabel(strRef=StrRef(f"{quoted(pen.sheet.title)}!${get_column_letter(2 + place)}${row + 1}"))
        series.marker = Marker("none")
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=COLORS[place % len(COLORS)], w=25400))
        series.smooth = False
        chart.series.append(series)
    show_axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    figures = [figure for total in options for figure in total.curve]
    if figures and min(figures) > 0 and max(figures) > SPREAD_FOR_LOG * min(figures):
        chart.x_axis.scaling.logBase = 10
    chart.x_axis.majorGridlines = None
    chart.x_axis.number_format = '[>=1000000]#,##0.0,,"m";[>=1000]#,##0,"k";#,##0'
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    return chart


def bars(pen: Pen, row: int, simulation: Simulation) -> Any:
    """How often each option keeps its promises, is the cheapest, and is the answer: columns of the table at a row."""
    count = len(simulation.options)
    chart: Any = BarChart()
    chart.type, chart.gapWidth = "bar", 60
    chart.title = title("Share of draws by option")
    for place in range(CHARTED):
        column = 3 + place
        series = Series(Reference(pen.sheet, column, row + 2, column, row + 1 + count))
        series.tx = SeriesLabel(strRef=StrRef(f"{quoted(pen.sheet.title)}!${get_column_letter(column)}${row + 1}"))
        series.graphicalProperties = GraphicalProperties(solidFill=COLORS[place])
        chart.append(series)
    chart.set_categories(Reference(pen.sheet, 1, row + 2, 1, row + 1 + count))
    chart.x_axis.scaling.orientation = "maxMin"
    show_axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.y_axis.crosses = "max"  # at the foot, though the options run downwards
    return chart


_HEADS = ("Option", "Slowest of its measured output (P10)", "Fastest (P90)", "Total cost when slow", "Total cost when fast")
_NAME_of_simulation_bands = Look(size=10, bold=True, bottom=True)
_VALUE_of_simulation_bands = Look(size=10, fill=QUIET, align="right", bottom=True, shrink=True)


def write_bands(pen: Pen, row: int, bands: Mapping[str, SpeedBand], last_column: int) -> int:
    """A table from this row on; returns the row after it. Nothing where no option's speed is modelled."""
    if not bands:
        return row
    pen.text(row, 1, "Total cost at either end of the measured speeds", HEADING)
    pen.fill(row, 2, last_column, HEADING)
    pen.height(row, HEADING_HEIGHT)
    for column, name in enumerate(_HEADS, start=1):
        pen.text(row + 1, column, name, COLUMN if column == 1 else COLUMN_RIGHT)
    pen.height(row + 1, 40)
    for here, band in enumerate(bands.values(), start=row + 2):
        pen.text(here, 1, band.option, _NAME_of_simulation_bands)
        for column, value, form in (
            (2, band.low, "0%_)"),
            (3, band.high, "0%_)"),
            (4, band.tco_slow, number_format("money")),
            (5, band.tco_fast, number_format("money")),
        ):
            if value is None:
                pen.text(here, column, "not possible", _VALUE_of_simulation_bands)
            else:
                pen.number(here, column, value, replace(_VALUE_of_simulation_bands, format=form))
    return row + 3 + len(bands)


_WIDE, _WIDTH = 34.0, 14.0
_LAST = 12
_TOP = 6
FIRST_OPTION_ROW = _TOP + 2
"""The row of the first option's total; its own and the book's stand in the columns below, and the verdict under the last."""
DRAWN, NOW, CHANGED = "B", "C", "D"
DIGITS = 4
"""A typed number keeps sixteen digits and a result seventeen: so many decimals of their difference mean nothing, while a half of the
last one, which engines round either way, is no difference that anybody checks."""
_VALUE = Look(size=10, fill=QUIET, align="right", bottom=True, shrink=True)
_NAME = Look(size=10, bold=True, bottom=True)
_TEXT = Look(size=9, color=GREY, bottom=True, shrink=True)
_LINK = Look(size=10, color=sheet_columns.LINK_GREEN, align="right", bottom=True, shrink=True)
_COMPUTED = Look(size=10, align="right", bottom=True, shrink=True)
_CHANCE = "0.0%_)"
_CURVE = "0%_)"
_MONEY = number_format("money")

_MONEYS: tuple[tuple[str, Callable[[Spread], float]], ...] = (
    ("P10", lambda spread: spread.p10),
    ("P50", lambda spread: spread.p50),
    ("P90", lambda spread: spread.p90),
    ("Mean", lambda spread: spread.mean),
    ("Standard error of the P90", lambda spread: spread.p90_error),
)
_CHANCES: tuple[tuple[str, Callable[[OptionSimulation], float | None]], ...] = (
    ("Possible", lambda option: option.possible),
    ("Keeps every hard promise", lambda option: option.keeps_promises),
    ("Cheapest of all possible", lambda option: option.cheapest),
    ("Recommended", lambda option: option.recommended),
    ("Costs less than the baseline", lambda option: option.saves),
)


def header(simulation: Simulation) -> str:
    """What the sheet says of itself: that it is values, and where they come from."""
    scenario = simulation.scenario
    return (
        f"{sheet_columns.VALUES_SAID}: {simulation.draws:,} draws from seed {simulation.seed}, {scenario.distribution} around the base, "
        f"tco {__version__}, scenario of {scenario.as_of.isoformat()}"
    )


def write_simulation(pen: Pen, layout: Layout, simulation: Simulation, bands: Mapping[str, SpeedBand]) -> None:
    """The whole sheet."""
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
    curve = charts + 21
    pen.sheet.row_breaks.append(Break(id=curve - 1))
    row = _curve(pen, curve, simulation)
    for chart, columns in ((curves(pen, curve, simulation), (1, 5)), (bars(pen, chances, simulation), (6, _LAST))):
        put(pen.sheet, chart, columns, (charts, curve - 2))
    row = _inputs(pen, row, layout, simulation)
    row = write_bands(pen, row, bands, _LAST)
    pen.widths({1: _WIDE} | dict.fromkeys(range(2, _LAST + 1), _WIDTH))
    pen.sheet.freeze_panes = pen.sheet.cell(5, 2)
    finish(pen.sheet, row - 2, _LAST, 4)


def _heading(pen: Pen, row: int, text: str, columns: tuple[str, ...], words: frozenset[int] = frozenset({1})) -> None:
    """A table's title and its column heads, those of `words` on the left."""
    pen.text(row, 1, text, HEADING)
    pen.fill(row, 2, _LAST, HEADING)
    pen.height(row, HEADING_HEIGHT)
    for column, name in enumerate(columns, start=1):
        pen.text(row + 1, column, name, COLUMN if column in words else COLUMN_RIGHT)
    pen.height(row + 1, 40)


def _totals(pen: Pen, layout: Layout, simulation: Simulation) -> int:
    """Totals at the base and over all draws, and the book's own beside those at which it was drawn."""
    comparison = layout.sheet("Comparison")
    block = comparison.blocks["drawn_tco"]
    saving = tuple(f"Saving, {name}" for name, _ in _MONEYS[:3])
    columns = ("Total when drawn", "Total in the book now", "Changed since", *(name for name, _ in _MONEYS), *saving)
    _heading(pen, _TOP, "Total cost by option, and its saving against the baseline", ("Option", *columns))
    first = FIRST_OPTION_ROW
    for place, option in enumerate(simulation.options.values()):
        here = first + place
        pen.link(here, 1, option.name, f"{quoted(option.name)}!A1", replace(_NAME, color="0563C1", underline=True))
        value = float(comparison.evaluated.values["drawn_tco"].reshape(-1)[place])
        pen.number(here, 2, value, replace(_VALUE, format=_MONEY))
        pen.formula(here, 3, f"={quoted(comparison.name)}!$D${block.row({'option': place})}", value, replace(_LINK, format=_MONEY))
        pen.formula(here, 4, f"=ROUND({NOW}{here}-{DRAWN}{here}, {DIGITS})", 0.0, replace(_COMPUTED, format=_MONEY))
        figures = [*(_of(option.total, figure) for _, figure in _MONEYS), *(_of(option.saving, figure) for _, figure in _MONEYS[:3])]
        for column, figure in enumerate(figures, start=5):
            _value(pen, here, column, figure, _MONEY)
    last = first + len(simulation.options) - 1
    pen.text(last + 1, 1, "The book is as it was drawn", Look(size=9.5))
    change = f"MAX(MAX({CHANGED}{first}:{CHANGED}{last}), 0 - MIN({CHANGED}{first}:{CHANGED}{last}))"
    same = f"=IF({change} <= {_tolerance(layout)} * SUM({DRAWN}{first}:{DRAWN}{last}), 1, 0)"
    pen.formula(last + 1, 2, same, 1.0, Look(bold=True, size=9.5, color=GOOD, align="right", format='[=1]"yes";"no: draw again"'))
    mark(pen.sheet, f"{DRAWN}{last + 1}", {"0": (BAD, BAD_FILL), "1": (GOOD, GOOD_FILL)})
    return last + 3


def _tolerance(layout: Layout) -> str:
    block = layout.inputs.blocks["", "check_tolerance"]
    return f"{sheet_columns.INPUTS}!${get_column_letter(sheet_columns.INPUT_ACTIVE)}${block.first_row}"


def _of(spread: Spread | None, figure: Callable[[Spread], float]) -> float | None:
    return None if spread is None else figure(spread)


def _value(pen: Pen, row: int, column: int, value: float | None, form: str) -> None:
    if value is None:
        pen.text(row, column, "–", _VALUE)
    else:
        pen.number(row, column, value, replace(_VALUE, format=form))


def _chances(pen: Pen, row: int, simulation: Simulation) -> int:
    """How often, and how sure that is."""
    names = tuple(name for name, _ in _CHANCES)
    _heading(pen, row, "Share of all draws in which an option is …", ("Option", *names))
    for place, option in enumerate(simulation.options.values()):
        here = row + 2 + place
        pen.text(here, 1, option.name, _NAME)
        for column, (_, chance) in enumerate(_CHANCES, start=2):
            _value(pen, here, column, chance(option), _CHANCE)
    last = row + 2 + len(simulation.options)
    for offset, (label, share) in enumerate(
        (
            (f"The plan’s answer holds: {simulation.answer or 'no option keeps every hard promise'}", simulation.answer_holds),
            ("No option keeps every hard promise", simulation.unanswered),
            ("Standard error of a share of one half", simulation.error(0.5)),
        )
    ):
        pen.text(last + offset, 1, label, Look(size=9.5, shrink=True))
        _value(pen, last + offset, 2, share, _CHANCE)
    return last + 4


def _curve(pen: Pen, row: int, simulation: Simulation) -> int:
    """The total that is not exceeded with each chance, option by option."""
    options = [option for option in simulation.options.values() if option.total]
    _heading(pen, row, "Total cost that is not exceeded in this share of draws", ("Share of draws", *(option.name for option in options)))
    for offset, level in enumerate(LEVELS):
        pen.number(row + 2 + offset, 1, level, replace(_VALUE, format=_CURVE, align="left"))
        for column, option in enumerate(options, start=2):
            _value(pen, row + 2 + offset, column, option.total.curve[offset] if option.total else None, _MONEY)
    return row + 3 + len(LEVELS)


def _inputs(pen: Pen, row: int, layout: Layout, simulation: Simulation) -> int:
    """Every value that was drawn, as it stood."""
    columns = ("Uncertain input", "Whose", "Where", "Unit", "Low (P10)", "Base", "High (P90)", "Confidence")
    _heading(
        pen, row, "What was drawn: one draw for all values of an input, and for all options that share it", columns, frozenset({1, 2, 3, 4})
    )
    row += 2
    for item in simulation.inputs:
        for element in filter(is_uncertain, item.entry.elements):
            _input(pen, row, item.entry, element, layout)
            row += 1
    return row + 1


def _input(pen: Pen, row: int, entry: Entry, element: Element, layout: Layout) -> None:
    item = entry.input
    unit = unit_as_stated(entry, element, layout.scenario)
    pen.text(row, 1, item.label, replace(_NAME, bold=False, shrink=True))
    for column, text in (
        (2, _whose(entry.owner)),
        (3, " · ".join(element.where)),
        (4, unit),
    ):
        pen.text(row, column, text, _TEXT)
    for column, value in ((5, element.low), (6, element.value), (7, element.high)):
        pen.number(row, column, value, replace(_VALUE, format=typed_format(item.unit, value)))
    pen.text(row, 8, element.confidence, replace(_TEXT, align="right"))


def _whose(owner: str) -> str:
    """Which options an input belongs to."""
    if owner in SHARED:
        return f"{'API' if owner == 'api' else owner.replace('_', '-')} options"
    return owner or "all options"
