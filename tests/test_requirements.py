"""What requirements cost: each left out, fleets sized anew, along ladders of other values; and times that no batch keeps."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import SCENARIOS, TWELVE_CHIPS
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, changed, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.export import as_json
from tco.engine.ladder import ALL_REGIONS
from tco.engine.many_states import outcomes
from tco.engine.requirements import Requirements, requirements
from tco.engine.stated_requirements import REQUIRED_TIMES, UNPROVEN
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Amount, Scenario
from tco.search.settle import read

CENT = 0.005
BROKEN, KEPT = 1, 2
"""Rows of the statuses."""

STATED = "{name: API, kind: api, price: gpt-4o-mini, ttft: 1 s, availability: 99.9%, processed_in: {Singapore: SG, Sydney: AU}}"
PROMISED = "ttft: 2 s\n  latency: 6 s"


def results_of(folder: Path, *settings: str, api: str = STATED, promised: str = PROMISED) -> Results:
    """The small scenario with an API whose latency nobody has established, and machines that are dear and keep their promises."""
    text = changed("{name: API, kind: api, price: gpt-4o-mini}", api).replace("ttft: 2 s", promised)
    return evaluate(scenario_of(text.replace("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 12, precision: int8}"), folder, *settings))


def totals(results: Results) -> tuple[float, float]:
    """Of the machines and of the API."""
    return results.options["Machines"].value("tco"), results.options["API"].value("tco")


# Each left out


def by_hand(key: str, scenario: Scenario) -> tuple[str, ...]:
    """What a reader types after `--set` to leave a requirement out."""
    if key == "residency":
        return tuple(f"regions.{region}.allowed=any" for region in scenario.regions)
    if key == "limits":
        limited = [option.name for option in scenario.options if option.kind.name == "api"]
        stated = (f"options.{name}.{limit}=0" for name in limited for limit in ("requests_per_minute_limit", "tokens_per_minute_limit"))
        return ("service_levels.rate_limits=0", *stated)
    return (f"service_levels.{key}=0",)


def same_as_set(path: Path, results: Results, found: Requirements) -> None:
    for key in found.stated:
        then = evaluate(read(path, by_hand(key, results.scenario)), wanted=("tco", "eligible", "recommended"), settled=results)
        answer = then.comparison.text("recommended") if then.comparison.value("any_eligible") else None
        assert found.answer[key].option == answer
        assert found.answer[key].without == (pytest.approx(then.options[answer].value("tco"), abs=CENT) if answer else None)
        for name, option in then.options.items():
            assert found.options[name][key].without == pytest.approx(option.value("tco"), abs=CENT), (key, name)


@pytest.mark.parametrize("stem", SCENARIOS)
def test_a_figure_without_a_requirement_is_that_of_the_scenario_without_it(stem: str, tmp_path: Path) -> None:
    """As `tco evaluate X --set service_levels.latency=0` gives it, to the cent, for every option and for the answer.

    What a search found stays as it is, as in the resolved scenario: fleets are sized anew, and machines are not chosen anew.
    """
    results = evaluate(read(SCENARIOS[stem]))
    resolved = tmp_path / f"{stem}.resolved.yaml"
    resolved.write_text(resolved_text(results.scenario), encoding="utf-8")
    same_as_set(resolved, results, requirements(results))


def test_so_it_is_of_rate_limits_and_in_every_case(tmp_path: Path) -> None:
    """A promise with a range of its own counts at the dearer end in the adverse case, and not at all where it is left out."""
    limited = STATED.replace("ttft: 1 s", "ttft: 1 s, latency: 2 s, requests_per_minute_limit: 1_000")
    ranged = "ttft: 2 s\n  latency: {value: 6 s, low: 5.5 s, high: 8 s, source: Contract, confidence: published}"
    for case in ("base", "favourable", "adverse"):
        results = results_of(tmp_path, f"case={case}", api=limited, promised=ranged)
        found = requirements(results)
        assert found.stated == {
            "ttft": 2.0,
            "latency": {"base": 6.0, "favourable": 8.0, "adverse": 5.5}[case],
            "residency": {"Singapore": "SG", "Sydney": "AU"},
            "limits": None,
        }
        text = tmp_path / "s.yaml"
        text.write_text(text.read_text(encoding="utf-8").replace("case: base", f"case: {case}"), encoding="utf-8")
        same_as_set(text, results, found)
        assert found.answer["limits"].option == "API"


def test_what_alone_keeps_the_cheaper_option_out_costs_the_difference(tmp_path: Path) -> None:
    """Latency alone keeps the API out; the machines cost the same without any other requirement."""
    results = results_of(tmp_path)
    machines, api = totals(results)
    answer = requirements(results).answer
    assert results.options["Machines"].value("eligible") == 1
    assert answer["latency"].price == pytest.approx(machines - api)
    assert (answer["latency"].option, answer["ttft"].option, answer["residency"].option) == ("API", "Machines", "Machines")
    assert answer["residency"].price == 0


def test_a_requirement_sizes_the_fleet_and_costs_its_machines() -> None:
    """b200-chat: the time to first token asks for a second card, at 4 USD for each of 8,760 hours in three years."""
    results = evaluate(read(SCENARIOS["b200-chat"]))
    then = evaluate(results.scenario.with_values({"service_levels.ttft": 0.0}))
    assert [each.options["Rented card"].value("largest_fleet") for each in (results, then)] == [2, 1]
    assert requirements(results).options["Rented card"]["ttft"].price == pytest.approx((2 - 1) * 4 * 8760 * 3)


def test_a_soft_requirement_sizes_too_and_keeps_nobody_out(tmp_path: Path) -> None:
    """The API is the answer already, so that leaving latency out changes the machines alone."""
    results = results_of(tmp_path, "service_levels.latency_hard=0")
    found = requirements(results)
    assert (found.answer["latency"].option, found.answer["latency"].price) == ("API", 0)
    without = evaluate(results.scenario.with_values({"service_levels.latency": 0.0})).options["Machines"].value("tco")
    assert found.options["Machines"]["latency"].without == pytest.approx(without)


def test_where_nothing_can_be_recommended_a_requirement_has_no_price(tmp_path: Path) -> None:
    found = requirements(results_of(tmp_path, promised="ttft: 1 ms"))
    assert found.answer["ttft"].tco is None
    assert found.answer["ttft"].without is not None
    assert found.answer["ttft"].price is None


def test_an_option_that_is_not_possible_has_no_figure(tmp_path: Path) -> None:
    results = evaluate(scenario_of(changed("input_tokens: 500", "input_tokens: 5_000_000"), tmp_path))
    price = requirements(results).options["Machines"]["ttft"]
    assert (results.options["Machines"].value("possible"), price.tco, price.without) == (0, None, None)


def test_a_scenario_without_requirements_has_none() -> None:
    found = requirements(evaluate(read(SCENARIOS["compliance-checker"])))
    assert (found.stated, found.answer, found.ladders, found.best) == ({}, {}, {}, ())


# All that nobody has established


def test_all_unproven_together_are_worth_what_the_cheapest_option_saves_once_they_are_proven(tmp_path: Path) -> None:
    """Stating what is missing gives the same answer at the same total."""
    results = evaluate(scenario_of(TEXT.replace("ttft: 2 s", f"{PROMISED}\n  availability: 99%"), tmp_path))
    unproven = requirements(results).answer[UNPROVEN]
    facts = ("ttft=2 s", "latency=6 s", "availability=99%", "processed_in.Singapore=SG", "processed_in.Sydney=AU")
    text = TEXT.replace("ttft: 2 s", f"{PROMISED}\n  availability: 99%")
    proven = evaluate(scenario_of(text, tmp_path, *(f"options.API.{fact}" for fact in facts)))
    assert proven.comparison.text("recommended") == unproven.option == "API"
    assert unproven.without == pytest.approx(proven.options["API"].value("tco"), abs=CENT)


def test_an_option_that_misses_another_requirement_is_not_the_answer_for_proof(tmp_path: Path) -> None:
    """The API's latency is open, but its data would be processed in the United States."""
    found = requirements(results_of(tmp_path, api=STATED.replace("{Singapore: SG, Sydney: AU}", "US")))
    assert (found.answer[UNPROVEN].option, found.answer[UNPROVEN].price) == ("Machines", 0)


def test_it_is_no_requirement_where_everything_is_established(tmp_path: Path) -> None:
    assert UNPROVEN not in requirements(results_of(tmp_path, api=STATED.replace("ttft: 1 s", "ttft: 1 s, latency: 2 s"))).answer


# Ladders


def test_a_ladder_has_the_values_and_totals_of_the_scenario_at_each(tmp_path: Path) -> None:
    results = results_of(tmp_path, promised=f"{PROMISED}\n  tpot: 0.05\n  availability: 99.5%")
    found = requirements(results)
    weaker = {key: [rung.step.value for rung in ladder if not rung.step.best_of] for key, ladder in found.ladders.items()}
    assert weaker == {
        "ttft": [2.4, 3.2, 4.0, 6.0],
        "tpot": [0.06, 0.08, 0.1, 0.15],
        "latency": [7.2, 9.6, 12.0, 18.0],
        "availability": [0.99, 0.999, 0.9995],
        "residency": ["Singapore", "Sydney", ALL_REGIONS],
    }
    for key in ("ttft", "tpot", "latency", "availability"):
        for rung in found.ladders[key]:
            then = evaluate(results.scenario.with_values({f"service_levels.{key}": rung.step.value}))
            assert rung.outcome.totals == {name: pytest.approx(option.value("tco")) for name, option in then.options.items()}
            answer = then.comparison.text("recommended") if then.comparison.value("any_eligible") else None
            assert rung.outcome.answer == answer


def test_one_region_s_rule_may_be_the_one_that_costs(tmp_path: Path) -> None:
    """The API processes Sydney's requests in Singapore: only Sydney's rule keeps it out."""
    nearly = STATED.replace("Sydney: AU", "Sydney: SG").replace("ttft: 1 s", "ttft: 1 s, latency: 2 s")
    ladder = requirements(results_of(tmp_path, api=nearly)).ladders["residency"]
    assert [(rung.step.value, rung.outcome.answer) for rung in ladder] == [
        ("Singapore", "Machines"),
        ("Sydney", "API"),
        (ALL_REGIONS, "API"),
    ]


# Times that no batch keeps


def test_a_time_that_no_batch_keeps_says_its_best_what_that_costs_and_what_the_fleet_costs_without_it() -> None:
    """apac-assistant: even one request at a time takes Inferentia more than 5 s, and 241 instances would keep 5.03 s."""
    results = evaluate(read(SCENARIOS["apac-assistant"], TWELVE_CHIPS))
    (best,) = requirements(results).best
    assert (best.option, best.key, round(best.best, 2)) == ("Inferentia", "latency", 5.03)
    then = evaluate(results.scenario.with_values({"service_levels.latency": best.best})).options["Inferentia"]
    assert then.value("latency_status") == KEPT
    assert best.tco_at_best == pytest.approx(then.value("tco"), abs=CENT)
    assert best.tco_without == pytest.approx(results.options["Inferentia"].value("tco"), abs=CENT)
    assert best.tco_at_best is not None
    assert best.tco_without is not None
    assert best.tco_at_best > 5 * best.tco_without
    just_below = {"service_levels.latency": best.best * (1 - 1e-6)}
    assert evaluate(results.scenario.with_values(just_below)).options["Inferentia"].value("latency_attainable") == 0


PLANS = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["llama-3.3-70b", "llama-3.1-8b", "mixtral-8x7b-v0.1", "gpt-oss-120b"]),
        "precision": st.sampled_from(["fp16", "fp8", "int8", "int4"]),
        "self_hosted.batching": st.sampled_from(["none", "static", "continuous"]),
        "self_hosted.tensor_parallel": st.sampled_from([2.0, 4.0, 8.0]),
        "self_hosted.autoscaling": st.sampled_from([0.0, 1.0]),
        "workload.hourly_profile": st.sampled_from(["round-the-clock", "office"]),
        "workload.requests_per_day": st.floats(1e3, 1e8),
        "workload.mix.chat.input_tokens": st.integers(10, 8000).map(float),
        "workload.mix.chat.output_tokens": st.integers(1, 1500).map(float),
        "service_levels.ttft": st.one_of(st.just(0.0), st.floats(0.01, 10.0)),
        "service_levels.tpot": st.one_of(st.just(0.0), st.floats(0.001, 1.0)),
        "service_levels.latency": st.one_of(st.just(0.0), st.floats(0.1, 100.0)),
        "service_levels.availability": st.sampled_from([0.0, 0.99, 0.999]),
    }
)


@cache
def machines() -> Results:
    """The small scenario on machines that a busy service would rent."""
    with TemporaryDirectory() as folder:
        text = changed("inf2.48xlarge}", "{ap-southeast-1: p4de.24xlarge, ap-southeast-2: p5.48xlarge}}")
        return evaluate(scenario_of(text, Path(folder)))


@settings(max_examples=60, deadline=None)
@given(plan=PLANS)
def test_no_option_costs_more_with_a_missed_time_than_without_it(plan: dict[str, Amount]) -> None:
    """A time that is missed whatever is bought buys nothing."""
    results = evaluate(machines().scenario.with_values(plan), settled=machines())
    found = requirements(results)
    for name, option in results.options.items():
        for key in REQUIRED_TIMES:
            if option.value(f"{key}_status") == BROKEN and option.value("possible"):
                price = found.options[name][key]
                assert price.tco is not None
                assert price.without is not None
                assert price.tco <= price.without * (1 + 1e-9), (name, key)


@settings(max_examples=20, deadline=None)
@given(plan=PLANS)
def test_the_best_time_is_kept_where_it_is_asked_for(plan: dict[str, Amount]) -> None:
    """And nothing below it is."""
    results = evaluate(machines().scenario.with_values(plan), settled=machines())
    for best in requirements(results).best:
        path = f"service_levels.{best.key}"
        then, below = (evaluate(results.scenario.with_values({path: time}), settled=results) for time in (best.best, best.best * 0.999))
        assert then.options[best.option].value(f"{best.key}_status") == KEPT
        assert below.options[best.option].value(f"{best.key}_attainable") == 0


# Many states at once, and JSON


def test_many_states_at_once_are_the_states_one_by_one(tmp_path: Path) -> None:
    """Numbers, texts and lists by region; what a state leaves alone is as the scenario has it."""
    results = results_of(tmp_path)
    states: list[dict[str, Amount]] = [
        {},
        {"workload.requests_per_day": 900_000.0, "regions.Sydney.allowed": "any"},
        {"service_levels.ttft": 0.5},
        {"options.Machines.instance.ap-southeast-1": "p4de.24xlarge"},
    ]
    for state, outcome in zip(states, outcomes(results, states), strict=True):
        then = evaluate(results.scenario.with_values(state))
        assert outcome.totals == {name: pytest.approx(option.value("tco"), rel=1e-12) for name, option in then.options.items()}
        assert outcome.eligible == {name for name, option in then.options.items() if option.value("eligible")}
        assert outcome.answer == then.comparison.text("recommended")


def test_the_json_has_the_documented_shape(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    machines_cost, api_cost = totals(results)
    data = as_json(results, "", "", [], {})
    found = data["requirements"]
    assert found["answer"]["latency"] == {
        "with": pytest.approx(machines_cost),
        "without": pytest.approx(api_cost),
        "price": pytest.approx(machines_cost - api_cost),
        "option": "API",
    }
    assert set(found["options"]["Machines"]["ttft"]) == {"with", "without", "price"}
    assert {"value", "answer", "tco"} <= set(found["ladders"]["ttft"][0])
    assert found["answer"].keys() == {"ttft", "latency", "residency", UNPROVEN}
    assert data["comparison"]["price_of_promises"]["latency"] == found["answer"]["latency"]["price"]
    assert data["comparison"]["price_of_promises"]["tpot"] == 0
