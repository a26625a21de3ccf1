"""Break-even: from which volume on an option stays cheaper than another, by exact search over the model's own step curves.

Cost never falls as traffic rises, which decides whole intervals at once: where an option costs less at an interval's upper
end than the other at its lower end, it is cheaper everywhere between. Intervals that this leaves open are divided until it
does not, or until they are narrower than `TOLERANCE`; so no crossing hides between two points of a grid, however thin.

One thing can make more traffic cheaper: a commitment that is a share of the fleet takes a step and replaces dearer hours.
Where a curve falls, the answer says that it holds on the volumes that were searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import Results, evaluate

LOWEST, HIGHEST = 0.01, 100.0
"""The searched range, as multiples of the scenario's volume."""
TOLERANCE = 1e-8
"""Volumes closer than this part of each other are the same."""
ROUNDING = 1e-9
"""Costs closer than this part of each other are the same."""
MOST_POINTS = 60_000
"""Where curves run together for too long, the search stops after so many volumes and says so."""

_GRID = 401
_PARTS = 16
_AT_ONCE = 64
_CHUNK = 1000

Array = np.ndarray
Curves = Callable[[Array], Mapping[str, Array]]
"""The cost of each option at many volumes."""


@dataclass(frozen=True)
class BreakEven:
    """The lowest volume from which `option` stays cheaper than `other` up to the end of the searched range."""

    option: str
    other: str
    multiple: float | None
    """Of the scenario's volume; None where it is not reached in the range, or not searched."""
    reason: str


def break_evens(results: Results) -> list[BreakEven]:
    """For every ordered pair of options, the volume from which the first stays cheaper; pairs with an impossible one are not searched.

    Costs move in steps, so that curves may cross often: what counts is the last crossing in the range.
    """
    possible = [name for name, evaluated in results.compared.items() if evaluated.value("possible")]
    found = {(item.option, item.other): item for item in search(possible, lambda volumes: _curves(results, volumes))}
    pairs = ((option, other) for option in results.compared for other in results.compared if option != other)
    return [found.get(pair) or _not_searched(pair, possible) for pair in pairs]


def _not_searched(pair: tuple[str, str], possible: Sequence[str]) -> BreakEven:
    impossible = " and ".join(name for name in pair if name not in possible)
    return BreakEven(*pair, None, f"not searched: {impossible} {'is' if impossible in pair else 'are'} not possible")


def search(options: Sequence[str], curves: Curves, most: int = MOST_POINTS) -> list[BreakEven]:
    """The break-even of every ordered pair, exact over curves that never fall; every volume is computed once for all pairs.

    `most` is how many volumes are tried before the search stops and says so.
    """
    pairs = [(option, other) for option in options for other in options if option != other]
    if not pairs:
        return []
    volumes = np.geomspace(LOWEST, HIGHEST, _GRID)
    costs = dict(curves(volumes))
    while len(volumes) < most:
        wanted: set[int] = set()
        for option, other in pairs:
            wanted |= set(_open(volumes, costs[option], costs[other])[-_AT_ONCE:])
        if not wanted:
            break
        new = np.unique(np.concatenate([np.linspace(volumes[at], volumes[at + 1], _PARTS + 1)[1:-1] for at in sorted(wanted)]))
        more = curves(new)
        order = np.argsort(np.concatenate([volumes, new]), kind="stable")
        volumes = np.concatenate([volumes, new])[order]
        costs = {name: np.concatenate([cost, more[name]])[order] for name, cost in costs.items()}
    return [_between(option, other, volumes, (costs[option], costs[other]), most) for option, other in pairs]


def _open(volumes: Array, cost: Array, other: Array) -> list[int]:
    """Intervals, by their lower ends, that may still hold the last crossing."""
    dearer = np.flatnonzero(cost >= other)
    if len(dearer) and dearer[-1] == len(volumes) - 1:
        return []
    first = int(dearer[-1]) if len(dearer) else 0
    wide = volumes[first + 1 :] > volumes[first:-1] * (1 + TOLERANCE)
    undecided = cost[first + 1 :] >= other[first:-1]
    return [first + int(at) for at in np.flatnonzero(wide & undecided)]


def _between(option: str, other: str, volumes: Array, costs: tuple[Array, Array], most: int) -> BreakEven:
    cost, against = costs
    dearer = np.flatnonzero(cost >= against)
    in_range = f"{LOWEST:g} and {HIGHEST:g} times the volume"
    if len(dearer) and dearer[-1] == len(volumes) - 1:
        return BreakEven(option, other, None, f"not reached between {in_range}")
    left = _open(volumes, cost, against)
    doubt = f"searched with {most:,} volumes only: the costs run together" if left else ""
    if _falls(cost) or _falls(against):
        doubt = f"searched with {len(volumes):,} volumes only: a commitment by share makes some volumes cheaper than smaller ones"
    if not len(dearer):
        return BreakEven(option, other, None, doubt or f"cheaper throughout, between {in_range}")
    return BreakEven(option, other, float(volumes[int(dearer[-1]) + 1]), doubt)


def _falls(cost: Array) -> bool:
    """Whether more traffic costs less anywhere, beyond rounding."""
    return bool((np.diff(cost) < -ROUNDING * cost[:-1]).any())


def _curves(results: Results, multiples: Array) -> dict[str, Array]:
    """Total cost of each option at multiples of the volume."""
    parts = [_costs(results, multiples[start : start + _CHUNK]) for start in range(0, len(multiples), _CHUNK)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _costs(plan: Results, multiples: Array) -> dict[str, Array]:
    results = evaluate(plan.scenario, multiples, wanted=("tco",), settled=plan)
    return {name: np.broadcast_to(evaluated.values["tco"].reshape(-1), multiples.shape) for name, evaluated in results.compared.items()}
