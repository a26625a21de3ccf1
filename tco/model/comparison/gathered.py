"""Gathered lines: keys that the comparison, the checks and a hybrid read from several options at once."""

PARTS = {
    "capacity": "Machines or tokens",
    "upkeep": "Upkeep and support",
    "people": "People",
    "one_off": "One-off work",
    "edge": "Answers on devices",
    "around": "Around the service",
}
"""Parts of the total cost, with their names: each key begins that of a line over the horizon. They add up to the total."""

PART_LINES = tuple(
    f"part_{key}"
    for key in (
        "tco",
        "service_cost",
        "upkeep_cost",
        "service_cash",
        "service_list_cost",
        "people",
        "one_off",
        "edge_cost",
        "around",
        "once",
        "remaining_commitment",
        "opening_assets",
        "closing_assets",
        "option_share",
        "option_peak",
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
        "limits_promised",
        "limits_known",
        "limits_kept",
        "served_in_full",
        "peaks_carried",
        "components_add_up",
    )
)
"""Lines of its parts that a hybrid reads, under names of their own."""

RUN_RATE = ("recurring", "recurring_per_million_output", "possible", "eligible")
"""Lines of every option that have a meaning in one month alone: the sheets Volume and Sensitivity show them."""

RUN_RATE_DEMAND = ("requests",)
"""Lines of demand on those sheets."""

CHECKED = ("tco", "horizon_requests", "takes_all", "served_in_full", "peaks_carried", "components_add_up")
"""Lines of every option that the checks read."""

GATHERED = (
    *(f"{key}_total" for key in PARTS),
    "tco",
    "tco_per_month",
    "list_cost_per_month",
    "cash_total",
    "npv",
    "cost_per_million_output_tokens",
    "cost_per_million_tokens",
    "remaining_commitment",
    "closing_assets",
    "contingency_amount",
    "tco_with_contingency",
    "run_rate_year_two",
    "possible",
    "reason",
    "eligible",
    "verdict",
    "ttft_status",
    "tpot_status",
    "latency_status",
    "availability_status",
    "residency_status",
    "limits_status",
    "cost",
)
"""Lines of every option that the comparison shows."""
