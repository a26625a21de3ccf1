"""The Inputs sheet: one row an input, with what a reader may edit, its range, where it comes from and its scenario path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tco.model.options import WHOSE
from tco.scenario.currency import conversion, in_case
from tco.scenario.scenario import Element, Entry
from tco.workbook import sheet_columns
from tco.workbook.conversion import rates_text, unit_on_inputs
from tco.workbook.layout import Layout
from tco.workbook.look.formats import DATE, typed_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    COLUMN,
    COLUMN_CENTER,
    COLUMN_HEIGHT,
    COLUMN_RIGHT,
    FAINT,
    GREY,
    INPUT_FILL,
    QUIET,
    SMALL,
    Look,
    Pages,
    finish,
    height_of,
    lines_of,
)
from tco.workbook.sheets.frame import open_sheet
from tco.workbook.sheets.input_validation import validate_range, validation_of

HEADINGS = {
    sheet_columns.INPUT_LABEL: "Input",
    sheet_columns.INPUT_WHERE: "Where",
    sheet_columns.INPUT_UNIT: "Unit",
    sheet_columns.INPUT_ACTIVE: "Active",
    sheet_columns.INPUT_BASE: "Base (edit here)",
    sheet_columns.INPUT_LOW: "Low (P10)",
    sheet_columns.INPUT_HIGH: "High (P90)",
    sheet_columns.INPUT_DELIVERED: "Delivered",
    sheet_columns.INPUT_CHANGED: "Changed",
    sheet_columns.INPUT_SOURCE: "Source",
    sheet_columns.INPUT_DATE: "Date",
    sheet_columns.INPUT_CONFIDENCE: "Confidence",
    sheet_columns.INPUT_NOTE: "What it is",
    sheet_columns.INPUT_KEY: "Scenario path",
}
WIDTHS = {
    sheet_columns.INPUT_LABEL: 40.0,
    sheet_columns.INPUT_WHERE: 23.0,
    sheet_columns.INPUT_UNIT: 21.0,
    sheet_columns.INPUT_ACTIVE: 21.0,
    sheet_columns.INPUT_BASE: 21.0,
    sheet_columns.INPUT_LOW: 12.0,
    sheet_columns.INPUT_HIGH: 12.0,
    sheet_columns.INPUT_DELIVERED: 21.0,
    sheet_columns.INPUT_CHANGED: 10.0,
    sheet_columns.INPUT_SOURCE: 46.0,
    sheet_columns.INPUT_DATE: 11.0,
    sheet_columns.INPUT_CONFIDENCE: 11.0,
    sheet_columns.INPUT_NOTE: 52.0,
    sheet_columns.INPUT_KEY: 32.0,
}
_FIGURES = frozenset(
    {sheet_columns.INPUT_ACTIVE, sheet_columns.INPUT_BASE, sheet_columns.INPUT_LOW, sheet_columns.INPUT_HIGH, sheet_columns.INPUT_DELIVERED}
)
_RISING, _FALLING = 4, 5
_EPOCH = date(1899, 12, 30)
EDITABLE = Look(color=sheet_columns.INPUT_BLUE, fill=INPUT_FILL, align="right", unlocked=True, box=True, shrink=True)
FIXED = Look(color=GREY, fill=QUIET, align="right", shrink=True)
SWITCH = replace(EDITABLE, bold=True, size=13, align="center")
_SMALL = Look(size=8.5, color=GREY, wrap=True)
_PATH = Look(size=8, color=FAINT, wrap=True)


def write_inputs(pen: Pen, layout: Layout) -> None:
    """The whole sheet."""
    rows = layout.inputs
    about = "Blue cells on pale yellow may be edited; everything else recalculates from them."
    open_sheet(pen, sheet_columns.INPUTS, about, (1, sheet_columns.INPUT_ACTIVE), layout)
    for column, text in HEADINGS.items():
        look = COLUMN_RIGHT if column in _FIGURES else COLUMN_CENTER if column == sheet_columns.INPUT_CHANGED else COLUMN
        pen.text(sheet_columns.INPUT_HEADER_ROW, column, text, look)
    pen.height(sheet_columns.INPUT_HEADER_ROW, COLUMN_HEIGHT)
    for heading in rows.headings:
        pen.heading(heading.row, heading.title, sheet_columns.INPUT_KEY)
    _case_rows(pen, layout)
    _volume_rows(pen, layout)
    for (owner, key), block in rows.blocks.items():
        entry = layout.scenario.entries[owner, key]
        validation = validation_of(entry, layout)
        for row, element in enumerate(entry.elements, start=block.first_row):
            _element(pen, row, entry, element, layout)
            if element.path:
                validation.add(f"E{row}")
                validate_range(pen, entry.input, element, row)
        if validation.sqref.ranges:
            pen.sheet.add_data_validation(validation)
    pen.widths(WIDTHS)
    for column in range(sheet_columns.INPUT_SOURCE, sheet_columns.INPUT_KEY + 1):
        pen.sheet.column_dimensions[get_column_letter(column)].outlineLevel = 1
    pen.sheet.column_dimensions.max_outline = 1
    pen.sheet.sheet_properties.outlinePr.summaryRight = False
    pen.sheet.freeze_panes = pen.sheet.cell(sheet_columns.INPUT_BODY_ROW, sheet_columns.INPUT_ACTIVE)
    finish(
        pen.sheet,
        rows.last_row,
        sheet_columns.INPUT_KEY,
        sheet_columns.INPUT_HEADER_ROW,
        Pages((sheet_columns.INPUT_CHANGED,), title_columns=sheet_columns.INPUT_WHERE),
    )


def _case_rows(pen: Pen, layout: Layout) -> None:
    """The case switch, the columns of the ranges that it reads, and the first month."""
    scenario = layout.scenario
    row = layout.inputs.case_row
    cases = layout.tables["cases"]
    source = ("Definition", scenario.as_of.isoformat(), "assumed")
    what = "Base, or every range at its favourable (cheaper) or adverse (dearer) end."
    _describe(pen, row, _Described("Case", "", "choice", source, what, "case"))
    pen.formula(row, sheet_columns.INPUT_ACTIVE, f"=E{row}", scenario.case, Look(align="right", bold=True, size=11))
    pen.text(row, sheet_columns.INPUT_BASE, scenario.case, SWITCH)
    pen.text(row, sheet_columns.INPUT_LABEL, "Case", Look(bold=True, size=11))
    pen.height(row, 26)
    _delivered(pen, row, scenario.case, Look(color=GREY, align="right"))
    choose = DataValidation(
        type="list",
        formula1=f"={cases.range(('name',))}",
        showErrorMessage=True,
        errorTitle="Case",
        error="Choose base, favourable or adverse.",
    )
    choose.add(f"E{row}")
    pen.sheet.add_data_validation(choose)
    fact = scenario.catalogue["cases"].find(scenario.case)
    for place, (column, moves) in {_RISING: ("rising", "rises"), _FALLING: ("falling", "falls")}.items():
        text = f"=INDEX({cases.range((column,))}, MATCH($D${row}, {cases.range(('name',))}, 0))"
        pen.text(place, sheet_columns.INPUT_LABEL, f"Where cost {moves} with an input, Active reads (1 Base, 2 Low, 3 High)", SMALL)
        pen.formula(
            place, sheet_columns.INPUT_ACTIVE, text, fact.values[column] if fact else 1, Look(size=9, color=GREY, align="right", format="0")
        )
    row += 1
    what = "The first day of the plan; months are counted from here."
    _describe(pen, row, _Described("First month", "", "date", source, what, "start"))
    pen.formula(row, sheet_columns.INPUT_ACTIVE, f"=E{row}", (scenario.start - _EPOCH).days, Look(format=DATE, align="right"))
    pen.number(row, sheet_columns.INPUT_BASE, scenario.start, replace(EDITABLE, format=DATE))
    _delivered(pen, row, scenario.start, Look(color=GREY, align="right", format=DATE))
    dates = DataValidation(
        type="date",
        operator="greaterThan",
        formula1="36526",
        showErrorMessage=True,
        errorTitle="First month",
        error="Enter the first day of a month.",
    )
    dates.add(f"E{row}")
    pen.sheet.add_data_validation(dates)


def _volume_rows(pen: Pen, layout: Layout) -> None:
    """The plan's own volume, and after the chosen multiples the crossings: found when the book was written, and not edited."""
    rows, day = layout.inputs, layout.scenario.as_of.isoformat()
    label = layout.scenario.entry("volume_multiple").input.label
    own = _Described(label, "the plan itself", "factor", ("Definition", day, "assumed"), "The first column of the Volume sheet.", "")
    _structure(pen, rows.volume_row, own, 1.0)
    source = ("Searched on the model's step curves", day, "assumed")
    first = rows.volume_row + 1 + rows.blocks["", "volume_multiple"].rows()
    for row, item in enumerate(rows.crossings, start=first):
        what = f"As issued, {item.option} costs less a month than {item.other} from here on; an edit moves the crossing, not the column."
        _structure(pen, row, _Described(label, f"crossing {row - first + 1}", "factor", source, what, ""), item.multiple)


def _structure(pen: Pen, row: int, told: _Described, amount: float) -> None:
    """A figure that columns are built from."""
    _describe(pen, row, told)
    form = typed_format("1", amount)
    pen.formula(row, sheet_columns.INPUT_ACTIVE, f"=E{row}", amount, Look(format=form, align="right", shrink=True))
    pen.number(row, sheet_columns.INPUT_BASE, amount, replace(FIXED, format=form))
    _delivered(pen, row, amount, Look(color=GREY, align="right", format=form, shrink=True))


def _element(pen: Pen, row: int, entry: Entry, element: Element, layout: Layout) -> None:
    item = entry.input
    form = typed_format(item.unit, element.value)
    provenance = (element.source, element.date, element.confidence)
    owner = WHOSE.get(entry.owner, entry.owner)
    where = " · ".join(filter(None, (owner, *element.where)))
    unit = "choice" if item.choices else unit_on_inputs(entry, element, layout.scenario)
    _describe(pen, row, _Described(item.label, where, unit, provenance, element.note or item.note, element.path))
    case_row = _RISING if item.rises > 0 else _FALLING
    ranged = item.rises and not item.is_text
    active = f"=IF(COUNT(F{row}:G{row}) = 2, INDEX(E{row}:G{row}, $D${case_row}), E{row})" if ranged else f"=E{row}"
    rates = conversion(element, item, layout.scenario.currency)
    stated = element.in_case(layout.scenario.case, item.rises)
    shown = Look(
        format="General" if item.is_text else form, align="right", shrink=True
    )  # a formula in a cell of format text turns into text
    result = in_case(element, entry, layout.scenario) if rates.keys else stated
    pen.formula(row, sheet_columns.INPUT_ACTIVE, active + rates_text(rates, layout, sheet_columns.INPUTS), result, shown)
    look = replace(EDITABLE if element.path else FIXED, format=form, align="right")
    _amount(pen, row, sheet_columns.INPUT_BASE, element.value, look)
    for column, amount in ((sheet_columns.INPUT_LOW, element.low), (sheet_columns.INPUT_HIGH, element.high)):
        if amount is not None:
            pen.number(row, column, amount, look)
        elif ranged and element.path:
            pen.styles.apply(pen.sheet.cell(row, column), look)  # a reader may add a range
    _delivered(pen, row, element.value, Look(color=GREY, align="right", format=form, shrink=True))


def _amount(pen: Pen, row: int, column: int, amount: object, look: Look) -> None:
    if isinstance(amount, str):
        pen.text(row, column, amount, look)
    else:
        pen.number(row, column, amount, look)


def _delivered(pen: Pen, row: int, amount: object, look: Look) -> None:
    _amount(pen, row, sheet_columns.INPUT_DELIVERED, amount, look)
    pen.formula(
        row,
        sheet_columns.INPUT_CHANGED,
        f"=IF(E{row} = H{row}, 0, 1)",
        0,
        Look(size=9, color="B45F06", bold=True, format='[=1]"changed";[=0]"";0', align="center"),
    )


class _Described(NamedTuple):
    """What stands around a row's figures; `provenance` is source, date and confidence."""

    label: str
    where: str
    unit: str
    provenance: tuple[str, str, str]
    note: str
    path: str


def _describe(pen: Pen, row: int, told: _Described) -> None:
    pen.text(row, sheet_columns.INPUT_LABEL, told.label, Look(size=9.5))
    pen.text(row, sheet_columns.INPUT_WHERE, told.where, Look(size=9, color=GREY, shrink=True))
    pen.text(row, sheet_columns.INPUT_UNIT, told.unit, _SMALL)
    for column, text in zip(
        (sheet_columns.INPUT_SOURCE, sheet_columns.INPUT_DATE, sheet_columns.INPUT_CONFIDENCE), told.provenance, strict=True
    ):
        pen.text(row, column, text, _SMALL)
    pen.text(row, sheet_columns.INPUT_NOTE, told.note, _SMALL)
    pen.text(row, sheet_columns.INPUT_KEY, told.path, _PATH)
    wrapped = (
        (told.provenance[0], sheet_columns.INPUT_SOURCE),
        (told.note, sheet_columns.INPUT_NOTE),
        (told.path, sheet_columns.INPUT_KEY),
        (told.unit, sheet_columns.INPUT_UNIT),
    )
    lines = max(lines_of(text, WIDTHS[column], 8.5) for text, column in wrapped)
    pen.height(row, max(height_of(lines, 8.5), 16))
