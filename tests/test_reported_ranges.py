"""Reported gains (worked example H): ranges from papers and benchmarks, that the model's own lines must lie within on a plausible case.

Bounds of plausibility, no cases: who reported a range measured other hardware, other models, other traffic.
"""

from __future__ import annotations

import pytest

from tco.accuracy.replica import Given, along, reckon, values_with

REPLICA: Given = {
    "model": "llama-2-70b", "accelerator": "A100-SXM-80GB", "engine": "vllm", "precision": "fp16", "kv_precision": "fp16",
    "tensor_parallel_given": 4, "chips_per_instance": 8, "class_share": 1, "class_input": 500, "class_output": 200, "prefix_reuse": 0,
    "server_batch": 64, "ttft_promise": 0, "tpot_promise": 0, "latency_promise": 0,
}  # fmt: skip


def figure(key: str, **changes: float | str) -> float:
    return reckon(key, values_with(REPLICA | changes))


def test_speculative_decoding_gains_two_to_three_times() -> None:
    """Google, 2023: of one request at a time, with 2.5 to 3 tokens accepted and a draft of a tenth of the weights."""
    alone = {"batch": 1, "interruption": 0}
    for accepted in (2.5, 3.0):
        gain = figure("tpot", **alone) / figure("tpot", tokens_per_step=accepted, draft_model_share=0.1, **alone)
        assert 2 <= gain <= 3


def test_mixtral_reads_all_experts_and_computes_thirteen_of_its_47_billion_parameters() -> None:
    """At a batch of 64, nearly every expert is read in a step."""
    mixture: dict[str, float | str] = {"model": "mixtral-8x7b-v0.1", "tensor_parallel_given": 2, "batch": 64}
    assert figure("active_parameters", **mixture) == pytest.approx(13e9, rel=0.03)
    assert figure("weights", **mixture) == pytest.approx(2 * 47, rel=0.02)
    read = figure("dense_read", **mixture) + figure("expert_read", **mixture)
    assert figure("weights_read", **mixture) >= 0.99 * read


def test_continuous_batching_gains_two_to_five_times_over_static() -> None:
    """Anyscale: with answers between 20 and 1,000 tokens, most of them short."""
    mix = {
        "class_share": along("workload", [0.6, 0.3, 0.1]),
        "class_input": along("workload", [500, 500, 500]),
        "class_output": along("workload", [20, 200, 1000]),
    }
    static, continuous = (
        reckon("replica_output", values_with(REPLICA | {"batching": name, "batch": 32} | mix)) for name in ("static", "continuous")
    )
    assert 2 <= continuous / static <= 5


def test_four_bit_weights_give_up_to_four_times_the_tokens_of_sixteen() -> None:
    """3.5 times reported on one A100 (TGI 1.4): less than the weights shrink, for the rest of a step stays."""
    small: dict[str, float | str] = {"model": "llama-2-13b", "tensor_parallel_given": 1, "batch": 1, "interruption": 0}
    gain = figure("tpot", **small) / figure("tpot", precision="int4", **small)
    assert 2 <= gain <= 3.9
