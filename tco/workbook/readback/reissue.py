"""Builds a workbook anew as it was issued, from the scenario on its own Scenario sheet, and compares it with what it is now."""

from __future__ import annotations

from tco.evaluate import evaluate
from tco.scenario.scenario import Scenario
from tco.workbook import roles
from tco.workbook.book import build_book
from tco.workbook.fingerprint import fingerprint
from tco.workbook.readback.cells import Place, Value, cells_of
from tco.workbook.readback.compare import Comparison, StructureChange, compare
from tco.workbook.readback.opened import HERE, EditedBook, Issue, formulas_of


def against_issue(book: EditedBook, issued: Scenario | None, notes: list[str]) -> tuple[Comparison | None, dict[str, dict[Place, Value]]]:
    """The comparison with the workbook as issued, and what its formulas gave then by sheet and cell of now.

    None where this program does not build what was issued.
    """
    issue = book.issue
    if issue is None or issued is None:
        _unknown(issue, notes)
        return None, {}
    built, written = build_book(evaluate(issued), issue.sha256, drawn=roles.SIMULATION in book.sheets)
    sheets = cells_of(built, written)
    prints = {name: fingerprint(formulas_of(name, grid)) for name, grid in sheets.items() if name != roles.SCENARIO}
    same_build = prints == dict(issue.fingerprints)
    if not same_build and issue.program != HERE:
        _unknown(issue, notes)
        return None, {}
    names = {name: str(target.attr_text) for name, target in built.defined_names.items()}
    found = compare(sheets, names, book.sheets, book.names)
    if not same_build:
        told = f"the formulas are not those that {HERE} builds: another state of it issued the workbook, or the fingerprints were altered"
        found.structure.append(StructureChange(roles.SCENARIO, "", "fingerprints", told))
    results: dict[str, dict[Place, Value]] = {}
    for name, place in found.places.items():
        now = results.setdefault(place.title, {})
        for (row, column), cell in sheets[name].items():
            if cell.formula and row in place.rows and column in place.columns:
                now[place.rows[row], place.columns[column]] = cell.value
    return found, results


def _unknown(issue: Issue | None, notes: list[str]) -> None:
    if issue is None:
        notes.append("formulas are held against the rows they stand in, and not one by one: what was issued is not known")
        return
    told = f"issued by {issue.program or 'an unknown version'}, audited by {HERE}, which does not build the same workbook"
    notes.append(f"{told}: formulas are held against the fingerprints and the rows they stand in, and not one by one")
