"""Operating point: the largest batch that memory, the server and the promised times allow, and the speed there."""

from tco.language.line import Section
from tco.language.vocabulary import decay, greatest, largest, ratio, round_down, smallest
from tco.model.serving.promised_batch import FITTED

OPERATING_POINT = Section("Operating point")


@OPERATING_POINT.line("Batch", "requests")
def batch(batch_by_memory, allowed_batch, batch_for_promises):
    """Requests in flight per replica: the largest that memory, server and promises allow, and never below one."""
    return largest(round_down(largest(smallest(smallest(batch_by_memory, allowed_batch), batch_for_promises), 0)), 1)


@OPERATING_POINT.line("Reading of weights at the batch", "s", FITTED)
def weights_read(dense_read, expert_read, expert_share, batch):
    """Dense weights, and the experts that a batch of this size meets."""
    return dense_read + expert_read * (1 - decay(expert_share, batch))


@OPERATING_POINT.line("Decode step", "s", FITTED)
def decode_step(weights_read, batch, request_matmul, request_step, fixed_step):
    """One token for every request of the batch; matrix work is bound by reading or arithmetic, the rest follows."""
    return largest(weights_read, batch * request_matmul) + batch * request_step + fixed_step


@OPERATING_POINT.line("Time of a batch", "s", FITTED)
def batch_time(slot_output, tokens_per_step, decode_step, batch, prefill):
    """Decode steps for which a slot is held and the prefills that share the device with them."""
    return slot_output / tokens_per_step * decode_step + batch * prefill


@OPERATING_POINT.line("Capacity of a replica", "request/s", FITTED)
def replica_requests(batch, batch_time):
    """Requests that a full replica finishes per second."""
    return ratio(batch, batch_time)


@OPERATING_POINT.line("Output of a replica", "token/s", FITTED)
def replica_output(replica_requests, mean_answered):
    """Output tokens per second of a full replica."""
    return replica_requests * mean_answered


@OPERATING_POINT.line("Time per output token by site", "s/token", FITTED)
def tpot(decode_step, tokens_per_step, interruption, batch):
    """Between two tokens of an answer, others' prefills included."""
    return decode_step / tokens_per_step + interruption * (batch - 1)


@OPERATING_POINT.line("Time to first token of a class", "s", FITTED)
def class_ttft(class_lone_ttft, front_time, decode_step, queue_step, batch):
    """From the end of its wait to the first token, on a full replica."""
    return class_lone_ttft + front_time + decode_step + queue_step * (batch - 1)


@OPERATING_POINT.line("Latency of a class", "s", FITTED)
def class_latency(class_ttft, tpot, class_answered, tokens_per_step):
    """From the end of its wait to the last token, on a full replica."""
    return class_ttft + tpot * largest(class_answered - tokens_per_step, 0)


@OPERATING_POINT.line("Time to first token by site", "s")
def site_ttft(class_ttft):
    """The slowest class."""
    return greatest(class_ttft, over="workload")


@OPERATING_POINT.line("Latency by site", "s")
def site_latency(class_latency):
    """The slowest class."""
    return greatest(class_latency, over="workload")
