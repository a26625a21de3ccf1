"""One draw in ten lies below low and one in ten above high, whatever the shape, and none beyond what the input may be."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tco.engine.simulation.distribution import fitted, pert, triangular
from tco.scenario.scenario import DISTRIBUTIONS, Distribution

ANYWHERE = (-inf, inf)
CHANCES = (np.arange(20_000) + 0.5) / 20_000
SHAPES = pytest.mark.parametrize("shape", DISTRIBUTIONS)


@SHAPES
@given(
    low=st.floats(-100, 100), width=st.floats(0.01, 1000), place=st.floats(0, 1), below=st.floats(0, 10), above=st.floats(0, 10),
)  # fmt: skip
def test_low_and_high_are_p10_and_p90_inside_any_bounds(
    shape: Distribution, low: float, width: float, place: float, below: float, above: float
) -> None:
    high = low + width
    bounds = (low - below, high + above)
    found = fitted(shape, low, min(low + place * width, high), high, bounds).quantile(np.array([0.1, 0.9, 1e-9, 1 - 1e-9]))
    assert found[:2] == pytest.approx([low, high], rel=1e-9, abs=1e-9 * width)
    assert bounds[0] <= found[2] <= low
    assert high <= found[3] <= bounds[1]


@SHAPES
@given(place=st.floats(0, 1))
def test_the_most_likely_value_is_where_draws_crowd(shape: Distribution, place: float) -> None:
    """And quantiles never fall as their chance rises."""
    quantiles = fitted(shape, 1.0, 1.0 + place, 2.0, ANYWHERE).quantile(CHANCES)
    steps = np.diff(quantiles)
    assert (steps > 0).all()
    coarse = np.diff(quantiles[::200])
    crowded = int(np.argmin(coarse))
    assert quantiles[200 * max(crowded - 5, 0)] <= 1.0 + place <= quantiles[min(200 * (crowded + 6), len(quantiles) - 1)]


def test_the_ends_of_a_triangle_are_those_that_algebra_gives() -> None:
    """Symmetric: half a width of 1 ÷ (1 − √0.2). From low alone: a sixth of the way below, and half of it above high."""
    ends = np.array([0.0, 1.0])
    half = 1 / (1 - sqrt(0.2))
    assert fitted("triangular", -1, 0, 1, ANYWHERE).quantile(ends) == pytest.approx([-half, half])
    assert fitted("triangular", 0, 0, 6, ANYWHERE).quantile(ends) == pytest.approx([-1, 9])
    assert fitted("triangular", 0, 6, 6, ANYWHERE).quantile(ends) == pytest.approx([-3, 7])


def test_quantiles_of_a_triangle_are_those_of_its_two_sides() -> None:
    assert triangular(0.25, np.array([0.0, 0.0625, 0.25, 0.8125, 1.0])) == pytest.approx([0, 0.125, 0.25, 0.625, 1])


@pytest.mark.parametrize(
    ("mode", "cumulative"),
    [
        (0.5, lambda x: 10 * x**3 - 15 * x**4 + 6 * x**5), (0.0, lambda x: 1 - (1 - x) ** 5), (1.0, lambda x: x**5),
        (0.25, lambda x: 1 - (1 - x) ** 4 * (1 + 4 * x)),
    ],
)  # fmt: skip
def test_quantiles_of_pert_are_those_of_its_polynomial(mode: float, cumulative: Callable[[np.ndarray], np.ndarray]) -> None:
    """Where the peak lies at a quarter, a half or an end, PERT's chances are polynomials that a hand can write down."""
    chances = np.linspace(0.001, 0.999, 999)
    assert cumulative(pert(mode, chances)) == pytest.approx(chances, abs=1e-5)


@SHAPES
def test_a_tail_is_drawn_in_to_a_bound_and_takes_no_other_value_with_it(shape: Distribution) -> None:
    free, bound = (fitted(shape, 20, 200, 400, bounds).quantile(CHANCES) for bounds in (ANYWHERE, (0, inf)))
    inside = CHANCES > 0.1
    assert free[0] < 0 < bound[0]
    assert np.array_equal(free[inside], bound[inside])
    assert (np.diff(bound) > 0).all()


@SHAPES
def test_where_low_is_the_bound_one_draw_in_ten_is_the_bound(shape: Distribution) -> None:
    found = fitted(shape, 0, 0.02, 0.05, (0, 1)).quantile(CHANCES)
    assert np.mean(found == 0) == pytest.approx(0.1, abs=1e-3)


@SHAPES
def test_a_value_edited_out_of_its_range_leaves_p10_and_p90_where_they_are(shape: Distribution) -> None:
    assert fitted(shape, 2, 70, 5, ANYWHERE).quantile(np.array([0.1, 0.9])) == pytest.approx([2, 5])
    assert fitted(shape, 2, -70, 5, ANYWHERE).quantile(np.array([0.1, 0.9])) == pytest.approx([2, 5])
