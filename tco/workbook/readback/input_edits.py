"""What somebody changed in the blue cells: every cell of the Inputs that differs from the scenario the workbook was issued with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tco.catalogue.table import DAY_ZERO
from tco.scenario.source import steps
from tco.scenario.yaml_data import Place as Steps
from tco.workbook import sheet_columns
from tco.workbook.readback.cells import Cell, Grid, Value, at
from tco.workbook.sheets.inputs import HEADINGS

PARTS = {
    sheet_columns.INPUT_BASE: "value",
    sheet_columns.INPUT_LOW: "low",
    sheet_columns.INPUT_HIGH: "high",
    sheet_columns.INPUT_SOURCE: "source",
    sheet_columns.INPUT_DATE: "date",
    sheet_columns.INPUT_CONFIDENCE: "confidence",
    sheet_columns.INPUT_NOTE: "note",
}
"""Columns of the Inputs that a reader may edit, by what of a value they hold."""
TOPS = {"case": "base", "start": ""}
"""Rows of the Inputs that are texts at the top of a scenario, with what holds where the file is silent."""


@dataclass(frozen=True)
class Edit:
    """One edited cell: where, which value of the scenario and which part of it, as issued and as it stands now."""

    sheet: str
    cell: str
    path: str
    place: Steps
    """Where the value stands in the resolved scenario's data."""
    part: str
    before: Value
    after: Value
    formula: str = ""
    """What was typed where a formula gives the value."""

    @property
    def where(self) -> str:
        """The cell, as a spreadsheet says it."""
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class InputRow:
    """A row of the Inputs sheet as it stands: its path in the scenario, the steps there, and its cells by part."""

    path: str
    place: Steps
    row: int
    cells: Mapping[str, tuple[str, Cell | None]]
    """Each part's coordinate, and what stands there."""


def input_rows(grid: Grid, data: Mapping[str, Any], sheet: str) -> tuple[list[InputRow], list[str]]:
    """The rows that name a value of the issued scenario, and what is wrong with the rows: `Sheet!cell: what; expected; remedy`."""
    columns, header = _columns(grid)
    problems = [
        f"{sheet}: the column {HEADINGS[column]!r} is gone; expected it in the row of headings: restore it from the workbook as issued"
        for column in (sheet_columns.INPUT_KEY, *PARTS)
        if column not in columns
    ]
    if problems:
        return [], problems
    rows: list[InputRow] = []
    seen: dict[str, str] = {}
    for (row, column), cell in sorted(grid.items()):
        if column != columns[sheet_columns.INPUT_KEY] or row <= header:
            continue
        path, here = str(cell.value), f"{sheet}!{at((row, column))}"
        place = place_of(data, path)
        if place is None:
            problems.append(f"{here}: the scenario of this workbook has no {path}; expected the path as it was issued: undo the edit")
        elif path in seen:
            problems.append(f"{here}: {path} stands at {seen[path]} already; expected one row for each value: delete one of them")
        else:
            seen[path] = here
            cells = {part: (at((row, columns[of])), grid.get((row, columns[of]))) for of, part in PARTS.items()}
            rows.append(InputRow(path, place, row, cells))
    problems += [
        f"{sheet}: the row of {path} is gone; expected every row of the workbook as issued: undo the deletion, or import its copy"
        for path in paths_of(data)
        if path not in seen
    ]
    return rows, problems


def _columns(grid: Grid) -> tuple[dict[int, int], int]:
    """Where each column of the Inputs stands now, by where it was issued, and the row of headings."""
    header = next(row for (row, _), cell in sorted(grid.items()) if cell.value == HEADINGS[sheet_columns.INPUT_KEY])
    named = {cell.value: column for (row, column), cell in grid.items() if row == header}
    return {column: named[text] for column, text in HEADINGS.items() if text in named}, header


def place_of(data: Mapping[str, Any], path: str) -> Steps | None:
    """The place of a path in a resolved scenario's data, or None where nothing stands there."""
    try:
        names = steps(path)
    except ValueError:
        return None
    if path in TOPS:
        return (path,)
    here: Any = data  # a mapping or a list, or what is no place at all
    place: list[str | int] = []
    for name in names:
        step: str | int | None = _position(here, name) if isinstance(here, list) else name
        if step is None or (isinstance(here, Mapping) and step not in here) or not isinstance(here, Mapping | list):
            return None
        found: Any = here
        here = found[step]
        place.append(step)
    return tuple(place) if isinstance(here, Mapping) and "value" in here else None


def _position(items: list[Any], name: str) -> int | None:
    for position, item in enumerate(items):
        if isinstance(item, Mapping) and item.get("name") == name:
            return position
    return int(name) - 1 if name.isascii() and name.isdigit() and 1 <= int(name) <= len(items) else None


def paths_of(data: Mapping[str, Any]) -> Iterator[str]:
    """The path of every value of a resolved scenario, the catalogue's facts left out."""
    yield from TOPS
    yield from _paths({name: part for name, part in data.items() if name not in ("catalogue", "notes")}, ())


def _paths(here: Any, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(here, Mapping) and "value" in here:
        yield ".".join(f'"{name}"' if "." in name else name for name in names)
    elif isinstance(here, Mapping):
        for name, part in here.items():
            yield from _paths(part, (*names, str(name)))
    elif isinstance(here, list):
        for number, part in enumerate(here, start=1):
            name = part.get("name") if isinstance(part, Mapping) else None
            yield from _paths(part, (*names, str(name if isinstance(name, str) else number)))


def issued_value(data: Mapping[str, Any], row: InputRow, part: str, notes: Mapping[str, str]) -> Value:
    """What a cell of the Inputs held when the workbook was issued; `notes` is what the model says of inputs without a note."""
    if row.path in TOPS:
        return data.get(row.path, TOPS[row.path]) if part == "value" else None
    here: Any = data
    for step in row.place:
        here = here[step]
    found = here.get(part)
    if part == "note":
        return found if found is not None else notes.get(row.path)
    return float(found) if isinstance(found, int | float) else found


def input_edits(data: Mapping[str, Any], rows: list[InputRow], notes: Mapping[str, str], sheet: str) -> Iterator[Edit]:
    """Every cell of the rows that says something else than when it was issued."""
    for row in rows:
        for part, (name, cell) in row.cells.items():
            if (row.path in TOPS and part != "value") or (part == "note" and row.path not in notes):
                continue
            before = issued_value(data, row, part, notes)
            after = month(cell.value) if row.path == "start" and cell else cell.value if cell else None
            if not alike(before, after) or (cell and cell.formula):
                yield Edit(sheet, name, row.path, row.place, part, before, after, cell.formula if cell else "")


def month(value: Value) -> Value:
    """A date's month as a scenario says it; what is no first day of a month stays what it is."""
    found = day(value)
    return found.removesuffix("-01") if isinstance(found, str) and found.count("-") == 2 else found


def day(value: Value) -> Value:
    """The day that a number means to a spreadsheet, in words; what means none stays what it is."""
    if isinstance(value, float) and 1 <= value < 2_900_000 and value.is_integer():
        return (DAY_ZERO + timedelta(days=int(value))).isoformat()
    return value


def alike(before: Value, after: Value) -> bool:
    """Whether two values are the same to a reader: texts apart from spaces around them, nothing and an empty text."""
    if isinstance(before, str) and isinstance(after, str):
        return before.strip() == after.strip()
    if before in (None, "") or after in (None, ""):
        return before in (None, "") and after in (None, "")
    return type(before) is type(after) and before == after
