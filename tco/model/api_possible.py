"""Whether the API is possible: its price, its context."""

from tco.line import line
from tco.lookup import entry
from tco.vocabulary import choose


@line("Possible", "yes = 1")
def possible(price_known, request_fits):
    """1 where prices are known and the longest request fits."""
    return price_known * request_fits


@line("Context stands in the way", "yes = 1")
def context_too_long(request_fits):
    """1 where the longest request is longer than the provider allows."""
    return 1 - request_fits


@line("Why it is not possible", "text")
def reason(reasons, price_known, context_too_long):
    """The first obstacle: no price, no context."""
    return entry(reasons, "name", choose(price_known > 0, 1 + 2 * context_too_long + context_too_long, 2))
