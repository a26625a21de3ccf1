"""Wait allowed: the part of a promised time that is kept for the wait before the servers, and what it asks of a fleet.

A promised time counts from the request, so the wait before a replica is free belongs to it. A stated part of the promise is
kept for that wait before the batch is chosen, and the fleet is bought large enough to stay within it. The part does not
follow the traffic: a busier site would otherwise take a larger batch, and more traffic could cost less.
"""

from tco.line import Input, applied, line
from tco.vocabulary import choose, largest, ratio, smallest, square_root

PROCESSOR_SHARING = "Processor sharing: a site as one server that its requests share, mean 1 ÷ (1 − utilisation) of a service time"

wait_share = Input(
    "Part of a promised time kept for the wait",
    "share",
    "self_hosted.wait_share",
    "Of the promised time to first token and of the promised latency, for the mean wait before the servers; 0 keeps nothing for it, and "
    "the wait then comes on top.",
    0.05,
    maximum=0.9,
    source="Judgement; at the usual targets a site of twenty requests a second waits this long on a promise of two seconds",
)


def kept_for_wait(promise, wait_share):
    """The part of the promise that the batch leaves to the wait before the servers."""
    return promise * wait_share


promised_waits = tuple(
    applied(kept_for_wait, f"{key}_wait", f"{name}: kept for the wait", "s", f"{key}_promise", "wait_share")
    for key, name in (("ttft", "TTFT"), ("latency", "Latency"))
)


@line("Wait allowed", "s")
def wait_allowed(ttft_wait, latency_wait):
    """The shorter of the two where both times are promised; 0 where nothing is kept for a wait."""
    return choose(smallest(ttft_wait, latency_wait) > 0, smallest(ttft_wait, latency_wait), largest(ttft_wait, latency_wait))


@line("Four requests in the wait allowed", "request/s")
def wait_rate(wait_allowed):
    """What the wait adds to a load under the root of the capacity below; 0 where nothing is kept for a wait."""
    return 2 * ratio(2, wait_allowed)


def capacity_for(load, wait_rate):
    """Capacity C at which a load P waits P ÷ C ÷ (C − P), just what is allowed; the load itself where nothing is kept for a wait."""
    return (load + square_root(load * (load + wait_rate))) / 2
