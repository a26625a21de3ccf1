"""Memory: the weights, and the cache of a request."""

from tco.language.line import Input, Section
from tco.language.lookup import pick
from tco.language.vocabulary import choose, greatest, largest, smallest, total, total_product

PAGED_ATTENTION = "Kwon et al. 2023, Efficient Memory Management for Large Language Model Serving with PagedAttention"

cache_bytes = Input(
    "Bytes per cached value in 16 bits",
    "byte/value",
    "constants.cache_bytes",
    "Read where the precision chosen for the cache is not offered for it.",
    2,
    minimum=1,
    source="By definition",
)


MEMORY = Section("Memory")


@MEMORY.line("Dense parameters", "parameter")
def dense_parameters(models, model):
    """Parameters outside the routed experts, without the input embedding."""
    return pick(models, "dense_parameters", model)


@MEMORY.line("Output head parameters", "parameter")
def head_parameters(models, model):
    """Vocabulary times hidden size; stays in 16 bits."""
    return pick(models, "head_parameters", model)


@MEMORY.line("Dense weights at their precision", "GB")
def dense_body_weights(dense_parameters, head_parameters, precisions, precision, bytes_per_gb):
    """Weights outside the experts and the output head."""
    return (dense_parameters - head_parameters) * pick(precisions, "weight_bytes", precision) / bytes_per_gb


@MEMORY.line("Output head weights", "GB")
def head_weights(head_parameters, head_bytes, bytes_per_gb):
    """The output head in 16 bits."""
    return head_parameters * head_bytes / bytes_per_gb


@MEMORY.line("Dense weights", "GB")
def dense_weights(dense_body_weights, head_weights):
    """Weights that every token reads."""
    return dense_body_weights + head_weights


@MEMORY.line("Expert weights", "GB")
def expert_weights(models, model, precisions, precision, bytes_per_gb):
    """Weights of all routed experts: every expert sits in memory."""
    return pick(models, "expert_parameters", model) * pick(precisions, "expert_weight_bytes", precision) / bytes_per_gb


@MEMORY.line("Embedding weights", "GB")
def embedding_weights(models, model, head_bytes, bytes_per_gb):
    """The input embedding in 16 bits; 0 where it is the output head itself."""
    return pick(models, "embedding_parameters", model) * head_bytes / bytes_per_gb


@MEMORY.line("Weights", "GB")
def weights(dense_weights, expert_weights):
    """Everything that decoding reads."""
    return dense_weights + expert_weights


@MEMORY.line("Memory of the draft model", "GB")
def draft_memory(weights, draft_model_share):
    """What speculative decoding keeps beside the model; 0 without it."""
    return weights * draft_model_share


@MEMORY.line("Weights in memory", "GB")
def weights_in_memory(weights, embedding_weights, draft_memory):
    """The model, its input embedding and a draft model."""
    return weights + embedding_weights + draft_memory


@MEMORY.line("Bytes per cached value", "byte/value")
def kv_bytes(precisions, kv_precision, cache_bytes):
    """As the precision asks, and 16 bits where no engine offers it for the cache."""
    return choose(pick(precisions, "kv_bytes", kv_precision) > 0, pick(precisions, "kv_bytes", kv_precision), cache_bytes)


@MEMORY.line("KV cache per token", "byte/token", PAGED_ATTENTION)
def kv_cache_per_token(models, model, kv_bytes):
    """Keys and values that one token of context leaves in memory."""
    return pick(models, "kv_values", model) * kv_bytes


@MEMORY.line("Window", "token/request")
def window(models, model):
    """The context that windowed layers keep."""
    return pick(models, "window", model)


@MEMORY.line("Share of windowed layers", "share")
def windowed_share(models, model):
    """Layers that keep only the window, as a share of all."""
    return pick(models, "windowed_share", model)


@MEMORY.line("Context at the end of a request", "token/request")
def class_full_context(class_counted, class_answered):
    """Prompt and answer."""
    return class_counted + class_answered


@MEMORY.line("Cached tokens at the end of a request", "token/request")
def class_full_cache(class_full_context, window, windowed_share):
    """Tokens whose keys and values are held, layers with a window holding no more than it."""
    return windowed_share * smallest(class_full_context, window) + (1 - windowed_share) * class_full_context


@MEMORY.line("Context halfway through a request", "token/request")
def class_mid_context(class_counted, class_answered):
    """Prompt and half of the answer: what an average decode step reads."""
    return class_counted + class_answered / 2


@MEMORY.line("Cached tokens halfway through a request", "token/request")
def class_mid_cache(class_mid_context, window, windowed_share):
    """Tokens that an average decode step reads, layers with a window reading no more than it."""
    return windowed_share * smallest(class_mid_context, window) + (1 - windowed_share) * class_mid_context


@MEMORY.line("Output of a class in the mix", "token/request")
def class_residence(class_share, class_answered):
    """A class fills the batch in proportion to its share times its answer's length."""
    return class_share * class_answered


@MEMORY.line("Output of the mix", "token/request")
def residence(class_residence, least_tokens):
    """Answer tokens of an average request: the weight of the averages below, at least one so that a mix of nothing stays finite."""
    return largest(total(class_residence, over="workload"), least_tokens)


@MEMORY.line("Cache of an average resident", "token/request")
def full_cache(class_residence, class_full_cache, residence, least_tokens):
    """Tokens held by an average request of the batch at its end, at least one."""
    return largest(total_product(class_residence, class_full_cache, over="workload") / residence, least_tokens)


@MEMORY.line("Cache read for an average resident", "token/request")
def mid_cache(class_residence, class_mid_cache, residence, least_tokens):
    """Tokens read at each step for an average request of the batch, at least one."""
    return largest(total_product(class_residence, class_mid_cache, over="workload") / residence, least_tokens)


@MEMORY.line("Longest context", "token/request")
def longest_context(class_full_context):
    """The longest prompt with its answer among the classes."""
    return greatest(class_full_context, over="workload")


@MEMORY.line("Context fits the model", "yes = 1")
def context_fits(longest_context, models, model):
    """1 where the model's maximum context holds the longest request."""
    return choose(longest_context <= pick(models, "maximum_context", model), 1, 0)


@MEMORY.line("Shared prompt of a class", "token/request")
def class_shared_cache(windowed_share, class_counted, prefix_reuse, is_contiguous):
    """Prompt tokens that paged memory holds once for all requests; layers with a window, and contiguous memory, share none."""
    return (1 - windowed_share) * class_counted * prefix_reuse * (1 - is_contiguous)


@MEMORY.line("Shared cache of an average resident", "token/request")
def shared_cache(class_residence, class_shared_cache, residence):
    """What an average request of the batch need not hold for itself."""
    return total_product(class_residence, class_shared_cache, over="workload") / residence


@MEMORY.line("Shared prompts of all classes", "token")
def prefix_cache(class_shared_cache):
    """One copy of each class's shared prompt, held by every replica."""
    return total(class_shared_cache, over="workload")


@MEMORY.line("Window reserved", "token/request")
def reserved_context(reserved_context_given, models, model):
    """As given, or the model's maximum context: what contiguous memory sets aside for each request."""
    return choose(reserved_context_given > 0, reserved_context_given, pick(models, "maximum_context", model))


@MEMORY.line("Cache reserved", "token/request")
def reserved_cache(reserved_context, window, windowed_share):
    """The same in tokens held, layers with a window holding no more than it."""
    return windowed_share * smallest(reserved_context, window) + (1 - windowed_share) * reserved_context


@MEMORY.line("Cache of one request's own", "token/request")
def own_cache(full_cache, shared_cache, least_tokens):
    """What an average request holds beside the prompt that it shares."""
    return largest(full_cache - shared_cache, least_tokens)


@MEMORY.line("Cache set aside for a request", "token/request", PAGED_ATTENTION)
def held_cache(is_contiguous, reserved_cache, full_cache, own_cache):
    """Paged, what a request fills for itself; contiguous, the whole window whatever it fills."""
    return choose(is_contiguous > 0, largest(reserved_cache, full_cache), own_cache)
