"""Queue before the servers: the wait in each hour, and the promised times with it.

A site counts as one server that its requests share: at utilisation u of its capacity a request waits u ÷ (1 − u) of a service
time on average. The fleet is sized for the target utilisation, so the peak is judged there, or below it where spares, minimum
or rounding buy more. The 95th percentile takes waits as exponential: it is an estimate, shown and not promised.
"""

from tco.language.line import Input, Section, applied
from tco.language.vocabulary import greatest, largest, ratio, square_root

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


WAIT_ALLOWED = Section("Wait allowed")
"""The part of a promised time that is kept for the wait before the servers, and the capacity that it takes.

A promised time counts from the request, so the wait before a replica is free belongs to it. A stated part of the promise is
kept for that wait before the batch is chosen, and the fleet is bought large enough to stay within it. The part does not
follow the traffic: a busier site would otherwise take a larger batch, and more traffic could cost less."""


def kept_for_wait(promise, wait_share):
    """The part of the promise that the batch leaves to the wait before the servers."""
    return promise * wait_share


WAIT_ALLOWED.add(
    applied(kept_for_wait, f"{key}_wait", f"{name}: kept for the wait", "s", f"{key}_promise", "wait_share")
    for key, name in (("ttft", "TTFT"), ("latency", "Latency"))
)


def capacity_for(load, wait_rate):
    """Capacity C at which a load P waits as long as is allowed, P ÷ C ÷ (C − P); the load itself where nothing is kept for a wait."""
    return (load + square_root(load * (load + wait_rate))) / 2


wait_percentile = Input(
    "P95 of waits against their mean",
    "1",
    "constants.wait_percentile",
    "The natural logarithm of 20: of exponential waits one in twenty is longer than three times their mean.",
    2.995732,
    minimum=1,
    source="By definition",
)
least_free = Input(
    "Least capacity taken as free",
    "share",
    "constants.least_free",
    "A fleet at or beyond its capacity has a queue without bound; it is judged as if this share were free, which keeps no promise.",
    0.001,
    minimum=1e-6,
    maximum=0.1,
    source="Convention",
)


QUEUE = Section("Queue before the servers")
"""The wait in every hour, and the promised times with it."""


@QUEUE.line("Capacity of an instance", "request/s")
def instance_capacity(usable_capacity, instances_a_replica):
    """What one instance finishes per second under real traffic."""
    return usable_capacity / instances_a_replica


@QUEUE.line("Utilisation in an hour", "share")
def hourly_utilisation(hourly_load, running_instances, instance_capacity):
    """The hour's busiest minutes as a share of what its instances can carry."""
    return ratio(hourly_load, running_instances * instance_capacity)


@QUEUE.line("Wait in an hour", "s", PROCESSOR_SHARING)
def hourly_wait(hourly_utilisation, running_instances, instance_capacity, least_free):
    """Before a replica is free, on average: utilisation ÷ (1 − utilisation) of the time in which the instances finish a request."""
    return ratio(hourly_utilisation, running_instances * instance_capacity * largest(1 - hourly_utilisation, least_free))


@QUEUE.line("Wait in the queue, mean", "s")
def queue_wait(hourly_wait):
    """In the hour in which it is longest: the busiest one where the fleet is always on."""
    return greatest(hourly_wait, over="hour")


@QUEUE.line("Wait in the queue, P95 estimate", "s")
def queue_wait_p95(queue_wait, wait_percentile):
    """As if waits were exponential."""
    return queue_wait * wait_percentile


@QUEUE.line("Longest wait of a site", "s")
def site_wait(queue_wait):
    """The mean wait of the month in which it is longest."""
    return greatest(queue_wait, over="month")


@QUEUE.line("Time to first token with the wait", "s")
def ttft_with_queue(site_ttft, site_wait):
    """From request to first token, the queue included, on a full replica: what the promise is judged by."""
    return site_ttft + site_wait


@QUEUE.line("Time to first token with the P95 wait", "s")
def ttft_with_queue_p95(site_ttft, site_wait, wait_percentile):
    """The same for the one request in twenty that waits longest, an estimate."""
    return site_ttft + site_wait * wait_percentile


@QUEUE.line("Latency with the wait", "s")
def latency_with_queue(site_latency, site_wait):
    """From request to last token, the queue included, on a full replica: what the promise is judged by."""
    return site_latency + site_wait
