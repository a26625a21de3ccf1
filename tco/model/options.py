"""Kinds of option, the sections of lines that each is composed of, and the models that stand before and after them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from types import ModuleType

from tco.language.line import Input, Model, Section, build, inputs_of
from tco.model import api, checks, cloud, comparison, constants, demand, money, owned, promises, serving
from tco.model.comparison.gathered import CHECKED, GATHERED, PART_LINES, RUN_RATE
from tco.model.demand.timeline import CLOCKS

TABLES = (
    "accelerators",
    "engines",
    "bands",
    "interconnects",
    "precisions",
    "precision_support",
    "models",
    "instance_types",
    "sites",
    "offers",
    "plans",
    "servers",
    "data_centres",
    "depreciation_methods",
    "support_bands",
    "api_prices",
    "statuses",
    "supports",
    "batchings",
    "kv_allocations",
    "regimes",
    "drivers",
    "reasons",
    "cases",
    "profiles",
)
"""Catalogue tables that a line may name as a parameter."""

ROOMS: tuple[ModuleType, ...] = (constants, demand, serving, cloud, owned, api, money, promises, comparison, checks)
"""Where the inputs of the model are declared."""


@dataclass(frozen=True)
class Kind:
    """A kind of option: what it is composed of, and all that the rest of the program asks about it."""

    name: str
    """As `kind:` in a scenario."""
    sections: tuple[Section, ...]
    """Its lines, from the demand that it carries to its own checks."""
    settings: str
    """The section of a scenario that holds the shared assumptions of its kind."""
    settings_title: str
    """The heading of those assumptions on the Inputs sheet."""
    whose: str
    """Which options those assumptions are of, as a reader says it; empty where only one sheet shows them."""
    verb: str = ""
    """What a recommendation of it asks for, where that is more than to serve from it."""
    chosen_by: str = ""
    """Key of the input that chooses what it stands on: an instance, a price, today's spend."""
    more_settings: str = ""
    """A second section of a scenario that only this kind reads."""
    more_settings_title: str = ""
    buys: bool = False
    """It chooses among the catalogue's servers, which are paid for when they are bought."""
    has_parts: bool = False
    """Other options, its parts, make it up."""
    is_todays: bool = False
    """What the client has now: its parts are unknown, and nothing need be ordered for it."""
    own_model: bool = False
    """A provider's model answers: equal quality is for the client to test."""
    run_by_provider: bool = False
    """Nobody at the client's runs machines for it."""


SELF_HOSTED = (*demand.CARRIED, *serving.REPLICA, *serving.CHOICE_OF_BATCH, *serving.WHOLE_FLEET)
"""From the load to a fleet, whoever it belongs to."""

_KINDS = (
    Kind(
        "cloud",
        (
            *SELF_HOSTED,
            cloud.AUTOSCALING,
            *serving.WAIT_AND_AVAILABILITY,
            *cloud.BILL,
            *money.TAX_BY_SITE,
            *cloud.BESIDE_THE_BILL,
            *money.BESIDE_AND_TOTALS,
            money.COST_OF_USERS,
            *promises.SELF_HOSTED,
            *checks.CLOUD,
        ),
        chosen_by="instance",
        settings="self_hosted",
        settings_title="Self-hosted options: shared assumptions",
        whose="self-hosted",
    ),
    Kind(
        "owned",
        (
            *SELF_HOSTED,
            owned.ALWAYS_ON,
            *serving.WAIT_AND_AVAILABILITY,
            *money.TAX_BY_SITE,
            *owned.SERVERS,
            *money.BESIDE_AND_TOTALS,
            money.COST_OF_USERS,
            *promises.SELF_HOSTED,
            *checks.OWNED,
        ),
        chosen_by="instance",
        settings="self_hosted",
        settings_title="Self-hosted options: shared assumptions",
        whose="self-hosted",
        verb="Buy servers",
        more_settings="owned",
        more_settings_title="Owned hardware: shared assumptions",
        buys=True,
    ),
    Kind(
        "api",
        (
            *demand.CARRIED,
            *api.BILL,
            *money.TAX_ON_CHARGES,
            money.BILLED_AS_USED,
            *money.BESIDE_AND_TOTALS,
            promises.SERVICE_STATED,
            *api.TERMS,
            promises.VERDICT,
            *checks.API,
        ),
        chosen_by="price",
        settings="api",
        settings_title="API options: shared assumptions",
        whose="API",
        own_model=True,
        run_by_provider=True,
    ),
    Kind(
        "current",
        (
            *demand.CARRIED,
            money.CURRENT_SPEND,
            money.CURRENT_SERVICE,
            money.BILLED_AS_USED,
            money.PEOPLE,
            money.AROUND_THE_SERVICE,
            *money.TOTALS,
            promises.SERVICE_STATED,
            promises.NO_RATE_LIMITS,
            promises.VERDICT,
            *checks.CURRENT,
        ),
        chosen_by="current_spend",
        settings="current",
        settings_title="Current service: shared assumptions",
        whose="",
        is_todays=True,
        run_by_provider=True,
    ),
    Kind(
        "hybrid",
        (comparison.PARTS_OF_A_HYBRID, *money.TOTALS, *promises.HYBRID, *checks.HYBRID),
        settings="hybrid",
        settings_title="",
        whose="",
        verb="Split the requests",
        has_parts=True,
    ),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Every kind of option, by the name that a scenario gives it."""
HYBRID = KINDS["hybrid"]
WHOSE: Mapping[str, str] = {kind.settings: kind.whose for kind in _KINDS if kind.whose}
"""Which options the assumptions of a section of the scenario are of, as a reader says it."""


def _modules() -> Iterator[ModuleType]:
    """Every file of the model in which an input may be declared, room by room."""
    for room in ROOMS:
        yield room
        for found in pkgutil.iter_modules(getattr(room, "__path__", ()), f"{room.__name__}."):
            yield import_module(found.name)


@cache
def inputs() -> Mapping[str, Input]:
    """Every input that any file of the model declares, by key."""
    return {key: item for module in _modules() for key, item in inputs_of(module).items()}


@cache
def _readable() -> dict[str, Input]:
    return {**inputs(), **CLOCKS}


@cache
def demand_model() -> Model:
    """Demand, computed once for all options."""
    return build("Demand", demand.FOR_ALL_OPTIONS, _readable(), TABLES)


@cache
def option_model(kind: str) -> Model:
    """The lines of one kind of option, on top of demand."""
    found = KINDS[kind]
    return build(kind, found.sections, _readable(), TABLES, (demand_model(),), gathered=PART_LINES if found.has_parts else ())


@cache
def comparison_model() -> Model:
    """All options side by side: its inputs are lines that every kind has."""
    sections = (comparison.COMPARISON, comparison.BRIDGE, promises.PRICE_OF_PROMISES)
    return build("Comparison", sections, _readable(), TABLES, (demand_model(),), gathered=GATHERED)


@cache
def run_rate_model() -> Model:
    """All options side by side in one month; its inputs hold those of the sheets too, which no line reads."""
    below = (demand_model(), comparison_model())
    found = build("Run rate", comparison.OF_A_MONTH, _readable(), TABLES, below, gathered=RUN_RATE)
    return replace(found, inputs={**found.inputs, **inputs_of(import_module("tco.model.comparison.run_rate"))})


@cache
def checks_model() -> Model:
    """Every check of the book, down to the master check; its inputs hold that of its warnings too, which no line reads."""
    below = (demand_model(), comparison_model())
    found = build("Checks", (checks.CHECKS_OF_THE_BOOK,), _readable(), TABLES, below, gathered=CHECKED)
    return replace(found, inputs={**found.inputs, **inputs_of(import_module("tco.model.checks.book"))})
