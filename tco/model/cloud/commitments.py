"""Commitments: tranches that hold the base of the fleet and are paid whether used or not."""

from tco.language.line import Input, Section
from tco.language.lookup import pick
from tco.language.vocabulary import (
    choose,
    count_above,
    element,
    equal,
    holds,
    largest,
    least,
    round_up,
    total,
    total_above,
    total_below,
)
from tco.model.cloud.instance_prices import established, price_of, price_paid, reduction_of

_BY = ("tranche",)
_NONE = "Documented default: nothing is committed"
_PATH = "options.*.commitments.*"

tranche = Input("Tranche", "text", f"{_PATH}.name", "A commitment with its own start, term and count.", by=_BY, source="Scenario")
tranche_plan = Input("Plan", "text", f"{_PATH}.plan", "How the tranche is paid for.", "reserved-1yr", choices="plans", by=_BY, source=_NONE)
tranche_site = Input(
    "Site", "text", f"{_PATH}.site", "Where its instances stand; left out, the option's first site.", "", by=_BY, source=_NONE
)
tranche_count = Input(
    "Instances committed", "instances", f"{_PATH}.count", "How many; or give `coverage`.", 0, whole=True, by=_BY, source=_NONE
)
tranche_coverage = Input(
    "Coverage",
    "share",
    f"{_PATH}.coverage",
    "Instances as a share of the first fleet, rounded up; or give `count`.",
    0,
    maximum=10.0,
    by=_BY,
    source=_NONE,
    searched=True,
)
tranche_start = Input(
    "First month",
    "month",
    f"{_PATH}.start",
    "The month in which it begins; below 1 it began before the plan: -2 leaves nine months of a year.",
    1,
    minimum=-119,
    maximum=120,
    whole=True,
    by=_BY,
    source=_NONE,
)
tranche_term = Input(
    "Term, own figure", "month", f"{_PATH}.term", "Months; 0 takes the plan's.", 0, maximum=120, whole=True, by=_BY, source=_NONE
)
tranche_renewed = Input(
    "Renewed", "yes = 1", f"{_PATH}.renewed", "1 begins a new term when one ends.", 0, maximum=1, whole=True, by=_BY, source=_NONE
)
tranche_serves = Input(
    "Serves this option", "yes = 1", f"{_PATH}.serves", "0 where it is paid but of no use here: another type or place.", 1, maximum=1,
    whole=True, by=_BY, source=_NONE,
)  # fmt: skip
tranche_price_given = Input(
    "Price per hour of the tranche, own figure",
    "USD/h",
    f"{_PATH}.price_per_hour",
    "Overrides the catalogue's; 0 takes it.",
    0.0,
    by=_BY,
    source=_NONE,
)


COMMITMENTS = Section("Commitments")


@COMMITMENTS.line("Term of the tranche", "month")
def tranche_months(tranche_term, plans, tranche_plan):
    """Own figure or the plan's."""
    return choose(tranche_term > 0, tranche_term, pick(plans, "term", tranche_plan))


@COMMITMENTS.line("Months since the tranche began", "month")
def tranche_age(month_number, tranche_start):
    """0 in its first month; below 0 before it begins."""
    return month_number - tranche_start


@COMMITMENTS.line("Tranche runs", "yes = 1")
def tranche_runs(tranche_age, tranche_months, tranche_renewed):
    """1 from its first month to the end of its term, or for ever where it is renewed."""
    return holds(tranche_age >= 0) * largest(holds(tranche_age < tranche_months), tranche_renewed)


@COMMITMENTS.line("First fleet", "instances")
def first_fleet(instances, first_live_month):
    """Instances in the first month of the option's traffic: what a coverage is a share of."""
    return element(instances, first_live_month, over="month")


@COMMITMENTS.line("Instances of the tranche at its site", "instances")
def tranche_instances(tranche_site, site, tranche_count, tranche_coverage, first_fleet):
    """Its count, or its share of the first fleet in whole instances; 0 at other sites."""
    return choose(equal(tranche_site, site), largest(tranche_count, round_up(tranche_coverage * first_fleet)), 0)


@COMMITMENTS.line("Instances that the tranche brings", "instances")
def tranche_serving(tranche_instances, tranche_runs, tranche_serves, in_horizon):
    """Those that this option can use in the month."""
    return tranche_instances * tranche_runs * tranche_serves * in_horizon


@COMMITMENTS.line("Instances committed by tranches", "instances")
def committed_instances(tranche_serving):
    """All tranches that run and serve."""
    return total(tranche_serving, over="tranche")


@COMMITMENTS.line("Hours of a month in each hour of the day", "h/month")
def hours_of_row(active_days, hour_length):
    """Every day with requests has one."""
    return active_days * hour_length


@COMMITMENTS.line("Hours of the day above the commitments", "1")
def hours_above(running_instances, committed_instances):
    """In how many hours of a day more runs than is committed."""
    return count_above(running_instances, committed_instances, over="hour")


@COMMITMENTS.line("Running instances above the commitments, all hours of a day", "instances")
def day_above(running_instances, committed_instances):
    """Added up over the hours of a day."""
    return total_above(running_instances, committed_instances, over="hour")


@COMMITMENTS.line("Committed instances that idle, all hours of a day", "instances")
def day_idle(running_instances, committed_instances):
    """Added up over the hours of a day."""
    return total_below(running_instances, committed_instances, over="hour")


@COMMITMENTS.line("Committed hours", "h/month")
def committed_hours(committed_instances, days_per_month, hours_per_day):
    """Paid whether used or not."""
    return committed_instances * days_per_month * hours_per_day


@COMMITMENTS.line("Instances above the commitments on a day without requests", "instances")
def quiet_above(quiet_instances, committed_instances):
    """In every hour of it."""
    return largest(quiet_instances - committed_instances, 0)


@COMMITMENTS.line("Committed hours used", "h/month")
def used_hours(running_sum, day_above, hours_of_row, quiet_instances, quiet_above, quiet_hours):
    """What runs, less what runs above the commitments."""
    return (running_sum - day_above) * hours_of_row + (quiet_instances - quiet_above) * quiet_hours


@COMMITMENTS.line("Committed hours unused", "h/month")
def unused_hours(day_idle, hours_of_row, committed_instances, quiet_instances, quiet_hours):
    """Paid, and of no use."""
    return day_idle * hours_of_row + largest(committed_instances - quiet_instances, 0) * quiet_hours


@COMMITMENTS.line("Hours beyond the commitments", "h/month")
def hours_beyond(day_above, hours_of_row, quiet_above, quiet_hours):
    """What the option's own plan pays for."""
    return day_above * hours_of_row + quiet_above * quiet_hours


@COMMITMENTS.line("Price of the tranche in the catalogue", "USD/h")
def tranche_catalogue_price(offers, offer, plans, tranche_plan):
    """The catalogue's price of its plan; 0 marks one that is missing."""
    return price_of(offers, offer, plans, tranche_plan)


@COMMITMENTS.line("Reduction by the tranche's plan", "share")
def tranche_reduction(plans, tranche_plan, savings_discount):
    """What paying upfront takes off a reserved price, or a savings plan off the on-demand price."""
    return reduction_of(plans, tranche_plan, savings_discount)


@COMMITMENTS.line("Reduction by the tranche's plan is known", "yes = 1")
def tranche_established(plans, tranche_plan, savings_discount):
    """0 for a savings plan of which the scenario does not say what it takes off."""
    return established(plans, tranche_plan, savings_discount)


@COMMITMENTS.line("Price per instance-hour of the tranche", "money/h")
def tranche_price(tranche_price_given, tranche_catalogue_price, tranche_reduction, tranche_established, exchange_rate):
    """Own figure or its plan's price, before the negotiated discount."""
    return price_paid(tranche_price_given, tranche_catalogue_price, tranche_reduction, tranche_established, exchange_rate)


@COMMITMENTS.line("Tranche has a price", "yes = 1")
def tranche_priced(tranche_instances, tranche_price):
    """1 where it commits nothing at the site, or its price is known."""
    return largest(holds(tranche_price > 0), 1 - holds(tranche_instances > 0))


@COMMITMENTS.line("Every tranche has a price", "yes = 1")
def tranches_priced(tranche_priced):
    """1 where that holds for all."""
    return least(tranche_priced, over="tranche")


@COMMITMENTS.line("Price is known", "yes = 1")
def price_known(plan_price_known, tranches_priced):
    """1 where the plan and every tranche have a price for this type at this site."""
    return plan_price_known * tranches_priced


@COMMITMENTS.line("Month of the tranche", "money/month")
def tranche_rate(tranche_instances, hours_per_month, tranche_price, discount):
    """What a month of it costs, however it is paid."""
    return tranche_instances * hours_per_month * tranche_price * (1 - discount)


@COMMITMENTS.line("Cost of the tranche", "money/month")
def tranche_cost(tranche_rate, tranche_runs, in_horizon):
    """Every month of its term the same, used or not."""
    return tranche_rate * tranche_runs * in_horizon


@COMMITMENTS.line("Cost of the tranche without use", "money/month")
def tranche_stranded(tranche_cost, tranche_serves):
    """Where its instances serve nothing of this option."""
    return tranche_cost * (1 - tranche_serves)


@COMMITMENTS.line("Committed compute", "money/month", category="Compute")
def committed_compute(tranche_cost):
    """All tranches of a site, spread over their terms."""
    return total(tranche_cost, over="tranche")


@COMMITMENTS.line("Committed compute without use", "money/month")
def stranded_compute(tranche_stranded):
    """All tranches that serve nothing of this option."""
    return total(tranche_stranded, over="tranche")
