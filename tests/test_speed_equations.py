"""The closed form of prefill and decode, written once more in plain Python: the model's lines must give the same figures.

Nothing here uses the model's lines, words or units, only the catalogue's facts. A line that loses a term, doubles one or
mistakes a unit differs from this in the first digits, long before the errors on measured rows would show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
import pytest

from tco.accuracy.replica import Given, reckon, values_with
from tco.catalogue.reader import load
from tco.language.formula import AXES


def fact(table: str, name: str, column: str) -> float:
    row = load()[table].find(name)
    assert row is not None
    return float(row.values[column] or 0)


@dataclass(frozen=True)
class Replica:
    """One replica and the requests it serves: lengths in tokens, the limit of the server in requests."""

    model: str
    chip: str
    chips: int
    engine: str
    precision: str
    cache: str
    link: str
    prompt: float
    answer: float
    limit: float
    reuse: float = 0.0

    def given(self) -> Given:
        return {
            "model": self.model,
            "accelerator": self.chip,
            "tensor_parallel_given": self.chips,
            "chips_per_instance": self.chips,
            "engine": self.engine,
            "precision": self.precision,
            "kv_precision": self.cache,
            "class_share": 1,
            "class_input": self.prompt,
            "class_output": self.answer,
            "server_batch": self.limit,
            "prefix_reuse": self.reuse,
            "ttft_promise": 0,
            "tpot_promise": 0,
            "latency_promise": 0,
        }


REPLICAS = (
    Replica("llama-3.1-8b", "L40S", 1, "vllm", "fp16", "fp16", "pcie", 1000, 300, 64),
    Replica("llama-3.1-70b", "H100-SXM-80GB", 4, "vllm", "fp8", "fp8", "nvlink", 2000, 500, 128),
    Replica("llama-3.1-70b", "A100-SXM-80GB", 8, "tensorrt-llm", "fp8", "fp16", "nvlink", 500, 2000, 256, reuse=0.4),
    Replica("mixtral-8x7b-v0.1", "A100-SXM-80GB", 2, "tensorrt-llm", "fp16", "fp16", "nvlink", 800, 200, 40),
    Replica("gpt-oss-120b", "B200-SXM-180GB", 2, "sglang", "mxfp4", "fp16", "nvlink", 4000, 1000, 512),
    Replica("gpt-oss-120b", "H100-SXM-80GB", 2, "vllm", "mxfp4", "fp16", "nvlink", 4000, 1000, 64),
    Replica("deepseek-v3", "B200-SXM-180GB", 8, "sglang", "nvfp4", "fp16", "nvlink", 1000, 1000, 100),
    Replica("gemma-3-27b", "H200-SXM-141GB", 1, "vllm", "fp16", "fp16", "nvlink", 6000, 400, 100_000),
    Replica("llama-2-70b", "Inferentia2", 12, "neuron", "int8", "fp16", "neuronlink", 500, 200, 16),
    Replica("qwen3-32b", "H100-SXM-80GB", 16, "vllm", "nvfp4", "fp16", "nvlink", 3000, 100, 300),
)


def by_hand(case: Replica) -> dict[str, float]:
    """Seconds, bytes and operations throughout."""
    model = {column.key: fact("models", case.model, column.key) for column in load()["models"].columns if column.unit != "text"}
    engine = {column.key: fact("engines", case.engine, column.key) for column in load()["engines"].columns if column.unit != "text"}
    chip = {column.key: fact("accelerators", case.chip, column.key) for column in load()["accelerators"].columns if column.unit != "text"}
    n, tokens_in, tokens_out = case.chips, case.prompt, case.answer
    mixture = model["experts"] > 1
    share = model["experts_per_token"] / model["experts"]

    # The arithmetic type that the precision asks for, or FP16 where the chip has no units for it
    wanted = {"fp16": "fp16", "fp8": "fp8", "int8": "fp16", "mxfp4": "fp8", "nvfp4": "fp4"}[case.precision]
    kind = wanted if chip[f"flops_{'fp4' if case.precision == 'mxfp4' else wanted}"] else "fp16"
    bandwidth = n * chip["bandwidth"] * 1e9 * engine["mbu"]
    compute = n * chip[f"flops_{kind}"] * 1e12 * engine[f"mfu_{kind}"]

    # Memory
    head = 2 * model["head_parameters"]
    dense = (model["dense_parameters"] - model["head_parameters"]) * fact("precisions", case.precision, "weight_bytes") + head
    experts = model["expert_parameters"] * fact("precisions", case.precision, "expert_weight_bytes")
    embedding = 2 * model["embedding_parameters"]
    cache = model["kv_values"] * fact("precisions", case.cache, "kv_bytes") * max(1, n / model["kv_heads"])

    def held(context: float) -> float:
        return model["windowed_share"] * min(context, model["window"]) + (1 - model["windowed_share"]) * context

    free = engine["memory_share"] * (n * (chip["memory"] - engine["memory_reserve"]) * 1e9 - dense - experts - embedding)
    shared = (1 - model["windowed_share"]) * tokens_in * case.reuse  # once per replica, and in no request's own cache
    fits = max(free - cache * shared, 0) / (cache * (held(tokens_in + tokens_out) - shared))
    batch = max(1, floor(min(fits, case.limit) + 5e-7))

    # One token, one prompt
    active = model["dense_parameters"] + model["expert_parameters"] * share
    exchange = 2 * model["layers"] * 2 * (n - 1) / n * 2 * model["hidden"] / (chip["link_bandwidth"] * 1e9 * engine["link_efficiency"])
    computed = tokens_in * (1 - case.reuse)
    attention = 2 * model["layers"] * model["attention_width"] * tokens_in
    prefill = computed * (2 * active + attention) / compute + computed * exchange

    # One step of the batch
    hop = fact("interconnects", case.link, "hop_time") if n > 1 else 0
    fixed = model["layers"] * (engine["layer_time"] + mixture * engine["expert_layer_time"] + 2 * hop) * 1e-6
    read = dense + experts * (1 - (1 - share) ** batch if mixture else 1)
    own = cache * held(tokens_in + tokens_out / 2) / bandwidth + engine["sequence_time"] * 1e-6 + exchange
    step = max(read / bandwidth, batch * 2 * active / compute) + batch * own + fixed

    tpot = step + engine["interleaving"] * (batch - 1) / tokens_out * prefill
    lone = max(prefill, (dense + experts) / bandwidth) + fixed
    ttft = lone + step + engine["front_time"] * 1e-3 + engine["prefill_queue"] * (batch - 1) * prefill
    return {
        "weights": (dense + experts) / 1e9,
        "batch_by_memory": fits,
        "batch": batch,
        "prefill": prefill,
        "decode_step": step,
        "replica_output": batch * tokens_out / (tokens_out * step + batch * prefill),
        "tpot": tpot,
        "class_ttft": ttft,
        "class_latency": ttft + tpot * (tokens_out - 1),
    }


@pytest.mark.parametrize("case", REPLICAS, ids=lambda case: f"{case.model} on {case.chips} {case.chip}")
def test_the_lines_give_what_the_equations_give(case: Replica) -> None:
    values = values_with(case.given())
    for key, figure in by_hand(case).items():
        assert reckon(key, values) == pytest.approx(figure, rel=1e-12), key


def test_the_cases_reach_every_branch() -> None:
    """Memory decides in some and the server in others; reading binds in some and arithmetic in others."""
    found = [values_with(case.given()) for case in REPLICAS]
    assert {reckon("batch", values) == case.limit for case, values in zip(REPLICAS, found, strict=True)} == {True, False}
    bound = {reckon("weights_read", values) > reckon("batch", values) * reckon("request_matmul", values) for values in found}
    assert bound == {True, False}
    assert {reckon("compute_type", values) for values in found} == {1, 2, 3}
    assert {reckon("is_mixture", values) for values in found} == {reckon("is_spread", values) for values in found} == {0, 1}
    assert max(reckon("kv_copies", values) for values in found) > 1
    assert {reckon("windowed_share", values) > 0 for values in found} == {True, False}


def along_classes(figures: list[float]) -> np.ndarray:
    return np.array(figures).reshape([-1 if axis == "workload" else 1 for axis in AXES])


def test_two_classes_of_one_length_are_one_class() -> None:
    one = values_with(REPLICAS[1].given())
    two = values_with(REPLICAS[1].given()) | {"class_share": along_classes([0.3, 0.7])}
    for key in ("prefill", "full_cache", "mid_cache", "batch", "tpot", "replica_output", "site_ttft", "site_latency"):
        assert reckon(key, two) == pytest.approx(reckon(key, one), rel=1e-12), key


def test_a_mix_averages_prefills_by_share_and_caches_by_the_time_they_stay() -> None:
    """Nine short requests and a long one: 100 in and 50 out, 4,000 in and 1,000 out."""
    mix = {"class_share": along_classes([0.9, 0.1]), "class_input": along_classes([100, 4000]), "class_output": along_classes([50, 1000])}
    values = values_with(REPLICAS[1].given()) | mix
    short, long = (reckon("class_prefill", values_with(REPLICAS[1].given() | {"class_input": tokens})) for tokens in (100, 4000))
    assert reckon("mean_output", values) == pytest.approx(0.9 * 50 + 0.1 * 1000)
    assert reckon("prefill", values) == pytest.approx(0.9 * short + 0.1 * long)
    assert reckon("mid_cache", values) == pytest.approx((0.9 * 50 * 125 + 0.1 * 1000 * 4500) / (0.9 * 50 + 0.1 * 1000))
    assert reckon("full_cache", values) == pytest.approx((0.9 * 50 * 150 + 0.1 * 1000 * 5000) / (0.9 * 50 + 0.1 * 1000))


@pytest.mark.parametrize("chip", ["L40S", "A100-SXM-80GB", "H200-SXM-141GB", "B200-SXM-180GB", "Inferentia2"])
@pytest.mark.parametrize("model", ["llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "mixtral-8x22b-v0.1", "gpt-oss-120b"])
def test_the_degree_chosen_is_the_smallest_power_of_two_that_fits(model: str, chip: str) -> None:
    """Fits: the weights, and room for the smallest useful batch of eight requests of 1,000 tokens, heads repeated beyond their number."""
    case = {"model": model, "accelerator": chip, "precision": "fp8", "kv_precision": "fp16", "held_cache": 1000, "prefix_cache": 0}
    values = values_with(case)
    cache = 8 * fact("models", model, "kv_values") * 2 * 1000 / 1e9 / 0.95
    weights = reckon("weights", values) + reckon("embedding_weights", values)

    def needed(chips: int) -> float:
        return weights + cache * max(1, chips / fact("models", model, "kv_heads"))

    chosen = next(2**power for power in range(7) if 2**power * (fact("accelerators", chip, "memory") - 5.9) >= needed(2**power))
    assert reckon("tensor_parallel", values) == chosen
    assert reckon("degree_that_fits", values) == chosen
