"""The Inputs sheet: one row an input, with what a reader may edit, its range, its source, its scenario path, and what its cells refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tco.language.line import AUTO_WORD, Input
from tco.model.options import WHOSE
from tco.scenario.currency import conversion, in_case
from tco.scenario.quantity import money_of
from tco.scenario.scenario import Amount, Element, Entry, Scenario
from tco.workbook import sheet_columns
from tco.workbook.addresses import rates_text
from tco.workbook.layout import Layout
from tco.workbook.look.formats import DATE, auto_format, shown_unit, typed_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    COLUMN,
    COLUMN_CENTER,
    COLUMN_HEIGHT,
    COLUMN_RIGHT,
    FAINT,
    GREY,
    INK,
    INPUT_FILL,
    QUIET,
    SMALL,
    Look,
    Pages,
    finish,
    height_of,
    lines_of,
)
from tco.workbook.places import cells
from tco.workbook.sheets.frame import open_sheet

_COLUMNS = {
    sheet_columns.INPUT_LABEL: ("Input", 40.0, COLUMN),
    sheet_columns.INPUT_WHERE: ("Where", 23.0, COLUMN),
    sheet_columns.INPUT_UNIT: ("Unit", 21.0, COLUMN),
    sheet_columns.INPUT_ACTIVE: ("Active", 21.0, COLUMN_RIGHT),
    sheet_columns.INPUT_BASE: ("Base (edit here)", 21.0, COLUMN_RIGHT),
    sheet_columns.INPUT_LOW: ("Low (P10)", 12.0, COLUMN_RIGHT),
    sheet_columns.INPUT_HIGH: ("High (P90)", 12.0, COLUMN_RIGHT),
    sheet_columns.INPUT_DELIVERED: ("Delivered", 21.0, COLUMN_RIGHT),
    sheet_columns.INPUT_CHANGED: ("Changed", 10.0, COLUMN_CENTER),
    sheet_columns.INPUT_SOURCE: ("Source", 46.0, COLUMN),
    sheet_columns.INPUT_DATE: ("Date", 11.0, COLUMN),
    sheet_columns.INPUT_CONFIDENCE: ("Confidence", 11.0, COLUMN),
    sheet_columns.INPUT_NOTE: ("What it is", 52.0, COLUMN),
    sheet_columns.INPUT_KEY: ("Scenario path", 32.0, COLUMN),
}
"""Head, width in characters, and look of the head."""
_BOUNDS = {
    sheet_columns.INPUT_LEAST: ("Smallest", 11.0, COLUMN_RIGHT),
    sheet_columns.INPUT_MOST: ("Largest", 11.0, COLUMN_RIGHT),
    sheet_columns.INPUT_OUTSIDE: ("Allowed", 11.0, COLUMN_CENTER),
}
"""The same for the columns of a folded book alone, whose formulas rely on the bounds of its inputs."""
HEADINGS = {column: head for column, (head, _, _) in _COLUMNS.items()}
_WIDTHS = {column: width for column, (_, width, _) in _COLUMNS.items()}
_RISING, _FALLING = 4, 5
"""The rows that say which column Active reads where cost rises, and where it falls, with an input."""
_EPOCH = date(1899, 12, 30)
_UNBOUNDED = 1e15
_EDITABLE = Look(color=sheet_columns.INPUT_BLUE, fill=INPUT_FILL, align="right", unlocked=True, box=True, shrink=True)
_FIXED = Look(color=GREY, fill=QUIET, align="right", shrink=True)
_SWITCH = replace(_EDITABLE, bold=True, size=13, align="center")
_ASIDE = Look(size=8.5, color=GREY, wrap=True)
_PATH = Look(size=8, color=FAINT, wrap=True)
_BOUND = Look(size=8.5, color=GREY, align="right", format="General", shrink=True)
_OUTSIDE = Look(size=9, color="9C0006", bold=True, format='[=1]"outside";[=0]"";0', align="center")
_CHANGED = Look(size=9, color="B45F06", bold=True, format='[=1]"changed";[=0]"";0', align="center")


def write_inputs(pen: Pen, layout: Layout) -> None:
    """The whole sheet."""
    rows = layout.inputs
    about = "Blue cells on pale yellow may be edited; everything else recalculates from them."
    if not layout.folded.is_whole:
        about += " What is grey takes effect when the book is issued again: edit it, run tco import, then tco report."
    open_sheet(pen, sheet_columns.INPUTS, about, (1, sheet_columns.INPUT_ACTIVE), layout)
    columns = _COLUMNS if layout.folded.is_whole else _COLUMNS | _BOUNDS
    for column, (head, _, look) in columns.items():
        pen.text(sheet_columns.INPUT_HEADER_ROW, column, head, look)
    pen.height(sheet_columns.INPUT_HEADER_ROW, COLUMN_HEIGHT)
    for heading in rows.headings:
        pen.heading(heading.row, heading.title, max(columns))
    _case_rows(pen, layout)
    _volume_rows(pen, layout)
    for (owner, key), block in rows.blocks.items():
        entry = layout.scenario.entries[owner, key]
        is_fixed, is_known = (owner, key) in rows.fixed, (owner, key) in layout.folded.known
        validation = None if is_fixed else _validation_of(entry, layout)
        for row, element in enumerate(entry.elements, start=block.first_row):
            _element(pen, row, entry, element, layout, is_fixed=is_fixed, is_known=is_known)
            if element.path and validation is not None:
                if not layout.folded.is_whole:
                    _bounds_row(pen, row, entry, layout)
                validation.add(f"E{row}")
                _validate_range(pen, entry.input, element, row)
        if validation is not None and validation.sqref.ranges:
            pen.sheet.add_data_validation(validation)
    pen.widths({column: width for column, (_, width, _) in columns.items()})
    for column in range(sheet_columns.INPUT_SOURCE, max(columns) + 1):
        pen.sheet.column_dimensions[get_column_letter(column)].outlineLevel = 1
    pen.sheet.column_dimensions.max_outline = 1
    pen.sheet.sheet_properties.outlinePr.summaryRight = False
    pen.sheet.freeze_panes = pen.sheet.cell(sheet_columns.INPUT_BODY_ROW, sheet_columns.INPUT_ACTIVE)
    pages = Pages((sheet_columns.INPUT_CHANGED,), title_columns=sheet_columns.INPUT_WHERE)
    finish(pen.sheet, rows.last_row, max(columns), sheet_columns.INPUT_HEADER_ROW, pages)


def _case_rows(pen: Pen, layout: Layout) -> None:
    """The case switch, the columns of the ranges that it reads, and the first month."""
    scenario, row = layout.scenario, layout.inputs.case_row
    cases = layout.tables["cases"]
    source = ("Definition", scenario.as_of.isoformat(), "assumed")
    what = "Base, or every range at its favourable (cheaper) or adverse (dearer) end."
    _write_labels(pen, row, _Labels("Case", "", "choice", source, what, "case"))
    pen.formula(row, sheet_columns.INPUT_ACTIVE, f"=E{row}", scenario.case, Look(align="right", bold=True, size=11))
    pen.text(row, sheet_columns.INPUT_BASE, scenario.case, _SWITCH)
    pen.text(row, sheet_columns.INPUT_LABEL, "Case", Look(bold=True, size=11))
    pen.height(row, 26)
    _delivered(pen, row, scenario.case, Look(color=GREY, align="right"))
    _add(pen, f"E{row}", _refusal("list", "Case", "Choose base, favourable or adverse.", f"={cases.range(('name',))}"))
    fact = scenario.catalogue["cases"].find(scenario.case)
    for place, (column, moves) in {_RISING: ("rising", "rises"), _FALLING: ("falling", "falls")}.items():
        text = f"=INDEX({cases.range((column,))}, MATCH($D${row}, {cases.range(('name',))}, 0))"
        pen.text(place, sheet_columns.INPUT_LABEL, f"Where cost {moves} with an input, Active reads (1 Base, 2 Low, 3 High)", SMALL)
        result = fact.values[column] if fact else 1
        pen.formula(place, sheet_columns.INPUT_ACTIVE, text, result, Look(size=9, color=GREY, align="right", format="0"))
    row += 1
    what = "The first day of the plan; months are counted from here."
    _write_labels(pen, row, _Labels("First month", "", "date", source, what, "start"))
    pen.formula(row, sheet_columns.INPUT_ACTIVE, f"=E{row}", (scenario.start - _EPOCH).days, Look(format=DATE, align="right"))
    pen.number(row, sheet_columns.INPUT_BASE, scenario.start, replace(_EDITABLE, format=DATE))
    _delivered(pen, row, scenario.start, Look(color=GREY, align="right", format=DATE))
    _add(pen, f"E{row}", _refusal("date", "First month", "Enter the first day of a month.", "36526", operator="greaterThan"))


def _volume_rows(pen: Pen, layout: Layout) -> None:
    """The plan's own volume, and after the chosen multiples the crossings: found when the book was written, and not edited."""
    rows, day = layout.inputs, layout.scenario.as_of.isoformat()
    label = layout.scenario.entry("volume_multiple").input.label
    own = _Labels(label, "the plan itself", "factor", ("Definition", day, "assumed"), "The first column of the Volume sheet.", "")
    _structure(pen, rows.volume_row, own, 1.0)
    source = ("Searched on the model's step curves", day, "assumed")
    for number, item in enumerate(rows.crossings, start=1):
        what = f"As issued, {item.option} costs less a month than {item.other} from here on; an edit moves the crossing, not the column."
        crossing = _Labels(label, f"crossing {number}", "factor", source, what, "")
        _structure(pen, rows.blocks["", "volume_multiple"].last_row + number, crossing, item.multiple)


def _structure(pen: Pen, row: int, labels: _Labels, amount: float) -> None:
    """A figure that columns are built from."""
    _write_labels(pen, row, labels)
    form = typed_format("1", amount)
    pen.formula(row, sheet_columns.INPUT_ACTIVE, f"=E{row}", amount, Look(format=form, align="right", shrink=True))
    pen.number(row, sheet_columns.INPUT_BASE, amount, replace(_FIXED, format=form))
    _delivered(pen, row, amount, Look(color=GREY, align="right", format=form, shrink=True))


def _bounds_row(pen: Pen, row: int, entry: Entry, layout: Layout) -> None:
    """The smallest and the largest value that are allowed in a row, and the mark of one that is not."""
    item = entry.input
    if item.is_text:
        return
    low, high = _allowed(item, layout)
    for column, bound in ((sheet_columns.INPUT_LEAST, low), (sheet_columns.INPUT_MOST, high)):
        if abs(bound) < _UNBOUNDED:
            pen.number(row, column, bound, _BOUND)
    typed = f"E{row}:G{row}"
    lacks = [f"MIN({typed}) < O{row}"] if low > -_UNBOUNDED else []
    lacks += [f"MAX({typed}) > P{row}"] if high < _UNBOUNDED else []
    text = f"=IF(OR(COUNT(E{row}) < 1, {', '.join(lacks)}), 1, 0)" if lacks else f"=1 - COUNT(E{row})"
    pen.formula(row, sheet_columns.INPUT_OUTSIDE, text, 0, _OUTSIDE)


def _element(  # noqa: PLR0913  (a row, what is in it, and whether it is fixed)
    pen: Pen, row: int, entry: Entry, element: Element, layout: Layout, *, is_fixed: bool, is_known: bool
) -> None:
    """The row of one value of an input: no reader edits a fixed one, and a known one is read as it was delivered."""
    item, scenario = entry.input, layout.scenario
    form = auto_format(typed_format(item.unit, element.value)) if item.auto else typed_format(item.unit, element.value)
    provenance = (element.source, element.date, element.confidence)
    where = " · ".join(filter(None, (WHOSE.get(entry.owner, entry.owner), *element.where)))
    unit = "choice" if item.choices else _unit(entry, element, scenario)
    _write_labels(pen, row, _Labels(item.label, where, unit, provenance, element.note or item.note, element.path))
    case_row = _RISING if item.rises > 0 else _FALLING
    ranged = item.rises and not item.is_text and not is_known
    active = (
        f"=IF(COUNT(F{row}:G{row}) = 2, INDEX(E{row}:G{row}, 1, $D${case_row}), E{row})" if ranged else f"={'H' if is_known else 'E'}{row}"
    )
    rates = conversion(element, item, scenario.currency)
    result = in_case(element, entry, scenario) if rates.keys else element.in_case(scenario.case, item.rises)
    shown = "General" if item.is_text else form  # a formula in a cell of format text turns into text
    text = active + rates_text(rates, layout, sheet_columns.INPUTS)
    color = GREY if is_fixed else INK
    pen.formula(row, sheet_columns.INPUT_ACTIVE, text, result, Look(format=shown, align="right", shrink=True, color=color))
    look = replace(_EDITABLE if element.path and not is_fixed else _FIXED, format=form)
    _amount(pen, row, sheet_columns.INPUT_BASE, element.value, look)
    for column, amount in ((sheet_columns.INPUT_LOW, element.low), (sheet_columns.INPUT_HIGH, element.high)):
        if amount is not None:
            pen.number(row, column, amount, look)
        elif ranged and element.path and not is_fixed:
            pen.fill(row, column, column, look)  # a reader may add a range
    _delivered(pen, row, element.value, Look(color=GREY, align="right", format=form, shrink=True))


def unit_as_stated(entry: Entry, element: Element, scenario: Scenario) -> str:
    """The unit in which an element is typed, in a reader's words."""
    item = entry.input
    unit = item.unit.replace(money_of(item), "money", 1) if element.currency else item.unit
    return shown_unit(unit, element.currency or scenario.currency, item.label)


def _unit(entry: Entry, element: Element, scenario: Scenario) -> str:
    """The unit in which an element is typed, and that of its Active cell where it is another one."""
    stated = unit_as_stated(entry, element, scenario)
    if not conversion(element, entry.input, scenario.currency).keys:
        return stated
    return f"{stated}; Active: {shown_unit(entry.input.unit, scenario.currency, entry.input.label)}"


def _amount(pen: Pen, row: int, column: int, amount: Amount | date, look: Look) -> None:
    """A typed text, number or date."""
    if isinstance(amount, str):
        pen.text(row, column, amount, look)
    else:
        pen.number(row, column, amount, look)


def _delivered(pen: Pen, row: int, amount: Amount | date, look: Look) -> None:
    """The value as issued, and the mark of a base that differs from it."""
    _amount(pen, row, sheet_columns.INPUT_DELIVERED, amount, look)
    pen.formula(row, sheet_columns.INPUT_CHANGED, f"=IF(E{row} = H{row}, 0, 1)", 0, _CHANGED)


class _Labels(NamedTuple):
    """The words around a row's figures; `provenance` is source, date and confidence."""

    label: str
    where: str
    unit: str
    provenance: tuple[str, str, str]
    note: str
    path: str


def _write_labels(pen: Pen, row: int, labels: _Labels) -> None:
    """The columns around a row's figures, and the height that they need."""
    pen.text(row, sheet_columns.INPUT_LABEL, labels.label, Look(size=9.5))
    pen.text(row, sheet_columns.INPUT_WHERE, labels.where, Look(size=9, color=GREY, shrink=True))
    pen.text(row, sheet_columns.INPUT_UNIT, labels.unit, _ASIDE)
    pen.texts(row, sheet_columns.INPUT_SOURCE, (*labels.provenance, labels.note), _ASIDE)
    pen.text(row, sheet_columns.INPUT_KEY, labels.path, _PATH)
    wrapped = {
        sheet_columns.INPUT_SOURCE: labels.provenance[0],
        sheet_columns.INPUT_NOTE: labels.note,
        sheet_columns.INPUT_KEY: labels.path,
        sheet_columns.INPUT_UNIT: labels.unit,
    }
    lines = max(lines_of(text, _WIDTHS[column], 8.5) for column, text in wrapped.items())
    pen.height(row, max(height_of(lines, 8.5), 16))


# Validation


def _refusal(kind: Any, title: str, error: str, *bounds: str, operator: Any = None, style: Any = None) -> DataValidation:
    """A dropdown or bounds, with a message for what does not fit."""
    first, second = (*(bound.removeprefix("=") for bound in bounds), None)[:2]  # the file holds a formula without its sign
    return DataValidation(kind, first, second, showErrorMessage=True, errorStyle=style, errorTitle=title, error=error, operator=operator)


def _add(pen: Pen, area: str, validation: DataValidation) -> None:
    validation.add(area)
    pen.sheet.add_data_validation(validation)


def _validation_of(entry: Entry, layout: Layout) -> DataValidation:
    """The dropdown or the bounds of an input's base cells."""
    item = entry.input
    title = item.label[:30]
    if item.choices:
        choices = f"={_choices(entry, layout)}"
        if item.auto:  # the list has no row for the word, so that what is not in it is a warning
            return _refusal("list", title, f"Choose one of the list, or {AUTO_WORD}.", choices, style="warning")
        return _refusal("list", title, "Choose one of the list.", choices)
    if item.is_text:
        return _refusal("textLength", title, "Enter a text.", "1", "200", operator="between")
    low, high = _allowed(item, layout)
    unit = " or ".join(dict.fromkeys(unit_as_stated(entry, element, layout.scenario) for element in entry.elements))
    error = f"Enter a {'whole ' if item.whole else ''}number in {unit} from {low:g} to {high:g}."
    return _refusal("whole" if item.whole else "decimal", title, error, f"{low:.15g}", f"{high:.15g}", operator="between")


def _validate_range(pen: Pen, item: Input, element: Element, row: int) -> None:
    """Hold the low and high ends of an uncertain input to its bounds."""
    if not item.is_text and (item.rises or element.low is not None):
        low, high = _bounds(item)
        error = f"Enter a number from {low:g} to {high:g}, or leave both ends empty."
        _add(pen, f"F{row}:G{row}", _refusal("decimal", "Range", error, f"{low:.15g}", f"{high:.15g}", operator="between"))


def _allowed(item: Input, layout: Layout) -> tuple[float, float]:
    """The smallest and the largest value that a base cell takes; no month is beyond those of the book."""
    low, high = _bounds(item)
    return low, layout.scenario.months if item.key in {"horizon", "reference_month"} else high


def _bounds(item: Input) -> tuple[float, float]:
    return (-_UNBOUNDED if item.minimum is None else item.minimum), (_UNBOUNDED if item.maximum is None else item.maximum)


def _choices(entry: Entry, layout: Layout) -> str:
    """The address of a dropdown's words: a column of the catalogue, or the names along an axis that the sheet itself holds."""
    choices = entry.input.choices
    if not choices.startswith("axis:"):
        return layout.tables[choices].range((layout.scenario.catalogue[choices].columns[0].key,))
    block = layout.inputs.blocks[entry.owner, choices.removeprefix("axis:")]
    return cells(sheet_columns.INPUTS, (sheet_columns.INPUT_BASE, sheet_columns.INPUT_BASE), block.span)
