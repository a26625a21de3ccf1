"""Price of promises: what keeping each promise costs, all other hard promises kept; one rule for every promise.

The price is the cheapest option that keeps the promise too, less the cheapest that keeps the others; of residency, say,
the cheapest that may serve less the cheapest at all. The lines of a rule stand together, one for each promise.
"""

from tco.line import applied
from tco.model.verdict import JUDGED
from tco.vocabulary import choose, holds, least


def others_kept(possible, hard_gaps, gap, is_hard):
    """1 where the option is possible and keeps every other hard promise."""
    return possible * holds(hard_gaps - gap * is_hard <= 0)


def ranked_without(others, tco, penalty):
    """Total cost, behind all others where another hard promise is missed."""
    return choose(others > 0, tco, tco + penalty + penalty)


def ranked_with(others, gap, tco, penalty):
    """Total cost, behind all others where this promise or another hard one is missed."""
    return choose(others * (1 - gap) > 0, tco, tco + penalty + penalty)


def cheapest_of(ranked):
    """The smallest over all options."""
    return least(ranked, over="option")


def price_known(cheapest, penalty):
    """1 where an option keeps this promise and every other hard one."""
    return holds(cheapest <= penalty)


def price_of(known, with_promise, without_promise):
    """The dearer cheapest option less the cheaper one; 0 where it is not known."""
    return known * (with_promise - without_promise)


def lines_of_rules():
    """Every rule for every promise."""
    for key, (name, *_) in JUDGED.items():
        others, without, kept = f"{key}_others", f"{key}_without", f"{key}_with"
        yield applied(others_kept, others, f"{name}: other promises kept", "yes = 1", "possible", "hard_gaps", f"{key}_gap", f"{key}_hard")
        yield applied(ranked_without, without, f"{name}: cost without it", "money", others, "tco", "ranking_penalty")
        yield applied(ranked_with, kept, f"{name}: cost with it", "money", others, f"{key}_gap", "tco", "ranking_penalty")
        yield applied(cheapest_of, f"{key}_cheapest_without", f"{name}: cheapest without it", "money", without)
        yield applied(cheapest_of, f"{key}_cheapest_with", f"{name}: cheapest with it", "money", kept)
        yield applied(price_known, f"{key}_price_known", f"{name}: price is known", "yes = 1", f"{key}_cheapest_with", "ranking_penalty")
        both = (f"{key}_cheapest_with", f"{key}_cheapest_without")
        yield applied(price_of, f"{key}_price", f"{name}: price of the promise", "money", f"{key}_price_known", *both)


globals().update({item.key: item for item in lines_of_rules()})  # a room's lines are its attributes
