"""Commitments: how many instances to commit, from the quantile of the hourly load, checked and refined by the model over other counts.

An instance more is worth committing while the hours in which it would run cost more on demand than it costs all round the clock. The
hours above a level fall as the level rises, so that the best count is a quantile of the load of all hours, each weighted by its price.
The cost is convex in the count. With one share for support the model's neighbouring counts therefore prove the minimum; support by bands
is concave, and small fleets have every count computed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from tco.language.formula import AXES, AXIS
from tco.scenario.bind import NO_COMMITMENT
from tco.scenario.scenario import Scenario
from tco.search.candidates import rounded
from tco.search.trial import MACHINES, Array, Trial, by_site

COUNT, COVERAGE = "tranche_count", "tranche_coverage"
ALL_UP_TO = 256
"""With a fleet of at most so many instances every count of a commitment is computed."""
NEAR = 8
"""Counts on either side of the quantile that are computed in a larger fleet."""
AT_ONCE = 64
"""Counts that are computed together."""
MOST_ROUNDS = 10
"""Rounds over several commitments."""
_LEFT = ("remaining_commitment", "closing_assets")

Counts = tuple[float, ...]
"""Instances of every commitment of an option."""


@dataclass(frozen=True)
class Committed:
    """Counts of an option's commitments and their cost."""

    counts: Counts
    tco: float
    left: float
    """Amount that the commitments leave after the horizon: still to pay, and paid but not used up. The total counts neither."""


@dataclass(frozen=True)
class FoundCounts:
    """The cheapest counts of an option's commitments, all else as stated."""

    option: str
    names: tuple[str, ...]
    plans: tuple[str, ...]
    searched: tuple[bool, ...]
    """True for each commitment whose count was searched."""
    stated: Committed
    best: Committed
    quantile: Counts
    """The closed form's answer for each commitment, the others as found."""
    tried: int

    @property
    def saving(self) -> float:
        """Saving of the best counts against the stated ones."""
        return max(rounded(self.stated.tco) - rounded(self.best.tco), 0.0)


def commits(scenario: Scenario, option: str) -> bool:
    """True for an option with a commitment of which the scenario says something."""
    if (option, COUNT) not in scenario.entries:
        return False
    stated = any(item.value for key in (COUNT, COVERAGE) for item in scenario.entry(key, option).elements)
    return stated or scenario.option(option).tranches != NO_COMMITMENT


def best_counts(scenario: Scenario, option: str, only: Collection[str] | None = None) -> FoundCounts | None:
    """Search the counts of an option's commitments; None where none can be searched.

    `only` names the commitments that are searched. Without it all are that `why_not` does not except.
    """
    tranches = Tranches(scenario, option)
    if only is None and why_not(scenario, option):
        return None
    free = [place for place, name in enumerate(tranches.names) if tranches.can_be_searched(place, only)]
    if not free:
        return None
    stated = tranches.stated
    start = tuple(0.0 if only and place in free else count for place, count in enumerate(stated))
    best = _descended(tranches, start, free)
    quantile = tuple(tranches.quantile(place, best) if place in free else count for place, count in enumerate(best))
    searched = tuple(place in free for place in range(len(stated)))
    named = tranches.names, tranches.plans, searched
    return FoundCounts(option, *named, tranches.found[stated], tranches.found[best], quantile, len(tranches.found))


def why_not(scenario: Scenario, option: str) -> str:
    """The reason for which none of an option's commitments is searched; empty where one is, or where it has none."""
    if not commits(scenario, option):
        return ""
    tranches = Tranches(scenario, option)
    if float(tranches.values["interruptible"].max()) > 0:
        return "how many to commit: the other instances may be taken back, which the modelled availability does not know"
    if not any(tranches.can_be_searched(place, None) for place in range(len(tranches.names))):
        return "how many to commit: each commitment began before the plan, serves nothing here or has no price"
    return ""


class Tranches:
    """The commitments of an option, ready to be computed with other counts; what was computed is kept."""

    def __init__(self, scenario: Scenario, option: str) -> None:
        self.trial = Trial(scenario, option)
        self.values = self.trial.settled.options[option].values
        self.names = scenario.option(option).tranches
        self.plans = tuple(str(item.value) for item in scenario.entry("tranche_plan", option).elements)
        self.sites = [self.trial.sites.index(str(item.value)) for item in scenario.entry("tranche_site", option).elements]
        held = np.broadcast_to(self.values["tranche_instances"], self._shape("site", "tranche"))
        self.stated: Counts = tuple(float(count) for count in self._table(held).max(axis=0))
        self.found: dict[Counts, Committed] = {}

    def _shape(self, *axes: str) -> list[int]:
        sizes = {"site": len(self.trial.sites), "tranche": len(self.names)}
        return [sizes[axis] if axis in axes else 1 for axis in AXES]

    def _table(self, values: Array) -> Array:
        """A line by site and commitment, of shape (sites, commitments)."""
        return np.broadcast_to(values, self._shape("site", "tranche")).reshape(len(self.trial.sites), len(self.names))

    def can_be_searched(self, place: int, only: Collection[str] | None) -> bool:
        """True for a commitment that is named; without names for one that begins inside the plan, is of use and has a price."""
        if only is not None:
            return self.names[place] in only
        entry, option = self.trial.scenario.entry, self.trial.option
        begins, serves = (float(entry(key, option).elements[place].value) for key in ("tranche_start", "tranche_serves"))
        return begins >= 1 and serves > 0 and self.has_price(place)

    def has_price(self, place: int) -> bool:
        """True where the plan of a commitment has a price for the type at its site."""
        return bool(self._table(self.values["tranche_price"])[self.sites[place], place] > 0)

    def most(self, place: int) -> int:
        """The largest fleet at the site of a commitment: an instance more would never run."""
        return int(by_site(self.values["instances"], len(self.trial.sites), ("site",), "max")[self.sites[place]])

    def try_all(self, counts: Iterable[Counts]) -> None:
        """Compute counts that are not yet known."""
        missing = [each for each in dict.fromkeys(counts) if each not in self.found]
        left = [key for key in _LEFT if key in self.values]
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            shape = [1] * len(AXES)
            shape[AXIS[MACHINES]], shape[AXIS["tranche"]] = len(some), len(self.names)
            drawn = {COUNT: np.array(some).reshape(shape), COVERAGE: np.zeros(shape)}
            lines = self.trial.lines(drawn, ("tco", *left))
            flat = {key: np.broadcast_to(lines[key].reshape(-1), (len(some),)) for key in lines}
            for place, each in enumerate(some):
                self.found[each] = Committed(each, float(flat["tco"][place]), float(sum(flat[key][place] for key in left)))

    def rank(self, counts: Counts) -> tuple[float, ...]:
        """The order of counts: cost to the cent, then the fewest instances."""
        return rounded(self.found[counts].tco), sum(counts), *counts

    def quantile(self, place: int, counts: Counts) -> float:
        """The closed form: the level of the load above which hours cost less on demand than an instance idles, others as given."""
        site, months = self.sites[place], self.trial.scenario.months
        runs = self._by_month("tranche_runs", months) * self._by_month("in_horizon", months)  # (commitments, months)
        others = sum(
            (counts[other] * runs[other] for other in range(len(counts)) if other != place and self.sites[other] == site),
            np.zeros(months),
        )
        running, quiet = (self._at_site(key, site, months) for key in ("running_instances", "quiet_instances"))
        hours, quiet_hours = (self._at_site(key, site, months) for key in ("hours_of_row", "quiet_hours"))
        price = self._at_site("hourly_price", site, months) * self._at_site("machine_price_factor", site, months) * runs[place]
        price = price * (1 + self._at_site("interruptible", site, months) * self.trial.number("interruption_overhead"))
        levels = np.concatenate([running - others, quiet - others])
        worth = np.concatenate([np.broadcast_to(hours * price, running.shape), quiet_hours * price])
        monthly = self.trial.number("hours_per_month") * self._table(self.values["tranche_price"])[site, place]
        order = np.argsort(-levels, axis=None)
        above = np.cumsum(worth.reshape(-1)[order])
        enough = np.searchsorted(above, float((monthly * runs[place]).sum()))
        return float(max(levels.reshape(-1)[order][enough], 0.0)) if enough < above.size else 0.0

    def _by_month(self, key: str, months: int) -> Array:
        shape = [len(self.names) if axis == "tranche" else months if axis == "month" else 1 for axis in AXES]
        return np.broadcast_to(self._line(key), shape).reshape(len(self.names), months)

    def _line(self, key: str) -> Array:
        """A line of the option or of the demand."""
        demand = self.trial.settled.demand.values
        return self.values[key] if key in self.values else demand[key]

    def _at_site(self, key: str, site: int, months: int) -> Array:
        """A line at a site by hour and month, of shape (hours or 1, months)."""
        values = self._line(key)
        values = np.take(values, [site if values.shape[AXIS["site"]] > 1 else 0], axis=AXIS["site"])
        shape = [months if axis == "month" else size for axis, size in zip(AXES, values.shape, strict=True)]
        return np.broadcast_to(values, shape).reshape(-1, months)


# The search


def _descended(tranches: Tranches, start: Counts, free: Sequence[int]) -> Counts:
    """The best counts along one commitment after the other, and along pairs that hand instances over, until nothing saves."""
    tranches.try_all([tranches.stated, start])
    best = min((start, tranches.stated), key=tranches.rank) if start != tranches.stated else start
    moves: list[tuple[int, int | None]] = [*((place, None) for place in free), *permutations(free, 2)]
    for _ in range(MOST_ROUNDS):
        before = best
        for up, down in moves:
            best = _along(tranches, best, up, down)
        if best == before:
            break
    return best


def _along(tranches: Tranches, start: Counts, up: int, down: int | None) -> Counts:
    """The best counts of a line: one commitment alone, or one that takes over from another."""
    most = tranches.most(up) if down is None else int(min(start[down], max(tranches.most(up) - start[up], 0.0)))

    def at(step: int) -> Counts:
        moved = list(start)
        moved[up] = float(step) if down is None else start[up] + step
        if down is not None:
            moved[down] = start[down] - step
        return tuple(moved)

    if most <= ALL_UP_TO:
        steps = list(range(most + 1))
    else:
        guess = int(tranches.quantile(up, start)) if down is None else 0
        near = range(max(guess - NEAR, 0), min(guess + NEAR, most) + 1)
        steps = sorted({*near, *(int(step) for step in np.linspace(0, most, ALL_UP_TO // 4))})
    while True:
        tranches.try_all([at(step) for step in steps])
        best = min(steps, key=lambda step: tranches.rank(at(step)))
        place = steps.index(best)
        low, high = steps[max(place - 1, 0)], steps[min(place + 1, len(steps) - 1)]
        if high - low <= 2 or {low, high} <= {best - 1, best, best + 1}:
            return min((start, at(best)), key=tranches.rank)
        steps = sorted({low, best, high, *(int(step) for step in np.linspace(low, high, ALL_UP_TO // 4))})
