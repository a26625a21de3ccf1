"""Working days: a volume of weekdays, months by the calendar, and fleets on the days between, against Python's own calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from small_scenario import changed, problems_of, scenario_of

from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.scenario.scenario import Amount, Scenario
from tco.summary.evidence.run_warnings import run_warnings

WEEKS = {"every-day": 7, "monday-to-saturday": 6, "weekdays": 5}


@cache
def machines() -> Scenario:
    with TemporaryDirectory() as folder:
        text = (
            changed("inf2.48xlarge}", "p5.48xlarge, tensor_parallel: 8}")
            .replace("months: 6", "months: 26")
            .replace("ap-southeast-2}", "ap-southeast-1}")
        )
        return scenario_of(text, Path(folder))


def planned(**values: Amount) -> Results:
    return evaluate(machines().with_values({path.replace("__", "."): value for path, value in values.items()}))


def option(**values: Amount) -> Evaluated:
    return planned(**values).options["Machines"]


def by_hand(scenario: Scenario, days_of_week: int) -> list[int]:
    """Days of each month that fall on the first so many days of a week."""
    found = []
    for number in range(scenario.months):
        year, month = scenario.start.year + (scenario.start.month - 1 + number) // 12, (scenario.start.month - 1 + number) % 12 + 1
        found.append(sum(date(year, month, day).weekday() < days_of_week for day in range(1, monthrange(year, month)[1] + 1)))
    return found


@pytest.mark.parametrize(("week", "days"), WEEKS.items())
def test_days_with_requests_are_those_of_the_calendar(week: str, days: int) -> None:
    found = planned(workload__days=week, finance__calendar_months=1.0)
    counted = np.broadcast_to(found.demand.values["active_days"].reshape(-1), (found.scenario.months,)).tolist()
    assert counted == pytest.approx(by_hand(found.scenario, days))


@pytest.mark.parametrize(("week", "days"), WEEKS.items())
def test_of_an_average_month_they_are_the_same_part_as_of_a_week(week: str, days: int) -> None:
    """730 hours are 30.42 days; on five days of seven, 21.73."""
    found = planned(workload__days=week)
    assert found.demand.values["active_days"].reshape(-1)[0] == pytest.approx(730 / 24 * days / 7)
    assert found.demand.values["all_requests"].reshape(-1)[0] == pytest.approx(
        planned().demand.values["all_requests"].reshape(-1)[0] * days / 7
    )


def test_the_peak_is_that_of_a_day_with_requests_and_the_mean_that_of_all_days() -> None:
    every, weekdays = option(), option(workload__days="weekdays")
    assert weekdays.values["site_peak_load"].max() == every.values["site_peak_load"].max()
    assert weekdays.values["largest_fleet"].max() == every.values["largest_fleet"].max()
    assert weekdays.value("mean_utilisation") == pytest.approx(every.value("mean_utilisation") * 5 / 7)


def test_a_fleet_that_is_always_on_costs_the_same_on_days_without_requests() -> None:
    assert option(workload__days="weekdays").values["compute"].sum() == pytest.approx(option().values["compute"].sum())


def test_a_fleet_that_follows_its_load_falls_to_its_minimum_on_days_without_requests() -> None:
    """Hours of a month: five days of seven as before, and the minimum in all hours of the other two."""
    follows: dict[str, Amount] = {"workload__requests_per_day": 3e6, "workload__hourly_profile": "office", "self_hosted__autoscaling": 1.0}
    every, weekdays = option(**follows), option(**follows, workload__days="weekdays")
    hours = every.values["hours_beyond"].reshape(-1)[0] * 5 / 7 + 730 * 2 / 7 * 1.0
    assert weekdays.values["hours_beyond"].reshape(-1)[0] == pytest.approx(hours)


def test_committed_instances_idle_on_days_without_requests() -> None:
    """Used and unused hours are all hours that are paid, and what runs beyond them is rented."""
    text = changed(
        "inf2.48xlarge}",
        "p5.48xlarge, tensor_parallel: 8, commitments: [{plan: reserved-1yr, count: 2, site: ap-southeast-1, price_per_hour: 30}]}",
    )
    follows = "self_hosted: {staff: 2, autoscaling: 1}"
    text = text.replace("self_hosted: {staff: 2}", follows).replace("ap-southeast-2}", "ap-southeast-1}")
    with TemporaryDirectory() as folder:
        scenario = scenario_of(text, Path(folder))
    values: dict[str, Amount] = {"workload.days": "weekdays", "workload.requests_per_day": 2e6, "workload.hourly_profile": "office"}
    found = evaluate(scenario.with_values(values)).options["Machines"]
    used, unused, committed = (found.values[key].reshape(-1) for key in ("used_hours", "unused_hours", "committed_hours"))
    assert (used + unused) == pytest.approx(committed)
    assert unused[0] >= 730 * 2 / 7 * (2 - 1)


def test_another_week_is_refused(tmp_path: Path) -> None:
    found = problems_of(changed("requests_per_day: 500_000", "requests_per_day: 500_000\n  days: working"), tmp_path)
    assert len(found) == 1
    assert "days: there is no working in the catalogue's working_weeks" in found[0]


def test_autoscaling_without_a_profile_is_warned_of(tmp_path: Path) -> None:
    """Expected: the warning where every hour is as busy as the peak, and none with a profile or where the fleet is always on."""
    warned = [
        any("autoscaling saves nothing" in risk.text.text for risk in run_warnings(planned(**values)))
        for values in (
            {"self_hosted__autoscaling": 1.0},
            {"self_hosted__autoscaling": 1.0, "workload__hourly_profile": "office"},
            {"self_hosted__autoscaling": 1.0, "workload__active_hours": 10.0},
            {},
        )
    ]
    assert warned == [True, False, False, False]
