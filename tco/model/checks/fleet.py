"""Checks of a fleet of machines, whoever they belong to: it serves what is asked for, and carries every site's peak."""

from tco.language.line import Section
from tco.language.vocabulary import least, total
from tco.model.checks.rules import agree

CHECKS_FLEET = Section("Checks of this fleet")


@CHECKS_FLEET.line("Peak load of all sites", "request/s")
def served_peak(site_peak_load):
    """What the sites are asked for."""
    return total(site_peak_load, over="site")


@CHECKS_FLEET.line("Served as demanded", "yes = 1")
def month_served(all_carried_peak, served_peak, check_tolerance):
    """1 in months where both are the same."""
    return agree(all_carried_peak, served_peak, check_tolerance * all_carried_peak)


@CHECKS_FLEET.line("Served in full", "yes = 1")
def served_in_full(month_served):
    """1 where every month is."""
    return least(month_served, over="month")


@CHECKS_FLEET.line("Peak carried by the weakest site", "yes = 1")
def month_carried(carries_peak):
    """1 in months where every site carries its peak."""
    return least(carries_peak, over="site")


@CHECKS_FLEET.line("Peaks carried", "yes = 1")
def peaks_carried(month_carried):
    """1 where every month is."""
    return least(month_carried, over="month")
