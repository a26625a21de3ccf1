"""Timeline: the months of the plan, and which of them count."""

from tco.line import Input, line
from tco.vocabulary import choose, equal, holds, smallest

horizon = Input("Horizon", "month", "months", "Months that count; later columns are zero.", 12, whole=True, minimum=1, source="Scenario")
reference_month = Input(
    "Reference month",
    "month",
    "reference_month",
    "The month whose run rate the sheets Volume and Sensitivity show; 0 takes the plan's last.",
    0,
    whole=True,
    maximum=120,
    source="Documented default: the last month",
)


@line("In horizon", "yes = 1")
def in_horizon(month_number, horizon):
    """1 in the months that count."""
    return holds(month_number <= horizon)


@line("Last month", "yes = 1")
def is_last(month_number, horizon):
    """1 in the month that ends the horizon."""
    return holds(equal(month_number, horizon))


@line("Month of the run rate", "month")
def run_rate_month(reference_month, horizon):
    """The reference month, or the plan's last where none is chosen; never after it."""
    return choose(reference_month > 0, smallest(reference_month, horizon), horizon)
