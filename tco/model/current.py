"""Current service: what the client pays today, carried on, as an option beside the others."""

from tco.line import line
from tco.lookup import entry
from tco.vocabulary import greatest, holds, total


@line("Service cost", "money/month", category="Current spend")
def service_cost(month_spend, live):
    """The client's own figure: everything paid for the service today."""
    return month_spend * live


@line("Upkeep and support", "money/month")
def upkeep_cost(service_cost):
    """Nothing is known of the parts of today's spend."""
    return 0 * service_cost


@line("Service at list price", "money/month")
def service_list_cost(service_cost):
    """Nothing is known of discounts inside today's spend."""
    return 1 * service_cost


@line("Remaining commitment", "money")
def remaining_commitment(service_cost):
    """None is stated."""
    return 0 * total(service_cost, over="month")


@line("Cost beside the provider's bill", "money/month")
def provider_extras(service_cost):
    """Nothing: today's spend is everything paid."""
    return 0 * service_cost


@line("Largest month of the current spend", "money/month")
def largest_spend(month_spend):
    """0 where the scenario does not state it."""
    return greatest(month_spend, over="month")


@line("Possible", "yes = 1")
def possible(largest_spend):
    """1 where the current spend is stated."""
    return holds(largest_spend > 0)


@line("Spend is not stated", "yes = 1")
def unstated(possible):
    """1 where nobody has said what is paid today."""
    return 1 - possible


@line("Why it is not possible", "text")
def reason(reasons, unstated):
    """The one obstacle, the fifth of the list: nobody has stated the spend."""
    return entry(reasons, "name", 1 + 2 * unstated + 2 * unstated)
