"""Checks of this option: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import total


@line("Hardware of all sites", "money/month")
def all_hardware(hardware_cost):
    """Servers as they are used up, over all sites."""
    return total(hardware_cost, over="site")


@line("Hosting of all sites", "money/month")
def all_hosting(site_hosting):
    """Electricity, space and lines over all sites."""
    return total(site_hosting, over="site")


@line("Care of all sites", "money/month")
def all_care(site_care):
    """Maintenance, insurance and disposal over all sites."""
    return total(site_care, over="site")


@line("Software licences of all sites", "money/month")
def all_gpu_software(gpu_software):
    """Licences over all sites."""
    return total(gpu_software, over="site")


@line("Tax of all sites", "money/month")
def all_site_tax(site_tax):
    """Tax over all sites."""
    return total(site_tax, over="site")


@line("Components of the servers", "money/month")
def server_components(all_hardware, all_hosting, all_care, all_gpu_software, all_site_tax):
    """What the servers cost, added up by kind instead of by site."""
    return all_hardware + all_hosting + all_care + all_gpu_software + all_site_tax


@line("Components of the month", "money/month")
def components(server_components, own_components, around_components):
    """Every component of the month."""
    return server_components + own_components + around_components
