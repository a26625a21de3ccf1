"""Builds a workbook anew as it was issued, from the scenario on its own Scenario sheet, and compares the edited workbook with it."""

from __future__ import annotations

from tco.engine.evaluate import Results, evaluate
from tco.engine.simulation.simulate import Simulation, simulate
from tco.findings import Findings
from tco.scenario.scenario import Scenario
from tco.workbook import sheet_columns
from tco.workbook.book import build_book
from tco.workbook.file.fingerprint import fingerprint
from tco.workbook.readback.cells import cells_of
from tco.workbook.readback.comparison import Comparison, StructureChange, compare
from tco.workbook.readback.edited_book import HERE, EditedBook, Issue, formulas_of

MOST_REDRAWN = 20_000
"""Draws beyond which the values of a Simulation sheet are not checked: an audit should not take minutes."""


def against_issue(book: EditedBook, issued: Scenario | None) -> Comparison | None:
    """The comparison with the workbook as issued, or None where this program does not build what was issued."""
    issue = book.issue
    if issue is None or issued is None:
        return None
    results = evaluate(issued)
    simulation = _redrawn(issue, results)
    built, written = build_book(Findings(results, simulation), issue.sha256, full=not issue.folded)
    sheets = cells_of(built, written)
    prints = {name: fingerprint(formulas_of(name, grid)) for name, grid in sheets.items() if name != sheet_columns.SCENARIO}
    same_build = prints == dict(issue.fingerprints)
    if not same_build and issue.program != HERE:
        return None
    names = {name: str(target.attr_text) for name, target in built.defined_names.items()}
    left_out, notes = {sheet_columns.SCENARIO}, []
    if simulation and issue.simulation and simulation.draws != issue.simulation[0]:
        left_out.add(sheet_columns.SIMULATION)
        told = f"{issue.simulation[0]:,} draws, which an audit does not draw again"
        notes.append(f"the values on the sheet {sheet_columns.SIMULATION} come from {told}")
    found = compare(sheets, names, book.sheets, book.names, left_out)
    found.notes[:0] = notes
    if not same_build:
        told = f"the formulas are not those that {HERE} builds: another state of it issued the workbook, or the fingerprints were altered"
        found.structure.append(StructureChange(sheet_columns.SCENARIO, "", "fingerprints", told))
    return found


def _redrawn(issue: Issue, results: Results) -> Simulation | None:
    """The simulation that the workbook was issued with; of a very large one a single draw, which has the same cells."""
    if issue.simulation is None:
        return None
    draws, seed = issue.simulation
    return simulate(results, draws if 1 <= draws <= MOST_REDRAWN else 1, seed)
