"""What was done to a workbook since it was issued: inputs, formulas, stored results, and its build.

The workbook as issued is built anew from the scenario on its own Scenario sheet and compared cell by cell. Where another version of
the program wrote it, the fingerprints of its formulas stand in for that: they tell that a sheet's formulas changed, but not which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator

from tco.workbook import sheet_columns
from tco.workbook.file.fingerprint import fingerprint, plain
from tco.workbook.readback.cells import Grid, Place, Value, at
from tco.workbook.readback.comparison import Comparison, FormulaChange, StructureChange
from tco.workbook.readback.edited_book import EditedBook, formulas_of, open_book
from tco.workbook.readback.input_edits import Edit, alike
from tco.workbook.readback.issued_book import against_issue
from tco.workbook.readback.recalculation import RecalculationError, Results, Wrong, recalculated, same, wrong_results
from tco.workbook.readback.scenario import edits_of, issued_scenario
from tco.workbook.sheets.inputs import HEADINGS


@dataclass(frozen=True)
class Audit:
    """The findings; `clean` is true where nothing but inputs changed."""

    book: EditedBook
    inputs: tuple[Edit, ...]
    formulas: tuple[FormulaChange, ...]
    results: tuple[Wrong, ...]
    structure: tuple[StructureChange, ...]
    notes: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether the workbook computes what was issued, with inputs of its own at most."""
        return not (self.formulas or self.results or self.structure)

    def as_json(self) -> dict[str, Any]:
        """The findings in the documented shape."""
        issue = self.book.issue
        return {
            "book": str(self.book.path),
            "issued": None if issue is None else {"program": issue.program, "sha256": issue.sha256},
            "inputs_changed": [
                {"sheet": edit.sheet, "cell": edit.cell, "path": edit.path, "part": edit.part, "from": edit.before, "to": edit.after}
                | ({"formula": edit.formula} if edit.formula else {})
                for edit in self.inputs
            ],
            "formulas_changed": [
                {"sheet": change.sheet, "cell": change.cell, "what": change.what, "from": change.before, "to": change.after}
                for change in self.formulas
            ],
            "results_wrong": [
                {"sheet": wrong.sheet, "cell": at(wrong.place), "stored": wrong.stored, "recalculated": wrong.recalculated}
                for wrong in self.results
            ],
            "structure": [
                {"sheet": change.sheet, "place": change.place, "what": change.what, "detail": change.detail} for change in self.structure
            ],
            "notes": list(self.notes),
            "clean": self.clean,
        }


def audit(path: Path) -> Audit:
    """Audit the workbook at `path`. Raises TcoError where it is none of tco's, MissingPartError where formualizer is missing."""
    book = open_book(path)
    structure = [*_hidden(book), *_issue_altered(book)]
    issued = issued_scenario(book, book.issue) if book.issue and book.issue.data else None
    notes: list[str] = []
    edits: list[Edit] = []
    problems: list[str] = []
    if book.issue and book.issue.data:
        edits, _, problems = edits_of(book, book.issue, issued)
    else:
        edits = list(_by_delivered(book))
        notes.append("inputs are compared with their Delivered values: ranges and sources could not be")
    found, results = against_issue(book, issued, notes)
    if found is None:
        found = Comparison(list(_by_fingerprint(book)), [StructureChange("", "", "inputs", problem) for problem in problems])
    try:
        wrong, more = _judged(book, recalculated(path, book.sheets), results, edited=bool(edits))
        notes += more
    except RecalculationError as problem:
        wrong = []
        structure.append(StructureChange("", "", "results not confirmed", f"the independent engine cannot read this workbook: {problem}"))
    structure += found.structure
    return Audit(book, tuple(edits), tuple(found.formulas), tuple(wrong), tuple(structure), (*notes, *found.notes))


def _hidden(book: EditedBook) -> Iterator[StructureChange]:
    for name in book.hidden:
        yield StructureChange(name, "", "sheet hidden")


def _issue_altered(book: EditedBook) -> Iterator[StructureChange]:
    """Whether the Scenario sheet still says what was issued."""
    if book.issue is None:
        yield StructureChange(sheet_columns.SCENARIO, "", "sheet removed", "what the workbook was issued with cannot be known without it")
    elif not book.issue.unaltered:
        yield StructureChange(
            sheet_columns.SCENARIO, "", "text altered", f"its SHA-256 is not {book.issue.sha256[:12]}…, with which it was issued"
        )


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
        left = grid.get((row, column - 1))
        if row < sheet_columns.PERIOD_ROW or column <= sheet_columns.FIRST_PERIOD or left is None or not left.formula:
            continue
        expected = Translator(left.formula, origin=at((row, column - 1))).translate_formula(at((row, column)))
        if plain(expected) != plain(cell.formula):
            yield FormulaChange(name, at((row, column)), "breaks its row", expected, cell.formula or cell.value)


def _by_delivered(book: EditedBook) -> Iterator[Edit]:
    """Inputs that differ from what stands beside them as delivered, where nothing else tells what was issued."""
    grid = book.sheets[book.inputs]
    header = next(row for (row, _), cell in sorted(grid.items()) if cell.value == HEADINGS[sheet_columns.INPUT_KEY])
    for (row, column), key in sorted(grid.items()):
        if column == sheet_columns.INPUT_KEY and row > header:
            base, delivered = (grid.get((row, place)) for place in (sheet_columns.INPUT_BASE, sheet_columns.INPUT_DELIVERED))
            before, after = (cell.value if cell else None for cell in (delivered, base))
            if not alike(before, after):
                yield Edit(book.inputs, at((row, sheet_columns.INPUT_BASE)), str(key.value), (), "value", before, after)


def _judged(
    book: EditedBook, found: Results, issued: Mapping[str, Mapping[Place, Value]], *, edited: bool
) -> tuple[list[Wrong], list[str]]:
    """Stored results that are wrong, and what is to be said of those that are only missing or old.

    A program that does not calculate stores no results, or leaves those of before an edit: nobody has altered anything then. That holds
    as long as no result at all follows the edit: where some do, an old one among them is wrong.
    """
    formulas = [(name, place) for name, cells in found.items() for place in cells]
    if formulas and all(book.sheets[name][place].value is None for name, place in formulas):
        return [], [
            "no results are stored: the program that saved the workbook does not calculate; open it in a spreadsheet program and save"
        ]
    wrong = list(wrong_results(book.sheets, book.names, found))
    known = {(item.sheet, item.place) for item in wrong}

    def as_issued(name: str, place: Place, value: Value) -> bool:
        return place in issued.get(name, {}) and same(issued[name][place], value)

    fresh = any(
        place in issued.get(name, {}) and (name, place) not in known and not as_issued(name, place, book.sheets[name][place].value)
        for name, place in formulas
    )
    drawn = sheet_columns.SIMULATION  # its formulas are not built anew: nobody draws again here
    old = [item for item in wrong if item.sheet == drawn or as_issued(item.sheet, item.place, item.stored)] if edited and not fresh else []
    remedy = "open the workbook in a spreadsheet program and save it"
    told = f"not recalculated since the inputs were edited: {len(old):,} results are still those issued; {remedy}"
    return [item for item in wrong if item not in old], [told] if old else []
