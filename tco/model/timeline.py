"""Timeline: the months of the plan, and which of them count."""

from tco.line import Input, line
from tco.vocabulary import equal, holds

horizon = Input("Horizon", "month", "months", "Months that count; later columns are zero.", 12, whole=True, minimum=1, source="Scenario")


@line("In horizon", "yes = 1")
def in_horizon(month_number, horizon):
    """1 in the months that count."""
    return holds(month_number <= horizon)


@line("Last month", "yes = 1")
def is_last(month_number, horizon):
    """1 in the month that ends the horizon."""
    return holds(equal(month_number, horizon))
