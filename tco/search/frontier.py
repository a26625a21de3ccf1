"""Frontiers: the cheapest configuration at each value of a requirement, those left out that cost no less than a stricter one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tco.engine.ladder import AVAILABILITIES
from tco.scenario.scenario import Scenario
from tco.search.candidates import Candidate, rounded
from tco.search.search import search
from tco.search.space import EVERYTHING, Choices, space_of
from tco.search.trial import Trial

FACTORS = (0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 3.0)
"""Times of a frontier, as multiples of the required latency, or of the best configuration's where none is required."""
LATENCY, AVAILABILITY = "latency", "availability"


@dataclass(frozen=True)
class Point:
    """The cheapest configuration at a value of a requirement."""

    value: float
    """Seconds, or a share of time."""
    candidate: Candidate


def frontier(
    scenario: Scenario,
    option: str,
    key: str,
    values: Sequence[float],
    choices: Choices = EVERYTHING,
) -> tuple[Point, ...]:
    """The cheapest configuration at each value of a requirement, as if it were mandatory; a search for each, fleets sized anew.

    The strictest value comes first, and each point costs less than the one before: values at which nothing is saved are left out, as are
    those that nothing meets.
    """
    found: list[Point] = []
    for value in sorted(values, reverse=key == AVAILABILITY):
        trial = Trial(scenario, option, instead={f"{key}_promise": value, f"{key}_hard": 1.0})
        best = search(trial, space_of(trial, choices), top=1).best
        if best and (not found or rounded(best.tco) < rounded(found[-1].candidate.tco)):
            found.append(Point(value, best))
    return tuple(found)


def times(required: float, best: Candidate | None) -> tuple[float, ...]:
    """Latencies of a frontier, in seconds with three digits; none where neither a requirement nor a configuration gives a scale."""
    scale = required or (best.latency if best else 0.0)
    return tuple(float(f"{scale * factor:.3g}") for factor in FACTORS) if scale else ()


def availabilities(required: float) -> tuple[float, ...]:
    """Availabilities of a frontier: the usual ones, and the required one."""
    return tuple(sorted({*AVAILABILITIES, *((required,) if required else ())}))
