"""Checks of this option: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import holds, largest, least, total


@line("Peak load of all regions", "request/s")
def demanded_peak(used_peak_load):
    """What the regions ask for."""
    return total(used_peak_load, over="region")


@line("Peak load of all sites", "request/s")
def served_peak(site_peak_load):
    """What the sites are asked for."""
    return total(site_peak_load, over="site")


@line("Served as demanded", "yes = 1")
def month_served(demanded_peak, served_peak, check_tolerance):
    """1 in months where both are the same."""
    return holds(largest(demanded_peak - served_peak, served_peak - demanded_peak) <= check_tolerance * demanded_peak)


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


@line("Compute of all sites", "money/month")
def all_compute(compute):
    """Production compute over all sites."""
    return total(compute, over="site")


@line("Committed compute of all sites", "money/month")
def all_committed(committed_compute):
    """Tranches of commitment over all sites."""
    return total(committed_compute, over="site")


@line("Non-production compute of all sites", "money/month")
def all_non_production(non_production_compute):
    """Other environments over all sites."""
    return total(non_production_compute, over="site")


@line("Storage of all sites", "money/month")
def all_storage(storage):
    """Volumes over all sites."""
    return total(storage, over="site")


@line("Egress of all sites", "money/month")
def all_egress(egress):
    """Traffic over all sites."""
    return total(egress, over="site")


@line("Support of all sites", "money/month")
def all_support(support):
    """Support over all sites."""
    return total(support, over="site")


@line("Production compute of all sites", "money/month")
def all_production(all_compute, all_committed):
    """Under the option's plan and by its commitments."""
    return all_compute + all_committed


@line("Components of the month", "money/month")
def components(all_production, all_non_production, all_storage, all_egress, all_support, people, one_off):
    """Every component, added up by kind instead of by site."""
    return all_production + all_non_production + all_storage + all_egress + all_support + people + one_off


@line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@line("Components give the total", "yes = 1")
def components_agree(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return holds(largest(components_total - tco, tco - components_total) <= check_tolerance * tco)
