"""The summary on servers that are bought and on hybrids: parts, purchases, lead times, book values."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import SCENARIOS
from outcome_shapes import results_of
from small_scenario import changed, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.prices_in_use import price_facts
from tco.engine.speed_band import speed_bands
from tco.search.settle import read
from tco.summary.answer.decision import decision
from tco.summary.answer.facts import Answer
from tco.summary.answer.option_parts import buyers, called, made_of, purchase_prices, servers_by_site
from tco.summary.answer.options_table import describe, options_table
from tco.summary.charts.bridge import bridge_chart
from tco.summary.charts.parts import parts_chart
from tco.summary.evidence import question_texts as texts
from tco.summary.evidence.assumptions import assumptions
from tco.summary.evidence.questions import questions
from tco.summary.tables import Question

BOUGHT, SHARED = "servers are bought", "a hybrid shares the requests"


@cache
def answer_of(name: str, *settings: str) -> Answer:
    if name in SCENARIOS:
        results = evaluate(read(SCENARIOS[name], settings))
    else:
        with TemporaryDirectory() as folder:
            results = results_of(name, Path(folder), *settings)
    return Answer(results, speed_bands(results))


def results(name: str, *settings: str) -> Results:
    return answer_of(name, *settings).results


def asked(name: str, question: str, *settings: str) -> Question:
    return next(item for item in questions(answer_of(name, *settings)) if item.question == question)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_parts_of_every_cost_make_up_its_total(scenario: str) -> None:
    """Expected: each option's bars add up to its total, whatever its kind; no payment is left out."""
    chart = parts_chart(answer_of(scenario))
    assert chart is not None
    *parts, total = ([figure.value or 0.0 for figure in column.figures] for column in chart.rows)
    assert [sum(values) for values in zip(*parts, strict=True)] == pytest.approx(total)


@pytest.mark.parametrize("scenario", ["apac-assistant", "owned-cluster", "hybrid-residency"])
def test_the_bridge_leads_from_the_baseline_to_the_recommended_option(scenario: str) -> None:
    """Expected: both totals, steps of the comparison's lines that add up to the saving, and the largest of them in the title."""
    answer = answer_of(scenario)
    chart = bridge_chart(answer)
    assert chart is not None
    assert answer.best is not None
    assert chart.names == (answer.baseline.option, answer.best.option)
    assert sum(step.figure.value or 0.0 for step in chart.steps) == pytest.approx(-answer.saving(answer.best))
    assert chart.title.figures == (max((step.figure for step in chart.steps), key=lambda figure: abs(figure.value or 0.0)),)


def test_the_spend_of_today_has_no_steps() -> None:
    """Expected: nobody stated its parts, so none is shown; and one option alone has nothing to lead to."""
    assert bridge_chart(answer_of("what runs today is the cheapest")) is None
    assert bridge_chart(answer_of("alone")) is None


def test_a_baseline_that_stays_is_held_against_the_next_option() -> None:
    """Expected: the steps say what the change would cost."""
    chart = bridge_chart(answer_of("stay"))
    assert chart is not None
    assert (chart.names, chart.recommended) == (("API", "Machines"), "API")


def test_a_part_of_a_hybrid_is_no_row_of_the_table() -> None:
    """Expected: three rows for five options, and what the hybrid is made of in its description."""
    shared = results(SHARED)
    assert [row.name for row in options_table(answer_of(SHARED)).rows] == ["Machines", "API abroad", "Both"]
    assert describe(shared, shared.options["Both"]) == (
        "on-demand, 9\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}g6e.xlarge at ap-northeast-1; API, gpt-5.4-mini"
    )


def test_a_warning_calls_a_part_a_part() -> None:
    """Expected: the hybrid is named where the part's own name does not say it."""
    assert called(results(SHARED), "API for Osaka") == "API for Osaka (part of Both)"
    assert called(results("hybrid-residency"), "Hybrid - API") == "Hybrid - API"
    assert called(results(SHARED), "Machines") == "Machines"


def test_a_part_that_answers_nothing_is_no_matter_of_the_page() -> None:
    """Expected: without requests for the API, the hybrid is made of its machines."""
    none = [f"options.{part}.share.{region}={share}" for part, share in (("Machines for Tokyo", "100%"), ("API for Osaka", "0%"))
            for region in ("Tokyo", "Osaka")]  # fmt: skip
    shared = results(SHARED, *none)
    assert [sheet.option for sheet in made_of(shared, shared.options["Both"])] == ["Machines for Tokyo"]


def test_the_band_of_a_hybrid_is_that_of_its_machines() -> None:
    """Expected: slower machines make the whole dearer by what they make the part dearer."""
    bands = answer_of(SHARED).bands
    whole, part = bands["Both"], bands["Machines for Tokyo"]
    ends = [(band.tco_slow or 0.0, band.tco_fast or 0.0) for band in (whole, part)]
    assert ends[0][0] - ends[0][1] == pytest.approx(ends[1][0] - ends[1][1])
    assert ends[1][0] > ends[1][1] > 0
    assert (whole.low, whole.high) == (part.low, part.high)


def test_the_decision_says_what_of_the_payments_buys_servers() -> None:
    """Expected: the purchases of the model's line, quoted; nothing of the kind where nothing is bought."""
    answer = answer_of(BOUGHT)
    assert answer.best is not None
    (price,) = purchase_prices(answer, answer.best)
    assert price.value == answer.best.value("capex_total") > 0
    assert f"{price} of that buys servers." in str(decision(answer))
    assert "servers" not in str(decision(answer_of(SHARED)))


def test_servers_are_listed_by_site() -> None:
    """Expected: only sites with a server, and the number of servers in the last month."""
    answer = answer_of("hybrid-residency")
    assert answer.best is not None
    assert [part.option for part in buyers(answer.results, answer.best)] == ["Hybrid - Hong Kong"]
    assert str(servers_by_site(answer, answer.best)) == "2 in hong-kong-colo"


def test_the_day_to_decide_is_the_lead_time_of_servers_before_they_go_live() -> None:
    """Expected: three months before January 2027 is past on 20 November 2026, and said on page 1; one month before is not."""
    late, early = asked(BOUGHT, texts.DECIDE), asked(BOUGHT, texts.DECIDE, "owned.lead_time=1")
    assert (late.is_open, early.is_open) == (True, False)
    assert "On 20 November 2026 that has passed" in str(late.answer)
    assert str(early.answer).startswith("By 1 December 2026, 1\N{NO-BREAK SPACE}month before it goes live in January 2027")
    assert str(decision(answer_of(BOUGHT))).endswith("The last day for that, 1 October 2026, has passed.")


def test_prices_set_the_day_where_they_grow_old_before_anything_goes_live() -> None:
    """Expected: 90 days after their date; an API that goes live before that has to be decided by then."""
    now = asked("dominates", texts.DECIDE, "months=12")
    later = asked("dominates", texts.DECIDE, "options.API.go_live_month=6")
    assert (str(now.answer), now.is_open) == ("By 1 January 2027, when it goes live; no notice period is stated.", False)
    assert str(later.answer).startswith("By 18 February 2027, the last day on which none of its prices is older than 90 days")


def test_machines_have_to_be_decided_on_earlier_by_a_time_that_nobody_knows() -> None:
    """Expected: a last day, marked open."""
    question = asked("tie", texts.DECIDE)
    assert question.is_open
    assert "less the time that the machines take to get, which is not established" in str(question.answer)


def test_what_runs_today_sets_no_day() -> None:
    """Expected: said, on page 2; nothing of it on page 1."""
    answer = answer_of("what runs today is the cheapest")
    assert str(asked("what runs today is the cheapest", texts.DECIDE).answer) == texts.DECIDE_NONE
    assert "Decide by" not in str(decision(answer))


def test_leaving_tells_what_servers_are_worth_in_the_books() -> None:
    """Expected: the value at the horizon's end, as no saving."""
    answer = answer_of(BOUGHT)
    assert answer.best is not None
    assert str(answer.money(answer.best, "closing_assets")) in str(asked(BOUGHT, texts.LEAVE).answer)


def test_each_part_of_a_hybrid_has_its_own_people_and_capacity() -> None:
    """Expected: both parts by name."""
    for question in (texts.STAFF, texts.CAPACITY):
        text = str(asked(SHARED, question).answer)
        assert [text.count(f"{part}: ") for part in ("Machines for Tokyo", "API for Osaka")] == [1, 1]


def test_the_source_of_prices_by_month_is_that_of_the_first_at_each_site(tmp_path: Path) -> None:
    prices = f"{{ap-southeast-1: [{{value: 16, source: a quote}}{', 15' * 11}], ap-southeast-2: {{value: 14, source: a bid}}}}"
    scenario = scenario_of(changed("inf2.48xlarge}", f"inf2.48xlarge, price_per_hour: {prices}}}"), tmp_path)
    assert [origin.source for _, origin in price_facts(evaluate(scenario), "Machines")] == ["a quote", "a bid"]


def test_the_sources_of_what_is_bought_are_those_of_servers_and_data_centres() -> None:
    """Expected: the server's price, and electricity and space of the sites that have one, no other."""
    names = [name for name, _ in price_facts(results("hybrid-residency"), "Hybrid - Hong Kong")]
    assert names == ["dgx-h100", "electricity at hong-kong-colo", "colocation at hong-kong-colo"]


def test_what_is_left_to_the_model_is_called_so_among_the_assumptions() -> None:
    """Expected: the word that a scenario has for it, and no number that means nothing to a reader."""
    listed = {item.label: item.figure.text for item in assumptions(evaluate(read(SCENARIOS["apac-assistant"])))}
    assert listed["Spares per site (self-hosted)"] == "auto"
