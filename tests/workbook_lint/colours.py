"""Rules of the cells that a reader may change, which are unlocked, blue and validated, and of all others, which are locked and not blue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tco.workbook import sheet_columns
from workbook_lint.rules import Finding, finding


def colour_findings(sheet: Any) -> Iterator[Finding]:
    """Open cells are blue and refuse what is wrong, saying why; formulas are locked and never blue."""
    styles: dict[bytes, tuple[bool, bool]] = {}  # a sheet has thousands of cells and a few dozen styles
    validations = _validations(sheet)
    for (row, column), cell in sorted(sheet._cells.items()):
        key = cell._style.tobytes()
        if key not in styles:
            styles[key] = (bool(cell.protection.locked), is_blue(cell))
        locked, blue = styles[key]
        if cell.data_type == "f":
            if not locked:
                yield finding(sheet.title, cell.coordinate, "formula-unlocked", "an open formula")
            if blue and not cell.hyperlink:
                yield finding(sheet.title, cell.coordinate, "formula-blue", "a blue formula")
        elif not locked:
            if not blue:
                yield finding(sheet.title, cell.coordinate, "input-not-blue", "an open cell in another colour")
            validation = validations.get((row, column))
            if validation is None:
                yield finding(sheet.title, cell.coordinate, "input-not-validated", "an open cell that takes anything")
            elif not (validation.showErrorMessage and validation.error):
                yield finding(sheet.title, cell.coordinate, "input-without-message", "a validation without an error message")


def is_blue(cell: Any) -> bool:
    """True for a cell whose font has the colour of inputs."""
    colour = cell.font.color
    return bool(colour is not None and colour.type == "rgb" and str(colour.rgb)[-6:].upper() == sheet_columns.INPUT_BLUE)


def _validations(sheet: Any) -> dict[tuple[int, int], Any]:
    return {
        (row, column): validation
        for validation in sheet.data_validations.dataValidation
        for area in validation.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
