"""Compares an edited workbook with the workbook as issued, cell by cell, wherever rows, columns and sheets are now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from openpyxl.utils import get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.file.fingerprint import plain
from tco.workbook.readback.alignment import Alignment, aligned, as_issued
from tco.workbook.readback.cells import EMPTY, Grid, Place, Value, at
from tco.workbook.readback.input_edits import PARTS, alike
from tco.workbook.readback.recalculation import same

Read = Callable[[str, str], str]
"""Gives a formula of today's workbook, with its sheet, in the plain form of the issued one."""
_SHARED_TEXTS = 0.5
"""A sheet that is gone and a new one with more than this share of the same texts are one sheet, renamed."""


@dataclass(frozen=True)
class FormulaChange:
    """A formula that was altered, overwritten, cleared or added: the cell's content before and after."""

    sheet: str
    cell: str
    what: str
    before: Value
    after: Value


@dataclass(frozen=True)
class StructureChange:
    """A change of the workbook's build: a row, a column, a sheet, a name, or a text or number that is no input."""

    sheet: str
    place: str
    what: str
    detail: str = ""


@dataclass
class Comparison:
    """Everything that differs from the workbook as issued, its inputs left out."""

    formulas: list[FormulaChange] = field(default_factory=list)
    structure: list[StructureChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    results: dict[str, dict[Place, Value]] = field(default_factory=dict)
    """The issued result of every formula, by today's sheet and cell."""


def compare(
    issued: Mapping[str, Grid], names: Mapping[str, str], edited: Mapping[str, Grid], now: Mapping[str, str], left_out: Collection[str]
) -> Comparison:
    """Compare two workbooks by sheet, and the names that are defined in them (`names` as issued, `now` as edited).

    The cells of inputs are left out, which `input_edits` compares, and all cells of the sheets `left_out`.
    """
    found = Comparison()
    sheets = {title: aligned(name, title, issued[name], edited[title]) for name, title in _titles(issued, edited, found).items()}
    moved = any(sheet.moved for sheet in sheets.values())

    def read(formula: str, title: str) -> str:
        return plain(as_issued(formula, title, sheets) if moved else formula)

    for title, sheet in sheets.items():
        before, after = issued[sheet.name], edited[title]
        found.structure += _lines(sheet, before)
        found.results[title] = {place: before[origin].value for place in after if before.get(origin := sheet.origin(place), EMPTY).formula}
        if sheet.name not in left_out:
            _cells(sheet, before, after, read, found)
    _names(names, now, read, found)
    return found


def _titles(issued: Mapping[str, Grid], edited: Mapping[str, Grid], found: Comparison) -> dict[str, str]:
    """Today's title of each issued sheet; renamed, removed and added sheets are told."""
    titles = {name: name for name in issued if name in edited}
    new = [title for title in edited if title not in issued]
    for name in (name for name in issued if name not in edited):
        texts = _texts(issued[name])
        near = next((title for title in new if len(texts & _texts(edited[title])) > _SHARED_TEXTS * len(texts)), None)
        if near is None:
            found.structure.append(StructureChange(name, "", "sheet removed"))
        else:
            found.structure.append(StructureChange(near, "", "sheet renamed", f"it was issued as {name}"))
            titles[name] = near
            new.remove(near)
    found.structure += [StructureChange(title, "", "sheet added") for title in new]
    return {name: titles[name] for name in issued if name in titles}


def _texts(grid: Grid) -> set[Value]:
    return {cell.value for cell in grid.values() if isinstance(cell.value, str) and not cell.formula}


def _lines(sheet: Alignment, issued: Grid) -> Iterator[StructureChange]:
    """Rows and columns that were deleted, inserted or moved; a deleted row is told with its label."""
    for what, axis, lines, number in (("row", 0, sheet.rows, str), ("column", 1, sheet.columns, get_column_letter)):
        known, order = set(lines.values()), list(lines.values())
        for line in range(1, max(place[axis] for place in issued) + 1):
            if line not in known:
                cells = (issued.get((line, column), EMPTY) for column in (sheet_columns.LABEL, sheet_columns.WHERE) if what == "row")
                label = " · ".join(str(cell.value) for cell in cells if cell.value is not None)
                yield StructureChange(sheet.title, number(line), f"{what} deleted", label)
        for now in range(1, max(lines, default=0)):
            if now not in lines:
                yield StructureChange(sheet.title, number(now), f"{what} inserted")
        blocks = SequenceMatcher(None, sorted(order), order, autojunk=False).get_matching_blocks()
        kept = {line for block in blocks for line in order[block.b : block.b + block.size]}
        for now, line in lines.items():
            if line not in kept:
                yield StructureChange(sheet.title, number(now), f"{what} moved", f"it was issued as {what} {number(line)}")


def _cells(sheet: Alignment, issued: Grid, edited: Grid, read: Read, found: Comparison) -> None:
    """Compare a sheet's cells: every one that was issued filled and is still there, and every one that is filled now."""
    rows, columns = ({line: now for now, line in lines.items()} for lines in (sheet.rows, sheet.columns))
    places = {(rows[row], columns[column]) for row, column in issued if row in rows and column in columns}
    texts = 0
    for place in sorted(places | edited.keys()):
        origin = sheet.origin(place)
        before, after = issued.get(origin, EMPTY), edited.get(place, EMPTY)
        if before.formula:
            if not after.formula or read(after.formula, sheet.title) != plain(before.formula):
                what = "altered" if after.formula else "cleared" if after == EMPTY else "overwritten"
                found.formulas.append(FormulaChange(sheet.title, at(place), what, before.formula, after.formula or after.value))
        elif before == after or _open_to_readers(sheet.name, issued, origin):
            continue
        elif after.formula:
            found.formulas.append(FormulaChange(sheet.title, at(place), "added", before.value, after.formula))
        elif before.value is None and isinstance(after.value, str):
            texts += 1
        elif before.value is None:
            found.structure.append(StructureChange(sheet.title, at(place), "number typed", f"{after.value:g} in a cell that was empty"))
        elif not (alike(before.value, after.value) or same(before.value, after.value)):  # a program may store fewer digits
            told = f"{_short(before.value)} is now {_short('nothing' if after.value is None else after.value)}"
            found.structure.append(StructureChange(sheet.title, at(place), "text or number altered", told))
    if texts:
        found.notes.append(f"{sheet.title}: {texts} text{'s' * (texts > 1)} written into empty cells")


def _short(value: Value) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _open_to_readers(name: str, issued: Grid, place: Place) -> bool:
    """True for an issued cell that readers may edit: the parts of an input, and the facts of the Catalogue with their origins."""
    row, column = place
    if name == sheet_columns.INPUTS:
        return column in PARTS and (row, sheet_columns.INPUT_KEY) in issued and row > sheet_columns.INPUT_HEADER_ROW
    return name == sheet_columns.CATALOGUE and column > 1 and isinstance(issued.get((row, 1), EMPTY).value, float)


def _names(issued: Mapping[str, str], now: Mapping[str, str], read: Read, found: Comparison) -> None:
    """Compare the names that other workbooks link to."""
    for name, target in issued.items():
        if name not in now:
            found.structure.append(StructureChange("", name, "name removed", f"it meant {target}"))
        elif read(now[name], "") != plain(target):
            found.structure.append(StructureChange("", name, "name redirected", f"it meant {target}, and means {now[name]} now"))
    if added := [name for name in now if name not in issued]:
        found.notes.append(f"names added: {', '.join(added)}")
