"""Next steps: what would close the open points of the page, in the order in which they can change the decision."""

from __future__ import annotations

from collections.abc import Iterator

from tco.summary.answer import PROMISE_NAMES, Answer
from tco.summary.facts import age, price_facts
from tco.summary.numbers import count
from tco.summary.risks_of_prices import STALE_DAYS
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.shape import is_near, open_promises
from tco.summary.tables import Assumption, Sureness
from tco.summary.texts import listed

MOST = 5


def next_steps(answer: Answer) -> tuple[Sentence, ...]:
    """At most five."""
    return tuple([*_proofs(answer), *_benchmark(answer), *_quality(answer), *_prices(answer), *_quota(answer)][:MOST])


def _proofs(answer: Answer) -> Iterator[Sentence]:
    """What a cheaper option, or else the cheapest that breaks nothing, needs to be shown."""
    other = answer.cheaper if answer.best else answer.awaiting
    names = [PROMISE_NAMES[key] for key in open_promises(answer, other)] if other else []
    if other and names:
        yield Sentence(f"Have the {listed(names)} of {other.option} stated in a contract or measured.")


def _benchmark(answer: Answer) -> Iterator[Sentence]:
    lead = answer.shown
    if lead is not None and "accelerator" in lead.values:
        known = bool(lead.value("all_calibrated"))
        chips = listed(list(dict.fromkeys(str(chip) for chip in lead.values["accelerator"].reshape(-1))))
        model = answer.results.scenario.entry("model", lead.option).elements[0].value
        why = "" if known else "; nobody has measured this precision there"
        yield Sentence(f"Benchmark {model} on {chips} before signing{why}.")
    elif is_near(answer) and answer.runner_up is not None:
        yield Sentence(f"Run {answer.runner_up.option} and the recommended option side by side for a week.")


def _quality(answer: Answer) -> Iterator[Sentence]:
    lead = answer.shown
    named = {sheet.option for sheet in (lead, answer.cheaper) if sheet is not None}
    unknown = [option.name for option in answer.results.scenario.options if option.name in named and _untested(option.kind, option.quality)]
    if unknown:
        yield Sentence(f"Have the answers of {listed(unknown)} compared blind with those that are good enough today.")


def _untested(kind: str, quality: str) -> bool:
    return kind == "api" and "not established" in quality


def _prices(answer: Answer) -> Iterator[Sentence]:
    lead = answer.shown
    if lead is None:
        return
    old = [name for name, origin in price_facts(answer.results, lead.option) if age(origin.date, answer.results) > STALE_DAYS]
    if old:
        yield Sentence(f"Have the prices of {listed(list(dict.fromkeys(old)))} confirmed; their source is older than {STALE_DAYS} days.")


def _quota(answer: Answer) -> Iterator[Sentence]:
    lead = answer.shown
    if lead is not None and "largest_fleet" in lead.values and lead.value("largest_fleet"):
        fleet = Figure(lead.value("largest_fleet"), count(lead.value("largest_fleet")), "largest_fleet")
        yield write_sentence("Ask the provider for a quota of {fleet} instances and its lead time.", fleet=fleet)


def sureness(assumptions: tuple[Assumption, ...]) -> tuple[Sureness, ...]:
    """The assumptions of the page by how sure they are, the surest first; a confidence that none has is left out."""
    groups = (
        Sureness(confidence, tuple(dict.fromkeys(item.label for item in assumptions if item.confidence == confidence)))
        for confidence in ("measured", "published", "assumed")
    )
    return tuple(group for group in groups if group.labels)
