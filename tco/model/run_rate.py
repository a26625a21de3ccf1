"""Run rate: all options side by side in one month, at each volume or in each case."""

from tco.line import Input, line
from tco.model import comparison
from tco.vocabulary import choose, element, greatest, place_of_least, total

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


@line("Requests per day of all regions", "request/day")
def run_rate_requests(requests):
    """On an average day of the month."""
    return total(requests, over="region")


@line("Recurring cost to draw", "money/month")
def drawn_recurring(recurring, possible):
    """Nothing is drawn for an option that is not possible: it is never shown as cheap."""
    return recurring * possible


@line("Penalty in the ranking by run rate", "money/month")
def run_rate_penalty(recurring):
    """More than any option costs: puts what cannot be recommended behind all others."""
    return total(recurring, over="option")


@line("Recurring cost for the ranking", "money/month")
def run_rate_ranking(eligible, recurring, run_rate_penalty):
    """Behind all others where the option is impossible or misses a hard promise."""
    return comparison.ranking_cost(eligible, recurring, run_rate_penalty)


@line("Place of the cheapest by run rate", "row")
def run_rate_cheapest(run_rate_ranking):
    """The first option with the smallest recurring cost for the ranking."""
    return place_of_least(run_rate_ranking, over="option")


@line("Any option keeps every hard promise", "yes = 1")
def run_rate_eligible(eligible):
    """1 where at least one does."""
    return greatest(eligible, over="option")


@line("Cheapest by run rate", "text")
def run_rate_recommended(run_rate_eligible, option, run_rate_cheapest, nobody):
    """Of the options that keep every hard promise; what is paid once does not count."""
    return choose(run_rate_eligible > 0, element(option, run_rate_cheapest, over="option"), nobody)
