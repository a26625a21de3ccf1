"""Checks of this option: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import holds, largest, total


@line("Compute of all sites", "money/month")
def all_compute(compute):
    """Production compute over all sites."""
    return total(compute, over="site")


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


@line("Components of the month", "money/month")
def components(all_compute, all_non_production, all_storage, all_egress, all_support, beside):
    """Every component, added up by kind instead of by site."""
    return all_compute + all_non_production + all_storage + all_egress + all_support + beside


@line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@line("Components add up", "yes = 1")
def components_add_up(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return holds(largest(components_total - tco, tco - components_total) <= check_tolerance * tco)
