"""What an option is made of: itself, or the parts of a hybrid; and which of those buys, rents or calls."""

from __future__ import annotations

from tco.evaluate import Results, Sheet
from tco.prices_in_use import is_bought


def made_of(results: Results, sheet: Sheet) -> tuple[Sheet, ...]:
    """An option's own sheet, or those of a hybrid's parts that answer any request (all, where none is asked)."""
    parts = results.made_of(sheet.option)
    return tuple(part for part in parts if part.value("horizon_requests")) or parts


def called(results: Results, name: str) -> str:
    """How the page calls an option: a part says of which hybrid, unless its own name does."""
    whole = results.scenario.option(name).part_of
    return name if not whole or whole in name else f"{name} (part of {whole})"


def is_rented(sheet: Sheet) -> bool:
    """Whether the client rents the machines of this option."""
    return "largest_fleet" in sheet.values and not is_bought(sheet)


def buyers(results: Results, sheet: Sheet) -> tuple[Sheet, ...]:
    """What of an option buys machines: itself or parts of it."""
    return tuple(part for part in made_of(results, sheet) if is_bought(part) and part.value("capex_total"))
