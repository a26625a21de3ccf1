"""Checks of this fleet: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import holds, largest, least, total


@line("Peak load of all sites", "request/s")
def served_peak(site_peak_load):
    """What the sites are asked for."""
    return total(site_peak_load, over="site")


@line("Served as demanded", "yes = 1")
def month_served(all_carried_peak, served_peak, check_tolerance):
    """1 in months where both are the same."""
    return holds(largest(all_carried_peak - served_peak, served_peak - all_carried_peak) <= check_tolerance * all_carried_peak)


@line("Served in full", "yes = 1")
def served_in_full(month_served):
    """1 where every month is."""
    return least(month_served, over="month")


@line("Peak carried by the weakest site", "yes = 1")
def month_carried(carries_peak):
    """1 in months where every site carries its peak."""
    return least(carries_peak, over="site")


@line("Peaks carried", "yes = 1")
def peaks_carried(month_carried):
    """1 where every month is."""
    return least(month_carried, over="month")
