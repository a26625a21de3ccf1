"""Queue before the servers: what waits in each hour, and the promised times with it.

A site counts as one server that its requests share: at utilisation u of its capacity a request waits u ÷ (1 − u) of a service
time on average. The fleet is sized for the target utilisation, so the peak is judged there, or below it where spares, minimum
or rounding buy more. The 95th percentile takes waits as exponential, so it is an estimate, stated and not promised.
"""

from tco.line import Input, line
from tco.model.wait_allowed import PROCESSOR_SHARING
from tco.vocabulary import greatest, largest, ratio

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


@line("Capacity of an instance", "request/s")
def instance_capacity(usable_capacity, instances_a_replica):
    """What one instance finishes per second under real traffic."""
    return usable_capacity / instances_a_replica


@line("Utilisation in an hour", "share")
def hourly_utilisation(hourly_load, running_instances, instance_capacity):
    """The hour's busiest minutes as a share of what its instances can carry."""
    return ratio(hourly_load, running_instances * instance_capacity)


@line("Wait in an hour", "s", PROCESSOR_SHARING)
def hourly_wait(hourly_utilisation, running_instances, instance_capacity, least_free):
    """Before a replica is free, on average: utilisation ÷ (1 − utilisation) of the time in which the instances finish a request."""
    return ratio(hourly_utilisation, running_instances * instance_capacity * largest(1 - hourly_utilisation, least_free))


@line("Wait in the queue, mean", "s")
def queue_wait(hourly_wait):
    """In the hour in which it is longest: the busiest one where the fleet is always on."""
    return greatest(hourly_wait, over="hour")


@line("Wait in the queue, P95 estimate", "s")
def queue_wait_p95(queue_wait, wait_percentile):
    """As if waits were exponential."""
    return queue_wait * wait_percentile


@line("Longest wait of a site", "s")
def site_wait(queue_wait):
    """The mean wait of the month in which it is longest."""
    return greatest(queue_wait, over="month")


@line("Time to first token with the wait", "s")
def ttft_with_queue(site_ttft, site_wait):
    """From request to first token, the queue included, on a full replica: what the promise is judged by."""
    return site_ttft + site_wait


@line("Time to first token with the P95 wait", "s")
def ttft_with_queue_p95(site_ttft, site_wait, wait_percentile):
    """The same for the one request in twenty that waits longest, an estimate."""
    return site_ttft + site_wait * wait_percentile


@line("Latency with the wait", "s")
def latency_with_queue(site_latency, site_wait):
    """From request to last token, the queue included, on a full replica: what the promise is judged by."""
    return site_latency + site_wait
