"""Reads an edited workbook as a scenario: the issued one with every edited cell in it, and what no scenario can say."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from tco.errors import ScenarioError, TcoError
from tco.scenario.reading import read_from
from tco.scenario.scenario import Scenario
from tco.scenario.source import Source, with_settings
from tco.scenario.yaml_data import Place
from tco.workbook import sheet_columns
from tco.workbook.file.fingerprint import fingerprint
from tco.workbook.readback.apply_edits import apply_edits
from tco.workbook.readback.catalogue_edits import catalogue_edits
from tco.workbook.readback.edited_book import HERE, EditedBook, Issue, formulas_of, open_book
from tco.workbook.readback.input_edits import Edit, InputRow, differing_from_delivered, input_edits, input_rows, readable
from tco.workbook.readback.issued_book import against_issue

MOST_TOLD = 12
"""Changes of each kind that are named one by one."""


@dataclass(frozen=True)
class ReadBack:
    """An edited workbook as a scenario."""

    book: EditedBook
    issue: Issue
    issued: Scenario | None
    """As it was issued; None where this program cannot read it, because another version wrote it."""
    source: Source
    """The workbook's scenario as data, in which every value is known by its cell."""
    edits: tuple[Edit, ...]
    remarks: tuple[str, ...]
    """Adjustments, because a scenario says some things in another way."""
    left_behind: tuple[str, ...]
    """Changes of the workbook that no scenario can say."""


def read_back(path: Path) -> ReadBack:
    """Read the workbook at `path` as a scenario. Raises ScenarioError with every cell that cannot be right, and its remedy."""
    book = open_book(path)
    issue = _sound_issue(book)
    issued = issued_scenario(book, issue)
    edits, rows, problems = edits_of(book, issue, issued)
    data = deepcopy(dict(issue.data))
    applied = apply_edits(data, edits, issued, path.name)
    if problems or applied.problems:
        raise ScenarioError([f"{path}: {problem}" for problem in (*problems, *applied.problems)])
    places = {place: f"{path}: {where}" for place, where in _places(rows, edits, book.inputs).items()}
    source = Source(Path(f"{path} (sheet {sheet_columns.SCENARIO})"), data, {}, places)
    remarks = (*applied.remarks, *_without_effect(rows, edits))
    return ReadBack(book, issue, issued, source, tuple(edits), remarks, tuple(_left_behind(book, issue, issued)))


def scenario_of_book(found: ReadBack, settings: tuple[str, ...] = ()) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario of an edited workbook with `--set` settings applied, and remarks on what had to be left out for it to be read.

    A workbook of another version may carry a catalogue that lacks what this version's model reads: then the installed catalogue
    takes its place, unless facts of it were edited. Raises ScenarioError with the reason where the scenario cannot be read.
    """
    source = with_settings(found.source, settings)
    try:
        return read_from(source), ()
    except ScenarioError as refused:
        if found.issue.program == HERE and found.issued is not None:
            raise
        return _of_another_version(found, source, refused)


def _of_another_version(found: ReadBack, source: Source, refused: ScenarioError) -> tuple[Scenario, tuple[str, ...]]:
    program, path = found.issue.program or "another version", found.book.path
    why = f"{path}: issued by {program}, read by {HERE}"
    facts = [edit.where for edit in found.edits if edit.path.startswith("catalogue.")]
    if not facts:
        without = {name: part for name, part in source.data.items() if name != "catalogue"}
        try:
            scenario = read_from(replace(source, data=without))
        except ScenarioError as still:
            refused = still
        else:
            return scenario, (f"{why}: its catalogue lacks what this version reads; the installed catalogue takes its place",)
    edited = f" (edited facts: {', '.join(facts)})" if facts else ""
    remedy = f"{why}, whose scenarios differ{edited}; expected {program} to read it, or `tco import {path.name} --onto scenario.yaml`"
    raise ScenarioError([remedy, *refused.problems])


def _sound_issue(book: EditedBook) -> Issue:
    """The issue that the workbook states. Raises TcoError where that is gone or altered, because edits could not be told from it."""
    restore = "restore it from the workbook as issued, or copy the edits into that one"
    if book.issue is None:
        raise TcoError(f"{book.path}: the sheet {sheet_columns.SCENARIO} is gone, and with it what the workbook was issued with; {restore}")
    if not book.issue.unaltered or not book.issue.data:
        expected = f"expected the text whose SHA-256 is {book.issue.sha256[:12]}…"
        raise TcoError(f"{book.path}: the text on the sheet {sheet_columns.SCENARIO} was altered; {expected}: {restore}")
    return book.issue


def issued_scenario(book: EditedBook, issue: Issue) -> Scenario | None:
    """The scenario as issued, or None where this program cannot read it: another version wrote it."""
    try:
        return read_from(Source(book.path, dict(issue.data)))
    except ScenarioError:
        return None


def edits_of(book: EditedBook, issue: Issue, issued: Scenario | None) -> tuple[list[Edit], list[InputRow], list[str]]:
    """Every edited cell of the Inputs and the Catalogue, the rows of the Inputs, and what is wrong with either sheet."""
    rows, problems = input_rows(book.sheets[book.inputs], issue.data, book.inputs)
    edits = list(input_edits(issue.data, rows, _notes(issued), book.inputs))
    if not book.catalogue:
        return edits, rows, [*problems, f"the sheet {sheet_columns.CATALOGUE} is gone; expected it: restore it from the workbook as issued"]
    catalogue = issued.catalogue if issued else None
    facts, wrong = catalogue_edits(book.sheets[book.catalogue], issue.data, catalogue, book.catalogue, issue.left_out)
    return edits + facts, rows, problems + wrong


def _notes(issued: Scenario | None) -> dict[str, str]:
    """The words of the Inputs sheet on each path: the value's own note, or else what the input is."""
    entries = issued.entries.values() if issued else ()
    return {element.path: element.note or entry.input.note for entry in entries for element in entry.elements if element.path}


def _without_effect(rows: list[InputRow], edits: list[Edit]) -> Iterator[str]:
    """Remarks on edits that change no figure of the workbook, because the plan did without their input."""
    fixed = {row.path for row in rows if row.is_fixed}
    for edit in edits:
        if edit.path in fixed and edit.part in ("value", "low", "high"):
            yield f"{edit.where}: {edit.path} is not used in the workbook as issued; the edit takes effect when it is issued again"


def _places(rows: list[InputRow], edits: list[Edit], sheet: str) -> dict[Place, str]:
    """The cell of every place of the scenario, such as `Inputs!E12`."""
    parts = {(*row.place, part): f"{sheet}!{cell}" for row in rows for part, (cell, _) in row.cells.items()}
    values = {row.place: f"{sheet}!{row.cells['value'][0]}" for row in rows}
    return parts | values | {edit.place: edit.where for edit in edits if edit.sheet != sheet}


def _left_behind(book: EditedBook, issue: Issue, issued: Scenario | None) -> Iterator[str]:
    """Changes outside of the cells of inputs: formulas, rows, sheets, names that rows are built from.

    Where every fingerprint is the issued one nothing else was changed, and the workbook need not be built anew to know it.
    """
    prints = {name: fingerprint(formulas_of(name, grid)) for name, grid in book.sheets.items() if name in issue.fingerprints}
    if prints != dict(issue.fingerprints):
        found = against_issue(book, issued)
        if found is None:
            changed = [name for name in issue.fingerprints if prints.get(name) != issue.fingerprints[name]]
            yield f"formulas that are not those issued by {issue.program}, on {', '.join(changed)}"
        else:
            for formula in found.formulas[:MOST_TOLD]:
                yield f"{formula.sheet}!{formula.cell}: formula {formula.what}: {formula.before} → {formula.after}"
            for change in found.structure[:MOST_TOLD]:
                yield f"{' '.join(filter(None, (change.sheet, change.place)))}: {change.what} {change.detail}".rstrip()
            more = sum(max(len(changes) - MOST_TOLD, 0) for changes in (found.formulas, found.structure))
            if more:
                yield f"{more:,} more changes of formulas and rows: `tco audit {book.path}` lists them"
    for edit in differing_from_delivered(book.sheets[book.inputs], book.inputs):
        if not edit.path and edit.before is not None:
            told = f"{readable(edit.before)} is now {readable(edit.after)}"
            yield f"{edit.where}: {told}: sheets are built from this name: change it in the scenario"
