"""Stated service levels: the scenario's figures for a provider or for today's service; nothing is modelled, so nothing is assumed."""

from tco.language.line import Input, Section
from tco.language.vocabulary import holds
from tco.model.constants import NOT_ESTABLISHED
from tco.model.promises.residency import residency_of

stated_ttft = Input(
    "Time to first token, stated",
    "s",
    "options.*.ttft",
    "Measured or contracted, with its source; 0 where nobody has established it.",
    0.0,
    source="Not established",
)
stated_tpot = Input(
    "Time per output token, stated",
    "s/token",
    "options.*.tpot",
    "Measured or contracted, with its source; 0 where nobody has established it.",
    0.0,
    source="Not established",
)
stated_latency = Input(
    "Latency, stated",
    "s",
    "options.*.latency",
    "Measured or contracted, with its source; 0 where nobody has established it.",
    0.0,
    source="Not established",
)
stated_availability = Input(
    "Availability, stated",
    "share of time",
    "options.*.availability",
    "Contracted, with its source; 0 where nobody has established it.",
    0.0,
    maximum=1.0,
    source="Not established",
)
processed_in = Input(
    "Processed in",
    "text",
    "options.*.processed_in.*",
    "Country codes of where the provider processes requests, from its contract: one value, or one for each region of the scenario.",
    NOT_ESTABLISHED,
    by=("region",),
    source="Not established",
)


SERVICE_STATED = Section("Stated service levels")
"""Times, availability and residency, as far as the scenario states them."""


@SERVICE_STATED.line("Time to first token", "s")
def service_ttft(stated_ttft):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_ttft


@SERVICE_STATED.line("Time per output token", "s/token")
def service_tpot(stated_tpot):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_tpot


@SERVICE_STATED.line("Latency", "s")
def service_latency(stated_latency):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_latency


@SERVICE_STATED.line("Availability", "share of time")
def service_availability(stated_availability):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_availability


@SERVICE_STATED.line("Availability is established", "yes = 1")
def availability_known(stated_availability):
    """1 where the scenario states it."""
    return holds(stated_availability > 0)


SERVICE_STATED.add(residency_of("processed_in"))


NO_RATE_LIMITS = Section("Rate limits")
"""Rate limits of a service that has none."""


@NO_RATE_LIMITS.line("Rate limits are promised", "yes = 1")
def limits_promised():
    """Nothing is promised, for nothing limits."""
    return 0


@NO_RATE_LIMITS.line("Rate limits are established", "yes = 1")
def limits_known(limits_promised):
    """1: it is known that there are none."""
    return 1 - limits_promised


@NO_RATE_LIMITS.line("Rate limits kept", "yes = 1")
def limits_kept(limits_promised):
    """1: nothing stands in the way."""
    return 1 - limits_promised
