"""Promises: each kept, broken or not established, with its margin; one rule for every kind of option.

Statuses are rows of a list: 1 broken, 2 kept, 3 not established, 4 not promised. A promise that is not established
counts as not kept until somebody states it with a source.
"""

from tco.line import Input, line
from tco.lookup import entry
from tco.vocabulary import choose, holds, smallest

availability_promise = Input(
    "Promised availability",
    "share",
    "service_levels.availability",
    "Share of time; 0 where none is promised.",
    0.0,
    maximum=1.0,
    rises=1,
    source="Scenario",
)


@line("TTFT kept", "yes = 1")
def ttft_kept(service_ttft, ttft_promise):
    """1 where the time is established and within the promise."""
    return holds(service_ttft > 0) * holds(service_ttft <= ttft_promise)


@line("TTFT judged", "row")
def ttft_judged(service_ttft, ttft_kept, row_not_established):
    """Broken or kept where it is established."""
    return choose(service_ttft > 0, 1 + ttft_kept, row_not_established)


@line("TTFT promise", "status")
def ttft_status(ttft_promise, ttft_judged, row_not_promised):
    """Time to first token against its promise."""
    return choose(ttft_promise > 0, ttft_judged, row_not_promised)


@line("TTFT does not stand in the way", "yes = 1")
def ttft_passed(ttft_promise, ttft_kept):
    """1 where the promise is kept or none is made."""
    return choose(ttft_promise > 0, ttft_kept, 1)


@line("TTFT margin", "s")
def ttft_margin(service_ttft, ttft_promise, ttft_status):
    """Promise less time where both are known, and 0 elsewhere."""
    return (ttft_promise - service_ttft) * holds(ttft_status <= 2)


@line("TPOT kept", "yes = 1")
def tpot_kept(service_tpot, tpot_promise):
    """1 where the time is established and within the promise."""
    return holds(service_tpot > 0) * holds(service_tpot <= tpot_promise)


@line("TPOT judged", "row")
def tpot_judged(service_tpot, tpot_kept, row_not_established):
    """Broken or kept where it is established."""
    return choose(service_tpot > 0, 1 + tpot_kept, row_not_established)


@line("TPOT promise", "status")
def tpot_status(tpot_promise, tpot_judged, row_not_promised):
    """Time per output token against its promise."""
    return choose(tpot_promise > 0, tpot_judged, row_not_promised)


@line("TPOT does not stand in the way", "yes = 1")
def tpot_passed(tpot_promise, tpot_kept):
    """1 where the promise is kept or none is made."""
    return choose(tpot_promise > 0, tpot_kept, 1)


@line("TPOT margin", "s/token")
def tpot_margin(service_tpot, tpot_promise, tpot_status):
    """Promise less time where both are known, and 0 elsewhere."""
    return (tpot_promise - service_tpot) * holds(tpot_status <= 2)


@line("Latency kept", "yes = 1")
def latency_kept(service_latency, latency_promise):
    """1 where the time is established and within the promise."""
    return holds(service_latency > 0) * holds(service_latency <= latency_promise)


@line("Latency judged", "row")
def latency_judged(service_latency, latency_kept, row_not_established):
    """Broken or kept where it is established."""
    return choose(service_latency > 0, 1 + latency_kept, row_not_established)


@line("Latency promise", "status")
def latency_status(latency_promise, latency_judged, row_not_promised):
    """Latency against its promise."""
    return choose(latency_promise > 0, latency_judged, row_not_promised)


@line("Latency does not stand in the way", "yes = 1")
def latency_passed(latency_promise, latency_kept):
    """1 where the promise is kept or none is made."""
    return choose(latency_promise > 0, latency_kept, 1)


@line("Latency margin", "s")
def latency_margin(service_latency, latency_promise, latency_status):
    """Promise less time where both are known, and 0 elsewhere."""
    return (latency_promise - service_latency) * holds(latency_status <= 2)


@line("Availability kept", "yes = 1")
def availability_kept(availability_known, service_availability, availability_promise):
    """1 where the share of time is established and at least the promise."""
    return availability_known * holds(service_availability >= availability_promise)


@line("Availability judged", "row")
def availability_judged(availability_known, availability_kept, row_not_established):
    """Broken or kept where it is established."""
    return choose(availability_known > 0, 1 + availability_kept, row_not_established)


@line("Availability promise", "status")
def availability_status(availability_promise, availability_judged, row_not_promised):
    """Availability against its promise."""
    return choose(availability_promise > 0, availability_judged, row_not_promised)


@line("Availability does not stand in the way", "yes = 1")
def availability_passed(availability_promise, availability_kept):
    """1 where the promise is kept or none is made."""
    return choose(availability_promise > 0, availability_kept, 1)


@line("Availability margin", "share")
def availability_margin(service_availability, availability_promise, availability_status):
    """Share of time less promise where both are known, and 0 elsewhere."""
    return (service_availability - availability_promise) * holds(availability_status <= 2)


@line("Residency judged", "row")
def residency_judged(residency_known, residency_held, row_not_established):
    """Broken or kept where it is established."""
    return choose(residency_known > 0, 1 + residency_held, row_not_established)


@line("Residency promise", "status")
def residency_status(all_free, residency_judged, row_not_promised):
    """Every region's data against the client's rule."""
    return choose(all_free > 0, row_not_promised, residency_judged)


@line("Residency does not stand in the way", "yes = 1")
def residency_passed(residency_known, residency_held):
    """1 where every rule is kept, or none is made."""
    return residency_known * residency_held


@line("Promised times kept", "yes = 1")
def times_passed(ttft_passed, tpot_passed, latency_passed):
    """1 where no promised time stands in the way."""
    return ttft_passed * tpot_passed * latency_passed


@line("Every promise kept", "yes = 1")
def promises_kept(times_passed, availability_passed, residency_passed):
    """1 where no promise stands in the way."""
    return times_passed * availability_passed * residency_passed


@line("Can be recommended", "yes = 1")
def eligible(possible, promises_kept):
    """1 where the option is possible and keeps every promise."""
    return smallest(possible, promises_kept)


@line("Worst status of the promised times", "status")
def worst_time(ttft_status, tpot_status, latency_status):
    """Broken before any other."""
    return smallest(smallest(ttft_status, tpot_status), latency_status)


@line("Worst status of all promises", "status")
def worst_status(worst_time, availability_status, residency_status):
    """Broken before any other."""
    return smallest(worst_time, smallest(availability_status, residency_status))


@line("Verdict where not every promise is kept", "row")
def verdict_otherwise(worst_status, row_not_established):
    """Broken where any promise is, and not established where some are only open."""
    return choose(worst_status <= 1, 1, row_not_established)


@line("Verdict on promises", "text")
def verdict(statuses, promises_kept, verdict_otherwise):
    """In a word: kept, broken, or not established."""
    return entry(statuses, "name", choose(promises_kept > 0, 2, verdict_otherwise))
