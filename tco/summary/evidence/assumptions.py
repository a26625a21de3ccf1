"""The assumptions that the answer rests on: value, range considered, source and confidence."""

from __future__ import annotations

from typing import cast

from tco.engine.evaluate import Results
from tco.language.line import AUTO, AUTO_WORD
from tco.model.options import WHOSE
from tco.scenario.currency import stated_unit
from tco.scenario.quantity import money_of
from tco.scenario.scenario import Element, Entry
from tco.summary.evidence.sources import cited, listed_inputs
from tco.summary.numbers import HARD_SPACE, count, duration, money, number, percent, stated_availability
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Assumption, Confidence

_MOST = 16


def amount(value: float | str, unit: str, currency: str) -> str:
    """A value as the page shows it, by its unit."""
    if isinstance(value, str):
        return value
    if unit == "share of time":
        return stated_availability(value)
    if unit.startswith("share"):
        return percent(value)
    if unit.startswith("money"):
        return money(value, currency)
    if unit in ("s", "s/token"):
        return duration(value)
    if unit == "month":
        return count(value, "month" if value == 1 else "months")
    plain = {"1": "", "request/day": "a day", "token/request": "tokens", "instances": "", "replicas": "", "FTE": "FTE"}
    return count(value, plain.get(unit, unit)) if float(value).is_integer() else number(value, plain.get(unit, unit))


def assumptions(results: Results) -> tuple[Assumption, ...]:
    """The inputs that the answer rests on, each with its range, source and confidence."""
    numbers = {pair: place for place, pair in enumerate(cited(results), start=1)}
    currency = results.scenario.currency
    listed = []
    for entry in listed_inputs(results):
        for element in entry.elements if "month" not in entry.dims else entry.elements[:1]:
            where = f", {' '.join(element.where)}" if element.where and len(entry.elements) > 1 else ""
            section = f" ({WHOSE.get(entry.owner, entry.owner)})" if entry.owner else ""
            left = entry.input.auto and element.value == AUTO
            shown = AUTO_WORD if left else amount(element.value, *stated_in(entry, element, currency))
            figure = Figure(None if left else float(element.value), shown, entry.input.key)
            listed.append(
                Assumption(
                    f"{entry.input.label}{section}{where}",
                    figure,
                    _span(entry, element, currency),
                    element.source,
                    cast("Confidence", element.confidence),
                    tuple(numbers[pair] for pair in ((element.source, element.date),) if pair in numbers),
                )
            )
    return tuple(listed[:_MOST])


def _span(entry: Entry, element: Element, currency: str) -> Sentence:
    if element.low is None or element.high is None:
        return Sentence("")
    return span(element.low, element.high, *stated_in(entry, element, currency), entry.input.key)


def stated_in(entry: Entry, element: Element, currency: str) -> tuple[str, str]:
    """The unit in which an element is stated, and the currency of its money."""
    own = element.currency or currency
    return (entry.input.unit, own) if money_of(entry.input) == "money" else (stated_unit(entry.input, element), own)


def span(low: float, high: float, unit: str, currency: str, line: str) -> Sentence:
    """Both ends of a range with their unit once: "40,000 to 90,000 tokens"."""
    texts = [amount(end, unit, currency) for end in (low, high)]
    first, _, suffix = texts[0].partition(HARD_SPACE)
    if suffix and texts[1].endswith(f"{HARD_SPACE}{suffix}"):
        texts[0] = first
    return write_sentence("{low} to {high}", low=Figure(low, texts[0], line), high=Figure(high, texts[1], line))
