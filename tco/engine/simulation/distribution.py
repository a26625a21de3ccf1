"""Distributions of an uncertain value, found from what people can say of it: a P10, a most likely value and a P90.

Both shapes end somewhere. Their ends are solved for, so that one draw in ten lies below `low` and one in ten above `high`:
the triangle of three such points is Trigen in the practice of cost risk (Vose, Risk Analysis, 3rd edition, 2008; AACE
International 57R-09), the smoother shape is PERT (Malcolm, Roseboom, Clark and Fazar 1959) with its usual weight of 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from tco.scenario.scenario import Distribution as Shape

Array = np.ndarray

LOWER, UPPER = 0.1, 0.9
"""What low and high are the quantiles of."""
PERT_WEIGHT = 4.0
"""How much more the most likely value counts than an end."""
_CELLS = 1024
_STEPS = 30


def triangular(mode: float, chance: Array) -> Array:
    """Quantiles of the triangle from 0 to 1 with its peak at `mode`."""
    below, above = np.sqrt(chance * mode), 1 - np.sqrt((1 - chance) * (1 - mode))
    return np.where(chance < mode, below, above)


def pert(mode: float, chance: Array) -> Array:
    """Quantiles of the PERT distribution from 0 to 1 with its peak at `mode`, from its density added up over a fine grid."""
    grid, cumulative = _pert_curve(mode)
    return np.asarray(np.interp(chance, cumulative, grid))


def _pert_curve(mode: float) -> tuple[Array, Array]:
    """The cumulative probability on a grid that is finest at both ends: Gauss and Legendre's rule in each cell."""
    grid = (1 - np.cos(np.pi * np.arange(_CELLS + 1) / _CELLS)) / 2
    nodes, weights = np.polynomial.legendre.leggauss(4)
    half = np.diff(grid) / 2
    x = grid[:-1, None] + half[:, None] * (1 + nodes)
    density = x ** (PERT_WEIGHT * mode) * (1 - x) ** (PERT_WEIGHT * (1 - mode))
    cumulative = np.concatenate([[0.0], np.cumsum(half * (density @ weights))])
    return grid, cumulative / cumulative[-1]


QUANTILES: dict[Shape, Callable[[float, Array], Array]] = {"triangular": triangular, "pert": pert}


@dataclass(frozen=True)
class Fitted:
    """One uncertain value: from `start` over `width`, its peak at the part `mode` of the way; its tails end at the value's bounds.

    A tail that would pass a bound of its input is drawn in so that it ends there: P10 and P90 stay what they are, and
    only what lies beyond them moves. Where P10 or P90 is the bound itself, one draw in ten is the bound.
    """

    shape: Shape
    start: float
    width: float
    mode: float
    low: float
    high: float
    minimum: float
    maximum: float

    def quantile(self, chance: Array) -> Array:
        """The values below which these parts of all draws lie; chances lie between 0 and 1."""
        found = self.start + self.width * QUANTILES[self.shape](self.mode, chance)
        if self.start < self.minimum:
            found = np.where(found < self.low, self.minimum + (found - self.start) * _part(self.low, self.minimum, self.start), found)
        end = self.start + self.width
        if end > self.maximum:
            found = np.where(found > self.high, self.maximum - (end - found) * _part(self.high, self.maximum, end), found)
        return np.clip(found, self.minimum, self.maximum)


def _part(inner: float, bound: float, end: float) -> float:
    """How much shorter a tail becomes that runs from `inner` to a bound instead of to its own end."""
    return (inner - bound) / (inner - end)


def fitted(shape: Shape, low: float, most_likely: float, high: float, bounds: tuple[float, float]) -> Fitted:
    """The distribution whose P10 is `low`, whose P90 is `high` and whose peak is at `most_likely`; low is less than high.

    A most likely value far outside low and high is no peak that these could belong to: the peak is then the nearer end.
    """
    mode = _mode(shape, (most_likely - low) / (high - low))
    first, last = _tails(shape, mode)
    width = (high - low) / (last - first)
    return Fitted(shape, low - width * first, width, mode, low, high, *bounds)


@cache
def _mode(shape: Shape, place: float) -> float:
    """The peak of the shape from 0 to 1 that lies `place` of the way from its P10 to its P90; that way grows with the peak."""
    peaks = [0.0, 1.0]
    places = [_place(shape, peak) for peak in peaks]
    if not places[0] < place < places[1]:
        return 0.0 if place <= places[0] else 1.0
    for _ in range(_STEPS):  # by secants: the way is nearly straight
        (before, now), (far, near) = peaks[-2:], places[-2:]
        if near in (place, far):
            break
        peaks.append(min(max(now + (place - near) * (now - before) / (near - far), 0.0), 1.0))
        places.append(_place(shape, peaks[-1]))
    return peaks[-1]


def _place(shape: Shape, mode: float) -> float:
    first, last = _tails(shape, mode)
    return (mode - first) / (last - first)


def _tails(shape: Shape, mode: float) -> tuple[float, float]:
    first, last = QUANTILES[shape](mode, np.array([LOWER, UPPER]))
    return float(first), float(last)
