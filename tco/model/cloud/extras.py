"""Beside the machines: traffic inside the cloud, load balancers, software by the chip, support by bands, tax."""

from tco.language.line import Input, Section
from tco.language.lookup import banded, entry
from tco.language.vocabulary import total

internal_traffic_price = Input(
    "Traffic inside the cloud",
    "USD/GB",
    "self_hosted.internal_traffic_price",
    "Between zones, through NAT and private links, together: every answer passes once.",
    0.0,
    rises=1,
    source="Documented default",
)
load_balancer_price = Input(
    "Load balancer",
    "USD/h",
    "self_hosted.load_balancer_price",
    "Per hour of every site that serves.",
    0.0,
    rises=1,
    source="Documented default",
)
gpu_software_price = Input(
    "Software licence per chip-hour",
    "USD/h",
    "self_hosted.gpu_software_price",
    "Serving software that is licensed by the accelerator and hour.",
    0.0,
    rises=1,
    source="Documented default",
)


BESIDE_THE_MACHINES = Section("Beside the machines")


@BESIDE_THE_MACHINES.line("Traffic inside the cloud", "money/month", category="Network")
def internal_traffic(egress_volume, internal_traffic_price, moving_rate):
    """Between zones, through NAT and private links."""
    return egress_volume * internal_traffic_price * moving_rate


@BESIDE_THE_MACHINES.line("Load balancer", "money/month", category="Network")
def load_balancer(site_serves, load_balancer_price, days_per_month, hours_per_day, moving_rate):
    """One for every site that serves."""
    return site_serves * load_balancer_price * days_per_month * hours_per_day * moving_rate


@BESIDE_THE_MACHINES.line("Chip-hours", "h/month")
def chip_hours(instance_hours, committed_hours, chips_per_instance):
    """Hours of all accelerators that are paid, under the plan and by commitments."""
    return (instance_hours + committed_hours) * chips_per_instance


@BESIDE_THE_MACHINES.line("Software licence", "money/month", category="Software")
def gpu_software(chip_hours, gpu_software_price, moving_rate):
    """Serving software that is licensed by the chip."""
    return chip_hours * gpu_software_price * moving_rate


@BESIDE_THE_MACHINES.line("Beside the machines of a site", "money/month")
def site_extras(internal_traffic, load_balancer, gpu_software):
    """Without support and tax."""
    return internal_traffic + load_balancer + gpu_software


@BESIDE_THE_MACHINES.line("Provider's bill in USD", "USD/month")
def dollar_bill(provider_bill, exchange_rate):
    """A site's part of what support by bands is charged on."""
    return provider_bill / exchange_rate


@BESIDE_THE_MACHINES.line("Provider's bill of all sites in USD", "USD/month")
def all_dollar_bill(dollar_bill):
    """What support by bands is charged on."""
    return total(dollar_bill, over="site")


@BESIDE_THE_MACHINES.line("Support of the first band", "USD/month")
def first_band_support(support_bands, all_dollar_bill):
    """The whole bill at the first band's share."""
    return all_dollar_bill * entry(support_bands, "share", 1)


@BESIDE_THE_MACHINES.line("Relief of the higher bands", "USD/month")
def band_relief(support_bands, all_dollar_bill):
    """What lies above each band's beginning costs so much less."""
    return banded(support_bands, "above", "relief", all_dollar_bill)


@BESIDE_THE_MACHINES.line("Support by bands", "money/month", category="Support")
def support_by_bands(banded_support, first_band_support, band_relief, exchange_rate):
    """Each part of the monthly bill at the share of its band."""
    return banded_support * (first_band_support - band_relief) * exchange_rate


@BESIDE_THE_MACHINES.line("Tax on a site's charges", "money/month", category="Tax")
def site_tax(site_cost, site_extras, site_tax_rate):
    """Indirect tax that the client cannot recover."""
    return (site_cost + site_extras) * site_tax_rate


@BESIDE_THE_MACHINES.line("Tax on support by bands", "money/month", category="Tax")
def support_tax(support_by_bands, mean_tax):
    """At the mean tax of all regions."""
    return support_by_bands * mean_tax


@BESIDE_THE_MACHINES.line("Beside a site's bill", "money/month")
def beside_bill(site_extras, site_tax):
    """What comes on top of the provider's bill of a site."""
    return site_extras + site_tax


@BESIDE_THE_MACHINES.line("Cost beside the provider's bill", "money/month")
def provider_extras(beside_bill, support_by_bands, support_tax):
    """Everything on top of the provider's own charges, over all sites."""
    return total(beside_bill, over="site") + support_by_bands + support_tax
