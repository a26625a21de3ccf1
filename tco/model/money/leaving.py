"""Leaving early: payments still due and values written off if an option is given up after any month of the plan."""

from tco.language.line import Section
from tco.language.vocabulary import choose, greatest, place_of_least, total_product

LEAVING = Section("Leaving early")


@LEAVING.line("Commitment outstanding", "money")
def outstanding(payable_after, unused_after, in_horizon):
    """Payments still due after the month, and payments for what is not used by then."""
    return (payable_after + unused_after) * in_horizon


@LEAVING.line("Largest commitment outstanding", "money")
def largest_outstanding(outstanding):
    """0 where everything is paid as it is used."""
    return greatest(outstanding, over="month")


@LEAVING.line("Below the largest commitment", "money")
def below_largest(largest_outstanding, outstanding):
    """0 in the months in which the commitment is at its largest."""
    return largest_outstanding - outstanding


@LEAVING.line("Month of the largest commitment", "month")
def largest_month(largest_outstanding, below_largest, period):
    """The first, where several are alike; 0 where nothing is ever outstanding."""
    return choose(largest_outstanding > 0, place_of_least(below_largest, over="month") * period, 0)


@LEAVING.line("Remaining commitment", "money")
def remaining_commitment(payable_after, is_last):
    """Still payable after the last month of the plan."""
    return total_product(payable_after, is_last, over="month")
