"""API terms: rate limits, feasibility and retirement.

A rate limit that the scenario states is judged: kept or broken. Where it states none, the promise is open if the client asks
for proof (`service_levels.rate_limits`), and there is no promise otherwise.
"""

from tco.language.line import Input, Section
from tco.language.lookup import entry
from tco.language.vocabulary import choose, greatest, holds, largest, ratio

requests_limit = Input(
    "Requests per minute, limit",
    "request/min",
    "options.*.requests_per_minute_limit",
    "The provider's limit of the account's tier; 0 where nobody has established it.",
    0.0,
    source="Not established",
)
tokens_limit = Input(
    "Tokens per minute, limit",
    "token/min",
    "options.*.tokens_per_minute_limit",
    "The provider's limit of the account's tier, prompts and answers together; 0 where nobody has established it.",
    0.0,
    source="Not established",
)
limits_asked = Input(
    "Rate limits must be shown to carry the peak",
    "yes = 1",
    "service_levels.rate_limits",
    "1: an API whose limits nobody has established keeps this promise open; 0: only stated limits are judged.",
    0.0,
    whole=True,
    maximum=1.0,
    source="Documented default",
)


RATE_LIMITS = Section("API rate limits")
"""The peak of all regions against the requests and tokens that the provider lets through in a minute."""


@RATE_LIMITS.line("Requests in a peak minute", "request/min")
def peak_requests(service_peak, seconds_per_minute):
    """What the provider must let through."""
    return service_peak * seconds_per_minute


@RATE_LIMITS.line("Tokens in a peak minute", "token/min")
def peak_tokens(peak_requests, mean_input, mean_answered, tokens_ratio):
    """Prompts and answers that the provider must let through, as it counts them."""
    return peak_requests * (mean_input * tokens_ratio + mean_answered)


@RATE_LIMITS.line("Request limit in use", "share")
def requests_use(peak_requests, requests_limit):
    """The month's peak against the limit; 0 where no limit is established."""
    return ratio(peak_requests, requests_limit)


@RATE_LIMITS.line("Token limit in use", "share")
def tokens_use(peak_tokens, tokens_limit):
    """The month's peak against the limit; 0 where no limit is established."""
    return ratio(peak_tokens, tokens_limit)


@RATE_LIMITS.line("Tighter limit in use", "share")
def month_use(requests_use, tokens_use):
    """The larger of both in the month."""
    return largest(requests_use, tokens_use)


@RATE_LIMITS.line("Tightest limit in use", "share")
def service_limits(month_use):
    """The busiest month's peak against the tighter limit; 0 where none is established."""
    return greatest(month_use, over="month")


@RATE_LIMITS.line("Rate limits are established", "yes = 1")
def limits_known(requests_limit, tokens_limit):
    """1 where the scenario states one of them."""
    return largest(holds(requests_limit > 0), holds(tokens_limit > 0))


@RATE_LIMITS.line("Rate limits are promised", "yes = 1")
def limits_promised(limits_known, limits_asked):
    """1 where a limit is stated, or where the client asks for proof."""
    return largest(limits_known, limits_asked)


@RATE_LIMITS.line("Rate limits kept", "yes = 1")
def limits_kept(limits_known, service_limits):
    """1 where a limit is established and the peak stays within it."""
    return limits_known * holds(service_limits <= 1)


@RATE_LIMITS.line("Rate limits margin", "share")
def limits_margin(limits_known, service_limits):
    """What the peak leaves of the tighter limit; 0 where none is established."""
    return (1 - service_limits) * limits_known


FEASIBILITY = Section("Whether the API is possible")
"""Price and context: both must be there for the option to be possible."""


@FEASIBILITY.line("Possible", "yes = 1")
def possible(price_known, request_fits):
    """1 where prices are known and the longest request fits."""
    return price_known * request_fits


@FEASIBILITY.line("Context stands in the way", "yes = 1")
def context_too_long(request_fits):
    """1 where the longest request is longer than the provider allows."""
    return 1 - request_fits


@FEASIBILITY.line("Why it is not possible", "text")
def reason(reasons, price_known, context_too_long):
    """The first obstacle: no price, no context."""
    return entry(reasons, "name", choose(price_known > 0, 1 + 2 * context_too_long + context_too_long, 2))
