"""Use: what of the demand an option serves, from the month in which it goes live."""

from tco.line import Input, line
from tco.vocabulary import holds, smallest

go_live_month = Input(
    "Goes live in month",
    "month",
    "options.*.go_live_month",
    "The option's traffic and cost begin then; before it, it serves nothing.",
    1,
    minimum=1,
    maximum=120,
    whole=True,
    source="Documented default",
)


@line("First month of the option's traffic", "month")
def first_live_month(go_live_month, horizon):
    """Never after the plan's last month."""
    return smallest(go_live_month, horizon)


@line("Option is live", "yes = 1")
def live(in_horizon, month_number, first_live_month):
    """1 from the month in which it goes live to the end of the horizon."""
    return in_horizon * holds(month_number >= first_live_month)
