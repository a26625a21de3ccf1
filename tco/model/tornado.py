"""Tornado: the run rate of the recommended option, in each case."""

from tco.line import line
from tco.vocabulary import choose, total_where


@line("Option of the tornado", "text")
def tornado_option(any_eligible, recommended, baseline):
    """The plan's recommended option, or its baseline where none is recommended."""
    return choose(any_eligible > 0, recommended, baseline)


@line("Recurring cost of the option of the tornado", "money/month")
def tornado_cost(drawn_recurring, option, tornado_option):
    """0 where it is not possible."""
    return total_where(drawn_recurring, option, tornado_option, over="option")


@line("Option of the tornado is possible", "yes = 1")
def tornado_possible(possible, option, tornado_option):
    """1 where it is."""
    return total_where(possible, option, tornado_option, over="option")
