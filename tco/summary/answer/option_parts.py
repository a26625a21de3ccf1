"""The parts of an option, the machines that they rent and the servers that they buy."""

from __future__ import annotations

from tco.engine.evaluate import Evaluated, Results
from tco.engine.prices_in_use import in_last_month, is_bought
from tco.summary.answer.facts import Answer
from tco.summary.answer.texts import listed
from tco.summary.evidence.assumptions import amount
from tco.summary.numbers import count
from tco.summary.sentence import Figure, Sentence


def made_of(results: Results, evaluated: Evaluated) -> tuple[Evaluated, ...]:
    """An option's own sheet, or those of a hybrid's parts that answer any request (all, where none is asked)."""
    parts = results.made_of(evaluated.option)
    return tuple(part for part in parts if part.value("horizon_requests")) or parts


def called(results: Results, name: str) -> str:
    """The name of an option on the page: a part names its hybrid, unless its own name already does."""
    whole = results.scenario.option(name).part_of
    return name if not whole or whole in name else f"{name} (part of {whole})"


def is_rented(evaluated: Evaluated) -> bool:
    """True where the client rents the machines of this option."""
    return "largest_fleet" in evaluated.values and not is_bought(evaluated)


def buyers(results: Results, evaluated: Evaluated) -> tuple[Evaluated, ...]:
    """The parts of an option that buy machines."""
    return tuple(part for part in made_of(results, evaluated) if is_bought(part) and part.value("capex_total"))


def purchase_prices(answer: Answer, evaluated: Evaluated) -> tuple[Figure, ...]:
    """The price of the servers of each part that buys any, inside the horizon; nothing where none is bought."""
    return tuple(answer.money(part, "capex_total") for part in buyers(answer.results, evaluated))


def book_values(answer: Answer, evaluated: Evaluated) -> tuple[Figure, ...]:
    """The book value of the servers of each part that buys any, when the horizon ends; zeros are left out."""
    return tuple(answer.money(part, "closing_assets") for part in buyers(answer.results, evaluated) if part.value("closing_assets"))


def servers_by_site(answer: Answer, evaluated: Evaluated) -> Sentence:
    """The servers in service at each site in the last month: "10 in hong-kong-colo and 6 in sydney-colo"."""
    figures, clauses = [], []
    for part in buyers(answer.results, evaluated):
        sites = answer.results.scenario.axis("site", part.option)
        for site, number in zip(sites, in_last_month(answer.results, part, "servers_installed"), strict=True):
            if number:
                figures.append(Figure(number, count(number), "servers_installed"))
                clauses.append(f"{figures[-1]} in {site}")
    return Sentence(listed(clauses), tuple(figures))


def lead_time(answer: Answer, part: Evaluated) -> tuple[Figure, str]:
    """Months from payment to service of a part's servers, and the confidence of that figure."""
    element = answer.results.scenario.entry("lead_time", part.option).elements[0]
    value = float(element.value)
    return Figure(value, amount(value, "month", answer.currency), "lead_time"), element.confidence


def joined(figures: tuple[Figure, ...]) -> str:
    """Figures as a sentence lists them."""
    return listed([figure.text for figure in figures])
