"""Run rate: all options in one month, at each volume or in each case."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, element, greatest, place_of_least, total, total_where
from tco.model.comparison import comparison

volume_multiple = Input(
    "Volume, as a multiple of the plan's",
    "1",
    "constants.volume_multiples.*",
    "Where the Volume sheet computes every option.",
    (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10),
    by=("volume",),
    minimum=0.01,
    maximum=100,
    source="Chosen for the chart",
)
tie_step = Input(
    "Step between equals",
    "1",
    "constants.tie_step",
    "Keeps inputs of the same effect apart when they are sorted: the earlier one comes first.",
    1e-9,
    minimum=1e-12,
    maximum=1e-6,
    source="By definition",
)


RUN_RATE_LINES = Section("Run rate")
"""The recurring cost of one month, and the cheapest option that keeps every hard promise."""


@RUN_RATE_LINES.line("Requests per day of all regions", "request/day")
def run_rate_requests(requests):
    """On an average day of the month."""
    return total(requests, over="region")


@RUN_RATE_LINES.line("Recurring cost to draw", "money/month")
def drawn_recurring(recurring, possible):
    """Nothing is drawn for an option that is not possible: it is never shown as cheap."""
    return recurring * possible


@RUN_RATE_LINES.line("Penalty in the ranking by run rate", "money/month")
def run_rate_penalty(recurring):
    """More than any option costs: puts what cannot be recommended behind all others."""
    return total(recurring, over="option")


@RUN_RATE_LINES.line("Recurring cost for the ranking", "money/month")
def run_rate_ranking(eligible, recurring, run_rate_penalty):
    """Behind all others where the option is impossible or misses a hard promise."""
    return comparison.ranking_cost(eligible, recurring, run_rate_penalty)


@RUN_RATE_LINES.line("Place of the cheapest by run rate", "row")
def run_rate_cheapest(run_rate_ranking):
    """The first option with the smallest recurring cost for the ranking."""
    return place_of_least(run_rate_ranking, over="option")


@RUN_RATE_LINES.line("Any option keeps every hard promise", "yes = 1")
def run_rate_eligible(eligible):
    """1 where at least one does."""
    return greatest(eligible, over="option")


@RUN_RATE_LINES.line("Cheapest by run rate", "text")
def run_rate_recommended(run_rate_eligible, option, run_rate_cheapest, nobody):
    """Of the options that keep every hard promise; what is paid once does not count."""
    return choose(run_rate_eligible > 0, element(option, run_rate_cheapest, over="option"), nobody)


TORNADO = Section("Tornado")
"""The run rate of the recommended option, in each case."""


@TORNADO.line("Option of the tornado", "text")
def tornado_option(any_eligible, recommended, baseline):
    """The plan's recommended option, or its baseline where none is recommended."""
    return choose(any_eligible > 0, recommended, baseline)


@TORNADO.line("Recurring cost of the option of the tornado", "money/month")
def tornado_cost(drawn_recurring, option, tornado_option):
    """0 where it is not possible."""
    return total_where(drawn_recurring, option, tornado_option, over="option")


@TORNADO.line("Option of the tornado is possible", "yes = 1")
def tornado_possible(possible, option, tornado_option):
    """1 where it is."""
    return total_where(possible, option, tornado_option, over="option")
