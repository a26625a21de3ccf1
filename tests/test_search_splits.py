"""The cheapest split of a hybrid against brute force: every 1 % one by one through the engine, every 0.1 % in the search's own way."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from conftest import SCENARIOS
from hypothesis import given, settings
from hypothesis import strategies as st

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.scenario.reading import read
from tco.scenario.scenario import Scenario
from tco.search.splits import STEPS, Pair, Point, Search, Split, cheapest_split, values_of

CENT = 0.01
BASE, RESIDENCY = ("base-and-bursts", "Base and bursts"), ("hybrid-residency", "Hybrid")
PERCENT = [step / 100 for step in range(101)]


def one_by_one(scenario: Scenario, search: Search, points: list[Point]) -> dict[Point, tuple[float, bool]]:
    """Cost and verdict of splits, each typed into the scenario, of which other options are left out."""
    scenario = Pair(scenario, search.hybrid).scenario
    settled, found = evaluate(scenario), {}
    for point in points:
        level = search.stated.level is not None
        split = Split({} if level else dict(zip(scenario.regions, point, strict=True)), point[0] if level else None, 0.0, kept=False)
        moved = scenario.with_values(values_of(scenario, search, split))
        whole = evaluate(moved, wanted=("tco", "eligible"), settled=settled).options[search.hybrid]
        found[point] = whole.value("tco"), bool(whole.value("eligible"))
    return found


def no_dearer_than(search: Search, found: dict[Point, tuple[float, bool]]) -> None:
    """The search's split costs no more than the cheapest of those found one by one, and none of them lies below its bound."""
    kept = [cost for cost, is_kept in found.values() if is_kept]
    assert search.cheapest is not None
    assert search.cheapest.tco <= min(kept) + CENT
    if search.at_least is not None:
        assert search.at_least <= search.cheapest.tco


@pytest.mark.parametrize(
    ("more", "apart"), [((), 1), (("service_levels.availability=99.9%",), 7), (("workload.requests_per_day=900_000",), 7)]
)
def test_no_level_of_one_percent_is_cheaper(more: tuple[str, ...], apart: int) -> None:
    scenario = read(SCENARIOS[BASE[0]], ("months=6", "self_hosted.spares=auto", "options.Bursts on the API.availability=99.99%", *more))
    search = cheapest_split(scenario, BASE[1])
    found = one_by_one(scenario, search, [(level,) for level in PERCENT[::apart]])
    no_dearer_than(search, found)
    told = {(split.level,): (split.tco, split.kept) for split in search.tried}
    for point in told.keys() & found.keys():
        assert told[point] == (pytest.approx(found[point][0], rel=1e-12), found[point][1])
    assert search.at_least is not None
    assert min(cost for cost, is_kept in found.values() if is_kept) >= search.at_least - CENT


def test_no_share_of_one_percent_of_a_region_is_cheaper() -> None:
    """Shares of one region, the others as found, and one share of all regions."""
    scenario = read(SCENARIOS[RESIDENCY[0]], ("months=6", "regions.Hong Kong.allowed=any", "workload.requests_per_day=6_000_000"))
    search = cheapest_split(scenario, RESIDENCY[1])
    assert search.cheapest is not None
    best = tuple(search.cheapest.shares.values())
    points = [(*best[:place], share, *best[place + 1 :]) for place in range(3) for share in PERCENT[::10]]
    no_dearer_than(search, one_by_one(scenario, search, [*points, *((share,) * 3 for share in PERCENT[::10])]))


def test_every_tenth_of_a_percent_that_was_left_out_costs_no_less() -> None:
    for name, hybrid in (BASE, RESIDENCY):
        pair = Pair(read(SCENARIOS[name], ("months=6",)), hybrid)
        search = cheapest_split(read(SCENARIOS[name], ("months=6",)), hybrid)
        assert search.cheapest is not None
        assert len(search.tried) < STEPS
        here = search.cheapest.shares.values()
        lines = [[(step / STEPS,) for step in range(STEPS + 1)]] if pair.by_level else [[(1.0, step / STEPS, 0.0) for step in range(STEPS)]]
        assert pair.by_level or tuple(here)[::2] == (1.0, 0.0)
        for line in lines:
            pair.try_all(line)
            assert search.cheapest.tco <= min(found.tco for found in pair.found.values() if found.is_kept) + CENT


@settings(max_examples=5, deadline=None)
@given(
    requests=st.integers(50_000, 60_000_000),
    peak=st.sampled_from([1.2, 3, 6]),
    profile=st.sampled_from(["office", "consumer-evening", "round-the-clock"]),
    autoscaling=st.sampled_from([0, 1]),
    plan=st.sampled_from(["on-demand", "reserved-1yr"]),
)
def test_any_demand_and_profile(requests: int, peak: float, profile: str, autoscaling: int, plan: str) -> None:
    given_values = (
        "months=2", f"workload.requests_per_day={requests}", f"workload.peak_to_average={peak}", f"workload.hourly_profile={profile}",
        f"self_hosted.autoscaling={autoscaling}", f"options.Base on machines.plan={plan}",
    )  # fmt: skip
    scenario = read(SCENARIOS[BASE[0]], given_values)
    search = cheapest_split(scenario, BASE[1])
    pair = Pair(scenario, BASE[1])
    pair.try_all([(step / STEPS,) for step in range(0, STEPS + 1, 2)])
    assert search.cheapest is not None
    assert search.cheapest.tco <= min(found.tco for found in pair.found.values() if found.is_kept) + CENT
    assert search.at_least is None or search.at_least <= min(found.tco for found in pair.found.values() if found.is_kept) + CENT


def test_the_command_tells_the_cheapest_split_and_how_far_it_is_proven() -> None:
    arguments = ["search", str(SCENARIOS[BASE[0]]), "--option", BASE[1], "--set", "months=3"]
    run = CliRunner().invoke(main, arguments)
    assert run.exit_code == 0, run.output
    assert "Base and bursts: cheapest split: Base on machines up to" in run.output
    assert "Every 0.1 % was tried" in run.output
    data = json.loads(CliRunner().invoke(main, [*arguments, "--format", "json"]).output)["splits"][BASE[1]]
    assert data["resolution"] == 0.001
    assert data["tco"] <= data["stated_tco"]
    assert {"part", "rest", "shares", "level", "tco", "reason", "tried"} <= data.keys()
