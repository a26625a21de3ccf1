"""Sweet spot: the batch at which the plain roofline turns from reading to arithmetic, and the limit on the operating batch.

The plain roofline knows no efficiency and no overhead: one reading of the weights against the batch's arithmetic, less the
reading of its caches. The lines after it judge the operating batch, with the times of the decode step itself.
"""

from tco.language.line import Input, Section
from tco.language.lookup import entry
from tco.language.vocabulary import holds, largest, ratio
from tco.model.serving.speed import ROOFLINE

low_mbu = Input(
    "Bandwidth utilisation that calls for a look",
    "share",
    "constants.low_mbu",
    "A replica that is bound by reading and reaches less is not well run, or not filled.",
    0.4,
    maximum=1.0,
    source="MLPerf Inference v4.0: 50 to 70 % where well run",
    confidence="published",
)


SWEET_SPOT = Section("Sweet spot")


@SWEET_SPOT.line("Operations per byte of the chip", "operation/byte", ROOFLINE)
def operations_per_byte(chip_compute, operations_per_tflop, chip_bandwidth, bytes_per_gb):
    """Arithmetic that the chip's peaks allow for every byte it reads."""
    return chip_compute * operations_per_tflop / (chip_bandwidth * bytes_per_gb)


@SWEET_SPOT.line("Peak bandwidth of a replica", "GB/s")
def plain_bandwidth(tensor_parallel, chip_bandwidth):
    """All chips together, with no efficiency taken off."""
    return tensor_parallel * chip_bandwidth


@SWEET_SPOT.line("Peak arithmetic of a replica", "operation/s")
def plain_compute(tensor_parallel, chip_compute, operations_per_tflop):
    """All chips together, with no efficiency taken off."""
    return tensor_parallel * chip_compute * operations_per_tflop


@SWEET_SPOT.line("Bare reading of the weights", "s", ROOFLINE)
def plain_read(weights, plain_bandwidth):
    """Every weight once, at the peak bandwidth."""
    return weights / plain_bandwidth


@SWEET_SPOT.line("Bare arithmetic of a token", "s/token", ROOFLINE)
def plain_matmul(token_operations, plain_compute):
    """One token's matrix arithmetic at the peak rate."""
    return token_operations / plain_compute


@SWEET_SPOT.line("Bare reading of a request's cache", "s/request", ROOFLINE)
def plain_cache(replica_kv_cache_per_token, mid_cache, bytes_per_gb, plain_bandwidth):
    """Keys and values of an average request, once, at the peak bandwidth."""
    return replica_kv_cache_per_token * mid_cache / bytes_per_gb / plain_bandwidth


@SWEET_SPOT.line("Arithmetic that a request adds beyond its reading", "s/request")
def plain_gain(plain_matmul, tokens_per_step, plain_cache):
    """What brings a growing batch nearer to the arithmetic bound; not positive where each request reads longer than it computes."""
    return plain_matmul * tokens_per_step - plain_cache


@SWEET_SPOT.line("Never bound by arithmetic", "yes = 1")
def never_compute_bound(plain_gain):
    """1 where no batch is large enough: each request's cache takes longer to read than its arithmetic takes."""
    return holds(plain_gain <= 0)


@SWEET_SPOT.line("Sweet spot", "requests", ROOFLINE)
def sweet_spot(plain_read, plain_gain):
    """The batch at which arithmetic takes as long as reading, on the plain roofline; 0 where it never does."""
    return ratio(plain_read, plain_gain)


@SWEET_SPOT.line("Context beyond which arithmetic never binds", "token/request")
def compute_bound_context(plain_matmul, tokens_per_step, plain_bandwidth, bytes_per_gb, replica_kv_cache_per_token):
    """The cached tokens whose reading takes as long as a request's arithmetic."""
    return plain_matmul * tokens_per_step * plain_bandwidth * bytes_per_gb / replica_kv_cache_per_token


@SWEET_SPOT.line("Critical context", "token/request")
def critical_context(weights, bytes_per_gb, replica_kv_cache_per_token, batch):
    """Cached tokens of each request at which the batch reads as many bytes of keys and values as of weights."""
    return weights * bytes_per_gb / (replica_kv_cache_per_token * batch)


@SWEET_SPOT.line("Arithmetic of a step", "s")
def arithmetic_time(batch, request_matmul):
    """Matrix arithmetic of one token for every request of the batch."""
    return batch * request_matmul


@SWEET_SPOT.line("Reading of caches in a step", "s")
def cache_time(batch, cache_read):
    """Keys and values of every request of the batch."""
    return batch * cache_read


@SWEET_SPOT.line("Overhead of a step", "s")
def overhead_time(fixed_step, batch, token_overhead, tokens_per_step):
    """What a step takes beside reading and arithmetic."""
    return fixed_step + batch * token_overhead * tokens_per_step


@SWEET_SPOT.line("Reading in a step", "s")
def reading_time(weights_read, cache_time):
    """Weights and caches."""
    return weights_read + cache_time


@SWEET_SPOT.line("Bytes read in a step", "GB")
def step_bytes(reading_time, replica_bandwidth):
    """Weights and caches that a step moves."""
    return reading_time * replica_bandwidth


@SWEET_SPOT.line("Longest part of a step", "s")
def longest_part(weights_read, arithmetic_time, cache_time, overhead_time):
    """What the regime is named after."""
    return largest(largest(weights_read, arithmetic_time), largest(cache_time, overhead_time))


@SWEET_SPOT.line("Weights do not bind", "yes = 1")
def weights_shorter(weights_read, longest_part):
    """1 where another part takes longer."""
    return holds(weights_read < longest_part)


@SWEET_SPOT.line("Arithmetic does not bind", "yes = 1")
def arithmetic_shorter(arithmetic_time, longest_part):
    """1 where another part takes longer."""
    return holds(arithmetic_time < longest_part)


@SWEET_SPOT.line("Caches do not bind", "yes = 1")
def cache_shorter(cache_time, longest_part):
    """1 where another part takes longer."""
    return holds(cache_time < longest_part)


@SWEET_SPOT.line("Place of the regime", "row")
def regime_row(weights_shorter, arithmetic_shorter, cache_shorter):
    """In the catalogue's list: weights, arithmetic, KV cache, overhead."""
    return 1 + weights_shorter * (1 + arithmetic_shorter * (1 + cache_shorter))


@SWEET_SPOT.line("Regime at the operating batch", "text")
def regime(regimes, regime_row):
    """What takes most of a decode step."""
    return entry(regimes, "name", regime_row)


@SWEET_SPOT.line("Share of caches in what is read", "share")
def kv_share(cache_time, reading_time):
    """Keys and values as a share of the bytes that a step reads."""
    return ratio(cache_time, reading_time)


@SWEET_SPOT.line("Arithmetic as a share of reading", "share")
def compute_over_memory(arithmetic_time, reading_time):
    """Below one, a step waits for memory."""
    return ratio(arithmetic_time, reading_time)


@SWEET_SPOT.line("Bandwidth utilisation reached", "share")
def mbu_reached(reading_time, mbu, decode_step):
    """Bytes read in a step against what the peak bandwidth would read in its time."""
    return reading_time * mbu / decode_step


@SWEET_SPOT.line("FLOPS utilisation reached", "share")
def mfu_reached(arithmetic_time, mfu, decode_step):
    """Matrix arithmetic of a step against what the peak rate would do in its time."""
    return arithmetic_time * mfu / decode_step


@SWEET_SPOT.line("Bandwidth is badly used", "yes = 1")
def mbu_is_low(mbu_reached, low_mbu, arithmetic_shorter):
    """1 where less is reached than calls for a look, unless arithmetic binds the step."""
    return holds(mbu_reached < low_mbu) * arithmetic_shorter


@SWEET_SPOT.line("Speed for each user", "token/s")
def user_speed(tpot):
    """Output tokens per second of one request on a full replica."""
    return ratio(1, tpot)
