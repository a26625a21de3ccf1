"""Gathered lines: keys that the comparison, the checks and a hybrid read from several options at once."""

from tco.model.money.cost_categories import COST_CLASSES

PART_LINES = tuple(
    f"part_{key}"
    for key in (
        *(f"{key}_cost" for key in COST_CLASSES),
        "tco",
        "service_cost",
        "service_cash",
        "service_list_cost",
        "people",
        "one_off",
        "around",
        "once",
        "payable_after",
        "unused_after",
        "opening_assets",
        "closing_assets",
        "option_share",
        "option_peak",
        "all_taken_requests",
        "taken_input",
        "taken_output",
        "served_tokens",
        "load_sum",
        "capacity_sum",
        "highest_utilisation",
        "horizon_requests",
        "months_retired",
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
    *(f"{key}_total" for key in COST_CLASSES),
    "tco",
    "tco_per_month",
    "list_cost_per_month",
    "cash_total",
    "npv",
    "usage_price",
    "cost_per_thousand_requests",
    "cost_per_million_output_tokens",
    "cost_per_million_tokens",
    "mean_utilisation",
    "highest_utilisation",
    "remaining_commitment",
    "largest_outstanding",
    "largest_month",
    "closing_assets",
    "contingency_amount",
    "tco_with_contingency",
    "run_rate_year_two",
    "months_retired",
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
    "payable_after",
    "unused_after",
    "outstanding",
)
"""Lines of every option that the comparison shows."""
