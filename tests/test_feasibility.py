"""An option that cannot be bought or run stops the run, with the line that chose it and what could be chosen instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import TEXT, changed, scenario_of

from tco.engine.evaluate import evaluate
from tco.engine.feasibility import check_feasible, obstacles
from tco.errors import ScenarioError
from tco.search.settle import read

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))


def told(text: str, folder: Path, *settings: str) -> list[str]:
    """The obstacles of a text, without the folder that its file lies in."""
    return [problem.replace(f"{folder}/", "") for problem in obstacles(evaluate(scenario_of(text, folder, *settings)))]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_option_of_every_scenario_that_ships_is_possible(path: Path) -> None:
    """No obstacle."""
    assert obstacles(evaluate(read(path))) == []


def test_a_type_that_is_not_offered_names_what_is_and_where_it_would_be(tmp_path: Path) -> None:
    """The same family of accelerator first."""
    (message,) = told(changed("inf2.48xlarge", "p4d.24xlarge"), tmp_path)
    assert message == (
        "s.yaml:19: instance: p4d.24xlarge is not offered at ap-southeast-1, as far as the catalogue knows; "
        "offered there: p4de.24xlarge, inf2.24xlarge, inf2.48xlarge, inf2.xlarge, inf2.8xlarge; "
        "p4d.24xlarge is offered at ap-southeast-2, ap-northeast-1, ap-northeast-2, ap-south-1, eu-central-1, us-east-1, …; "
        "expected one of these, or price_per_hour with a source in the option"
    )


def test_a_price_of_ones_own_makes_a_type_possible_that_the_catalogue_does_not_offer(tmp_path: Path) -> None:
    """The contract knows better."""
    assert told(changed("inf2.48xlarge", "p4d.24xlarge, price_per_hour: {ap-southeast-1: {value: 30, source: contract}}"), tmp_path) == []


def test_a_plan_without_a_price_names_the_plans_that_have_one(tmp_path: Path) -> None:
    """And the types that this plan has."""
    (message,) = told(
        changed("inf2.48xlarge", "{ap-southeast-1: inf2.48xlarge, ap-southeast-2: p5.48xlarge}, plan: reserved-1yr"), tmp_path
    )
    assert message == (
        "s.yaml:19: plan: p5.48xlarge at ap-southeast-2 has no price on the plan reserved-1yr; expected on-demand, spot there, or another "
        "type on this plan (g5.48xlarge, g6.48xlarge, inf2.24xlarge, g5.12xlarge, g5.24xlarge, g6.12xlarge, …), or price_per_hour with a "
        "source in the option"
    )


def test_a_model_that_does_not_fit_names_the_degree_and_the_precisions_that_would(tmp_path: Path) -> None:
    """Each was tried in the model itself, and precisions whose arithmetic the chip lacks are not offered."""
    text = changed("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 4}")
    assert told(text, tmp_path) == [
        f"s.yaml:19: llama-3.3-70b at fp16 does not fit 4 chips of inf2.48xlarge at {site}; "
        "expected tensor_parallel: 8, or precision: int8 or int4"
        for site in ("ap-southeast-1", "ap-southeast-2")
    ]


@pytest.mark.parametrize(
    "choice", ["options.Machines.tensor_parallel=8", "options.Machines.precision=int8", "options.Machines.precision=int4"]
)
def test_what_a_message_about_memory_offers_is_possible(choice: str, tmp_path: Path) -> None:
    """Every alternative of the message above."""
    text = changed("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 4}")
    assert told(text, tmp_path, choice) == []


def test_a_request_longer_than_the_context_names_models_that_would_take_it(tmp_path: Path) -> None:
    """For machines the models, for an API the prices, at the lines that chose them."""
    machines, api = told(changed("input_tokens: 500", "input_tokens: 150_000"), tmp_path, "options.API.successor=gpt-4o-mini")
    assert machines == (
        "s.yaml:15: model: the longest request has 150,200 tokens, and llama-3.3-70b takes 131,072; "
        "expected deepseek-v3, or shorter requests"
    )
    assert api.startswith(
        "s.yaml:20: price: the longest request has 150,200 tokens, and gpt-4o-mini takes 128,000; expected deepseek/deepseek-v3.2, "
    )


def test_an_api_without_a_price_asks_for_one(tmp_path: Path) -> None:
    """A model that the client adds with the price of its input alone."""
    entry = "{name: ours, label: Ours, provider: Us, model: ours, input: 1, source: our list, date: 2026-11-01}"
    fact = f"catalogue:\n  api_prices:\n    - {entry}\n"
    assert told(changed("gpt-4o-mini", "ours") + fact, tmp_path) == [
        "s.yaml:20: price: the catalogue has no price of output for ours; expected output_price with a source in the option API"
    ]


def test_all_obstacles_stop_the_run_at_once(tmp_path: Path) -> None:
    """One error with every message."""
    settings = ("workload.mix.chat.input_tokens=150_000", "options.API.successor=gpt-4o-mini")
    results = evaluate(scenario_of(changed("inf2.48xlarge", "p4d.24xlarge"), tmp_path, *settings))
    with pytest.raises(ScenarioError) as refused:
        check_feasible(results)
    assert len(refused.value.problems) == 3
    check_feasible(evaluate(scenario_of(TEXT, tmp_path)))
