"""The lines that a folded book keeps whatever the plan: totals and answers, and what other sheets, charts and names read by key."""

from __future__ import annotations

from collections.abc import Iterator

from tco.engine.evaluate import Evaluated, Results
from tco.engine.fold_pass import Name, Root
from tco.engine.run_rate import PURCHASE_MONTH
from tco.model.comparison.gathered import RUN_RATE, RUN_RATE_DEMAND
from tco.model.money.cost_categories import COST_CLASSES
from tco.workbook import sheet_columns
from tco.workbook.check_rows import OPTION_WARNINGS, OWN_CHECKS

EMPHASIS = frozenset(
    {
        "tco",
        "cost",
        "cash",
        "site_cost",
        "service_cost",
        "npv",
        "recommended",
        "recommended_tco",
        "recommended_saving",
        "saving",
        "eligible",
        "all_checks",
    }
)
"""Lines that a reader looks for: totals and answers."""
CALIBRATION = "calibration"
"""The line that says in words which measurements support an option's speed."""
LISTS = ("tco", "tco_per_month", "saving", "npv", "cost_per_million_output_tokens")
"""Lines of the comparison that other workbooks can read option by option: `option_tco` beside `option_names`."""
BESIDE_THE_CURVES = (
    "accelerator",
    "tensor_parallel",
    "weight_support",
    "batch",
    "batch_by_memory",
    "batch_for_promises",
    "decode_step",
    "regime",
    "sweet_spot",
    "never_compute_bound",
    "compute_bound_context",
    "critical_context",
    "mid_cache",
    "kv_share",
    "mbu_reached",
    "mfu_reached",
    "operations_per_byte",
    "plain_read",
    "plain_matmul",
    "user_speed",
    "replica_output",
)
"""Lines beside each chart of the Roofline sheet."""
ROOFLINE = ("roofline_bound", "roofline_weights", "roofline_arithmetic", "roofline_cache", "roofline_overhead", "roofline_step")
"""Lines that each chart draws, the whole step last."""
WORKINGS = frozenset(
    {"any_beyond", "fewest_beyond", "hourly_replicas", "carried_average", "site_output_tokens", "hours_above", "degree_that_fits"}
)
"""Lines that some kinds of option read and others do not: steps on the way to a figure, which tell a reader nothing by themselves."""
_OF_DEMAND = (*RUN_RATE_DEMAND, "fiscal_quarter", "fiscal_year")
_OF_OPTIONS = (*RUN_RATE, CALIBRATION, PURCHASE_MONTH, "tco", "npv", "run_rate_year_two")
_UNLESS = dict.fromkeys(OWN_CHECKS, 1.0) | dict.fromkeys(OPTION_WARNINGS, 0.0)
_OF_COMPARISON = (
    *(key for key, _ in sheet_columns.SUMMARY_COLUMNS),
    *(key for key, _, _ in sheet_columns.SUMMARY_CARDS),
    *LISTS,
    "any_eligible",
    "eligible",
    "drawn_tco",
    "cumulative_cost",
    "contingency_amount",
    "tco_with_contingency",
)  # fmt: skip


def expected(results: Results) -> dict[Name, Root]:
    """The roots of the book of these results."""
    found = {("Demand", key): Root() for key in _OF_DEMAND} | {("Demand", "run_rate_month"): Root(in_a_row=False)}
    for name, option in results.options.items():
        found |= {(name, key): Root() for key in (*_OF_OPTIONS, *EMPHASIS, *_roofline(option)) if key in option.model.lines}
        found |= {(name, key): Root(value) for key, value in _UNLESS.items() if key in option.model.lines}
        found |= {(name, line.key): Root(0.0) for line in option.model.lines.values() if line.category}
    comparison = results.comparison
    found |= {("Comparison", key): Root() for key in (*_OF_COMPARISON, *EMPHASIS) if key in comparison.values}
    found |= {("Comparison", f"drawn_{key}"): Root(0.0) for key in COST_CLASSES}
    found["Checks", "all_checks"] = Root()
    return found


def _roofline(option: Evaluated) -> Iterator[str]:
    """Lines of the Roofline sheet."""
    yield from (*BESIDE_THE_CURVES, *ROOFLINE) if ROOFLINE[-1] in option.model.lines else ()
