"""Risks that prices bring: old ones, those of a model that retires, those that no catalogue knows."""

from __future__ import annotations

from collections.abc import Iterator

from tco.evaluate import Results
from tco.prices_in_use import old_prices, price_age_limit
from tco.summary.makeup import called
from tco.summary.sentence import Sentence
from tco.summary.tables import Risk


def stale(results: Results) -> Iterator[Risk]:
    """Prices and exchange rates in use that are older than the scenario lets pass."""
    old, limit = old_prices(results, results.options), price_age_limit(results)
    if old:
        yield Risk(Sentence(f"Prices older than {limit} days: {', '.join(old)}. Confirm them before signing."), warning=True)


def retirement(results: Results) -> Iterator[Risk]:
    """APIs whose model has an announced last day inside the horizon; told once for all options that call it."""
    found: dict[str, list[str]] = {}
    for name, sheet in results.options.items():
        if "retires_inside" in sheet.values and sheet.value("retires_inside"):
            found.setdefault(str(results.scenario.entry("price", name).elements[0].value), []).append(called(results, name))
    for price, names in found.items():
        row = results.scenario.catalogue["api_prices"].find(price)
        day = row.values.get("retirement") if row else None
        yield Risk(
            Sentence(f"{', '.join(names)}: the provider retires this model on {day}, inside the horizon."),
            Sentence("the successor's price"),
            warning=True,
        )


def not_offered(results: Results) -> Iterator[Risk]:
    """Instances that a scenario prices by itself at sites where the catalogue offers none."""
    for name, sheet in results.options.items():
        if "offer" in sheet.values:
            missing = [site for site, row in zip(results.scenario.axis("site", name), sheet.along("offer", "site"), strict=True) if not row]
            if missing:
                sites = ", ".join(missing)
                told = f"{called(results, name)}: the catalogue knows no offer of this type at {sites}; the price is the scenario's own."
                yield Risk(Sentence(told), warning=True)


def no_batch(results: Results) -> Iterator[Risk]:
    """APIs without batch prices, where a share of the requests could wait."""
    waits = ("", "class_batch_share") in results.scenario.entries and any(
        element.value for element in results.scenario.entry("class_batch_share").elements
    )
    without = [
        called(results, name) for name, sheet in results.options.items() if "batch_known" in sheet.values and not sheet.value("batch_known")
    ]
    if waits and without:
        yield Risk(Sentence(f"{', '.join(without)}: no batch price is in use; what could wait pays the full price."), warning=True)
