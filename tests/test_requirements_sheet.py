"""The Requirements sheet shows the engine's own figures as values that say so, and tells when the book has been changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from changes import Change, by_engine, changed_book, issued
from conftest import SCENARIOS, TWELVE_CHIPS
from edited_books import typed, with_cells
from recalculate import by_formualizer, opened, stored
from small_scenario import changed, scenario_of
from workbook_lint import lint

from tco.engine.evaluate import Results, evaluate
from tco.engine.requirements_data import requirements_data
from tco.findings import Findings
from tco.scenario.resolved import scenario_sha256
from tco.search.settle import read
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.readback.audit import audit
from tco.workbook.sheets.requirements import SAME
from tco.workbook.sheets.values import CHANGED, FIRST_OPTION_ROW, NOW, THEN

PROMISED = "ttft: 2 s\n  latency: 6 s\n  availability: 99%"
TIED = 6
"""The answer, three figures and the rules of two regions."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("requirements")


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    text = changed("ttft: 2 s", PROMISED).replace("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 12, precision: int8}")
    return evaluate(scenario_of(text, folder))


@pytest.fixture(scope="module")
def book(results: Results, folder: Path) -> Path:
    write_book(Findings(results), folder / "book.xlsx", scenario_sha256(results.scenario))
    return folder / "book.xlsx"


def sheet_of(path: Path) -> Any:
    return opened(path)[sheet_columns.REQUIREMENTS]


def digits(number: float) -> str:
    """As many as a typed number keeps in a workbook."""
    return f"{number:.14g}"


def words(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_the_header_says_that_they_are_values_of_a_version_and_a_date(book: Path) -> None:
    text = sheet_of(book)["A2"].value
    assert text.startswith("Values, not formulas: a run for each, with fleets sized anew, tco ")
    assert text.endswith("scenario of 2026-11-20")


def test_every_price_every_total_and_every_rung_stands_on_the_sheet(book: Path, results: Results) -> None:
    sheet = sheet_of(book)
    found = {digits(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)}
    data, compared = requirements_data(Findings(results).requirements), set(results.compared)
    expected = {price[part] for price in data["answer"].values() for part in ("with", "without", "price")}
    expected |= {price["without"] for name in compared for price in data["options"][name].values()}
    expected |= {rung["options"][name] for ladder in data["ladders"].values() for rung in ladder for name in compared}
    expected |= {proof.saving for proof in Findings(results).proofs}
    assert set(map(digits, expected)) <= found
    assert {"2.4 s", "7.2 s", "99.9 %", "Sydney", "all regions", "API", "latency of at most 6 s"} <= set(words(sheet))


def test_its_only_formulas_tie_it_to_the_book(book: Path, results: Results) -> None:
    sheet, held = sheet_of(book), stored(book)[sheet_columns.REQUIREMENTS]
    for row, option in enumerate(results.options.values(), start=FIRST_OPTION_ROW):
        assert sheet[f"{THEN}{row}"].value == pytest.approx(option.value("tco"), rel=1e-15)
        assert (held[f"{NOW}{row}"], held[f"{CHANGED}{row}"]) == (option.value("tco"), 0)
    first = FIRST_OPTION_ROW + len(results.options) + 1
    tied = [(sheet[f"A{row}"].value, sheet[f"{THEN}{row}"].value, held[f"{NOW}{row}"]) for row in range(first, first + TIED)]
    assert tied == [
        ("Answer", "Machines", "Machines"),
        ("TTFT, s", 2, 2),
        ("Latency, s", 6, 6),
        ("Availability, share of time", 0.99, 0.99),
        ("Residency: Singapore", "SG", "SG"),
        ("Residency: Sydney", "AU", "AU"),
    ]
    assert held[f"{THEN}{first + TIED}"] == 1
    assert len(held) == 2 + 2 * (len(results.options) + TIED)  # the master check, the verdict, and two for each row


@pytest.mark.parametrize(
    ("path", "value"),
    [("self_hosted.staff", 5.0), ("service_levels.latency", 6.1), ("regions.Sydney.allowed", "AU, SG")],
)
def test_an_edit_of_a_cost_or_of_a_requirement_shows_at_once(
    book: Path, results: Results, tmp_path: Path, path: str, value: float | str
) -> None:
    """The second moves no total and no answer here, and the figures are of another requirement all the same."""
    before = issued(book, results)
    field = next(field for field in before.fields if (field.path, field.part) == (path, "value"))
    change = Change(field, value)
    found = by_formualizer(changed_book(before, [change], tmp_path / "edited.xlsx"))[sheet_columns.REQUIREMENTS]
    first = FIRST_OPTION_ROW + len(results.options) + 1
    assert found[f"{THEN}{first + TIED}"] == 0
    same = [found[f"{SAME}{row}"] for row in range(first, first + TIED)]
    assert same.count(0) == (0 if path == "self_hosted.staff" else 1)
    expected = by_engine(before, [change])[1][sheet_columns.REQUIREMENTS]
    assert {cell: found[cell] for cell in expected} == {cell: pytest.approx(value) for cell, value in expected.items()}


@pytest.mark.long
def test_a_time_that_no_batch_keeps_and_what_proof_is_worth_stand_there(tmp_path: Path) -> None:
    results = evaluate(read(SCENARIOS["apac-assistant"], ("months=3", *TWELVE_CHIPS)))
    write_book(Findings(results), tmp_path / "book.xlsx", "0" * 64)
    found = words(sheet_of(tmp_path / "book.xlsx"))
    assert "5.027 s (best of Inferentia)" in found
    assert {"5.027 s", "the same", "another", "time to first token of at most 2 s", "equal quality of answers"} <= set(found)
    assert lint(tmp_path / "book.xlsx") == []


def test_the_linter_finds_nothing(book: Path) -> None:
    assert lint(book) == []


def test_nothing_required_and_nothing_to_prove_need_no_sheet(tmp_path: Path) -> None:
    text = changed("  ttft: 2 s", "  ttft: 0").replace("allowed: [SG]", "allowed: any").replace("allowed: [AU]", "allowed: any")
    write_book(Findings(evaluate(scenario_of(text, tmp_path))), tmp_path / "book.xlsx", "0" * 64)
    assert sheet_columns.REQUIREMENTS not in opened(tmp_path / "book.xlsx").sheetnames


def test_an_option_that_is_not_possible_shows_no_figure(tmp_path: Path) -> None:
    results = evaluate(scenario_of(changed("input_tokens: 500", "input_tokens: 5_000_000"), tmp_path))
    write_book(Findings(results), tmp_path / "book.xlsx", "0" * 64)
    assert words(sheet_of(tmp_path / "book.xlsx")).count("–") > 0
    assert lint(tmp_path / "book.xlsx") == []


def test_an_altered_price_is_found(book: Path, tmp_path: Path) -> None:
    """Expected: a value of the sheet that no run gives."""
    cell = f"{THEN}{FIRST_OPTION_ROW}"
    found = audit(with_cells(book, sheet_columns.REQUIREMENTS, {cell: typed(1.0)}, tmp_path / "b.xlsx"))
    assert [(change.sheet, change.place) for change in found.structure] == [(sheet_columns.REQUIREMENTS, cell)]
