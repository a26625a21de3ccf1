"""Distributions of an uncertain value, from what people can say of it: a P10, a most likely value and a P90.

Both shapes have finite ends, which are solved for: one draw in ten lies below `low`, and one in ten above `high`. The triangle
through these three points is called Trigen in the practice of cost risk (Vose, Risk Analysis, 3rd edition, 2008; AACE International
57R-09). The smoother shape is PERT (Malcolm, Roseboom, Clark and Fazar 1959) with its usual weight of 4.

    fitted("triangular", 2.0, 3.0, 5.0, (0.0, inf)).quantile(np.array([0.1, 0.5, 0.9]))  # 2.0, about 3.3, 5.0
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from tco.scenario.scenario import Distribution as Shape

Array = np.ndarray

LOWER, UPPER = 0.1, 0.9
"""The chances whose quantiles are low and high."""
PERT_WEIGHT = 4.0
"""The weight of the most likely value against an end."""
_CELLS = 1024
_STEPS = 30


def triangular(mode: float, chance: Array) -> Array:
    """The quantiles of the triangle from 0 to 1 with its peak at `mode`, in the shape of `chance`."""
    below, above = np.sqrt(chance * mode), 1 - np.sqrt((1 - chance) * (1 - mode))
    return np.where(chance < mode, below, above)


def pert(mode: float, chance: Array) -> Array:
    """The quantiles of the PERT distribution from 0 to 1 with its peak at `mode`, integrated numerically; in the shape of `chance`."""
    grid, cumulative = _pert_curve(mode)
    return np.asarray(np.interp(chance, cumulative, grid))


def _pert_curve(mode: float) -> tuple[Array, Array]:
    """A grid from 0 to 1, finest at both ends, and the cumulative probability on it, by the Gauss-Legendre rule in each cell."""
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
    """The distribution of one uncertain value: it begins at `start` and is `width` wide, with its peak at the share `mode` of the way.

    A tail that would pass a bound of the input is shortened so that it ends there. P10 and P90 stay what they are; only values beyond
    them move. Where P10 or P90 is the bound itself, one draw in ten is the bound.
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
        """The values that are not exceeded with these chances, which lie between 0 and 1; in the shape of `chance`."""
        found = self.start + self.width * QUANTILES[self.shape](self.mode, chance)
        if self.start < self.minimum:
            found = np.where(found < self.low, self.minimum + (found - self.start) * _part(self.low, self.minimum, self.start), found)
        end = self.start + self.width
        if end > self.maximum:
            found = np.where(found > self.high, self.maximum - (end - found) * _part(self.high, self.maximum, end), found)
        return np.clip(found, self.minimum, self.maximum)


def _part(inner: float, bound: float, end: float) -> float:
    """The ratio of a tail that ends at a bound to the same tail at its own end, both from `inner`."""
    return (inner - bound) / (inner - end)


def fitted(shape: Shape, low: float, most_likely: float, high: float, bounds: tuple[float, float]) -> Fitted:
    """The distribution with the P10 `low`, the P90 `high` and its peak at `most_likely`, between the bounds of its input.

    `low` is less than `high`. No distribution has these quantiles and a peak far outside them: the peak is then at the nearer end.
    """
    mode = _mode(shape, (most_likely - low) / (high - low))
    first, last = _tails(shape, mode)
    width = (high - low) / (last - first)
    return Fitted(shape, low - width * first, width, mode, low, high, *bounds)


@cache
def _mode(shape: Shape, place: float) -> float:
    """The peak, from 0 to 1, that lies the share `place` of the way from the P10 to the P90 of the shape; the share grows with the peak."""
    peaks = [0.0, 1.0]
    places = [_place(shape, peak) for peak in peaks]
    if not places[0] < place < places[1]:
        return 0.0 if place <= places[0] else 1.0
    for _ in range(_STEPS):  # the secant method: the share is nearly linear in the peak
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
