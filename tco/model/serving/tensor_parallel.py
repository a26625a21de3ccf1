"""Tensor parallelism: the number of chips in a replica, and the batch that their memory holds."""

from tco.language.line import Input, Section
from tco.language.lookup import entry, pick
from tco.language.vocabulary import choose, element, greatest, holds, largest, least, place_of_least, round_down, round_up, smallest
from tco.model.serving.memory import PAGED_ATTENTION

tensor_parallel_given = Input(
    "Tensor parallel degree",
    "chips",
    "self_hosted.tensor_parallel",
    "Chips per replica; 0 lets the model choose the smallest power of two that fits.",
    0,
    whole=True,
    source="Documented default",
    searched=True,
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
degree = Input(
    "Degree tried",
    "chips",
    "constants.degrees.*",
    "Chips per replica that the choice goes through, from the smallest.",
    (1, 2, 4, 8, 16, 32, 64),
    by=("degree",),
    minimum=1,
    whole=True,
    source="Powers of two divide the heads of every model of the catalogue",
)


TENSOR_PARALLEL = Section("Tensor parallelism")


@TENSOR_PARALLEL.line("Memory reserve per chip", "GB")
def memory_reserve(engines, engine_row):
    """Memory of each chip that the engine keeps for itself."""
    return entry(engines, "memory_reserve", engine_row)


@TENSOR_PARALLEL.line("Memory share for the cache", "share")
def memory_share(engines, engine_row):
    """Share of what the weights leave that the cache may fill."""
    return entry(engines, "memory_share", engine_row)


@TENSOR_PARALLEL.line("Smallest batch to make room for", "requests")
def smallest_useful(smallest_batch, allowed_batch):
    """No more than the server would serve at once."""
    return smallest(smallest_batch, allowed_batch)


@TENSOR_PARALLEL.line("Memory for the smallest batch", "GB")
def smallest_batch_memory(smallest_useful, held_cache, prefix_cache, kv_cache_per_token, memory_share, bytes_per_gb):
    """Room that the smallest useful batch and the shared prompts need beside the weights, where no head is repeated."""
    return (smallest_useful * held_cache + prefix_cache) * kv_cache_per_token / memory_share / bytes_per_gb


@TENSOR_PARALLEL.line("Copies of the KV cache at a degree", "1")
def degree_copies(degree, models, model):
    """Heads are repeated on chips beyond the number of KV heads."""
    return largest(degree / pick(models, "kv_heads", model), 1)


@TENSOR_PARALLEL.line("Room beside the weights at a degree", "GB")
def degree_room(degree, chip_memory, memory_reserve, weights_in_memory):
    """What the memory of that many chips leaves."""
    return degree * largest(chip_memory - memory_reserve, 0) - weights_in_memory


@TENSOR_PARALLEL.line("Degree is too small", "yes = 1")
def degree_too_small(degree_copies, smallest_batch_memory, degree_room):
    """1 where weights and smallest useful batch do not fit on that many chips."""
    return holds(degree_copies * smallest_batch_memory > degree_room)


@TENSOR_PARALLEL.line("No degree fits", "yes = 1")
def no_degree_fits(degree_too_small):
    """1 where the model fits on no number of chips that was tried."""
    return 1 - holds(least(degree_too_small, over="degree") < 1)


@TENSOR_PARALLEL.line("First degree that fits", "chips")
def first_degree(degree, degree_too_small):
    """The smallest that fits, and the first of the list where none does."""
    return element(degree, place_of_least(degree_too_small, over="degree"), over="degree")


@TENSOR_PARALLEL.line("Degree that fits", "chips")
def degree_that_fits(first_degree, no_degree_fits):
    """The smallest number of chips that holds the weights and the smallest useful batch; 0 where none does."""
    return first_degree * (1 - no_degree_fits)


@TENSOR_PARALLEL.line("Largest degree tried", "chips")
def largest_degree(degree):
    """Stands where nothing fits, so that every figure stays finite."""
    return greatest(degree, over="degree")


@TENSOR_PARALLEL.line("Degree of the model's choice", "chips")
def degree_chosen(no_degree_fits, largest_degree, first_degree):
    """The smallest that fits."""
    return choose(no_degree_fits > 0, largest_degree, first_degree)


@TENSOR_PARALLEL.line("Tensor parallel degree in use", "chips")
def tensor_parallel(tensor_parallel_given, degree_chosen):
    """Chips per replica: as given, or the smallest power of two that fits."""
    return choose(tensor_parallel_given > 0, tensor_parallel_given, degree_chosen)


@TENSOR_PARALLEL.line("Instances per replica", "instances")
def instances_per_replica(tensor_parallel, chips_per_instance):
    """Instances over which one replica spreads."""
    return round_up(tensor_parallel / chips_per_instance)


@TENSOR_PARALLEL.line("Replicas per instance", "replicas")
def replicas_per_instance(tensor_parallel, chips_per_instance):
    """Replicas that one instance holds; 1 where a replica spreads over several."""
    return largest(round_down(chips_per_instance / tensor_parallel), 1)


@TENSOR_PARALLEL.line("Memory for the cache", "GB")
def cache_memory(memory_share, tensor_parallel, chip_memory, memory_reserve, weights_in_memory):
    """What a replica's memory leaves for keys and values."""
    return memory_share * (tensor_parallel * (chip_memory - memory_reserve) - weights_in_memory)


@TENSOR_PARALLEL.line("Copies of the KV cache", "1")
def kv_copies(tensor_parallel, models, model):
    """Heads are repeated on chips beyond the number of KV heads."""
    return largest(tensor_parallel / pick(models, "kv_heads", model), 1)


@TENSOR_PARALLEL.line("KV cache per token of a replica", "byte/token")
def replica_kv_cache_per_token(kv_cache_per_token, kv_copies):
    """Keys and values of one token over all chips of the replica."""
    return kv_cache_per_token * kv_copies


@TENSOR_PARALLEL.line("KV cache per request", "GB/request", PAGED_ATTENTION)
def kv_cache_per_request(replica_kv_cache_per_token, held_cache, bytes_per_gb):
    """The cache that an average request needs for itself at the end of its answer."""
    return replica_kv_cache_per_token * held_cache / bytes_per_gb


@TENSOR_PARALLEL.line("Shared prompts in memory", "GB")
def prefix_memory(replica_kv_cache_per_token, prefix_cache, bytes_per_gb):
    """The one copy of the shared prompts that a replica holds."""
    return replica_kv_cache_per_token * prefix_cache / bytes_per_gb


@TENSOR_PARALLEL.line("Batch that memory holds", "requests")
def batch_by_memory(cache_memory, prefix_memory, kv_cache_per_request):
    """Requests whose caches fit beside the weights and the shared prompts."""
    return largest(cache_memory - prefix_memory, 0) / kv_cache_per_request


@TENSOR_PARALLEL.line("Fits in memory", "yes = 1")
def fits(batch_by_memory):
    """1 where the weights and at least one request fit."""
    return choose(batch_by_memory >= 1, 1, 0)
