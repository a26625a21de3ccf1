"""The sources behind the page, each listed once and numbered by its place."""

from __future__ import annotations

from collections.abc import Iterator

from tco.catalogue.table import Origin
from tco.engine.evaluate import Evaluated, Results
from tco.engine.prices_in_use import of_row, price_facts
from tco.scenario.currency import rates_in_use
from tco.scenario.scenario import Element, Entry
from tco.summary.tables import Source


def catalogue_facts(results: Results) -> Iterator[tuple[str, Origin]]:
    """The catalogue's facts that options use (prices, accelerators, models), with their origins."""
    scenario = results.scenario
    for name, evaluated in results.options.items():
        yield from price_facts(results, name)
        if "instance" in evaluated.model.inputs:
            for element in scenario.entry("instance", name).elements:
                chip = str(_accelerator(evaluated, element.where[0], scenario.axis("site", name)))
                yield from of_row(scenario.catalogue["accelerators"].find(chip))
            yield from of_row(scenario.catalogue["models"].find(str(scenario.entry("model", name).elements[0].value)))


def _accelerator(evaluated: Evaluated, site: str, sites: tuple[str, ...]) -> str:
    return str(evaluated.along("accelerator", "site")[sites.index(site)])


SHOWN = (
    "requests_per_day",
    "growth_per_month",
    "peak_to_average",
    "class_input",
    "class_output",
    "class_cached",
    "target_utilisation",
    "derate",
    "spares",
    "instance_availability",
    "life",
    "residual",
    "prefix_reuse",
    "non_production",
    "staff",
    "staff_cost",
    "migration",
    "support_share",
    "price_change",
    "discount_rate",
)
"""Inputs that the page lists, in this order, where the scenario has them."""


def cited(results: Results) -> list[tuple[str, str]]:
    """The sources behind the page, each once: those of the inputs that it lists, then those of the catalogue's facts in use."""
    pairs = [
        (element.source, element.date) for entry in listed_inputs(results) for element in entry.elements if not _own_judgement(element)
    ]
    pairs += [(origin.source, origin.date) for _, origin in catalogue_facts(results)]
    return list(dict.fromkeys(pairs))


def _own_judgement(element: Element) -> bool:
    """True where the scenario's author is the only source of a figure, which is then marked as assumed instead of cited."""
    return element.confidence == "assumed" and element.source.removeprefix("Default: ").lower().startswith(("judgement", "scenario file"))


def sources(results: Results) -> tuple[Source, ...]:
    """The list of sources, numbered by their place."""
    return tuple(Source(text, when) for text, when in cited(results))


def listed_inputs(results: Results) -> list[Entry]:
    """The inputs that the page lists, in the order of `SHOWN`, and the rates that convert what is stated in other currencies."""
    entries = results.scenario.entries
    shown = [entry for key in SHOWN for (_, name), entry in entries.items() if name == key and not entry.input.is_text]
    return [*shown, *rates_in_use(results.scenario)]
