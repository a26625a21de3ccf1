"""The volume as requests, or as users and what each of them sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import TEXT, changed, problems_of, scenario_of

from tco.engine.break_even import break_evens
from tco.engine.evaluate import evaluate
from tco.scenario.resolved import resolved_text

USERS = changed("requests_per_day: 500_000", "users: 100_000\n  requests_per_user_per_day: 5")


def test_users_and_their_requests_are_the_volume(tmp_path: Path) -> None:
    """Hand arithmetic: 100,000 users who send 5 requests a day are 500,000: every result is the same."""
    one, other = (evaluate(scenario_of(text, tmp_path)) for text in (TEXT, USERS))
    assert one.demand.value("daily_requests") == other.demand.value("daily_requests") == 500_000
    assert [sheet.value("tco") for sheet in one.options.values()] == [sheet.value("tco") for sheet in other.options.values()]
    assert break_evens(one) == break_evens(other)


def test_a_scenario_by_users_survives_the_resolved_one(tmp_path: Path) -> None:
    written = resolved_text(scenario_of(USERS, tmp_path))
    assert resolved_text(scenario_of(written, tmp_path)) == written


def test_users_beside_requests_say_how_many_are_served_and_change_no_volume(tmp_path: Path) -> None:
    """500,000 requests a day, whoever sends them."""
    text = changed("requests_per_day: 500_000", "requests_per_day: 500_000\n  users: 100")
    assert evaluate(scenario_of(text, tmp_path)).demand.value("daily_requests") == 500_000


@pytest.mark.parametrize(
    ("given_", "problem"),
    [
        (
            "requests_per_day: 500_000\n  users: 100\n  requests_per_user_per_day: 5",
            "s.yaml:9: requests_per_user_per_day: the volume stands here twice; expected this, or requests_per_day",
        ),
        ("requests_per_user_per_day: 5", "s.yaml:6: workload.users is missing; expected how many people send requests_per_user_per_day"),
        (
            "users: 100",
            (
                "s.yaml:6: workload.requests_per_day is missing; expected a number in request/day, from 0: "
                "requests of all regions on an average day of the first month"
            ),
        ),
    ],
)
def test_half_a_volume_and_two_volumes_are_refused(given_: str, problem: str, tmp_path: Path) -> None:
    assert problems_of(changed("requests_per_day: 500_000", given_), tmp_path) == [problem]
