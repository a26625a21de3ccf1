"""Proof: what it would save to show that a cheaper option meets the requirements that nobody has established for it.

An option belongs here where it misses no mandatory requirement and only evidence is lacking. The nearest substitute comes first: the
same model as the answer's, then one of its family, then the others by what they save.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tco.engine.evaluate import Evaluated, Results
from tco.engine.stated_requirements import as_text, ruled_regions, stated, unproven
from tco.scenario.jurisdictions import in_short
from tco.scenario.scenario import Option

QUALITY = "quality"
"""Equal quality of answers: no requirement of the scenario, and still to be shown where another model would answer."""
NOT_SHOWN = "not established"
_TIMES = {"ttft": "time to first token", "tpot": "time per output token", "latency": "latency"}
_SAME = ("the same model", "same model")


@dataclass(frozen=True)
class Proof:
    """A cheaper option that lacks only evidence."""

    option: str
    saving: float | None
    """The answer's total less the option's; None where the scenario has no answer."""
    lacking: tuple[str, ...]
    """Keys of the requirements to be shown, and `quality`."""
    to_show: tuple[str, ...]
    """The same in words, with the figures that a contract or a measurement must reach."""
    same_model: bool
    """The same model answers as in the recommended option."""


def proofs(results: Results) -> tuple[Proof, ...]:
    """Every option that is cheaper than the answer and lacks only evidence; every such option where there is no answer."""
    compared = results.compared
    answer = answer_of(results)
    asked = answer or compared[str(results.scenario.entry("baseline").elements[0].value)]
    cheaper = [
        evaluated
        for evaluated in compared.values()
        if only_unproven(results, evaluated) and (answer is None or evaluated.value("tco") < answer.value("tco"))
    ]

    def order(evaluated: Evaluated) -> tuple[bool, bool, float]:
        own, theirs = _models(results, evaluated), _models(results, asked)
        return not _same_model(results, evaluated, asked), not {*map(_family, own)} <= {*map(_family, theirs)}, evaluated.value("tco")

    return tuple(_proof(results, evaluated, answer, asked) for evaluated in sorted(cheaper, key=order))


def answer_of(results: Results) -> Evaluated | None:
    """The recommended option; None where none can be recommended."""
    comparison = results.comparison
    return results.options[comparison.text("recommended")] if comparison.value("any_eligible") else None


def only_unproven(results: Results, evaluated: Evaluated) -> bool:
    """True where an option is possible and lacks evidence alone: neither it nor a part of it misses a mandatory requirement.

    A part may miss what another part's silence leaves open for the whole.
    """
    judged = (evaluated, *_in_use(results, evaluated))
    return bool(evaluated.value("possible") and unproven(evaluated) and not any(one.value("breaches") for one in judged))


def _proof(results: Results, evaluated: Evaluated, answer: Evaluated | None, asked: Evaluated) -> Proof:
    lacking = [*unproven(evaluated), *([QUALITY] if _quality_open(results, evaluated) else [])]
    return Proof(
        evaluated.option,
        None if answer is None else answer.value("tco") - evaluated.value("tco"),
        tuple(lacking),
        tuple(_in_words(results, evaluated, key) for key in lacking),
        _same_model(results, evaluated, asked),
    )


def _in_use(results: Results, evaluated: Evaluated) -> tuple[Evaluated, ...]:
    """What answers an option's requests: itself, or the parts of a hybrid that answer any."""
    return tuple(part for part in results.made_of(evaluated.option) if part.value("horizon_requests") > 0)


def _options(results: Results, evaluated: Evaluated) -> Iterator[Option]:
    for part in _in_use(results, evaluated):
        yield results.scenario.option(part.option)


def _quality_open(results: Results, evaluated: Evaluated) -> bool:
    return any(option.kind.own_model and NOT_SHOWN in option.quality for option in _options(results, evaluated))


def _same_model(results: Results, evaluated: Evaluated, other: Evaluated) -> bool:
    """True where the same models answer, by the catalogue or by what the scenario says of the answers' quality."""
    theirs = _models(results, other)
    return all(
        _model(results, option) in theirs or (option.kind.own_model and option.quality.lower().startswith(_SAME))
        for option in _options(results, evaluated)
    )


def _models(results: Results, evaluated: Evaluated) -> set[str]:
    return {_model(results, option) for option in _options(results, evaluated)} - {""}


def _model(results: Results, option: Option) -> str:
    """The catalogue's name of the model that an option serves; empty where it is not known."""
    scenario = results.scenario
    if option.kind.own_model:
        row = scenario.catalogue["api_prices"].find(str(scenario.entry(option.kind.chosen_by, option.name).elements[0].value))
        return str(row.values["model"] or "") if row else ""
    return "" if option.kind.is_todays else str(scenario.entry("model", option.name).elements[0].value)


def _family(model: str) -> str:
    """The part of a model's name before its version or size: "llama-" of "llama-3.3-70b"."""
    first = next((place for place, letter in enumerate(model) if letter.isdigit()), len(model))
    return model[:first]


def _in_words(results: Results, evaluated: Evaluated, key: str) -> str:
    """What has to be shown, with its figure."""
    scenario = results.scenario
    if key in _TIMES:
        return f"{_TIMES[key]} of at most {as_text(key, stated(scenario, key))}"
    if key == "availability":
        return f"availability of at least {as_text(key, stated(scenario, key))}"
    if key == "residency":
        return f"processing in {'; '.join(f'{in_short(places)} for {region}' for region, places in ruled_regions(scenario).items())}"
    if key == "limits":
        limited = [part for part in _in_use(results, evaluated) if "peak_requests" in part.values]
        requests, tokens = (max(float(part.values[line].max()) for part in limited) for line in ("peak_requests", "peak_tokens"))
        return f"rate limits of at least {requests:,.0f} requests and {tokens:,.0f} tokens a minute"
    return "equal quality of answers"
