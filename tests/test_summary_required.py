"""The summary says what requirements cost with fleets sized anew, and what is most worth proving."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import SCENARIOS

from tco.engine.evaluate import evaluate
from tco.search.settle import read
from tco.summary.answer.facts import Answer
from tco.summary.answer.headline import reasons
from tco.summary.evidence.next_steps import next_steps
from tco.summary.evidence.required import required
from tco.summary.evidence.risks import risks


@cache
def answer_of(stem: str, *settings: str) -> Answer:
    return Answer(evaluate(read(SCENARIOS[stem], settings)))


def said(answer: Answer) -> str:
    assert answer.lead
    return str(required(answer, answer.lead).answer)


def test_a_requirement_that_sizes_the_fleet_has_its_price_and_one_that_does_not_costs_nothing() -> None:
    """b200-chat: a second card for the time to first token, half of the cost; latency asks for none."""
    answer = answer_of("b200-chat")
    assert said(answer) == ("US$63.5k for time to first token; nothing for latency: leaving it out, fleets sized anew, saves nothing.")


def test_where_no_option_meets_them_all_it_says_what_would_without_each() -> None:
    found = said(answer_of("apac-published"))
    assert found.startswith("No option meets them all; without latency Inferentia meets the others for US$614k; API meets them for")


def test_nothing_is_said_of_prices_where_nothing_is_required() -> None:
    assert said(answer_of("compliance-checker")) == "Nothing is required."


def test_every_price_is_that_of_the_requirements() -> None:
    answer = answer_of("apac-assistant")
    assert answer.lead
    prices = [price.price for price in answer.requirements.answer.values() if (price.price or 0) > 0]
    assert [figure.value for figure in required(answer, answer.lead).answer.figures] == [pytest.approx(price) for price in prices]


def test_the_api_of_the_same_model_is_a_reason_a_step_and_a_risk() -> None:
    """And no longer the cheapest one of another model."""
    answer = answer_of("apac-assistant")
    lacking = "time to first token, latency, availability and place of processing"
    told = [str(part) for part in (*reasons(answer), *next_steps(answer), *(risk.text for risk in risks(answer)))]
    assert f"Llama API, the same model, costs US$225k: the better choice once its {lacking} are confirmed." in told
    assert any(
        text.startswith(f"Have the {lacking} of Llama API stated in a contract or measured: with that it would save") for text in told
    )
    assert f"Llama API would be recommended at US$225k if its {lacking} were shown." in told
    assert not any(text.startswith("GPT-4o mini") for text in map(str, reasons(answer)))


def test_a_cheaper_option_that_breaks_a_requirement_is_still_named_where_nothing_is_worth_proving() -> None:
    assert "API in the United States would cost HK$12.0m, but its residency is broken." in map(str, reasons(answer_of("bank-hong-kong")))
