"""Checks of commitments: hours that are paid against hours that run, and what is billed against what is used."""

from tco.line import line
from tco.vocabulary import holds, largest, least


@line("Committed hours used and unused", "h/month")
def hours_accounted(used_hours, unused_hours):
    """Counted through the hours of the day."""
    return used_hours + unused_hours


@line("Committed hours reconcile", "yes = 1")
def hours_agree(hours_accounted, committed_hours, check_tolerance):
    """1 where used and unused hours are those that are paid."""
    return holds(largest(hours_accounted - committed_hours, committed_hours - hours_accounted) <= check_tolerance * committed_hours)


@line("Committed hours reconcile at every site", "yes = 1")
def month_hours_agree(hours_agree):
    """1 in months where they do."""
    return least(hours_agree, over="site")


@line("Committed hours reconcile in every month", "yes = 1")
def commitments_agree(month_hours_agree):
    """1 where they do."""
    return least(month_hours_agree, over="month")


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


@line("Components add up", "yes = 1")
def components_add_up(components_agree, commitments_agree, views_agree):
    """1 where the components give the total, committed hours reconcile, and billed and effective cost do."""
    return components_agree * commitments_agree * views_agree
