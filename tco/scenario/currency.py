"""Amounts in a currency of their own, and the rates that convert them into the unit that the model reads.

The model reads amounts of two kinds: in the scenario's currency ("money") and in US dollars ("USD"). A rate is an input like any
other, with a range, a source and a date: an amount of the scenario's currency for 1 of another. `finance.exchange_rate` is the rate of
the US dollar, the currency of the catalogue's prices; `finance.exchange_rates` holds all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tco.language.line import Input
from tco.model.money.finance import exchange_rates
from tco.scenario.quantity import DOLLAR, money_of
from tco.scenario.scenario import Element, Entry, Scenario

RATES = tuple(exchange_rates.path.split(".")[:2])
"""The place where a scenario states the rates of currencies other than the dollar."""
DOLLAR_RATE = "exchange_rate"
"""The key of the input that holds the dollar's rate."""


def rate_input(code: str) -> Input:
    """The input for the rate of a currency other than the dollar."""
    path = exchange_rates.path.replace("*", code)
    note = f"Scenario currency per 1 {code}; converts what is stated in {code}."
    label = f"{exchange_rates.label} of {code}"
    return replace(exchange_rates, key=_rate_key(code), label=label, unit=f"money/{code}", path=path, note=note, by=())


def _rate_key(code: str) -> str:
    return DOLLAR_RATE if code == DOLLAR else f"{DOLLAR_RATE}_{code}"


@dataclass(frozen=True)
class Conversion:
    """The conversion of a stated amount into what the model reads: the keys of the rates to multiply and to divide by, if any."""

    times: str = ""
    over: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rates that it needs."""
        return tuple(filter(None, (self.times, self.over)))


def conversion(element: Element, item: Input, currency: str) -> Conversion:
    """The conversion of an element in a scenario of this currency; without keys where the element is stated as the model reads it."""
    wanted = DOLLAR if money_of(item) == DOLLAR else currency
    if element.currency in ("", wanted):
        return Conversion()
    return Conversion(_rate_key(element.currency) if element.currency != currency else "", _rate_key(DOLLAR) if wanted != currency else "")


def rates_in_use(scenario: Scenario) -> tuple[Entry, ...]:
    """The rates that convert any amount of the scenario, in the order of the entries."""
    used = frozenset[str]().union(*(rates_of(entry, scenario) for entry in scenario.entries.values()))
    return tuple(entry for (_, key), entry in scenario.entries.items() if key in used)


def conversions(entry: Entry, scenario: Scenario) -> Iterator[Conversion]:
    """The conversion of each element of an input."""
    return (conversion(element, entry.input, scenario.currency) for element in entry.elements)


def rates_of(entry: Entry, scenario: Scenario) -> frozenset[str]:
    """The keys of the rates that convert any of an input's elements; none where all are stated as the model reads them."""
    if not any(element.currency for element in entry.elements):
        return frozenset()
    return frozenset(key for found in conversions(entry, scenario) for key in found.keys)


def in_case(element: Element, entry: Entry, scenario: Scenario) -> float:
    """An amount as the model reads it: in the scenario's case, after conversion."""
    found = conversion(element, entry.input, scenario.currency)
    amount = float(element.in_case(scenario.case, entry.input.rises))
    amount *= _rate(found.times, scenario)
    return amount / _rate(found.over, scenario)


def _rate(key: str, scenario: Scenario) -> float:
    if not key:
        return 1.0
    entry = scenario.entry(key)
    return float(entry.elements[0].in_case(scenario.case, entry.input.rises))


def stated_unit(item: Input, element: Element) -> str:
    """The unit in which an element is stated, with its own currency if it has one."""
    return item.unit.replace(money_of(item), element.currency, 1) if element.currency else item.unit


def rates_given(values: Mapping[tuple[str | int, ...], object]) -> tuple[str, ...]:
    """The codes of the currencies for which a file gives rates."""
    return tuple(str(place[-1]) for place in values if len(place) == 3 and place[:2] == RATES)
