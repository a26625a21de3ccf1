"""Rules of cells and rows: of every sheet, of calculation sheets, of Inputs and of Simulation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from openpyxl.utils import get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.addresses import is_link
from workbook_lint import formulas
from workbook_lint.rules import Finding, finding

Rows = dict[int, dict[int, Any]]  # row → column → cell with a value


def filled_rows(sheet: Any) -> Rows:
    """The cells that hold a value, by row and column, in order."""
    rows: Rows = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None and cell.value != "":
            rows.setdefault(row, {})[column] = cell
    return rows


def cell_findings(sheet: Any, rows: Rows) -> Iterator[Finding]:
    """No cell holds an array formula, an error, a number where none may be typed, or a price of tokens that does not say which."""
    for cells in rows.values():
        for cell in cells.values():
            value = cell.value
            if hasattr(value, "ref"):
                yield finding(sheet.title, cell.coordinate, "array-formula", "an array formula or a data table")
            elif cell.data_type == "e":
                yield finding(sheet.title, cell.coordinate, "error-value", f"{value} typed")
            elif cell.data_type != "f" and isinstance(value, bool | int | float | date | time | timedelta):
                if sheet.title not in sheet_columns.CONSTANTS_ALLOWED:
                    yield finding(sheet.title, cell.coordinate, "number-outside-inputs", f"{value} typed")
            elif (
                isinstance(value, str)
                and cell.column in {sheet_columns.LABEL, sheet_columns.UNIT}
                and "per million tokens" in value.lower()
            ):
                yield finding(sheet.title, cell.coordinate, "tokens-unqualified", f"'{value}'")


def continuing(rows: Rows) -> set[tuple[int, int]]:
    """The cells (row, column) of a calculation sheet that hold the first formula of their row, copied right."""
    found = set()
    for row, cells in rows.items():
        head = cells.get(sheet_columns.FIRST_PERIOD)
        if row < sheet_columns.PERIOD_ROW or head is None or head.data_type != "f":
            continue
        columns = range(sheet_columns.FIRST_PERIOD + 1, max(cells) + 1)
        copies = formulas.copied_right(str(head.value), len(columns))
        found |= {(row, column) for column, copy in zip(columns, copies, strict=True) if column in cells and cells[column].value == copy}
    return found


def series_findings(sheet: Any, rows: Rows, continued: set[tuple[int, int]]) -> Iterator[Finding]:
    """On a calculation sheet: each row of periods is one formula from the first period to the last, under headings."""
    last = max((column for column in rows.get(sheet_columns.PERIOD_END_ROW, {}) if column >= sheet_columns.FIRST_PERIOD), default=0)
    for row, cells in rows.items():
        columns = [column for column in cells if column >= sheet_columns.FIRST_PERIOD]
        if row < sheet_columns.PERIOD_ROW or not any(cells[column].data_type == "f" for column in columns):
            continue
        if columns[-1] > last and row >= sheet_columns.BODY_ROW:
            yield finding(
                sheet.title, _at(sheet_columns.PERIOD_END_ROW, columns[-1]), "time-axis", f"row {row} reaches a column without a heading"
            )
        if sheet_columns.FIRST_PERIOD not in cells or cells[sheet_columns.FIRST_PERIOD].data_type != "f":
            yield finding(sheet.title, _at(row, sheet_columns.FIRST_PERIOD), "same-across", "the row begins without a formula")
            continue
        for column in range(sheet_columns.FIRST_PERIOD + 1, max(last, columns[-1]) + 1):
            if (row, column) not in continued:
                met = cells[column].value if column in cells else "an empty cell"
                yield finding(sheet.title, _at(row, column), "same-across", f"{met} breaks the row")
    if last and not str(sheet.freeze_panes or "").endswith(str(sheet_columns.BODY_ROW)):
        yield finding(
            sheet.title, _at(sheet_columns.BODY_ROW, sheet_columns.LABEL), "time-axis", f"panes are frozen at {sheet.freeze_panes}"
        )


def formula_findings(sheet: Any, rows: Rows, continued: set[tuple[int, int]], names: Mapping[str, str], book: Any) -> Iterator[Finding]:
    """Formulas keep the rules of what they call, hold and read. A cell that only continues its row is judged by the row's first."""
    titles = book.sheetnames
    for row, cells in rows.items():
        for column, cell in cells.items():
            formula = cell.value
            if cell.data_type != "f" or not isinstance(formula, str):
                continue
            found = list(formulas.too_long(formula))
            if (row, column) not in continued:
                pieces = formulas.tokens(formula)
                read, wrong = formulas.references(pieces, sheet.title, names)
                found += [*formulas.breaches(pieces), *wrong]
                found += [("unknown-reference", f"no sheet {area.sheet}") for area in read if area.sheet not in titles]
                if row >= sheet_columns.BODY_ROW and sheet.title not in sheet_columns.NOT_CALCULATION:
                    found += _flow(sheet.title, row, column, read, titles)
                    found += _chain(formula, read, book)
            yield from (finding(sheet.title, cell.coordinate, rule, met) for rule, met in found)


def _flow(title: str, row: int, column: int, read: list[formulas.Reference], titles: list[str]) -> Iterator[formulas.Breach]:
    for area in read:
        if area.sheet == title:
            if area.bottom > row or (area.bottom == row and area.right >= column):
                yield "reads-forward", f"reads {_at(area.bottom, area.right)}, below or to the right"
        elif area.sheet in titles and titles.index(area.sheet) > titles.index(title):
            yield "reads-forward", f"reads the later sheet {area.sheet}"


def _chain(formula: str, read: list[formulas.Reference], book: Any) -> Iterator[formulas.Breach]:
    if not is_link(formula) or not read:
        return
    origin = read[0]
    if origin.sheet in {sheet_columns.INPUTS, sheet_columns.CATALOGUE} or origin.sheet not in book.sheetnames:
        return
    cell = book[origin.sheet]._cells.get((origin.top, origin.left))
    if cell is not None and is_link(cell.value):
        yield "daisy-chain", f"links to {origin.sheet}!{cell.coordinate}, itself a link ({cell.value})"


def line_findings(sheet: Any, rows: Rows) -> Iterator[Finding]:
    """On a calculation sheet: every line has its label, unit and explanation, and no other line is called the same."""
    seen: set[tuple[str, str]] = set()
    for row, cells in rows.items():
        if row < sheet_columns.BODY_ROW:
            continue
        if any(
            cell.data_type == "f" for column, cell in cells.items() if column == sheet_columns.CONSTANT or column >= sheet_columns.OPENING
        ):
            yield from _described(sheet.title, row, cells, seen, explained=True)


def values_findings(sheet: Any, rows: Rows) -> Iterator[Finding]:
    """On a sheet whose figures are no formulas: its header says so, and from which seed they were drawn, if they were."""
    told = rows.get(sheet_columns.SUBTITLE_ROW, {}).get(sheet_columns.LABEL)
    text = str(told.value) if told else ""
    if not text.startswith(sheet_columns.VALUES_SAID) or (sheet.title == sheet_columns.SIMULATION and "seed" not in text):
        yield finding(
            sheet.title, _at(sheet_columns.SUBTITLE_ROW, sheet_columns.LABEL), "values-unsaid", f"'{text}'" if text else "an empty cell"
        )


def rows_read(book: Any) -> set[int]:
    """The rows of the inputs that a formula of the book reads, of another sheet or of another row."""
    found: set[int] = set()
    for sheet in book.worksheets:
        here = sheet.title == sheet_columns.INPUTS
        for cell in sheet._cells.values():
            if cell.data_type == "f":
                for match in (_HERE if here else _INPUTS).finditer(str(cell.value)):
                    first = int(match[1])
                    found.update(row for row in range(first, int(match[2] or first) + 1) if not here or row != cell.row)
    return found


_INPUTS = re.compile(rf"{sheet_columns.INPUTS}!\$?[D-G]\$?(\d+)(?::\$?[D-G]\$?(\d+))?")
_HERE = re.compile(r"(?<![!:$A-Z\d])\$?[D-G]\$?(\d+)(?::\$?[D-G]\$?(\d+))?")


def input_findings(sheet: Any, rows: Rows, read: set[int]) -> Iterator[Finding]:
    """On the inputs: every row has its name, its unit and where it comes from; the base is open, the active cell computed.

    A base that nothing reads is locked; so may one be that is read as it was delivered.
    """
    seen: set[tuple[str, str]] = set()
    for row, cells in rows.items():
        if row < sheet_columns.INPUT_BODY_ROW or not any(
            sheet_columns.INPUT_ACTIVE <= column <= sheet_columns.INPUT_KEY for column in cells
        ):
            continue
        yield from _described(sheet.title, row, cells, seen, explained=False)
        for column, name in (
            (sheet_columns.INPUT_SOURCE, "source"),
            (sheet_columns.INPUT_DATE, "date"),
            (sheet_columns.INPUT_CONFIDENCE, "confidence"),
        ):
            if column not in cells:
                yield finding(sheet.title, _at(row, column), "input-provenance", f"no {name}")
        if sheet_columns.INPUT_KEY in cells:  # without a path it is structure: a name
            is_locked, is_read = sheet.cell(row, sheet_columns.INPUT_BASE).protection.locked, row in read
            as_delivered = str(sheet.cell(row, sheet_columns.INPUT_ACTIVE).value).startswith(f"=H{row}")
            if is_locked and is_read and not as_delivered:
                yield finding(sheet.title, _at(row, sheet_columns.INPUT_BASE), "input-locked", "the base cell is locked")
            if not is_locked and not is_read:
                yield finding(sheet.title, _at(row, sheet_columns.INPUT_BASE), "input-unread", "no formula reads its row")
        if sheet_columns.INPUT_ACTIVE not in cells or cells[sheet_columns.INPUT_ACTIVE].data_type != "f":
            yield finding(sheet.title, _at(row, sheet_columns.INPUT_ACTIVE), "input-not-active", "no formula")


def _described(title: str, row: int, cells: dict[int, Any], seen: set[tuple[str, str]], *, explained: bool) -> Iterator[Finding]:
    wanted = {"label-missing": sheet_columns.LABEL, "unit-missing": sheet_columns.UNIT}
    if explained:
        wanted["explanation-missing"] = sheet_columns.EXPLANATION
    for rule, column in wanted.items():
        if column not in cells:
            yield finding(title, _at(row, column), rule, "an empty cell")
    name = tuple(str(cells[column].value) if column in cells else "" for column in (sheet_columns.LABEL, sheet_columns.WHERE))
    if name[0] and name in seen:
        yield finding(title, _at(row, sheet_columns.LABEL), "label-twice", " · ".join(filter(None, name)))
    seen.add((name[0], name[1]))


def _at(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"
