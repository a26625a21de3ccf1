"""Batching: requests that share a replica, its memory and its decode steps."""

from tco.language.line import Input, Section
from tco.language.lookup import row_of
from tco.language.vocabulary import choose, greatest, largest, smallest

batching = Input(
    "Batching",
    "text",
    "self_hosted.batching",
    "none serves one request after another, static starts a batch together and waits for its longest answer, continuous fills each slot "
    "as it falls free.",
    "continuous",
    choices="batchings",
    source="Documented default",
)
server_batch = Input(
    "Batch that the server allows",
    "requests",
    "self_hosted.maximum_batch",
    "The server's limit on requests in flight per replica.",
    256,
    128,
    512,
    minimum=1,
    whole=True,
    source="vLLM default max_num_seqs",
    confidence="published",
    searched=True,
)
longest_answer = Input(
    "Longest answer of a static batch",
    "token/request",
    "self_hosted.longest_answer",
    "What every slot of a static batch waits for; 0 takes the longest answer among the classes.",
    0,
    source="Documented default",
)
kv_allocation = Input(
    "Allocation of the KV cache",
    "text",
    "self_hosted.kv_allocation",
    "paged gives a request the blocks that it fills (its waste of about 4 % is inside the engine's share of memory); contiguous reserves a "
    "whole window for each request and shares no prefix.",
    "paged",
    choices="kv_allocations",
    source="Documented default",
)
reserved_context_given = Input(
    "Window reserved for each request",
    "token/request",
    "self_hosted.reserved_context",
    "What contiguous allocation sets aside; 0 takes the model's maximum context.",
    0,
    source="Documented default",
)
tokens_per_step = Input(
    "Tokens accepted per step",
    "token/request",
    "self_hosted.accepted_tokens",
    "Tokens that each request gains in a decode step: 1, or what speculative decoding has accepted on average. Arithmetic is counted for "
    "accepted tokens only.",
    1,
    minimum=1,
    maximum=16,
    source="By definition without speculative decoding",
)
draft_model_share = Input(
    "Draft model's reads",
    "share",
    "self_hosted.draft_model_share",
    "Weights that a step of speculative decoding reads for its draft, as a share of the model's own; as much memory is set aside for it.",
    0,
    source="Documented default",
)


BATCHING = Section("Batching")


@BATCHING.line("Batching in use", "row")
def batching_row(batchings, batching):
    """Its place in the list: 1 none, 2 static, 3 continuous."""
    return row_of(batchings, batching)


@BATCHING.line("Requests share a replica", "yes = 1")
def shares_replica(batching_row):
    """0 where one request is served after another."""
    return smallest(batching_row - 1, 1)


@BATCHING.line("Batching is continuous", "yes = 1")
def is_continuous(batching_row):
    """1 where a new request takes the slot of one that is finished."""
    return largest(batching_row - 2, 0)


@BATCHING.line("Batching is static", "yes = 1")
def is_static(shares_replica, is_continuous):
    """1 where a batch starts together and ends with its longest answer."""
    return shares_replica - is_continuous


@BATCHING.line("Batch that server and batching allow", "requests")
def allowed_batch(shares_replica, server_batch):
    """The server's limit, and one request where nothing is batched."""
    return choose(shares_replica > 0, server_batch, 1)


@BATCHING.line("Longest answer among the classes", "token/request")
def longest_output(class_answered):
    """The longest mean answer of any class of the mix."""
    return greatest(class_answered, over="workload")


@BATCHING.line("Output for which a static slot is held", "token/request")
def static_output(longest_output, longest_answer):
    """The longest answer of the batch: a slot whose own answer is shorter idles until then."""
    return largest(longest_output, longest_answer)


@BATCHING.line("Output for which a slot is held", "token/request")
def slot_output(is_static, static_output, mean_answered):
    """The mean answer, or with static batching the longest."""
    return choose(is_static > 0, static_output, mean_answered)


@BATCHING.line("Cache is contiguous", "yes = 1")
def is_contiguous(kv_allocations, kv_allocation):
    """1 where every request reserves its whole window."""
    return smallest(row_of(kv_allocations, kv_allocation) - 1, 1)
