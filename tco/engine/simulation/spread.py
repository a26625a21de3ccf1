"""The spread of a figure over many draws: P10, P50, P80, P90 and mean, with the errors that a finite number of draws leaves."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

import numpy as np

Array = np.ndarray

LEVELS = tuple(number / 20 for number in range(1, 20))
"""The chances for which a curve of a figure is kept: 5 % to 95 %."""


@dataclass(frozen=True)
class Spread:
    """A figure over all draws in which it has a meaning. Errors are the standard errors of drawing alone."""

    p10: float
    p50: float
    p80: float
    p90: float
    mean: float
    p10_error: float
    p90_error: float
    mean_error: float
    curve: tuple[float, ...]
    """The values that the figure does not exceed with each chance of `LEVELS`."""


def spread_of(values: Array) -> Spread | None:
    """The spread of values of shape (draws,); None where there are none. Quantiles are interpolated between two draws."""
    if not len(values):
        return None
    ordered = np.sort(values)
    p10, p50, p80, p90 = (float(value) for value in np.quantile(ordered, (0.1, 0.5, 0.8, 0.9)))
    return Spread(
        p10,
        p50,
        p80,
        p90,
        float(np.mean(ordered)),
        _quantile_error(ordered, 0.1),
        _quantile_error(ordered, 0.9),
        float(np.std(ordered) / sqrt(len(ordered))),
        tuple(float(value) for value in np.quantile(ordered, LEVELS)),
    )


def share_error(share: float, draws: int) -> float:
    """The standard error of a share of the draws, after adding two hits and two misses: what never happened may still happen.

    Source: Agresti and Coull 1998, Approximate is better than "exact" for interval estimation of binomial proportions.
    """
    count = draws + 4
    near = (share * draws + 2) / count
    return sqrt(near * (1 - near) / count)


def _quantile_error(ordered: Array, chance: float) -> float:
    """The standard error of a quantile: half the distance between the draws one binomial standard deviation below and above it.

    It assumes no shape of the distribution.
    """
    count = len(ordered)
    middle, aside = count * chance, sqrt(count * chance * (1 - chance))
    low, high = max(floor(middle - aside), 0), min(ceil(middle + aside), count - 1)
    return float(ordered[high] - ordered[low]) / 2
