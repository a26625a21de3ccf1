"""Beside the API: what comes on top of the provider's own charges."""

from tco.line import line
from tco.vocabulary import total


@line("Tax on a region's charges", "money/month", category="Tax")
def region_tax(region_cost, indirect_tax):
    """Indirect tax that the client cannot recover."""
    return region_cost * indirect_tax


@line("Tax on provisioned throughput", "money/month", category="Tax")
def provisioned_tax(provisioned_cost, mean_tax):
    """At the mean tax of all regions."""
    return provisioned_cost * mean_tax


@line("Cost beside the provider's bill", "money/month")
def provider_extras(region_tax, provisioned_tax):
    """Everything on top of the provider's own charges."""
    return total(region_tax, over="region") + provisioned_tax
