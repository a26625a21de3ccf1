"""API rate limits: what a provider lets through in a minute against the peak of all regions.

A limit that the scenario states is judged, kept or broken. Where it states none, that is an open promise if the client
asks for proof (`service_levels.rate_limits`), and no promise otherwise.
"""

from tco.line import Input, line
from tco.vocabulary import greatest, holds, largest, ratio

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


@line("Requests in a peak minute", "request/min")
def peak_requests(all_carried_peak, seconds_per_minute):
    """What the provider must let through."""
    return all_carried_peak * seconds_per_minute


@line("Tokens in a peak minute", "token/min")
def peak_tokens(peak_requests, mean_input, mean_answered, tokens_ratio):
    """Prompts and answers that the provider must let through, as it counts them."""
    return peak_requests * (mean_input * tokens_ratio + mean_answered)


@line("Request limit in use", "share")
def requests_use(peak_requests, requests_limit):
    """The month's peak against the limit; 0 where no limit is established."""
    return ratio(peak_requests, requests_limit)


@line("Token limit in use", "share")
def tokens_use(peak_tokens, tokens_limit):
    """The month's peak against the limit; 0 where no limit is established."""
    return ratio(peak_tokens, tokens_limit)


@line("Tighter limit in use", "share")
def month_use(requests_use, tokens_use):
    """The larger of both in the month."""
    return largest(requests_use, tokens_use)


@line("Tightest limit in use", "share")
def service_limits(month_use):
    """The busiest month's peak against the tighter limit; 0 where none is established."""
    return greatest(month_use, over="month")


@line("Rate limits are established", "yes = 1")
def limits_known(requests_limit, tokens_limit):
    """1 where the scenario states one of them."""
    return largest(holds(requests_limit > 0), holds(tokens_limit > 0))


@line("Rate limits are promised", "yes = 1")
def limits_promised(limits_known, limits_asked):
    """1 where a limit is stated, or where the client asks for proof."""
    return largest(limits_known, limits_asked)


@line("Rate limits kept", "yes = 1")
def limits_kept(limits_known, service_limits):
    """1 where a limit is established and the peak stays within it."""
    return limits_known * holds(service_limits <= 1)


@line("Rate limits margin", "share")
def limits_margin(limits_known, service_limits):
    """What the peak leaves of the tighter limit; 0 where none is established."""
    return (1 - service_limits) * limits_known
