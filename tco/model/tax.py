"""Indirect tax: what cannot be recovered on a provider's charges, by the region that is served."""

from tco.line import Input, line
from tco.vocabulary import ratio, total

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


@line("Part of a region in the requests", "share")
def region_weight(region_share, option_share):
    """Of all requests: what the option takes on of them."""
    return region_share * option_share


@line("Part of all regions in the requests", "share")
def all_regions_weight(region_weight):
    """1 for an option that takes on everything."""
    return total(region_weight, over="region")


@line("Tax of a region, weighted by its requests", "share")
def tax_weight(region_weight, indirect_tax):
    """Its part of the mean."""
    return region_weight * indirect_tax


@line("Mean tax", "share")
def mean_tax(tax_weight, all_regions_weight):
    """Over all regions by requests: on what is charged for all of them at once."""
    return ratio(total(tax_weight, over="region"), all_regions_weight)
