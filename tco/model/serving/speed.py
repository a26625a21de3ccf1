"""Speed: the time of each part of prefill and decode on one replica, in closed form."""

from tco.language.line import Input, Section
from tco.language.lookup import entry, pick, row_of
from tco.language.vocabulary import choose, holds, largest, smallest, total_product

ROOFLINE = "Roofline with fitted efficiencies: Williams et al. 2009; Pope et al. 2022, Efficiently Scaling Transformer Inference"

prefix_reuse = Input(
    "Prefix reuse",
    "share",
    "self_hosted.prefix_reuse",
    "Share of prompt tokens whose keys and values the server still holds.",
    0.3,
    0.0,
    0.5,
    maximum=0.95,
    rises=-1,
)
slow_interconnect = Input(
    "Interconnect between instances",
    "text",
    "self_hosted.interconnect_between_instances",
    "Carries a replica that spreads over several instances.",
    "network",
    choices="interconnects",
    source="Documented default",
)
unknown_bandwidth = Input(
    "Bandwidth of an interconnect that nobody has stated",
    "GB/s",
    "constants.unknown_bandwidth",
    "Slow on purpose: an unknown link must not look fast.",
    1,
    minimum=0.001,
    source="Convention",
)


SPEED = Section("Speed")


@SPEED.line("Layers", "layers")
def layers(models, model):
    """Transformer layers."""
    return pick(models, "layers", model)


@SPEED.line("Share of experts per token", "share")
def expert_share(models, model):
    """Experts that one token meets, as a share of all; 1 for a dense model."""
    return pick(models, "experts_per_token", model) / pick(models, "experts", model)


@SPEED.line("Mixture of experts", "yes = 1")
def is_mixture(models, model):
    """1 where the model routes tokens to experts."""
    return smallest(pick(models, "experts", model) - 1, 1)


@SPEED.line("Active parameters", "parameter")
def active_parameters(dense_parameters, models, model, expert_share):
    """Parameters that one token meets."""
    return dense_parameters + pick(models, "expert_parameters", model) * expert_share


@SPEED.line("Arithmetic per token", "operation/token")
def token_operations(operations_per_parameter, active_parameters):
    """Matrix arithmetic of one token."""
    return operations_per_parameter * active_parameters


@SPEED.line("Attention arithmetic per pair of tokens", "operation/token**2")
def attention_operations(operations_per_attention_pair, layers, models, model):
    """Arithmetic that attention adds for every pair of prompt tokens."""
    return operations_per_attention_pair * layers * pick(models, "attention_width", model)


@SPEED.line("Bandwidth of a replica", "GB/s", ROOFLINE)
def replica_bandwidth(tensor_parallel, chip_bandwidth, mbu, speed_factor):
    """Memory bandwidth that a replica's chips reach together."""
    return tensor_parallel * chip_bandwidth * mbu * speed_factor


@SPEED.line("Arithmetic of a replica", "operation/s", ROOFLINE)
def replica_compute(tensor_parallel, chip_compute, mfu, operations_per_tflop, speed_factor):
    """Arithmetic that a replica's chips reach together."""
    return tensor_parallel * chip_compute * mfu * operations_per_tflop * speed_factor


@SPEED.line("Chips share a replica", "yes = 1")
def is_spread(tensor_parallel):
    """1 where a replica has more than one chip."""
    return smallest(tensor_parallel - 1, 1)


@SPEED.line("Interconnect of the chips", "row")
def chip_interconnect(interconnects, accelerators, accelerator_row):
    """The row of the interconnect inside an instance."""
    return row_of(interconnects, entry(accelerators, "interconnect", accelerator_row))


@SPEED.line("Interconnect in use", "row")
def interconnect_row(instances_per_replica, interconnects, slow_interconnect, chip_interconnect):
    """Inside an instance the chips' own; across instances the slower one."""
    return choose(instances_per_replica > 1, row_of(interconnects, slow_interconnect), chip_interconnect)


@SPEED.line("Bandwidth between instances", "GB/s")
def spread_bandwidth(interconnects, interconnect_row, unknown_bandwidth):
    """The interconnect's own, and a slow one where the catalogue knows none, so that nothing unknown looks fast."""
    return choose(
        entry(interconnects, "bandwidth", interconnect_row) > 0, entry(interconnects, "bandwidth", interconnect_row), unknown_bandwidth
    )


@SPEED.line("Bandwidth between instances is stated", "yes = 1")
def link_stated(interconnects, interconnect_row, instances_per_replica):
    """0 where a replica spreads over instances by a link of which the catalogue knows no bandwidth; the option is then not possible."""
    return largest(holds(entry(interconnects, "bandwidth", interconnect_row) > 0), holds(instances_per_replica <= 1))


@SPEED.line("Link bandwidth", "GB/s")
def link_bandwidth(instances_per_replica, spread_bandwidth, accelerators, accelerator_row):
    """One way per chip."""
    return choose(instances_per_replica > 1, spread_bandwidth, entry(accelerators, "link_bandwidth", accelerator_row))


@SPEED.line("Bytes exchanged per token", "byte/token", "Shoeybi et al. 2019, Megatron-LM")
def exchanged_bytes(all_reduces_per_layer, layers, models, model, activation_bytes):
    """Activations that one token's all-reduces carry over all layers."""
    return all_reduces_per_layer * layers * pick(models, "hidden", model) * activation_bytes


@SPEED.line("Ring all-reduce factor", "1", "Ring all-reduce: each chip sends 2 (n − 1) ÷ n of the data")
def ring_factor(tensor_parallel):
    """How often each byte crosses a chip's link; 0 for one chip."""
    return 2 * (tensor_parallel - 1) / tensor_parallel


@SPEED.line("Effective link bandwidth", "GB/s")
def effective_link(link_bandwidth, engines, engine_row, speed_factor):
    """Link bandwidth that all-reduces reach."""
    return link_bandwidth * entry(engines, "link_efficiency", engine_row) * speed_factor


@SPEED.line("Exchange per token", "s/token")
def exchange_time(exchanged_bytes, ring_factor, effective_link, bytes_per_gb):
    """Time that all-reduces add for one token."""
    return exchanged_bytes * ring_factor / effective_link / bytes_per_gb


@SPEED.line("Overhead of a layer", "us/layer")
def layer_overhead(engines, engine_row, is_mixture):
    """Fixed time per layer and step; routing adds to it."""
    return entry(engines, "layer_time", engine_row) + is_mixture * entry(engines, "expert_layer_time", engine_row)


@SPEED.line("Overhead of hops in a layer", "us/layer")
def hop_overhead(is_spread, all_reduces_per_layer, interconnects, interconnect_row):
    """Latency of the all-reduces of one layer; 0 for one chip."""
    return is_spread * all_reduces_per_layer * entry(interconnects, "hop_time", interconnect_row)


@SPEED.line("Reading of the draft model", "s")
def draft_read(draft_memory, replica_bandwidth):
    """What a step of speculative decoding reads before the model's own; 0 without it."""
    return draft_memory / replica_bandwidth


@SPEED.line("Fixed time of a step", "s")
def fixed_step(layers, layer_overhead, hop_overhead, microseconds_per_second, speed_factor, draft_read):
    """What every decode step takes whatever the batch."""
    return layers * (layer_overhead + hop_overhead) / microseconds_per_second / speed_factor + draft_read


@SPEED.line("Reading of dense weights", "s", ROOFLINE)
def dense_read(dense_weights, replica_bandwidth):
    """Time to read the weights that every token meets."""
    return dense_weights / replica_bandwidth


@SPEED.line("Reading of all experts", "s", ROOFLINE)
def expert_read(expert_weights, replica_bandwidth):
    """Time to read every expert once; 0 for a dense model."""
    return expert_weights / replica_bandwidth


@SPEED.line("Reading of a request's cache", "s/request", ROOFLINE)
def cache_read(replica_kv_cache_per_token, mid_cache, replica_bandwidth, bytes_per_gb):
    """Time that each request of the batch adds to a step for its keys and values."""
    return replica_kv_cache_per_token * mid_cache / bytes_per_gb / replica_bandwidth


@SPEED.line("Matrix arithmetic of a token", "s/token", ROOFLINE)
def matmul_time(token_operations, replica_compute):
    """Time that each request of the batch adds to a step for its arithmetic."""
    return token_operations / replica_compute


@SPEED.line("Overhead of a token", "s/token")
def token_overhead(engines, engine_row, microseconds_per_second, tokens_per_step, speed_factor, exchange_time):
    """Time that each request of the batch adds to a step for scheduling, sampling and all-reduces."""
    return entry(engines, "sequence_time", engine_row) / microseconds_per_second / tokens_per_step / speed_factor + exchange_time


@SPEED.line("Step time of a request's arithmetic", "s/request")
def request_matmul(matmul_time, tokens_per_step):
    """What each request of the batch adds to a step in matrix arithmetic."""
    return matmul_time * tokens_per_step


@SPEED.line("Step time of a request beside the weights", "s/request")
def request_step(cache_read, token_overhead, tokens_per_step):
    """What each request of the batch adds to a step in cache reading and overhead."""
    return cache_read + token_overhead * tokens_per_step


@SPEED.line("Prompt tokens to compute", "token/request")
def class_prefill_tokens(class_counted, prefix_reuse):
    """Prompt tokens of which the server holds no keys and values yet."""
    return class_counted * (1 - prefix_reuse)


@SPEED.line("Arithmetic of a prefill", "operation/request", ROOFLINE)
def class_prefill_operations(class_prefill_tokens, token_operations, attention_operations, class_counted):
    """Matrix arithmetic of the prompt and its attention over the whole prompt."""
    return class_prefill_tokens * (token_operations + attention_operations * class_counted)


@SPEED.line("Prefill of a class", "s/request")
def class_prefill(class_prefill_operations, replica_compute, exchange_time, class_prefill_tokens):
    """Time that one prompt takes the replica."""
    return class_prefill_operations / replica_compute + exchange_time * class_prefill_tokens


@SPEED.line("Prefill", "s/request")
def prefill(class_share, class_prefill):
    """Prefill time of an average request."""
    return total_product(class_share, class_prefill, over="workload")
