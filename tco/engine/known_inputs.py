"""Inputs that are known before a book is read: those that its scenario leaves at their defaults, and that no reader is to change there."""

from __future__ import annotations

from tco.scenario.currency import rates_in_use
from tco.scenario.elements import is_default
from tco.scenario.scenario import Amount, Entry, Scenario

CHOSEN = (
    "model", "precision", "kv_precision", "instance", "plan", "price", "baseline", "depreciation", "successor", "served_from",
)  # fmt: skip
"""Keys of the choices that a book offers whatever the scenario states."""
LEVERS = (
    "discount", "api_discount", "contingency", "price_per_hour", "instances_per_region", "stated_ttft", "stated_latency",
    "stated_availability", "processed_in", "input_price_given", "output_price_given",
)  # fmt: skip
"""Keys of the figures that readers move in a meeting; each costs few rows, which was measured."""
OF_SHEETS = (
    "check_tolerance", "price_age_limit", "budget_level", "clear_from", "leaning_from", "tie_step", "volume_multiple",
)  # fmt: skip
"""Keys of the figures that sheets read, and no line's identities."""

Place = tuple[str, str]
"""An input's owner and key."""


def known_inputs(scenario: Scenario) -> dict[Place, Amount]:
    """The value of every input that a book can do without, by owner and key."""
    rates = {entry.input.key for entry in rates_in_use(scenario)}
    kept = {*CHOSEN, *LEVERS, *OF_SHEETS, *rates}
    found = {place: entry.elements[0].value for place, entry in scenario.entries.items() if place[1] not in kept and is_known(entry)}
    alone = [place for place, entry in scenario.entries.items() if entry.dims == ("clock",) and len(entry.elements) == 1]
    return found | {place: scenario.entries[place].elements[0].value for place in alone}  # one clock: nothing tells regions apart


def is_known(entry: Entry) -> bool:
    """True for an input that is not stated, has no range and is alike everywhere."""
    values = {element.value for element in entry.elements}
    return len(values) == 1 and all(
        element.path and element.low is None and element.high is None and not element.currency and is_default(element, entry.input)
        for element in entry.elements
    )
