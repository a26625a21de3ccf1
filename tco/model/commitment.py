"""Commitment: what stays payable after the horizon."""

from tco.line import line
from tco.vocabulary import choose, largest, peak_before, remainder, total


@line("Instances newly committed", "instances")
def new_commitments(commitment_term, paid_instances, instances):
    """Instances added this month under a committed plan."""
    return choose(commitment_term > 0, paid_instances - peak_before(instances), 0)


@line("Months left of a term at the horizon's end", "month")
def remaining_term(commitment_term, horizon, month_number, period):
    """Each instance renews until the horizon ends; what is left of the last term then."""
    return remainder(month_number - period - horizon, largest(commitment_term, period))


@line("Commitment payable after the horizon", "money")
def site_commitment(new_commitments, remaining_term, hours_per_month, hourly_price, discount):
    """What the month's new instances still owe when the horizon ends."""
    return new_commitments * remaining_term * hours_per_month * hourly_price * (1 - discount)


@line("Commitment payable after the horizon, all sites", "money")
def month_commitment(site_commitment):
    """The same over all sites, by the month in which it was taken on."""
    return total(site_commitment, over="site")


@line("Remaining commitment", "money")
def remaining_commitment(month_commitment):
    """What leaving at the horizon's end would still cost."""
    return total(month_commitment, over="month")
