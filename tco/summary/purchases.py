"""What is bought: the servers of an option, or of parts of a hybrid, as the page's sentences tell them."""

from __future__ import annotations

from tco.evaluate import Sheet
from tco.prices_in_use import in_last_month
from tco.summary.answer import Answer
from tco.summary.assumptions import amount
from tco.summary.makeup import buyers
from tco.summary.numbers import count
from tco.summary.sentence import Figure, Sentence
from tco.summary.texts import listed


def purchase_prices(answer: Answer, sheet: Sheet) -> tuple[Figure, ...]:
    """What the servers of each part that buys any cost inside the horizon; nothing where none is bought."""
    return tuple(answer.money(part, "capex_total") for part in buyers(answer.results, sheet))


def book_values(answer: Answer, sheet: Sheet) -> tuple[Figure, ...]:
    """What the servers of each part that buys any are worth in the books when the horizon ends; zeros are left out."""
    return tuple(answer.money(part, "closing_assets") for part in buyers(answer.results, sheet) if part.value("closing_assets"))


def servers_by_site(answer: Answer, sheet: Sheet) -> Sentence:
    """How many servers stand where in the last month: "10 in hong-kong-colo and 6 in sydney-colo"."""
    figures, told = [], []
    for part in buyers(answer.results, sheet):
        sites = answer.results.scenario.axis("site", part.option)
        for site, number in zip(sites, in_last_month(answer.results, part, "servers_installed"), strict=True):
            if number:
                figures.append(Figure(number, count(number), "servers_installed"))
                told.append(f"{figures[-1]} in {site}")
    return Sentence(listed(told), tuple(figures))


def lead_time(answer: Answer, part: Sheet) -> tuple[Figure, str]:
    """Months from payment to service of what a part buys, and how sure that is."""
    element = answer.results.scenario.entry("lead_time", part.option).elements[0]
    value = float(element.value)
    return Figure(value, amount(value, "month", answer.currency), "lead_time"), element.confidence


def joined(figures: tuple[Figure, ...]) -> str:
    """Figures as they stand in a sentence."""
    return listed([figure.text for figure in figures])
