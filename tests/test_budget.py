"""Budgets and odds: what a simulation tells of the base, of a budget and of a recommendation, against hand arithmetic and the workbook."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from changes import Change, changed_book, issued
from hypothesis import given
from hypothesis import strategies as st
from recalculate import by_formualizer, opened, stored
from small_scenario import TEXT, scenario_of
from test_simulation import SECOND, TWO_APIS, run
from workbook_lint import lint

from tco.engine.evaluate import evaluate
from tco.engine.simulation.data import as_json
from tco.engine.simulation.lopsided import lopsided
from tco.engine.simulation.odds import Odds, odds_of
from tco.engine.simulation.simulate import simulate
from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.sheets import budget
from tco.workbook.sheets.budget import drawn_row, odds_row

FREE = TWO_APIS.replace("service_levels:\n  ttft: 2 s\n", "").replace(", allowed: [SG]", "").replace(", allowed: [AU]", "")
"""Two APIs of which nothing is asked."""

# The base and a budget


def test_the_place_of_the_base_is_the_share_of_draws_below_it_or_a_half_where_it_is_the_median(tmp_path: Path) -> None:
    """A range on one side only: half of the draws are the base. One around its median: half are below. A total that is certain: all
    quantiles are the base, P50 too."""
    above = run(TWO_APIS, tmp_path, {SECOND: (50_000, 50_000, 110_000)})
    around = run(TWO_APIS, tmp_path, {SECOND: (20_000, 50_000, 110_000)})
    below = run(TWO_APIS, tmp_path, {SECOND: (20_000, 50_000, 50_000)})
    certain = run(TWO_APIS, tmp_path, {}, 20)
    assert above.options["Second"].base_place == pytest.approx(0.5, abs=4 * above.error(0.5))
    assert around.options["Second"].base_place == pytest.approx(0.5, abs=4 * around.error(0.5))
    assert below.options["Second"].base_place == pytest.approx(0.5, abs=4 * below.error(0.5))
    assert certain.options["Second"].base_place == 0.5
    assert all(found.options["Second"].is_central for found in (above, around, below, certain))


def test_a_budget_is_the_quantile_at_its_level_and_the_client_s_contingency_stands_on_top(tmp_path: Path) -> None:
    """With P90 at 110,000 the P80 lies 60,000 × 0.84162 ÷ 1.28155 above 50,000; 10 % of the base is the client's own."""
    text = f"finance: {{contingency: 10%}}\n{TWO_APIS}"
    found = run(text, tmp_path, {SECOND: (20_000, 50_000, 110_000)}).options["Second"]
    assert found.budget is not None
    assert found.base is not None
    assert found.total is not None
    error = 4 * found.total.p90_error
    assert found.budget.contingency_to_level == pytest.approx(60_000 * 0.84162 / 1.28155, abs=error)
    assert found.budget.amount == found.total.p80 == found.base + found.budget.contingency_to_level
    assert found.budget.own_contingency == pytest.approx(0.1 * found.base)
    assert found.budget.with_own_contingency == found.budget.amount + found.budget.own_contingency


@pytest.mark.parametrize(("level", "figure"), [("90%", "p90"), ("50%", "p50"), ("10%", "p10")])
def test_the_level_is_an_input(level: str, figure: str, tmp_path: Path) -> None:
    found = run(f"finance: {{budget_level: {level}}}\n{TWO_APIS}", tmp_path, {SECOND: (20_000, 50_000, 110_000)}, 200).options["Second"]
    assert found.budget is not None
    assert found.budget.amount == getattr(found.total, figure)


def test_json_gives_base_place_p50_p80_budget_and_odds(tmp_path: Path) -> None:
    data = as_json(run(FREE, tmp_path, {SECOND: (20_000, 50_000, 110_000)}, 100))
    option = data["options"]["Second"]
    assert option["total"].keys() >= {"p10", "p50", "p80", "p90", "base_place"}
    assert option["budget"].keys() == {"level", "amount", "contingency_to_level", "own_contingency", "with_own_contingency"}
    assert data["odds"].keys() == {"class", "share", "rival", "rival_share"}
    first, second = (data["options"][name]["probabilities"]["recommended"]["share"] for name in ("First", "Second"))
    assert (data["odds"]["share"], data["odds"]["rival"], data["odds"]["rival_share"]) == (first, "Second", second)


def test_an_option_that_is_never_possible_has_no_budget_and_a_plan_without_an_answer_no_odds(tmp_path: Path) -> None:
    text = TEXT.replace("input_tokens: 500", "input_tokens: 5_000_000")
    found = simulate(evaluate(scenario_of(text, tmp_path)), 10)
    assert (found.options["Machines"].budget, found.options["Machines"].base_place, found.odds) == (None, None, None)
    data = as_json(found)
    assert (data["odds"], data["options"]["Machines"]["budget"]) == (None, None)


def test_why_a_base_is_aside_names_the_inputs_that_pull(tmp_path: Path) -> None:
    """Half a post, or 0.4 to 6: with anything else beside it, the middle of all draws lies well above the base."""
    text = FREE.replace("migration: 50_000", "migration: 0, staff: {value: 0.5, low: 0.4, high: 6}")
    results = evaluate(scenario_of(text, tmp_path))
    found = Findings(results, simulate(results, 400))
    assert found.simulation is not None
    aside = [option for option in found.simulation.options.values() if not option.is_central]
    assert aside
    for option in aside:
        assert lopsided(option, found.sensitivity)[0].label == "Staff"
        assert found.asides[option.name].startswith("what can go wrong costs more than what can go right saves, above all through staff")


# The odds of a recommendation


@pytest.mark.parametrize(
    ("share", "rival", "unanswered", "name"),
    [
        (0.9, 0.1, 0.0, "clear"), (0.8, 0.2, 0.0, "clear"), (0.79, 0.21, 0.0, "leaning"), (0.5, 0.5, 0.0, "leaning"),
        (0.49, 0.1, 0.41, "open"), (0.4, 0.6, 0.0, "open"), (1.0, 0.0, 0.0, "clear"),
    ],
)  # fmt: skip
def test_the_class_follows_from_the_shares(share: float, rival: float, unanswered: float, name: str) -> None:
    """Clear from 80 %; open below a half, or where another is the answer more often."""
    assert share + rival + unanswered == pytest.approx(1)
    found = odds_of("A", {"A": share, "B": rival, "C": 0.0}, 0.8, 0.5)
    assert found == Odds(name, share, "B" if rival else None, rival)  # type: ignore[arg-type]


@given(shares=st.lists(st.integers(0, 100), min_size=1, max_size=5), clear=st.floats(0, 1), leaning=st.floats(0, 1))
def test_no_class_argues_with_its_own_shares(shares: list[int], clear: float, leaning: float) -> None:
    """What is clear or leaning is never behind another option, and a rival is never the answer itself."""
    whole = sum(shares) + 1
    by_name = {str(number): share / whole for number, share in enumerate(shares)}
    found = odds_of("0", by_name, clear, leaning)
    assert found is not None
    assert found.rival != "0"
    assert found.rival_share == max([0.0, *list(by_name.values())[1:]])
    if found.name != "open":
        assert found.share >= max(found.rival_share, leaning)
    assert (found.name == "clear") <= (found.share >= clear)
    assert odds_of(None, by_name, clear, leaning) is None


# The workbook

NAMES = ("Machines", "API")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, Path]:
    folder = tmp_path_factory.mktemp("budget")
    results = evaluate(scenario_of(f"finance: {{contingency: 10%}}\n{TEXT}", folder))
    found = Findings(results, simulate(results, 60))
    write_book(found, folder / "book.xlsx", "0" * 64)
    return found, folder / "book.xlsx"


def table_row(path: Path, sheet: str) -> int:
    """The row below the heads of the table of budgets."""
    cells = opened(path)[sheet]["A"]
    return next(cell.row for cell in cells if cell.value == "Budget") + 2


def test_the_summary_reads_budgets_from_the_simulation_and_adds_the_client_s_own_contingency(made: tuple[Findings, Path]) -> None:
    found, path = made
    assert found.simulation is not None
    assert lint(path) == []
    row, shown = table_row(path, sheet_columns.SUMMARY), stored(path)[sheet_columns.SUMMARY]
    sheet = opened(path)[sheet_columns.SUMMARY]
    for line, name in enumerate(NAMES, start=row):
        option = found.simulation.options[name]
        assert option.budget is not None
        assert option.total is not None
        total = found.results.options[name].value("tco")
        expected = (
            *(total, 0.1 * total, 1.1 * total, option.total.p50, option.total.p80, option.budget.amount),
            *(option.budget.contingency_to_level, option.budget.with_own_contingency, option.base_place),
        )
        assert sheet[f"A{line}"].value == name
        assert [shown[f"{letter}{line}"] for letter in "BCDEFGHIJ"] == pytest.approx(list(expected))
        assert sheet[f"G{line}"].value == f"=Simulation!$C${drawn_row(len(NAMES), line - row)}"
    assert table_row(path, sheet_columns.SIMULATION) == drawn_row(len(NAMES), 0)


def test_an_edited_contingency_changes_the_summary_and_thresholds_change_the_class(made: tuple[Findings, Path], tmp_path: Path) -> None:
    """In another engine: 20 % instead of 10; clear only from certainty on, and a level at which nothing was drawn."""
    found, path = made
    assert found.simulation is not None
    assert found.simulation.odds is not None
    before = issued(path, found.results)
    wanted = {"finance.contingency": 0.2, "finance.clear_from": 1.0, "finance.leaning_from": 1.0, "finance.budget_level": 0.9}
    fields = {field.path: field for field in before.fields if field.part == "value" and field.path in wanted}
    edited = changed_book(before, [Change(fields[name], value) for name, value in wanted.items()], tmp_path / "edited.xlsx")
    now, row = by_formualizer(edited), table_row(path, sheet_columns.SUMMARY)
    total = found.results.options["Machines"].value("tco")
    assert now[sheet_columns.SUMMARY][f"D{row}"] == pytest.approx(1.2 * total)
    drawn = found.simulation.options["Machines"].budget
    assert drawn is not None
    assert now[sheet_columns.SUMMARY][f"I{row}"] == pytest.approx(drawn.amount + 0.2 * total)
    assert now[sheet_columns.SIMULATION][f"{'ABCDE'[budget.TO_LEVEL - 1]}{drawn_row(len(NAMES), len(NAMES))}"] == 0
    share = found.simulation.odds.share
    assert now[sheet_columns.SIMULATION][f"B{odds_row(len(NAMES))}"] == ("clear" if share == 1 else "open")
    assert stored(path)[sheet_columns.SIMULATION][f"B{odds_row(len(NAMES))}"] == found.simulation.odds.name


@pytest.mark.long
def test_without_a_simulation_the_summary_keeps_the_client_s_contingency(tmp_path: Path) -> None:
    results = evaluate(scenario_of(f"finance: {{contingency: 10%}}\n{TEXT}", tmp_path))
    write_book(Findings(results), tmp_path / "book.xlsx", "0" * 64)
    row = table_row(tmp_path / "book.xlsx", sheet_columns.SUMMARY)
    shown = stored(tmp_path / "book.xlsx")[sheet_columns.SUMMARY]
    assert shown[f"D{row}"] == pytest.approx(1.1 * results.options["Machines"].value("tco"))
    assert f"E{row}" not in shown
    assert lint(tmp_path / "book.xlsx") == []
    assert np.isfinite(float(shown[f"D{row}"] or 0))
