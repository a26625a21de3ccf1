"""Timeline: the months of the plan, and which of them count."""

from tco.line import Input, line
from tco.vocabulary import holds

horizon = Input("Horizon", "month", "months", "Months that count; later columns are zero.", 12, whole=True, minimum=1, source="Scenario")


@line("In horizon", "yes = 1")
def in_horizon(month_number, horizon):
    """1 in the months that count."""
    return holds(month_number <= horizon)
