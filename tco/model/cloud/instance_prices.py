"""Prices: an instance-hour by site, under the plan of the option."""

from tco.language.line import Input, Section
from tco.language.lookup import grid, pick, row_of_pair
from tco.language.vocabulary import choose, greatest, holds, largest, ratio, smallest

plan = Input(
    "Purchase plan",
    "text",
    "options.*.plan",
    "How the instances are paid for.",
    "on-demand",
    choices="plans",
    source="Documented default",
    searched=True,
)
price_per_hour = Input(
    "Price per hour, own figure",
    "USD/h",
    "options.*.price_per_hour.*",
    "Overrides the catalogue's price of this site; 0 takes the catalogue's.",
    0.0,
    by=("site",),
    rises=1,
    monthly=True,
    source="Documented default",
)
discount = Input(
    "Negotiated discount",
    "share",
    "options.*.discount",
    "Off the price of the plan.",
    0.0,
    maximum=1.0,
    rises=-1,
    source="Documented default",
)
savings_discount = Input(
    "Savings plan, off on demand",
    "share",
    "options.*.savings_discount",
    "What a savings plan takes off the on-demand price, as quoted or assumed; 0 where nobody has said it.",
    0.0,
    maximum=1.0,
    rises=-1,
    source="Not established",
)
exchange_rate = Input(
    "Exchange rate",
    "money/USD",
    "finance.exchange_rate",
    "Scenario currency per US dollar.",
    1.0,
    minimum=0.000001,
    rises=1,
    source="Scenario currency is the US dollar",
)


INSTANCE_PRICES = Section("Prices")
"""Price of an instance-hour by site, under the option's plan and on demand."""


@INSTANCE_PRICES.line("Offer in the catalogue", "row")
def offer(offers, instance, site):
    """Where this type at this site stands among the offers; 0 where it is not offered."""
    return row_of_pair(offers, ("instance", "site"), instance, site)


def price_of(offers, offer, plans, plan):
    """Price of an offer in the plan's column; 0 where it is not offered or not known."""
    columns = ("on_demand", "reserved_1yr", "reserved_3yr", "spot")
    return smallest(offer, 1) * grid(offers, columns, largest(offer, 1), pick(plans, "price_column_number", plan))


def reduction_of(plans, plan, savings_discount):
    """Reduction for paying upfront, off a reserved price, or by a savings plan, off the on-demand price."""
    return pick(plans, "payment_discount", plan) + pick(plans, "off_on_demand", plan) * savings_discount


def established(plans, plan, savings_discount):
    """1 where the plan's reduction is known: 0 for a savings plan whose discount the scenario does not state."""
    return largest(1 - pick(plans, "off_on_demand", plan), holds(savings_discount > 0))


def price_paid(own, catalogue, reduction, known, exchange_rate):
    """Own figure or the plan's price, in the scenario's currency."""
    return choose(own > 0, own, catalogue * (1 - reduction) * known) * exchange_rate


@INSTANCE_PRICES.line("Price of the plan in the catalogue", "USD/h")
def catalogue_price(offers, offer, plans, plan):
    """The catalogue's price of the plan; 0 marks one that is missing, and the option then counts as not possible."""
    return price_of(offers, offer, plans, plan)


@INSTANCE_PRICES.line("Reduction by the plan", "share")
def plan_reduction(plans, plan, savings_discount):
    """What paying upfront takes off a reserved price, or a savings plan off the on-demand price."""
    return reduction_of(plans, plan, savings_discount)


@INSTANCE_PRICES.line("Reduction by the plan is known", "yes = 1")
def plan_established(plans, plan, savings_discount):
    """0 for a savings plan of which the scenario does not say what it takes off."""
    return established(plans, plan, savings_discount)


@INSTANCE_PRICES.line("On-demand price in the catalogue", "USD/h")
def catalogue_list_price(offers, offer):
    """The catalogue's on-demand price; 0 where it is missing."""
    return smallest(offer, 1) * grid(offers, ("on_demand",), largest(offer, 1), 1)


@INSTANCE_PRICES.line("Price per instance-hour", "money/h")
def hourly_price(price_per_hour, catalogue_price, plan_reduction, plan_established, exchange_rate):
    """Own figure or the plan's price, in the scenario's currency, before the negotiated discount."""
    return price_paid(price_per_hour, catalogue_price, plan_reduction, plan_established, exchange_rate)


@INSTANCE_PRICES.line("List price per instance-hour", "money/h")
def hourly_list_price(price_per_hour, catalogue_list_price, exchange_rate):
    """Own figure or the on-demand price, in the scenario's currency."""
    return choose(price_per_hour > 0, price_per_hour, catalogue_list_price) * exchange_rate


@INSTANCE_PRICES.line("Month without a price", "yes = 1")
def month_unpriced(hourly_price, in_horizon):
    """1 in months of the horizon for which it is missing."""
    return holds(hourly_price <= 0) * in_horizon


@INSTANCE_PRICES.line("Price of the plan is known", "yes = 1")
def plan_price_known(month_unpriced):
    """1 where the plan has a price for this type at this site, in every month."""
    return 1 - greatest(month_unpriced, over="month")


@INSTANCE_PRICES.line("Commitment", "month")
def commitment_term(plans, plan):
    """Months for which each instance is committed; 0 on demand."""
    return pick(plans, "term", plan)


@INSTANCE_PRICES.line("Paid upfront", "share")
def plan_upfront(plans, plan):
    """The part of a term's price that is paid when the term begins."""
    return pick(plans, "upfront", plan)


@INSTANCE_PRICES.line("May be taken back", "yes = 1")
def interruptible(plans, plan):
    """1 for spot instances."""
    return pick(plans, "interruptible", plan)


RENT_OF_A_USER = Section("Rent of a user")
"""Cost of each user of a full replica while its instances are rented."""


@RENT_OF_A_USER.line("Price of a replica", "money/h")
def replica_price(hourly_price, discount, instances_per_replica, replicas_per_instance):
    """What its instances cost in an hour, shared among the replicas that they hold."""
    return hourly_price * (1 - discount) * instances_per_replica / replicas_per_instance


@RENT_OF_A_USER.line("Price of a user for an hour", "money/h")
def user_hour(replica_price, replica_users):
    """On a full replica, hardware alone."""
    return ratio(replica_price, replica_users)


@RENT_OF_A_USER.line("Price of a user for a month", "money/month")
def user_month(user_hour, days_per_month, hours_per_day):
    """The same around the clock for the days of the month."""
    return user_hour * days_per_month * hours_per_day
