"""Queue before the servers: what waits at the target utilisation, beside the times of a full replica.

A site counts as one server that its requests share. Where each takes the same part of it, a request waits u ÷ (1 − u)
of a service time on average at utilisation u; the 95th percentile takes waits as exponential, so it is an estimate.
These lines stand beside the promised times, which are those of full replicas.
"""

from tco.line import Input, line
from tco.vocabulary import ratio

wait_percentile = Input(
    "P95 of waits against their mean",
    "1",
    "constants.wait_percentile",
    "The natural logarithm of 20: of exponential waits one in twenty is longer than three times their mean.",
    2.995732,
    minimum=1,
    source="By definition",
)


@line("Wait in the queue, mean", "s", "Processor sharing at the target utilisation: mean 1 ÷ (1 − utilisation) of a service time")
def queue_wait(target_utilisation, site_capacity):
    """Before a replica is free; 0 also at a target of 100 %, where a queue has no bound."""
    return ratio(target_utilisation, (1 - target_utilisation) * site_capacity)


@line("Wait in the queue, P95 estimate", "s")
def queue_wait_p95(queue_wait, wait_percentile):
    """As if waits were exponential."""
    return queue_wait * wait_percentile


@line("Time to first token with the mean wait", "s")
def ttft_with_queue(site_ttft, queue_wait):
    """From request to first token, the queue included, on a full replica."""
    return site_ttft + queue_wait


@line("Time to first token with the P95 wait", "s")
def ttft_with_queue_p95(site_ttft, queue_wait_p95):
    """The same for the one request in twenty that waits longest, an estimate."""
    return site_ttft + queue_wait_p95
