"""Availability and spares: what must be up carries the load at full capacity, instances fail, and the fewest spares keep the promise."""

from __future__ import annotations

from functools import cache
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from edited_books import Book
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import changed, problems_of, scenario_of

from tco.accuracy.replica import along, reckon, values_with
from tco.engine.evaluate import Evaluated, evaluate
from tco.language.line import AUTO
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Amount, Scenario

COUNTS = range(8)


def at_least_up(needed: int, fleet: int, up: float) -> float:
    """By hand: the chance that so many of a fleet are up, each by itself."""
    return sum(comb(fleet, count) * up**count * (1 - up) ** (fleet - count) for count in range(needed, fleet + 1))


@cache
def machines() -> Scenario:
    with TemporaryDirectory() as folder:
        text = changed("inf2.48xlarge}", "{ap-southeast-1: p4de.24xlarge, ap-southeast-2: p5.48xlarge}, tensor_parallel: 8}")
        return scenario_of(text.replace("  ttft: 2 s\n", "  {ttft: 2 s, availability: 99.9%}\n"), Path(folder))


LOOKED_AT = (
    "service_availability",
    "tco",
    "running_instances",
    "hourly_instances_needed",
    "instances_needed",
    "instances",
    "site_availability",
)


def planned(values: dict[str, Amount]) -> Evaluated:
    return evaluate(machines().with_values(values), wanted=LOOKED_AT).options["Machines"]


def chosen(values: dict[str, Amount]) -> float:
    """Spares for a fleet whose every hour is like the peak."""
    return reckon("chosen_spares", values_with({**values, "peak_weight": 1.0, "own_share": 1.0, "hourly_instances_needed": 1}))


# By hand


def test_of_four_instances_three_must_be_up() -> None:
    """0.995⁴ + 4 × 0.005 × 0.995³ = 0.999851."""
    values = {"site_peak_load": 5, "usable_capacity": 2, "instances_per_replica": 1, "replicas_per_instance": 1, "instances_for_load": 4}
    more = {"instances_for_wait": 0, "minimum_instances": 1, "availability_promise": 0.999}
    assert reckon("instances_needed", values_with({**values, **more})) == 3
    assert 0.995**4 + 4 * 0.005 * 0.995**3 == pytest.approx(at_least_up(3, 4, 0.995))
    assert chosen({**values, **more}) == 0


@pytest.mark.parametrize(("fleet", "promise", "expected"), [(3, 0.999, 1), (3, 0.99999, 2), (3, 0.98, 0), (9, 0.999, 0)])
def test_the_margin_of_the_target_utilisation_is_room_for_failures(fleet: int, promise: float, expected: int) -> None:
    """Three of three are up for 98.5 % of the time, three of four for 99.985 %, three of five for 99.9999 %; three of nine always."""
    values = {"site_peak_load": 5, "usable_capacity": 2, "instances_per_replica": 1, "replicas_per_instance": 1}
    more = {"instances_for_load": fleet, "instances_for_wait": 0, "minimum_instances": 1, "availability_promise": promise}
    assert chosen({**values, **more}) == expected
    assert at_least_up(3, fleet + expected, 0.995) >= promise
    assert not expected or at_least_up(3, fleet + expected - 1, 0.995) < promise


def test_replicas_that_share_an_instance_fail_together() -> None:
    """Eight replicas on two instances need both: 0.995² up, not 0.995⁸."""
    values = {"site_peak_load": 16, "usable_capacity": 2, "instances_per_replica": 1, "replicas_per_instance": 4, "instances_for_load": 2}
    more = {"instances_for_wait": 0, "minimum_instances": 1, "availability_promise": 0.99}
    assert reckon("instances_needed", values_with({**values, **more})) == 2
    assert chosen({**values, **more}) == 0
    assert at_least_up(2, 2, 0.995) == pytest.approx(0.990025)


def test_where_no_number_of_spares_keeps_the_promise_none_is_bought() -> None:
    """The promise is missed with any of them."""
    values = {"site_peak_load": 5, "usable_capacity": 2, "instances_per_replica": 1, "replicas_per_instance": 1, "instances_for_load": 3}
    more = {"instances_for_wait": 0, "minimum_instances": 1, "availability_promise": 0.9999, "instance_availability": 0.5}
    assert chosen({**values, **more}) == 0


def test_hours_weigh_by_their_part_of_the_requests() -> None:
    """Three quarters of the requests come in hours that need one of three, a quarter in hours that need all three.

    0.75 × (1 − 0.005³) + 0.25 × 0.995³ = 0.99626: enough for 99.5 % without a spare, though the busiest hours are up for 98.5 % only.
    """
    values = {"instances_needed": 3, "fleet_with": 3, "own_share": along("hour", [0.75, 0.25]), "instance_availability": 0.995}
    known = values_with({**values, "hourly_instances_needed": along("hour", [1, 3])})
    assert reckon("availability_with", known) == pytest.approx(0.75 * (1 - 0.005**3) + 0.25 * 0.995**3, rel=1e-12)


# Properties


@settings(max_examples=30)
@given(needed=st.integers(1, 60), fleet=st.integers(0, 80), more=st.integers(1, 5), up=st.sampled_from([0.5, 0.9, 0.99, 0.995, 0.9999]))
def test_more_instances_never_lower_the_availability(needed: int, fleet: int, more: int, up: float) -> None:
    def available(running: int) -> float:
        values = {"running_instances": running, "hourly_instances_needed": needed, "instance_availability": up}
        return reckon("hourly_availability", values_with(values))

    assert available(fleet + more) >= available(fleet) - 1e-12
    assert available(fleet) == pytest.approx(at_least_up(needed, fleet, up) if fleet >= needed else 0.0, abs=1e-9)


@settings(max_examples=8)
@given(
    values=st.fixed_dictionaries(
        {
            "workload.requests_per_day": st.sampled_from([1_000.0, 50_000.0, 500_000.0, 5_000_000.0]),
            "service_levels.availability": st.sampled_from([0.0, 0.99, 0.999, 0.9999]),
            "self_hosted.instance_availability": st.sampled_from([0.99, 0.995, 0.999]),
            "self_hosted.degraded_utilisation": st.sampled_from([0.8, 1.0]),
            "workload.hourly_profile": st.sampled_from(["round-the-clock", "office"]),
        }
    )
)
def test_auto_is_the_fewest_spares_of_all_that_can_be_stated(values: dict[str, Amount]) -> None:
    """By trying each of 0 to 7 at the site: the first that keeps the promise, and it costs no more than any other that does."""
    found = planned({**values, "self_hosted.spares": AUTO})
    stated = [planned({**values, "self_hosted.spares": float(count)}) for count in COUNTS]
    promise = float(values["service_levels.availability"])
    keeping = [option for option in stated if option.value("service_availability") >= promise]
    if keeping:
        assert found.value("service_availability") >= promise
        assert found.value("tco") <= min(option.value("tco") for option in keeping) + 1e-6
    else:
        assert found.value("tco") == stated[0].value("tco")


@pytest.mark.parametrize("requests", [20_000.0, 500_000.0, 3_000_000.0])
@pytest.mark.parametrize("promise", [0.999, 0.9999])
def test_a_fleet_that_follows_its_load_keeps_the_promise_in_every_hour(requests: float, promise: float) -> None:
    values: dict[str, Amount] = {
        "workload.requests_per_day": requests,
        "workload.hourly_profile": "office",
        "self_hosted.autoscaling": 1.0,
        "service_levels.availability": promise,
    }
    found, always = planned(values), planned({**values, "self_hosted.autoscaling": 0.0})
    assert found.value("service_availability") >= promise
    assert found.value("tco") <= always.value("tco")
    assert (found.values["running_instances"] >= found.values["hourly_instances_needed"]).all()


@pytest.mark.parametrize("requests", [100_000.0, 500_000.0, 2_000_000.0])
def test_degrees_of_the_same_hardware_differ_by_no_more_than_their_instances_explain(requests: float) -> None:
    """Until now a smaller degree, whose fleet is larger, looked less available: 97 % with four chips a replica."""
    for degree in (4.0, 8.0):
        found = planned({"workload.requests_per_day": requests, "options.Machines.tensor_parallel": degree})
        assert found.value("service_availability") >= 0.999
        needed, fleet = found.values["instances_needed"], found.values["instances"]
        by_hand = np.vectorize(at_least_up)(needed.astype(int), np.broadcast_to(fleet, needed.shape).astype(int), 0.995)
        assert found.values["site_availability"].reshape(-1) == pytest.approx(by_hand.reshape(-1), rel=1e-9)


# The word in scenarios and books


def test_auto_is_the_default_and_may_be_written(tmp_path: Path) -> None:
    plain = scenario_of(changed("self_hosted: {staff: 2}", "self_hosted: {staff: 2}"), tmp_path)
    told = scenario_of(changed("self_hosted: {staff: 2}", "self_hosted: {staff: 2, spares: auto}"), tmp_path)
    assert plain.entry("spares", "Machines").elements[0].value == told.entry("spares", "Machines").elements[0].value == AUTO


def test_the_resolved_scenario_says_auto_and_reads_back_the_same(tmp_path: Path) -> None:
    text = resolved_text(scenario_of(changed("self_hosted: {staff: 2}", "self_hosted: {staff: 2, spares: auto}"), tmp_path))
    assert "spares: {value: auto" in text
    (tmp_path / "again").mkdir()
    assert resolved_text(scenario_of(text, tmp_path / "again")) == text


def test_another_word_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    found = problems_of(changed("self_hosted: {staff: 2}", "self_hosted: {staff: 2, spares: plenty}"), tmp_path)
    assert found == ["s.yaml:17: spares: plenty is not a number; expected auto, or a number in instances, from 0 to 1000, whole"]


def test_a_value_without_a_rule_of_its_own_cannot_be_left_to_the_model(tmp_path: Path) -> None:
    found = problems_of(changed("self_hosted: {staff: 2}", "self_hosted: {staff: auto}"), tmp_path)
    assert found[0].startswith("s.yaml:17: staff: auto is not a number; expected a number")


def test_the_inputs_sheet_shows_the_word(small_book: Book) -> None:
    """The cell holds the one negative number that there is, so that a number may be typed over it."""
    import openpyxl  # noqa: PLC0415  used here only

    sheet = openpyxl.load_workbook(small_book.path)["Inputs"]
    row = next(row for row in sheet.iter_rows() if any(cell.value == "self_hosted.spares" for cell in row))
    assert [cell.number_format for cell in row if cell.value == AUTO] == ['#,##0_);"auto"_)'] * 2
