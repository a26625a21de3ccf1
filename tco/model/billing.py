"""Billing: when the service is paid, where every month's cost is paid in that month."""

from tco.line import line
from tco.vocabulary import total


@line("Service payments", "money/month")
def service_cash(service_cost):
    """Billed month by month, as it is used."""
    return 1 * service_cost


@line("Assets at the horizon's end", "money")
def closing_assets(service_cash):
    """Nothing is paid ahead and nothing is owned."""
    return 0 * total(service_cash, over="month")
