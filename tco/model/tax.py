"""Indirect tax: what cannot be recovered on a provider's charges, by the region that is served."""

from tco.line import Input, line
from tco.vocabulary import total_product

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


@line("Tax of a region, weighted by its requests", "share")
def tax_weight(region_share, indirect_tax):
    """Its part of the mean."""
    return region_share * indirect_tax


@line("Mean tax", "share")
def mean_tax(region_share, indirect_tax):
    """Over all regions by requests: on what is charged for all of them at once."""
    return total_product(region_share, indirect_tax, over="region")
