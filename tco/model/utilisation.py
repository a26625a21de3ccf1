"""Utilisation: how much of the capacity that is paid for does work, over all sites and months."""

from tco.line import line
from tco.vocabulary import greatest, ratio, total


@line("Peak utilisation of the month", "share")
def month_peak_use(peak_utilisation):
    """The busiest site at its peak."""
    return greatest(peak_utilisation, over="site")


@line("Highest utilisation", "share")
def highest_utilisation(month_peak_use):
    """The busiest site of the busiest month at its peak."""
    return greatest(month_peak_use, over="month")


@line("Average load of all sites", "request/s")
def all_load(site_average_load):
    """Of the month."""
    return total(site_average_load, over="site")


@line("Capacity of all sites", "request/s")
def all_capacity(site_capacity):
    """Of the month."""
    return total(site_capacity, over="site")


@line("Load of all months", "request/s")
def load_sum(all_load):
    """Added up month by month, to be set against the capacity of the same months."""
    return total(all_load, over="month")


@line("Capacity of all months", "request/s")
def capacity_sum(all_capacity):
    """Added up month by month."""
    return total(all_capacity, over="month")


@line("Mean utilisation", "share")
def mean_utilisation(load_sum, capacity_sum):
    """Average load against the capacity that is paid for, over all sites and months."""
    return ratio(load_sum, capacity_sum)
