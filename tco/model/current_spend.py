"""Current spend: what the client pays today, by month."""

from tco.line import Input, line
from tco.vocabulary import compound

current_spend = Input(
    "Current spend",
    "money/month",
    "finance.current_spend",
    "What the client pays today for the same service, per month: the cost of an option of kind current, and of running in parallel.",
    0.0,
    monthly=True,
    rises=1,
    source="Scenario",
)
current_growth = Input(
    "Growth of the current spend",
    "share/year",
    "finance.current_growth",
    "Change of that spend per year if nothing else is done.",
    0.0,
    minimum=-0.9,
    maximum=10.0,
    rises=1,
    source="Documented default",
)


@line("Growth of the current spend since the first month", "1")
def spend_factor(current_growth, month_number, period, months_per_year):
    """The month's spend against the first month's."""
    return compound(current_growth, (month_number - period) / months_per_year)


@line("Current spend of the month", "money/month")
def month_spend(current_spend, spend_factor, in_horizon):
    """What would be paid if nothing changed."""
    return current_spend * spend_factor * in_horizon
