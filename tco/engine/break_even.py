"""Break-even: the volume from which an option stays cheaper than another, by exact search over the model's own step curves.

Cost never falls as traffic rises, and that decides whole intervals at once: where an option costs less at the upper end of an
interval than the other at its lower end, it is cheaper everywhere between. Intervals left open are divided until they are decided,
or narrower than `TOLERANCE`. No crossing can hide between two points of a grid, however close they are.

One thing makes more traffic cheaper: a commitment that is a share of the fleet grows by a whole instance and replaces dearer hours.
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
"""Volumes that differ by a smaller part of each other than this are the same."""
ROUNDING = 1e-9
"""Costs that differ by a smaller part of each other than this are the same."""
MOST_POINTS = 60_000
"""The largest number of volumes that are tried. Where curves stay close for too long, the search stops there and says so."""

_GRID = 401
_PARTS = 16
_AT_ONCE = 64
_CHUNK = 1000

Array = np.ndarray
Curves = Callable[[Array], Mapping[str, Array]]
"""The cost of each option, by name, at multiples of the volume: arrays of shape (volumes,)."""


@dataclass(frozen=True)
class BreakEven:
    """The lowest volume from which `option` stays cheaper than `other` up to the end of the searched range."""

    option: str
    other: str
    multiple: float | None
    """A multiple of the scenario's volume; None where break-even is not reached in the range, or was not searched."""
    reason: str


def break_evens(results: Results) -> list[BreakEven]:
    """Find, for every ordered pair of compared options, the volume from which the first stays cheaper in total cost.

    Costs move in steps, so that two curves may cross often; the last crossing in the range counts. Pairs with an option that is not
    possible are not searched, and say so.
    """
    possible = [name for name, evaluated in results.compared.items() if evaluated.value("possible")]
    found = {(item.option, item.other): item for item in search(possible, lambda volumes: _curves(results, volumes))}
    pairs = ((option, other) for option in results.compared for other in results.compared if option != other)
    return [found.get(pair) or _not_searched(pair, possible) for pair in pairs]


def _not_searched(pair: tuple[str, str], possible: Sequence[str]) -> BreakEven:
    impossible = " and ".join(name for name in pair if name not in possible)
    return BreakEven(*pair, None, f"not searched: {impossible} {'is' if impossible in pair else 'are'} not possible")


def search(options: Sequence[str], curves: Curves, most: int = MOST_POINTS) -> list[BreakEven]:
    """Find the break-even of every ordered pair, exactly where curves never fall; each volume is computed once for all pairs.

    `most` is the number of volumes after which the search stops and says so.
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
    """The intervals that may still contain the last crossing, by the positions of their lower ends."""
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
    """True where more traffic costs less anywhere, beyond rounding."""
    return bool((np.diff(cost) < -ROUNDING * cost[:-1]).any())


def _curves(results: Results, multiples: Array) -> dict[str, Array]:
    """The total cost of each compared option at multiples of the volume, computed in chunks to bound memory."""
    parts = [_costs(results, multiples[start : start + _CHUNK]) for start in range(0, len(multiples), _CHUNK)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _costs(plan: Results, multiples: Array) -> dict[str, Array]:
    results = evaluate(plan.scenario, multiples, wanted=("tco",), settled=plan)
    return {name: np.broadcast_to(evaluated.values["tco"].reshape(-1), multiples.shape) for name, evaluated in results.compared.items()}
