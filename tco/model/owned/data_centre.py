"""Data centre: a site's prices of power and space, by the catalogue or by the option's own quote."""

from tco.language.line import Input, Section
from tco.language.lookup import entry_if_found, row_of
from tco.language.vocabulary import choose
from tco.model.serving.spares import share_needing

electricity_price = Input(
    "Electricity price, own figure",
    "USD/kWh",
    "options.*.electricity_price.*",
    "In the first month; overrides the catalogue's price of this site; 0 takes the catalogue's.",
    0.0,
    by=("site",),
    rises=1,
    source="Documented default",
)
colocation_price = Input(
    "Colocation price, own figure",
    "USD/kW/month",
    "options.*.colocation_price.*",
    "For a kilowatt of space; overrides the catalogue's price of this site; 0 takes the catalogue's.",
    0.0,
    by=("site",),
    rises=1,
    source="Documented default",
)


DATA_CENTRE = Section("Data centre")
"""Effectiveness of a site, and its prices of power and space."""


@DATA_CENTRE.line("Data centre in the catalogue", "row")
def centre_row(data_centres, site):
    """Where this site stands among the data centres; 0 where it is none."""
    return row_of(data_centres, site)


@DATA_CENTRE.line("Power usage effectiveness", "1")
def site_pue(data_centres, centre_row):
    """Power of the whole data centre over that of its machines; 0 marks a figure that is missing."""
    return entry_if_found(data_centres, "pue", centre_row)


def price_at(own, data_centres, column, centre_row):
    """Own figure, or the catalogue's for the site; 0 where it has none."""
    return choose(own > 0, own, entry_if_found(data_centres, column, centre_row))


@DATA_CENTRE.line("Electricity price", "USD/kWh")
def site_tariff(electricity_price, data_centres, centre_row):
    """Own figure or the catalogue's, in the first month; 0 marks a price that is missing."""
    return price_at(electricity_price, data_centres, "tariff", centre_row)


@DATA_CENTRE.line("Colocation price", "USD/kW/month")
def site_colocation(colocation_price, data_centres, centre_row):
    """Own figure or the catalogue's, for a kilowatt of space; 0 marks a price that is missing."""
    return price_at(colocation_price, data_centres, "colocation", centre_row)


HOURS_OF_SPARES = Section("Requests by the instances that they need")


@HOURS_OF_SPARES.line("Part of the requests that needs as many as the peak", "share")
def peak_weight(own_share, hourly_instances_needed, instances_needed):
    """By the hours in which they arrive: servers that are bought run in all of them."""
    return share_needing(own_share, hourly_instances_needed, instances_needed)


ALWAYS_ON = Section("Always on")
"""Servers that are bought run in every hour; only a rented fleet can follow its load."""


@ALWAYS_ON.line("Instances that run in an hour", "instances")
def running_instances(instances):
    """The whole fleet, in every hour."""
    return 1 * instances
