"""Compares an edited workbook with the workbook as issued, cell by cell, wherever rows, columns and sheets stand now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import isclose

from openpyxl.utils import get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.file.fingerprint import plain
from tco.workbook.readback.alignment import GONE, Geometry, geometry, moved
from tco.workbook.readback.cells import Cell, Grid, Place, Value, at
from tco.workbook.readback.input_edits import PARTS, alike
from tco.workbook.readback.recalculation import RELATIVE

_SHARED_TEXTS = 0.5
"""A sheet that is gone and a new one with this share of the same texts are one sheet, renamed."""


@dataclass(frozen=True)
class FormulaChange:
    """A formula that was altered, overwritten, cleared or added: what stood in the cell and what stands there now."""

    sheet: str
    cell: str
    what: str
    before: Value
    after: Value


@dataclass(frozen=True)
class StructureChange:
    """What was done to the workbook's build: a row, a column, a sheet, a name, or a text or number that is no input."""

    sheet: str
    place: str
    what: str
    detail: str = ""


@dataclass
class Comparison:
    """What differs from the workbook as issued."""

    formulas: list[FormulaChange] = field(default_factory=list)
    structure: list[StructureChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: Mapping[str, Geometry] = field(default_factory=dict)
    """Where each issued sheet stands now, those that are gone left out."""


def compare(
    issued: Mapping[str, Grid], names: Mapping[str, str], edited: Mapping[str, Grid], now: Mapping[str, str], left_out: Collection[str]
) -> Comparison:
    """Everything but the inputs, which `edits` compares: sheets, rows, columns, formulas, names (`names` issued, `now` in the book).

    Of the sheets `left_out` no cells are compared.
    """
    found = Comparison()
    titles = _titles(issued, edited, found)
    found.places = {name: geometry(name, title, issued[name], edited[title]) for name, title in titles.items()}
    for name, place in found.places.items():
        found.structure += _lines(place, issued[name])
        if name not in left_out:
            _cells(name, issued[name], edited[place.title], found)
    _names(names, now, found)
    return found


def _titles(issued: Mapping[str, Grid], edited: Mapping[str, Grid], found: Comparison) -> dict[str, str]:
    """What each issued sheet is called now; renamed, removed and added sheets are told."""
    titles = {name: name for name in issued if name in edited}
    new = [title for title in edited if title not in issued]
    for name in issued:
        if name in edited:
            continue
        texts = _texts(issued[name])
        near = next((title for title in new if len(texts & _texts(edited[title])) > _SHARED_TEXTS * len(texts)), None)
        if near is None:
            found.structure.append(StructureChange(name, "", "sheet removed"))
        else:
            found.structure.append(StructureChange(near, "", "sheet renamed", f"it was issued as {name}"))
            titles[name] = near
            new.remove(near)
    for title in new:
        found.structure.append(StructureChange(title, "", "sheet added"))
    return {name: titles[name] for name in issued if name in titles}


def _texts(grid: Grid) -> set[Value]:
    return {cell.value for cell in grid.values() if isinstance(cell.value, str) and not cell.formula}


def _lines(place: Geometry, issued: Grid) -> Iterator[StructureChange]:
    """Rows and columns that were inserted or deleted."""
    for row in place.deleted_rows:
        told = " · ".join(
            str(cell.value) for (at_row, column), cell in sorted(issued.items()) if at_row == row and column <= sheet_columns.WHERE
        )
        yield StructureChange(place.title, str(row), "row deleted", told)
    for row in place.inserted_rows:
        yield StructureChange(place.title, str(row), "row inserted")
    for column in place.deleted_columns:
        yield StructureChange(place.title, get_column_letter(column), "column deleted")
    for column in place.inserted_columns:
        yield StructureChange(place.title, get_column_letter(column), "column inserted")


def _cells(name: str, issued: Grid, edited: Grid, found: Comparison) -> None:
    here = found.places[name]
    images = {}
    for (row, column), before in sorted(issued.items()):
        if row in here.rows and column in here.columns:
            images[here.rows[row], here.columns[column]] = (row, column)
            after = edited.get((here.rows[row], here.columns[column]))
            if before != after or before.formula:
                _cell(name, issued, (row, column), after, found)
    back = {now: row for row, now in here.rows.items()}, {now: column for column, now in here.columns.items()}
    texts = 0
    for place, cell in sorted(edited.items()):
        if place in images:
            continue
        issued_place = (back[0].get(place[0], 0), back[1].get(place[1], 0))
        if cell.formula and not open_to_readers(name, issued, issued_place):
            found.formulas.append(FormulaChange(here.title, at(place), "added", None, cell.formula))
        elif isinstance(cell.value, str):
            texts += not open_to_readers(name, issued, issued_place)
        elif not open_to_readers(name, issued, issued_place):
            found.structure.append(StructureChange(here.title, at(place), "number typed", f"{cell.value:g} in a cell that was empty"))
    if texts:
        found.notes.append(f"{here.title}: {texts} text{'s' * (texts > 1)} written into empty cells")


def _cell(name: str, issued: Grid, place: Place, after: Cell | None, found: Comparison) -> None:
    """One cell that was issued filled."""
    here, before = found.places[name], issued[place]
    cell = at((here.rows[place[0]], here.columns[place[1]]))
    if before.formula:
        if after is None:
            found.formulas.append(FormulaChange(here.title, cell, "cleared", before.formula, None))
        elif not after.formula:
            found.formulas.append(FormulaChange(here.title, cell, "overwritten", before.formula, after.value))
        elif plain(expected := moved(before.formula, name, found.places)) != plain(after.formula):
            wanted = before.formula if GONE in expected else expected  # in today's rows, where all that it read is still there
            found.formulas.append(FormulaChange(here.title, cell, "altered", wanted, after.formula))
    elif open_to_readers(name, issued, place):
        return
    elif after is not None and after.formula:
        found.formulas.append(FormulaChange(here.title, cell, "added", before.value, after.formula))
    elif not _alike(name, before.value, None if after is None else after.value):
        now = "nothing" if after is None else after.value
        found.structure.append(StructureChange(here.title, cell, "text or number altered", f"{_short(before.value)} is now {_short(now)}"))


def _alike(name: str, before: Value, now: Value) -> bool:
    """Whether a text or number is as issued; drawn values may differ by what another version of a library rounds otherwise."""
    if name == sheet_columns.SIMULATION and isinstance(before, float) and isinstance(now, float):
        return isclose(before, now, rel_tol=RELATIVE)
    return alike(before, now)


def _short(value: Value) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def open_to_readers(name: str, issued: Grid, place: Place) -> bool:
    """Whether readers may edit an issued cell: the parts of an input, and the facts of the Catalogue with their origins."""
    row, column = place
    if name == sheet_columns.INPUTS:
        return column in PARTS and (row, sheet_columns.INPUT_KEY) in issued and row > sheet_columns.INPUT_HEADER_ROW
    number = issued.get((row, 1))
    return name == sheet_columns.CATALOGUE and column > 1 and number is not None and isinstance(number.value, float)


def _names(issued: Mapping[str, str], now: Mapping[str, str], found: Comparison) -> None:
    """Names that other workbooks link to."""
    for name, target in issued.items():
        if name not in now:
            found.structure.append(StructureChange("", name, "name removed", f"it meant {target}"))
        elif plain(now[name]) not in (plain(target), plain(moved(f"={target}", "", found.places)).removeprefix("=")):
            found.structure.append(StructureChange("", name, "name redirected", f"it meant {target}, and means {now[name]} now"))
    added = [name for name in now if name not in issued]
    if added:
        found.notes.append(f"names added: {', '.join(added)}")
