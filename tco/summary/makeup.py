"""What an option is made of: itself, or the parts of a hybrid; and which of those buys, rents or calls."""

from __future__ import annotations

from tco.evaluate import Results, Sheet
from tco.formula import AXIS


def made_of(results: Results, sheet: Sheet) -> tuple[Sheet, ...]:
    """An option's own sheet, or those of a hybrid's parts that answer any request (all, where none is asked)."""
    parts = results.made_of(sheet.option)
    return tuple(part for part in parts if part.value("horizon_requests")) or parts


def called(results: Results, name: str) -> str:
    """How the page calls an option: a part says of which hybrid, unless its own name does."""
    whole = results.scenario.option(name).part_of
    return name if not whole or whole in name else f"{name} (part of {whole})"


def is_bought(sheet: Sheet) -> bool:
    """Whether the client buys the machines of this option."""
    return "servers_installed" in sheet.values


def is_rented(sheet: Sheet) -> bool:
    """Whether the client rents the machines of this option."""
    return "largest_fleet" in sheet.values and not is_bought(sheet)


def buyers(results: Results, sheet: Sheet) -> tuple[Sheet, ...]:
    """What of an option buys machines: itself or parts of it."""
    return tuple(part for part in made_of(results, sheet) if is_bought(part) and part.value("capex_total"))


def in_last_month(results: Results, sheet: Sheet, line: str) -> list[float]:
    """A line by site and month, at each site in the last month."""
    values, sites = sheet.values[line], len(results.scenario.axis("site", sheet.option))
    return [float(values.take(min(place, values.shape[AXIS["site"]] - 1), axis=AXIS["site"]).reshape(-1)[-1]) for place in range(sites)]
