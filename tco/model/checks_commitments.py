"""Checks of commitments: hours that are paid against hours that run."""

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


@line("Components add up", "yes = 1")
def components_add_up(components_agree, commitments_agree, views_agree):
    """1 where the components give the total, committed hours reconcile, and billed and effective cost do."""
    return components_agree * commitments_agree * views_agree
