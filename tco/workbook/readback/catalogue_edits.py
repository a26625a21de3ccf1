"""What somebody changed on the Catalogue sheet: facts, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tco.catalogue.table import Catalogue, day_number
from tco.workbook.readback.cells import Cell, Grid, Value, at
from tco.workbook.readback.input_edits import Edit, alike, day
from tco.workbook.sheets.catalogue import BESIDE, provenance

_ROW = "Row"
ORIGIN_PARTS = ("date", "confidence", "source")
"""What the columns beside a row's facts hold, in their order."""


@dataclass(frozen=True)
class FactRows:
    """A table of the Catalogue sheet as it stands: the column of each fact, those beside them, and the row of each entry."""

    name: str
    columns: Mapping[str, int]
    beside: tuple[int, ...]
    rows: Mapping[int, int]
    """Row of the sheet by number of the entry, from 0."""
    unnumbered: tuple[int, ...]
    """Rows in which facts stand without a number: somebody added them."""


def fact_rows(grid: Grid, data: Mapping[str, Any], sheet: str) -> tuple[list[FactRows], list[str]]:
    """Where each table of the issued catalogue stands now, and what is wrong: `Sheet!cell: what; expected; remedy`."""
    tables: Mapping[str, Any] = data.get("catalogue", {}).get("tables", {})
    texts = {cell.value: row for (row, column), cell in sorted(grid.items(), reverse=True) if column == 1 and isinstance(cell.value, str)}
    found, problems = [], []
    for name, table in tables.items():
        title = texts.get(table["title"])
        header = None if title is None else _cell(grid, title + 1, 1)
        if title is None or header is None or header.value != _ROW:
            problems.append(f"{sheet}: the table {table['title']!r} is gone; expected it as it was issued: undo the deletion")
            continue
        columns, lacking = _columns(grid, title + 1, [column["label"] for column in table["columns"].values()])
        problems += [f"{sheet}!{at((title + 1, 1))}: the column {label!r} is gone; expected it: undo the deletion" for label in lacking]
        if lacking:
            continue
        keys = dict(zip(table["columns"], columns, strict=True))
        numbers, others = _numbered(grid, title + 3, len(table["entries"]))
        missing = [number for number in range(len(table["entries"])) if number not in numbers]
        problems += [f"{sheet}: row {number + 1} of {table['title']!r} is gone; expected it: undo the deletion" for number in missing]
        beside, _ = _columns(grid, title + 1, BESIDE, after=max(columns))
        found.append(FactRows(name, keys, tuple(beside) if len(beside) == len(BESIDE) else (), numbers, others))
    return found, problems


def _cell(grid: Grid, row: int, column: int) -> Cell | None:
    return grid.get((row, column))


def _columns(grid: Grid, header: int, labels: tuple[str, ...] | list[str], after: int = 1) -> tuple[list[int], list[str]]:
    """The columns under these labels, in their order from left to right, and the labels that are not there."""
    last = max((column for row, column in grid if row == header), default=0)
    found, lacking, here = [], [], after
    for label in labels:
        column = next((place for place in range(here + 1, last + 1) if (cell := grid.get((header, place))) and cell.value == label), None)
        if column is None:
            lacking.append(label)
        else:
            found.append(column)
            here = column
    return found, lacking


def _numbered(grid: Grid, first: int, count: int) -> tuple[dict[int, int], tuple[int, ...]]:
    """The rows of a table by the number in their first column, and those without one, to the first row that is empty or a title."""
    numbers: dict[int, int] = {}
    others: list[int] = []
    row = first
    while True:
        cell, name = _cell(grid, row, 1), _cell(grid, row, 2)
        if cell is None and name is None:
            return numbers, tuple(others)
        if cell is None:
            others.append(row)
        elif isinstance(cell.value, float) and cell.value.is_integer() and 1 <= cell.value <= count:
            numbers.setdefault(int(cell.value) - 1, row)
        else:
            return numbers, tuple(others)
        row += 1


def catalogue_edits(grid: Grid, data: Mapping[str, Any], tables: list[FactRows], issued: Catalogue | None, sheet: str) -> Iterator[Edit]:
    """Every fact that differs from the issued one; origins too where the `issued` catalogue can be read by this program."""
    for where in tables:
        table = data["catalogue"]["tables"][where.name]
        keys = list(table["columns"])[: table.get("keys", 1)]
        for number, row in where.rows.items():
            entry = table["entries"][number]
            name = " ".join(str(_plain(entry.get(key))) for key in keys)
            place = ("catalogue", "tables", where.name, "entries", number)
            for key, column in where.columns.items():
                cell = grid.get((row, column))
                before, after = _plain(entry.get(key)), cell.value if cell else None
                if table["columns"][key]["unit"] == "date":
                    before, after = _day(before), _day(after)
                if not alike(before, after) or (cell and cell.formula):
                    formula = cell.formula if cell else ""
                    yield Edit(
                        sheet, at((row, column)), f"catalogue.{where.name}.{name}.{key}", (*place, key), "value", before, after, formula
                    )
            if issued is not None and where.name in issued.tables and where.beside:
                known = issued[where.name]
                for part, column, before in zip(ORIGIN_PARTS, where.beside, provenance(known, known.rows[number]), strict=True):
                    cell = grid.get((row, column))
                    if not alike(before, cell.value if cell else None):
                        path = f"catalogue.{where.name}.{name}"
                        yield Edit(sheet, at((row, column)), path, place, part, before, cell.value if cell else None)


def _plain(given: Any) -> Value:
    value = given.get("value") if isinstance(given, Mapping) else given
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _day(value: Value) -> Value:
    """A date of the catalogue as a day in words: the sheet holds it as a number."""
    try:
        return day(day_number(value)) if isinstance(value, str) else day(value)
    except ValueError:
        return value
