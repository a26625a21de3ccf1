"""Checks of today's service: a spend is stated for every month, and with the other components it gives the total."""

from tco.language.line import Section
from tco.language.vocabulary import holds, least

CHECKS_CURRENT = Section("Checks of this option")


@CHECKS_CURRENT.line("Spend of the month is stated", "yes = 1")
def month_stated(month_spend):
    """1 in months with a spend: a gap in a list by month would look like a free month."""
    return holds(month_spend > 0)


@CHECKS_CURRENT.line("Served in full", "yes = 1")
def served_in_full(month_stated):
    """1 where every month is paid for."""
    return least(month_stated, over="month")


@CHECKS_CURRENT.line("Peaks carried", "yes = 1")
def peaks_carried(possible):
    """1 where there is a service today; what it carries is the client's to know."""
    return 1 * possible


@CHECKS_CURRENT.line("Components of the month", "money/month")
def components(service_cost, own_components, around_components):
    """Every component of the month."""
    return service_cost + own_components + around_components
