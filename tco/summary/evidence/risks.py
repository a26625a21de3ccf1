"""Risks of the answer, after the warnings of the run, each with the trigger that would change the decision."""

from __future__ import annotations

from collections.abc import Iterator

from tco.engine.evaluate import Evaluated, Results
from tco.summary.answer.facts import PROOF_NAMES, Answer
from tco.summary.answer.headline import turning
from tco.summary.answer.option_parts import buyers, is_rented, lead_time, made_of
from tco.summary.answer.texts import listed
from tco.summary.evidence.run_warnings import run_warnings
from tco.summary.numbers import percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Risk


def risks(answer: Answer) -> tuple[Risk, ...]:
    """The warnings of the run, then the risks of the answer."""
    open_points = [*_proof_of_cheaper(answer), *_turning(answer), *_spot(answer), *_quality(answer), *_capacity(answer)]
    return (*run_warnings(answer.results), *open_points, *_purchases(answer), *_speeds(answer.results))


def _proof_of_cheaper(answer: Answer) -> Iterator[Risk]:
    """The nearest cheaper option that only lacks proof: with it, the recommendation would be another."""
    proof = answer.proof
    if proof is None:
        return
    yield Risk(
        write_sentence(
            "{other} would be recommended at {tco} if its {gaps} were shown.",
            other=proof.option,
            tco=answer.money(answer.results.options[proof.option], "tco"),
            gaps=listed([PROOF_NAMES[key] for key in proof.lacking]),
        ),
        Sentence("a contract or a measurement that shows it"),
    )


def _turning(answer: Answer) -> Iterator[Risk]:
    """Another eligible option that costs less where all machines are slow."""
    sentence = turning(answer)
    if sentence is not None:
        yield Risk(sentence, Sentence("a benchmark near the slow end"))


def _spot(answer: Answer) -> Iterator[Risk]:
    """Spot machines of the leading option, which the provider may take back."""
    for part in made_of(answer.results, answer.lead) if answer.lead else ():
        if "interruptible" not in part.values or not part.values["interruptible"].any():
            continue
        yield Risk(
            Sentence(f"{part.option} runs on spot machines, which the provider may take back at any time."),
            Sentence("interruptions that cost more than the stated overhead"),
        )


def _quality(answer: Answer) -> Iterator[Risk]:
    options = answer.results.scenario.options
    untested = [option.name for option in options if "not established" in option.quality and option.kind.own_model]
    if untested:
        yield Risk(
            Sentence(f"Equal quality of answers is not established for {listed(untested)}; it is the client's to test."),
            Sentence("a blind comparison of answers"),
        )


def _capacity(answer: Answer) -> Iterator[Risk]:
    """Rented machines of the leading option, whose capacity nobody has promised."""
    parts = made_of(answer.results, answer.lead) if answer.lead else ()
    if any(is_rented(part) for part in parts):
        yield Risk(
            Sentence("Whether the instances can be had (quota, capacity, lead time) is not established."),
            Sentence("a refusal of the quota request"),
        )


def _purchases(answer: Answer) -> Iterator[Risk]:
    """Servers that the leading option buys: they may come late, and they stay when demand falls."""
    shown = answer.lead
    for part in buyers(answer.results, shown) if shown else ():
        lead, _ = lead_time(answer, part)
        yield Risk(
            Sentence("Whether servers, their space and their power can be had in time is not established."),
            write_sentence("a lead time of more than {lead}", lead=lead) if lead.value else Sentence("any lead time"),
        )
        yield Risk(
            write_sentence(
                "{option} buys servers for {price}; what is bought stays when demand falls, and what it sells for is not established.",
                option=part.option,
                price=answer.money(part, "capex_total"),
            ),
            Sentence("fewer requests than planned"),
        )


def _speeds(results: Results) -> Iterator[Risk]:
    """The error of the speed of the recommended option, or else of the cheapest option whose speed is modelled."""
    modelled = {
        name: [part for part in made_of(results, evaluated) if "speed_low" in part.values]
        for name, evaluated in results.compared.items()
        if evaluated.value("possible")
    }
    modelled = {name: parts for name, parts in modelled.items() if parts}
    if not modelled:
        return
    recommended = results.comparison.text("recommended")
    name = recommended if recommended in modelled else min(modelled, key=lambda option: results.options[option].value("tco"))
    for part in modelled[name]:
        if part.value("all_calibrated"):  # otherwise a warning of the run says so
            yield _speed(part)


def _speed(evaluated: Evaluated) -> Risk:
    low, high = float(evaluated.values["speed_low"].min()), float(evaluated.values["speed_high"].max())
    return Risk(
        write_sentence(
            "Speeds are estimates from published benchmarks: {option} may reach {low} to {high} of its estimate (P10 to P90); "
            "the workbook's case switch carries that to the cost.",
            option=evaluated.option,
            low=Figure(low, percent(low), "speed_low"),
            high=Figure(high, percent(high), "speed_high"),
        ),
        Sentence("a measured benchmark of the chosen option that falls outside"),
    )
