"""The Simulation sheet: what many draws of everything uncertain gave, as values, and whether the book has changed since.

What runs over thousands of draws cannot be live. The sheet says so in its header, with seed, draws, distribution and date,
and puts the book's own totals beside those at which it was drawn: formulas, so that an edit shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from tco import __version__
from tco.scenario.form import SHARED
from tco.scenario.scenario import Element, Entry
from tco.simulation.drawing import is_uncertain
from tco.simulation.simulate import OptionSimulation, Simulation
from tco.simulation.spread import LEVELS, Spread
from tco.speed_band import SpeedBand
from tco.workbook import roles
from tco.workbook.addresses import quoted
from tco.workbook.calculation import master_check
from tco.workbook.charting import put
from tco.workbook.conversion import unit_as_stated
from tco.workbook.formats import number_format, typed_format
from tco.workbook.layout import Layout
from tco.workbook.pen import Pen
from tco.workbook.simulation_bands import write_bands
from tco.workbook.simulation_charts import bars, curves
from tco.workbook.style import (
    BAD,
    BAD_FILL,
    COLUMN,
    COLUMN_RIGHT,
    GOOD,
    GOOD_FILL,
    GREY,
    HEADING,
    HEADING_HEIGHT,
    LINK,
    QUIET,
    SMALL,
    SUBTITLE,
    TITLE,
    TITLE_HEIGHT,
    Look,
    finish,
    mark,
)

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
_LINK = Look(size=10, color=roles.LINK_GREEN, align="right", bottom=True, shrink=True)
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
        f"{roles.VALUES_SAID}: {simulation.draws:,} draws from seed {simulation.seed}, {scenario.distribution} around the base, "
        f"tco {__version__}, scenario of {scenario.as_of.isoformat()}"
    )


def write_simulation(pen: Pen, layout: Layout, simulation: Simulation, bands: Mapping[str, SpeedBand]) -> None:
    """The whole sheet."""
    currency = layout.scenario.currency
    pen.text(1, 1, f"{roles.SIMULATION}: total cost over {layout.scenario.months} months, {currency}", TITLE)
    pen.height(1, TITLE_HEIGHT)
    pen.text(2, 1, header(simulation), SUBTITLE)
    pen.link(3, 1, "Back to the cover", f"{roles.COVER}!A1", LINK)
    master_check(pen, 3, 3, layout)
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
        value = float(comparison.sheet.values["drawn_tco"].reshape(-1)[place])
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
    return f"{roles.INPUTS}!${get_column_letter(roles.INPUT_ACTIVE)}${block.first_row}"


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
