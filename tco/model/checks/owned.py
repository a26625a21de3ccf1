"""Checks of owned hardware: components added up by kind instead of by site, both views of the money, and the assets rolled forward."""

from tco.language.line import Section
from tco.language.vocabulary import total
from tco.model.checks.rules import agree, of_all_sites

CHECKS_OWNED = Section("Checks of this option")
"""The components of a month, by another path than the service cost."""

CHECKS_OWNED.add(
    of_all_sites(
        ("all_production_hardware", "Hardware of production of all sites", "production_hardware", "Servers as they are used up."),
        ("all_other_hardware", "Hardware of other environments of all sites", "non_production_hardware", "Servers as they are used up."),
        ("all_hosting", "Hosting of all sites", "site_hosting", "Electricity, space and lines over all sites."),
        ("all_care", "Care of all sites", "site_care", "Maintenance, insurance and disposal over all sites."),
        ("all_gpu_software", "Software licences of all sites", "gpu_software", "Licences over all sites."),
        ("all_site_tax", "Tax of all sites", "site_tax", "Tax over all sites."),
    )
)


@CHECKS_OWNED.line("Components of the servers", "money/month")
def server_components(all_production_hardware, all_other_hardware, all_hosting, all_care, all_gpu_software, all_site_tax):
    """What the servers cost, added up by kind instead of by site."""
    return all_production_hardware + all_other_hardware + all_hosting + all_care + all_gpu_software + all_site_tax


@CHECKS_OWNED.line("Components of the month", "money/month")
def components(server_components, own_components, around_components):
    """Every component of the month."""
    return server_components + own_components + around_components


CHECKS_ASSETS = Section("Check of owned hardware")
"""Billed cost against effective cost, then the assets from month to month."""

CHECKS_ASSETS.add(of_all_sites(("all_charges", "Interest of all sites", "counted_charge", "The part of an annuity that nobody bills.")))


@CHECKS_ASSETS.line("Interest over the horizon", "money")
def charges_total(all_charges):
    """Over all months."""
    return total(all_charges, over="month")


@CHECKS_ASSETS.line("Billed less effective", "money")
def views_apart(cash_total, tco):
    """Payments inside the horizon, less what the horizon uses up."""
    return cash_total - tco


@CHECKS_ASSETS.line("Assets less interest", "money")
def views_expected(closing_assets, charges_total):
    """What the difference must be: paid and not used up, less what is charged and not billed."""
    return closing_assets - charges_total


@CHECKS_ASSETS.line("Both views reconcile", "yes = 1")
def views_reconcile(views_apart, views_expected, check_tolerance, cash_total):
    """1 where billed less effective is what is left of the assets, valued server by server."""
    return agree(views_apart, views_expected, check_tolerance * cash_total)


CHECKS_ASSETS.add(
    of_all_sites(
        ("all_capex", "Purchases of all sites", "capex", "Put into service, over all sites."),
        ("all_used_up", "Price used up at all sites", "used_up", "Depreciation without interest, over all sites."),
        ("all_proceeds", "Residual values of all sites", "sale_proceeds", "Received for old servers, over all sites."),
    )
)


@CHECKS_ASSETS.line("Change of the assets", "money/month")
def asset_change(all_capex, all_used_up, all_proceeds):
    """Purchases, less what is used up, less what is sold."""
    return all_capex - all_used_up - all_proceeds


@CHECKS_ASSETS.line("Assets rolled forward", "money")
def rolled_assets(asset_change):
    """From nothing in the first month to the horizon's end."""
    return total(asset_change, over="month")


@CHECKS_ASSETS.line("Purchases over the horizon", "money")
def capex_total(all_capex):
    """The scale of the check below."""
    return total(all_capex, over="month")


@CHECKS_ASSETS.line("Assets roll forward", "yes = 1")
def assets_roll(rolled_assets, closing_assets, check_tolerance, capex_total):
    """1 where they end at the value that the age of each server gives."""
    return agree(rolled_assets, closing_assets, check_tolerance * capex_total)


@CHECKS_ASSETS.line("Components add up", "yes = 1")
def components_add_up(components_agree, views_reconcile, assets_roll):
    """1 where the components give the total, and the billed and the effective view reconcile."""
    return components_agree * views_reconcile * assets_roll
