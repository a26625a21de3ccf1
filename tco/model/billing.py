"""Billing: when the service is paid, where every month's cost is paid in that month."""

from tco.line import line
from tco.vocabulary import total


@line("Service payments", "money/month")
def service_cash(service_cost):
    """Billed month by month, as it is used."""
    return 1 * service_cost


@line("Prepaid before the plan", "money")
def opening_assets(service_cash):
    """Nothing was paid ahead."""
    return 0 * total(service_cash, over="month")


@line("Assets at the horizon's end", "money")
def closing_assets(service_cash):
    """Nothing is paid ahead and nothing is owned."""
    return 0 * total(service_cash, over="month")
