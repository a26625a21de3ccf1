"""Roofline: the parts of a decode step at a list of batches, for the chart.

The lines of the operating batch, read at other batches: no equation is written a second time.
"""

from tco.language.line import Input, Section
from tco.language.vocabulary import largest
from tco.model.serving import operating_point, sweet_spot
from tco.model.serving.speed import ROOFLINE

roofline_batch = Input(
    "Batch on the roofline",
    "requests",
    "constants.roofline_batches.*",
    "Where the chart's curves are computed.",
    (1, 2, 4, 8, 16, 32, 64, 128, 256),
    by=("point",),
    minimum=1,
    source="Chosen for the chart",
)


ROOFLINE_CURVES = Section("Roofline")


@ROOFLINE_CURVES.line("Roofline: reading weights", "s", ROOFLINE)
def roofline_weights(dense_read, expert_read, expert_share, roofline_batch):
    """Weights that a batch of this size reads."""
    return operating_point.weights_read(dense_read, expert_read, expert_share, roofline_batch)


@ROOFLINE_CURVES.line("Roofline: arithmetic", "s", ROOFLINE)
def roofline_arithmetic(roofline_batch, request_matmul):
    """Matrix arithmetic of a batch of this size."""
    return sweet_spot.arithmetic_time(roofline_batch, request_matmul)


@ROOFLINE_CURVES.line("Roofline: larger of reading weights and arithmetic", "s", ROOFLINE)
def roofline_bound(roofline_weights, roofline_arithmetic):
    """The roof."""
    return largest(roofline_weights, roofline_arithmetic)


@ROOFLINE_CURVES.line("Roofline: reading caches", "s", ROOFLINE)
def roofline_cache(roofline_batch, cache_read):
    """Keys and values of a batch of this size."""
    return sweet_spot.cache_time(roofline_batch, cache_read)


@ROOFLINE_CURVES.line("Roofline: overhead", "s")
def roofline_overhead(fixed_step, roofline_batch, token_overhead, tokens_per_step):
    """What a step takes beside reading and arithmetic."""
    return sweet_spot.overhead_time(fixed_step, roofline_batch, token_overhead, tokens_per_step)


@ROOFLINE_CURVES.line("Roofline: decode step", "s", ROOFLINE)
def roofline_step(roofline_weights, roofline_batch, request_matmul, request_step, fixed_step):
    """The whole step; the operating point lies on this curve."""
    return operating_point.decode_step(roofline_weights, roofline_batch, request_matmul, request_step, fixed_step)
