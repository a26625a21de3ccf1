"""Every line of the model gives along the axis of draws what it gives for each draw by itself: whole fleets, look-ups, verdicts."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest
from conftest import FEW, KINDS, SCENARIOS
from small_scenario import changed, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.simulation.drawing import Dice, Place, uncertain_inputs
from tco.scenario.checks import PARTS_OF_A_WHOLE
from tco.scenario.scenario import Element, Entry, Scenario
from tco.search.settle import read

DRAWS = 4
SEED = 7

MANY_KINDS = changed(
    "{name: chat, share: 100%, input_tokens: 500, output_tokens: 200}",
    "{name: chat, share: {value: 70%, low: 50%, high: 80%}, input_tokens: {value: 500, low: 200, high: 9000}, output_tokens: 200}\n"
    "    - {name: files, share: 30%, input_tokens: 3000, output_tokens: {value: 300, low: 100, high: 900}}",
)
"""Ranges on what no scenario of ours has them on: shares of a whole, and lengths of requests."""

PRICES_BY_SITE_AND_MONTH = changed(
    "instance: inf2.48xlarge}",
    f"instance: inf2.48xlarge, price_per_hour: {{ap-southeast-1: [{{value: 16, low: 12, high: 20}}{', 15' * 11}], ap-southeast-2: 14}}}}",
)
"""A price that falls at one site only, and is not certain in its first month."""


def each_draw(scenario: Scenario) -> tuple[dict[Place, np.ndarray], list[Results]]:
    """A few draws, and the scenario evaluated for each of them as if somebody had typed it in."""
    inputs = uncertain_inputs(scenario)
    drawn = dict(Dice(inputs, SEED).next(DRAWS))
    single = []
    for draw in range(DRAWS):
        values = {
            element.path: float(drawn[item.place][draw].reshape(-1)[number])
            for item in inputs
            for number, element in enumerate(item.entry.elements)
        }
        single.append(evaluate(scenario.with_values(values)))
    return drawn, single


def assert_same(together: Results, single: list[Results]) -> None:
    for draw, one in enumerate(single):
        for many, alone in zip(together.every_model(), one.every_model(), strict=True):
            for key, expected in alone.values.items():
                found = many.values[key]
                found = found[draw : draw + 1] if len(found) > 1 else found
                place = f"{many.option or many.model.name}, {key}, draw {draw}"
                if expected.dtype == object:
                    assert np.array_equal(np.broadcast_to(found, expected.shape), expected), place
                else:
                    assert np.broadcast_to(found, expected.shape) == pytest.approx(expected, rel=1e-12, abs=1e-12), place


@FEW
def test_every_line_of_a_scenario_reads_the_same_by_draw(name: str) -> None:
    scenario = read(SCENARIOS[name])
    drawn, single = each_draw(scenario)
    assert_same(evaluate(scenario, drawn=drawn), single)


def test_shares_and_lengths_of_requests_read_the_same_by_draw(tmp_path: Path) -> None:
    scenario = scenario_of(MANY_KINDS, tmp_path)
    drawn, single = each_draw(scenario)
    assert_same(evaluate(scenario, drawn=drawn), single)


def test_prices_by_site_and_month_read_the_same_by_draw(tmp_path: Path) -> None:
    scenario = scenario_of(PRICES_BY_SITE_AND_MONTH, tmp_path)
    drawn, single = each_draw(scenario)
    assert drawn["Machines", "price_per_hour"].size == DRAWS * 2 * 12
    assert_same(evaluate(scenario, drawn=drawn), single)


@FEW
def test_a_range_on_every_number_of_a_scenario_reads_the_same_by_draw(name: str) -> None:
    """Ranges that no scenario of ours has: on counts of commitments, prices by site, promises, chips of a replica, switches."""
    scenario = with_ranges_everywhere(read(SCENARIOS[name]))
    drawn, single = each_draw(scenario)
    assert len(drawn) > 40
    assert_same(evaluate(scenario, drawn=drawn), single)


def with_ranges_everywhere(scenario: Scenario) -> Scenario:
    """Every number but conventions and parts of a whole from three quarters to four thirds, or one more and one less where it is whole."""

    def ranged(entry: Entry) -> Entry:
        item = entry.input
        nobodys = item.path.startswith("constants.") or item.key in {*PARTS_OF_A_WHOLE, "horizon"} or not entry.elements[0].path
        if item.is_text or not item.path or nobodys:
            return entry
        minimum, maximum = (-inf if item.minimum is None else item.minimum), (inf if item.maximum is None else item.maximum)

        def around(element: Element) -> Element:
            value = float(element.value)
            low, high = (value - 1, value + 1) if item.whole else (value * 3 / 4, value * 4 / 3)
            return replace(element, low=max(min(low, high), minimum), high=min(max(low, high), maximum))

        return replace(entry, elements=tuple(map(around, entry.elements)))

    return replace(scenario, entries={place: ranged(entry) for place, entry in scenario.entries.items()})


@KINDS
def test_lines_that_nobody_wants_are_not_computed_and_the_wanted_ones_do_not_change(name: str) -> None:
    scenario = read(SCENARIOS[name])
    everything, some = evaluate(scenario), evaluate(scenario, wanted=("recommended", "saving"))
    assert some.comparison.text("recommended") == everything.comparison.text("recommended")
    assert np.array_equal(some.comparison.values["saving"], everything.comparison.values["saving"])
    assert "cumulative_cost" not in some.comparison.values
    assert "all_checks" not in some.checks.values
