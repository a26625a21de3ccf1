"""The Simulation sheet shows the run's own figures as values that say so, and tells when the book has been changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from changes import Change, changed_book, issued
from edited_books import API_ALONE
from recalculate import by_formualizer, opened, stored
from small_scenario import TEXT, changed, scenario_of
from workbook_lint import lint

from tco.documents import write_report
from tco.engine.evaluate import Results, evaluate
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.data import as_json
from tco.engine.simulation.simulate import Simulation, simulate
from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.sheets.values import CHANGED, FIRST_OPTION_ROW, NOW, THEN


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("simulation")


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    return evaluate(scenario_of(TEXT, folder))


@pytest.fixture(scope="module")
def simulation(results: Results) -> Simulation:
    return simulate(results, 40)


@pytest.fixture(scope="module")
def book(results: Results, simulation: Simulation, folder: Path) -> Path:
    write_book(Findings(results, simulation), folder / "book.xlsx", "0" * 64)
    return folder / "book.xlsx"


def sheet_of(path: Path) -> Any:
    return opened(path)[sheet_columns.SIMULATION]


def digits(number: float) -> str:
    """As many as a typed number keeps in a workbook."""
    return f"{number:.14g}"


def numbers(sheet: Any) -> set[str]:
    return {digits(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)}


def test_the_header_says_that_they_are_values_with_draws_seed_distribution_and_date(book: Path) -> None:
    text = sheet_of(book)["A2"].value
    assert text.startswith("Values, not formulas: 40 draws from seed 20270101, two-piece normal around the base, tco ")
    assert text.endswith("scenario of 2026-11-20")


def test_every_figure_of_the_run_stands_on_the_sheet(book: Path, simulation: Simulation) -> None:
    found = numbers(sheet_of(book))
    for option in as_json(simulation)["options"].values():
        expected = {option["total"][key] for key in ("p10", "p50", "p90", "mean", "p90_error")} | {*option["total"]["curve"]}
        expected |= {chance["share"] for chance in option["probabilities"].values() if chance}
        assert set(map(digits, expected)) <= found
    assert {digits(simulation.answer_holds), digits(simulation.unanswered)} <= found
    assert {digits(entry[key]) for entry in as_json(simulation)["inputs"] for key in ("low", "value", "high")} <= found


def test_the_only_formulas_tie_the_book_s_totals_to_those_at_which_it_was_drawn(book: Path, results: Results) -> None:
    sheet, held = sheet_of(book), stored(book)[sheet_columns.SIMULATION]
    for row, option in enumerate(results.options.values(), start=FIRST_OPTION_ROW):
        assert sheet[f"{THEN}{row}"].value == pytest.approx(option.value("tco"), rel=1e-15)
        assert held[f"{NOW}{row}"] == option.value("tco")
        assert str(sheet[f"{NOW}{row}"].value).startswith("=Comparison!$D$")
        assert held[f"{CHANGED}{row}"] == 0
    assert held[f"{THEN}{FIRST_OPTION_ROW + len(results.options)}"] == 1
    # the master check, the verdict, two for each option, the budget level now and whether it is the one drawn, and the class of the odds
    assert len(held) == 5 + 2 * len(results.options)


def test_an_edited_book_says_what_it_was_drawn_at_what_it_shows_now_and_that_they_differ(
    book: Path, results: Results, tmp_path: Path
) -> None:
    before = issued(book, results)
    staff = next(field for field in before.fields if (field.path, field.part) == ("self_hosted.staff", "value"))
    edited = changed_book(before, [Change(staff, 5.0)], tmp_path / "edited.xlsx")
    found = by_formualizer(edited)[sheet_columns.SIMULATION]
    now = evaluate(results.scenario.with_values({"self_hosted.staff": 5.0})).options["Machines"].value("tco")
    assert found[f"{NOW}{FIRST_OPTION_ROW}"] == pytest.approx(now)
    assert found[f"{CHANGED}{FIRST_OPTION_ROW}"] == pytest.approx(now - results.options["Machines"].value("tco"))
    assert found[f"{CHANGED}{FIRST_OPTION_ROW + 1}"] == pytest.approx(0, abs=1e-6)
    assert found[f"{THEN}{FIRST_OPTION_ROW + 2}"] == 0


def test_the_linter_finds_nothing_and_the_charts_are_native(book: Path) -> None:
    assert lint(book) == []
    assert [type(chart).__name__ for chart in sheet_of(book)._charts] == ["ScatterChart", "BarChart"]


def test_an_option_that_is_never_possible_shows_no_figure(tmp_path: Path) -> None:
    results = evaluate(scenario_of(changed("input_tokens: 500", "input_tokens: 5_000_000"), tmp_path))
    write_book(Findings(results, simulate(results, 10)), tmp_path / "book.xlsx", "0" * 64)
    cells = next(sheet_of(tmp_path / "book.xlsx").iter_rows(min_row=FIRST_OPTION_ROW, max_row=FIRST_OPTION_ROW, max_col=8))
    assert cells[0].value == "Machines"
    assert cells[1].value == 0
    assert [cell.value for cell in cells[4:8]] == ["–"] * 4
    assert lint(tmp_path / "book.xlsx") == []


def test_a_report_draws_a_thousand_times_and_not_at_all_where_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(API_ALONE, encoding="utf-8")
    write_report(path, tmp_path / "with", only="xlsx")
    write_report(path, tmp_path / "again", only="xlsx")
    write_report(path, tmp_path / "without", only="xlsx", draws=0)
    book = tmp_path / "with" / "plan" / "plan.xlsx"
    assert f"{REPORT_DRAWS:,} draws from seed {SEED}" in sheet_of(book)["A2"].value
    assert book.read_bytes() == (tmp_path / "again" / "plan" / "plan.xlsx").read_bytes()
    assert sheet_columns.SIMULATION not in opened(tmp_path / "without" / "plan" / "plan.xlsx").sheetnames
