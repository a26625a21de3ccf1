"""Finds the rows and columns of an issued sheet by their texts, wherever they are now, and reads formulas in terms of the issued ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.readback.cells import EMPTY, Grid, Place, Value

KEY_COLUMNS: Mapping[str, Sequence[int]] = {
    sheet_columns.INPUTS: (sheet_columns.INPUT_LABEL, sheet_columns.INPUT_WHERE, sheet_columns.INPUT_KEY),
    sheet_columns.CATALOGUE: (1, 2),
}
"""Columns whose texts identify a row, on sheets where readers edit the others."""
FIRST_COLUMNS = range(1, 9)
"""The same on every other sheet: label, place, unit and explanation of a line; option, place and line of a row of Data."""
REFERENCE = re.compile(
    r"(?<![\w.])(?:('(?:[^']|'')+'|[\w.]+)!)?"  # the sheet, in quotes or not
    r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(.!])"  # the cell, or the two corners of a range
)


@dataclass(frozen=True)
class Alignment:
    """An issued sheet with its title now, and the issued row and column of each row and column that it has now, new ones left out."""

    name: str
    title: str
    rows: Mapping[int, int]
    columns: Mapping[int, int]

    def origin(self, place: Place) -> Place:
        """The issued row and column of a cell of today; 0 where one of them is new."""
        return self.rows.get(place[0], 0), self.columns.get(place[1], 0)

    @property
    def moved(self) -> bool:
        """True where the sheet, a row or a column has another name or number than it was issued with."""
        return self.title != self.name or any(now != line for lines in (self.rows, self.columns) for now, line in lines.items())


def aligned(name: str, title: str, issued: Grid, edited: Grid) -> Alignment:
    """The issued sheet `name` in the sheet that is called `title` now. A sheet with as many columns as before keeps them in place."""
    last = max((column for _, column in issued), default=0)
    columns = {column: column for column in range(1, last + 1)}
    if last != max((column for _, column in edited), default=0):
        header = issued.get((sheet_columns.PERIOD_ROW, sheet_columns.CONSTANT), EMPTY).value
        columns = _paired(_column_keys(issued, header), _column_keys(edited, header))
    known = {column: now for now, column in columns.items() if column in KEY_COLUMNS.get(name, FIRST_COLUMNS)}
    return Alignment(name, title, _paired(_row_keys(issued, list(known)), _row_keys(edited, list(known.values()))), columns)


def _row_keys(grid: Grid, columns: Sequence[int]) -> list[Hashable]:
    """The texts of each row in these columns, or else its number of formulas; the first column may also hold a row's number."""
    texts: dict[int, list[Value]] = defaultdict(list)
    formulas: Counter[int] = Counter()
    for (row, column), cell in sorted(grid.items()):
        if column in columns and cell.formula:
            formulas[row] += 1
        elif column in columns and (isinstance(cell.value, str) or column == columns[0]):
            texts[row].append(cell.value)
    return [tuple(texts[row]) or formulas[row] for row in range(1, max((row for row, _ in grid), default=0) + 1)]


def _column_keys(grid: Grid, header: Value) -> list[Hashable]:
    """The texts of each column, or else the number of its month, in the row that has this `header`."""
    numbered = min((row for (row, _), cell in grid.items() if header and cell == (header, "")), default=0)
    texts: dict[int, set[Value]] = defaultdict(set)
    for (_, column), cell in grid.items():
        if isinstance(cell.value, str) and not cell.formula:
            texts[column].add(cell.value)
    last = max((column for _, column in grid), default=0)
    return [frozenset(texts[column]) or grid.get((numbered, column), EMPTY).value for column in range(1, last + 1)]


def _paired(issued: Sequence[Hashable], edited: Sequence[Hashable]) -> dict[int, int]:
    """The place among the issued keys of each of the edited ones, both counted from 1.

    Keys that occur as often as they did are the same, in their order. Any other is beside a neighbour that was found, if what was
    there is nobody else's and both have a key or neither has.
    """
    before, after = Counter(issued), Counter(edited)
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, key in enumerate(issued, start=1):
        places[key].append(place)
    found = {0: 0, len(edited) + 1: len(issued) + 1}  # the edges of the sheet are neighbours as well
    found |= {now: places[key].popleft() for now, key in enumerate(edited, start=1) if key and before[key] == after[key]}
    taken = set(found.values())
    for step in (1, -1):
        for now in range(1, len(edited) + 1)[::step]:
            near = found.get(now - step, -2) + step
            if now not in found and near > 0 and near not in taken and bool(edited[now - 1]) == bool(issued[near - 1]):
                found[now] = near
                taken.add(near)
    return {now: found[now] for now in range(1, len(edited) + 1) if now in found}


def as_issued(formula: str, here: str, sheets: Mapping[str, Alignment]) -> str:
    """A formula of the sheet called `here` with every reference as it was issued, a new row or column as ?; `sheets` by today's title."""

    def reference(found: re.Match[str]) -> str:
        sheet = sheets.get(unquoted(found[1] or here))
        if sheet is None:
            return found[0]
        corners = [(found[2], found[3])] + ([(found[4], found[5])] if found[5] else [])
        places = [(sheet.columns.get(column_index_from_string(letters)), sheet.rows.get(int(row), "?")) for letters, row in corners]
        cells = ":".join(f"{get_column_letter(column) if column else '?'}{row}" for column, row in places)
        return f"{sheet.name}!{cells}" if found[1] else cells

    return REFERENCE.sub(reference, formula)


def unquoted(name: str) -> str:
    """The name of a sheet without the quotes that a formula puts around it."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
