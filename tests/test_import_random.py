"""A hundred random edits of inputs, saved by another program: the imported scenario gives what that program recalculated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from changes import Change, Field, Issued, _calculation, changed_book, issued, random_changes, wrong_cells
from conftest import MANY, SCENARIOS, Written
from recalculate import Book, libreoffice, saved_by_libreoffice, stored

from tco.documents import scenario_at, write_report
from tco.engine.evaluate import Results, evaluate
from tco.engine.export import TOTALS
from tco.errors import ScenarioError
from tco.search.settle import read

EDITED = (MANY, "batching")
EDITS_OF_EACH = 50
MONTHS = ("months=4",)
"""Enough for growth, a term that ends and a list by month, in books that are read back a dozen times."""
IN_ITS_GROUP = pytest.mark.xdist_group(MANY)
"""The group in which the documents of the first scenario are written already."""
SEEDS_OF_A_BOOK = 6
"""Random edits are drawn three to fifteen at a time; a book takes several such draws, so that few books hold a hundred edits."""
MOST_TRIES = 20


def editable(field: Field) -> bool:
    """True for a field that a client edits alone: no constant, no share of a whole, no end of a range without its base."""
    parts = field.path.split(".")
    whole = {"share", "load_from", "load_to", "constants"} & set(parts)
    return not whole and field.part == "value" and "exchange_rate" not in field.path


def accepted_edits(book: Issued, folder: Path) -> list[tuple[tuple[Change, ...], Path]]:
    """Books with random edits that a scenario can say, at least fifty edits.

    What is refused names the cell and what is expected; that edit is taken back and the rest tried again.
    """
    fields = [field for field in book.fields if editable(field)]
    found: list[tuple[tuple[Change, ...], Path]] = []
    for first in range(0, MOST_TRIES * SEEDS_OF_A_BOOK, SEEDS_OF_A_BOOK):
        if sum(len(changes) for changes, _ in found) >= EDITS_OF_EACH:
            return found
        drawn = (change for seed in range(first, first + SEEDS_OF_A_BOOK) for change in random_changes(book, seed + 500, fields))
        changes = {change.field.cell: change for change in drawn}
        path = folder / f"{book.results.scenario.name}-{first}.xlsx"
        while problems := refused(changed_book(book, changes.values(), path)):
            assert all("Inputs!" in problem and "expected" in problem for problem in problems), problems
            named = {cell for problem in problems for cell in re.findall(r"Inputs!([A-Z]+\d+)", problem)} & changes.keys()
            if not named:  # what only follows from edits: a place that nobody is served from any more, a commitment to nothing
                named = {cell for cell, change in changes.items() if {"served_from", "commitments"} & set(change.field.path.split("."))}
            if not named:
                break
            changes = {cell: change for cell, change in changes.items() if cell not in named}
        if changes and not problems:
            found.append((tuple(changes.values()), path))
    raise AssertionError(f"only {sum(len(changes) for changes, _ in found)} edits were accepted")


def refused(path: Path) -> list[str]:
    """Why a book is no scenario, or what of it the import says to leave out; nothing where it comes back whole."""
    told: list[str] = []
    try:
        scenario_at(path, (), told.append)
    except ScenarioError as problem:
        return problem.problems
    return [f"Inputs!: {remark}; expected an edit that comes back" for remark in told if "is left out" in remark]


def disagreement(book: Issued, results: Results, found: Book) -> list[str]:
    """Cells of a recalculated book that differ from the imported scenario's results: of all where both have the same rows, else totals."""
    pairs = list(zip(book.layout.sheets, results.every_model(), strict=True))
    alike = results.scenario.months == book.results.scenario.months and all(
        results.scenario.option(option.name).sites == option.sites and results.scenario.option(option.name).tranches == option.tranches
        for option in book.results.scenario.options
    )
    engine: Book = {}
    for here, sheet in pairs:
        if alike:
            layout = replace(book.layout, results=results, sheets=tuple(replace(place, evaluated=one) for place, one in pairs))
            engine[here.name] = dict(_calculation(replace(here, evaluated=layout.folded.of(sheet)), layout))
        elif sheet.option:
            engine[here.name] = {f"D{here.blocks[key].first_row}": sheet.value(key) for key in TOTALS.values() if key in here.blocks}
    return wrong_cells(book, engine, {name: {cell: found[name][cell] for cell in cells} for name, cells in engine.items()})


@IN_ITS_GROUP
def test_a_hundred_random_edits_come_back_as_the_workbook_recalculates_them(tmp_path: Path) -> None:
    """Expected: every formula of the books that LibreOffice recalculated and saved, and no edit adjusted in silence."""
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc` brings it")
    tried = []
    for name in EDITED:
        path = SCENARIOS[name]
        write_report(path, tmp_path, MONTHS, only="xlsx")
        book = issued(next((tmp_path / name).glob("*.xlsx")), evaluate(read(path, MONTHS)))
        tried += [(book, changes, edited) for changes, edited in accepted_edits(book, tmp_path)]
    saved = tmp_path / "saved"
    saved.mkdir()
    paths = saved_by_libreoffice([path for _, _, path in tried], saved, seconds=550)
    for (book, changes, _), path in zip(tried, paths, strict=True):
        wrong = disagreement(book, evaluate(scenario_at(path)), stored(path))
        assert wrong == [], "\n".join([*map(str, changes), *wrong[:8]])
    assert sum(len(changes) for _, changes, _ in tried) >= 100


@IN_ITS_GROUP
def test_the_comparison_can_fail(documents: Mapping[str, Written], tmp_path: Path) -> None:
    """Expected: an import that lost one edit disagrees with the book in which it was made."""
    written = documents[MANY]
    book = issued(written.book, written.results)
    field = next(field for field in book.fields if field.path == "workload.requests_per_day" and field.part == "value")
    path = changed_book(book, (Change(field, 2 * float(field.delivered or 1)),), tmp_path / "changed.xlsx")
    assert disagreement(book, evaluate(scenario_at(path)), stored(written.book))
    assert disagreement(book, written.results, stored(written.book)) == []
