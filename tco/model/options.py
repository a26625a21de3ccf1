"""Which rooms make which kind of option, and the models that stand before and after them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import ModuleType

from tco.line import Input, Model, build, inputs_of
from tco.model import (
    always_on,
    api,
    api_limits,
    api_possible,
    api_tariff,
    api_tax,
    around,
    autoscaling,
    availability,
    band,
    batching,
    billing,
    bridge,
    checks,
    checks_api,
    checks_around,
    checks_assets,
    checks_billing,
    checks_commitments,
    checks_current,
    checks_fleet,
    checks_hybrid,
    checks_owned,
    checks_self_hosted,
    checks_total,
    checks_views,
    cloud,
    commitment,
    comparison,
    constants,
    currencies,
    current,
    current_spend,
    demand,
    experts_read,
    finance,
    fiscal,
    fleet,
    hardware,
    hourly,
    hybrid,
    load_slice,
    memory,
    operating_point,
    outcome,
    owned,
    owned_around,
    owned_running,
    owned_site,
    owned_value,
    people,
    prices,
    profile,
    promise_prices,
    promised_batch,
    queue,
    residency,
    retirement,
    roofline,
    run_rate,
    service_hybrid,
    service_self_hosted,
    service_stated,
    site_tax,
    speed,
    speed_range,
    support,
    surroundings,
    sweet_spot,
    tax,
    tensor_parallel,
    timeline,
    tokens,
    tornado,
    traffic,
    tranches,
    unlimited,
    usage,
    users,
    users_cost,
    users_rent,
    utilisation,
    verdict,
    wait_allowed,
)
from tco.model.clocks import CLOCKS
from tco.model.gathered import CHECKED, GATHERED, PART_LINES, RUN_RATE

HYBRID = "hybrid"
"""The kind of option that other options, its parts, make up."""

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

DEMAND = (timeline, demand, profile, fiscal)
CARRIED = (usage, load_slice, traffic, tokens)
"""What an option takes on of the demand, and when."""

SELF_HOSTED = (
    *CARRIED,
    hardware,
    support,
    batching,
    band,
    memory,
    tensor_parallel,
    speed,
    experts_read,
    wait_allowed,
    promised_batch,
    operating_point,
    sweet_spot,
    roofline,
    fleet,
    speed_range,
    utilisation,
    users,
    hourly,
)
"""From hardware to a fleet, whoever it belongs to."""

MONEY = (people, current_spend, around, finance, outcome)
"""From the service's cost to the totals that decide."""

KINDS: dict[str, tuple[ModuleType, ...]] = {
    "cloud": (
        *SELF_HOSTED,
        autoscaling,
        queue,
        availability,
        prices,
        tranches,
        cloud,
        users_rent,
        tax,
        site_tax,
        surroundings,
        commitment,
        *MONEY,
        users_cost,
        service_self_hosted,
        unlimited,
        verdict,
        checks_fleet,
        checks_around,
        checks_self_hosted,
        checks_total,
        checks_views,
        checks_commitments,
    ),
    "owned": (
        *SELF_HOSTED,
        always_on,
        queue,
        availability,
        tax,
        site_tax,
        owned,
        owned_value,
        owned_site,
        owned_running,
        owned_around,
        *MONEY,
        users_cost,
        service_self_hosted,
        unlimited,
        verdict,
        checks_fleet,
        checks_around,
        checks_owned,
        checks_total,
        checks_assets,
    ),
    "api": (
        *CARRIED,
        api_tariff,
        api,
        tax,
        api_tax,
        billing,
        *MONEY,
        service_stated,
        api_possible,
        retirement,
        api_limits,
        verdict,
        checks_around,
        checks_api,
        checks_total,
        checks_views,
        checks_billing,
    ),
    "current": (
        *CARRIED,
        current_spend,
        current,
        billing,
        people,
        around,
        finance,
        outcome,
        service_stated,
        unlimited,
        verdict,
        checks_around,
        checks_current,
        checks_total,
        checks_views,
        checks_billing,
    ),
    "hybrid": (hybrid, finance, outcome, service_hybrid, verdict, checks_hybrid),
}
SETTINGS = {"cloud": "self_hosted", "owned": "self_hosted", "api": "api", "current": "current", "hybrid": "hybrid"}
"""The section of a scenario in which the shared assumptions of each kind stand."""


def inputs() -> dict[str, Input]:
    """Every input that any room declares, by key."""
    of_all = (constants, *DEMAND, residency, comparison, promise_prices, run_rate, checks)
    rooms = (*of_all, *(module for modules in KINDS.values() for module in modules), currencies)
    return {key: item for module in dict.fromkeys(rooms) for key, item in inputs_of(module).items()}


@cache
def demand_model() -> Model:
    """Demand, computed once for all options."""
    return build("Demand", DEMAND, inputs() | CLOCKS, TABLES)


@cache
def option_model(kind: str) -> Model:
    """The lines of one kind of option, on top of demand."""
    return build(kind, KINDS[kind], inputs() | CLOCKS, TABLES, (demand_model(),), gathered=PART_LINES if kind == HYBRID else ())


@cache
def comparison_model() -> Model:
    """All options side by side: its inputs are lines that every kind has."""
    return build("Comparison", (comparison, bridge, promise_prices), inputs() | CLOCKS, TABLES, (demand_model(),), gathered=GATHERED)


@cache
def run_rate_model() -> Model:
    """All options side by side in one month; its inputs hold those of the sheets too, which no line reads."""
    found = build("Run rate", (run_rate, tornado), inputs() | CLOCKS, TABLES, (demand_model(), comparison_model()), gathered=RUN_RATE)
    return replace(found, inputs={**found.inputs, **inputs_of(run_rate)})


@cache
def checks_model() -> Model:
    """Every check of the book, down to the master check; its inputs hold that of its warnings too, which no line reads."""
    found = build("Checks", (checks,), inputs() | CLOCKS, TABLES, (demand_model(), comparison_model()), gathered=CHECKED)
    return replace(found, inputs={**found.inputs, **inputs_of(checks)})
