"""Current spend: the client's cost of today, by month, and that cost as an option."""

from tco.language.line import Input, Section
from tco.language.lookup import entry
from tco.language.vocabulary import compound, greatest, holds

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


CURRENT_SPEND = Section("Current spend")
"""Today's spend by month; another option pays it too for as long as both services run."""


@CURRENT_SPEND.line("Growth of the current spend since the first month", "1")
def spend_factor(current_growth, month_number, period, months_per_year):
    """The month's spend against the first month's."""
    return compound(current_growth, (month_number - period) / months_per_year)


@CURRENT_SPEND.line("Current spend of the month", "money/month")
def month_spend(current_spend, spend_factor, in_horizon):
    """What would be paid if nothing changed."""
    return current_spend * spend_factor * in_horizon


CURRENT_SERVICE = Section("Current service")
"""Today's service, carried on, as an option beside the others."""


@CURRENT_SERVICE.line("Service cost", "money/month", category="Current spend")
def service_cost(month_spend, live):
    """The client's own figure: everything paid for the service today."""
    return month_spend * live


@CURRENT_SERVICE.line("Service at list price", "money/month")
def service_list_cost(service_cost):
    """Nothing is known of discounts inside today's spend."""
    return 1 * service_cost


@CURRENT_SERVICE.line("Still to pay after the month", "money")
def payable_after(service_cost, period):
    """No commitment of today's is stated."""
    return 0 * service_cost * period


@CURRENT_SERVICE.line("Paid and not used after the month", "money")
def unused_after(payable_after):
    """Nothing is stated as paid ahead."""
    return 0 * payable_after


@CURRENT_SERVICE.line("Cost beside the provider's bill", "money/month")
def provider_extras(service_cost):
    """Nothing: today's spend is everything paid."""
    return 0 * service_cost


@CURRENT_SERVICE.line("Largest month of the current spend", "money/month")
def largest_spend(month_spend):
    """0 where the scenario does not state it."""
    return greatest(month_spend, over="month")


@CURRENT_SERVICE.line("Possible", "yes = 1")
def possible(largest_spend):
    """1 where the current spend is stated."""
    return holds(largest_spend > 0)


@CURRENT_SERVICE.line("Spend is not stated", "yes = 1")
def unstated(possible):
    """1 where nobody has said what is paid today."""
    return 1 - possible


@CURRENT_SERVICE.line("Why it is not possible", "text")
def reason(reasons, unstated):
    """The one obstacle, the fifth of the list: nobody has stated the spend."""
    return entry(reasons, "name", 1 + 2 * unstated + 2 * unstated)
