"""Batch for the promised times: the largest that keeps each of them.

Each promised time is linear in the batch on two branches (reading weights, arithmetic), so the largest batch that keeps
it has a closed form. For a mixture of experts, safe lines replace the curve of experts read: all of them, each request's own,
and tangents between. The promises differ in the step time that they leave (the room) and in the part of it that each request
of the batch takes (the slope). The batch follows from both by one rule.
"""

from tco.language.line import Input, Line, Section, applied
from tco.language.lookup import entry
from tco.language.vocabulary import choose, greatest, largest, least, ratio, smallest

FITTED = "Closed form fitted on published benchmarks: see docs/accuracy.md"

ttft_promise = Input(
    "Promised time to first token",
    "s",
    "service_levels.ttft",
    "From request to first token, in seconds; 0 where none is promised.",
    0.0,
    rises=-1,
    source="Scenario",
)
tpot_promise = Input(
    "Promised time per output token",
    "s/token",
    "service_levels.tpot",
    "Between two tokens of an answer; 0 where none is promised.",
    0.0,
    rises=-1,
    source="Scenario",
)
latency_promise = Input(
    "Promised latency",
    "s",
    "service_levels.latency",
    "From request to last token; 0 where none is promised.",
    0.0,
    rises=-1,
    source="Scenario",
)


PROMISED_BATCH = Section("Batch for the promised times")


@PROMISED_BATCH.line("Interleaving of prefills", "share", FITTED)
def interleaving(engines, engine_row, is_continuous):
    """Share of others' prefills that an answer waits for; nothing interrupts a batch that started together."""
    return entry(engines, "interleaving", engine_row) * is_continuous


@PROMISED_BATCH.line("Queue factor of prefills", "share", FITTED)
def prefill_queue(engines, engine_row, is_continuous):
    """Share of the batch's prefills that stand before a new request; all of them where a batch starts together."""
    return choose(is_continuous > 0, entry(engines, "prefill_queue", engine_row), 1)


@PROMISED_BATCH.line("Prefill interruption of an answer", "s/token", FITTED)
def interruption(interleaving, prefill, mean_answered):
    """What each other request of the batch adds to the time between two tokens."""
    return ratio(interleaving * prefill, mean_answered)


@PROMISED_BATCH.line("Interruption of a step", "s/request")
def step_interruption(interruption, tokens_per_step):
    """The same per decode step."""
    return interruption * tokens_per_step


@PROMISED_BATCH.line("Queue before a first token", "s/request", FITTED)
def queue_step(prefill_queue, prefill):
    """What each other request of the batch adds to the time to first token."""
    return prefill_queue * prefill


def batch_all(room, dense_read, expert_read, slope):
    """The batch that the room holds when every weight is read."""
    return (room - dense_read - expert_read) / slope


def batch_few(room, dense_read, expert_read, slope, expert_share):
    """The batch that the room holds while each request brings its own experts; safe up to one visit of each."""
    return smallest((room - dense_read) / (slope + expert_read * expert_share), 1 / expert_share)


def batch_on_tangent(room, dense_read, tangent_read, slope, tangent_slope):
    """The batch that the room holds when reading follows a line that lies above the curve of experts read, and so is safe."""
    return (room - dense_read - tangent_read) / (slope + tangent_slope)


def batch_between(tangent):
    """Every line is safe, so the largest batch of them is."""
    return greatest(tangent, over="tangent")


def batch_read(batch_all, batch_few, batch_between):
    """The largest batch that any of the safe bounds allows."""
    return largest(largest(batch_all, batch_few), batch_between)


def batch_in_room(room, slope, request_matmul, batch_read):
    """The largest batch that keeps the promise."""
    return smallest(batch_read, room / (slope + request_matmul))


def largest_batch(key: str, name: str, sentence: str) -> tuple[Line, ...]:
    """Lines from the room and slope of a promise to the largest batch that keeps it; `sentence` is that of the last line."""
    room, slope, tangent, batch = f"{key}_room", f"{key}_slope", f"{key}_tangent", f"{key}_batch"
    bounds = (f"{batch}_all", f"{batch}_few", f"{batch}_between")

    def batches(rule, key: str, label: str, *needs: str, sentence: str = "") -> Line:
        return applied(rule, key, f"{name}: {label}", "requests", *needs, sentence=sentence)

    return (
        batches(batch_all, bounds[0], "batch while all experts are read", room, "dense_read", "expert_read", slope),
        batches(batch_few, bounds[1], "batch while few experts are read", room, "dense_read", "expert_read", slope, "expert_share"),
        batches(batch_on_tangent, tangent, "batch on a line above the curve", room, "dense_read", "tangent_read", slope, "tangent_slope"),
        batches(batch_between, bounds[2], "batch on the best such line", tangent),
        batches(batch_read, f"{batch}_read", "batch by reading", *bounds),
        batches(batch_in_room, batch, "batch", room, slope, "request_matmul", f"{batch}_read", sentence=sentence),
    )


@PROMISED_BATCH.line("TPOT: room of a step", "s")
def tpot_room(tpot_promise, tokens_per_step, fixed_step, step_interruption):
    """Step time that the promise leaves to the batch."""
    return tpot_promise * tokens_per_step - fixed_step + step_interruption


@PROMISED_BATCH.line("TPOT: step time of a request", "s/request")
def tpot_slope(request_step, step_interruption):
    """What each request of the batch costs of that room, beside reading weights and arithmetic."""
    return request_step + step_interruption


PROMISED_BATCH.add(largest_batch("tpot", "TPOT", "The largest batch that keeps the promised time per output token."))


@PROMISED_BATCH.line("TTFT: room of a step", "s")
def ttft_room(ttft_promise, ttft_wait, class_lone_ttft, front_time, fixed_step, queue_step):
    """Step time that the promise leaves to the batch, beside the wait before the servers."""
    return ttft_promise - ttft_wait - class_lone_ttft - front_time - fixed_step + queue_step


@PROMISED_BATCH.line("TTFT: step time of a request", "s/request")
def ttft_slope(request_step, queue_step):
    """What each request of the batch costs of that room, beside reading weights and arithmetic."""
    return request_step + queue_step


PROMISED_BATCH.add(largest_batch("ttft", "TTFT", "The largest batch that keeps the promised time to first token of a class."))


@PROMISED_BATCH.line("Decode steps of an answer", "1")
def class_steps(class_answered, tokens_per_step):
    """Steps that an answer takes, one at least; the first gives the first token."""
    return largest(class_answered / tokens_per_step, 1)


@PROMISED_BATCH.line("Queue and interruptions of an answer", "s/request")
def class_waiting(queue_step, step_interruption, class_steps):
    """What each other request of the batch adds to a class's latency through its prefill."""
    return queue_step + step_interruption * (class_steps - 1)


@PROMISED_BATCH.line("Latency: room of a step", "s")
def latency_room(latency_promise, latency_wait, class_lone_ttft, front_time, class_waiting, class_steps, fixed_step):
    """Step time that the promise leaves to the batch, beside the wait before the servers."""
    return (latency_promise - latency_wait - class_lone_ttft - front_time + class_waiting) / class_steps - fixed_step


@PROMISED_BATCH.line("Latency: step time of a request", "s/request")
def latency_slope(request_step, class_waiting, class_steps):
    """What each request of the batch costs of that room, beside reading weights and arithmetic."""
    return request_step + class_waiting / class_steps


PROMISED_BATCH.add(largest_batch("latency", "Latency", "The largest batch that keeps the promised latency of a class."))


@PROMISED_BATCH.line("Wait allowed", "s")
def wait_allowed(latency_promise, latency_attainable, latency_wait_sized, ttft_wait_sized):
    """On average before a replica is free, of the promised times that can be kept; 0 where nothing is kept for a wait."""
    return choose(latency_promise * latency_attainable > 0, latency_wait_sized, ttft_wait_sized)


@PROMISED_BATCH.line("Four requests in the wait allowed", "request/s")
def wait_rate(wait_allowed):
    """What the wait adds to a load under the root of the capacity; 0 where nothing is kept for a wait."""
    return 2 * ratio(2, wait_allowed)


@PROMISED_BATCH.line("Batch for the promised TPOT", "requests")
def batch_for_tpot(tpot_promise, tpot_attainable, tpot_batch, allowed_batch):
    """The server's limit where no time per output token is promised, or none can be kept."""
    return choose(tpot_promise * tpot_attainable > 0, tpot_batch, allowed_batch)


@PROMISED_BATCH.line("Batch for the promised TTFT of a class", "requests")
def class_batch_for_ttft(ttft_promise, ttft_attainable, ttft_batch, allowed_batch):
    """The server's limit where no time to first token is promised, or none can be kept."""
    return choose(ttft_promise * ttft_attainable > 0, ttft_batch, allowed_batch)


@PROMISED_BATCH.line("Batch for the promised latency of a class", "requests")
def class_batch_for_latency(latency_promise, latency_attainable, latency_batch, allowed_batch):
    """The server's limit where no latency is promised, or none can be kept."""
    return choose(latency_promise * latency_attainable > 0, latency_batch, allowed_batch)


@PROMISED_BATCH.line("Batch for the promised times of a class", "requests")
def class_batch(class_batch_for_ttft, class_batch_for_latency):
    """The smaller of a class's two batches."""
    return smallest(class_batch_for_ttft, class_batch_for_latency)


@PROMISED_BATCH.line("Batch for the promised times", "requests")
def batch_for_promises(class_batch, batch_for_tpot):
    """The largest batch that keeps every promised time of every class."""
    return smallest(least(class_batch, over="workload"), batch_for_tpot)
