"""A draft of a scenario: its data with what searches found so far, each value with its source, and place-holders for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tco.language.line import AUTO_WORD
from tco.scenario.form import last
from tco.scenario.reading import read_from
from tco.scenario.scenario import Amount, Element, Entry, Scenario
from tco.scenario.source import Source, copied
from tco.search.placeholders import placeholders
from tco.search.splits import Split
from tco.search.trial import INSTANCE, Setting

DEGREE = "tensor_parallel_given"


class Draft:
    """The data of a scenario, in which values that are found take the place of `auto`."""

    def __init__(self, source: Source, scenario: Scenario, data: dict[str, Any] | None = None) -> None:
        self.source, self.scenario = source, scenario
        self.data: dict[str, Any] = copied(source.data if data is None else data)

    def copy(self) -> Draft:
        """A draft that can be changed apart from this one."""
        return Draft(self.source, self.scenario, self.data)

    def read(self) -> Scenario:
        """The scenario of the data as it is now. Raises ScenarioError with all problems."""
        return read_from(replace(self.source, data=copied(self.data)))

    def held(self) -> Scenario:
        """The scenario with a place-holder for everything that is still to be searched, so that it can be computed."""
        return with_placeholders(self.read())

    def _option(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.data["options"][[item.name for item in self.scenario.options].index(name)]
        return found

    def _about(self, source: str, note: str = "") -> dict[str, str]:
        about = {"source": source, "date": self.scenario.as_of.isoformat(), "confidence": "assumed"}
        return about | ({"note": note} if note else {})

    def put_price(self, name: str, price: str, source: str) -> None:
        """Write the price of an API."""
        self._option(name)["price"] = {"value": price, **self._about(source)}

    def put_setting(self, name: str, setting: Setting, source: str) -> None:
        """Write a configuration into an option, in place of what it or its section left to the search."""
        option, about, free = self._option(name), self._about(source), free_of(self.scenario, name)
        for key, value in setting.shared:
            if key in free:
                option[last(self.scenario.entry(key, name).input.path)] = {"value": value, **about}
        if INSTANCE in free:
            pairs = zip(self.scenario.entry(INSTANCE, name).elements, setting.instances, strict=True)
            option[INSTANCE] = {item.where[0]: dict(_kept(item, value, about)) for item, value in pairs}

    def put_counts(self, name: str, counts: Mapping[str, float], source: str, note: str) -> None:
        """Write how many instances each of some commitments buys, in place of its coverage."""
        entries: list[dict[str, Any]] = self._option(name)["commitments"]
        for tranche, entry in zip(self.scenario.option(name).tranches, entries, strict=True):
            if tranche in counts:
                entry.pop("coverage", None)
                entry["count"] = {"value": int(counts[tranche]), **self._about(source, note)}

    def put_split(self, hybrid: str, parts: Sequence[str], split: Split, source: str, note: str = "") -> None:
        """Write a split into the two parts of a hybrid, which leaves nothing to a search then."""
        about = self._about(source, note)
        self._option(hybrid).pop("split", None)
        first, second = map(self._option, parts)
        if split.level is not None:
            first["load_to"] = {"value": split.level, **about}
            second["load_from"] = {"value": split.level, **about}
            first.pop("load_from", None)
            second.pop("load_to", None)
            return
        for part, shares in ((first, split.shares), (second, {name: round(1 - share, 12) for name, share in split.shares.items()})):
            part["share"] = {name: {"value": share, **about} for name, share in shares.items()}

    def drop_shared(self) -> None:
        """Take an `auto` that several options share out of the data: each of them has its own value now."""
        names = {item.name for item in self.scenario.options}
        shared: dict[tuple[str, str], Entry] = {
            place: entry for place, entry in self.scenario.entries.items() if entry.is_searched and place[0] not in names
        }
        for (owner, _), entry in shared.items():
            section = self.data.get(owner, {}) if owner else self.data
            section.pop(last(entry.input.path), None)


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
        if scenario.option(name).kind.has_parts:
            continue  # the split of a hybrid is in the shares of its parts
        for key, values in placeholders(scenario, name).items():
            entry = scenario.entry(key, name)
            here = [value if is_left(item) else item.value for item, value in zip(entry.elements, values, strict=True)]
            elements = tuple(replace(item, value=value) for item, value in zip(entry.elements, here, strict=True))
            entries[entry.owner, key] = replace(entry, elements=elements)
    return replace(scenario, entries=entries, options=tuple(replace(option, split="") for option in scenario.options))


def is_left(element: Element) -> bool:
    """True for an element that is left to a search."""
    return element.value in (AUTO_WORD, -1)


def _kept(item: Element, value: str, about: Mapping[str, str]) -> Iterator[tuple[str, Amount]]:
    """The type of a site as found, or as it was stated beside an `auto` of another site."""
    yield "value", value
    stated = {"source": item.source, "date": item.date, "confidence": item.confidence, "note": item.note}
    yield from ((key, part) for key, part in (about if is_left(item) else stated).items() if part)
