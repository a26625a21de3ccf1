"""The cheapest split of a hybrid of two parts, by an exact search along one line of splits after another; the model itself judges each.

Parts that take a base and its bursts have one such line: the level of the peak at which one ends and the other begins. Parts that share
by region have one with the same share everywhere, and one for each region with the shares of the others as they are.

Fleets are whole instances, so that the cost jumps where one of them grows, in any month, hour or site. Those places are not computed:
every 0.1 % of a line is either tried, or left out by a proof. A part never costs less when it takes on more, so that between two splits
neither part costs less than at that end where it takes on less; the sum is a bound. Wherever the splits that were tried do not rise so,
none is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np

from tco.engine.evaluate import evaluate
from tco.errors import TcoError
from tco.language.formula import AXES, AXIS
from tco.model.promises.verdict import JUDGED
from tco.scenario.scenario import Amount, Scenario
from tco.search.candidates import rounded
from tco.search.trial import MACHINES, Array

STEPS = 1000
"""Steps of 0.1 % from none of the requests to all of them."""
COARSE = 10
"""Of so many steps one is always tried."""
SHOWN = 50
"""Splits that are whole multiples of so many steps are listed in JSON, tried on every line or not."""
MOST_REGIONS = 5
"""With at most this many regions, every way to give whole regions to either part is tried."""
MOST_ROUNDS = 5
"""Rounds over the regions, in each of which every region's share is searched once."""
AT_ONCE = 128
"""Splits that are computed together."""
_MARGIN = 0.005
"""Half a cent: costs nearer than this are equal."""

Point = tuple[float, ...]
"""The first part's share of each region, or one level of the peak."""


@dataclass(frozen=True)
class Split:
    """One way to share the requests between the two parts of a hybrid."""

    shares: dict[str, float]
    """The first part's share of each region; the second takes the rest."""
    level: float | None
    """The share of the peak up to which the first part answers, where the parts take a base and bursts."""
    tco: float
    kept: bool
    """True where the hybrid is possible with it and meets every mandatory requirement."""


@dataclass(frozen=True)
class Search:
    """The splits tried for a hybrid, and the cheapest of those that meet every mandatory requirement."""

    hybrid: str
    parts: tuple[str, str]
    """The two parts; where they take a base and its bursts, the base comes first."""
    tried: tuple[Split, ...]
    cheapest: Split | None
    nearest: Split
    """The cheapest, or else the split that misses the fewest mandatory requirements."""
    stated: Split
    at_least: float | None
    """No split on the lines through the cheapest costs less, those between the steps included; None where that is not proven.

    Between two splits that both miss a mandatory requirement, none is taken to meet it.
    """

    @property
    def resolution(self) -> float:
        """The distance of the splits of a line of which every one is tried or proven to cost no less."""
        return 1 / STEPS

    @property
    def saving(self) -> float:
        """Saving of the cheapest against the stated split; 0 where that is the cheapest."""
        return max(rounded(self.stated.tco) - rounded(self.cheapest.tco), 0.0) if self.cheapest else 0.0


def splits_of(scenario: Scenario) -> list[Search]:
    """Search every hybrid of two parts; those with more are left out."""
    return [cheapest_split(scenario, option.name) for option in scenario.options if len(scenario.parts(option.name)) == 2]


def cheapest_split(scenario: Scenario, hybrid: str) -> Search:
    """Search one hybrid for its cheapest split. Raises TcoError for a hybrid that does not have two parts."""
    names = tuple(part.name for part in scenario.parts(hybrid))
    if len(names) != 2:
        raise TcoError(f"{hybrid} has {len(names)} parts; expected a hybrid of two, whose shares can be moved from one to the other")
    return _searched(Pair(scenario, hybrid))


class Pair:
    """A hybrid with its two parts, ready to be computed with other splits; what was computed is kept."""

    def __init__(self, scenario: Scenario, hybrid: str) -> None:
        parts = scenario.parts(hybrid)
        ends = {part.name: tuple(_number(scenario, key, part.name) for key in ("slice_from", "slice_to")) for part in parts}
        self.hybrid = hybrid
        self.by_level = any(pair != (0.0, 1.0) for pair in ends.values())
        """True where the parts take a base and its bursts."""
        self.first, self.second = sorted(ends, key=ends.__getitem__) if self.by_level else ends
        self.regions = scenario.regions
        self.scenario = replace(scenario, options=(scenario.option(hybrid), *parts))
        self.settled = evaluate(self.scenario)
        self.found: dict[Point, Figures] = {}
        shares = tuple(float(item.value) for item in scenario.entry("carried_share", self.first).elements)
        self.stated: Point = (max(ends[self.second][0], 0.0),) if self.by_level else shares

    def try_all(self, points: Sequence[Point]) -> None:
        """Compute splits that are not yet known."""
        missing = [point for point in dict.fromkeys(points) if point not in self.found]
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            self.found |= dict(zip(some, self._figures(some), strict=True))

    def _figures(self, points: Sequence[Point]) -> Iterator[Figures]:
        wanted = ("tco", "possible", "eligible", *(f"{key}_hard_gap" for key in JUDGED))
        options = evaluate(self.scenario, drawn=dict(self._drawn(points)), wanted=wanted, settled=self.settled).options
        whole = {key: _flat(options[self.hybrid].values[key], len(points)) for key in wanted}
        first, second = (_flat(options[part].values["tco"], len(points)) for part in (self.first, self.second))
        for place in range(len(points)):
            missed = sum(int(whole[f"{key}_hard_gap"][place]) for key in JUDGED) + len(JUDGED) * (not whole["possible"][place])
            parts = float(first[place]), float(second[place])
            yield Figures(float(whole["tco"][place]), *parts, missed, is_kept=bool(whole["eligible"][place]))

    def _drawn(self, points: Sequence[Point]) -> Iterator[tuple[tuple[str, str], Array]]:
        """Yield the inputs of both parts for each split, along the axis of the candidates."""
        shape = [1] * len(AXES)
        shape[AXIS[MACHINES]] = len(points)
        shape[AXIS["region"]] = len(points[0])
        values = np.array(points).reshape(shape)
        if not self.by_level:
            yield (self.first, "carried_share"), values
            yield (self.second, "carried_share"), 1 - values
            return
        for part, key, ends in (
            (self.first, "slice_from", np.zeros_like(values)),
            (self.first, "slice_to", values),
            (self.second, "slice_from", values),
            (self.second, "slice_to", np.ones_like(values)),
        ):
            yield (part, key), ends

    def split(self, point: Point) -> Split:
        """A split that was computed."""
        found = self.found[point]
        if self.by_level:
            shares = {item.where[0]: float(item.value) for item in self.scenario.entry("carried_share", self.first).elements}
            return Split(shares, point[0], found.tco, found.is_kept)
        return Split(dict(zip(self.regions, point, strict=True)), None, found.tco, found.is_kept)

    def rank(self, point: Point) -> tuple[float, ...]:
        """The order of splits: requirements missed, cost to the cent, and how little changes from the stated split."""
        found = self.found[point]
        moved = sum(abs(one - other) for one, other in zip(point, self.stated, strict=True))
        return (float(found.missed), rounded(found.tco), round(moved, 9), *point)

    def best(self) -> Point:
        """The best split of those computed."""
        return min(self.found, key=self.rank)


@dataclass(frozen=True)
class Figures:
    """Figures of a split: the cost of the hybrid and of each part, mandatory requirements missed, and whether it meets all of them."""

    tco: float
    first: float
    second: float
    missed: int
    is_kept: bool


def _flat(values: Array, count: int) -> Array:
    return np.broadcast_to(values.reshape(-1), (count,))


def _number(scenario: Scenario, key: str, part: str) -> float:
    return float(scenario.entry(key, part).elements[0].value)


# The search


def _searched(pair: Pair) -> Search:
    count = 1 if pair.by_level else len(pair.regions)
    corners = list(product((0.0, 1.0), repeat=count)) if count <= MOST_REGIONS else []
    pair.try_all([pair.stated, *corners])
    bounds = [_along(pair, lambda step: (step / STEPS,) * count)]
    if count > 1:
        bounds = _by_region(pair, count)
    best = pair.best()
    least = None if any(bound is None for bound in bounds) else min(pair.found[best].tco, *(bound for bound in bounds if bound is not None))
    tried = tuple(pair.split(point) for point in sorted(pair.found))
    nearest = pair.split(best)
    return Search(
        pair.hybrid,
        (pair.first, pair.second),
        tried,
        nearest if nearest.kept else None,
        nearest,
        pair.split(pair.stated),
        least if nearest.kept else None,
    )


def _by_region(pair: Pair, count: int) -> list[float | None]:
    """Search the share of each region, the others as they are, until none moves; the bounds of the last round."""
    bounds: list[float | None] = []
    for _ in range(MOST_ROUNDS):
        start, bounds = pair.best(), []
        for region in range(count):
            here = pair.best()

            def line(step: int, here: Point = here, region: int = region) -> Point:
                return (*here[:region], step / STEPS, *here[region + 1 :])

            bounds.append(_along(pair, line))
        if pair.best() == start:
            return bounds
    return [None]


def _along(pair: Pair, line: Callable[[int], Point]) -> float | None:
    """Search a line of splits along which the first part takes on more. A bound of the costs on it; None where none is proven."""
    steps = list(range(0, STEPS + 1, COARSE))
    pair.try_all([line(step) for step in steps])
    if _rises(pair, line, steps):
        best = pair.found[pair.best()]
        limit = best.tco - _MARGIN if best.is_kept else np.inf
        open_ones = [(low, high) for low, high in pairwise(steps) if _bound(pair, line(low), line(high)) < limit]
        steps = sorted({*steps, *(step for low, high in open_ones for step in range(low, high))})
        pair.try_all([line(step) for step in steps])
        if _rises(pair, line, steps):
            kept = [(low, high) for low, high in pairwise(map(line, steps)) if pair.found[low].is_kept or pair.found[high].is_kept]
            return min((_bound(pair, low, high) for low, high in kept), default=np.inf)
    pair.try_all([line(step) for step in range(STEPS + 1)])
    return None


def _rises(pair: Pair, line: Callable[[int], Point], steps: Sequence[int]) -> bool:
    """True where the first part never costs less as it takes on more, nor the second."""
    figures = [pair.found[line(step)] for step in steps]
    return all(low.first <= high.first + _MARGIN and high.second <= low.second + _MARGIN for low, high in pairwise(figures))


def _bound(pair: Pair, low: Point, high: Point) -> float:
    """A cost that no split between two others goes below: each part's where it takes on less."""
    return pair.found[low].first + pair.found[high].second


# Into a scenario


def values_of(scenario: Scenario, search: Search, split: Split) -> dict[str, Amount]:
    """The values of a split by their paths in the scenario."""
    entry = scenario.entry
    first, second = search.parts
    if split.level is not None:
        ends = (
            (first, "slice_from", 0.0),
            (first, "slice_to", split.level),
            (second, "slice_from", split.level),
            (second, "slice_to", 1.0),
        )
        return {entry(key, part).elements[0].path: value for part, key, value in ends}
    return {
        item.path: split.shares[item.where[0]] if part == first else round(1 - split.shares[item.where[0]], 12)
        for part in search.parts
        for item in entry("carried_share", part).elements
    }
