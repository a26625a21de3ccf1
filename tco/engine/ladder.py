"""Ladders: the values along which a requirement is weakened, and the best times where no batch keeps a required one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tco.engine.evaluate import Results
from tco.engine.many_states import Outcome, State
from tco.engine.stated_requirements import REQUIRED_TIMES, anywhere, left_out, ruled_regions, stated

FACTORS = (1.2, 1.6, 2.0, 3.0)
"""How many times as long as stated a time may take on its ladder."""
AVAILABILITIES = (0.99, 0.995, 0.999, 0.9995)
"""Shares of time on the ladder of availability, the stated one left out."""
ALL_REGIONS = "all regions"
"""The last rung of residency."""
_HAIR = 1 + 1e-9
"""By so much a best time is rounded up, so that rounding inside the model does not miss it."""
_SAME = 1e-9
"""Availabilities that are closer are the same."""
_DIGITS = 12
"""Significant digits of a value on a ladder: 3 s × 1.2 are 3.6 s."""


@dataclass(frozen=True)
class Step:
    """Another value of a requirement, and the state of the scenario with it."""

    value: float | str
    """A time in seconds, a share of time, or the region whose data may then be processed anywhere."""
    state: State
    best_of: tuple[str, ...] = ()
    """Options of which this is the best attainable time; parts of hybrids may be among them."""


@dataclass(frozen=True)
class Rung:
    """Another value of a requirement, and what the scenario comes to with it."""

    step: Step
    outcome: Outcome


@dataclass(frozen=True)
class BestTime:
    """A required time that no batch of an option keeps: what it could keep, and what that would cost.

    Such a requirement does not size the fleet, so that the option costs in the plan what it costs without it.
    """

    option: str
    key: str
    best: float
    """In seconds, one request at a time."""
    tco_at_best: float | None
    """Total cost of the fleet that keeps it."""
    tco_without: float | None
    """Total cost of the fleet sized without the requirement."""


def steps(results: Results, key: str) -> tuple[Step, ...]:
    """The other values of a requirement, in their order; none for rate limits, which size nothing."""
    scenario = results.scenario
    if key == "limits":
        return ()
    if key == "residency":
        alone = (Step(region, anywhere(scenario, (region,))) for region in ruled_regions(scenario))
        return *alone, Step(ALL_REGIONS, left_out(scenario, key))
    asked = stated(scenario, key)
    values = (each for each in AVAILABILITIES if abs(each - asked) > _SAME) if key == "availability" else _longer(asked)
    found: dict[float, tuple[str, ...]] = dict.fromkeys(values, ())
    for name, best in best_times(results, key).items() if key in REQUIRED_TIMES else ():
        found[best] = (*found.get(best, ()), name)
    paths = left_out(scenario, key)
    return tuple(Step(value, dict.fromkeys(paths, value), found[value]) for value in sorted(found))


def _longer(time: float) -> list[float]:
    return [float(f"{time * factor:.{_DIGITS}g}") for factor in FACTORS]


def best_times(results: Results, key: str) -> dict[str, float]:
    """The best attainable time, a hair above it, of each option no batch of which keeps the required one."""
    modelled = {name: found for name, found in results.options.items() if f"{key}_attainable" in found.values and found.value("possible")}
    return {name: found.value(f"{key}_best") * _HAIR for name, found in modelled.items() if not found.value(f"{key}_attainable")}


def unattained(ladders: Mapping[str, tuple[Rung, ...]], without: Mapping[str, Outcome]) -> Iterator[BestTime]:
    """Every required time that no batch of an option keeps, from the ladders and the outcomes without each requirement."""
    for key, ladder in ladders.items():
        for rung in ladder:
            for name in rung.step.best_of:
                yield BestTime(name, key, float(rung.step.value), rung.outcome.totals[name], without[key].totals[name])
