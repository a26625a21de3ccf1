"""Stated service levels: what the scenario says of a provider or of today's service; nothing is modelled, so nothing is assumed."""

from tco.line import Input, line
from tco.vocabulary import equal, holds, largest, least, mentions

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
    "share",
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
    "not established",
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


@line("Availability", "share")
def service_availability(stated_availability):
    """As stated by the scenario; 0 where it is not established."""
    return 1 * stated_availability


@line("Availability is established", "yes = 1")
def availability_known(stated_availability):
    """1 where the scenario states it."""
    return holds(stated_availability > 0)


@line("Region has no residency rule", "yes = 1")
def region_free(allowed, any_place, region_carried):
    """1 where the client allows any place, or the service answers nothing of the region."""
    return largest(holds(equal(allowed, any_place)), 1 - region_carried)


@line("Place of processing is established", "yes = 1")
def place_known(processed_in, not_established):
    """1 where the scenario states where the provider processes this region's requests."""
    return 1 - holds(equal(processed_in, not_established))


@line("Region allows the place of processing", "yes = 1")
def region_named(allowed, processed_in):
    """1 where the rule names the place of processing."""
    return holds(mentions(allowed, processed_in))


@line("Residency of a region kept", "yes = 1")
def region_kept(region_free, region_named):
    """1 where the region's requests may be processed there."""
    return largest(region_free, region_named)


@line("No region has a rule", "yes = 1")
def all_free(region_free):
    """1 where any place will do."""
    return least(region_free, over="region")


@line("Every place of processing is established", "yes = 1")
def places_known(place_known):
    """1 where that holds for every region."""
    return least(place_known, over="region")


@line("Residency is established", "yes = 1")
def residency_known(places_known, all_free):
    """1 where every place is stated, or where no region asks."""
    return largest(places_known, all_free)


@line("Residency kept", "yes = 1")
def residency_held(region_kept):
    """1 where every region's rule is kept."""
    return least(region_kept, over="region")
