"""Tax by site: the mean rate of the regions that a site serves."""

from tco.line import line
from tco.vocabulary import ratio, total_where


@line("Tax of a site's regions, weighted by their requests", "share")
def site_tax_weight(tax_weight, served_from, site):
    """Over the regions that the site serves."""
    return total_where(tax_weight, served_from, site, over="region")


@line("Requests of a site, share", "share")
def site_request_share(region_weight, served_from, site):
    """Over the regions that the site serves."""
    return total_where(region_weight, served_from, site, over="region")


@line("Tax rate of a site", "share")
def site_tax_rate(site_tax_weight, site_request_share):
    """The mean of the regions that it serves, by requests."""
    return ratio(site_tax_weight, site_request_share)
