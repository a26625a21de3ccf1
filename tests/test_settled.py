"""A scenario that is evaluated after another one, whose lines it takes over where nothing differs, gives what it gives by itself."""

from __future__ import annotations

import numpy as np
import pytest
import small_scenario
from conftest import SCENARIOS

from tco.engine.evaluate import Results, evaluate
from tco.search.settle import read

CHANGES = [
    {"workload.requests_per_day": 900_000.0},
    {"model": "llama-3.1-8b"},
    {"case": "adverse"},
    {"options.Machines.instance.ap-southeast-2": "p5.48xlarge"},
    {},
]


def differing(one: Results, other: Results) -> list[str]:
    """The lines whose values, their shapes or axes differ."""
    return [
        f"{here.option or here.model.name}: {key}"
        for here, there in zip(one.every_model(), other.every_model(), strict=True)
        for key in here.values
        if not np.array_equal(here.values[key], there.values[key]) or here.dims[key] != there.dims[key]
    ]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return evaluate(small_scenario.scenario_of(small_scenario.TEXT, tmp_path_factory.mktemp("plan")))


@pytest.mark.parametrize("values", CHANGES, ids=str)
def test_a_changed_scenario_is_the_same_after_another_and_by_itself(values: dict[str, float | str], plan: Results) -> None:
    """Expected: every line of every sheet, to the last bit."""
    changed = plan.scenario.with_values(values)
    assert differing(evaluate(changed, settled=plan), evaluate(changed)) == []


def test_volumes_and_wanted_lines_are_the_same_after_the_plan_and_by_themselves() -> None:
    """Expected: the totals of a hybrid, its parts and the rest at three volumes, to the last bit."""
    plan = evaluate(read(SCENARIOS["base-and-bursts"]))
    volumes = np.array([0.1, 1.0, 7.0])
    after = evaluate(plan.scenario, volumes, wanted=("tco",), settled=plan)
    assert differing(after, evaluate(plan.scenario, volumes)) == []
    assert after.options.keys() == plan.options.keys()


def test_a_difference_that_nobody_told_is_found(plan: Results) -> None:
    """Expected: lines that differ, where the scenario does: the comparison above can fail."""
    assert "Machines: tco" in differing(plan, evaluate(plan.scenario.with_values({"workload.requests_per_day": 900_000.0})))
