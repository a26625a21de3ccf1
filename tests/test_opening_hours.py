"""Opening hours as a scenario says them: the first active hour and how many there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import changed, problems_of, scenario_of

from tco.scenario.resolved import resolved_text


@pytest.mark.parametrize(
    ("said", "first", "hours"),
    [
        ("08:00-18:00", 8, 10),
        ("9:00-17:30", 9, 8.5),
        ("22:00-06:00", 22, 8),
        ("00:00-24:00", 0, 24),
        ("{value: '08:00-20:00', source: client}", 8, 12),
    ],
)
def test_opening_hours_are_the_active_hours(said: str, first: float, hours: float, tmp_path: Path) -> None:
    scenario = scenario_of(changed("requests_per_day: 500_000", f"requests_per_day: 500_000\n  opening_hours: {said}"), tmp_path)
    assert [scenario.entry(key).elements[0].value for key in ("active_from", "active_hours")] == [first, hours]


SPAN = "is no span of hours; expected one such as 08:00-18:00, from a full hour on"


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        ("opening_hours", "8-18", f"opening_hours: 8-18 {SPAN}"),
        ("opening_hours", "08:30-18:00", f"opening_hours: 08:30-18:00 {SPAN}"),
        ("opening_hours", "08:00-25:00", f"opening_hours: 08:00-25:00 {SPAN}"),
        ("active_from: 7\n  opening_hours", "08:00-18:00", "opening_hours: active_from states the hours too; expected one of both"),
    ],
)
def test_other_opening_hours_are_refused(key: str, said: str, told: str, tmp_path: Path) -> None:
    found = problems_of(changed("requests_per_day: 500_000", f"requests_per_day: 500_000\n  {key}: {said}"), tmp_path)
    assert [problem.partition(": ")[2] for problem in found] == [told]


def test_the_resolved_scenario_has_the_active_hours_and_reads_back_the_same(tmp_path: Path) -> None:
    said = changed("requests_per_day: 500_000", "requests_per_day: 500_000\n  opening_hours: 08:00-18:00")
    text = resolved_text(scenario_of(said, tmp_path))
    assert "Opening hours 08:00-18:00" in text
    (tmp_path / "again").mkdir()
    assert resolved_text(scenario_of(text, tmp_path / "again")) == text
