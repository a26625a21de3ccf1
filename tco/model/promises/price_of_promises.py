"""Price of promises: the cost of keeping each promise, all other hard promises kept.

The price is the cost of the cheapest option that keeps the promise too, less that of the cheapest that keeps the others: of
residency, the cheapest that may serve less the cheapest at all. Each rule is followed by its lines, one for each promise.
"""

from tco.language.line import Section, applied
from tco.language.vocabulary import choose, holds, least
from tco.model.promises.verdict import JUDGED

PRICED_BY = ("price_known", "cheapest_with", "cheapest_without")
NAMES = {key: name for key, (name, *_) in JUDGED.items()}


PRICE_OF_PROMISES = Section("Price of promises")


def others_kept(possible, hard_gaps, gap, is_hard):
    """1 where the option is possible and keeps every other hard promise."""
    return possible * holds(hard_gaps - gap * is_hard <= 0)


PRICE_OF_PROMISES.add(
    applied(others_kept, f"{key}_others", f"{name}: other promises kept", "yes = 1", "possible", "hard_gaps", f"{key}_gap", f"{key}_hard")
    for key, name in NAMES.items()
)


def ranked_without(others, tco, penalty):
    """Total cost, behind all others where another hard promise is missed."""
    return choose(others > 0, tco, tco + penalty + penalty)


PRICE_OF_PROMISES.add(
    applied(ranked_without, f"{key}_without", f"{name}: cost without it", "money", f"{key}_others", "tco", "ranking_penalty")
    for key, name in NAMES.items()
)


def ranked_with(others, gap, tco, penalty):
    """Total cost, behind all others where this promise or another hard one is missed."""
    return choose(others * (1 - gap) > 0, tco, tco + penalty + penalty)


PRICE_OF_PROMISES.add(
    applied(ranked_with, f"{key}_with", f"{name}: cost with it", "money", f"{key}_others", f"{key}_gap", "tco", "ranking_penalty")
    for key, name in NAMES.items()
)


def cheapest_of(ranked):
    """The smallest over all options."""
    return least(ranked, over="option")


PRICE_OF_PROMISES.add(
    applied(cheapest_of, f"{key}_cheapest_{which}", f"{name}: cheapest {which} it", "money", f"{key}_{which}")
    for key, name in NAMES.items()
    for which in ("without", "with")
)


def price_known(cheapest, penalty):
    """1 where an option keeps this promise and every other hard one."""
    return holds(cheapest <= penalty)


PRICE_OF_PROMISES.add(
    applied(price_known, f"{key}_price_known", f"{name}: price is known", "yes = 1", f"{key}_cheapest_with", "ranking_penalty")
    for key, name in NAMES.items()
)


def price_of(known, with_promise, without_promise):
    """The dearer cheapest option less the cheaper one; 0 where it is not known."""
    return known * (with_promise - without_promise)


PRICE_OF_PROMISES.add(
    applied(price_of, f"{key}_price", f"{name}: price of the promise", "money", *(f"{key}_{each}" for each in PRICED_BY))
    for key, name in NAMES.items()
)
