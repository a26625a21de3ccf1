"""Opens an edited workbook: its cells, and the record of its issue on its Scenario sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from tco import __version__
from tco.errors import TcoError
from tco.scenario.yaml_data import NotYamlError, parse
from tco.workbook import sheet_columns
from tco.workbook.readback.cells import Cell, Grid, Place, defined_names, hidden_sheets, read_cells
from tco.workbook.readback.input_edits import PARTS
from tco.workbook.sheets.inputs import HEADINGS
from tco.workbook.sheets.scenario import DIGEST, DRAWS, FILE, FOLDED, FORMULAS, LEFT_OUT, PART, PROGRAM, SEED, TEXT, THOSE_USED

HERE = f"tco {__version__}"
"""This program, as a workbook names it."""
LARGEST = 1_000_000_000
"""Bytes of an unpacked workbook; ten regions, sixty months and eight options take about a twentieth."""
_OLE = b"\xd0\xcf\x11\xe0"
_WRITTEN = "expected a workbook that `tco report` wrote"


@dataclass(frozen=True)
class Issue:
    """The record of a workbook's issue: the program, the resolved scenario with its digest, and each sheet's fingerprint."""

    program: str
    sha256: str
    text: str
    fingerprints: Mapping[str, str]
    data: Mapping[str, Any] = field(repr=False)
    """The scenario as plain data; empty where its text is no YAML any more."""
    folded: bool = False
    """True where it has the lines that the plan uses; a book of before had every line, as one issued with `--full` has."""
    left_out: frozenset[str] = frozenset()
    """Catalogue tables that it was issued without."""
    simulation: tuple[int, int] | None = None
    """Draws and seed of its Simulation sheet; None where it was issued without."""

    @property
    def unaltered(self) -> bool:
        """True where the text has the digest that the workbook was issued with."""
        return hashlib.sha256(self.text.encode()).hexdigest() == self.sha256


@dataclass(frozen=True)
class EditedBook:
    """A workbook that tco wrote, as it is now."""

    path: Path
    sheets: Mapping[str, Grid]
    names: Mapping[str, str]
    hidden: tuple[str, ...]
    inputs: str
    """Today's title of the Inputs sheet."""
    catalogue: str
    """Today's title of the Catalogue; empty where it is gone."""
    issue: Issue | None
    """None where the Scenario sheet is gone."""


def open_book(path: Path) -> EditedBook:
    """Open the workbook at `path`. Raises TcoError with the remedy where there is none, or none of tco's."""
    try:
        with ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise TcoError(f"{path}: this is no Excel workbook; {_WRITTEN}: save it as .xlsx")
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise TcoError(f"{path}: the file unpacks to more than {LARGEST / 1e9:g} GB; {_WRITTEN}")
            sheets, names, hidden = read_cells(archive), defined_names(archive), tuple(hidden_sheets(archive))
    except FileNotFoundError:
        raise TcoError(f"{path}: no such file; {_WRITTEN}") from None
    except IsADirectoryError:
        raise TcoError(f"{path}: this is a folder; {_WRITTEN}") from None
    except BadZipFile:
        raise TcoError(f"{path}: {_not_zipped(path)}") from None
    except (KeyError, ValueError, IndexError, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as problem:
        raise TcoError(f"{path}: the workbook is damaged ({problem}); open it in a spreadsheet program, repair and save it") from None
    except OSError as problem:
        raise TcoError(f"{path}: cannot be read ({problem.strerror or problem}); close it elsewhere, or copy it first") from None
    heading = HEADINGS[sheet_columns.INPUT_KEY]
    inputs = next((title for title, grid in sheets.items() if any(cell.value == heading for cell in grid.values())), "")
    if not inputs:
        lacking = f"no sheet has the column {heading!r} of the Inputs"
        raise TcoError(f"{path}: this is no workbook of tco: {lacking}; {_WRITTEN}, with its {sheet_columns.INPUTS} sheet")
    catalogue = next((title for title, grid in sheets.items() if (cell := grid.get((1, 1))) and cell.value == sheet_columns.CATALOGUE), "")
    return EditedBook(path, sheets, names, hidden, inputs, catalogue, _issue(sheets))


def formulas_of(name: str, grid: Grid) -> Iterator[tuple[Place, str]]:
    """A sheet's formulas; what was typed into the cells of inputs is an input, however it is written."""
    for place, cell in grid.items():
        if cell.formula and not (name == sheet_columns.INPUTS and place[1] in PARTS):
            yield place, cell.formula


def _not_zipped(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        return "the workbook is protected by a password, or in the format before 2007; remove the password and save it as .xlsx"
    return f"this is no workbook, or only a part of one; {_WRITTEN}"


def _issue(sheets: Mapping[str, Grid]) -> Issue | None:
    for grid in sheets.values():
        parts = {str(cell.value): row for (row, column), cell in grid.items() if column == PART and isinstance(cell.value, str)}
        if FILE in parts and DIGEST in parts:
            return _read_issue(grid, parts)
    return None


def _read_issue(grid: Grid, parts: Mapping[str, int]) -> Issue:
    def beside(part: str) -> str:
        return str(grid.get((parts.get(part, 0), TEXT), Cell("")).value)

    lines: dict[int, dict[int, str]] = {}
    for (row, column), cell in grid.items():
        if row > parts[FILE] and column >= TEXT:
            lines.setdefault(row, {})[column] = str(cell.value)
    last = max(lines, default=parts[FILE])
    text = "".join("".join(piece for _, piece in sorted(lines.get(row, {}).items())) + "\n" for row in range(parts[FILE] + 1, last + 1))
    fingerprints = {part.removeprefix(FORMULAS): beside(part) for part in parts if part.startswith(FORMULAS)}
    drawn = beside(DRAWS), beside(SEED)
    simulation = (int(drawn[0]), int(drawn[1])) if all(map(str.isdecimal, drawn)) else None
    left_out = frozenset(beside(LEFT_OUT).split(", ")) if LEFT_OUT in parts else frozenset()
    return Issue(beside(PROGRAM), beside(DIGEST), text, fingerprints, _data(text), beside(FOLDED) == THOSE_USED, left_out, simulation)


def _data(text: str) -> Mapping[str, Any]:
    try:
        data, _ = parse(text)
    except NotYamlError:
        return {}
    return data if isinstance(data, dict) else {}
