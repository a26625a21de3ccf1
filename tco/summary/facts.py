"""The catalogue's facts that the options stand on, with where each comes from and how old it is."""

from __future__ import annotations

from collections.abc import Iterator

from tco.catalogue.table import Origin
from tco.evaluate import Results, Sheet
from tco.prices_in_use import of_row, price_facts


def facts(results: Results) -> Iterator[tuple[str, Origin]]:
    """The catalogue's facts that options stand on: prices, accelerators and models, with where they come from."""
    scenario = results.scenario
    for name, sheet in results.options.items():
        yield from price_facts(results, name)
        if "instance" in sheet.model.inputs:
            for element in scenario.entry("instance", name).elements:
                chip = str(_accelerator(sheet, element.where[0], scenario.axis("site", name)))
                yield from of_row(scenario.catalogue["accelerators"].find(chip))
            yield from of_row(scenario.catalogue["models"].find(str(scenario.entry("model", name).elements[0].value)))


def _accelerator(sheet: Sheet, site: str, sites: tuple[str, ...]) -> str:
    return str(sheet.along("accelerator", "site")[sites.index(site)])
