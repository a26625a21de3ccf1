"""`auto` in a scenario: the settings that a search finds take its place, so that whatever is computed, written or resolved holds them.

A scenario is read twice. What is left to the search is first given a place-holder; each option is searched; then the data is read again
with what was found, each value with its source. The second reading is the scenario, and its resolved file runs again without a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tco.errors import ScenarioError
from tco.language.line import AUTO_WORD
from tco.scenario.form import last
from tco.scenario.reading import read_from
from tco.scenario.scenario import Amount, Element, Entry, Scenario
from tco.scenario.source import Source, copied, read_source, with_settings
from tco.search.placeholders import placeholders
from tco.search.prices import searched_prices
from tco.search.search import Found, found_for, search
from tco.search.space import Choices, space_of
from tco.search.trial import INSTANCE, Setting, Trial

FOUND = "Search: the cheapest that meets every mandatory requirement"
MISSING = "Search: nothing meets the required {missed}; the cheapest without it"
DEGREE = "tensor_parallel_given"


def read(path: Path, settings: tuple[str, ...] = ()) -> Scenario:
    """Read a scenario file with `--set` settings, and search what it leaves to a search. Raises ScenarioError with all problems."""
    return settled(with_settings(read_source(path), settings))


def settled(source: Source) -> Scenario:
    """The scenario of data in memory, with what a search found in place of every `auto`. Raises ScenarioError with all problems."""
    scenario = read_from(source)
    if not scenario.searched:
        return scenario
    held = with_placeholders(scenario)
    data, problems = copied(source.data), []
    for name, keys in scenario.searched.items():
        try:
            _put(data, scenario, name, _found(held, scenario, name, keys))
        except ScenarioError as problem:
            problems += problem.problems
    if problems:
        raise ScenarioError(problems)
    _drop_shared(data, scenario)
    return read_from(replace(source, data=data))


def free_of(scenario: Scenario, option: str) -> frozenset[str]:
    """Keys that a search may choose for an option: those that say `auto`, and with the type of instance also a degree nobody stated."""
    keys = scenario.searched.get(option, frozenset())
    if INSTANCE not in keys:
        return keys
    degree = scenario.entry(DEGREE, option)
    return keys | {DEGREE} if degree.elements[0].source == degree.input.source else keys


def with_placeholders(scenario: Scenario) -> Scenario:
    """The scenario with a value in place of every `auto`, so that it can be computed while it is searched."""
    entries = dict(scenario.entries)
    for name in scenario.searched:
        for key, values in placeholders(scenario, name).items():
            entry = scenario.entry(key, name)
            here = [value if is_left(item) else item.value for item, value in zip(entry.elements, values, strict=True)]
            elements = tuple(replace(item, value=value) for item, value in zip(entry.elements, here, strict=True))
            entries[entry.owner, key] = replace(entry, elements=elements)
    return replace(scenario, entries=entries)


def is_left(element: Element) -> bool:
    """True for an element that is left to a search."""
    return element.value in (AUTO_WORD, -1)


def _found(held: Scenario, scenario: Scenario, name: str, keys: frozenset[str]) -> tuple[Setting | str, str]:
    """What the search of an option found, and the source that says how. Raises ScenarioError where nothing can run at all."""
    option = scenario.option(name)
    place = next(item.place for key in sorted(keys) for item in scenario.entry(key, name).elements if is_left(item))
    if option.kind.run_by_provider:
        best = searched_prices(held, name, scenario)
        if not best.ranked:
            raise ScenarioError([f"{place}: price: {best.why_none}"])
        return best.ranked[0].price, "Search: the cheapest price in reach; what its provider keeps is not yet confirmed"
    sites = frozenset(item.where[0] for item in scenario.entry(INSTANCE, name).elements if is_left(item))
    choices = Choices(free_of(scenario, name), sites)
    found, missed = found_for(held, name, choices, free_of(scenario, name))
    if found is None:
        trial = Trial(held, name, left=free_of(scenario, name))
        raise ScenarioError([f"{place}: nothing can run {name}: {told_in_short(search(trial, space_of(trial, choices)))}"])
    return found.setting, MISSING.format(missed=" and ".join(missed)) if missed else FOUND


def told_in_short(found: Found) -> str:
    """Why a search found nothing: the obstacles to the types of instance, each once; expected another model, site or list."""
    obstacles = dict.fromkeys(f"{lost.instance}: {lost.reason}" for lost in found.lost)
    some = list(obstacles)[:6]
    more = f", and {len(obstacles) - len(some)} more" if len(obstacles) > len(some) else ""
    return f"{'; '.join(some) or 'no type is offered there'}{more}; expected another site, model or precision, or a longer list"


# Into the data


def _put(data: dict[str, Any], scenario: Scenario, name: str, found: tuple[Setting | str, str]) -> None:
    """Write what was found into the option, in place of what it or its section left to the search."""
    setting, source = found
    option: dict[str, Any] = data["options"][[item.name for item in scenario.options].index(name)]
    about = {"source": source, "date": scenario.as_of.isoformat(), "confidence": "assumed"}
    if isinstance(setting, str):
        option["price"] = {"value": setting, **about}
        return
    free = free_of(scenario, name)
    for key, value in setting.shared:
        if key in free:
            option[last(scenario.entry(key, name).input.path)] = {"value": value, **about}
    if INSTANCE in free:
        entry = scenario.entry(INSTANCE, name)
        pairs = zip(entry.elements, setting.instances, strict=True)
        option[INSTANCE] = {item.where[0]: dict(_kept(item, value, about)) for item, value in pairs}


def _kept(item: Element, value: str, about: Mapping[str, str]) -> Iterator[tuple[str, Amount]]:
    """The type of a site as found, or as it was stated beside an `auto` of another site."""
    yield "value", value
    stated = {"source": item.source, "date": item.date, "confidence": item.confidence, "note": item.note}
    yield from ((key, part) for key, part in (about if is_left(item) else stated).items() if part)


def _drop_shared(data: dict[str, Any], scenario: Scenario) -> None:
    """Take an `auto` that several options share out of the data: each of them has its own value now."""
    shared: dict[tuple[str, str], Entry] = {
        place: entry
        for place, entry in scenario.entries.items()
        if entry.is_searched and place[0] not in {item.name for item in scenario.options}
    }
    for (owner, _), entry in shared.items():
        section = data.get(owner, {}) if owner else data
        section.pop(last(entry.input.path), None)
