"""Says what was done to a workbook since it was issued: to inputs, formulas, stored results, and its build.

The workbook as issued is built anew from the scenario on its own Scenario sheet and compared cell by cell. Where another version of
the program wrote it, the fingerprints of its formulas take its place: they tell that a sheet's formulas changed, but not which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator

from tco.workbook import sheet_columns
from tco.workbook.file.fingerprint import fingerprint, plain
from tco.workbook.readback.cells import EMPTY, Grid, at
from tco.workbook.readback.comparison import Comparison, FormulaChange, StructureChange
from tco.workbook.readback.edited_book import HERE, EditedBook, formulas_of, open_book
from tco.workbook.readback.input_edits import Edit, differing_from_delivered
from tco.workbook.readback.issued_book import against_issue
from tco.workbook.readback.recalculation import RecalculationError, Wrong, judged, recalculated
from tco.workbook.readback.scenario import edits_of, issued_scenario


@dataclass(frozen=True)
class Audit:
    """The findings."""

    book: EditedBook
    inputs: tuple[Edit, ...]
    formulas: tuple[FormulaChange, ...]
    results: tuple[Wrong, ...]
    structure: tuple[StructureChange, ...]
    notes: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """True where nothing but inputs changed."""
        return not (self.formulas or self.results or self.structure)

    def as_json(self) -> dict[str, Any]:
        """The findings in the documented shape."""
        issue = self.book.issue
        return {
            "book": str(self.book.path),
            "issued": None if issue is None else {"program": issue.program, "sha256": issue.sha256},
            "inputs_changed": [edit.as_json() | ({"formula": edit.formula} if edit.formula else {}) for edit in self.inputs],
            "formulas_changed": [
                {"sheet": change.sheet, "cell": change.cell, "what": change.what, "from": change.before, "to": change.after}
                for change in self.formulas
            ],
            "results_wrong": [
                {"sheet": wrong.sheet, "cell": at(wrong.place), "stored": wrong.stored, "recalculated": wrong.recalculated}
                for wrong in self.results
            ],
            "structure": [vars(change) for change in self.structure],
            "notes": list(self.notes),
            "clean": self.clean,
        }


def audit(path: Path) -> Audit:
    """Audit the workbook at `path`. Raises TcoError where it is none of tco's, MissingPartError where formualizer is missing."""
    book = open_book(path)
    issue = book.issue
    issued = issued_scenario(book, issue) if issue and issue.data else None
    structure = [StructureChange(name, "", "sheet hidden") for name in book.hidden] + list(_issue_altered(book))
    notes: list[str] = []
    problems: list[str] = []
    if issue and issue.data:
        edits, _, problems = edits_of(book, issue, issued)
    else:
        edits = [edit for edit in differing_from_delivered(book.sheets[book.inputs], book.inputs) if edit.path]
        notes.append("inputs are compared with their Delivered values: ranges and sources could not be")
    found = against_issue(book, issued)
    if found is None:
        changes = [StructureChange("", "", "inputs", problem) for problem in problems]
        found = Comparison(list(_by_fingerprint(book)), changes, [_unknown(book)])
    try:
        wrong, told = judged(book.sheets, recalculated(path, book.sheets), found.results, edited=bool(edits))
    except RecalculationError as problem:
        wrong, told = [], []
        structure.append(StructureChange("", "", "results not confirmed", f"the independent engine cannot read this workbook: {problem}"))
    return Audit(book, tuple(edits), tuple(found.formulas), tuple(wrong), (*structure, *found.structure), (*notes, *found.notes, *told))


def _issue_altered(book: EditedBook) -> Iterator[StructureChange]:
    """The Scenario sheet, if it does not say any more what was issued."""
    if book.issue is None:
        yield StructureChange(sheet_columns.SCENARIO, "", "sheet removed", "what the workbook was issued with cannot be known without it")
    elif not book.issue.unaltered:
        yield StructureChange(
            sheet_columns.SCENARIO, "", "text altered", f"its SHA-256 is not {book.issue.sha256[:12]}…, with which it was issued"
        )


def _unknown(book: EditedBook) -> str:
    """The note on a workbook that this program does not build anew."""
    if book.issue is None:
        return "formulas are held against their rows, and not one by one: what was issued is not known"
    told = f"issued by {book.issue.program or 'an unknown version'}, audited by {HERE}, which does not build the same workbook"
    return f"{told}: formulas are held against the fingerprints and their rows, and not one by one"


def _by_fingerprint(book: EditedBook) -> Iterator[FormulaChange]:
    """Sheets whose formulas are not those issued, and the cells that break a row of otherwise equal formulas."""
    known = book.issue.fingerprints if book.issue else {}
    for name, issued in known.items():
        if name not in book.sheets:
            yield FormulaChange(name, "", "sheet removed or renamed", issued, None)
        elif (now := fingerprint(formulas_of(name, book.sheets[name]))) != issued:
            yield FormulaChange(name, "", "fingerprint of the formulas differs", issued, now)
    for name, grid in book.sheets.items():
        if name not in sheet_columns.NOT_CALCULATION:
            yield from _uneven(name, grid)


def _uneven(name: str, grid: Grid) -> Iterator[FormulaChange]:
    """Cells of a row of months that are not the cell to their left, copied right."""
    for (row, column), cell in sorted(grid.items()):
        left = grid.get((row, column - 1), EMPTY).formula
        if row >= sheet_columns.PERIOD_ROW and column > sheet_columns.FIRST_PERIOD and left:
            expected = Translator(left, origin=at((row, column - 1))).translate_formula(at((row, column)))
            if plain(expected) != plain(cell.formula):
                yield FormulaChange(name, at((row, column)), "breaks its row", expected, cell.formula or cell.value)
