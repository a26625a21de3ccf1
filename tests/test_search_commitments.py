"""Instances to commit, against brute force: every count from 0 to the fleet, each typed into the scenario."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SCENARIOS
from hypothesis import given, settings
from hypothesis import strategies as st

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.errors import ScenarioError
from tco.scenario.reading import read
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario
from tco.search.commitments import Tranches, best_counts, why_not
from tco.search.settle import read as settled
from tco.search.trial import alone

CENT = 0.01
LEFT, GROWS = ("reservation-left", "Recommit to five"), ("saas-outgrows-api", "Commit as it grows")
RESERVATION = "      - {name: the reservation, plan: reserved-1yr, count: 8, start: -2}\n"
SECOND_PATH = "options.Recommit to five.commitments.half upfront"
SECOND = "      - {name: half upfront, plan: reserved-3yr-partial, count: 5, start: 10}"


def one_by_one(scenario: Scenario, option: str, counts: list[tuple[float, ...]]) -> dict[tuple[float, ...], float]:
    """The cost of counts, each evaluated as if a user had typed it."""
    scenario = alone(scenario, option)
    settled_results, found = evaluate(scenario), {}
    for each in counts:
        values = dict(zip((item.path for item in scenario.entry("tranche_count", option).elements), each, strict=True))
        values |= {item.path: 0.0 for item in scenario.entry("tranche_coverage", option).elements}
        tried = evaluate(scenario.with_values(values), wanted=("tco",), settled=settled_results)
        found[each] = tried.options[option].value("tco")
    return found


def edited(folder: Path, *changes: tuple[str, str]) -> Path:
    """Half a year with one option alone, whose second commitment begins at once, and with changes to that option."""
    text = (
        SCENARIOS[LEFT[0]].read_text(encoding="utf-8").replace("months: 24", "months: 6").replace("baseline: Renew", f"baseline: {LEFT[1]}")
    )
    head, rest = text.split("options:\n", 1)
    own = rest[rest.index(f"  - name: {LEFT[1]}") : rest.index("  - name: Move now")]
    for old, new in (("start: 10}", "start: 1}"), *changes):
        assert old in own
        own = own.replace(old, new, 1)
    path = folder / "reservation.yaml"
    path.write_text(f"{head}options:\n{own}", encoding="utf-8")
    return path


def test_no_other_count_is_cheaper(tmp_path: Path) -> None:
    """Every count from 0 to the fleet: the closed form gives the one that the model finds."""
    scenario = settled(edited(tmp_path, (RESERVATION, "")))
    found = best_counts(scenario, LEFT[1])
    assert found is not None
    most = Tranches(scenario, LEFT[1]).most(0)
    costs = one_by_one(scenario, LEFT[1], [(float(count),) for count in range(most + 1)])
    assert found.best.tco == pytest.approx(min(costs.values()), abs=CENT)
    assert found.best.counts == found.quantile
    assert costs[found.stated.counts] - costs[found.best.counts] == pytest.approx(found.saving, abs=2 * CENT)


def test_no_other_count_of_a_growing_fleet_is_cheaper() -> None:
    """Half a year at three million requests: the terms that begin later cost nothing yet."""
    scenario = settled(SCENARIOS[GROWS[0]], ("months=6", "workload.requests_per_day=3_000_000", "workload.growth_per_month=5%"))
    found = best_counts(scenario, GROWS[1])
    assert found is not None
    rest = found.stated.counts[1:]
    costs = one_by_one(scenario, GROWS[1], [(float(count), *rest) for count in range(Tranches(scenario, GROWS[1]).most(0) + 1)])
    assert found.best.tco == pytest.approx(min(costs.values()), abs=CENT)


def test_no_pair_of_counts_is_cheaper(tmp_path: Path) -> None:
    """Two commitments that can stand in for each other: the dearer one is handed over to the cheaper."""
    two = "      - {name: dear, plan: reserved-1yr, count: 5}\n      - {name: cheap, plan: reserved-3yr-partial, count: 0, start: 3}"
    scenario = settled(edited(tmp_path, (RESERVATION, ""), (SECOND.replace("start: 10", "start: 1"), two)))
    found = best_counts(scenario, LEFT[1])
    assert found is not None
    costs = one_by_one(scenario, LEFT[1], [(float(one), float(two)) for one, two in product(range(10), range(10))])
    assert found.best.tco == pytest.approx(min(costs.values()), abs=CENT)


@settings(max_examples=6, deadline=None)
@given(
    requests=st.integers(20_000, 3_000_000),
    profile=st.sampled_from(["office", "consumer-evening", "round-the-clock", "overnight-batch"]),
    days=st.sampled_from(["every-day", "weekdays"]),
    plan=st.sampled_from(["reserved-1yr", "reserved-3yr-all"]),
    start=st.integers(1, 3),
)
def test_any_demand_and_profile(requests: int, profile: str, days: str, plan: str, start: int) -> None:
    given_values = (
        "months=3", f"workload.requests_per_day={requests}", f"workload.hourly_profile={profile}", f"workload.days={days}",
        f"{SECOND_PATH}.plan={plan}", f"{SECOND_PATH}.start={start}",
    )  # fmt: skip
    scenario = settled(SCENARIOS[LEFT[0]], given_values)
    found = best_counts(scenario, LEFT[1])
    assert found is not None
    tranches = Tranches(scenario, LEFT[1])
    every = [(8.0, float(count)) for count in range(tranches.most(1) + 1)]
    tranches.try_all(every)
    assert found.best.tco == pytest.approx(min(tranches.found[each].tco for each in every), abs=CENT)
    some = every[:: max(len(every) // 4, 1)]
    for each, cost in one_by_one(scenario, LEFT[1], some).items():
        assert tranches.found[each].tco == pytest.approx(cost, rel=1e-12)


def test_a_large_fleet_is_searched_around_the_quantile() -> None:
    """Fewer counts are computed than there are, and none of the others is cheaper."""
    scenario = settled(
        SCENARIOS[LEFT[0]], ("months=2", "workload.requests_per_day=40_000_000", "options.Recommit to five.commitments.2.start=1")
    )
    found = best_counts(scenario, LEFT[1])
    assert found is not None
    tranches = Tranches(scenario, LEFT[1])
    assert tranches.most(1) > 500
    assert found.tried < 200
    tranches.try_all([(8.0, float(count)) for count in range(0, tranches.most(1) + 1, 3)])
    assert found.best.tco <= min(each.tco for each in tranches.found.values()) + CENT


# A coverage that the scenario leaves to the search


def test_the_count_that_is_found_takes_the_place_of_auto_with_its_source(tmp_path: Path) -> None:
    scenario = settled(edited(tmp_path, ("count: 5", "coverage: auto")))
    count = scenario.entry("tranche_count", LEFT[1]).elements[1]
    found = best_counts(settled(edited(tmp_path)), LEFT[1])
    assert found is not None
    assert count.value == found.best.counts[1]
    assert count.source == "Search: the number of instances at which the option costs least"
    assert "counts were computed" in count.note
    text = resolved_text(scenario)
    again = tmp_path / "reservation.resolved.yaml"
    again.write_text(text, encoding="utf-8")
    assert resolved_text(read(again)) == text


def test_a_type_and_its_commitment_are_found_together(tmp_path: Path) -> None:
    """No dearer than the best type without a commitment, and the count is the best for the type that was found."""
    types = "instance: auto\n    instances: [g6e.12xlarge, g6e.48xlarge, g6e.24xlarge, p4d.24xlarge]"
    path = edited(tmp_path, ("instance: g6e.12xlarge", types), (RESERVATION, ""), ("count: 5", "coverage: auto"))
    scenario = settled(path)
    found = best_counts(scenario, LEFT[1])
    assert found is not None
    assert found.saving == 0
    assert "cheapest configurations without commitments" in scenario.entry("tranche_count", LEFT[1]).elements[0].note
    assert found.stated.tco <= one_by_one(scenario, LEFT[1], [(0.0,)])[(0.0,)]


def test_a_plan_without_a_price_is_told_as_for_any_commitment(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"the catalogue has no price of savings-3yr for g6e.12xlarge at ap-northeast-1"):
        settled(edited(tmp_path, ("plan: reserved-3yr-partial, count: 5", "plan: savings-3yr, coverage: auto")))


def test_count_and_auto_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="both count and coverage stand here"):
        settled(edited(tmp_path, ("count: 5", "count: 5, coverage: auto")))


# What is told


def test_what_was_bought_before_the_plan_is_not_searched() -> None:
    assert best_counts(settled(SCENARIOS[LEFT[0]]), "Renew") is None
    found = best_counts(settled(SCENARIOS[LEFT[0]]), LEFT[1])
    assert found is not None
    assert found.searched == (False, True)
    assert found.best.counts[0] == 8


def test_the_commands_tell_the_best_commitment(tmp_path: Path) -> None:
    path = str(edited(tmp_path, ("count: 5", "count: 1")))
    few = [f"--over={choice}" for choice in ("instance=g6e.12xlarge", "tensor_parallel=4", "maximum_batch=64", "plan=on-demand")]
    run = CliRunner().invoke(main, ["search", path, "--option", LEFT[1], "--top", "1", *few])
    assert run.exit_code == 0, run.output
    told = "Recommit to five: commit "
    assert told in run.output
    assert "on reserved-3yr-partial (half upfront) instead of 1: USD" in run.output
    check = CliRunner().invoke(main, ["check", path])
    assert check.exit_code == 0, "a remark is no failure"
    assert told in check.output


def test_counts_of_a_growing_fleet_are_no_dearer_than_their_neighbours() -> None:
    """The terms begin one after the other: each count may move by one, alone or together with others."""
    scenario = settled(SCENARIOS[GROWS[0]])
    found = best_counts(scenario, GROWS[1])
    assert found is not None
    best = found.best.counts
    moves = [
        move for move in product((-1, 0, 1), repeat=len(best)) if all(count + step >= 0 for count, step in zip(best, move, strict=True))
    ]
    tranches = Tranches(scenario, GROWS[1])
    tranches.try_all([tuple(count + step for count, step in zip(best, move, strict=True)) for move in moves])
    assert found.best.tco <= min(each.tco for each in tranches.found.values()) + CENT


def test_a_base_below_spot_machines_is_not_advised_away() -> None:
    """Spot costs less than any reservation; what it risks is not in the modelled availability."""
    scenario = settled(SCENARIOS[GROWS[0]])
    assert best_counts(scenario, "Spot above a base") is None
    assert "may be taken back" in why_not(scenario, "Spot above a base")
    assert "began before the plan" in why_not(settled(SCENARIOS[LEFT[0]]), "Renew")
