"""Value of the servers: the part that each month uses up, and the value that is left."""

from tco.language.line import Input, Section
from tco.language.lookup import pick
from tco.language.vocabulary import choose, compound, holds, peak_so_far, ratio, total, total_between

residual = Input(
    "Residual value",
    "share",
    "owned.residual",
    "What a server sells for at the end of its life, as a share of its price in place.",
    0.1,
    0.0,
    0.2,
    maximum=0.95,
    rises=-1,
)
depreciation = Input(
    "Depreciation",
    "text",
    "owned.depreciation",
    "Straight-line, or an annuity whose interest is the discount rate.",
    "straight-line",
    choices="depreciation_methods",
    source="Documented default",
)


ASSET_VALUE = Section("Value of the servers")


@ASSET_VALUE.line("Interest is charged", "yes = 1")
def is_annuity(depreciation_methods, depreciation, discount_rate):
    """1 where an annuity is chosen and the discount rate is not zero; without interest both methods are the same."""
    return pick(depreciation_methods, "charges_interest", depreciation) * holds(discount_rate > 0)


@ASSET_VALUE.line("Interest per month", "share/month")
def monthly_interest(discount_rate, period, months_per_year):
    """The yearly rate, compounded by month."""
    return (compound(discount_rate, period / months_per_year) - 1) / period


@ASSET_VALUE.line("Worth today of one unit at the end of life", "1")
def end_of_life_factor(monthly_interest, life):
    """Discounted over the whole life."""
    return compound(monthly_interest, 0 - life)


@ASSET_VALUE.line("Annuity of one unit of price", "share/month")
def annuity_share(residual, end_of_life_factor, monthly_interest):
    """The level payment that leaves the residual value after the last month; 0 without interest."""
    return ratio((1 - residual * end_of_life_factor) * monthly_interest, 1 - end_of_life_factor)


@ASSET_VALUE.line("Straight-line share of the price", "share/month")
def straight_share(residual, life):
    """The price less the residual value, in equal parts."""
    return (1 - residual) / life


@ASSET_VALUE.line("Hardware", "money/month")
def hardware_cost(held_capex, is_annuity, annuity_share, straight_share, in_horizon):
    """What the month uses up of the servers in service: effective, whenever they were paid."""
    return held_capex * choose(is_annuity > 0, annuity_share, straight_share) * in_horizon


@ASSET_VALUE.line("Servers of production", "instances")
def production_servers(instances, in_horizon):
    """The largest fleet so far; what is installed beyond it is for development, test and staging."""
    return peak_so_far(instances) * in_horizon


@ASSET_VALUE.line("Servers of production, share", "share")
def production_share(production_servers, servers_installed):
    """As a share of the servers that are installed."""
    return ratio(production_servers, servers_installed)


@ASSET_VALUE.line("Hardware of production", "money/month", category="Hardware")
def production_hardware(hardware_cost, production_share):
    """The month's hardware cost, by the share of production's servers."""
    return hardware_cost * production_share


@ASSET_VALUE.line("Hardware of other environments", "money/month", category="Non-production hardware")
def non_production_hardware(hardware_cost, production_hardware):
    """The rest: development, test and staging."""
    return hardware_cost - production_hardware


@ASSET_VALUE.line("Purchases in the money of the first month", "money/month")
def early_capex(capex, monthly_interest, month_number, period):
    """Discounted back at the month's interest."""
    return capex / compound(monthly_interest, month_number - period)


@ASSET_VALUE.line("Servers in service, in the money of the first month", "money")
def early_held(early_capex, month_number, sold_month, period):
    """Over those that have not reached the end of their life."""
    return total_between(early_capex, month_number, sold_month + period, month_number)


@ASSET_VALUE.line("Servers in service with interest since their purchase", "money")
def compounded_held(early_held, monthly_interest, month_number, period):
    """At the beginning of the month."""
    return early_held * compound(monthly_interest, month_number - period)


@ASSET_VALUE.line("Interest of the month", "money/month")
def capital_charge(is_annuity, monthly_interest, compounded_held, annuity_share, held_capex):
    """The part of the annuity that pays for capital: interest on what is not yet used up."""
    return is_annuity * (monthly_interest * compounded_held - annuity_share * (compounded_held - held_capex))


@ASSET_VALUE.line("Interest of the horizon's month", "money/month")
def counted_charge(capital_charge, in_horizon):
    """Inside the horizon."""
    return capital_charge * in_horizon


@ASSET_VALUE.line("Price used up", "money/month")
def used_up(hardware_cost, counted_charge):
    """Depreciation without interest."""
    return hardware_cost - counted_charge


@ASSET_VALUE.line("Residual value received", "money/month")
def sale_proceeds(retired_capex, residual):
    """For the servers that leave at the end of their life."""
    return retired_capex * residual


@ASSET_VALUE.line("Purchases, weighted by their place in a life", "money/month")
def dated_capex(capex, month_number, life):
    """Each month's purchases times the lives that had passed by then."""
    return capex * month_number / life


@ASSET_VALUE.line("The same for the servers in service", "money")
def dated_held(dated_capex, month_number, sold_month, period):
    """Over those that have not reached the end of their life."""
    return total_between(dated_capex, month_number, sold_month + period, month_number)


@ASSET_VALUE.line("Servers in service, all sites", "money")
def all_held(held_capex):
    """At what they cost."""
    return total(held_capex, over="site")


@ASSET_VALUE.line("The same, weighted by their place in a life", "money")
def all_dated(dated_held):
    """Over all sites."""
    return total(dated_held, over="site")


@ASSET_VALUE.line("Month of purchase of the servers in service", "month")
def purchase_month(all_dated, life, all_held):
    """On average, by what they cost: at which month's prices a run rate takes them."""
    return ratio(all_dated * life, all_held)


@ASSET_VALUE.line("Lives passed in the servers in service", "money")
def age_held(held_capex, month_number, period, life, dated_held):
    """Purchase price times the share of its life that each server has behind it at the month's end."""
    return held_capex * (month_number + period) / life - dated_held


@ASSET_VALUE.line("Value by straight line", "money")
def straight_value(held_capex, residual, age_held):
    """Purchase price less what each server's age has used up."""
    return held_capex - (1 - residual) * age_held


@ASSET_VALUE.line("Servers in service with interest to the month's end", "money")
def compounded_end(compounded_held, monthly_interest, period):
    """One month more."""
    return compounded_held * (1 + monthly_interest * period)


@ASSET_VALUE.line("Value by annuity", "money")
def annuity_value(compounded_end, annuity_share, monthly_interest, held_capex):
    """Purchase price with interest, less the payments so far with theirs."""
    return compounded_end - ratio(annuity_share, monthly_interest) * (compounded_end - held_capex)


@ASSET_VALUE.line("Value of the servers", "money")
def server_value(is_annuity, annuity_value, straight_value):
    """At the month's end, by the age of each server."""
    return choose(is_annuity > 0, annuity_value, straight_value)


@ASSET_VALUE.line("Value at the horizon's end", "money")
def final_value(server_value, is_last):
    """What the site's servers are worth in the books when the horizon ends; counted as no saving."""
    return server_value * is_last


@ASSET_VALUE.line("Residual value of the servers in service", "money")
def final_residual(held_capex, residual, is_last):
    """The part of the value at the horizon's end that a sale at the end of life would bring."""
    return held_capex * residual * is_last
