"""Best times: what one request at a time would see, the least promise that any fleet of this hardware could keep.

A promised time sizes the fleet where some batch keeps it at every site that serves. Where none does, the promise is missed whatever is
bought, and the fleet is sized as if it had not been made. The lines are those of the operating batch, read at a batch of one: no equation
is written a second time.
"""

from tco.language.line import Line, Section, applied
from tco.language.lookup import entry
from tco.language.vocabulary import choose, greatest, holds, largest, smallest, total_where
from tco.model.serving import operating_point
from tco.model.serving.promised_batch import FITTED

BEST_TIMES = Section("Best times")


@BEST_TIMES.line("Regions served", "regions")
def regions_served(region_carried, served_from, site):
    """How many regions the site serves."""
    return total_where(region_carried, served_from, site, over="region")


@BEST_TIMES.line("Reading of weights for one request", "s")
def weights_read_alone(dense_read, expert_read, expert_share):
    """Dense weights, and the experts that one token meets."""
    return operating_point.weights_read(dense_read, expert_read, expert_share, 1)


@BEST_TIMES.line("Time before the engine", "s", FITTED)
def front_time(engines, engine_row, milliseconds_per_second):
    """Tokenising, scheduling and network of the serving front."""
    return entry(engines, "front_time", engine_row) / milliseconds_per_second


@BEST_TIMES.line("Time to first token of a lone request", "s", FITTED)
def class_lone_ttft(class_prefill, dense_read, expert_read, fixed_step):
    """An empty replica's prefill: arithmetic or one reading of the weights, whichever is longer."""
    return largest(class_prefill, dense_read + expert_read) + fixed_step


@BEST_TIMES.line("Decode step of one request", "s")
def step_alone(weights_read_alone, request_matmul, request_step, fixed_step):
    """One token for one request."""
    return operating_point.decode_step(weights_read_alone, 1, request_matmul, request_step, fixed_step)


@BEST_TIMES.line("Time per output token, one request at a time", "s/token")
def tpot_alone(step_alone, tokens_per_step):
    """Between two tokens of an answer, with no other request in flight."""
    return step_alone / tokens_per_step


@BEST_TIMES.line("Time to first token of a class, one request at a time", "s")
def class_ttft_alone(class_lone_ttft, front_time, step_alone):
    """From the end of its wait to the first token."""
    return class_lone_ttft + front_time + step_alone


@BEST_TIMES.line("Latency of a class, one request at a time", "s")
def class_latency_alone(class_ttft_alone, tpot_alone, class_answered, tokens_per_step):
    """From the end of its wait to the last token."""
    return operating_point.class_latency(class_ttft_alone, tpot_alone, class_answered, tokens_per_step)


def slowest_class(time):
    """The slowest class."""
    return greatest(time, over="workload")


def where_serving(time, regions_served):
    """0 where the site serves nobody."""
    return choose(regions_served > 0, time, 0)


def slowest_site(time):
    """The slowest site that serves."""
    return greatest(time, over="site")


def time_alone(key: str, name: str, unit: str, at_site: str) -> tuple[Line, ...]:
    """The lines from a time of one request at each site to that of the slowest site that serves."""
    return (
        applied(where_serving, f"{key}_alone_served", f"{name} of a serving site, one request at a time", unit, at_site, "regions_served"),
        applied(slowest_site, f"{key}_alone_everywhere", f"{name}, one request at a time", unit, f"{key}_alone_served"),
    )


for _key, _name in (("ttft", "TTFT"), ("latency", "Latency")):
    BEST_TIMES.add([applied(slowest_class, f"{_key}_alone", f"{_name} by site, one request at a time", "s", f"class_{_key}_alone")])
    BEST_TIMES.add(time_alone(_key, _name, "s", f"{_key}_alone"))
BEST_TIMES.add(time_alone("tpot", "TPOT", "s/token", "tpot_alone"))


def can_be_kept(best, promise):
    """1 where one request at a time would keep it at every site that serves, or where it is not promised."""
    return largest(holds(best <= promise), holds(promise <= 0))


@BEST_TIMES.line("Best TPOT", "s/token")
def tpot_best(tpot_alone_everywhere):
    """The least promise that some batch keeps at every site that serves."""
    return 1 * tpot_alone_everywhere


@BEST_TIMES.line("Best TTFT", "s")
def ttft_best(ttft_alone_everywhere, wait_share):
    """The least promise that some batch keeps, with the part of it that is kept for the wait."""
    return ttft_alone_everywhere / (1 - wait_share)


BEST_TIMES.add(
    applied(can_be_kept, f"{key}_attainable", f"{name} can be kept", "yes = 1", f"{key}_best", f"{key}_promise")
    for key, name in (("tpot", "TPOT"), ("ttft", "TTFT"))
)


@BEST_TIMES.line("TTFT: wait that the fleet is sized for", "s")
def ttft_wait_sized(ttft_wait, ttft_attainable):
    """What is kept for the wait, where the promise can be kept at all."""
    return ttft_wait * ttft_attainable


@BEST_TIMES.line("Wait that one request alone leaves to its latency", "s")
def latency_wait_alone(latency_alone_everywhere, wait_share):
    """The part of the least promise that is kept for the wait."""
    return latency_alone_everywhere * wait_share / (1 - wait_share)


@BEST_TIMES.line("Best latency", "s")
def latency_best(latency_alone_everywhere, latency_wait_alone, ttft_wait_sized):
    """The least promise that some batch keeps, with the wait that it or the promised time to first token allows."""
    return latency_alone_everywhere + choose(ttft_wait_sized > 0, smallest(latency_wait_alone, ttft_wait_sized), latency_wait_alone)


BEST_TIMES.add([applied(can_be_kept, "latency_attainable", "Latency can be kept", "yes = 1", "latency_best", "latency_promise")])


@BEST_TIMES.line("Latency: wait that the fleet is sized for", "s")
def latency_wait_sized(ttft_wait_sized, latency_wait):
    """What is kept for it, or what the time to first token allows where that is less: the fleet is then sized for the shorter wait."""
    return choose(ttft_wait_sized > 0, smallest(ttft_wait_sized, latency_wait), latency_wait)
