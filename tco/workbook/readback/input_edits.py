"""Finds every blue cell of the Inputs that differs from the scenario with which the workbook was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tco.catalogue.table import DAY_ZERO
from tco.language.line import AUTO, AUTO_WORD
from tco.scenario.source import join
from tco.scenario.yaml_data import Place as Steps
from tco.workbook import sheet_columns
from tco.workbook.layout import LEFT_OUT
from tco.workbook.readback.cells import EMPTY, Cell, Grid, Value, at
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
"""Columns of the Inputs that a reader may edit, by the part of a value in them."""
TOPS = {"case": "base", "start": ""}
"""Rows of the Inputs that are texts at the top of a scenario, with their value where the file is silent."""


@dataclass(frozen=True)
class Edit:
    """One edited cell: the value of the scenario that it belongs to and the part of it, as issued and as it is now."""

    sheet: str
    cell: str
    path: str
    place: Steps
    """The steps to the value in the resolved scenario's data."""
    part: str
    before: Value
    after: Value
    formula: str = ""
    """The formula that gives the value, where one was typed."""

    @property
    def where(self) -> str:
        """The cell, as a spreadsheet says it."""
        return f"{self.sheet}!{self.cell}"

    def as_json(self) -> dict[str, Value]:
        """The edit in the documented shape."""
        return {"sheet": self.sheet, "cell": self.cell, "path": self.path, "part": self.part, "from": self.before, "to": self.after}


@dataclass(frozen=True)
class InputRow:
    """A row of the Inputs sheet, wherever it is now: its path in the scenario, the steps there, and its cells by part."""

    path: str
    where: str
    """The cell with the path."""
    place: Steps
    cells: Mapping[str, tuple[str, Cell]]
    """The coordinate and the content of each part."""
    is_fixed: bool = False
    """True where no formula of the workbook follows an edit: it takes effect when the workbook is issued again."""


def input_rows(grid: Grid, data: Mapping[str, Any], sheet: str) -> tuple[list[InputRow], list[str]]:
    """The rows of the issued scenario's values, and what is wrong with them: `Sheet!cell: what; expected; remedy`."""
    columns, header = _columns(grid)
    problems = [
        f"{sheet}: the column {HEADINGS[column]!r} is gone; expected it in the row of headings: restore it from the workbook as issued"
        for column in (sheet_columns.INPUT_KEY, *PARTS)
        if column not in columns
    ]
    if problems:
        return [], problems
    places = places_of(data)
    left_out = min((row for (row, _), cell in grid.items() if cell.value == LEFT_OUT), default=max(row for row, _ in grid))
    rows: dict[str, InputRow] = {}
    for (row, column), cell in sorted(grid.items()):
        if column != columns[sheet_columns.INPUT_KEY] or row <= header:
            continue
        path, here = str(cell.value), f"{sheet}!{at((row, column))}"
        if path not in places:
            problems.append(f"{here}: the scenario of this workbook has no {path}; expected the path as it was issued: undo the edit")
        elif path in rows:
            problems.append(f"{here}: {path} is at {rows[path].where} already; expected one row for each value: delete one of them")
        else:
            cells = {part: (at((row, columns[of])), grid.get((row, columns[of]), EMPTY)) for of, part in PARTS.items()}
            rows[path] = InputRow(path, here, places[path], cells, row > left_out or _as_delivered(grid, row, columns))
    problems += [
        f"{sheet}: the row of {path} is gone; expected every row of the workbook as issued: undo the deletion, or import its copy"
        for path in places
        if path not in rows
    ]
    return list(rows.values()), problems


def _as_delivered(grid: Grid, row: int, columns: Mapping[int, int]) -> bool:
    """True for a row that lines read as it was delivered, whatever is typed into it."""
    active, delivered = (columns.get(column, column) for column in (sheet_columns.INPUT_ACTIVE, sheet_columns.INPUT_DELIVERED))
    return grid.get((row, active), EMPTY).formula.replace("$", "").startswith(f"={at((row, delivered))}")


def _columns(grid: Grid) -> tuple[dict[int, int], int]:
    """Today's column of each heading of the Inputs, by the issued one, and the row of headings."""
    header = min(row for (row, _), cell in grid.items() if cell.value == HEADINGS[sheet_columns.INPUT_KEY])
    named = {cell.value: column for (row, column), cell in grid.items() if row == header}
    return {column: named[text] for column, text in HEADINGS.items() if text in named}, header


def places_of(data: Mapping[str, Any]) -> dict[str, Steps]:
    """The place in a resolved scenario's data of every value by its path, the catalogue's facts left out."""
    values = {name: part for name, part in data.items() if name not in ("catalogue", "notes")}
    return {name: (name,) for name in TOPS} | {join(*names): place for names, place in _values(values, (), ())}


def _values(here: Any, names: tuple[str, ...], place: Steps) -> Iterator[tuple[tuple[str, ...], Steps]]:
    if isinstance(here, Mapping) and "value" in here:
        yield names, place
    elif isinstance(here, Mapping):
        for name, part in here.items():
            yield from _values(part, (*names, str(name)), (*place, name))
    elif isinstance(here, list):
        for number, part in enumerate(here):
            name = part.get("name") if isinstance(part, Mapping) else None
            yield from _values(part, (*names, name if isinstance(name, str) else str(number + 1)), (*place, number))


def at_place(data: Any, place: Steps) -> Any:
    """The value at a place of plain data."""
    for step in place:
        data = data[step]
    return data


def _issued_value(data: Mapping[str, Any], row: InputRow, part: str, notes: Mapping[str, str]) -> Value:
    """The content of a cell of the Inputs as issued; `notes` has the model's words on inputs without a note."""
    if row.path in TOPS:
        return str(data.get(row.path, TOPS[row.path]))
    found = at_place(data, row.place).get(part)
    if part == "note" and found is None:
        return notes.get(row.path)
    if part == "value" and found == AUTO_WORD and isinstance(row.cells[part][1].value, float):
        return float(AUTO)  # the one negative number there is, which the cell shows as a word
    return float(found) if isinstance(found, int | float) else found


def input_edits(data: Mapping[str, Any], rows: list[InputRow], notes: Mapping[str, str], sheet: str) -> Iterator[Edit]:
    """Every cell of the rows that says something else than when it was issued."""
    for row in rows:
        for part, (name, cell) in row.cells.items():
            if (row.path in TOPS and part != "value") or (part == "note" and row.path not in notes):
                continue
            before = _issued_value(data, row, part, notes)
            after = month(cell.value) if row.path == "start" else cell.value
            if cell.formula or not alike(before, after):
                yield Edit(sheet, name, row.path, row.place, part, before, after, cell.formula)


def differing_from_delivered(grid: Grid, sheet: str) -> Iterator[Edit]:
    """Rows of the Inputs whose base is not the delivered value beside it; the path is empty where sheets are built from a row."""
    columns, header = _columns(grid)
    base, *others = (
        columns.get(column, column) for column in (sheet_columns.INPUT_BASE, sheet_columns.INPUT_DELIVERED, sheet_columns.INPUT_KEY)
    )
    for row in sorted({row for row, _ in grid if row > header}):
        after, delivered, path = (grid.get((row, column), EMPTY).value for column in (base, *others))
        if not alike(delivered, after):
            yield Edit(sheet, at((row, base)), str(path or ""), (), "value", delivered, after)


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
    """True where two values are the same to a reader: texts apart from spaces around them, nothing and an empty text."""
    if isinstance(before, str) and isinstance(after, str):
        return before.strip() == after.strip()
    if before in (None, "") or after in (None, ""):
        return before in (None, "") and after in (None, "")
    return type(before) is type(after) and before == after


def readable(value: Value) -> str:
    """A value as messages and sources repeat it."""
    return "nothing" if value is None else f"{value:,.12g}" if isinstance(value, float) else str(value)
