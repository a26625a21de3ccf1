"""Commitment: upfront payments by month, and amounts payable or prepaid when the horizon ends."""

from tco.language.line import Section
from tco.language.lookup import pick
from tco.language.vocabulary import choose, holds, largest, peak_before, remainder, total, total_alike

COMMITMENT_CASH = Section("Commitment")


@COMMITMENT_CASH.line("Instances newly committed", "instances")
def new_commitments(commitment_term, paid_instances, rest_of_fleet, in_horizon):
    """Instances added this month under a committed plan."""
    return choose(commitment_term > 0, paid_instances - peak_before(rest_of_fleet), 0) * in_horizon


@COMMITMENT_CASH.line("Months left of a term at the horizon's end", "month")
def remaining_term(commitment_term, horizon, month_number, period):
    """Each instance renews until the horizon ends; what is left of the last term then."""
    return remainder(month_number - period - horizon, largest(commitment_term, period))


@COMMITMENT_CASH.line("Month of an instance under the plan", "money/month")
def plan_rate(hours_per_month, hourly_price, discount):
    """What one instance costs in a month, however it is paid."""
    return hours_per_month * hourly_price * (1 - discount)


@COMMITMENT_CASH.line("Terms left at the horizon's end", "money")
def terms_left(new_commitments, remaining_term, plan_rate):
    """What the months left of the month's new instances cost, however they are paid."""
    return new_commitments * remaining_term * plan_rate


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


@COMMITMENT_CASH.line("Months from the tranche's first to the plan's last", "month")
def tranche_last_age(horizon, tranche_start):
    """Below 0 where it begins after the plan."""
    return horizon - tranche_start


@COMMITMENT_CASH.line("Tranche is open at the horizon's end", "yes = 1")
def tranche_open(tranche_last_age, tranche_months, tranche_renewed):
    """1 where the last month of the plan lies within its term."""
    return holds(tranche_last_age >= 0) * largest(holds(tranche_last_age < tranche_months), tranche_renewed)


@COMMITMENT_CASH.line("Months left of the tranche at the horizon's end", "month")
def tranche_left(tranche_open, tranche_start, period, horizon, tranche_months):
    """Of the term that runs then."""
    return tranche_open * remainder(tranche_start - period - horizon, largest(tranche_months, period))


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


@COMMITMENT_CASH.line("Tranche payable after the horizon", "money")
def tranche_owed(tranche_rate, tranche_left, tranche_upfront):
    """Months left that are billed as they come."""
    return tranche_rate * tranche_left * (1 - tranche_upfront)


@COMMITMENT_CASH.line("Tranche prepaid beyond the horizon", "money")
def tranche_prepaid_left(tranche_rate, tranche_left, tranche_upfront):
    """Months left that are paid for already."""
    return tranche_rate * tranche_left * tranche_upfront


@COMMITMENT_CASH.line("Tranche prepaid before the plan", "money")
def tranche_prepaid_before(tranche_rate, tranche_left_before, tranche_reaches, tranche_upfront):
    """Sunk: used inside the plan, and paid before it."""
    return tranche_rate * tranche_left_before * tranche_reaches * tranche_upfront


@COMMITMENT_CASH.line("Tranches payable after the horizon", "money")
def tranches_owed(tranche_owed):
    """Over the tranches of a site."""
    return total(tranche_owed, over="tranche")


@COMMITMENT_CASH.line("Tranches prepaid beyond the horizon", "money")
def tranches_prepaid_left(tranche_prepaid_left):
    """Over the tranches of a site."""
    return total(tranche_prepaid_left, over="tranche")


@COMMITMENT_CASH.line("Tranches prepaid before the plan", "money")
def tranches_prepaid_before(tranche_prepaid_before):
    """Over the tranches of a site."""
    return total(tranche_prepaid_before, over="tranche")


@COMMITMENT_CASH.line("Terms left, all sites", "money")
def month_terms_left(terms_left):
    """By the month in which they were taken on."""
    return total(terms_left, over="site")


@COMMITMENT_CASH.line("Terms left, all sites and months", "money")
def all_terms_left(month_terms_left):
    """Under the option's plan, however they are paid."""
    return total(month_terms_left, over="month")


@COMMITMENT_CASH.line("Tranches payable after the horizon, all sites", "money")
def all_tranches_owed(tranches_owed):
    """Billed as the months come."""
    return total(tranches_owed, over="site")


@COMMITMENT_CASH.line("Remaining commitment", "money")
def remaining_commitment(all_terms_left, plan_upfront, all_tranches_owed):
    """What leaving at the horizon's end would still cost."""
    return all_terms_left * (1 - plan_upfront) + all_tranches_owed


@COMMITMENT_CASH.line("Tranches prepaid beyond the horizon, all sites", "money")
def all_tranches_prepaid(tranches_prepaid_left):
    """Paid for already."""
    return total(tranches_prepaid_left, over="site")


@COMMITMENT_CASH.line("Prepaid before the plan", "money")
def opening_assets(tranches_prepaid_before):
    """What the plan uses of payments that were made before it: sunk, and part of the effective cost."""
    return total(tranches_prepaid_before, over="site")


@COMMITMENT_CASH.line("Assets at the horizon's end", "money")
def closing_assets(all_terms_left, plan_upfront, all_tranches_prepaid):
    """What is paid for and not yet used when the horizon ends."""
    return all_terms_left * plan_upfront + all_tranches_prepaid
