"""The cheapest split of a hybrid against brute force: every 1 % one by one through the engine, every 0.1 % in the search's own way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SCENARIOS
from hypothesis import given, settings
from hypothesis import strategies as st

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.errors import ScenarioError, TcoError
from tco.scenario.reading import read
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario
from tco.search.search import searched
from tco.search.settle import read as settled
from tco.search.space import Choices
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
    ("more", "apart"), [((), 1), (("service_levels.availability=99.9%",), 12), (("workload.requests_per_day=900_000",), 12)]
)
def test_no_level_of_one_percent_is_cheaper(more: tuple[str, ...], apart: int) -> None:
    scenario = settled(SCENARIOS[BASE[0]], ("months=6", "self_hosted.spares=auto", "options.Bursts on the API.availability=99.99%", *more))
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
    scenario = settled(SCENARIOS[RESIDENCY[0]], ("months=6", "regions.Hong Kong.allowed=any", "workload.requests_per_day=6_000_000"))
    search = cheapest_split(scenario, RESIDENCY[1])
    assert search.cheapest is not None
    best = tuple(search.cheapest.shares.values())
    points = [(*best[:place], share, *best[place + 1 :]) for place in range(3) for share in PERCENT[::10]]
    no_dearer_than(search, one_by_one(scenario, search, [*points, *((share,) * 3 for share in PERCENT[::20])]))


def test_every_tenth_of_a_percent_that_was_left_out_costs_no_less() -> None:
    for name, hybrid in (BASE, RESIDENCY):
        pair = Pair(settled(SCENARIOS[name], ("months=6",)), hybrid)
        search = cheapest_split(settled(SCENARIOS[name], ("months=6",)), hybrid)
        assert search.cheapest is not None
        assert len(search.tried) < STEPS
        here = search.cheapest.shares.values()
        lines = [[(step / STEPS,) for step in range(STEPS + 1)]] if pair.by_level else [[(1.0, step / STEPS, 0.0) for step in range(STEPS)]]
        assert pair.by_level or tuple(here)[::2] == (1.0, 0.0)
        for line in lines:
            pair.try_all(line)
            assert search.cheapest.tco <= min(found.tco for found in pair.found.values() if found.is_kept) + CENT


@pytest.mark.long
@settings(max_examples=4, deadline=None)
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
    scenario = settled(SCENARIOS[BASE[0]], given_values)
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


# A split that the scenario leaves to the search

RESIDENCY_PARTS = (
    ("share: {Hong Kong: 100%, Singapore: 0%, Sydney: 0%}\n", ""),
    ("    share: {Hong Kong: 0%, Singapore: 100%, Sydney: 100%}\n", ""),
)


def edited(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A shipped scenario over three months whose hybrid leaves its split to a search, with more changes."""
    text = SCENARIOS[name].read_text(encoding="utf-8")
    left = () if "split: auto" in text else (("kind: hybrid\n", "kind: hybrid\n    split: auto\n"),)
    for old, new in (*left, ("start: 2027-01\n", "start: 2027-01\nmonths: 3\n"), *changes):
        assert old in text
        text = text.replace(old, new, 1)
    months = next(line for line in text.splitlines() if line.startswith("months:") and line != "months: 3")
    path = folder / f"{name}.yaml"
    path.write_text(text.replace(f"{months}\n", "", 1), encoding="utf-8")
    return path


def test_the_level_that_is_found_takes_the_place_of_auto_with_its_source(tmp_path: Path) -> None:
    path = edited(tmp_path, BASE[0], ("    load_from: 70%\n", ""))
    scenario = settled(path)
    search = cheapest_split(scenario, BASE[1])
    assert search.cheapest is not None
    ends = [scenario.entry(key, part).elements[0] for key, part in zip(("slice_to", "slice_from"), search.parts, strict=True)]
    assert {end.value for end in ends} == {search.cheapest.level}
    assert all(end.source == "Search: the cheapest split of 0.1 % that meets every mandatory requirement" for end in ends)
    assert "splits were computed" in ends[0].note
    assert search.stated.tco == search.cheapest.tco, "nothing is left to find"


def test_shares_by_region_are_found_where_the_parts_state_none(tmp_path: Path) -> None:
    scenario = settled(edited(tmp_path, RESIDENCY[0], *RESIDENCY_PARTS))
    found = [item.value for item in scenario.entry("carried_share", "Hybrid - Hong Kong").elements]
    rest = [item.value for item in scenario.entry("carried_share", "Hybrid - API").elements]
    assert found == [1.0, 0.0, 0.0]
    assert rest == [0.0, 1.0, 1.0]
    assert evaluate(scenario).comparison.text("recommended") == RESIDENCY[1]


def test_a_resolved_split_runs_again_without_a_search_to_the_same_bytes(tmp_path: Path) -> None:
    text = resolved_text(settled(edited(tmp_path, BASE[0])))
    again = tmp_path / "base-and-bursts.resolved.yaml"
    again.write_text(text, encoding="utf-8")
    assert "split:" not in text
    assert resolved_text(read(again)) == text


def test_machines_of_a_part_are_searched_at_the_split_that_is_found(tmp_path: Path) -> None:
    """Neither moves alone: the machines are the best at the split, and the split is the best with these machines."""
    auto = "part_of: Base and bursts\n    instance: auto\n    instances: [g6e.xlarge, p5.4xlarge]\n"
    changes = (
        ("part_of: Base and bursts\n    instance: g6e.xlarge\n", auto),
        ("load_to: 70%", "load_to: 20%"),
        ("load_from: 70%", "load_from: 20%"),
    )
    scenario = settled(edited(tmp_path, BASE[0], *changes))
    note = scenario.entry("slice_to", "Base on machines").elements[0].note
    assert "split and what Base on machines left to a search in turn" in note
    assert note.endswith("until neither moved")
    search = cheapest_split(scenario, BASE[1])
    assert search.cheapest is not None
    assert search.saving == 0
    choices = Choices(frozenset({"instance", "tensor_parallel_given"}))
    found = searched(scenario, "Base on machines", choices)
    assert found.best is not None
    assert found.stated is not None
    assert found.best.tco == pytest.approx(found.stated.tco, abs=CENT)


def test_a_hybrid_of_three_parts_is_not_split_by_a_search(tmp_path: Path) -> None:
    third = "\n  - {name: Third, kind: api, price: bedrock/gpt-oss-20b, part_of: Base and bursts}\n\nnotes:"
    with pytest.raises(ScenarioError, match="split: auto stands here, and Base and bursts has 3 parts; expected two"):
        settled(edited(tmp_path, BASE[0], ("\nnotes:", third)))


def test_a_split_that_was_not_searched_is_not_computed(tmp_path: Path) -> None:
    with pytest.raises(TcoError, match=r"auto is still to be searched .*Base and bursts: split"):
        evaluate(read(edited(tmp_path, BASE[0])))
