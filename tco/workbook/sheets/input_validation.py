"""What a cell of the Inputs sheet takes: dropdowns and bounds, each with a message for what does not fit."""

from __future__ import annotations

from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tco.language.line import Input
from tco.scenario.scenario import Element, Entry
from tco.workbook import sheet_columns
from tco.workbook.conversion import unit_as_stated
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen


def validation_of(entry: Entry, layout: Layout) -> DataValidation:
    """The dropdown or the bounds of an input's cells, with a message for what does not fit."""
    item = entry.input
    title = item.label[:30]
    if item.choices:
        return DataValidation(
            type="list", formula1=f"={_choices(entry, layout)}", showErrorMessage=True, errorTitle=title, error="Choose one of the list."
        )
    if item.is_text:
        return DataValidation(
            type="textLength",
            operator="between",
            formula1="1",
            formula2="200",
            showErrorMessage=True,
            errorTitle=title,
            error="Enter a text.",
        )
    low = -1e15 if item.minimum is None else item.minimum
    high = 1e15 if item.maximum is None else item.maximum
    if item.key in {"horizon", "reference_month"}:
        high = layout.scenario.months
    kind: Literal["whole", "decimal"] = "whole" if item.whole else "decimal"
    unit = " or ".join(dict.fromkeys(unit_as_stated(entry, element, layout.scenario) for element in entry.elements))
    text = f"Enter a {'whole ' if item.whole else ''}number in {unit} from {low:g} to {high:g}."
    return DataValidation(
        type=kind, operator="between", formula1=f"{low:.15g}", formula2=f"{high:.15g}", showErrorMessage=True, errorTitle=title, error=text
    )


def validate_range(pen: Pen, item: Input, element: Element, row: int) -> None:
    """Hold the low and high ends of an uncertain input to its bounds."""
    if not item.is_text and element.path and (item.rises or element.low is not None):
        low = -1e15 if item.minimum is None else item.minimum
        high = 1e15 if item.maximum is None else item.maximum
        ends = DataValidation(
            type="decimal",
            operator="between",
            formula1=f"{low:.15g}",
            formula2=f"{high:.15g}",
            showErrorMessage=True,
            errorTitle="Range",
            error=f"Enter a number from {low:g} to {high:g}, or leave both ends empty.",
        )
        ends.add(f"F{row}:G{row}")
        pen.sheet.add_data_validation(ends)


def _choices(entry: Entry, layout: Layout) -> str:
    if not entry.input.choices.startswith("axis:"):
        table = layout.scenario.catalogue[entry.input.choices]
        return layout.tables[entry.input.choices].range((table.columns[0].key,))
    key = entry.input.choices.removeprefix("axis:")
    block = layout.inputs.blocks[entry.owner, key]
    letter = get_column_letter(sheet_columns.INPUT_BASE)
    return f"{sheet_columns.INPUTS}!${letter}${block.first_row}:${letter}${block.first_row + block.rows() - 1}"
