"""Inputs whose correlation is stated are drawn with it, each as if it were alone; what no numbers can have is refused with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, changed, problems_of, scenario_of

from tco.engine.evaluate import evaluate
from tco.engine.simulation.data import as_json
from tco.engine.simulation.drawing import Dice, uncertain_inputs
from tco.engine.simulation.simulate import simulate
from tco.scenario.correlations import square_root
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Correlation

PEAK, DERATE, SUPPORT = "workload.peak_to_average", "self_hosted.derate", "self_hosted.support"
DRAWS = 20_000
ERROR = 4 / DRAWS**0.5
EXAMPLE = "a list such as - {of: [workload.peak_to_average, self_hosted.derate], value: -0.4}"


def correlated(*entries: str, text: str = TEXT) -> str:
    """The small scenario with these correlations, of which the first stands in line 23."""
    return text + "correlations:\n" + "".join(f"  - {entry}\n" for entry in entries)


def pair(first: str, second: str, value: object) -> str:
    return f"{{of: [{first}, {second}], value: {value}}}"


def drawn(text: str, folder: Path, draws: int = DRAWS) -> dict[tuple[str, str], np.ndarray]:
    scenario = scenario_of(text, folder)
    found = Dice(uncertain_inputs(scenario), 1, scenario.correlations).next(draws)
    return {place: values.reshape(draws, -1) for place, values in found.items()}


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values[:, 0])).astype(float)


@pytest.mark.parametrize("value", [-0.9, -0.4, 0.0, 0.6, 0.95])
def test_two_inputs_are_drawn_with_the_rank_correlation_of_their_copula(value: float, tmp_path: Path) -> None:
    """Of normal scores with the correlation ρ the ranks have 6 ÷ π × asin(ρ ÷ 2)."""
    found = drawn(correlated(pair(PEAK, DERATE, value)), tmp_path)
    measured = np.corrcoef(ranks(found["", "peak_to_average"]), ranks(found["self_hosted", "derate"]))[0, 1]
    assert measured == pytest.approx(6 / np.pi * np.arcsin(value / 2), abs=ERROR)


@pytest.mark.parametrize("value", [1, -1])
def test_at_either_end_one_follows_the_other_wholly(value: float, tmp_path: Path) -> None:
    found = drawn(correlated(pair(PEAK, DERATE, value)), tmp_path, 100)
    assert np.corrcoef(ranks(found["", "peak_to_average"]), ranks(found["self_hosted", "derate"]))[0, 1] == pytest.approx(value)


def test_each_keeps_its_own_quantiles_and_all_others_their_draws(tmp_path: Path) -> None:
    alone, found = drawn(TEXT, tmp_path), drawn(correlated(pair(PEAK, DERATE, 0.7), pair(DERATE, SUPPORT, -0.3)), tmp_path)
    same = {place for place, values in alone.items() if np.array_equal(values, found[place])}
    assert set(alone) - same == {("self_hosted", "derate"), ("self_hosted", "support_share")}
    for place in set(alone) - same:
        assert np.quantile(found[place], [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(alone[place], [0.1, 0.5, 0.9]), rel=0.03)


def test_a_share_of_a_whole_is_named_by_itself(tmp_path: Path) -> None:
    shares = "share: {value: 60%, low: 50%, high: 70%}", "share: {value: 40%, low: 30%, high: 50%}"
    text = TEXT.replace("share: 60%", shares[0]).replace("share: 40%", shares[1])
    found = drawn(correlated(pair("regions.Singapore.share", PEAK, 0.9), text=text), tmp_path)
    assert np.corrcoef(found["", "region_share"][:, 0], ranks(found["", "peak_to_average"]))[0, 1] > 0.4
    told = problems_of(correlated(pair("regions.share", PEAK, 0.9), text=text), tmp_path)
    assert told[0].startswith("s.yaml:23: of: there is no regions.share in this scenario; did you mean regions.Sydney.share?")


def test_the_path_of_an_input_means_all_its_months(tmp_path: Path) -> None:
    volumes = ", ".join("{value: 100, low: 90, high: 130}" for _ in range(12))
    text = changed("requests_per_day: 500_000", f"requests_per_day: [{volumes}]")
    for path in ("workload.requests_per_day", "workload.requests_per_day.3"):
        found = drawn(correlated(pair(PEAK, path, 1), text=text), tmp_path, 100)
        assert np.corrcoef(ranks(found["", "requests_per_day"]), ranks(found["", "peak_to_average"]))[0, 1] == pytest.approx(1)


def test_the_size_of_the_chunks_changes_nothing_and_json_and_resolved_file_say_it(tmp_path: Path) -> None:
    scenario = scenario_of(correlated(pair(PEAK, DERATE, -0.4)), tmp_path)
    results = evaluate(scenario)
    whole = simulate(results, 24)
    assert simulate(results, 24, chunk=5) == whole
    assert simulate(evaluate(scenario_of(TEXT, tmp_path)), 24).options != whole.options
    assert as_json(whole)["correlations"] == [{"of": [PEAK, DERATE], "value": -0.4}]
    assert scenario_of(resolved_text(scenario), tmp_path) == scenario
    assert scenario.correlations == (Correlation((PEAK, DERATE), -0.4),)


# What cannot be


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (pair(PEAK[:-1], DERATE, 0.5), f"of: there is no {PEAK[:-1]} in this scenario; did you mean {PEAK}?"),
        (pair('"a.b', DERATE, 0.5), None),
        (pair(PEAK, DERATE, 2), "value: 2 is no correlation; expected a number from -1 to 1"),
        (pair(PEAK, DERATE, "much"), "value: much is no correlation; expected a number from -1 to 1"),
        (pair(DERATE, DERATE, 0.2), f"of: {DERATE} and {DERATE} are drawn as one anyway; expected two inputs that are drawn by themselves"),
        (f"{{of: [{PEAK}], value: 0.2}}", f"of: a list is no pair of inputs; expected {EXAMPLE}"),
        ("5", f"correlations: 5 is no entry of this list; expected {EXAMPLE}"),
        (f"{{of: [{PEAK}, {DERATE}], value: 0.2, values: 1}}", "there is no key values in a correlation; expected of and value"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(entry: str, told: str | None, tmp_path: Path) -> None:
    found = problems_of(correlated(entry), tmp_path)
    assert found if told is None else found == [f"s.yaml:23: {told}"]


def test_a_pair_that_stands_twice_and_what_is_no_list_are_refused(tmp_path: Path) -> None:
    twice = problems_of(correlated(pair(PEAK, DERATE, 0.5), pair(DERATE, PEAK, 0.4)), tmp_path)
    assert twice == [f"s.yaml:24: of: {DERATE} and {PEAK} stand here twice; expected one correlation of a pair"]
    assert problems_of(TEXT + "correlations: 0.5\n", tmp_path) == [f"s.yaml:22: correlations: 0.5 stands here; expected {EXAMPLE}"]


def test_correlations_that_no_numbers_can_have_are_refused_with_what_would_do(tmp_path: Path) -> None:
    """Two that follow a third at 0.9 follow each other: at −0.5 they cannot, and 0.646 times all three is the most that can be."""
    entries = pair(PEAK, DERATE, 0.9), pair(PEAK, SUPPORT, 0.9), pair(SUPPORT, DERATE, -0.5)
    (told,) = problems_of(correlated(*entries), tmp_path)
    assert told.startswith(
        "s.yaml:22: correlations: no 3 inputs can have these correlations together; expected weaker ones (all times 0.646"
    )


def test_where_a_range_was_replaced_the_correlation_is_left_out_and_told(tmp_path: Path) -> None:
    scenario = scenario_of(correlated(pair(PEAK, DERATE, 0.5)), tmp_path, "self_hosted.derate=0.8")
    assert scenario.correlations == ()
    assert scenario.remarks == (f"{tmp_path}/s.yaml:23: correlations: {DERATE} has no range and is certain; the correlation is left out",)


@given(st.lists(st.lists(st.floats(-1, 1), min_size=4, max_size=4), min_size=4, max_size=4))
@settings(deadline=None)
def test_a_matrix_of_correlations_has_a_root_where_its_least_eigenvalue_allows_one(rows: list[list[float]]) -> None:
    """Against numpy's eigenvalues; the product of a root with its mirror image is the matrix."""
    matrix = np.array(rows)
    matrix = (matrix + matrix.T) / 2
    np.fill_diagonal(matrix, 1)
    root = square_root(matrix.tolist())
    least = np.linalg.eigvalsh(matrix)[0]
    assert (root is None) == (least < 0) or abs(least) < 1e-3
    if root is not None:
        lower = np.array([[*row, *[0.0] * (4 - len(row))] for row in root])
        assert lower @ lower.T == pytest.approx(matrix, abs=1e-4)
