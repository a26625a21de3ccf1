"""Check of the total: the components of all months against the total cost, and what is billed against what is used."""

from tco.line import line
from tco.vocabulary import holds, largest, total


@line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@line("Components give the total", "yes = 1")
def components_agree(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return holds(largest(components_total - tco, tco - components_total) <= check_tolerance * tco)


@line("Billed less effective, over the horizon", "money")
def prepaid_total(cash_total, tco):
    """How much more is paid than used."""
    return cash_total - tco


@line("Prepayments, end less beginning", "money")
def prepaid_change(closing_assets, opening_assets):
    """Counted from the terms that are open then."""
    return closing_assets - opening_assets


@line("Billed and effective reconcile", "yes = 1")
def views_agree(prepaid_total, prepaid_change, check_tolerance, tco):
    """1 where what is paid and not used is what stands prepaid."""
    return holds(largest(prepaid_total - prepaid_change, prepaid_change - prepaid_total) <= check_tolerance * tco)
