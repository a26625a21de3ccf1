"""Whatever a reader types into the blue cells, the workbook recalculates what the engine would say of the same scenario.

Seeds are fixed. Every edit is one that the book's own validations let through: ends of ranges, no traffic, a thousandfold,
fixed fleets, own prices, other machines, plans, models and sites, possible or not.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from changes import (
    Change,
    Field,
    Issued,
    by_engine,
    changed_book,
    changed_scenario,
    not_finite,
    not_finite_lines,
    random_changes,
    recalculated,
    wrong_cells,
)
from conftest import ASKED, FEW, MANY, ONE, Written, only
from recalculate import Book, by_libreoffice, disagreements, libreoffice, stored

from tco.engine.evaluate import Results, evaluate
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.simulate import simulate
from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.book import build_book
from tco.workbook.file.saving import sheet_parts

CHANGED_BOOKS = 1
"""Of a few scenarios; of one of them more."""
MANY_BOOKS = 6
REACHING = 150
"""Draws of edits that are looked at for what they reach."""
TURNS = 4
"""Books in which all dropdowns turn together."""
SAMPLED = 15
"""Of the numbers of other scenarios, one in so many is tried at its lowest."""


MANY_ALONE = only(MANY)


def said(changes: tuple[Change, ...], wrong: list[str]) -> str:
    """What a failure must show to be understood: the edits and the first disagreements."""
    return "\n".join([*map(str, changes), *wrong[:8], f"… {len(wrong)} in all" if len(wrong) > 8 else ""])


def compared(book: Issued, changes: tuple[Change, ...], path: Path, found: Book | None = None) -> Results:
    """Hold one edited book against the engine; `found` is what another engine recalculated, formualizer if None."""
    results, engine = by_engine(book, changes)
    found = recalculated(path, engine) if found is None else {sheet: cells for sheet, cells in found.items() if cells}
    assert not_finite(engine) == [], said(changes, not_finite(engine))
    assert not_finite(found) == [], said(changes, not_finite(found))
    wrong = wrong_cells(book, engine, found)
    assert wrong == [], said(changes, wrong)
    return results


def judged(results: Results, changes: tuple[Change, ...]) -> None:
    """What cannot be is said with its reason and never recommended."""
    recommended = results.comparison.text("recommended")
    reasons = results.scenario.catalogue["reasons"].names()
    for name, sheet in results.options.items():
        possible, reason = sheet.value("possible"), sheet.text("reason")
        assert possible in (0, 1), said(changes, [f"{name}: possible is {possible}"])
        assert (reason == reasons[0]) == (possible == 1), said(changes, [f"{name}: {reason}, though possible is {possible}"])
        assert possible or name != recommended, said(changes, [f"{name} is recommended, but: {reason}"])


@FEW
@pytest.mark.parametrize("seed", range(CHANGED_BOOKS))
def test_a_changed_book_recalculates_what_the_engine_says(issue: Issued, seed: int, tmp_path: Path) -> None:
    """Expected in every formula: the engine's value of the changed scenario; finite, and nothing impossible recommended."""
    changes = random_changes(issue, seed)
    judged(compared(issue, changes, changed_book(issue, changes, tmp_path / "changed.xlsx")), changes)


@ONE
@pytest.mark.parametrize("seed", range(CHANGED_BOOKS, MANY_BOOKS))
def test_many_more_changed_books_recalculate_what_the_engine_says(issue: Issued, seed: int, tmp_path: Path) -> None:
    """Expected: the same of a scenario with options of both kinds and every promise."""
    changes = random_changes(issue, seed)
    judged(compared(issue, changes, changed_book(issue, changes, tmp_path / "changed.xlsx")), changes)


@ASKED
def test_libreoffice_agrees_on_a_changed_book(issue: Issued, tmp_path: Path) -> None:
    """Expected: the same from a second engine; `test_import_random.py` shows it of two scenarios."""
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc` brings the second opinion")
    changes = random_changes(issue, 0)
    path = changed_book(issue, changes, tmp_path / "changed.xlsx")
    compared(issue, changes, path, by_libreoffice(path))


@ONE
def test_every_choice_of_every_dropdown_recalculates(issue: Issued, tmp_path: Path) -> None:
    """Expected: no choice of a dropdown leads to an error or a disagreement; cells with the same list share it, long ones are sampled."""
    lists: dict[tuple[str, ...], list[Field]] = {}
    for field in issue.fields:
        if field.listed:
            lists.setdefault(field.choices, []).append(field)
    for turn in range(TURNS):
        changes = tuple(
            Change(field, choices[(turn * max(len(fields), len(choices) // TURNS) + place) % len(choices)])
            for choices, fields in lists.items()
            for place, field in enumerate(fields)
        )
        judged(compared(issue, changes, changed_book(issue, changes, tmp_path / "changed.xlsx")), changes)


@ONE
def test_every_number_at_its_ends_recalculates(issue: Issued, name: str, tmp_path: Path) -> None:
    """Expected: no number that a validation allows leads to an error: each alone at its lowest, a third of all at a thousandfold.

    At the lowest all of them in one scenario, and a sample in the others.
    """
    numbers = [field for field in issue.fields if not field.choices and field.part == "value" and field.path != "start"]
    lowest = [(Change(field, max(field.low, -1e9)),) for field in numbers if field.low != field.delivered]
    for changes in lowest if name == MANY else lowest[::SAMPLED]:
        assert not_finite_lines(evaluate(changed_scenario(issue.results.scenario, list(changes)))) == [], said(changes, [])
    # Growth is left at what it is: three times the volume each month on top of a thousandfold leaves differences of sums no digits.
    steady = [field for field in numbers if field.path != "workload.growth_per_month"]
    for part in (len(name) % 3,):
        changes = tuple(Change(field, min(1000 * float(field.delivered or 1), field.high)) for field in steady[part::3])
        judged(compared(issue, changes, changed_book(issue, changes, tmp_path / "changed.xlsx")), changes)


@ONE
def test_no_traffic_at_all_recalculates(issue: Issued, tmp_path: Path) -> None:
    """Expected: every figure finite, no cost per token and none per request."""
    changes = tuple(
        Change(field, 0.0)
        for field in issue.fields
        if re.fullmatch(r"workload\.requests_per_day(\.\d+)?", field.path) and field.part == "value"
    )
    results = compared(issue, changes, changed_book(issue, changes, tmp_path / "changed.xlsx"))
    for sheet in results.options.values():
        assert sheet.value("cost_per_million_output_tokens") == sheet.value("cost_per_thousand_requests") == 0


@ONE
def test_a_shorter_horizon_recalculates(issue: Issued, tmp_path: Path) -> None:
    """Expected: the first month alone counts, and the others are 0."""
    changes = tuple(Change(field, 1.0) for field in issue.fields if field.path == "months")
    results = compared(issue, changes, changed_book(issue, changes, tmp_path / "changed.xlsx"))
    for sheet in results.options.values():
        assert sheet.value("tco") == sheet.values["cost"].reshape(-1)[0]


@MANY_ALONE
def test_the_changes_reach_what_they_are_meant_to_reach(issue: Issued) -> None:
    """Expected of the random edits together: options that become impossible, other cases, fixed fleets, no traffic, shorter horizons."""
    changes = [random_changes(issue, seed) for seed in range(REACHING)]
    sizes = [len(edits) for edits in changes]
    edits = [edit for one in changes for edit in one]
    impossible = [
        seed
        for seed, one in enumerate(changes[: 4 * MANY_BOOKS])
        if any(not sheet.value("possible") for sheet in by_engine(issue, one)[0].options.values())
    ]
    paths = " ".join(edit.field.path for edit in edits)
    assert min(sizes) >= 3
    assert max(sizes) <= 15
    assert len(impossible) >= 2
    for word in (
        "case",
        ".instance.",
        ".plan",
        ".served_from.",
        "instances_per_region",
        "baseline",
        "precision",
        "model",
        ".price",
    ):
        assert word in paths, word


@ONE
def test_the_engines_book_of_a_change_is_the_one_that_would_be_written(written: Written, issue: Issued) -> None:
    """Expected: what the tests hold books against is what a book built from the changed scenario stores, sheet by sheet."""
    changes = tuple(change for change in random_changes(issue, 3) if change.field.part == "value")
    results, engine = by_engine(issue, changes)
    _, built = build_book(Findings(results, simulate(written.results, REPORT_DRAWS, SEED)), "0" * 64)
    for name in (*results.options, "Demand", "Comparison", "Checks", sheet_columns.SUMMARY):
        stored_values = [built[name][place] for place in sorted(built[name])]
        assert len(stored_values) == len(engine[name])
        assert sorted(map(str, stored_values)) == sorted(map(str, engine[name].values()))


@MANY_ALONE
def test_a_planted_fault_is_found(issue: Issued, tmp_path: Path) -> None:
    """Expected: one formula that reads another row makes the comparison fail, and names its cell."""
    changes = random_changes(issue, 1)
    path = changed_book(issue, changes, tmp_path / "changed.xlsx")
    sheet = issue.layout.sheets[1]
    cell = f"D{sheet.blocks['tco'].first_row}"
    planted = tmp_path / "planted.xlsx"
    with ZipFile(path) as source, ZipFile(planted, "w", ZIP_DEFLATED) as target:
        part = sheet_parts(source)[sheet.name]
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == part:
                content, count = re.subn(rf'(<c r="{cell}"[^>]*><f>)SUM\('.encode(), rb"\g<1>2*SUM(", content)
                assert count == 1
            target.writestr(entry, content)
    _, engine = by_engine(issue, changes)
    found = disagreements(engine, recalculated(planted, engine))
    assert f"{sheet.name}!{cell}" in {line.partition(":")[0] for line in found}
    with pytest.raises(AssertionError):
        compared(issue, changes, planted)


@ONE
def test_an_edit_that_the_book_ignored_is_found(issue: Issued) -> None:
    """Expected: the book as issued, held against a changed scenario, disagrees in its inputs and its totals."""
    field = next(field for field in issue.fields if field.path.startswith("workload.requests_per_day") and field.part == "value")
    changes = (Change(field, 2 * float(field.delivered or 1)),)
    _, engine = by_engine(issue, changes)
    found = {
        line.partition("!")[0] for line in disagreements(engine, {sheet: cells for sheet, cells in stored(issue.path).items() if cells})
    }
    assert {sheet_columns.INPUTS, "Demand", "Comparison", sheet_columns.SUMMARY} <= found


@ONE
def test_only_cells_that_hold_no_formula_are_typed_into(issue: Issued, tmp_path: Path) -> None:
    """Expected: an edit of a calculated cell is refused, so that no test passes by overwriting what it is about."""
    with pytest.raises(AssertionError, match="no input cell"):
        changed_book(issue, [Change(Field("D9", "case", "value", "base"), "adverse")], tmp_path / "changed.xlsx")
