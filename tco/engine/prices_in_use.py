"""The prices that options pay, each with its origin and its age. Workbook and summary warn of old ones."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from tco.catalogue.table import Origin, Row
from tco.engine.evaluate import Evaluated, Results
from tco.language.formula import AXIS
from tco.scenario.currency import rates_in_use

PRICES = ("on_demand", "reserved_1yr", "reserved_3yr", "spot")
"""Price columns of the offers, in the order in which plans count them."""


def price_age_limit(results: Results) -> int:
    """The age in days above which a price is to be confirmed."""
    return int(float(results.scenario.entry("price_age_limit").elements[0].value))


def old_prices(results: Results, options: Iterable[str]) -> list[str]:
    """The names of prices and exchange rates that these options use and that are older than the scenario's limit, each once."""
    limit = price_age_limit(results)
    dated = [(name, origin.date) for option in options for name, origin in price_facts(results, option)]
    dated += [(_in_a_sentence(entry.input.label), entry.elements[0].date) for entry in rates_in_use(results.scenario)]
    return list(dict.fromkeys(name for name, day in dated if age(day, results) > limit))


def _in_a_sentence(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def price_facts(results: Results, name: str) -> Iterator[tuple[str, Origin]]:
    """The prices that one option pays, each with a name and its origin: of what it rents or buys at each site, or of its API.

    A price that the scenario gives goes before the catalogue's.
    """
    scenario, evaluated = results.scenario, results.options[name]
    if is_bought(evaluated):
        yield from _bought(results, name)
    if "price_per_hour" in evaluated.model.inputs:
        prices = scenario.entry("price_per_hour", name).elements
        for element in scenario.entry("instance", name).elements:
            own = next(price for price in prices if price.where[0] == element.where[0])  # the first of a list by month
            row = scenario.catalogue["offers"].find(str(element.value), element.where[0])
            if own.value:
                yield f"{element.value} at {element.where[0]}", Origin(own.source, own.date, own.confidence)
            elif row is not None:
                plan = scenario.catalogue["plans"].find(str(scenario.entry("plan", name).elements[0].value))
                yield f"{element.value} at {element.where[0]}", row.origin_of(price_column(plan))
    if "price" in evaluated.model.inputs:
        table = scenario.catalogue["api_prices"]
        for place in dict.fromkeys(evaluated.values["price_row"].reshape(-1)):  # from its retirement on that of the successor
            yield from of_row(table.rows[int(place) - 1])


def _bought(results: Results, name: str) -> Iterator[tuple[str, Origin]]:
    """The prices of servers and of the data centres around them, at the sites that have a server."""
    scenario, evaluated = results.scenario, results.options[name]
    prices = scenario.entry("price_per_server", name)
    installed = in_last_month(results, evaluated, "servers_installed")
    for element, number in zip(scenario.entry("instance", name).elements, installed, strict=True):
        if not number and any(installed):
            continue
        site = element.where[0]
        own = next(price for price in prices.elements if price.where[0] == site)
        server, centre = scenario.catalogue["servers"].find(str(element.value)), scenario.catalogue["data_centres"].find(site)
        if own.value:
            yield f"{element.value} at {site}", Origin(own.source, own.date, own.confidence)
        elif server is not None:
            yield str(element.value), server.origin_of("price")
        for what, key, column in (("electricity", "electricity_price", "tariff"), ("colocation", "colocation_price", "colocation")):
            quote = next(price for price in scenario.entry(key, name).elements if price.where[0] == site)
            if quote.value:
                yield f"{what} at {site}", Origin(quote.source, quote.date, quote.confidence)
            elif centre is not None:
                yield f"{what} at {site}", centre.origin_of(column)


def price_column(plan: Row | None) -> str:
    """The column of the offers that holds the price of a plan; the on-demand price where the plan names none."""
    return PRICES[int(float((plan.values["price_column_number"] if plan else None) or 1)) - 1]


def of_row(row: Row | None) -> Iterator[tuple[str, Origin]]:
    """The name of a row and its origin; nothing for None."""
    if row is not None:
        yield str(next(iter(row.values.values()))), row.origin


def counted_from(text: str, results: Results) -> date:
    """The day from which the age of a source counts: never after the scenario's date.

    A source that names only a year or a month counts from its last day.
    """
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not found:
        return results.scenario.as_of
    year, month = int(found.group(1)), int(found.group(2) or 12)
    return min(date(year, month, int(found.group(3) or monthrange(year, month)[1])), results.scenario.as_of)


def age(text: str, results: Results) -> int:
    """The days from a source's date to the scenario's date."""
    return (results.scenario.as_of - counted_from(text, results)).days


def is_bought(evaluated: Evaluated) -> bool:
    """True where the client buys the machines of this option."""
    return "servers_installed" in evaluated.values


def in_last_month(results: Results, evaluated: Evaluated, line: str) -> list[float]:
    """The values of a line by site and month in the last month, one for each site."""
    values, sites = evaluated.values[line], len(results.scenario.axis("site", evaluated.option))
    return [float(values.take(min(place, values.shape[AXIS["site"]] - 1), axis=AXIS["site"]).reshape(-1)[-1]) for place in range(sites)]
