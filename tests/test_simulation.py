"""What a simulation tells agrees with what can be worked out by hand, and is the same in every run."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import FEW, SCENARIOS
from small_scenario import TEXT, changed, scenario_of

from tco.engine.evaluate import evaluate
from tco.engine.simulation.drawing import Dice, uncertain_inputs
from tco.engine.simulation.simulate import Simulation, simulate
from tco.engine.simulation.spread import share_error, spread_of
from tco.engine.speed_band import speed_bands
from tco.errors import TcoError
from tco.search.settle import read

if TYPE_CHECKING:
    from tco.scenario.scenario import Scenario

Ranges = dict[str, tuple[float, float, float]]
"""Low, value and high by path."""

DRAWS = 4_000
TWO_APIS = TEXT.replace("baseline: Machines", "baseline: First").replace(
    """  - {name: Machines, kind: cloud, instance: inf2.48xlarge}
  - {name: API, kind: api, price: gpt-4o-mini}
""",
    """  - {name: First, kind: api, price: bedrock/gpt-oss-120b, migration: 50_000}
  - {name: Second, kind: api, price: bedrock/gpt-oss-120b, migration: 50_000}
""",
)
FIRST, SECOND = "options.First.migration", "options.Second.migration"


def only_uncertain(scenario: Scenario, ranges: Ranges) -> Scenario:
    """The scenario in which nothing is uncertain but these."""
    paths = {element.path for entry in scenario.entries.values() for element in entry.elements}
    assert set(ranges) <= paths
    entries = {}
    for place, entry in scenario.entries.items():
        elements = []
        for element in entry.elements:
            low, value, high = ranges.get(element.path, (None, element.value, None))
            elements.append(replace(element, low=low, value=value, high=high))
        entries[place] = replace(entry, elements=tuple(elements))
    return replace(scenario, entries=entries)


def run(text: str, folder: Path, ranges: Ranges, draws: int = DRAWS) -> Simulation:
    return simulate(evaluate(only_uncertain(scenario_of(text, folder), ranges)), draws)


# Against what can be worked out


def test_a_total_that_is_a_sum_with_one_uncertain_part_has_that_part_s_quantiles_and_mean(tmp_path: Path) -> None:
    """Half of the draws at 50,000, the other half normal above it with P90 at 110,000: the mean is 60,000 ÷ (1.28155 × √(2π)) higher."""
    found = run(TWO_APIS, tmp_path, {SECOND: (50_000, 50_000, 110_000)}).options["Second"]
    assert found.base is not None
    assert found.total is not None
    rest = found.base - 50_000
    assert found.total.p10 == pytest.approx(rest + 50_000, abs=4 * found.total.p10_error)
    assert found.total.p50 == pytest.approx(rest + 50_000, rel=1e-12)
    assert found.total.p90 == pytest.approx(rest + 110_000, abs=4 * found.total.p90_error)
    assert found.total.mean == pytest.approx(rest + 50_000 + 60_000 / (1.28155 * sqrt(2 * pi)), abs=4 * found.total.mean_error)
    assert found.total.p90_error < 0.03 * 60_000


def test_the_chance_of_the_cheaper_of_two_is_that_of_crossing(tmp_path: Path) -> None:
    """The second costs less than the first where its own migration lies below the first's 50,000: at its P90."""
    found = run(TWO_APIS, tmp_path, {SECOND: (10_000, 20_000, 50_000)})
    assert found.options["Second"].cheapest == pytest.approx(0.9, abs=4 * found.error(0.9))
    assert found.options["Second"].saves == found.options["Second"].cheapest == 1 - found.options["First"].cheapest


def test_two_that_are_drawn_alike_but_by_themselves_are_the_cheaper_half_of_the_time_each(tmp_path: Path) -> None:
    found = run(TWO_APIS, tmp_path, {FIRST: (10_000, 20_000, 50_000), SECOND: (10_000, 20_000, 50_000)})
    assert found.options["First"].cheapest == pytest.approx(0.5, abs=4 * found.error(0.5))


def test_options_that_are_the_same_are_drawn_the_same(tmp_path: Path) -> None:
    """Whatever they share is drawn once, so that luck never tells them apart."""
    text = TWO_APIS.replace(", migration: 50_000}", "}")
    found = simulate(evaluate(scenario_of(text, tmp_path)), 300)
    second = found.options["Second"]
    assert second.saving is not None
    assert (second.saving.p10, second.saving.p90) == (0, 0)
    assert second.total == found.options["First"].total
    assert second.total is not None
    assert second.total.p10 < second.total.p90


def test_volume_that_is_proportional_to_cost_takes_the_total_to_its_own_ends(tmp_path: Path) -> None:
    """An API without people or migration: P10 and P90 of the total are those of the requests, in proportion."""
    text = TWO_APIS.replace("migration: 50_000", "migration: 0, staff: 0")
    found = run(text, tmp_path, {"workload.requests_per_day": (400_000, 500_000, 800_000)}).options["First"]
    assert found.total is not None
    assert found.base is not None
    assert found.total.p10 == pytest.approx(0.8 * found.base, abs=4 * found.total.p10_error)
    assert found.total.p90 == pytest.approx(1.6 * found.base, abs=4 * found.total.p90_error)


def test_the_speed_band_is_drawn_and_takes_the_total_to_what_either_end_costs() -> None:
    """Between the band's slow and fast end lie eight draws of ten: cost falls as speed rises, in steps, so the ends are bracketed.

    Without promised times, which a slow enough fleet misses at less cost than a faster one that keeps them.
    """
    promised = read(SCENARIOS["apac-assistant"]).with_values({"service_levels.ttft": 0.0, "service_levels.latency": 0.0})
    scenario = only_uncertain(promised, {"self_hosted.band_place": (-1, 0, 1)})
    found = simulate(evaluate(scenario), DRAWS)
    aside = 0.1  # five standard errors of where the band's P10 and P90 fall among 4,000 draws
    at = {
        place: evaluate(scenario.with_values({"self_hosted.band_place": place})).options
        for place in (-1 - aside, aside - 1, 1 - aside, 1 + aside)
    }
    assert {"Cloud GPU", "Inferentia"} <= set(speed_bands(evaluate(scenario)))
    for name in speed_bands(evaluate(scenario)):
        total = found.options[name].total
        assert total is not None
        slowest, slow, fast, fastest = (one[name].value("tco") * (1 + 1e-12) for one in at.values())
        assert fastest * (1 - 1e-9) <= total.p10 <= fast
        assert slow * (1 - 1e-9) <= total.p90 <= slowest
    api = found.options["Llama API"].total
    assert api is not None
    assert api.p10 == api.p90


# What is not possible, and what is promised


def test_an_option_that_only_some_draws_allow_is_judged_by_those_and_never_the_cheapest_elsewhere(tmp_path: Path) -> None:
    """Requests of 20,000 to 300,000 tokens pass the model's context at its P90 or before."""
    text = changed("input_tokens: 500", "input_tokens: 100_000")
    found = run(text, tmp_path, {"workload.mix.chat.input_tokens": (20_000, 100_000, 300_000)}, 500)
    machines = found.options["Machines"]
    assert 0 < machines.possible < 1
    assert machines.cheapest <= machines.possible
    assert machines.keeps_promises <= machines.possible
    assert machines.total is not None
    assert sum(option.cheapest for option in found.options.values()) <= 1


def test_an_option_that_is_never_possible_has_no_total(tmp_path: Path) -> None:
    text = changed("input_tokens: 500", "input_tokens: 5_000_000")
    found = run(text, tmp_path, {"finance.discount_rate": (0.06, 0.08, 0.12)}, 20)
    machines = found.options["Machines"]
    assert (machines.base, machines.total, machines.saving, machines.possible, machines.cheapest) == (None, None, None, 0, 0)


def test_a_plan_that_nobody_answers_holds_where_nobody_does(tmp_path: Path) -> None:
    """The API's times are not established, and no machine answers in a millisecond."""
    found = simulate(evaluate(scenario_of(changed("ttft: 2 s", "ttft: 1 ms"), tmp_path)), 50)
    assert found.answer is None
    assert (found.answer_holds, found.unanswered) == (1, 1)
    assert all(option.keeps_promises == option.recommended == 0 for option in found.options.values())


def test_a_promise_is_kept_in_the_share_of_draws_in_which_its_time_is(tmp_path: Path) -> None:
    """A stated time of 1 to 3 s against a promise of 3 s: kept in nine draws of ten, and the answer then."""
    text = (
        changed("price: gpt-4o-mini}", "price: gpt-4o-mini, ttft: 2 s}")
        .replace("ttft: 2 s\n", "ttft: 3 s\n")
        .replace(", allowed: [SG]", "")
    )
    text = text.replace(", allowed: [AU]", "")
    found = run(text, tmp_path, {"options.API.ttft": (1, 2, 3)})
    api = found.options["API"]
    assert api.keeps_promises == pytest.approx(0.9, abs=4 * found.error(0.9))
    assert found.answer == "API"
    assert found.answer_holds == api.recommended == api.keeps_promises


# The same in every run


def test_one_seed_gives_the_same_figures_and_another_gives_others() -> None:
    results = evaluate(read(SCENARIOS["a100-h100-h200"]))
    assert simulate(results, 100) == simulate(results, 100)
    assert simulate(results, 100).options != simulate(results, 100, seed=1).options


@pytest.mark.parametrize("name", ["apac-assistant", "reservation-left", "compliance-checker"])
def test_the_size_of_the_chunks_changes_nothing(name: str) -> None:
    """Not a bit of any figure."""
    results = evaluate(read(SCENARIOS[name]))
    whole = simulate(results, 24)
    assert all(simulate(results, 24, chunk=chunk) == whole for chunk in (1, 5, 23))


def test_a_run_of_more_draws_begins_with_the_draws_of_a_shorter_one() -> None:
    inputs = uncertain_inputs(read(SCENARIOS["apac-assistant"]))
    long, short = Dice(inputs, 1), Dice(inputs, 1)
    first, then, all_at_once = short.next(3), short.next(4), long.next(7)
    for place, values in all_at_once.items():
        assert np.array_equal(np.concatenate([first[place], then[place]]), values)


def test_another_uncertain_input_leaves_the_draws_of_all_others_alone() -> None:
    scenario = read(SCENARIOS["apac-assistant"])
    fewer = only_uncertain(scenario, {"workload.peak_to_average": (2, 3, 5)})
    many, few = (Dice(uncertain_inputs(one), 1).next(5) for one in (scenario, fewer))
    assert np.array_equal(many["", "peak_to_average"], few["", "peak_to_average"])
    assert len(many) > len(few) == 1


def test_the_case_switch_moves_neither_the_draws_nor_what_they_are_drawn_around(tmp_path: Path) -> None:
    base, adverse = (simulate(evaluate(scenario_of(changed("case: base", f"case: {case}"), tmp_path)), 30) for case in ("base", "adverse"))
    assert {name: (option.base, option.total) for name, option in base.options.items()} == {
        name: (option.base, option.total) for name, option in adverse.options.items()
    }


# What is drawn


def test_counts_are_drawn_whole_and_never_below_one_where_low_is_one() -> None:
    scenario = read(SCENARIOS["apac-assistant"], ("self_hosted.spares={value: 1, low: 1, high: 2}",))
    drawn = Dice(uncertain_inputs(scenario), 1).next(DRAWS)["self_hosted", "spares"].reshape(-1)
    assert set(drawn.tolist()) <= {1.0, 2.0, 3.0, 4.0}
    assert np.quantile(drawn, 0.5, method="inverted_cdf") == 1
    assert np.quantile(drawn, [0.1, 0.9], method="inverted_cdf") == pytest.approx([1, 2])


@FEW
def test_draws_stay_within_what_an_input_may_be(name: str) -> None:
    inputs = uncertain_inputs(read(SCENARIOS[name]))
    drawn = Dice(inputs, 3).next(DRAWS)
    for item in inputs:
        values = drawn[item.place]
        assert item.entry.input.minimum is None or values.min() >= item.entry.input.minimum, item.place
        assert item.entry.input.maximum is None or values.max() <= item.entry.input.maximum, item.place


def test_shares_of_a_whole_always_make_a_whole(tmp_path: Path) -> None:
    scenario = scenario_of(TEXT, tmp_path)
    ranges = {"regions.Singapore.share": (0.5, 0.6, 0.8), "regions.Sydney.share": (0.2, 0.4, 0.5)}
    drawn = Dice(uncertain_inputs(only_uncertain(scenario, ranges)), 1).next(50)["", "region_share"]
    assert np.sum(drawn.reshape(50, 2), axis=1) == pytest.approx(np.ones(50))
    assert np.ptp(drawn.reshape(50, 2)[:, 0]) > 0.1


def test_regions_and_months_of_one_input_rise_and_fall_together(tmp_path: Path) -> None:
    volumes = ", ".join(f"{{value: {100 + month}, low: {90 + month}, high: {130 + month}}}" for month in range(12))
    text = changed("requests_per_day: 500_000", f"requests_per_day: [{volumes}]")
    drawn = Dice(uncertain_inputs(scenario_of(text, tmp_path)), 1).next(50)["", "requests_per_day"].reshape(50, 12)
    inside = drawn[drawn[:, 0] > 90]  # below it the tails run towards 0, each from its own P10
    assert len(inside) < 50
    assert inside - inside[:, :1] == pytest.approx(np.broadcast_to(np.arange(12.0), inside.shape))
    assert (np.argsort(drawn, axis=0) == np.argsort(drawn[:, :1], axis=0)).all()


def test_a_value_whose_low_is_its_high_is_certain(tmp_path: Path) -> None:
    scenario = only_uncertain(scenario_of(TWO_APIS, tmp_path), {FIRST: (50_000, 50_000, 50_000)})
    assert uncertain_inputs(scenario) == ()
    found = simulate(evaluate(scenario), 10).options["First"]
    assert found.total is not None
    assert found.total.p10 == found.total.p90 == pytest.approx(found.total.mean) == found.base


# How sure it is


def test_the_standard_error_of_a_p90_is_that_of_theory() -> None:
    """For a flat density of 1 the standard error is √(0.1 × 0.9 ÷ n)."""
    found = spread_of(np.random.default_rng(1).random(20_000))
    assert found is not None
    assert found.p90_error == pytest.approx(sqrt(0.09 / 20_000), rel=0.1)
    assert found.mean_error == pytest.approx(sqrt(1 / 12 / 20_000), rel=0.02)


def test_what_never_happened_in_a_hundred_draws_is_not_certain() -> None:
    """The error of a share of none is about a point and a half, and that of a half what theory says."""
    assert [share_error(0, 100), share_error(1, 100)] == pytest.approx([sqrt(2 / 104 * 102 / 104 / 104)] * 2)
    assert share_error(0.5, 10_000) == pytest.approx(0.005, rel=1e-3)


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (1_000_001, 1), (10, -1)])
def test_numbers_out_of_range_are_refused_with_the_range(tmp_path: Path, draws: int, seed: int) -> None:
    with pytest.raises(TcoError, match="expected 1 to 1,000,000 draws and a seed of 0 or more"):
        simulate(evaluate(scenario_of(TEXT, tmp_path)), draws, seed)


# Hybrids and servers


@pytest.mark.parametrize("name", ["hybrid-residency", "owned-cluster"])
def test_a_draw_costs_what_the_plan_with_its_values_costs(name: str) -> None:
    """Servers that are bought and parts that a hybrid adds up, drawn with the options around them; parts are not compared."""
    scenario = read(SCENARIOS[name])
    results = evaluate(scenario)
    drawn = Dice(uncertain_inputs(scenario), 5).next(3)
    found = evaluate(scenario, drawn=drawn)
    for draw in range(3):
        one = evaluate(scenario, drawn={place: values[draw : draw + 1] for place, values in drawn.items()})
        for option, sheet in one.options.items():
            costs = np.broadcast_to(found.options[option].values["tco"].reshape(-1), (3,))
            assert costs[draw] == pytest.approx(sheet.value("tco"), rel=1e-12)
    assert list(simulate(results, 20).options) == list(results.compared)
