"""Check of both views of the money: what is billed against what is used."""

from tco.language.line import Section
from tco.language.vocabulary import holds, largest, total

CHECKS_VIEWS = Section("Check of both views of the money")


@CHECKS_VIEWS.line("Billed less effective, over the horizon", "money")
def prepaid_total(cash_total, tco):
    """How much more is paid than used."""
    return cash_total - tco


@CHECKS_VIEWS.line("Prepayments, end less beginning", "money")
def prepaid_change(closing_assets, opening_assets):
    """Counted from the terms that are open then."""
    return closing_assets - opening_assets


@CHECKS_VIEWS.line("Billed and effective reconcile", "yes = 1")
def views_agree(prepaid_total, prepaid_change, check_tolerance, tco):
    """1 where what is paid and not used is what stands prepaid."""
    return holds(largest(prepaid_total - prepaid_change, prepaid_change - prepaid_total) <= check_tolerance * tco)


CHECKS_BILLING = Section("Check of an option that is billed as it is used")
"""Its components, and both views of its cost."""


@CHECKS_BILLING.line("Components add up", "yes = 1")
def components_add_up(components_agree, views_agree):
    """1 where the components give the total, and what is billed is what is used."""
    return components_agree * views_agree


CHECKS_TOTAL = Section("Check of the total")
"""The components of all months against the total cost."""


@CHECKS_TOTAL.line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@CHECKS_TOTAL.line("Components give the total", "yes = 1")
def components_agree(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return holds(largest(components_total - tco, tco - components_total) <= check_tolerance * tco)
