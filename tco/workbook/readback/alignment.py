"""Where the rows and columns of an issued sheet stand now: what was inserted, what was deleted, and how references moved with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.file.fingerprint import plain
from tco.workbook.readback.cells import Grid

Signature = frozenset[Hashable]

IDENTITY = {
    sheet_columns.INPUTS: (sheet_columns.INPUT_LABEL, sheet_columns.INPUT_WHERE, sheet_columns.INPUT_KEY),
    sheet_columns.CATALOGUE: (1, 2),
}
"""Columns whose texts tell the rows of a sheet apart where readers edit the others."""
LINES = (sheet_columns.LABEL, sheet_columns.WHERE, sheet_columns.UNIT, sheet_columns.EXPLANATION)
"""The same on calculation sheets."""
GONE = "#REF!"
_ALIKE = 0.5
"""Rows of which less than this share of texts is the same are taken for different ones."""
_LINK = re.compile(r"=('(?:[^']|'')+'|[A-Za-z_][\w.]*)!\$?[A-Z]{1,3}\$?\d+")
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Geometry:
    """A sheet's name now, where its issued rows and columns stand, and which ones are new."""

    title: str
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    deleted_rows: tuple[int, ...] = ()
    inserted_rows: tuple[int, ...] = ()
    deleted_columns: tuple[int, ...] = ()
    inserted_columns: tuple[int, ...] = ()

    @property
    def still(self) -> bool:
        """Whether every row and column stands where it was issued."""
        return not (self.deleted_rows or self.inserted_rows or self.deleted_columns or self.inserted_columns)


def geometry(name: str, title: str, issued: Grid, edited: Grid) -> Geometry:
    """How the issued sheet `name` stands in the sheet that is now called `title`."""
    last_column = max(column for _, column in (*issued, (1, 1))), max(column for _, column in (*edited, (1, 1)))
    last_row = max(row for row, _ in (*issued, (1, 1))), max(row for row, _ in (*edited, (1, 1)))
    columns = dict(zip(range(1, last_column[0] + 1), range(1, last_column[0] + 1), strict=True))
    if last_column[0] != last_column[1]:
        ways = (
            _aligned(*(_columns(grid, last, links) for grid, last in zip((issued, edited), last_column, strict=True)))
            for links in (True, False)
        )
        columns = max(ways, key=len)  # months look alike but for what they link to, and links move where the other sheet was edited too
    known = _identity(name, last_column[0])
    now = [columns[column] for column in known if column in columns]
    rows = _aligned(_rows(issued, last_row[0], [column for column in known if column in columns]), _rows(edited, last_row[1], now))
    return Geometry(
        title,
        rows,
        columns,
        tuple(row for row in range(1, last_row[0] + 1) if row not in rows),
        _inserted(rows, last_row[1]),
        tuple(column for column in range(1, last_column[0] + 1) if column not in columns),
        _inserted(columns, last_column[1]),
    )


def _inserted(places: Mapping[int, int], last: int) -> tuple[int, ...]:
    """New rows or columns between those that were issued; what somebody wrote beyond the last one is no insertion."""
    known = set(places.values())
    return tuple(place for place in range(1, min(last, max(known, default=0)) + 1) if place not in known)


def _identity(name: str, last: int) -> Sequence[int]:
    if name in IDENTITY:
        return IDENTITY[name]
    return range(1, last + 1) if name in sheet_columns.NOT_CALCULATION else LINES


def _rows(grid: Grid, last: int, columns: Sequence[int]) -> list[Signature]:
    found: list[list[Hashable]] = [[] for _ in range(last)]
    for place, column in enumerate(columns):
        for row in range(1, last + 1):
            cell = grid.get((row, column))
            if cell is not None and not cell.formula:
                found[row - 1].append((place, cell.value))
    return [frozenset(parts) for parts in found]


def _columns(grid: Grid, last: int, links: bool) -> list[Signature]:  # noqa: FBT001  (private)
    found: list[set[Hashable]] = [set() for _ in range(last)]
    for (_, column), cell in grid.items():
        link = links and _LINK.fullmatch(cell.formula)
        found[column - 1].add(plain(cell.formula) if link else "=" if cell.formula else cell.value)
    return [frozenset(parts) for parts in found]


def _aligned(issued: list[Signature], edited: list[Signature]) -> dict[int, int]:
    """Where each of the issued stands among the edited, both counted from 1; what is not there any more is left out."""
    if issued == edited:
        return {place: place for place in range(1, len(issued) + 1)}
    start = next(
        (place for place, pair in enumerate(zip(issued, edited, strict=False)) if pair[0] != pair[1]), min(len(issued), len(edited))
    )
    tail, most = 0, min(len(issued), len(edited)) - start
    while tail < most and issued[-1 - tail] == edited[-1 - tail]:
        tail += 1
    found = {place + 1: place + 1 for place in range(start)}
    found |= {len(issued) - place: len(edited) - place for place in range(tail)}
    matcher = SequenceMatcher(None, issued[start : len(issued) - tail], edited[start : len(edited) - tail], autojunk=False)
    for kind, *places in matcher.get_opcodes():
        first, end, there, there_end = (place + start for place in places)
        if kind == "equal" or (kind == "replace" and end - first == there_end - there):
            found |= {first + offset + 1: there + offset + 1 for offset in range(end - first)}
        elif kind == "replace":
            free = there
            for place in range(first, end):
                near = next((other for other in range(free, there_end) if _near(issued[place], edited[other])), None)
                if near is not None:
                    found[place + 1] = near + 1
                    free = near + 1
    return found


def _near(one: Signature, other: Signature) -> bool:
    return len(one & other) > _ALIKE * len(one | other)


def moved(formula: str, here: str, places: Mapping[str, Geometry]) -> str:
    """An issued formula of the sheet `here` as it must read now that rows, columns and names of sheets have moved."""
    if here in places and not any(name == here or name.replace("'", "''") in formula for name in _changed(places)):
        return formula
    parts = []
    for token in Tokenizer(formula).items:
        operand = token.type == "OPERAND" and token.subtype == "RANGE"
        parts.append(_operand(token.value, here, places) if operand else token.value)
    return "=" + "".join(parts)


def _changed(places: Mapping[str, Geometry]) -> list[str]:
    """Issued names of the sheets that were renamed or whose rows or columns have moved."""
    return [name for name, place in places.items() if not (place.still and place.title == name)]


def _operand(text: str, here: str, places: Mapping[str, Geometry]) -> str:
    where, sign, area = text.rpartition("!")
    name = where[1:-1].replace("''", "'") if where.startswith("'") else where
    place = places.get(name or here)
    if place is None or not _CORNER.match(area):
        return text
    first, colon, last = area.partition(":")
    corners = [_corner(first, place, _forward if colon else _exact)] + ([_corner(last, place, _backward)] if colon else [])
    title = f"'{place.title.replace(chr(39), chr(39) * 2)}'!" if sign else ""
    return title + (GONE if GONE in corners else ":".join(corners))


Find = Callable[[int, Mapping[int, int]], int | None]


def _exact(place: int, places: Mapping[int, int]) -> int | None:
    """Where one cell stands; what lies beyond the last filled cell has not moved."""
    if place in places:
        return places[place]
    last = max(places, default=0)
    return place + max(places.values(), default=0) - last if place > last else None


def _forward(place: int, places: Mapping[int, int]) -> int | None:
    """Where a range begins now: at its first row that is still there."""
    found = _exact(place, places)
    return found if found is not None else places.get(min((one for one in places if one > place), default=0))


def _backward(place: int, places: Mapping[int, int]) -> int | None:
    """Where a range ends now: at its last row that is still there."""
    found = _exact(place, places)
    return found if found is not None else places.get(max((one for one in places if one < place), default=0))


def _corner(text: str, place: Geometry, find: Find) -> str:
    found = _CORNER.fullmatch(text)
    if found is None:
        return text
    column, row = find(column_index_from_string(found[2].upper()), place.columns), find(int(found[4]), place.rows)
    return GONE if column is None or row is None else f"{found[1]}{get_column_letter(column)}{found[3]}{row}"
