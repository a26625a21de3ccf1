"""One month's run rate: over multiples of the volume, and with one uncertain input at a time at its ends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import SCENARIOS
from small_scenario import TEXT, changed, scenario_of

from tco.engine.crossings import crossings, curves
from tco.engine.evaluate import Results, evaluate
from tco.engine.run_rate import in_proportion, over_volumes, vintages
from tco.engine.sensitivity import Sensitivity, Swing, one_at_a_time, sensitivity, uncertain_inputs
from tco.language.formula import AXES, AXIS
from tco.scenario.scenario import Scenario
from tco.search.settle import read


def month_of(results: Results, option: str, key: str = "recurring") -> float:
    """A monthly line of an option in the reference month of its plan."""
    return float(results.options[option].along(key, "month")[int(results.demand.value("run_rate_month")) - 1])


def costlier_volume(scenario: Scenario, multiple: float) -> Results:
    """The whole plan at a multiple of the volume."""
    (element,) = scenario.entry("requests_per_day").elements
    return evaluate(scenario.with_values({element.path: float(element.value) * multiple}))


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_the_first_volume_and_the_first_case_are_the_plans_own_month(name: str) -> None:
    """Whatever earlier months left behind: fleets that never shrink, commitments that are a share of the first fleet."""
    results = evaluate(read(SCENARIOS[name]))
    volumes, cases = over_volumes(results, np.array([0.5, 2.0])), one_at_a_time(results, uncertain_inputs(results))
    for option in results.options:
        wanted = month_of(results, option)
        assert volumes.along(option, "recurring")[0] == pytest.approx(wanted, rel=1e-12)
        assert cases.along(option, "recurring")[0] == pytest.approx(wanted, rel=1e-12)


def test_a_multiple_of_the_volume_costs_what_a_plan_of_that_volume_costs_in_the_month(tmp_path: Path) -> None:
    """The plan is steady: nothing depends on the months before."""
    scenario = scenario_of(TEXT, tmp_path)
    run_rate = over_volumes(evaluate(scenario), np.array([0.1, 3.0, 20.0]))
    for place, multiple in enumerate((1.0, 0.1, 3.0, 20.0)):
        whole = costlier_volume(scenario, multiple)
        assert {name: month_of(whole, name) for name in whole.options} == pytest.approx(
            {name: float(run_rate.along(name, "recurring")[place]) for name in whole.options}
        )


def test_the_reference_month_is_the_plans_last_unless_another_is_chosen(tmp_path: Path) -> None:
    """Growth of 10 % a month makes them differ; a month after the plan's end is its last."""
    growing = changed("requests_per_day: 500_000", "requests_per_day: 500_000\n  growth_per_month: 10%")
    for given, wanted in (("", 12), ("reference_month: 3\n", 3), ("reference_month: 99\n", 12)):
        results = evaluate(scenario_of(given + growing, tmp_path))
        run_rate = over_volumes(results, np.array([1.0]))
        assert run_rate.month == wanted
        for name in results.options:
            costs = results.options[name].along("recurring", "month")
            assert run_rate.along(name, "recurring")[0] == pytest.approx(costs[wanted - 1])


def test_what_earlier_months_leave_behind_stays_in_proportion_to_the_plan() -> None:
    """By hand: 20 instances where the month alone needs 16, so 10 where it needs 8; 5 left over where it needs none stay 5."""

    def along_volumes(*values: float) -> np.ndarray:
        size = [1] * len(AXES)
        size[AXIS["volume"]] = len(values)
        return np.array(values).reshape(size)

    assert in_proportion(along_volumes(16.0, 8.0), along_volumes(20.0), "volume").reshape(-1).tolist() == [20.0, 10.0]
    assert in_proportion(along_volumes(0.0, 8.0), along_volumes(5.0), "volume").reshape(-1).tolist() == [5.0, 13.0]


def at_end(scenario: Scenario, swing: Swing, value: float) -> Results:
    return evaluate(scenario.with_values({swing.path: value}))


def test_each_end_costs_what_the_plan_with_that_value_costs_in_the_month(tmp_path: Path) -> None:
    scenario = scenario_of(TEXT, tmp_path)
    found = sensitivity(evaluate(scenario))
    assert found.swings
    for swing in found.swings:
        for place, value in enumerate((swing.low, swing.high)):
            plan = at_end(scenario, swing, value)
            for name in plan.options:
                wanted = month_of(plan, name) if plan.options[name].value("possible") else None
                assert swing.costs[name][place] == (wanted if wanted is None else pytest.approx(wanted)), f"{swing.path} of {name}"


def test_an_input_without_a_range_and_one_that_moves_nothing_are_left_out(tmp_path: Path) -> None:
    """The discount rate has a range and is no part of a month's cost; the share of a region has none."""
    paths = {swing.path for swing in sensitivity(evaluate(scenario_of(TEXT, tmp_path))).swings}
    assert "workload.peak_to_average" in paths
    assert not {path for path in paths if "discount_rate" in path or "migration" in path or "share" in path.split(".")}


def test_the_widest_swings_come_first_and_equal_ones_in_the_order_of_the_inputs() -> None:
    def swing(path: str, low: float | None, high: float | None) -> Swing:
        return Swing(path, "", path, path, (), "1", 0.0, 1.0, 2.0, {"A": (low, high)})

    swings = tuple(
        swing(*each) for each in (("a", 90.0, 110.0), ("b", 50.0, 150.0), ("c", 110.0, 90.0), ("d", None, 150.0), ("e", 100.0, 100.0))
    )
    assert [item.path for item in Sensitivity(1, {"A": 100.0}, swings).largest("A")] == ["b", "a", "c"]


def test_a_list_by_month_is_varied_in_the_reference_month(tmp_path: Path) -> None:
    """Its element of that month says the ends; the path is the list's."""
    listed = "[" + ", ".join(f"{{value: {100 + month}, low: {50 + month}, high: {200 + month}}}" for month in range(12)) + "]"
    results = evaluate(scenario_of("reference_month: 2\n" + changed("requests_per_day: 500_000", f"requests_per_day: {listed}"), tmp_path))
    (found,) = (item for item in sensitivity(results).swings if item.key == "requests_per_day")
    assert (found.path, found.low, found.value, found.high) == ("workload.requests_per_day", 51.0, 101.0, 201.0)


def test_an_end_at_which_an_option_cannot_be_has_no_cost(tmp_path: Path) -> None:
    """Prompts of 200,000 tokens are longer than the API's context of 128,000: it is not shown as if it served them."""
    text = changed("input_tokens: 500", "input_tokens: {value: 500, low: 300, high: 200_000}")
    found = sensitivity(evaluate(scenario_of(text, tmp_path, "options.API.successor=gpt-4o-mini")))
    (swing,) = (item for item in found.swings if item.key == "class_input")
    low, high = swing.costs["API"]
    assert low is not None
    assert low < found.base["API"]
    assert high is None
    assert swing.width("API") == 0.0


STEADY = ("owned-cluster", "hybrid-residency", "base-and-bursts")
"""Servers that are bought, and hybrids of servers or machines and an API."""


def steady(name: str) -> Scenario:
    """A scenario of the collection in which no month depends on another."""
    scenario = read(SCENARIOS[name])
    return scenario.with_values({"workload.growth_per_month": 0.0})


@pytest.mark.parametrize("name", STEADY)
def test_a_multiple_of_the_volume_buys_and_shares_what_a_plan_of_that_volume_does(name: str) -> None:
    """Steady plans: servers in service are bought in proportion, and a hybrid adds up its parts at that volume."""
    scenario = steady(name)
    run_rate = over_volumes(evaluate(scenario), np.array([0.1, 7.0]))
    for place, multiple in enumerate((1.0, 0.1, 7.0)):
        whole = costlier_volume(scenario, multiple)
        assert {option: month_of(whole, option) for option in whole.options} == pytest.approx(
            {option: float(run_rate.along(option, "recurring")[place]) for option in whole.options}
        )


@pytest.mark.parametrize("name", ["owned-cluster", "hybrid-residency"])
def test_each_end_of_an_input_of_servers_costs_what_the_plan_with_that_value_costs(name: str) -> None:
    """Prices that change by year among them: what is bought in the first month costs what it costs then."""
    scenario = steady(name)
    found = sensitivity(evaluate(scenario))
    assert {swing.key for swing in found.swings} >= {"residual", "network_share"}
    assert "server_price_change" not in {swing.key for swing in found.swings}
    for swing in (item for item in found.swings if item.path.startswith("owned.")):
        for place, value in enumerate((swing.low, swing.high)):
            plan = at_end(scenario, swing, value)
            for option in plan.compared:
                assert swing.costs[option][place] == pytest.approx(month_of(plan, option)), f"{swing.path} of {option}"


def test_servers_bought_over_time_follow_a_price_change_from_the_month_of_their_purchase() -> None:
    """A fleet that grows by 2 % a month: within a sixth of what the whole plan with that price change says."""
    scenario = read(SCENARIOS["owned-cluster"])
    found = sensitivity(evaluate(scenario))
    (swing,) = (item for item in found.swings if item.key == "server_price_change")
    for option in ("Owned H100", "Owned H100 annuity"):
        for place, value in enumerate((swing.low, swing.high)):
            wanted = month_of(at_end(scenario, swing, value), option) - found.base[option]
            end = swing.costs[option][place]
            assert end is not None
            assert end - found.base[option] == pytest.approx(wanted, rel=1 / 6)


def test_parts_of_a_hybrid_are_computed_and_not_compared() -> None:
    """They have a run rate of their own, but neither a place in the tornado nor a crossing."""
    results = evaluate(read(SCENARIOS["hybrid-residency"]))
    alone = {"Own everywhere", "Hybrid", "API everywhere"}
    assert set(over_volumes(results, np.array([2.0])).options) == alone | {"Hybrid - Hong Kong", "Hybrid - API"}
    assert set(sensitivity(results).base) == alone
    assert {name for crossing in crossings(results) for name in (crossing.option, crossing.other)} <= alone
    assert set(curves(results, np.array([2.0]))) == alone


def test_what_leads_to_a_sum_of_vintages_is_read_apart() -> None:
    """From the fleet that never shrinks to what is in service; nothing of rented machines, whose commitments look back once."""
    results = evaluate(read(SCENARIOS["owned-cluster"]))
    owned, rented = results.options["Owned H100"], results.options["Rented H100"]
    found = vintages(owned.model, owned.dims, tuple(owned.model.lines))
    assert {"servers_installed", "servers_added", "servers_bought", "capex", "held_capex"} <= set(found)
    assert "hardware_cost" not in found
    assert vintages(rented.model, rented.dims, tuple(rented.model.lines)) == ()
