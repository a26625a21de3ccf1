"""Comparison: all options, the baseline and the recommendation."""

from tco.language.line import Input, Section, applied
from tco.language.lookup import entry
from tco.language.vocabulary import choose, element, greatest, place_of_least, ratio, running_total, total, total_where
from tco.model.money.cost_categories import COST_CLASSES

option = Input("Option", "text", "options.*.name", "A way to serve the requests.", by=("option",), source="Scenario")
baseline = Input("Baseline", "text", "baseline", "The option that savings are measured against.", choices="axis:option", source="Scenario")
nobody = Input(
    "Word for no recommendation",
    "text",
    "constants.nobody",
    "Shown where no option keeps every hard promise.",
    "none keeps every promise",
    source="By definition",
)


COMPARISON = Section("Comparison")
"""Each option against the baseline and in the ranking, and its promises in a word."""


@COMPARISON.line("Cost of the baseline", "money")
def baseline_tco(tco, option, baseline):
    """Total cost of ownership of the option that savings are measured against."""
    return total_where(tco, option, baseline, over="option")


@COMPARISON.line("Saving against the baseline", "money")
def saving(baseline_tco, tco):
    """Baseline less option: positive is favourable."""
    return baseline_tco - tco


@COMPARISON.line("Saving against the baseline, share", "share")
def saving_share(saving, baseline_tco):
    """Saving over the baseline's cost."""
    return ratio(saving, baseline_tco)


@COMPARISON.line("Penalty in the ranking", "money")
def ranking_penalty(tco):
    """More than any option costs: puts what cannot be recommended behind all others."""
    return total(tco, over="option")


@COMPARISON.line("Cost for the ranking", "money")
def ranking_cost(eligible, tco, ranking_penalty):
    """Total cost, behind all others where the option is impossible or misses a hard promise."""
    return choose(eligible > 0, tco, tco + ranking_penalty + ranking_penalty)


@COMPARISON.line("Place of the cheapest", "row")
def cheapest(ranking_cost):
    """The first option with the smallest cost for the ranking."""
    return place_of_least(ranking_cost, over="option")


@COMPARISON.line("Any option can be recommended", "yes = 1")
def any_eligible(eligible):
    """1 where at least one option keeps every hard promise."""
    return greatest(eligible, over="option")


@COMPARISON.line("Recommended", "text")
def recommended(any_eligible, option, cheapest, nobody):
    """The cheapest option that keeps every hard promise."""
    return choose(any_eligible > 0, element(option, cheapest, over="option"), nobody)


@COMPARISON.line("Cost of the recommended option", "money")
def recommended_tco(tco, option, recommended):
    """0 where none is recommended."""
    return total_where(tco, option, recommended, over="option")


@COMPARISON.line("Saving of the recommended option", "money")
def recommended_saving(saving, option, recommended):
    """Against the baseline; 0 where none is recommended."""
    return total_where(saving, option, recommended, over="option")


@COMPARISON.line("Model retires in month", "month")
def retirement_month(months_retired, horizon, period):
    """The month of the plan in which the provider of an API retires the model; 0 where none is to retire inside it."""
    return choose(months_retired > 0, horizon - months_retired + period, 0)


@COMPARISON.line("TTFT", "text")
def ttft_word(statuses, ttft_status):
    """The promise on time to first token, in a word."""
    return entry(statuses, "name", ttft_status)


@COMPARISON.line("TPOT", "text")
def tpot_word(statuses, tpot_status):
    """The promise on time per output token, in a word."""
    return entry(statuses, "name", tpot_status)


@COMPARISON.line("Latency", "text")
def latency_word(statuses, latency_status):
    """The promise on latency, in a word."""
    return entry(statuses, "name", latency_status)


@COMPARISON.line("Availability", "text")
def availability_word(statuses, availability_status):
    """The promise on availability, in a word."""
    return entry(statuses, "name", availability_status)


@COMPARISON.line("Residency", "text")
def residency_word(statuses, residency_status):
    """Every region's rule on where its data may be processed, in a word."""
    return entry(statuses, "name", residency_status)


@COMPARISON.line("Rate limits", "text")
def limits_word(statuses, limits_status):
    """The provider's rate limits against the peak, in a word."""
    return entry(statuses, "name", limits_status)


@COMPARISON.line("Standing", "text")
def standing(possible, verdict, reason):
    """What the option's promises say, or why it is not possible."""
    return choose(possible > 0, verdict, reason)


@COMPARISON.line("Cost to draw", "money")
def drawn_tco(tco, possible):
    """Nothing is drawn for an option that is not possible: it is never shown as cheap."""
    return tco * possible


@COMPARISON.line("Cost of the month to draw", "money/month")
def drawn_cost(cost, possible):
    """Nothing is drawn for an option that is not possible."""
    return cost * possible


@COMPARISON.line("Cumulative cost", "money")
def cumulative_cost(drawn_cost):
    """Effective cost from the first month to this one; 0 where the option is not possible."""
    return running_total(drawn_cost)


BRIDGE = Section("Bridge")
"""Parts of the cost that make an option dearer or cheaper than the baseline."""


def against_baseline(part, option, baseline):
    """Option less baseline: negative where this class costs less than the baseline's."""
    return part - total_where(part, option, baseline, over="option")


BRIDGE.add(
    applied(against_baseline, f"{key}_difference", f"{label}, against the baseline", "money", f"{key}_total", "option", "baseline")
    for key, label in COST_CLASSES.items()
)


def shown_part(part, possible):
    """Nothing is drawn for an option that is not possible: it is never shown as cheap."""
    return part * possible


BRIDGE.add(
    applied(shown_part, f"drawn_{key}", f"{label} to draw", "money", f"{key}_total", "possible") for key, label in COST_CLASSES.items()
)
