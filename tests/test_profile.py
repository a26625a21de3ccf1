"""The hours of a day: shares add up, the peak stays what it is, quiet hours are counted once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import changed, problems_of, scenario_of

from tco.engine.evaluate import evaluate
from tco.scenario.resolved import resolved_text

if TYPE_CHECKING:
    import numpy as np

PROFILES = ("round-the-clock", "office", "consumer-evening", "overnight-batch")


def hours(key: str, text: str, folder: Path, *changes: str) -> np.ndarray:
    return evaluate(scenario_of(text, folder, *changes)).demand.values[key].reshape(-1)


def workload(more: str) -> str:
    return changed("  mix:\n", f"  {more}\n  mix:\n")


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("peak", [1, 1.5, 3, 5])
def test_a_profile_adds_up_and_its_busiest_hour_is_the_peak(name: str, peak: float, tmp_path: Path) -> None:
    """Shares to 1, the day's mean to 1, nothing above the stated peak, and the busiest hour at it."""
    text = workload(f"hourly_profile: {name}")
    change = f"workload.peak_to_average={peak}"
    assert hours("hour_share", text, tmp_path, change).sum() == pytest.approx(1)
    shape = hours("hour_shape", text, tmp_path, change)
    assert shape.mean() == pytest.approx(1)
    assert shape.max() <= peak + 1e-9
    assert hours("hour_level", text, tmp_path, change).max() == 1


def test_shares_are_those_of_the_list(tmp_path: Path) -> None:
    """Hand arithmetic: 23 hours of 1 and one of 2 are 1/25 and 2/25; the busiest hour is 48/25 of the mean."""
    text = workload(f"hourly_profile: [{', '.join(['1'] * 23)}, 2]")
    assert hours("hour_share", text, tmp_path)[[0, 22, 23]].tolist() == pytest.approx([0.04, 0.04, 0.08])
    assert hours("busiest_hour", text, tmp_path).tolist() == pytest.approx([1.92])


def test_a_profile_steeper_than_the_peak_is_flattened_to_it(tmp_path: Path) -> None:
    """Hand arithmetic: all in one hour is 24 times the mean; a peak of 2 keeps 1/23 of the shape, 22/23 in each other hour."""
    text = workload(f"hourly_profile: [{', '.join(['0'] * 23)}, 1]")
    shape = hours("hour_shape", text, tmp_path, "workload.peak_to_average=2")
    assert shape.tolist() == pytest.approx([22 / 23] * 23 + [2])


def test_active_hours_shape_the_profile_and_leave_the_peak_alone(tmp_path: Path) -> None:
    """Eight and a half hours from 22: eight whole ones and half of the hour at 6, and the peak load unchanged."""
    settings_ = ("workload.active_hours=8.5", "workload.active_from=22")
    part = hours("active_part", workload("retries: 0"), tmp_path, *settings_)
    assert part.tolist() == [1] * 6 + [0.5] + [0] * 15 + [1] * 2
    one, other = (evaluate(scenario_of(workload("retries: 0"), tmp_path, *given_)).demand.values["peak_load"] for given_ in ((), settings_))
    assert (one == other).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=24, max_size=24).filter(lambda shares: sum(shares) > 1), st.floats(1, 10))
def test_any_list_keeps_the_mean_and_the_peak(tmp_path_factory: pytest.TempPathFactory, shares: list[float], peak: float) -> None:
    """No hour is negative or above the peak."""
    text = workload(f"hourly_profile: {[round(share, 6) for share in shares]}")
    shape = hours("hour_shape", text, tmp_path_factory.mktemp("list"), f"workload.peak_to_average={peak}")
    assert shape.mean() == pytest.approx(1)
    assert shape.min() >= -1e-9
    assert shape.max() <= peak * (1 + 1e-9)


def test_a_list_with_its_source_stands_in_the_catalogue_and_survives_the_resolved_scenario(tmp_path: Path) -> None:
    text = workload(f"hourly_profile: {{value: [{', '.join(['1'] * 23)}, 2], source: access log, date: 2026-10, confidence: measured}}")
    first = scenario_of(text, tmp_path)
    row = first.catalogue["profiles"].find("own")
    assert row is not None
    assert (row.origin.source, row.origin.confidence) == ("access log", "measured")
    written = resolved_text(first)
    assert resolved_text(scenario_of(written, tmp_path)) == written


@pytest.mark.parametrize(
    ("given_", "problem"),
    [
        ("[1, 2]", "hourly_profile: the list has 2 values; expected 24, one for each hour from midnight"),
        (f"[{', '.join(['0'] * 24)}]", "hourly_profile: a list adds up to 0; expected the share of a day's requests in each hour"),
        ("offce", "hourly_profile: there is no offce in the catalogue's profiles"),
        (f"[{', '.join(['1'] * 23)}, -1]", "-1 is out of range"),
    ],
)
def test_a_wrong_profile_is_told(given_: str, problem: str, tmp_path: Path) -> None:
    found = problems_of(workload(f"hourly_profile: {given_}"), tmp_path)
    assert len(found) == 1
    assert problem in found[0]
