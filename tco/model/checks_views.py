"""Check of both views of the money: what is billed against what is used."""

from tco.line import line
from tco.vocabulary import holds, largest


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
