"""Checks of a fleet of machines, whoever they belong to: it serves what is asked for, and carries every site's peak."""

from tco.language.line import Section
from tco.language.vocabulary import least, ratio, total
from tco.model.checks.rules import agree

CHECKS_FLEET = Section("Checks of this fleet")


@CHECKS_FLEET.line("Hours of a region's load", "1")
def region_day(own_level):
    """Added up over the day by the region's own clock, whatever that is."""
    return total(own_level, over="hour")


@CHECKS_FLEET.line("Peaks that a site's hours add up to", "request/s")
def site_served_peak(site_peak_load, site_day, site_together, region_day):
    """The regions' own peaks, from what the site is asked for over its whole day; clocks move load and lose none."""
    return site_peak_load * ratio(site_day, site_together * region_day)


@CHECKS_FLEET.line("Peak load of all sites", "request/s")
def served_peak(site_served_peak):
    """What the sites are asked for, each region's peak by itself."""
    return total(site_served_peak, over="site")


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
