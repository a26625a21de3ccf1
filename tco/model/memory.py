"""Memory: what the weights and a request's cache take, and how many chips one replica needs."""

from tco.line import Input, line
from tco.lookup import entry, pick
from tco.vocabulary import choose, greatest, largest, power_of_two, ratio, round_down, round_up, smallest, total, total_product

PAGED_ATTENTION = "Kwon et al. 2023, Efficient Memory Management for Large Language Model Serving with PagedAttention"

tensor_parallel_given = Input(
    "Tensor parallel degree",
    "chips",
    "self_hosted.tensor_parallel",
    "Chips per replica; 0 lets the model choose the smallest power of two that fits.",
    0,
    whole=True,
    source="Documented default",
)
smallest_batch = Input(
    "Smallest useful batch",
    "requests",
    "self_hosted.smallest_batch",
    "Requests that a replica must have room for before the degree counts as fitting.",
    8,
    4,
    16,
    minimum=1,
    rises=1,
)

cache_bytes = Input(
    "Bytes per cached value in 16 bits",
    "byte/value",
    "constants.cache_bytes",
    "Read where the precision chosen for the cache is not offered for it.",
    2,
    minimum=1,
    source="By definition",
)


@line("Dense parameters", "parameter")
def dense_parameters(models, model):
    """Parameters outside the routed experts, without the input embedding."""
    return pick(models, "dense_parameters", model)


@line("Output head parameters", "parameter")
def head_parameters(models, model):
    """Vocabulary times hidden size; stays in 16 bits."""
    return pick(models, "head_parameters", model)


@line("Dense weights at their precision", "GB")
def dense_body_weights(dense_parameters, head_parameters, precisions, precision, bytes_per_gb):
    """Weights outside the experts and the output head."""
    return (dense_parameters - head_parameters) * pick(precisions, "weight_bytes", precision) / bytes_per_gb


@line("Output head weights", "GB")
def head_weights(head_parameters, head_bytes, bytes_per_gb):
    """The output head in 16 bits."""
    return head_parameters * head_bytes / bytes_per_gb


@line("Dense weights", "GB")
def dense_weights(dense_body_weights, head_weights):
    """Weights that every token reads."""
    return dense_body_weights + head_weights


@line("Expert weights", "GB")
def expert_weights(models, model, precisions, precision, bytes_per_gb):
    """Weights of all routed experts: every expert sits in memory."""
    return pick(models, "expert_parameters", model) * pick(precisions, "expert_weight_bytes", precision) / bytes_per_gb


@line("Embedding weights", "GB")
def embedding_weights(models, model, head_bytes, bytes_per_gb):
    """The input embedding in 16 bits; 0 where it is the output head itself."""
    return pick(models, "embedding_parameters", model) * head_bytes / bytes_per_gb


@line("Weights", "GB")
def weights(dense_weights, expert_weights):
    """Everything that decoding reads."""
    return dense_weights + expert_weights


@line("Bytes per cached value", "byte/value")
def kv_bytes(precisions, kv_precision, cache_bytes):
    """As the precision asks, and 16 bits where no engine offers it for the cache."""
    return choose(pick(precisions, "kv_bytes", kv_precision) > 0, pick(precisions, "kv_bytes", kv_precision), cache_bytes)


@line("KV cache per token", "byte/token", PAGED_ATTENTION)
def kv_cache_per_token(models, model, kv_bytes):
    """Keys and values that one token of context leaves in memory."""
    return pick(models, "kv_values", model) * kv_bytes


@line("Window", "token/request")
def window(models, model):
    """The context that windowed layers keep."""
    return pick(models, "window", model)


@line("Share of windowed layers", "share")
def windowed_share(models, model):
    """Layers that keep only the window, as a share of all."""
    return pick(models, "windowed_share", model)


@line("Context at the end of a request", "token/request")
def class_full_context(class_input, class_output):
    """Prompt and answer."""
    return class_input + class_output


@line("Cached tokens at the end of a request", "token/request")
def class_full_cache(class_full_context, window, windowed_share):
    """Tokens whose keys and values are held, layers with a window holding no more than it."""
    return windowed_share * smallest(class_full_context, window) + (1 - windowed_share) * class_full_context


@line("Context halfway through a request", "token/request")
def class_mid_context(class_input, class_output):
    """Prompt and half of the answer: what an average decode step reads."""
    return class_input + class_output / 2


@line("Cached tokens halfway through a request", "token/request")
def class_mid_cache(class_mid_context, window, windowed_share):
    """Tokens that an average decode step reads, layers with a window reading no more than it."""
    return windowed_share * smallest(class_mid_context, window) + (1 - windowed_share) * class_mid_context


@line("Output of a class in the mix", "token/request")
def class_residence(class_share, class_output):
    """A class fills the batch in proportion to its share times its answer's length."""
    return class_share * class_output


@line("Output of the mix", "token/request")
def residence(class_residence, tokens_per_step):
    """Answer tokens of an average request: the weight of the averages below, at least one so that a mix of nothing stays finite."""
    return largest(total(class_residence, over="workload"), tokens_per_step)


@line("Cache of an average resident", "token/request")
def full_cache(class_residence, class_full_cache, residence, tokens_per_step):
    """Tokens held by an average request of the batch at its end, at least one."""
    return largest(total_product(class_residence, class_full_cache, over="workload") / residence, tokens_per_step)


@line("Cache read for an average resident", "token/request")
def mid_cache(class_residence, class_mid_cache, residence, tokens_per_step):
    """Tokens read at each step for an average request of the batch, at least one."""
    return largest(total_product(class_residence, class_mid_cache, over="workload") / residence, tokens_per_step)


@line("Longest context", "token/request")
def longest_context(class_full_context):
    """The longest prompt with its answer among the classes."""
    return greatest(class_full_context, over="workload")


@line("Context fits the model", "yes = 1")
def context_fits(longest_context, models, model):
    """1 where the model's maximum context holds the longest request."""
    return choose(longest_context <= pick(models, "maximum_context", model), 1, 0)


@line("Memory reserve per chip", "GB")
def memory_reserve(engines, engine_row):
    """Memory of each chip that the engine keeps for itself."""
    return entry(engines, "memory_reserve", engine_row)


@line("Memory share for the cache", "share")
def memory_share(engines, engine_row):
    """Share of what the weights leave that the cache may fill."""
    return entry(engines, "memory_share", engine_row)


@line("Memory for the smallest batch", "GB")
def smallest_batch_memory(smallest_batch, kv_cache_per_token, full_cache, memory_share, bytes_per_gb):
    """Room that the smallest useful batch needs beside the weights."""
    return smallest_batch * kv_cache_per_token * full_cache / bytes_per_gb / memory_share


@line("Chips that fit", "chips")
def chips_that_fit(weights, embedding_weights, smallest_batch_memory, chip_memory, memory_reserve):
    """Chips whose memory holds the weights and the smallest useful batch."""
    return ratio(weights + embedding_weights + smallest_batch_memory, largest(chip_memory - memory_reserve, 0))


@line("Tensor parallel degree in use", "chips")
def tensor_parallel(tensor_parallel_given, chips_that_fit):
    """Chips per replica: as given, or the smallest power of two that fits."""
    return choose(tensor_parallel_given > 0, tensor_parallel_given, power_of_two(largest(chips_that_fit, 1)))


@line("Instances per replica", "instances")
def instances_per_replica(tensor_parallel, chips_per_instance):
    """Instances over which one replica spreads."""
    return round_up(tensor_parallel / chips_per_instance)


@line("Replicas per instance", "replicas")
def replicas_per_instance(tensor_parallel, chips_per_instance):
    """Replicas that one instance holds; 1 where a replica spreads over several."""
    return largest(round_down(chips_per_instance / tensor_parallel), 1)


@line("Memory for the cache", "GB")
def cache_memory(memory_share, tensor_parallel, chip_memory, memory_reserve, weights, embedding_weights):
    """What a replica's memory leaves for keys and values."""
    return memory_share * (tensor_parallel * (chip_memory - memory_reserve) - weights - embedding_weights)


@line("Copies of the KV cache", "1")
def kv_copies(tensor_parallel, models, model):
    """Heads are repeated on chips beyond the number of KV heads."""
    return largest(tensor_parallel / pick(models, "kv_heads", model), 1)


@line("KV cache per token of a replica", "byte/token")
def replica_kv_cache_per_token(kv_cache_per_token, kv_copies):
    """Keys and values of one token over all chips of the replica."""
    return kv_cache_per_token * kv_copies


@line("KV cache per request", "GB/request", PAGED_ATTENTION)
def kv_cache_per_request(replica_kv_cache_per_token, full_cache, bytes_per_gb):
    """The cache of an average request at the end of its answer."""
    return replica_kv_cache_per_token * full_cache / bytes_per_gb


@line("Batch that memory holds", "requests")
def batch_by_memory(cache_memory, kv_cache_per_request):
    """Requests whose caches fit beside the weights."""
    return largest(cache_memory, 0) / kv_cache_per_request


@line("Fits in memory", "yes = 1")
def fits(batch_by_memory):
    """1 where the weights and at least one request fit."""
    return choose(batch_by_memory >= 1, 1, 0)
