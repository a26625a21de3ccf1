"""The catalogue's facts that the options stand on, with where each comes from and how old it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tco.catalogue.table import Origin, Row
from tco.evaluate import Results, Sheet
from tco.summary.makeup import in_last_month, is_bought


def facts(results: Results) -> Iterator[tuple[str, Origin]]:
    """The catalogue's facts that options stand on: prices, accelerators and models, with where they come from."""
    scenario = results.scenario
    for name, sheet in results.options.items():
        yield from price_facts(results, name)
        if "instance" in sheet.model.inputs:
            for element in scenario.entry("instance", name).elements:
                chip = str(_accelerator(sheet, element.where[0], scenario.axis("site", name)))
                yield from _row(scenario.catalogue["accelerators"].find(chip))
            yield from _row(scenario.catalogue["models"].find(str(scenario.entry("model", name).elements[0].value)))


def price_facts(results: Results, name: str) -> Iterator[tuple[str, Origin]]:
    """The prices that one option pays: of what it rents or buys by site, the scenario's own before the catalogue's, or of its API."""
    scenario, sheet = results.scenario, results.options[name]
    if is_bought(sheet):
        yield from _bought(results, name)
    if "price_per_hour" in sheet.model.inputs:
        prices = scenario.entry("price_per_hour", name).elements
        for element, own in zip(scenario.entry("instance", name).elements, prices, strict=True):
            row = scenario.catalogue["offers"].find(str(element.value), element.where[0])
            if own.value:
                yield f"{element.value} at {element.where[0]}", Origin(own.source, own.date, own.confidence)
            elif row is not None:
                yield f"{element.value} at {element.where[0]}", row.origin_of(_price_column(results, name))
    if "price" in sheet.model.inputs:
        yield from _row(scenario.catalogue["api_prices"].find(str(scenario.entry("price", name).elements[0].value)))


def _bought(results: Results, name: str) -> Iterator[tuple[str, Origin]]:
    """Where the prices of servers, and of the data centres around them, come from; of sites without a server nothing."""
    scenario, sheet = results.scenario, results.options[name]
    prices = scenario.entry("price_per_server", name)
    installed = in_last_month(results, sheet, "servers_installed")
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


def _price_column(results: Results, name: str) -> str:
    plan = results.scenario.catalogue["plans"].find(str(results.scenario.entry("plan", name).elements[0].value))
    columns = ("on_demand", "reserved_1yr", "reserved_3yr", "spot")
    return columns[int(float(plan.values["price_column_number"] or 1)) - 1] if plan else columns[0]


def _accelerator(sheet: Sheet, site: str, sites: tuple[str, ...]) -> str:
    return str(sheet.along("accelerator", "site")[sites.index(site)])


def _row(row: Row | None) -> Iterator[tuple[str, Origin]]:
    if row is not None:
        yield str(next(iter(row.values.values()))), row.origin


def age(text: str, results: Results) -> int:
    """Days from a source's date to the scenario's; a date that names only a year or a month counts from its end."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not found:
        return 0
    year, month, day = int(found.group(1)), int(found.group(2) or 12), int(found.group(3) or 28)
    return (results.scenario.as_of - date(year, month, day)).days
