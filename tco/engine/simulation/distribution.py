"""The distribution of an uncertain value whose low, value and high are its P10, its P50 and its P90.

Two halves of a normal distribution, joined at the median: the lower half is as wide as `low` asks, the upper half as wide as `high` does.
So each of the three is exactly the quantile that it is stated to be, whatever their distances, and half of all draws are the value itself
where it is also the low or the high. A normal score is turned into a value by two straight lines that meet at the median: model 1 of
Barlow 2003, Asymmetric systematic errors, arXiv:physics/0306138. (The two-piece normal of fan charts is joined at the most likely value
instead, so that its halves hold unequal shares: Wallis 2014, Statistical Science 29, 106 to 112.)

A value has bounds. Beyond P10 and P90 a tail that has a bound before it runs towards it and never past it: its straight line is bent
into an exponential with the same start and slope.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from statistics import NormalDist

import numpy as np

from tco.engine.simulation.normal_scores import normal_scores

Array = np.ndarray

NAME = "two-piece normal"
"""What outputs call the distribution."""
P90_SCORE = NormalDist().inv_cdf(0.9)
"""How many standard deviations P10 and P90 lie from the median."""


@dataclass(frozen=True)
class Distribution:
    """One uncertain value by its quantiles, between the bounds of its input. Where P10 or P90 is a bound, one draw in ten is it."""

    p10: float
    p50: float
    p90: float
    minimum: float = -inf
    maximum: float = inf

    def at(self, scores: Array) -> Array:
        """Values at these normal scores."""
        lower, upper = (self.p50 - self.p10) / P90_SCORE, (self.p90 - self.p50) / P90_SCORE
        beyond = np.maximum(np.abs(scores) - P90_SCORE, 0)
        inside = self.p50 + np.where(scores < 0, lower, upper) * scores
        below = self.p10 - _tail(lower * beyond, self.p10 - self.minimum)
        above = self.p90 + _tail(upper * beyond, self.maximum - self.p90)
        return np.clip(np.where(beyond == 0, inside, np.where(scores < 0, below, above)), self.minimum, self.maximum)

    def quantile(self, chances: Array) -> Array:
        """Values below which these shares of all draws lie; chances lie between 0 and 1."""
        return self.at(normal_scores(chances))


def _tail(distance: Array, room: float) -> Array:
    """How far beyond P10 or P90 a tail goes that would go so far if it were free, with so much room before the bound."""
    if room == inf:
        return distance
    return room * -np.expm1(-distance / room) if room > 0 else np.zeros_like(distance)


def distribution_of(low: float, value: float, high: float, bounds: tuple[float, float]) -> Distribution:
    """The distribution of a value with a range. A value outside of it, as an edit may leave one, counts as its nearer end."""
    return Distribution(low, min(max(value, low), high), high, *bounds)
