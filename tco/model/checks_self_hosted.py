"""Checks of this option: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import total


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


@line("Traffic inside the cloud of all sites", "money/month")
def all_internal_traffic(internal_traffic):
    """Traffic over all sites."""
    return total(internal_traffic, over="site")


@line("Load balancers of all sites", "money/month")
def all_load_balancers(load_balancer):
    """Load balancers over all sites."""
    return total(load_balancer, over="site")


@line("Production compute of all sites", "money/month")
def all_production(all_compute, all_committed):
    """Under the option's plan and by its commitments."""
    return all_compute + all_committed


@line("Software licences of all sites", "money/month")
def all_gpu_software(gpu_software):
    """Licences over all sites."""
    return total(gpu_software, over="site")


@line("Tax of all sites", "money/month")
def all_site_tax(site_tax):
    """Tax over all sites."""
    return total(site_tax, over="site")


@line("Provider's components", "money/month")
def provider_components(all_production, all_non_production, all_storage, all_egress, all_support):
    """The provider's bill and support, added up by kind instead of by site."""
    return all_production + all_non_production + all_storage + all_egress + all_support


@line("Components beside the bill", "money/month")
def beside_components(all_internal_traffic, all_load_balancers, all_gpu_software, all_site_tax, support_by_bands, support_tax):
    """What stands beside the machines, added up by kind instead of by site."""
    return all_internal_traffic + all_load_balancers + all_gpu_software + all_site_tax + support_by_bands + support_tax


@line("Components of the month", "money/month")
def components(provider_components, beside_components, own_components, around_components):
    """Every component of the month."""
    return provider_components + beside_components + own_components + around_components
