"""Which rooms make which kind of option, and the models that stand before and after them."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from tco.line import Input, Model, build, inputs_of
from tco.model import (
    api,
    billing,
    checks,
    checks_api,
    checks_fleet,
    checks_hybrid,
    checks_owned,
    checks_self_hosted,
    cloud,
    commitment,
    comparison,
    constants,
    demand,
    finance,
    fleet,
    hardware,
    hybrid,
    memory,
    operating_point,
    owned,
    owned_running,
    owned_value,
    people,
    service_api,
    service_hybrid,
    service_self_hosted,
    speed,
    timeline,
    traffic,
    users,
    users_cost,
    verdict,
)

TABLES = (
    "accelerators",
    "engines",
    "interconnects",
    "precisions",
    "models",
    "instance_types",
    "sites",
    "offers",
    "plans",
    "servers",
    "data_centres",
    "depreciation_methods",
    "api_prices",
    "statuses",
    "drivers",
    "reasons",
    "cases",
)
"""Catalogue tables that a line may name as a parameter."""

CLOCK = Input("Month", "month", "", "Counted from the first month of the plan.", by=("month",), key="month_number")
"""The number of the month: no input that anybody edits, but what every sheet's header row counts."""

DEMAND = (timeline, demand)
KINDS: dict[str, tuple[ModuleType, ...]] = {
    "cloud": (
        traffic,
        hardware,
        memory,
        speed,
        operating_point,
        fleet,
        users,
        cloud,
        commitment,
        billing,
        people,
        finance,
        users_cost,
        service_self_hosted,
        verdict,
        checks_fleet,
        checks_self_hosted,
    ),
    "owned": (
        traffic,
        hardware,
        memory,
        speed,
        operating_point,
        fleet,
        users,
        owned,
        owned_value,
        owned_running,
        people,
        finance,
        users_cost,
        service_self_hosted,
        verdict,
        checks_fleet,
        checks_owned,
    ),
    "api": (traffic, api, billing, people, finance, service_api, verdict, checks_api),
    "hybrid": (hybrid, finance, service_hybrid, verdict, checks_hybrid),
}
SETTINGS = {"cloud": "self_hosted", "owned": "self_hosted", "api": "api", "hybrid": "self_hosted"}
"""The section of a scenario in which the shared assumptions of each kind stand."""


def inputs() -> dict[str, Input]:
    """Every input that any room declares, by key."""
    rooms = (constants, *DEMAND, comparison, checks, *(module for modules in KINDS.values() for module in modules))
    return {key: item for module in dict.fromkeys(rooms) for key, item in inputs_of(module).items()}


@cache
def demand_model() -> Model:
    """Demand, computed once for all options."""
    return build("Demand", DEMAND, inputs() | {CLOCK.key: CLOCK}, TABLES)


@cache
def option_model(kind: str) -> Model:
    """The lines of one kind of option, on top of demand."""
    gathered = PART_LINES if kind == HYBRID else ()
    return build(kind, KINDS[kind], inputs() | {CLOCK.key: CLOCK}, TABLES, (demand_model(),), gathered=gathered)


@cache
def comparison_model() -> Model:
    """All options side by side: its inputs are lines that every kind has."""
    return build("Comparison", (comparison,), inputs() | {CLOCK.key: CLOCK}, TABLES, (demand_model(),), gathered=GATHERED)


@cache
def checks_model() -> Model:
    """Every check of the book, down to the master check."""
    return build("Checks", (checks,), inputs() | {CLOCK.key: CLOCK}, TABLES, (demand_model(), comparison_model()), gathered=CHECKED)


HYBRID = "hybrid"
"""The kind of option that other options, its parts, make up."""

PART_LINES = tuple(
    f"part_{key}"
    for key in (
        "tco",
        "service_cost",
        "service_cash",
        "service_list_cost",
        "people",
        "one_off",
        "edge_cost",
        "remaining_commitment",
        "closing_assets",
        "taken_requests",
        "all_taken_requests",
        "taken_input",
        "taken_output",
        "horizon_requests",
        "possible",
        "service_ttft",
        "service_tpot",
        "service_latency",
        "service_availability",
        "availability_known",
        "residency_known",
        "residency_held",
        "all_free",
        "served_in_full",
        "peaks_carried",
        "components_add_up",
    )
)
"""Lines of its parts that a hybrid reads, under names of their own."""

CHECKED = ("tco", "horizon_requests", "served_in_full", "peaks_carried", "components_add_up")
"""Lines of every option that the checks read."""

GATHERED = (
    "tco",
    "tco_per_month",
    "list_cost_per_month",
    "cash_total",
    "npv",
    "cost_per_million_output_tokens",
    "cost_per_million_tokens",
    "remaining_commitment",
    "closing_assets",
    "possible",
    "reason",
    "eligible",
    "verdict",
    "ttft_status",
    "tpot_status",
    "latency_status",
    "availability_status",
    "residency_status",
    "cost",
)
"""Lines of every option that the comparison shows."""
