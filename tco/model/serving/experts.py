"""Experts read: safe lines above the curve of the experts that a batch meets.

A batch of B meets the share 1 − (1 − k/E)^B of the experts. The curve bends, so no closed form gives the batch that a promised
time holds. But each of its tangents lies above it, and a batch that is found on a line above the curve keeps the promise.
"""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, decay, natural_logarithm

tangent = Input(
    "Place of a safe line",
    "requests",
    "constants.tangents.*",
    "Where a line touches the curve of experts read, counted in batches that would visit each expert once.",
    (0.5, 1, 2, 4),
    by=("tangent",),
    source="Chosen so that the batch found is at least 0.89 of the true one",
)


EXPERTS = Section("Experts read")


@EXPERTS.line("Share of experts per token, below one", "share")
def routed_share(expert_share):
    """Half for a model whose tokens meet all of its experts, so that the logarithm below stays finite; it then moves nothing."""
    return choose(expert_share < 1, expert_share, expert_share / 2)


@EXPERTS.line("Rate at which experts are met", "1")
def visit_rate(routed_share):
    """How fast the share of experts not yet met shrinks with the batch."""
    return 0 - natural_logarithm(1 - routed_share)


@EXPERTS.line("Batch where a line touches", "requests")
def tangent_batch(tangent, expert_share):
    """In requests."""
    return tangent / expert_share


@EXPERTS.line("Experts not met there", "share")
def tangent_missed(routed_share, tangent_batch):
    """Share of the experts that a batch of this size leaves unread."""
    return decay(routed_share, tangent_batch)


@EXPERTS.line("Reading that each request adds on a line", "s/request")
def tangent_slope(expert_read, visit_rate, tangent_missed):
    """The slope of the curve of experts read where the line touches it."""
    return expert_read * visit_rate * tangent_missed


@EXPERTS.line("Reading at the foot of a line", "s")
def tangent_read(expert_read, tangent_missed, tangent_slope, tangent_batch):
    """What the line says of an empty batch."""
    return expert_read * (1 - tangent_missed) - tangent_slope * tangent_batch
