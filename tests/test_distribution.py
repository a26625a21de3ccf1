"""Low, value and high are a value's P10, P50 and P90, whatever they are, and no draw lies beyond what its input may be."""

from __future__ import annotations

from math import exp, inf, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from conftest import SCENARIOS
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, scenario_of

from tco.engine.simulation.distribution import P90_SCORE, Distribution, distribution_of
from tco.engine.simulation.drawing import Dice, uncertain_inputs
from tco.engine.simulation.normal_scores import normal_scores
from tco.model.options import inputs
from tco.search.settle import read

DRAWS = 100_000
LEVELS = (0.1, 0.5, 0.9)
CHANCES = (np.arange(20_000) + 0.5) / 20_000
STANDARD_ERRORS = 3
NUMBER = st.floats(-1e6, 1e6, allow_nan=False)


def assert_quantile(drawn: np.ndarray, chance: float, stated: float, size: float) -> None:
    """At most `chance` of the draws lie below the stated quantile and at least that share at or below it, within three standard errors."""
    error = STANDARD_ERRORS * sqrt(chance * (1 - chance) / len(drawn))
    edge = 1e-12 * size
    assert np.mean(drawn < stated - edge) <= chance + error
    assert np.mean(drawn <= stated + edge) >= chance - error


# Normal scores


def test_normal_scores_are_those_of_the_standard_library() -> None:
    """From the middle to the last chance that 53 bits can say."""
    chances = np.concatenate([CHANCES, 10.0 ** -np.arange(1, 17), 1 - 10.0 ** -np.arange(1, 16), [2.0**-54, 1 - 2.0**-53]])
    exact = [NormalDist().inv_cdf(float(chance)) for chance in chances]
    assert normal_scores(chances) == pytest.approx(exact, rel=1e-14, abs=1e-15)


# The shape


@given(low=NUMBER, below=st.floats(0, 1e6), above=st.floats(0, 1e6), room=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)))
@example(low=0.0, below=0.0, above=0.05, room=(0.5, 2.0))
@example(low=0.0, below=0.1, above=0.0, room=(0.0, 0.0))
@example(low=1.0, below=0.0, above=0.0, room=(0.0, inf))
def test_p10_p50_and_p90_are_as_stated_inside_any_bounds(low: float, below: float, above: float, room: tuple[float, float]) -> None:
    """Degenerate ranges too: no room between two of the three, or none before a bound."""
    value, high = low + below, low + below + above
    assume(low <= value <= high)
    bounds = (low - room[0], high + room[1])
    found = distribution_of(low, value, high, bounds).quantile(np.array([*LEVELS, 1e-15, 1 - 1e-15]))
    assert found[:3] == pytest.approx([low, value, high], rel=1e-9, abs=1e-9 * (1 + abs(low) + below + above))
    assert bounds[0] <= found[3] <= low
    assert high <= found[4] <= bounds[1]


@given(low=NUMBER, below=st.floats(0, 1e6), above=st.floats(0, 1e6), seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_a_hundred_thousand_draws_have_the_stated_quantiles(low: float, below: float, above: float, seed: int) -> None:
    value, high = low + below, low + below + above
    scores = normal_scores(np.random.default_rng(seed).uniform(2.0**-54, 1, DRAWS))
    drawn = distribution_of(low, value, high, (low - 1, inf)).at(scores)
    for chance, stated in zip(LEVELS, (low, value, high), strict=True):
        assert_quantile(drawn, chance, stated, 1 + abs(low) + below + above)


@given(low=NUMBER, below=st.floats(0, 1e6), above=st.floats(0, 1e6), room=st.floats(0, 1e6))
def test_quantiles_never_fall_as_their_chance_rises(low: float, below: float, above: float, room: float) -> None:
    quantiles = distribution_of(low, low + below, low + below + above, (low - room, inf)).quantile(CHANCES)
    assert (np.diff(quantiles) >= -1e-9 * (1 + abs(low) + below + above)).all()


@pytest.mark.parametrize(("low", "value", "high"), [(1.0, 1.0, 2.0), (1.0, 2.0, 2.0)])
def test_where_an_end_is_the_value_half_of_the_draws_are_the_value(low: float, value: float, high: float) -> None:
    found = distribution_of(low, value, high, (-inf, inf)).quantile(CHANCES)
    assert np.mean(found == value) == 0.5


def test_without_a_bound_both_halves_are_normal() -> None:
    """Six from the median to P90, so a standard deviation of 6 ÷ 1.28155 above it; two below it."""
    found = Distribution(8, 10, 16).quantile(np.array([0.01, 0.25, 0.75, 0.99]))
    scores = NormalDist().inv_cdf(0.99), NormalDist().inv_cdf(0.75)
    below, above = 2 / 1.2815515655446004, 6 / 1.2815515655446004
    assert found == pytest.approx([10 - scores[0] * below, 10 - scores[1] * below, 10 + scores[1] * above, 10 + scores[0] * above])


def test_a_tail_runs_towards_its_bound_as_an_exponential_of_the_same_slope() -> None:
    """P10 at 2 and the bound at 1: one standard deviation further out, 1 × e^−(1 ÷ 1.28155 ÷ 1) of the room is left."""
    found = Distribution(2, 3, 5, minimum=1).at(np.array([-P90_SCORE - 1, -P90_SCORE - 1e-6, -P90_SCORE + 1e-6]))
    assert found[0] == pytest.approx(1 + exp(-1 / P90_SCORE))
    assert found[1] - 2 == pytest.approx(2 - found[2], rel=1e-5)


def test_a_bound_moves_nothing_between_p10_and_p90() -> None:
    free, bound = (distribution_of(20, 200, 400, bounds).quantile(CHANCES) for bounds in ((-inf, inf), (0, inf)))
    inside = CHANCES > 0.1
    assert free[0] < 0 < bound[0]
    assert np.array_equal(free[inside], bound[inside])


def test_where_low_is_the_bound_one_draw_in_ten_is_the_bound() -> None:
    found = distribution_of(0, 0.02, 0.05, (0, 1)).quantile(CHANCES)
    assert np.mean(found == 0) == pytest.approx(0.1, abs=1e-3)


def test_a_value_edited_out_of_its_range_leaves_p10_and_p90_where_they_are() -> None:
    for value in (70, -70):
        assert distribution_of(2, value, 5, (-inf, inf)).quantile(np.array([0.1, 0.9])) == pytest.approx([2, 5])


# What scenarios draw


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_drawn_input_of_a_scenario_has_its_stated_quantiles(name: str) -> None:
    """Counts too, though they are drawn whole; shares of a whole are brought back to 100 % and have theirs nearly."""
    found = uncertain_inputs(read(SCENARIOS[name]))
    assert found
    drawn = Dice(found, 11).next(DRAWS)
    for item in found:
        if item.part_of_a_whole:
            continue
        values = drawn[item.place].reshape(DRAWS, -1)
        for number, element in enumerate(item.entry.elements):
            if item.distributions[number] is None:
                continue
            for chance, stated in zip(LEVELS, (element.low, element.value, element.high), strict=True):
                assert stated is not None
                assert_quantile(values[:, number % values.shape[1]], chance, float(stated), abs(float(stated)))


@given(low=st.integers(0, 40), below=st.integers(0, 40), above=st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_rounding_to_whole_numbers_keeps_the_quantiles(low: int, below: int, above: int) -> None:
    """As the counts of a scenario are rounded: to the nearest."""
    drawn = np.floor(distribution_of(low, low + below, low + below + above, (min(low, 1), inf)).quantile(CHANCES) + 0.5)
    for chance, stated in zip(LEVELS, (low, low + below, low + below + above), strict=True):
        assert np.mean(drawn < stated) <= chance + 1e-9
        assert np.mean(drawn <= stated) >= chance - 1e-9


# Defaults


def test_what_a_client_would_know_of_his_case_has_no_range_until_it_is_stated() -> None:
    """Growth, retries, users: what the plan does not state is not in it, with certainty. How peaked traffic is is assumed."""
    ranged = {key for key, item in inputs().items() if item.low is not None and item.path.startswith(("workload", "regions", "options"))}
    assert ranged == {"peak_to_average"}


def test_a_default_with_a_range_lies_in_the_middle_of_it() -> None:
    """Its value is its median: a positive one is near the geometric or the arithmetic middle of its range, or between them."""
    for item in (item for item in inputs().values() if item.low is not None):
        for section in item.default if isinstance(item.default, dict) else ("",):
            low, value, high = (float(end[section] if isinstance(end, dict) else end) for end in (item.low, item.default, item.high))
            assert low < value < high or low == value == high, item.key
            assert low <= 0 or 0.94 * sqrt(low * high) <= value <= 1.1 * (low + high) / 2, item.key


# The key that chose among shapes


@pytest.mark.parametrize("word", ["triangular", "pert"])
def test_the_key_that_chose_a_shape_is_read_changes_nothing_and_says_so(word: str, tmp_path: Path) -> None:
    plain, old = scenario_of(TEXT, tmp_path), scenario_of(f"distribution: {word}\n{TEXT}", tmp_path)
    assert old == plain
    assert plain.remarks == ()
    (remark,) = old.remarks
    assert remark.startswith(f"{tmp_path}/s.yaml:1: distribution: {word} is no longer used: low, value and high are the P10, P50 and P90")
