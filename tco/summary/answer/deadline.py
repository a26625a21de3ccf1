"""The last day to decide: the earliest that the scenario's own facts set, or none.

An option that goes live sets its first day, less the lead time of the servers that it buys. Prices set the last day on which
they are fresh. What runs today sets none: it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from tco.engine.evaluate import Evaluated
from tco.engine.prices_in_use import age, is_bought, price_age_limit, price_facts
from tco.summary.answer.facts import Answer
from tco.summary.answer.option_parts import is_rented, lead_time, made_of
from tco.summary.evidence import question_texts as texts
from tco.summary.sentence import Sentence, write_sentence


@dataclass(frozen=True)
class Deadline:
    """A last day to decide, with its reason; something unknown may make it earlier."""

    day: date
    reason: Sentence
    """A clause after the day."""
    may_be_earlier: bool = False

    @property
    def name(self) -> str:
        """The day as the reader sees it."""
        return f"{self.day:%-d %B %Y}"


def deadline(answer: Answer) -> Deadline | None:
    """The earliest last day that the leading option sets; None where it sets none."""
    lead = answer.lead
    return min(_deadlines(answer, lead), key=lambda deadline: deadline.day, default=None) if lead else None


def has_passed(answer: Answer, last: Deadline) -> bool:
    """True where the scenario is judged as of a later day."""
    return last.day < answer.results.scenario.as_of


def _deadlines(answer: Answer, lead: Evaluated) -> Iterator[Deadline]:
    parts = [part for part in made_of(answer.results, lead) if not answer.results.scenario.option(part.option).kind.is_todays]
    for part in parts:
        yield _going_live(answer, part)
    ages = [age(origin.date, answer.results) for part in parts for _, origin in price_facts(answer.results, part.option) if origin.date]
    limit = price_age_limit(answer.results)
    if ages and max(ages) <= limit:  # older prices have a warning: they must be confirmed in any case
        yield Deadline(
            answer.results.scenario.as_of + timedelta(limit - max(ages)),
            Sentence(texts.DECIDE_PRICES.format(days=limit)),
        )


def _going_live(answer: Answer, part: Evaluated) -> Deadline:
    """The first day on which a part answers requests, less the lead time of what it buys. The lead time of rented machines is not known."""
    month = int(part.value("first_live_month")) - 1
    start = answer.month_name(month)
    if is_bought(part):
        lead, confidence = lead_time(answer, part)
        if lead.value:
            reason = write_sentence(texts.DECIDE_SERVERS, lead=lead, start=start, confidence=confidence)
            return Deadline(answer.first_of_month(month - ceil(lead.value)), reason)
    unknown = is_rented(part)
    pattern = texts.DECIDE_MACHINES if unknown else texts.DECIDE_OTHERS
    return Deadline(answer.first_of_month(month), Sentence(pattern), may_be_earlier=unknown)
