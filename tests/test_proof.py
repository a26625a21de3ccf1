"""What proof is worth: cheaper options that lack only evidence, the nearest substitute first."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SCENARIOS
from small_scenario import TEXT, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.export import as_json
from tco.engine.proof import proofs
from tco.search.settle import read

PROMISED = "ttft: 2 s\n  latency: 6 s"
KEEPS = "ttft: 1 s, latency: 2 s, processed_in: {Singapore: SG, Sydney: AU}"


def results_of(folder: Path, *options: str, promised: str = PROMISED) -> Results:
    """The small scenario on machines that keep their promises, with these options instead of its API."""
    rows = "\n".join(f"  - {option}" for option in options)
    text = TEXT.replace("  - {name: API, kind: api, price: gpt-4o-mini}", rows).replace("ttft: 2 s", promised)
    return evaluate(scenario_of(text.replace("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 12, precision: int8}"), folder))


def test_the_nearest_substitute_comes_first_and_the_others_by_what_they_save(tmp_path: Path) -> None:
    """The machines serve Llama 3.3: the same model, then one of its family, then the cheaper of two others."""
    names = {"Nova": "bedrock/nova-micro", "Mini": "gpt-4o-mini", "Old": "bedrock/llama-3.1-70b", "Same": "bedrock/llama-3.3-70b"}
    results = results_of(tmp_path, *(f"{{name: {name}, kind: api, price: {price}}}" for name, price in names.items()))
    found = proofs(results)
    assert results.options["Nova"].value("tco") < results.options["Mini"].value("tco") < results.options["Same"].value("tco")
    assert [proof.option for proof in found] == ["Same", "Old", "Nova", "Mini"]
    assert [proof.same_model for proof in found] == [True, False, False, False]
    for proof in found:
        saving = results.options["Machines"].value("tco") - results.options[proof.option].value("tco")
        assert proof.saving == pytest.approx(saving)


def test_it_says_what_exactly_must_be_shown(tmp_path: Path) -> None:
    """At three times the average, 500,000 requests a day of 500 and 200 tokens are 1,042 requests and 729,167 tokens a minute."""
    promised = f"{PROMISED}\n  tpot: 0.05\n  availability: 99.5%\n  rate_limits: 1"
    (proof,) = proofs(results_of(tmp_path, "{name: API, kind: api, price: gpt-4o-mini}", promised=promised))
    assert proof.lacking == ("ttft", "tpot", "latency", "availability", "residency", "limits", "quality")
    assert proof.to_show == (
        "time to first token of at most 2 s",
        "time per output token of at most 0.05 s",
        "latency of at most 6 s",
        "availability of at least 99.5 %",
        "processing in SG for Singapore; AU for Sydney",
        "rate limits of at least 1,042 requests and 729,167 tokens a minute",
        "equal quality of answers",
    )


def test_what_is_established_need_not_be_shown(tmp_path: Path) -> None:
    stated = f"{{name: API, kind: api, price: deepinfra/llama-3.3-70b, quality: the same model, {KEEPS.replace('latency: 2 s, ', '')}}}"
    (proof,) = proofs(results_of(tmp_path, stated))
    assert (proof.lacking, proof.same_model) == (("latency",), True)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (KEEPS, "it keeps everything, and is the answer itself"),
        (KEEPS.replace("latency: 2 s", "latency: 9 s"), "it misses a requirement"),
        (KEEPS.replace("ttft: 1 s", "ttft: 3 s").replace("latency: 2 s, ", ""), "it misses one and leaves another open"),
        ("input_price: 500, output_price: 500", "it is dearer than the answer"),
    ],
)
def test_no_proof_would_make_such_an_option_the_answer(tmp_path: Path, facts: str, why: str) -> None:
    assert proofs(results_of(tmp_path, f"{{name: API, kind: api, price: gpt-4o-mini, {facts}}}")) == (), why


def test_a_soft_requirement_needs_no_proof(tmp_path: Path) -> None:
    text = TEXT.replace("ttft: 2 s", "ttft: 2 s\n  ttft_hard: 0\n  residency_hard: 0")
    assert proofs(evaluate(scenario_of(text, tmp_path))) == ()


def test_without_an_answer_an_option_may_still_be_worth_proving(tmp_path: Path) -> None:
    """Nothing on machines answers in a millisecond."""
    results = results_of(tmp_path, "{name: API, kind: api, price: gpt-4o-mini}", promised="ttft: 1 ms")
    (proof,) = proofs(results)
    assert not results.comparison.value("any_eligible")
    assert (proof.option, proof.saving) == ("API", None)


PARTS = """\
  - {{name: Both, kind: hybrid}}
  - {{name: Half machines, kind: cloud, part_of: Both, instance: {{ap-southeast-1: p4de.24xlarge, ap-southeast-2: p5.48xlarge}}, share: 1%}}
  - {{name: Half API, kind: api, part_of: Both, price: bedrock/llama-3.3-70b, quality: the same model, share: 99%{facts}}}
notes: []"""


def hybrid(folder: Path, latency: str, facts: str) -> Results:
    text = TEXT.replace("notes: []", PARTS.format(facts=facts)).replace("ttft: 2 s", f"ttft: 2 s\n  latency: {latency}")
    return evaluate(
        scenario_of(text.replace("kind: cloud, instance: inf2", "kind: cloud, instances_per_region: 400, instance: inf2"), folder)
    )


def test_a_hybrid_lacks_what_its_parts_lack(tmp_path: Path) -> None:
    found = {proof.option: proof for proof in proofs(hybrid(tmp_path, "60 s", ", ttft: 1 s"))}
    assert found["Both"].lacking == ("latency", "residency")
    assert found["Both"].same_model


def test_a_part_that_misses_a_requirement_is_not_proven_by_what_the_other_says(tmp_path: Path) -> None:
    """The hybrid's latency is open because nobody states the API's; its machines miss it whatever the API does."""
    results = hybrid(tmp_path, "1 s", "")
    assert results.options["Half machines"].value("latency_status") == 1
    assert results.options["Both"].value("latency_status") == 3
    assert "Both" not in [proof.option for proof in proofs(results)]


def test_apac_assistant_names_the_api_of_the_same_model_first() -> None:
    """A fourteenth of the recommended option's cost; another model would save a little more, and its quality is open too."""
    results = evaluate(read(SCENARIOS["apac-assistant"]))
    first, second = as_json(results, "", "", [], {})["proof"]
    assert (first["option"], first["same_model"], first["lacking"]) == ("Llama API", True, ["ttft", "latency", "availability", "residency"])
    assert (second["option"], second["same_model"], second["lacking"][-1]) == ("GPT-4o mini", False, "quality")
    assert first["saving"] < second["saving"]
