"""The search against brute force: every configuration of a small space through the engine one by one gives the same optimum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from conftest import SCENARIOS
from hypothesis import given, settings
from hypothesis import strategies as st

from tco.engine.evaluate import evaluate
from tco.scenario.scenario import Scenario
from tco.search.search import meets, searched
from tco.search.settle import read
from tco.search.space import Choices, space_of
from tco.search.trial import Setting, Trial

Over = Mapping[str, Sequence[str]]

CENT = 0.01


def every_setting(trial: Trial, over: Over) -> list[Setting]:
    """All configurations of a space, one by one."""
    space = space_of(trial, Choices(over=over))
    shared = [[(key, value) for value in space.shared[key]] for key in trial.keys]
    return [Setting(names, values) for names in product(*space.instances) for values in product(*shared)]


def brute_force(scenario: Scenario, option: str, over: Over) -> float | None:
    """The least total among configurations that meet every mandatory requirement, each evaluated as if a user had typed it."""
    trial = Trial(scenario, option)
    found = []
    for setting in every_setting(trial, over):
        tried = evaluate(trial.scenario.with_values(trial.paths(setting)), settled=trial.settled).options[option]
        missed = [key for key in ("ttft", "tpot", "latency", "availability") if tried.value(f"{key}_hard_gap")]
        if tried.value("possible") and not missed:
            found.append(tried.value("tco"))
    return min(found, default=None)


def same_optimum(scenario: Scenario, option: str, over: Over) -> None:
    """The search and brute force agree, and the engine agrees with what the search says of its best."""
    found = searched(scenario, option, Choices(over=over))
    least = brute_force(scenario, option, over)
    if least is None:
        assert found.best is None
        return
    assert found.best is not None
    assert found.best.tco == pytest.approx(least, abs=CENT)
    trial = Trial(scenario, option)
    told = evaluate(trial.scenario.with_values(trial.paths(found.best.setting))).options[option]
    assert told.value("tco") == pytest.approx(found.best.tco, rel=1e-12)
    assert meets(found.best)
    assert [candidate.tco for candidate in found.ranked] == sorted(candidate.tco for candidate in found.ranked)


MACHINES_ON_RENT = {"plan": ["on-demand"]}
SPACES: tuple[tuple[str, str, Over], ...] = (
    ("a100-h100-h200", "A100", {"instance": ["p4d.24xlarge", "p5.48xlarge", "p5en.48xlarge"], "tensor_parallel": ["2", "4", "8"]}),
    (
        "a100-h100-h200",
        "H100",
        {"instance": ["p5.48xlarge", "g6e.48xlarge"], "precision": ["fp8", "int8"], "tensor_parallel": ["4", "8"]},
    ),
    (
        "apac-assistant",
        "Cloud GPU",
        {
            "instance": ["p4de.24xlarge", "p4d.24xlarge", "p5.48xlarge", "inf2.48xlarge"],
            "tensor_parallel": ["4", "8"],
            "maximum_batch": ["16", "64"],
            **MACHINES_ON_RENT,
        },
    ),
    (
        "apac-assistant",
        "Cloud GPU",
        {
            "instance": ["p4de.24xlarge", "p5.4xlarge", "p4d.24xlarge"],
            "tensor_parallel": ["1", "8"],
            "maximum_batch": ["32", "64"],
            "spares": ["auto", "1"],
        },
    ),
    (
        "saas-outgrows-api",
        "On demand",
        {"instance": ["g6e.xlarge", "p5.4xlarge"], "tensor_parallel": ["0", "1"], "maximum_batch": ["64", "256"]},
    ),
    ("saas-outgrows-api", "Commit as it grows", {"maximum_batch": ["64", "256"], "tensor_parallel": ["1"]}),
    (
        "owned-cluster",
        "Owned H100",
        {"instance": ["dgx-h100", "hgx-h200", "hgx-b200"], "tensor_parallel": ["1", "2"], "maximum_batch": ["64", "256"]},
    ),
    (
        "retrieval-copilot",
        "Own machines in Sydney",
        {"instance": ["p5.48xlarge", "p4d.24xlarge"], "tensor_parallel": ["4", "8"], "maximum_batch": ["16", "64"]},
    ),
    (
        "base-and-bursts",
        "Base on machines",
        {"instance": ["g6e.xlarge", "p5.4xlarge"], "tensor_parallel": ["1"], "maximum_batch": ["128", "512"]},
    ),
    ("apac-published", "Inferentia", {}),
)


QUICK = 6
"""Spaces that are tried in `make test`; the others, which come first and are larger, are long proofs."""


@pytest.mark.parametrize(
    ("name", "option", "over"),
    [pytest.param(*space, marks=() if number >= len(SPACES) - QUICK else pytest.mark.long) for number, space in enumerate(SPACES)],
    ids=[f"{name} {option}" for name, option, _ in SPACES],
)
def test_the_search_finds_the_optimum_of_brute_force(name: str, option: str, over: Over) -> None:
    same_optimum(read(SCENARIOS[name]), option, over)


def test_support_by_bands_joins_the_sites_and_the_optimum_is_still_found() -> None:
    scenario = read(SCENARIOS["apac-assistant"], ("self_hosted.banded_support=1",))
    types = ["p4de.24xlarge", "p4d.24xlarge", "p5.48xlarge"]
    over = {"instance": types, "tensor_parallel": ["4", "8"], "maximum_batch": ["32", "64"], **MACHINES_ON_RENT}
    same_optimum(scenario, "Cloud GPU", over)


def test_a_target_that_one_site_cannot_keep_is_priced_as_the_model_sizes_it() -> None:
    """With a latency that is a target, a fleet of both sites is sized without it where one of them cannot keep it at any batch."""
    scenario = read(SCENARIOS["apac-assistant"], ("service_levels.latency_hard=0",))
    types = ["p4de.24xlarge", "inf2.48xlarge", "p5.48xlarge"]
    same_optimum(scenario, "Cloud GPU", {"instance": types, "tensor_parallel": ["4", "8"], "maximum_batch": ["64"], **MACHINES_ON_RENT})


TYPES = ("p4d.24xlarge", "p5.48xlarge", "g6e.12xlarge", "inf2.48xlarge")


@pytest.mark.long
@settings(max_examples=12, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "workload.requests_per_day": st.integers(1_000, 5_000_000),
            "workload.peak_to_average": st.sampled_from([1.5, 3, 6]),
            "service_levels.latency": st.sampled_from(["0", "3 s", "8 s", "30 s"]),
            "service_levels.latency_hard": st.sampled_from([0, 1]),
            "service_levels.availability": st.sampled_from(["0", "99%", "99.9%"]),
            "self_hosted.spares": st.sampled_from(["auto", "0", "2"]),
            "self_hosted.autoscaling": st.sampled_from([0, 1]),
            "self_hosted.banded_support": st.sampled_from([0, 1]),
            "workload.hourly_profile": st.sampled_from(["round-the-clock", "office"]),
        }
    )
)
def test_the_optimum_is_that_of_brute_force_in_scenarios_of_chance(values: Mapping[str, object]) -> None:
    scenario = read(SCENARIOS["a100-h100-h200"], tuple(f"{path}={value}" for path, value in values.items()))
    over = {"instance": TYPES, "tensor_parallel": ["4", "8"], "maximum_batch": ["32", "256"], "plan": ["on-demand", "reserved-1yr"]}
    same_optimum(scenario, "H100", over)


@pytest.mark.long
@settings(max_examples=8, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "workload.requests_per_day": st.integers(10_000, 2_000_000),
            "service_levels.latency": st.sampled_from(["0", "4 s", "8 s", "12 s"]),
            "service_levels.latency_hard": st.sampled_from([0, 1]),
            "service_levels.ttft_hard": st.sampled_from([0, 1]),
            "self_hosted.banded_support": st.sampled_from([0, 1]),
        }
    )
)
def test_the_optimum_is_that_of_brute_force_over_two_sites(values: Mapping[str, object]) -> None:
    """Each site has a type of its own, and a time that one of them cannot keep sizes neither."""
    scenario = read(SCENARIOS["apac-assistant"], ("months=2", *(f"{path}={value}" for path, value in values.items())))
    types = ["p4de.24xlarge", "p4d.24xlarge", "inf2.48xlarge"]
    same_optimum(
        scenario, "Cloud GPU", {"instance": types, "tensor_parallel": ["4", "8"], "maximum_batch": ["32", "64"], **MACHINES_ON_RENT}
    )
