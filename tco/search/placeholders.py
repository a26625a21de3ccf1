"""Place-holders: a value for each `auto` of a scenario, so that it can be computed while the search looks for the right one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tco.catalogue.table import Catalogue
from tco.scenario.scenario import Amount, Option, Scenario
from tco.search.prices import PRICE, in_reach
from tco.search.space import is_of
from tco.search.trial import INSTANCE


def placeholders(scenario: Scenario, option: str) -> Mapping[str, tuple[Amount, ...]]:
    """A value for each element of every input that an option leaves to a search, by key."""
    found: dict[str, tuple[Amount, ...]] = {}
    for key in scenario.searched[option]:
        entry = scenario.entry(key, option)
        if key == INSTANCE:
            found[key] = tuple(_instance(scenario.catalogue, scenario.option(option), item.where[0]) for item in entry.elements)
        else:
            value = _OF.get(key, _default)(scenario, option, key)
            found[key] = tuple(value for _ in entry.elements)
    return found


def _instance(catalogue: Catalogue, option: Option, site: str) -> str:
    """The first type that a site offers, or the first server with a price; any type where there is none."""
    if option.kind.buys:
        named = [str(row.values["name"]) for row in catalogue["servers"].rows if row.values["price"]]
    else:
        named = [str(row.values["instance"]) for row in catalogue["offers"].rows if row.values["site"] == site and row.values["on_demand"]]
    listed, families = option.choices.get("instances", named), option.choices.get("families", ())
    fits = [name for name in named if name in listed and (not families or is_of(catalogue, name, families))]
    return next(iter(fits), catalogue["instance_types"].names()[0])


def _default(scenario: Scenario, option: str, key: str) -> Amount:
    default = scenario.entry(key, option).input.default
    return str(default) if isinstance(default, str) else float(default)


def _listed(scenario: Scenario, option: str, key: str) -> Amount:
    """The first of the option's list of precisions or plans, or the documented default without one."""
    listed = scenario.option(option).choices.get(f"{key}s", ())
    return listed[0] if listed else _default(scenario, option, key)


def _price(scenario: Scenario, option: str, _: str) -> Amount:
    """The first price in reach; the first of the catalogue where there is none."""
    first = next(in_reach(scenario, option), scenario.catalogue["api_prices"].rows[0])
    return str(first.values["name"])


_OF: Mapping[str, Callable[[Scenario, str, str], Amount]] = {"precision": _listed, "plan": _listed, PRICE: _price}
"""Functions that choose a place-holder, by key; the documented default for every other."""
