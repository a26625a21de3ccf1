"""Next steps that close the open points of the page, in the order in which they can change the decision."""

from __future__ import annotations

from collections.abc import Iterator

from tco.engine.evaluate import Evaluated
from tco.engine.prices_in_use import old_prices, price_age_limit
from tco.engine.proof import QUALITY
from tco.summary.answer.facts import PROMISE_NAMES, PROOF_NAMES, Answer
from tco.summary.answer.option_parts import is_rented, made_of, servers_by_site
from tco.summary.answer.outcome_shape import is_near, open_promises
from tco.summary.answer.texts import listed
from tco.summary.evidence.required import LINE
from tco.summary.numbers import count, money
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Assumption, Sureness

MOST = 5


def next_steps(answer: Answer) -> tuple[Sentence, ...]:
    """The next steps, at most five."""
    return tuple([*_proofs(answer), *_benchmark(answer), *_quality(answer), *_quote(answer), *_prices(answer), *_quota(answer)][:MOST])


def _proofs(answer: Answer) -> Iterator[Sentence]:
    """The proof that the nearest cheaper substitute lacks, or else the cheapest option that breaks nothing."""
    if answer.proof and answer.proof.saving:
        shown = listed([PROOF_NAMES[key] for key in answer.proof.lacking if key != QUALITY])
        saving = Figure(answer.proof.saving, money(answer.proof.saving, answer.currency), LINE)
        pattern = "Have the {shown} of {option} stated in a contract or measured: with that it would save {saving}."
        yield write_sentence(pattern, shown=shown, option=answer.proof.option, saving=saving)
        return
    other = None if answer.best else answer.awaiting
    names = [PROMISE_NAMES[key] for key in open_promises(answer, other)] if other else []
    if other and names:
        yield Sentence(f"Have the {listed(names)} of {other.option} stated in a contract or measured.")


def _benchmark(answer: Answer) -> Iterator[Sentence]:
    parts = [part for part in _made_of(answer) if "accelerator" in part.values]
    for part in parts:
        known = bool(part.value("all_calibrated"))
        chips = listed(list(dict.fromkeys(str(chip) for chip in part.values["accelerator"].reshape(-1))))
        model = answer.results.scenario.entry("model", part.option).elements[0].value
        why = "" if known else "; nobody has measured this precision there"
        yield Sentence(f"Benchmark {model} on {chips} before signing{why}.")
    if not parts and is_near(answer) and answer.runner_up is not None:
        yield Sentence(f"Run {answer.runner_up.option} and the recommended option side by side for a week.")


def _quality(answer: Answer) -> Iterator[Sentence]:
    worth = answer.results.options[answer.proof.option] if answer.proof else answer.cheaper
    compared = [evaluated for evaluated in (answer.lead, worth) if evaluated is not None]
    named = {part.option for evaluated in compared for part in made_of(answer.results, evaluated)}
    unknown = [
        option.name
        for option in answer.results.scenario.options
        if option.name in named and option.kind.own_model and "not established" in option.quality
    ]
    if unknown:
        yield Sentence(f"Have the answers of {listed(unknown)} compared blind with those that are good enough today.")


def _prices(answer: Answer) -> Iterator[Sentence]:
    old = old_prices(answer.results, [part.option for part in _made_of(answer)])
    if old:
        limit = price_age_limit(answer.results)
        yield Sentence(f"Have the prices of {listed(old)} confirmed; their source is older than {limit} days.")


def _quota(answer: Answer) -> Iterator[Sentence]:
    for part in _made_of(answer):
        if is_rented(part) and part.value("largest_fleet"):
            fleet = Figure(part.value("largest_fleet"), count(part.value("largest_fleet")), "largest_fleet")
            yield write_sentence("Ask the provider for a quota of {fleet} instances and its lead time.", fleet=fleet)


def _quote(answer: Answer) -> Iterator[Sentence]:
    servers = servers_by_site(answer, answer.lead) if answer.lead else Sentence("")
    if servers.text:
        yield Sentence(f"Ask for quotes with lead times: servers ({servers}), and their space and power.", servers.figures)


def _made_of(answer: Answer) -> tuple[Evaluated, ...]:
    """The parts of the leading option; nothing where no option is possible."""
    return made_of(answer.results, answer.lead) if answer.lead else ()


def sureness(assumptions: tuple[Assumption, ...]) -> tuple[Sureness, ...]:
    """The assumptions of the page by confidence, the surest first; a confidence without assumptions is left out."""
    groups = (
        Sureness(confidence, tuple(dict.fromkeys(item.label for item in assumptions if item.confidence == confidence)))
        for confidence in ("measured", "published", "assumed")
    )
    return tuple(group for group in groups if group.labels)
