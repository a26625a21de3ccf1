"""Break-even by exact search: the last crossing of step curves, however thin, against brute force over the steps themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import KINDS, SCENARIOS
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, changed, scenario_of

from tco.engine.break_even import HIGHEST, LOWEST, TOLERANCE, break_evens, search
from tco.engine.evaluate import evaluate
from tco.search.settle import read

Curve = Callable[[np.ndarray], np.ndarray]


def steps(price: float, size: float, base: float = 0.0) -> Curve:
    """A fleet: so much for every begun `size` of volume."""
    return lambda volumes: base + price * np.ceil(np.round(volumes / size, 9))


def by_use(price: float) -> Curve:
    """Tokens: so much for every volume."""
    return lambda volumes: price * volumes


def between(first: Curve, second: Curve) -> tuple[float | None, str]:
    """The break-even of the first curve against the second."""
    found = search(["first", "second"], lambda volumes: {"first": first(volumes), "second": second(volumes)})
    return found[0].multiple, found[0].reason


def last_crossing(price: float, size: float, base: float, token: float) -> float | None:
    """By arithmetic: on each step the fleet stays cheaper from where the tokens reach its price; the last step that is dearer decides."""
    for number in range(int(np.ceil(round(HIGHEST / size, 9))), 0, -1):
        begin, end = size * (number - 1), min(size * number, HIGHEST)
        crossing = (base + price * number) / token  # dearer up to here on this step
        if crossing > begin:
            return crossing if crossing < end else None if end >= HIGHEST else end
    return begin


@settings(max_examples=30, deadline=None)
@given(st.floats(0.5, 5), st.integers(50, 20_000).map(lambda size: size / 1000), st.floats(0, 3), st.floats(0.2, 20))
def test_a_fleet_against_tokens_breaks_even_where_arithmetic_says(price: float, size: float, base: float, token: float) -> None:
    expected = last_crossing(price, size, base, token)
    multiple, reason = between(steps(price, size, base), by_use(token))
    if expected is None:
        assert multiple is None
        assert reason.startswith("not reached")
    elif expected <= LOWEST:
        assert reason.startswith("cheaper throughout")
    else:
        assert multiple == pytest.approx(expected, rel=10 * TOLERANCE)


def test_a_sliver_between_two_points_of_any_grid_is_found() -> None:
    """The first curve is dearer again for one part in a million of the volume, far above the crossing that a grid would see."""
    start, end = 37.123456, 37.123456 * (1 + 1e-6)

    def first(volumes: np.ndarray) -> np.ndarray:
        return np.where(volumes < 1, 30.0, 31.0) + np.where(volumes >= start, 10.0, 0.0)

    def second(volumes: np.ndarray) -> np.ndarray:
        return np.where(volumes < 1, 20.0, 40.0) + np.where(volumes >= end, 10.0, 0.0)

    multiple, _ = between(first, second)
    assert multiple == pytest.approx(end, rel=10 * TOLERANCE)


def test_fleets_whose_steps_coincide_do_not_cross_at_them() -> None:
    """Both rise at the same volumes by more than what lies between them."""
    assert between(steps(10, 0.5), steps(10.1, 0.5)) == (None, "cheaper throughout, between 0.01 and 100 times the volume")


def test_the_other_way_round_it_is_not_reached() -> None:
    assert between(steps(10.1, 0.5), steps(10, 0.5)) == (None, "not reached between 0.01 and 100 times the volume")


def test_equal_costs_are_not_cheaper() -> None:
    assert between(by_use(1), by_use(1)) == (None, "not reached between 0.01 and 100 times the volume")


def test_an_impossible_option_is_not_searched(tmp_path: Path) -> None:
    """That is another answer than not reached."""
    results = evaluate(scenario_of(changed("inf2.48xlarge", "p4d.24xlarge"), tmp_path))
    assert {item.reason for item in break_evens(results)} == {"not searched: Machines is not possible"}


@pytest.mark.long
def test_the_model_itself_crosses_where_brute_force_does(tmp_path: Path) -> None:
    """The small scenario with a dear API: ten thousand volumes around the answer agree with it."""
    text = TEXT.replace("price: gpt-4o-mini", "price: gpt-4o, input_price: 60, output_price: 240").replace(
        "inf2.48xlarge}", "inf2.48xlarge, precision: int8, tensor_parallel: 12}"
    )
    scenario = scenario_of(text, tmp_path)
    found = {(item.option, item.other): item for item in break_evens(evaluate(scenario))}["Machines", "API"]
    assert found.multiple is not None
    volumes = np.linspace(found.multiple * 0.98, HIGHEST, 10_000)
    costs = {name: np.zeros(0) for name in ("Machines", "API")}
    for part in np.array_split(volumes, 20):
        options = evaluate(scenario, part).options
        costs = {name: np.concatenate([cost, options[name].values["tco"].reshape(-1)]) for name, cost in costs.items()}
    dearer = volumes[costs["Machines"] >= costs["API"]]
    assert dearer[-1] <= found.multiple
    assert found.multiple - dearer[-1] <= volumes[1] - volumes[0]


@KINDS
def test_cost_never_falls_as_traffic_rises(name: str) -> None:
    """On this the search rests; a commitment by share of the fleet can replace dearer hours when it takes a step."""
    scenario = read(SCENARIOS[name])
    results = evaluate(scenario, np.geomspace(LOWEST, HIGHEST, 700))
    for option, sheet in results.options.items():
        if sheet.model.lines.get("tranche_instances") and any(item.value for item in scenario.entry("tranche_coverage", option).elements):
            continue
        costs = np.broadcast_to(sheet.values["tco"].reshape(-1), (700,))
        assert (np.diff(costs) >= -1e-9 * costs[:-1]).all(), option


def test_where_a_commitment_makes_more_traffic_cheaper_the_search_says_so() -> None:
    """A curve that falls between two volumes of the grid: the crossing that is found is told with its doubt."""
    curves = {"Falls": lambda volumes: np.where(volumes < 1, 30 * volumes, 20 * volumes), "Rises": lambda volumes: 15 + 10 * volumes}
    found = {item.option: item for item in search(list(curves), lambda volumes: {name: curve(volumes) for name, curve in curves.items()})}
    assert found["Rises"].multiple == pytest.approx(1.5, rel=1e-6)
    assert "makes some volumes cheaper than smaller ones" in found["Rises"].reason
