"""Commitment: upfront payments by month, and amounts payable or paid and not used after each month."""

from tco.language.line import Section
from tco.language.lookup import pick
from tco.language.vocabulary import (
    choose,
    holds,
    largest,
    peak_before,
    remainder,
    total,
    total_alike,
    total_between,
    total_product,
)

COMMITMENT_CASH = Section("Commitment")


@COMMITMENT_CASH.line("Instances newly committed", "instances")
def new_commitments(commitment_term, paid_instances, rest_of_fleet, in_horizon):
    """Instances added this month under a committed plan."""
    return choose(commitment_term > 0, paid_instances - peak_before(rest_of_fleet), 0) * in_horizon


@COMMITMENT_CASH.line("Month of an instance under the plan", "money/month")
def plan_rate(hours_per_month, hourly_price, discount):
    """What one instance costs in a month, however it is paid."""
    return hours_per_month * hourly_price * (1 - discount)


@COMMITMENT_CASH.line("Place of the month within a term", "month")
def term_phase(month_number, commitment_term, period):
    """Months with the same place begin terms of the same instances."""
    return remainder(month_number, largest(commitment_term, period))


@COMMITMENT_CASH.line("Instances whose term begins", "instances")
def terms_begun(new_commitments, term_phase, in_horizon):
    """New ones, and those that are renewed."""
    return total_alike(new_commitments, term_phase, term_phase, over="month") * in_horizon


@COMMITMENT_CASH.line("Months of a term that are paid upfront", "month")
def upfront_months(commitment_term, plan_upfront):
    """0 where the plan bills month by month."""
    return commitment_term * plan_upfront


@COMMITMENT_CASH.line("Paid upfront under the plan", "money/month")
def plan_prepaid(terms_begun, plan_rate, upfront_months, period):
    """When a term begins."""
    return terms_begun * plan_rate * upfront_months / period


@COMMITMENT_CASH.line("Prepaid compute of the month", "money/month")
def plan_prepaid_used(compute, plan_upfront):
    """The part of the month's compute that was paid before."""
    return compute * plan_upfront


@COMMITMENT_CASH.line("Tranche paid upfront", "share")
def tranche_upfront(plans, tranche_plan):
    """The part of a term's price that is paid when the term begins."""
    return pick(plans, "upfront", tranche_plan)


@COMMITMENT_CASH.line("A term of the tranche begins", "yes = 1")
def tranche_begins(tranche_runs, tranche_age, tranche_months, period):
    """1 in its first month and whenever it is renewed."""
    return tranche_runs * holds(remainder(tranche_age, largest(tranche_months, period)) <= 0)


@COMMITMENT_CASH.line("Upfront payment of a term", "money")
def tranche_payment(tranche_rate, tranche_months, tranche_upfront):
    """What the tranche costs when a term of it begins."""
    return tranche_rate * tranche_months * tranche_upfront


@COMMITMENT_CASH.line("Paid upfront for the tranche", "money/month")
def tranche_prepaid(tranche_payment, tranche_begins, in_horizon, period):
    """In the months in which a term begins; what was paid before the plan is not paid again."""
    return tranche_payment * tranche_begins * in_horizon / period


@COMMITMENT_CASH.line("Prepaid cost of the tranche", "money/month")
def tranche_prepaid_used(tranche_cost, tranche_upfront):
    """The part of the month's cost that was paid before."""
    return tranche_cost * tranche_upfront


@COMMITMENT_CASH.line("Paid upfront for all tranches", "money/month")
def tranches_prepaid(tranche_prepaid):
    """Over the tranches of a site."""
    return total(tranche_prepaid, over="tranche")


@COMMITMENT_CASH.line("Prepaid cost of all tranches", "money/month")
def tranches_prepaid_used(tranche_prepaid_used):
    """Over the tranches of a site."""
    return total(tranche_prepaid_used, over="tranche")


@COMMITMENT_CASH.line("Billed less effective, of a site", "money/month")
def site_prepayment(plan_prepaid, tranches_prepaid, plan_prepaid_used, tranches_prepaid_used):
    """Paid upfront this month, less what this month uses of earlier payments; everything else is billed as it is used."""
    return plan_prepaid + tranches_prepaid - plan_prepaid_used - tranches_prepaid_used


@COMMITMENT_CASH.line("Billed less effective", "money/month")
def prepayment(site_prepayment):
    """Over all sites."""
    return total(site_prepayment, over="site")


@COMMITMENT_CASH.line("Service payments", "money/month")
def service_cash(service_cost, prepayment):
    """What providers bill in the month: upfront payments when they fall due."""
    return service_cost + prepayment


@COMMITMENT_CASH.line("First month whose terms still run", "month")
def first_open_month(month_number, period, commitment_term):
    """After this month, of the terms under the option's plan; older ones have ended."""
    return month_number + period - commitment_term


@COMMITMENT_CASH.line("Month's price of the terms that begin", "money/month")
def begun_rate(terms_begun, plan_rate):
    """Their cost in each month of their term."""
    return terms_begun * plan_rate


@COMMITMENT_CASH.line("The same, times the month's number", "money/month")
def dated_rate(begun_rate, month_number, period):
    """Tells how old a term is when several are added up."""
    return begun_rate * month_number / period


@COMMITMENT_CASH.line("A month's price of the terms that run", "money")
def open_rate(begun_rate, month_number, first_open_month):
    """Summed over the terms that have not ended after this month."""
    return total_between(begun_rate, month_number, first_open_month, month_number)


@COMMITMENT_CASH.line("Months left of the terms that run, at their price", "money")
def open_terms(dated_rate, month_number, first_open_month, open_rate, period):
    """After this month, however they are paid: a term that began in the first month counted has none left."""
    return total_between(dated_rate, month_number, first_open_month, month_number) - open_rate * first_open_month / period


@COMMITMENT_CASH.line("Months left of the tranche", "month")
def tranche_left(tranche_runs, tranche_start, period, month_number, tranche_months):
    """After this month, of the term that runs."""
    return tranche_runs * remainder(tranche_start - period - month_number, largest(tranche_months, period))


@COMMITMENT_CASH.line("Tranche began before the plan", "yes = 1")
def tranche_earlier(tranche_start, period):
    """1 where its first month lies before the plan's."""
    return holds(tranche_start < period)


@COMMITMENT_CASH.line("Tranche reaches into the plan", "yes = 1")
def tranche_reaches(period, tranche_start, tranche_months, tranche_renewed):
    """1 where it still runs in the first month."""
    return largest(holds(period - tranche_start < tranche_months), tranche_renewed)


@COMMITMENT_CASH.line("Months left of the tranche before the plan", "month")
def tranche_left_before(tranche_start, period, tranche_months, tranche_earlier):
    """Of the term that runs when the plan begins."""
    return tranche_earlier * remainder(tranche_start - period, largest(tranche_months, period))


@COMMITMENT_CASH.line("Tranche still to pay", "money")
def tranche_owed(tranche_rate, tranche_left, tranche_upfront):
    """After this month: months left that are billed as they come."""
    return tranche_rate * tranche_left * (1 - tranche_upfront)


@COMMITMENT_CASH.line("Tranche paid and not used", "money")
def tranche_prepaid_left(tranche_rate, tranche_left, tranche_upfront):
    """After this month: months left that are paid for already."""
    return tranche_rate * tranche_left * tranche_upfront


@COMMITMENT_CASH.line("Tranche prepaid before the plan", "money")
def tranche_prepaid_before(tranche_rate, tranche_left_before, tranche_reaches, tranche_upfront):
    """Sunk: used inside the plan, and paid before it."""
    return tranche_rate * tranche_left_before * tranche_reaches * tranche_upfront


@COMMITMENT_CASH.line("Tranches still to pay", "money")
def tranches_owed(tranche_owed):
    """After this month, over the tranches of a site."""
    return total(tranche_owed, over="tranche")


@COMMITMENT_CASH.line("Tranches paid and not used", "money")
def tranches_prepaid_left(tranche_prepaid_left):
    """After this month, over the tranches of a site."""
    return total(tranche_prepaid_left, over="tranche")


@COMMITMENT_CASH.line("Tranches prepaid before the plan", "money")
def tranches_prepaid_before(tranche_prepaid_before):
    """Over the tranches of a site."""
    return total(tranche_prepaid_before, over="tranche")


@COMMITMENT_CASH.line("Still to pay of a site", "money")
def site_owed(open_terms, plan_upfront, tranches_owed):
    """After this month, under the option's plan and by its tranches."""
    return open_terms * (1 - plan_upfront) + tranches_owed


@COMMITMENT_CASH.line("Paid and not used of a site", "money")
def site_prepaid(open_terms, plan_upfront, tranches_prepaid_left):
    """After this month, under the option's plan and by its tranches."""
    return open_terms * plan_upfront + tranches_prepaid_left


@COMMITMENT_CASH.line("Still to pay after the month", "money")
def payable_after(site_owed):
    """Payable if the service is given up then: terms that run, as far as they are billed as the months come."""
    return total(site_owed, over="site")


@COMMITMENT_CASH.line("Paid and not used after the month", "money")
def unused_after(site_prepaid):
    """Written off if the service is given up then: the rest of terms that are paid for."""
    return total(site_prepaid, over="site")


@COMMITMENT_CASH.line("Prepaid before the plan", "money")
def opening_assets(tranches_prepaid_before):
    """What the plan uses of payments that were made before it: sunk, and part of the effective cost."""
    return total(tranches_prepaid_before, over="site")


@COMMITMENT_CASH.line("Assets at the horizon's end", "money")
def closing_assets(unused_after, is_last):
    """What is paid for and not yet used when the horizon ends."""
    return total_product(unused_after, is_last, over="month")
