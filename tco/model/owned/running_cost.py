"""Running costs: power, space and care of servers that the client owns, by site and month; then both views of the money."""

from tco.language.line import Input, Section
from tco.language.lookup import entry_if_found
from tco.language.vocabulary import compound, greatest, holds, remainder, running_total, total

power_draw = Input(
    "Power drawn",
    "share",
    "owned.power_drawn",
    "Of the power at full load, on average; space is paid for full load.",
    0.8,
    0.6,
    1.0,
    maximum=1.0,
    rises=1,
)
tariff_change = Input(
    "Electricity price change per year",
    "share/year",
    "owned.electricity_price_change_per_year",
    "From the second month on.",
    0.0,
    -0.03,
    0.06,
    minimum=-0.5,
    maximum=1.0,
    rises=1,
)
maintenance_share = Input(
    "Maintenance",
    "share/year",
    "owned.maintenance",
    "Support contract and spare parts, as a share of the purchase price.",
    0.05,
    0.03,
    0.08,
    maximum=1.0,
    rises=1,
)
insurance_share = Input(
    "Insurance", "share/year", "owned.insurance", "As a share of the purchase price.", 0.01, 0.005, 0.02, maximum=1.0, rises=1
)
disposal_share = Input(
    "Disposal",
    "share",
    "owned.disposal",
    "Wiping and removal at the end of life, as a share of the purchase price.",
    0.01,
    0.0,
    0.02,
    maximum=1.0,
    rises=1,
)
transit_price = Input(
    "Internet transit",
    "USD/month",
    "owned.transit_per_site",
    "Lines and cross-connects of a data centre, by month.",
    1000.0,
    500.0,
    2000.0,
    rises=1,
)
space_term = Input(
    "Term of the colocation contract",
    "month",
    "owned.colocation_term",
    "It renews until the horizon ends; what is left of the last term then stays payable.",
    12,
    whole=True,
    minimum=1,
    maximum=120,
)


RUNNING_COST = Section("Running costs")
"""Hosting and care of the servers, then both views of the money, and the assets and duties that are left when the horizon ends."""


@RUNNING_COST.line("Power of a server", "kW")
def server_power(servers, server_row):
    """At full load; 0 marks a figure that is missing."""
    return entry_if_found(servers, "power", server_row)


@RUNNING_COST.line("Month without a price", "yes = 1")
def month_unpriced(server_price, in_horizon):
    """1 in months of the horizon for which a server's is missing."""
    return holds(server_price <= 0) * in_horizon


@RUNNING_COST.line("A month lacks a price", "yes = 1")
def server_unpriced(month_unpriced):
    """1 where any does."""
    return greatest(month_unpriced, over="month")


@RUNNING_COST.line("Server is known", "yes = 1")
def server_known(server_unpriced, server_power):
    """1 where price and power are."""
    return (1 - server_unpriced) * holds(server_power > 0)


@RUNNING_COST.line("Data centre is known", "yes = 1")
def centre_known(site_pue, site_tariff, site_colocation):
    """1 where its effectiveness and both its prices are."""
    return holds(site_pue * site_tariff * site_colocation > 0)


@RUNNING_COST.line("Price is known", "yes = 1")
def price_known(server_known, centre_known):
    """1 where nothing that the site is paid for is missing."""
    return server_known * centre_known


@RUNNING_COST.line("Power installed", "kW")
def installed_power(servers_installed, server_power):
    """Of all servers at full load."""
    return servers_installed * server_power


@RUNNING_COST.line("Electricity used", "kWh/month")
def energy(installed_power, power_draw, site_pue, days_per_month, hours_per_day):
    """By all servers installed, busy or not, and the cooling around them."""
    return installed_power * power_draw * site_pue * days_per_month * hours_per_day


@RUNNING_COST.line("Electricity price against the first month's", "1")
def tariff_factor(tariff_change, month_number, period, months_per_year):
    """The price of the month."""
    return compound(tariff_change, (month_number - period) / months_per_year)


@RUNNING_COST.line("Electricity", "money/month", category="Power")
def electricity(energy, site_tariff, exchange_rate, tariff_factor):
    """What the servers and their cooling draw."""
    return energy * site_tariff * exchange_rate * tariff_factor


@RUNNING_COST.line("Colocation", "money/month", category="Hosting")
def colocation(installed_power, site_colocation, exchange_rate):
    """Space, by the kilowatt that the servers may draw."""
    return installed_power * site_colocation * exchange_rate


@RUNNING_COST.line("Internet transit of a site", "money/month", category="Network")
def transit(servers_installed, transit_price, exchange_rate):
    """Of every site that has servers."""
    return holds(servers_installed > 0) * transit_price * exchange_rate


@RUNNING_COST.line("Maintenance of a site", "money/month", category="Maintenance")
def maintenance(held_capex, maintenance_share, months_per_year, in_horizon):
    """Support contract and spare parts."""
    return held_capex * maintenance_share / months_per_year * in_horizon


@RUNNING_COST.line("Insurance of a site", "money/month", category="Maintenance")
def insurance(held_capex, insurance_share, months_per_year, in_horizon):
    """Against what the purchase price replaces."""
    return held_capex * insurance_share / months_per_year * in_horizon


@RUNNING_COST.line("Disposal of a site", "money/month", category="Maintenance")
def disposal(retired_capex, disposal_share):
    """Of servers at the end of their life; those in service at the horizon's end are not counted."""
    return retired_capex * disposal_share


@RUNNING_COST.line("Hosting of a site", "money/month")
def site_hosting(electricity, colocation, transit):
    """What the data centre and its lines charge."""
    return electricity + colocation + transit


@RUNNING_COST.line("Care of a site", "money/month")
def site_care(maintenance, insurance, disposal):
    """What the servers themselves need."""
    return maintenance + insurance + disposal


@RUNNING_COST.line("Cost of a site", "money/month")
def site_cost(hardware_cost, site_hosting, site_care):
    """Effective: hardware as it is used up, and everything that keeps it running."""
    return hardware_cost + site_hosting + site_care


@RUNNING_COST.line("Payments of a site", "money/month")
def site_cash(purchase_payments, site_hosting, site_care, sale_proceeds):
    """Billed: purchases when they are paid, less what old servers bring."""
    return purchase_payments + site_hosting + site_care - sale_proceeds


@RUNNING_COST.line("Service cost", "money/month")
def service_cost(site_cost):
    """Effective cost over all sites."""
    return total(site_cost, over="site")


@RUNNING_COST.line("Service payments", "money/month")
def service_cash(site_cash):
    """Billed over all sites."""
    return total(site_cash, over="site")


@RUNNING_COST.line("Service at list price", "money/month")
def service_list_cost(service_cost):
    """Owned hardware has no list price beside its own cost."""
    return 1 * service_cost


@RUNNING_COST.line("Prepaid before the plan", "money")
def opening_assets():
    """Nothing is owned when the plan begins."""
    return 0


@RUNNING_COST.line("Value at the horizon's end, all sites", "money")
def month_assets(final_value):
    """By the month in which the horizon ends."""
    return total(final_value, over="site")


@RUNNING_COST.line("Assets at the horizon's end", "money")
def closing_assets(month_assets):
    """What is paid and not yet used up: it belongs to the client, and no saving is counted for it."""
    return total(month_assets, over="month")


@RUNNING_COST.line("Residual value at the horizon's end, all sites", "money")
def month_residual(final_residual):
    """The part that a sale at the end of life would bring."""
    return total(final_residual, over="site")


@RUNNING_COST.line("Residual value at the horizon's end", "money")
def closing_residual(month_residual):
    """Inside the assets."""
    return total(month_residual, over="month")


@RUNNING_COST.line("Unamortised value at the horizon's end", "money")
def closing_unamortised(closing_assets, closing_residual):
    """The rest of the assets: what later months would have used up."""
    return closing_assets - closing_residual


@RUNNING_COST.line("Months left of the colocation term", "month")
def space_months_left(month_number, space_term):
    """After this month; it renews."""
    return remainder(0 - month_number, space_term)


@RUNNING_COST.line("Colocation still to pay", "money")
def space_owed(colocation, space_months_left):
    """The month's space, for the rest of its term."""
    return colocation * space_months_left


@RUNNING_COST.line("Still to pay after the month", "money")
def payable_after(space_owed):
    """Payable if the service is given up then: the rest of the colocation contracts. Servers are paid when they are ordered."""
    return total(space_owed, over="site")


@RUNNING_COST.line("Servers ordered", "money")
def ordered(purchase_payments, capex):
    """Paid for and not yet in service after this month."""
    return running_total(purchase_payments, over="month") - running_total(capex, over="month")


@RUNNING_COST.line("Paid and not used up of a site", "money")
def site_unused(server_value, ordered):
    """After this month: what the servers are worth in the books, and those that are ordered."""
    return server_value + ordered


@RUNNING_COST.line("Paid and not used after the month", "money")
def unused_after(site_unused):
    """Written off if the service is given up then, less the price at which the servers sell, which is not established."""
    return total(site_unused, over="site")


BESIDE_THE_SERVERS = Section("Beside owned servers")
"""Software that is licensed by the chip, and tax on the charges of the data centre and of others."""


@BESIDE_THE_SERVERS.line("Chip-hours", "h/month")
def chip_hours(servers_installed, chips_per_instance, days_per_month, hours_per_day):
    """Of all accelerators that are installed, busy or not."""
    return servers_installed * chips_per_instance * days_per_month * hours_per_day


@BESIDE_THE_SERVERS.line("Software licence", "money/month", category="Software")
def gpu_software(chip_hours, gpu_software_price, exchange_rate):
    """Serving software that is licensed by the chip."""
    return chip_hours * gpu_software_price * exchange_rate


@BESIDE_THE_SERVERS.line("Charges of a site that are taxed", "money/month")
def taxed_charges(site_hosting, site_care, gpu_software):
    """Everything but the servers, whose tax is part of their price in place."""
    return site_hosting + site_care + gpu_software


@BESIDE_THE_SERVERS.line("Tax on a site's charges", "money/month", category="Tax")
def site_tax(taxed_charges, site_tax_rate):
    """Indirect tax that the client cannot recover."""
    return taxed_charges * site_tax_rate


@BESIDE_THE_SERVERS.line("Beside a site's servers", "money/month")
def beside_servers(gpu_software, site_tax):
    """What comes on top of hardware, hosting and care."""
    return gpu_software + site_tax


@BESIDE_THE_SERVERS.line("Cost beside the service", "money/month")
def provider_extras(beside_servers):
    """Over all sites."""
    return total(beside_servers, over="site")
