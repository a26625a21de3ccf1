"""Options that cannot be bought or run, and choices that could be: an impossible option stops the run and is never shown as a cheap one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from tco.catalogue.reader import load
from tco.catalogue.table import Catalogue, Row, Table
from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.engine.prices_in_use import price_column
from tco.errors import ScenarioError
from tco.language.formula import AXIS
from tco.scenario.scenario import Amount, Element, Scenario

MOST_ALTERNATIVES = 6


def check_feasible(results: Results) -> None:
    """Raise ScenarioError with every obstacle to every option that cannot be bought or run."""
    problems = obstacles(results)
    if problems:
        raise ScenarioError(problems)


def obstacles(results: Results) -> list[str]:
    """The obstacles to every option that is not possible, as `file:line: the obstacle; choices that have none`."""
    found: dict[str, None] = {}
    for name, evaluated in results.options.items():
        if results.scenario.parts(name):
            continue  # the obstacles are those of its parts
        chosen = results.scenario.option(name).kind.chosen_by
        place = results.scenario.entry(chosen, name).elements[0].place
        if evaluated.value("possible") != 1:
            told = list(OBSTACLES_OF[chosen](results, evaluated))
            found |= dict.fromkeys(told or [f"{place}: {name} is not possible: {evaluated.text('reason')}; expected another choice"])
        elif not math.isfinite(evaluated.value("tco")):
            found[f"{place}: the cost of {name} is beyond any number; expected amounts that a plan can hold"] = None
    return list(found)


def _of_machines(results: Results, evaluated: Evaluated) -> Iterator[str]:
    scenario, option = results.scenario, evaluated.option
    for place, site in enumerate(scenario.axis("site", option)):
        instance = scenario.entry("instance", option).elements[place]
        if _at_site(evaluated, "site_priced", place) != 1 and "server_row" in evaluated.values:
            yield from _server_unknown(evaluated, instance, site, place)
        elif _at_site(evaluated, "site_priced", place) != 1:
            offered = _at_site(evaluated, "offer", place) > 0
            if _at_site(evaluated, "plan_price_known", place) != 1:
                yield from _price_missing(scenario, instance, site, scenario.entry("plan", option).elements[0], offered=offered)
            for number, plan in enumerate(scenario.entry("tranche_plan", option).elements):
                if _at_site(evaluated, "tranche_priced", place, number) != 1:
                    yield from _price_missing(scenario, instance, site, plan, offered=offered)
        if _at_site(evaluated, "site_supported", place) != 1:
            yield _not_taken(evaluated, scenario, instance, site, place)
        elif _at_site(evaluated, "site_fits", place) != 1:
            yield _too_large(evaluated, scenario, instance, site, place)
    if evaluated.value("context_fits") != 1:
        model = scenario.entry("model", option).elements[0]
        needed = evaluated.value("longest_context")
        yield _too_long(model, needed, scenario.catalogue["models"], "maximum_context", "model")


def _of_api(results: Results, evaluated: Evaluated) -> Iterator[str]:
    scenario, table = results.scenario, results.scenario.catalogue["api_prices"]
    chosen = scenario.entry("price", evaluated.option).elements[0]
    for place in dict.fromkeys(evaluated.values["price_row"].reshape(-1)):
        row = table.rows[int(place) - 1]
        key = "price" if row.values["name"] == chosen.value else "successor"
        used = replace(scenario.entry(key, evaluated.option).elements[0], value=str(row.values["name"]))
        missing = [column for column in ("input", "output") if not row.values[column]]
        if evaluated.value("price_known") != 1 and missing:
            lacking = f"the catalogue has no price of {' and '.join(missing)} for {used.value}"
            own = " and ".join(f"{column}_price" for column in missing)
            instead = f"{own} with a source in the option {evaluated.option}" if key == "price" else "another successor"
            yield f"{used.place}: {key}: {lacking}; expected {instead}"
        limit = float(row.values["maximum_input"] or 0)
        if evaluated.value("request_fits") != 1 and 0 < limit < evaluated.value("longest_request"):
            yield _too_long(used, evaluated.value("longest_request"), table, "maximum_input", key)


def _of_current(results: Results, evaluated: Evaluated) -> Iterator[str]:
    spend = results.scenario.entry("current_spend", evaluated.option).elements[0]
    yield f"{spend.place}: finance.current_spend is missing: {evaluated.option} is what is paid today; expected an amount per month"


Explain = Callable[[Results, Evaluated], Iterator[str]]
OBSTACLES_OF: dict[str, Explain] = {"instance": _of_machines, "price": _of_api, "current_spend": _of_current}
"""Functions that list the obstacles to an option, by the input that chooses its machines, its price or today's spend."""


def _at_site(evaluated: Evaluated, key: str, place: int, tranche: int | None = None) -> float:
    """The smallest value of a line at one site, and of one tranche if given, over all its other axes."""
    values = evaluated.values[key]
    for axis, wanted in (("site", place), ("tranche", tranche)):
        if wanted is not None:
            size = values.shape[AXIS[axis]]
            values = np.take(values, [wanted if size > 1 else 0], axis=AXIS[axis])
    return float(np.min(values))


def _text_at_site(evaluated: Evaluated, key: str, place: int) -> str:
    """The value at one site of a line that holds a name."""
    names = evaluated.values[key].reshape(-1)
    return str(names[min(place, len(names) - 1)])


# The price of an hour


def _price_missing(scenario: Scenario, instance: Element, site: str, plan: Element, *, offered: bool) -> Iterator[str]:
    name = str(instance.value)
    own = "or price_per_hour with a source in the option"
    row = scenario.catalogue["plans"].find(str(plan.value))
    if offered and row and row.values["off_on_demand"]:
        lacking = f"the catalogue has no price of {plan.value} for {name} at {site}"
        yield f"{plan.place}: plan: {lacking}; expected savings_discount, what it takes off the on-demand price, {own}"
        return
    offers = scenario.catalogue["offers"]
    if offered:
        row = offers.find(name, site)
        plans = [other for other in scenario.catalogue["plans"].rows if not other.values["off_on_demand"]]
        priced = [str(other.values["name"]) for other in plans if row and row.values[price_column(other)]]
        elsewhere = _priced_types(scenario, str(plan.value), site, name)
        also = f", or another type on this plan ({_some(elsewhere)})" if elsewhere else ""
        lacking = f"{name} at {site} has no price on the plan {plan.value}"
        yield f"{plan.place}: plan: {lacking}; expected {_some(priced) or 'another type'} there{also}, {own}"
        return
    there = _some(_priced_types(scenario, str(plan.value), site, name)) or "nothing of this catalogue"
    sites = [str(row.values["site"]) for row in load()["offers"].rows if row.values["instance"] == name]
    also = f"; {name} is offered at {_some(_nearest_sites(sites, site))}" if sites else f"; {name} is offered nowhere, as far as is known"
    lacking = f"{name} is not offered at {site}, as far as the catalogue knows"
    yield f"{instance.place}: instance: {lacking}; offered there: {there}{also}; expected one of these, {own}"


def _server_unknown(evaluated: Evaluated, instance: Element, site: str, place: int) -> Iterator[str]:
    """List the missing facts of a server to be bought, and of the data centre to house it."""
    catalogue = load()
    if _at_site(evaluated, "server_known", place) != 1:
        known = [str(row.values["name"]) for row in catalogue["servers"].rows if row.values["price"] and row.values["power"]]
        lacking = [what for what, key in (("price", "server_price"), ("power", "server_power")) if not _at_site(evaluated, key, place)]
        own = (
            "price_per_server with a source in the option"
            if lacking == ["price"]
            else "the server with its source under catalogue: servers"
        )
        told = f"the catalogue knows no {' and no '.join(lacking)} of {instance.value} as a server to buy"
        yield f"{instance.place}: instance: {told}; expected {_some(known)}, or {own}"
    if _at_site(evaluated, "centre_known", place) != 1:
        centres = [str(row.values["name"]) for row in catalogue["data_centres"].rows]
        told = f"the catalogue knows no data centre {site} with its PUE, electricity price and colocation price"
        yield f"{instance.place}: served_from: {told}; expected {_some(centres)}, or its facts under catalogue: data_centres"


def _priced_types(scenario: Scenario, plan: str, site: str, instead_of: str) -> list[str]:
    """Instance types with a price on a plan at a site, nearest first: by accelerator family, then by number of chips."""
    column = price_column(scenario.catalogue["plans"].find(plan))
    types, chips = scenario.catalogue["instance_types"], scenario.catalogue["accelerators"]

    def unlike(name: str) -> tuple[bool, float]:
        own, asked = types.find(name), types.find(instead_of)
        return _family(chips, own) != _family(chips, asked), abs(_chips(own) - _chips(asked))

    priced = (offer for offer in scenario.catalogue["offers"].rows if offer.values["site"] == site and offer.values[column])
    return sorted((str(offer.values["instance"]) for offer in priced), key=unlike)


def _family(accelerators: Table, instance: Row | None) -> str:
    row = accelerators.find(str(instance.values["accelerator"])) if instance else None
    return str(row.values["family"]) if row else ""


def _chips(instance: Row | None) -> float:
    return float((instance.values["accelerators"] if instance else None) or 0)


def _nearest_sites(sites: list[str], asked: str) -> list[str]:
    """The sites with those in the same part of the world first: their names begin with the same letters."""
    part = asked.partition("-")[0]
    return sorted(sites, key=lambda site: site.partition("-")[0] != part)


# Memory, precision and length


def _not_taken(evaluated: Evaluated, scenario: Scenario, instance: Element, site: str, place: int) -> str:
    """The message for a precision that the hardware does not support, with those that it does."""
    family = _text_at_site(evaluated, "accelerator_family", place)
    rows = scenario.catalogue["precision_support"].rows

    def taken(column: str) -> str:
        stated = {str(row.values["precision"]): row.values[column] for row in rows if row.values["family"] == family}
        return _some((name for name, support in stated.items() if support == "confirmed"), "or") or "another type"

    column = "weights" if _text_at_site(evaluated, "weight_support", place) == "not supported" else "cache"
    chosen = scenario.entry("precision" if column == "weights" else "kv_precision", evaluated.option).elements[0]
    key = chosen.path.rpartition(".")[2]
    return f"{chosen.place}: {key}: {instance.value} at {site} does not take {column} in {chosen.value}; expected {taken(column)}"


def _too_large(evaluated: Evaluated, scenario: Scenario, instance: Element, site: str, place: int) -> str:
    """The message for a model that does not fit, with the nearest choices that do. Each is tried in the model itself."""
    option = evaluated.option
    degree, precision = (scenario.entry(key, option).elements[0] for key in ("tensor_parallel_given", "precision"))
    model = scenario.entry("model", option).elements[0].value

    def fits(values: dict[str, Amount]) -> bool:
        return _at_site(evaluate(scenario.with_values(values)).options[option], "site_fits", place) == 1

    wide = _at_site(evaluated, "degree_that_fits", place)
    narrow = [name for name in _narrower(scenario.catalogue, str(precision.value), str(instance.value)) if fits({precision.path: name})]
    chips = f"{degree.value:g} chip{'s' * (degree.value != 1)}" if degree.value else "a replica"
    ways = [f"tensor_parallel: {wide:g}"] if wide > float(degree.value) else []
    ways += [f"precision: {_some(narrow, 'or')}"] if narrow else []
    where = degree.place if degree.value else instance.place
    instead = ", or ".join(ways) if ways else "a smaller model or a type with more memory"
    return f"{where}: {model} at {precision.value} does not fit {chips} of {instance.value} at {site}; expected {instead}"


def _narrower(catalogue: Catalogue, precision: str, instance: str) -> list[str]:
    """Precisions of fewer bytes than this one whose arithmetic the instance's chips support, the widest first."""
    machine = catalogue["instance_types"].find(instance)
    chip = catalogue["accelerators"].find(str(machine.values["accelerator"])) if machine else None
    sizes = {
        str(row.values["name"]): float(row.values["weight_bytes"] or 0)
        for row in catalogue["precisions"].rows
        if chip and chip.values[f"flops_{row.values['compute_type']}"]
    }
    now = next(float(row.values["weight_bytes"] or 0) for row in catalogue["precisions"].rows if row.values["name"] == precision)
    return sorted((name for name, size in sizes.items() if 0 < size < now), key=lambda name: -sizes[name])


def _too_long(chosen: Element, needed: float, table: Table, column: str, key: str) -> str:
    longer = [row for row in table.rows if float(row.values[column] or 0) >= needed]
    row = table.find(str(chosen.value))
    most = float((row.values[column] if row else None) or 0)
    names = [str(other.values["name"]) for other in sorted(longer, key=lambda other: float(other.values[column] or 0))]
    instead = f"{_some(names, 'or')}, or shorter requests" if names else "shorter requests"
    return f"{chosen.place}: {key}: the longest request has {needed:,.0f} tokens, and {chosen.value} takes {most:,.0f}; expected {instead}"


def _some(names: Iterable[str], word: str = "") -> str:
    listed = list(dict.fromkeys(names))
    shown = listed[:MOST_ALTERNATIVES]
    if word and 1 < len(listed) == len(shown):
        return f"{', '.join(shown[:-1])} {word} {shown[-1]}"
    return ", ".join(shown) + (", …" if len(listed) > len(shown) else "")
