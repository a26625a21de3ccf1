"""Promises: hard ones decide, soft ones are told, each has a status and a margin."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import changed, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.export import as_json
from tco.summary.answer.facts import Answer
from tco.summary.answer.headline import reasons, recommendation

STATED = "{name: API, kind: api, price: gpt-4o-mini, ttft: 1 s, availability: 99.9%, processed_in: {Singapore: SG, Sydney: AU}}"
PROMISED = "ttft: 2 s\n  latency: 6 s"


def results_of(folder: Path, *settings: str, api: str = STATED, promised: str = PROMISED) -> Results:
    """The small scenario with an API whose latency nobody has established, and machines that are dear and keep their promises."""
    text = changed("{name: API, kind: api, price: gpt-4o-mini}", api).replace("ttft: 2 s", promised)
    return evaluate(scenario_of(text.replace("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 12, precision: int8}"), folder, *settings))


def test_a_hard_promise_that_is_not_established_stands_in_the_way(tmp_path: Path) -> None:
    api = results_of(tmp_path).options["API"]
    assert (api.value("latency_status"), api.value("eligible"), api.text("verdict")) == (3, 0, "not established")


def test_a_soft_promise_that_is_not_established_does_not(tmp_path: Path) -> None:
    api = results_of(tmp_path, "service_levels.latency_hard=0").options["API"]
    assert (api.value("latency_status"), api.value("eligible"), api.text("verdict")) == (3, 1, "soft promise missed")


def test_a_soft_promise_that_is_broken_does_not_either(tmp_path: Path) -> None:
    slow = STATED.replace("ttft: 1 s", "ttft: 1 s, latency: 10 s")
    api = results_of(tmp_path, "service_levels.latency_hard=0", api=slow).options["API"]
    assert (api.value("latency_status"), api.value("latency_margin"), api.value("eligible")) == (1, -4, 1)


def test_the_texts_say_which_soft_promise_the_recommended_option_misses(tmp_path: Path) -> None:
    answer = Answer(results_of(tmp_path, "service_levels.latency_hard=0"))
    assert answer.best is not None
    assert answer.best.option == "API"
    assert "It is the cheapest option and keeps every hard promise. Of the soft promises, its latency is not established." in str(
        recommendation(answer)
    )


def test_a_cheaper_option_waits_for_its_hard_promises_alone(tmp_path: Path) -> None:
    """Availability is soft and not established too, but that is not why."""
    api = STATED.replace(", availability: 99.9%", "")
    results = results_of(tmp_path, "service_levels.availability_hard=0", api=api, promised=f"{PROMISED}\n  availability: 99%")
    answer = Answer(results)
    assert answer.best is not None
    assert answer.best.option == "Machines"
    assert any(str(reason).endswith("once its latency and equal quality of answers are confirmed.") for reason in reasons(answer))


def test_with_hard_promises_alone_the_texts_say_every_promise(tmp_path: Path) -> None:
    assert str(recommendation(Answer(results_of(tmp_path)))).endswith("It is the cheapest of the options that keep every promise.")


def test_the_json_says_which_promises_are_hard(tmp_path: Path) -> None:
    data = as_json(results_of(tmp_path, "service_levels.latency_hard=0"), "", "", [], {})
    assert data["options"]["API"]["promises"]["latency"]["hard"] is False
    assert data["options"]["API"]["promises"]["ttft"]["hard"] is True


def test_a_rate_limit_below_the_peak_is_a_broken_promise(tmp_path: Path) -> None:
    """500,000 requests a day are 1,042 in a peak minute at three times the average."""
    limited = STATED.replace("ttft: 1 s", "ttft: 1 s, latency: 2 s, requests_per_minute_limit: 1_000")
    api = results_of(tmp_path, api=limited).options["API"]
    assert api.value("limits_status") == 1
    assert api.value("service_limits") == pytest.approx(500_000 / 86_400 * 3 * 60 / 1_000)
    assert api.value("eligible") == 0


def test_a_rate_limit_above_the_peak_is_kept(tmp_path: Path) -> None:
    limited = STATED.replace("ttft: 1 s", "ttft: 1 s, latency: 2 s, requests_per_minute_limit: 1_100")
    api = results_of(tmp_path, api=limited).options["API"]
    assert (api.value("limits_status"), api.value("eligible")) == (2, 1)
