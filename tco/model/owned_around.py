"""Beside owned servers: software that is licensed by the chip, and tax on what the data centre and others charge."""

from tco.line import line
from tco.vocabulary import total


@line("Chip-hours", "h/month")
def chip_hours(servers_installed, chips_per_instance, days_per_month, hours_per_day):
    """Of all accelerators that are installed, busy or not."""
    return servers_installed * chips_per_instance * days_per_month * hours_per_day


@line("Software licence", "money/month", category="Software")
def gpu_software(chip_hours, gpu_software_price, exchange_rate):
    """Serving software that is licensed by the chip."""
    return chip_hours * gpu_software_price * exchange_rate


@line("Charges of a site that are taxed", "money/month")
def taxed_charges(site_hosting, site_care, gpu_software):
    """Everything but the servers, whose tax is part of their price in place."""
    return site_hosting + site_care + gpu_software


@line("Tax on a site's charges", "money/month", category="Tax")
def site_tax(taxed_charges, site_tax_rate):
    """Indirect tax that the client cannot recover."""
    return taxed_charges * site_tax_rate


@line("Beside a site's servers", "money/month")
def beside_servers(gpu_software, site_tax):
    """What comes on top of hardware, hosting and care."""
    return gpu_software + site_tax


@line("Cost beside the service", "money/month")
def provider_extras(beside_servers):
    """Over all sites."""
    return total(beside_servers, over="site")
