"""The wait before the servers: it belongs to a promised time, a part of the promise is kept for it, and the fleet stays within it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import changed, scenario_of

from tco.accuracy.replica import Given, along, reckon, values_with
from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.language.formula import AXIS
from tco.scenario.scenario import Amount, Scenario
from tco.search.settle import read

ROOT = Path(__file__).parents[1]


@cache
def machines() -> Scenario:
    with TemporaryDirectory() as folder:
        text = changed("inf2.48xlarge}", "{ap-southeast-1: p4de.24xlarge, ap-southeast-2: p5.48xlarge}}")
        return scenario_of(text, Path(folder))


def sheet_of(values: dict[str, Amount]) -> Evaluated:
    return evaluate(machines().with_values(values)).options["Machines"]


# By hand


@pytest.mark.parametrize(("load", "allowed"), [(15.0, 0.15), (0.01, 0.1), (400.0, 0.002)])
def test_the_capacity_for_a_wait_waits_as_long_as_is_allowed(load: float, allowed: float) -> None:
    """P ÷ C ÷ (C − P) gives the wait back."""
    values = values_with({"site_peak_load": load, "wait_allowed": allowed})
    capacity = reckon("wait_capacity", values)
    assert load / capacity / (capacity - load) == pytest.approx(allowed, rel=1e-9)


def test_fifteen_requests_a_second_that_may_wait_015_seconds_need_a_capacity_of_twenty() -> None:
    """15 ÷ 20 ÷ (20 − 15) = 0.15."""
    assert reckon("wait_capacity", values_with({"site_peak_load": 15, "wait_allowed": 0.15})) == pytest.approx(20, rel=1e-12)


@pytest.mark.parametrize(
    ("ttft", "latency", "allowed"), [(2.0, 5.0, 0.1), (2.0, 0.0, 0.1), (0.0, 30.0, 1.5), (4.0, 2.0, 0.1), (0.0, 0.0, 0.0)]
)
def test_a_twentieth_of_the_shorter_promise_is_kept_for_the_wait(ttft: float, latency: float, allowed: float) -> None:
    values = values_with({"ttft_promise": ttft, "latency_promise": latency, "ttft_attainable": 1, "latency_attainable": 1})
    assert reckon("wait_allowed", values) == pytest.approx(allowed)


def test_where_no_time_is_promised_the_wait_asks_for_nothing() -> None:
    """The capacity is then the load itself, which the target utilisation always exceeds."""
    assert reckon("wait_capacity", values_with({"site_peak_load": 15, "wait_allowed": 0})) == 15


# What is chosen keeps the promise

PLANS = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["llama-3.3-70b", "mixtral-8x7b-v0.1", "gpt-oss-120b"]),
        "self_hosted.tensor_parallel": st.sampled_from([2.0, 4.0, 8.0]),
        "self_hosted.autoscaling": st.sampled_from([0.0, 1.0]),
        "self_hosted.spares": st.sampled_from([0.0, 1.0]),
        "self_hosted.target_utilisation": st.sampled_from([0.55, 0.8, 1.0]),
        "workload.hourly_profile": st.sampled_from(["round-the-clock", "office"]),
        "workload.requests_per_day": st.floats(1.0, 1e8),
        "service_levels.ttft": st.floats(0.3, 5.0),
        "service_levels.latency": st.sampled_from([0.0, 8.0, 30.0]),
    }
)


@settings(max_examples=30, deadline=None)
@given(plan=PLANS)
def test_the_batch_and_fleet_that_are_chosen_keep_the_promised_times_with_the_wait(plan: dict[str, Amount]) -> None:
    """In every month, at every hour of the day, where any batch keeps them: what no batch keeps sizes nothing."""
    sheet = sheet_of(plan)
    for promise in ("ttft", "latency"):
        asked = float(plan[f"service_levels.{promise}"])
        if sheet.value(f"{promise}_attainable"):
            assert sheet.value(f"service_{promise}") <= (asked or np.inf) * (1 + 1e-9), promise
    if sheet.value("wait_allowed") > 0:
        assert (sheet.values["queue_wait"] <= sheet.values["wait_allowed"] * (1 + 1e-5)).all()


def test_a_quiet_site_of_slow_replicas_is_bought_for_the_wait() -> None:
    """One request in five seconds needs one replica; to wait 0.1 s on average it needs more."""
    plan: dict[str, Amount] = {"workload.requests_per_day": 5000.0, "self_hosted.maximum_batch": 1.0, "self_hosted.spares": 0.0}
    sheet = sheet_of(plan | {"self_hosted.tensor_parallel": 8.0})
    assert {str(reason) for reason in sheet.values["bought_by"].ravel()} == {"waiting"}
    assert (sheet.values["instances_for_wait"] > sheet.values["instances_for_load"]).any()
    without = sheet_of(plan | {"self_hosted.tensor_parallel": 8.0, "self_hosted.wait_share": 0.0})
    assert without.value("tco") < sheet.value("tco")
    assert without.value("service_ttft") > sheet.value("service_ttft")


def test_the_wait_counts_in_the_time_that_is_judged() -> None:
    """Time to first token and latency: the full replica's and the longest wait."""
    sheet = sheet_of({"service_levels.latency": 20.0})
    waits, served = sheet.values["queue_wait"].max(axis=-1).ravel(), sheet.values["site_ttft"].ravel()
    assert waits.min() > 0
    assert sheet.value("service_ttft") == pytest.approx((served + waits).max(), rel=1e-12)
    assert sheet.value("service_latency") == pytest.approx((sheet.values["site_latency"].ravel() + waits).max(), rel=1e-12)


def test_a_fixed_fleet_below_its_load_keeps_no_promised_time() -> None:
    """Its queue has no bound: the published fleet of Inferentia with ten times its requests."""
    results: Results = evaluate(read(ROOT / "scenarios" / "apac-published.yaml", ("workload.requests_per_day=5_000_000",)))
    sheet = results.options["Inferentia"]
    assert sheet.values["peak_utilisation"].max() > 1
    assert (sheet.value("ttft_status"), sheet.value("latency_status")) == (1, 1)


# Never cheaper


@settings(max_examples=25, deadline=None)
@given(plan=PLANS, factor=st.floats(1.0, 20.0))
def test_more_traffic_with_promised_times_never_costs_less(plan: dict[str, Amount], factor: float) -> None:
    """From one request a day on, where the wait decides, to a hundred million, where the load does."""
    more = plan | {"workload.requests_per_day": float(plan["workload.requests_per_day"]) * factor}
    assert sheet_of(more).value("tco") >= sheet_of(plan).value("tco") * (1 - 1e-9)


@settings(max_examples=25, deadline=None)
@given(plan=PLANS, promise=st.sampled_from(["ttft", "latency"]), share=st.floats(0.05, 1.0))
def test_a_stricter_promised_time_never_costs_less(plan: dict[str, Amount], promise: str, share: float) -> None:
    """As long as any batch keeps it; a time that none keeps sizes no fleet."""
    plan = plan | {"service_levels.latency": float(plan["service_levels.latency"]) or 60.0}
    strict = sheet_of(plan | {f"service_levels.{promise}": float(plan[f"service_levels.{promise}"]) * share})
    if strict.value("ttft_attainable") and strict.value("latency_attainable"):
        assert strict.value("tco") >= sheet_of(plan).value("tco") * (1 - 1e-9)


# Availability by the hour


def test_hours_weigh_by_their_part_of_the_requests() -> None:
    """One instance is needed at any hour. By night one runs and may not fail; by day, with 70 % of the requests, two run and one may.

    0.3 × 0.99 + 0.7 × (1 − 0.01²) = 0.99693.
    """
    hours: Given = {"running_instances": along("hour", [1, 2]), "hourly_instances_needed": along("hour", [1, 1])}
    values = values_with({**hours, "own_share": along("hour", [0.3, 0.7]), "instance_availability": 0.99})
    assert reckon("site_availability", values) == pytest.approx(0.3 * 0.99 + 0.7 * (1 - 0.01**2))
    assert np.ravel(np.asarray(values["hourly_availability"])).tolist() == pytest.approx([0.99, 1 - 0.01**2])


def test_a_fleet_that_follows_its_load_is_less_available_than_one_that_is_always_on() -> None:
    plan: dict[str, Amount] = {
        "workload.requests_per_day": 3e6, "workload.hourly_profile": "office", "self_hosted.tensor_parallel": 4.0,
    }  # fmt: skip
    always, follows = (sheet_of(plan | {"self_hosted.autoscaling": on}) for on in (0.0, 1.0))
    assert follows.value("service_availability") < always.value("service_availability")
    for sheet in (always, follows):
        by_hand = (sheet.values["own_share"] * sheet.values["hourly_availability"]).sum(axis=AXIS["hour"], keepdims=True)
        assert sheet.value("service_availability") == pytest.approx(by_hand.min())
