"""Finds every cell of the Catalogue sheet that differs from the issued catalogue: facts and their origins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tco.catalogue.table import Catalogue, day_number
from tco.workbook.readback.cells import EMPTY, Grid, Value, at
from tco.workbook.readback.input_edits import Edit, alike, day
from tco.workbook.sheets.catalogue import BESIDE, provenance

_ROW = "Row"
ORIGIN_PARTS = ("date", "confidence", "source")
"""Parts of an origin in the columns beside a row's facts, in their order."""


def catalogue_edits(
    grid: Grid, data: Mapping[str, Any], issued: Catalogue | None, sheet: str, left_out: Collection[str] = ()
) -> tuple[list[Edit], list[str]]:
    """Every fact that differs from the issued one, and what is wrong with the sheet: `Sheet!cell: what; expected; remedy`.

    Origins of facts are compared as well where the `issued` catalogue can be read by this program. The sheet was issued without the
    tables that are `left_out`.
    """
    titles = {cell.value: row for (row, column), cell in sorted(grid.items(), reverse=True) if column == 1 and isinstance(cell.value, str)}
    edits, problems = [], []
    for name, table in _issued(data, left_out).items():
        title, count = table["title"], len(table["entries"])
        header = titles.get(title, -1) + 1
        if grid.get((header, 1), EMPTY).value != _ROW:
            problems.append(f"{sheet}: the table {title!r} is gone; expected it as it was issued: undo the deletion")
            continue
        # Facts are found by the table's title, the number of their row and the heading of their column, wherever these are now.
        columns, lacking = _columns(grid, header, [column["label"] for column in table["columns"].values()])
        problems += [f"{sheet}!{at((header, 1))}: the column {label!r} is gone; expected it: undo the deletion" for label in lacking]
        if lacking:
            continue
        rows, added = _numbered(grid, header, count)
        missing = [number for number in range(count) if number not in rows]
        problems += [f"{sheet}: row {number + 1} of {title!r} is gone; expected it: undo the deletion" for number in missing]
        problems += [
            f"{sheet}!{at((row, 1))}: a fact was added here; expected it in the `catalogue:` of a scenario, with its source"
            for row in added
        ]
        # Origins are in the columns beside the facts; in the issued catalogue they are put together from all facts of a row.
        beside, gone = _columns(grid, header, BESIDE, after=max(columns))
        known = issued.tables.get(name) if issued and not gone else None
        keys = list(table["columns"])[: table.get("keys", 1)]
        for number, row in rows.items():
            entry = table["entries"][number]
            path = f"catalogue.{name}.{' '.join(str(_plain(entry.get(key))) for key in keys)}"
            place = ("catalogue", "tables", name, "entries", number)
            for (key, about), column in zip(table["columns"].items(), columns, strict=True):
                cell = grid.get((row, column), EMPTY)
                before, after = _plain(entry.get(key)), cell.value
                if about["unit"] == "date":
                    before, after = _day(before), _day(after)
                if cell.formula or not alike(before, after):
                    edits.append(Edit(sheet, at((row, column)), f"{path}.{key}", (*place, key), "value", before, after, cell.formula))
            origin = provenance(known, known.rows[number]) if known else ()
            for part, column, before in zip(ORIGIN_PARTS, beside, origin, strict=False):
                after = grid.get((row, column), EMPTY).value
                if not alike(before, after):
                    edits.append(Edit(sheet, at((row, column)), path, place, part, before, after))
    return edits, problems


def _issued(data: Mapping[str, Any], left_out: Collection[str]) -> dict[str, Any]:
    """The tables with which the sheet was issued."""
    return {name: table for name, table in data.get("catalogue", {}).get("tables", {}).items() if name not in left_out}


def _columns(grid: Grid, header: int, labels: Sequence[str], after: int = 1) -> tuple[list[int], list[str]]:
    """The columns under these labels, in their order from left to right, and the labels that are not there."""
    heads = sorted(column for row, column in grid if row == header)
    found: list[int] = []
    lacking: list[str] = []
    for label in labels:
        right = [column for column in heads if column > max(found, default=after) and grid[header, column].value == label]
        if right:
            found.append(right[0])
        else:
            lacking.append(label)
    return found, lacking


def _numbered(grid: Grid, header: int, count: int) -> tuple[dict[int, int], list[int]]:
    """The rows of a table, down to the next title: by the number in their first column, and those that were not issued."""
    rows: dict[int, int] = {}
    added: list[int] = []
    for row in range(header + 1, max(row for row, _ in grid) + 1):
        number, name = grid.get((row, 1), EMPTY).value, grid.get((row, 2), EMPTY).value
        if isinstance(number, str) or (number is name is None and len(rows) == count):
            break
        if isinstance(number, float) and number.is_integer() and 1 <= number <= count:
            rows.setdefault(int(number) - 1, row)
        elif number is not None or name is not None:
            added.append(row)
    return rows, added


def _plain(given: Any) -> Value:
    value = given.get("value") if isinstance(given, Mapping) else given
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _day(value: Value) -> Value:
    """A date of the catalogue as a day in words: the sheet holds it as a number."""
    try:
        return day(day_number(value)) if isinstance(value, str) else day(value)
    except ValueError:
        return value
