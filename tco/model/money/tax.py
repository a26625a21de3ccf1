"""Indirect tax: the part that cannot be recovered of the tax on a provider's charges, by the region that is served."""

from tco.language.line import Input, Section
from tco.language.vocabulary import ratio, total, total_where

indirect_tax = Input(
    "Indirect tax that is not recovered",
    "share",
    "regions.*.indirect_tax",
    "Sales tax, GST or VAT on providers' charges for this region that the client cannot recover.",
    0.0,
    by=("region",),
    maximum=1.0,
    rises=1,
    source="Documented default",
)


INDIRECT_TAX = Section("Indirect tax")
"""The rate of all regions together, weighted by the requests that the option takes on."""


@INDIRECT_TAX.line("Part of a region in the requests", "share")
def region_weight(region_share, option_share):
    """Of all requests: what the option takes on of them."""
    return region_share * option_share


@INDIRECT_TAX.line("Part of all regions in the requests", "share")
def all_regions_weight(region_weight):
    """1 for an option that takes on everything."""
    return total(region_weight, over="region")


@INDIRECT_TAX.line("Tax of a region, weighted by its requests", "share")
def tax_weight(region_weight, indirect_tax):
    """Its part of the mean."""
    return region_weight * indirect_tax


@INDIRECT_TAX.line("Mean tax", "share")
def mean_tax(tax_weight, all_regions_weight):
    """Over all regions by requests: on what is charged for all of them at once."""
    return ratio(total(tax_weight, over="region"), all_regions_weight)


SITE_TAX = Section("Tax by site")
"""The mean rate of the regions that a site serves."""


@SITE_TAX.line("Tax of a site's regions, weighted by their requests", "share")
def site_tax_weight(tax_weight, served_from, site):
    """Over the regions that the site serves."""
    return total_where(tax_weight, served_from, site, over="region")


@SITE_TAX.line("Requests of a site, share", "share")
def site_request_share(region_weight, served_from, site):
    """Over the regions that the site serves."""
    return total_where(region_weight, served_from, site, over="region")


@SITE_TAX.line("Tax rate of a site", "share")
def site_tax_rate(site_tax_weight, site_request_share):
    """The mean of the regions that it serves, by requests."""
    return ratio(site_tax_weight, site_request_share)


BESIDE_THE_API = Section("Beside the API")
"""Costs on top of the provider's own charges."""


@BESIDE_THE_API.line("Tax on a region's charges", "money/month", category="Tax")
def region_tax(region_cost, indirect_tax):
    """Indirect tax that the client cannot recover."""
    return region_cost * indirect_tax


@BESIDE_THE_API.line("Tax on provisioned throughput", "money/month", category="Tax")
def provisioned_tax(provisioned_cost, mean_tax):
    """At the mean tax of all regions."""
    return provisioned_cost * mean_tax


@BESIDE_THE_API.line("Cost beside the provider's bill", "money/month")
def provider_extras(region_tax, provisioned_tax):
    """Everything on top of the provider's own charges."""
    return total(region_tax, over="region") + provisioned_tax
