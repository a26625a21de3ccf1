"""Purchases: servers by the month in which they are bought, their cost, and its payment."""

from tco.language.line import Input, Section
from tco.language.lookup import entry_if_found, row_of
from tco.language.vocabulary import (
    choose,
    compound,
    peak_before,
    peak_so_far,
    ratio,
    remainder,
    round_up,
    total_alike,
    total_between,
)

price_per_server = Input(
    "Price per server, own figure",
    "USD",
    "options.*.price_per_server.*",
    "Overrides the catalogue's; 0 takes the catalogue's.",
    0.0,
    by=("site",),
    rises=1,
    monthly=True,
    source="Documented default",
)
life = Input(
    "Life of a server",
    "month",
    "owned.life",
    "After it a server is sold and replaced.",
    48,
    36,
    60,
    whole=True,
    minimum=1,
    rises=-1,
)
lead_time = Input(
    "Lead time",
    "month",
    "owned.lead_time",
    "From payment to service: what goes into service later is paid so many months before, in the first month at the earliest.",
    3,
    whole=True,
    maximum=24,
)
network_share = Input(
    "Network and installation",
    "share",
    "owned.network_and_installation",
    "Switches, cables, racks and work, as a share of the servers' price.",
    0.1,
    0.05,
    0.17,
    maximum=2.0,
    rises=1,
)
duty_share = Input(
    "Duty and shipping", "share", "owned.duty_and_shipping", "As a share of the servers' price.", 0.02, 0.0, 0.05, maximum=1.0, rises=1
)
server_price_change = Input(
    "Price change of servers per year",
    "share/year",
    "owned.server_price_change_per_year",
    "For servers that are bought after the first month.",
    0.0,
    -0.15,
    0.1,
    minimum=-0.9,
    maximum=2.0,
    rises=1,
)


PURCHASES = Section("Purchases")


@PURCHASES.line("Server in the catalogue", "row")
def server_row(servers, instance):
    """Where this site's type stands among the servers; 0 where it is none that is sold."""
    return row_of(servers, instance)


@PURCHASES.line("Price in the catalogue", "USD")
def catalogue_server_price(servers, server_row):
    """The catalogue's price of a server; 0 marks one that is missing."""
    return entry_if_found(servers, "price", server_row)


@PURCHASES.line("Price of a server", "USD")
def server_price(price_per_server, catalogue_server_price):
    """Own figure or the catalogue's, without network and installation."""
    return choose(price_per_server > 0, price_per_server, catalogue_server_price)


@PURCHASES.line("Price of a server per user", "USD/user")
def server_price_per_user(server_price, users_per_instance):
    """Shared among the users that a full server holds."""
    return ratio(server_price, users_per_instance)


@PURCHASES.line("Price of a server against the first month's", "1")
def server_price_factor(server_price_change, month_number, period, months_per_year):
    """What servers bought later cost."""
    return compound(server_price_change, (month_number - period) / months_per_year)


@PURCHASES.line("Price in place against the price alone", "1")
def place_factor(network_share, duty_share, site_tax_rate):
    """With network, installation, duty, shipping, and the tax that the client cannot recover."""
    return 1 + network_share + duty_share + site_tax_rate


@PURCHASES.line("Price of a server in place", "money")
def server_capex(server_price, exchange_rate, place_factor, server_price_factor):
    """With everything that comes on top, at the price of the month."""
    return server_price * exchange_rate * place_factor * server_price_factor


@PURCHASES.line("Servers needed", "instances")
def servers_needed(instances, non_production):
    """The fleet with its spares, and whole servers for development, test and staging."""
    return round_up(instances * (1 + non_production))


@PURCHASES.line("Servers installed", "instances")
def servers_installed(servers_needed, in_horizon):
    """What is bought stays: the fleet grows and never shrinks."""
    return peak_so_far(servers_needed) * in_horizon


@PURCHASES.line("Servers added", "instances")
def servers_added(servers_installed, servers_needed, in_horizon):
    """The most so far less the most before."""
    return servers_installed - peak_before(servers_needed) * in_horizon


@PURCHASES.line("Month within a life", "month")
def month_of_life(month_number, life):
    """Months that are whole lives apart carry the same number."""
    return remainder(month_number, life)


@PURCHASES.line("Servers put into service", "instances")
def servers_bought(servers_added, month_of_life):
    """Those added this month, and replacements for those added one life, two lives and more ago."""
    return total_alike(servers_added, month_of_life, month_of_life)


@PURCHASES.line("Purchases put into service", "money/month")
def capex(servers_bought, server_capex, in_horizon, period):
    """The price of the month's servers, in place."""
    return servers_bought * server_capex * in_horizon / period


@PURCHASES.line("First month of what is paid now", "month")
def first_paid_month(month_number, period, lead_time):
    """The first month pays for everything that goes into service before an order could arrive."""
    return choose(month_number > period, month_number + lead_time, period)


@PURCHASES.line("Purchases paid", "money/month")
def purchase_payments(capex, month_number, first_paid_month, lead_time, period):
    """What goes into service a lead time later; nothing is ordered for the time after the horizon."""
    return total_between(capex, month_number, first_paid_month, month_number + lead_time) / period


@PURCHASES.line("Last month of the servers sold now", "month")
def sold_month(month_number, life):
    """They were put into service one life ago."""
    return month_number - life


@PURCHASES.line("Purchase price of the servers sold", "money/month")
def retired_capex(capex, month_number, sold_month, in_horizon, period):
    """What they cost, one life ago."""
    return total_between(capex, month_number, sold_month, sold_month) * in_horizon / period


@PURCHASES.line("Purchase price of the servers in service", "money")
def held_capex(capex, month_number, sold_month, period):
    """What the servers cost that have not reached the end of their life."""
    return total_between(capex, month_number, sold_month + period, month_number)
