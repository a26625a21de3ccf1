"""A scenario as the rest of the program reads it: every input with its elements, and the catalogue that its choices come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from tco.catalogue.table import Catalogue
from tco.language.line import AUTO, AUTO_WORD, Input
from tco.model.options import Kind, option_model
from tco.scenario.brand import Brand

Case = Literal["base", "favourable", "adverse"]
CASES: tuple[Case, ...] = ("base", "favourable", "adverse")

Amount = float | str


@dataclass(frozen=True)
class Element:
    """One value of an input, with its path in the scenario file, the names of what it belongs to (a region, a month), and its source."""

    path: str
    where: tuple[str, ...]
    value: Amount
    low: float | None
    high: float | None
    source: str
    date: str
    confidence: str
    note: str = ""
    currency: str = ""
    """The currency of value, low and high; empty where it is the one in which the model reads the input."""
    place: str = field(default="", compare=False)
    """`file:line` where it is given, for messages only."""

    @property
    def is_uncertain(self) -> bool:
        """True for a value with a range of some width."""
        return self.low is not None and self.high is not None and self.low < self.high

    def in_case(self, case: Case, rises: int) -> Amount:
        """The value in a case: favourable is the cheaper end of the range, adverse the dearer one."""
        if case == "base" or not rises or self.low is None or self.high is None:
            return self.value
        return self.low if (case == "favourable") == (rises > 0) else self.high


@dataclass(frozen=True)
class Entry:
    """An input in a scenario: its owner, the axes along which it varies there, and its elements.

    `owner` is the name of an option, the section of a kind ("self_hosted", "api"), or empty where all options share the input. Elements
    are in the order of the axes, the last axis fastest.
    """

    input: Input
    owner: str
    dims: tuple[str, ...]
    elements: tuple[Element, ...]

    @property
    def is_searched(self) -> bool:
        """True where a value is left to a search."""
        return self.input.searched and any(item.value in (AUTO, AUTO_WORD) for item in self.elements)


@dataclass(frozen=True)
class Correlation:
    """Two inputs, by their paths in the scenario file, that a simulation draws together, and the correlation of their normal scores."""

    of: tuple[str, str]
    value: float


@dataclass(frozen=True)
class Option:
    """One way to serve the requests."""

    name: str
    kind: Kind
    sites: tuple[str, ...]
    quality: str
    note: str = ""
    tranches: tuple[str, ...] = ()
    """The names of its commitments; without any, that of one which commits nothing."""
    part_of: str = ""
    """The name of the hybrid that it is a part of; empty otherwise. A part is not compared by itself."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that a search may choose from, by the key of the file that lists them, such as `plans`; nothing is listed for the rest."""
    split: str = ""
    """`auto` for a hybrid whose split is left to a search; empty otherwise."""


@dataclass(frozen=True)
class Scenario:
    """Everything a run needs; two equal scenarios give the same bytes."""

    name: str
    title: str
    client: str
    prepared_by: str
    currency: str
    start: date
    months: int
    as_of: date
    case: Case
    regions: tuple[str, ...]
    classes: tuple[str, ...]
    options: tuple[Option, ...]
    entries: Mapping[tuple[str, str], Entry]
    catalogue: Catalogue
    notes: tuple[str, ...] = ()
    """Remarks to print beside the sources, such as where published figures and the model disagree."""
    correlations: tuple[Correlation, ...] = ()
    brand: Brand = field(default_factory=Brand)
    """The look of the client's documents."""
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """Remarks on the file, each with its line, such as a key that is no longer used."""

    @cached_property
    def searched(self) -> Mapping[str, frozenset[str]]:
        """Keys of the inputs that are left to a search, by option; no option where there are none."""
        found = {}
        for option in self.options:
            owners = (option.name, option.kind.settings, "")
            keys = {key for owner, key in self.entries if owner in owners and key in option_model(option.kind.name).inputs}
            left = frozenset(key for key in keys if self.entry(key, option.name).is_searched)
            if left:
                found[option.name] = left
            elif option.split:
                found[option.name] = frozenset({"split"})
        return found

    def option(self, name: str) -> Option:
        """The option of this name. Raises KeyError where there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Option]:
        return {option.name: option for option in self.options}

    @property
    def compared(self) -> tuple[Option, ...]:
        """The options that are compared: all but the parts of hybrids."""
        return tuple(option for option in self.options if not option.part_of)

    def parts(self, hybrid: str) -> tuple[Option, ...]:
        """The options that share the requests of a hybrid; empty for any other option."""
        return tuple(option for option in self.options if option.part_of == hybrid)

    def axis(self, name: str, option: str = "") -> tuple[str, ...]:
        """The names along an axis.

        Sites and tranches depend on the option. Along `option` are the parts of a hybrid, or all compared options without one. Some inputs
        have an axis of their own, such as degrees of tensor parallelism.
        """
        if name == "site":
            return self.option(option).sites
        if name in self._own_axes:
            return self._own_axes[name]
        if name == "tranche":
            return self.option(option).tranches
        if name == "hour":
            return self.catalogue["hours"].names()
        if name == "clock":
            return tuple(str(item.value) for item in self.entries["", name].elements)
        if name == "option":
            return tuple(item.name for item in (self.parts(option) if option else self.compared))
        if name == "month":
            return tuple(str(number) for number in range(1, self.months + 1))
        return {"region": self.regions, "workload": self.classes}[name]

    @cached_property
    def _own_axes(self) -> Mapping[str, tuple[str, ...]]:
        """The names along the axes of inputs whose default is a list, by axis."""
        own = [entry for entry in self.entries.values() if len(entry.dims) == 1 and isinstance(entry.input.default, tuple)]
        return {entry.dims[0]: tuple(item.where[0] for item in entry.elements) for entry in reversed(own)}

    def entry(self, key: str, option: str = "") -> Entry:
        """The input as an option reads it: the option's own, that of its kind, or the one that all options share."""
        owners = (option, self.option(option).kind.settings, "") if option else ("",)
        return next(self.entries[owner, key] for owner in owners if (owner, key) in self.entries)

    def with_values(self, values: Mapping[str, Amount]) -> Scenario:
        """The same scenario with other values at some paths, as if they had been edited in the workbook.

        The path `case` changes the case. Raises KeyError for a path that no element has, and for an unknown case.
        """
        unknown = set(values) - {element.path for entry in self.entries.values() for element in entry.elements} - {"case"}
        case = next((known for known in CASES if known == values.get("case", self.case)), None)
        if unknown or case is None:
            raise KeyError(f"no input has the path {', '.join(sorted(unknown))}" if unknown else f"there is no case {values['case']}")
        entries = {
            place: replace(
                entry, elements=tuple(replace(item, value=values[item.path]) if item.path in values else item for item in entry.elements)
            )
            for place, entry in self.entries.items()
        }
        return replace(self, entries=entries, case=case)
