"""A hundred random edits of inputs, saved by another program: the imported scenario gives what that program recalculated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from changes import Change, Field, Issued, _calculation, changed_book, issued, random_changes, wrong_cells
from conftest import Written
from recalculate import Book, libreoffice, saved_by_libreoffice, stored

from tco.errors import ScenarioError
from tco.evaluate import Results, evaluate
from tco.export import TOTALS
from tco.report import scenario_at

SCENARIOS = ("apac-published", "b200-chat", "batching")
EDITS_OF_EACH = 34
MOST_TRIES = 60


def editable(field: Field) -> bool:
    """What a client edits: no constant, no share of a whole (another one would have to follow), no end of a range without its base."""
    whole = field.path.endswith(".share") or field.path.startswith("constants.")
    return not whole and field.part == "value" and "exchange_rate" not in field.path


def accepted_edits(book: Issued, folder: Path) -> list[tuple[tuple[Change, ...], Path]]:
    """Books with random edits that a scenario can say, at least thirty-four edits; what is refused names the cell and what is expected."""
    fields = [field for field in book.fields if editable(field)]
    found: list[tuple[tuple[Change, ...], Path]] = []
    for seed in range(MOST_TRIES):
        if sum(len(changes) for changes, _ in found) >= EDITS_OF_EACH:
            return found
        twice = (*random_changes(book, seed + 500, fields), *random_changes(book, seed + 700, fields))
        changes = tuple({change.field.cell: change for change in twice}.values())
        path = changed_book(book, changes, folder / f"{book.results.scenario.name}-{seed}.xlsx")
        problems = refused(path)
        assert all("Inputs!" in problem and "expected" in problem for problem in problems), problems
        if not problems:
            found.append((changes, path))
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
    """Where the imported scenario's results differ from a recalculated book: every cell where both have the same rows, else the totals."""
    pairs = list(zip(book.layout.sheets, results.sheets(), strict=True))
    alike = results.scenario.months == book.results.scenario.months and all(
        results.scenario.option(option.name).sites == option.sites and results.scenario.option(option.name).tranches == option.tranches
        for option in book.results.scenario.options
    )
    engine: Book = {}
    for here, sheet in pairs:
        if alike:
            layout = replace(book.layout, results=results, sheets=tuple(replace(place, sheet=one) for place, one in pairs))
            engine[here.name] = dict(_calculation(replace(here, sheet=sheet), layout))
        elif sheet.option:
            engine[here.name] = {f"D{here.blocks[key].first_row}": sheet.value(key) for key in TOTALS.values() if key in here.blocks}
    return wrong_cells(book, engine, {name: {cell: found[name][cell] for cell in cells} for name, cells in engine.items()})


def test_a_hundred_random_edits_come_back_as_the_workbook_recalculates_them(documents: Mapping[str, Written], tmp_path: Path) -> None:
    """Expected: every formula of the books that LibreOffice recalculated and saved, and no edit adjusted in silence."""
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc` brings it")
    tried = []
    for name in SCENARIOS:
        book = issued(documents[name].book, documents[name].results)
        tried += [(book, changes, path) for changes, path in accepted_edits(book, tmp_path)]
    saved = tmp_path / "saved"
    saved.mkdir()
    paths = saved_by_libreoffice([path for _, _, path in tried], saved, seconds=550)
    for (book, changes, _), path in zip(tried, paths, strict=True):
        wrong = disagreement(book, evaluate(scenario_at(path)), stored(path))
        assert wrong == [], "\n".join([*map(str, changes), *wrong[:8]])
    assert sum(len(changes) for _, changes, _ in tried) >= 100


def test_the_comparison_can_fail(documents: Mapping[str, Written], tmp_path: Path) -> None:
    """Expected: an import that lost one edit disagrees with the book in which it was made."""
    written = documents[SCENARIOS[0]]
    book = issued(written.book, written.results)
    field = next(field for field in book.fields if field.path == "workload.requests_per_day" and field.part == "value")
    path = changed_book(book, (Change(field, 2 * float(field.delivered or 1)),), tmp_path / "changed.xlsx")
    assert disagreement(book, evaluate(scenario_at(path)), stored(written.book))
    assert disagreement(book, written.results, stored(written.book)) == []
