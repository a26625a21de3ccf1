"""Stated service levels: what the scenario says of a provider or of today's service; nothing is modelled, so nothing is assumed."""

from tco.line import Input, line
from tco.model.constants import NOT_ESTABLISHED
from tco.model.residency import residency_of
from tco.vocabulary import holds

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


@line("Time to first token", "s")
def service_ttft(stated_ttft):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_ttft


@line("Time per output token", "s/token")
def service_tpot(stated_tpot):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_tpot


@line("Latency", "s")
def service_latency(stated_latency):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_latency


@line("Availability", "share of time")
def service_availability(stated_availability):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_availability


@line("Availability is established", "yes = 1")
def availability_known(stated_availability):
    """1 where the scenario states it."""
    return holds(stated_availability > 0)


residency = residency_of("processed_in")
