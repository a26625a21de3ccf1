"""Kinds of option, the sections of lines that each is composed of, and the models that are built of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from types import ModuleType

from tco.language.line import Input, Model, Section, build, inputs_of
from tco.model import api, checks, cloud, comparison, constants, demand, money, owned, promises, serving
from tco.model.checks import book
from tco.model.comparison import odds, run_rate
from tco.model.comparison.gathered import CHECKED, GATHERED, PART_LINES, RUN_RATE
from tco.model.demand.timeline import CLOCKS

# The sections of each kind, in the order of its sheet: from the demand that it carries to its own checks

LOAD = (*demand.CARRIED, demand.LOAD_BY_CLOCK, *serving.REPLICA, *serving.CHOICE_OF_BATCH, *serving.LOAD_OF_THE_FLEET)

CLOUD_SECTIONS = (
    *LOAD,
    cloud.HOURS_OF_SPARES,
    *serving.WHOLE_FLEET,
    cloud.AUTOSCALING,
    *serving.WAIT_AND_AVAILABILITY,
    *cloud.BILL,
    *money.TAX_BY_SITE,
    *cloud.BESIDE_THE_BILL,
    *money.BESIDE_THE_SERVICE,
    *money.TOTALS,
    money.COST_OF_USERS,
    api.NO_RETIREMENT,
    *promises.SELF_HOSTED,
    *checks.CLOUD,
)
OWNED_SECTIONS = (
    *LOAD,
    owned.HOURS_OF_SPARES,
    *serving.WHOLE_FLEET,
    owned.ALWAYS_ON,
    *serving.WAIT_AND_AVAILABILITY,
    *money.TAX_BY_SITE,
    *owned.SERVERS,
    *money.BESIDE_THE_SERVICE,
    *money.TOTALS,
    money.COST_OF_USERS,
    api.NO_RETIREMENT,
    *promises.SELF_HOSTED,
    *checks.OWNED,
)
API_SECTIONS = (
    *demand.CARRIED,
    demand.LOAD_BY_CLOCK,
    demand.PEAK_TOGETHER,
    serving.NO_FLEET,
    *api.BILL,
    *money.TAX_ON_CHARGES,
    money.BILLED_AS_USED,
    *money.BESIDE_AN_API,
    *money.TOTALS,
    promises.SERVICE_STATED,
    *api.TERMS,
    promises.VERDICT,
    *checks.API,
)
CURRENT_SECTIONS = (
    *demand.CARRIED,
    serving.NO_FLEET,
    money.CURRENT_SPEND,
    money.CURRENT_SERVICE,
    money.BILLED_AS_USED,
    money.PEOPLE,
    money.ONE_OFF,
    money.AROUND_THE_SERVICE,
    *money.TOTALS,
    api.NO_RETIREMENT,
    promises.SERVICE_STATED,
    promises.NO_RATE_LIMITS,
    promises.VERDICT,
    *checks.CURRENT,
)
HYBRID_SECTIONS = (comparison.PARTS_OF_A_HYBRID, *money.TOTALS, *promises.HYBRID, *checks.HYBRID)


@dataclass(frozen=True)
class Kind:
    """A kind of option: its sections, and every fact about it that the rest of the program asks for."""

    name: str
    """Its name in a scenario, as `kind:`."""
    sections: tuple[Section, ...]
    settings: str
    """Section of a scenario with the assumptions that all options of the kind share."""
    settings_title: str = ""
    """Heading of those assumptions on the Inputs sheet."""
    whose: str = ""
    """Adjective for the options that share them; empty where only one sheet shows them."""
    more_settings: str = ""
    """A second section of a scenario, which only this kind reads."""
    more_settings_title: str = ""
    chosen_by: str = ""
    """Key of the input that names the offer it uses: an instance, a price, today's spend."""
    verb: str = ""
    """The advice to take it, where that is more than to serve from it."""
    buys: bool = False
    """True where it chooses among the catalogue's servers, which are paid for when they are bought."""
    has_parts: bool = False
    """True where other options, its parts, make it up."""
    is_todays: bool = False
    """True for what the client has now: its parts are unknown, and nothing need be ordered for it."""
    own_model: bool = False
    """True where a provider's model answers: equal quality is for the client to test."""
    run_by_provider: bool = False
    """True where nobody on the client's side runs machines for it."""
    choices: tuple[str, ...] = ()
    """Keys of an option that list what a search may choose from, where its own keys say `auto`."""


_KINDS = (
    Kind(
        "cloud",
        CLOUD_SECTIONS,
        settings="self_hosted",
        settings_title="Self-hosted options: shared assumptions",
        whose="self-hosted",
        chosen_by="instance",
        choices=("clouds", "families", "instances", "precisions", "plans"),
    ),
    Kind(
        "owned",
        OWNED_SECTIONS,
        settings="self_hosted",
        settings_title="Self-hosted options: shared assumptions",
        whose="self-hosted",
        more_settings="owned",
        more_settings_title="Owned hardware: shared assumptions",
        chosen_by="instance",
        verb="Buy servers",
        buys=True,
        choices=("families", "instances", "precisions"),
    ),
    Kind(
        "api",
        API_SECTIONS,
        settings="api",
        settings_title="API options: shared assumptions",
        whose="API",
        chosen_by="price",
        own_model=True,
        run_by_provider=True,
        choices=("providers", "models", "prices"),
    ),
    Kind(
        "current",
        CURRENT_SECTIONS,
        settings="current",
        settings_title="Current service: shared assumptions",
        chosen_by="current_spend",
        is_todays=True,
        run_by_provider=True,
    ),
    Kind("hybrid", HYBRID_SECTIONS, settings="hybrid", verb="Split the requests", has_parts=True),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Every kind of option, by the name that a scenario gives it."""
WHOSE: Mapping[str, str] = {kind.settings: kind.whose for kind in _KINDS if kind.whose}
"""Adjective for the options that share the assumptions of a section of the scenario, by that section."""

ROOMS: tuple[ModuleType, ...] = (constants, demand, serving, cloud, owned, api, money, promises, comparison, checks)
"""Rooms in whose files the inputs of the model are declared."""

TABLES = (
    "accelerators", "engines", "bands", "interconnects", "precisions", "precision_support", "models",
    "instance_types", "sites", "offers", "plans", "servers", "data_centres", "depreciation_methods", "support_bands",
    "api_prices", "statuses", "supports", "batchings", "kv_allocations", "regimes", "drivers", "reasons", "cases", "profiles",
    "working_weeks",
)  # fmt: skip
"""Catalogue tables that a line may name as a parameter."""


def _modules() -> Iterator[ModuleType]:
    """Yield every file of the model in which an input may be declared, in the order in which a kind reads their lines."""
    found = {str(module.__file__): module for room in ROOMS for module in (room, *_files(room))}
    sections = (*demand.FOR_ALL_OPTIONS, comparison.COMPARISON, *(section for kind in KINDS.values() for section in kind.sections))
    written_in = dict.fromkeys(item.file for section in sections for item in section.lines)
    yield from (found.pop(file) for file in written_in)
    yield from found.values()


def _files(room: ModuleType) -> Iterator[ModuleType]:
    """Yield the files of a room."""
    for found in pkgutil.iter_modules(getattr(room, "__path__", ()), f"{room.__name__}."):
        yield import_module(found.name)


@cache
def inputs() -> Mapping[str, Input]:
    """Every input that any file of the model declares, by key."""
    return {key: item for module in _modules() for key, item in inputs_of(module).items()}


@cache
def _readable() -> dict[str, Input]:
    """Every input, and the clocks: all that a line may need besides tables and the lines above it."""
    return {**inputs(), **CLOCKS}


@cache
def demand_model() -> Model:
    """Demand, computed once for all options."""
    return build("Demand", demand.FOR_ALL_OPTIONS, _readable(), TABLES)


@cache
def option_model(kind: str) -> Model:
    """The lines of one kind of option, on top of demand."""
    found = KINDS[kind]
    gathered = PART_LINES if found.has_parts else ()
    totals = found.sections.index(money.FINANCE) + 1

    def built(*sections: Section) -> Model:
        return build(kind, sections, _readable(), TABLES, (demand_model(),), gathered=gathered)

    above = built(*found.sections[:totals])
    classes = money.of_parts(above) if found.has_parts else money.by_class(above)
    return built(*found.sections[:totals], classes, *found.sections[totals:])


@cache
def comparison_model() -> Model:
    """All options next to each other: what it gathers are lines that every kind has.

    Its inputs include those of the simulation, which no line reads.
    """
    sections = (comparison.COMPARISON, comparison.BRIDGE)
    model = build("Comparison", sections, _readable(), TABLES, (demand_model(),), gathered=GATHERED)
    return replace(model, inputs={**model.inputs, **inputs_of(odds)})


@cache
def run_rate_model() -> Model:
    """All options next to each other in one month; its inputs include those of the sheets, which no line reads."""
    below = (demand_model(), comparison_model())
    found = build("Run rate", comparison.OF_A_MONTH, _readable(), TABLES, below, gathered=RUN_RATE)
    return replace(found, inputs={**found.inputs, **inputs_of(run_rate)})


@cache
def checks_model() -> Model:
    """Every check of the book, down to the master check; its inputs include the one of its warnings, which no line reads."""
    below = (demand_model(), comparison_model())
    found = build("Checks", (checks.CHECKS_OF_THE_BOOK,), _readable(), TABLES, below, gathered=CHECKED)
    return replace(found, inputs={**found.inputs, **inputs_of(book)})
