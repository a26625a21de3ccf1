"""How requests are batched, how their memory is given, what a draft saves, and what the hardware takes: one replica, one change each."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import changed, problems_of, scenario_of

from tco.accuracy.replica import Given, along, reckon, values_with
from tco.engine.evaluate import evaluate
from tco.engine.feasibility import obstacles

REPLICA: Given = {
    "model": "llama-3.1-70b", "accelerator": "H100-SXM-80GB", "engine": "vllm", "precision": "fp16", "kv_precision": "fp16",
    "tensor_parallel_given": 4, "chips_per_instance": 8, "class_share": 1, "class_input": 1000, "class_output": 300, "prefix_reuse": 0,
    "server_batch": 64, "ttft_promise": 0, "tpot_promise": 0, "latency_promise": 0,
}  # fmt: skip


def figure(key: str, **changes: float | str) -> float:
    return reckon(key, values_with(REPLICA | changes))


# Physics that must hold


def test_tensor_parallelism_divides_reading_and_arithmetic_alike() -> None:
    """Half the time for each with twice the chips."""
    for key in ("dense_read", "matmul_time"):
        assert figure(key, tensor_parallel_given=8) == pytest.approx(figure(key, tensor_parallel_given=4) / 2, rel=1e-12)


@pytest.mark.parametrize("chip", ["A100-SXM-80GB", "H100-SXM-80GB", "B200-SXM-180GB"])
def test_weight_only_formats_compute_at_the_rate_of_16_bits(chip: str) -> None:
    """The same arithmetic, and less to read."""
    for precision in ("int4", "int8"):
        assert figure("replica_compute", accelerator=chip, precision=precision) == figure("replica_compute", accelerator=chip)
    assert figure("dense_read", accelerator=chip, precision="int4") < figure("dense_read", accelerator=chip) / 3


def test_fp8_on_a100_computes_at_the_rate_of_16_bits_and_on_h100_faster() -> None:
    """An A100 has no units for it."""
    assert figure("chip_compute", accelerator="A100-SXM-80GB", precision="fp8") == 312
    assert figure("chip_compute", precision="fp8") > 1900


def test_prefill_counts_in_throughput() -> None:
    """The output of a replica falls by the share of time that prompts take."""
    with_prompts, without = figure("replica_output"), figure("replica_output", prefill=0)
    share = figure("batch") * figure("prefill") / figure("batch_time")
    assert with_prompts == pytest.approx(without * (1 - share), rel=1e-12)
    assert share > 0.1


def test_memory_comes_before_every_promise_and_the_servers_limit() -> None:
    """Two chips leave room for few requests, whatever is allowed."""
    tight = {"tensor_parallel_given": 2, "server_batch": 10_000, "class_input": 7000}
    assert figure("batch", **tight) == int(figure("batch_by_memory", **tight)) < 20
    assert figure("fits", tensor_parallel_given=1) == 0


# Batching


def test_without_batching_one_request_is_served_at_a_time() -> None:
    """A batch of one, and nothing that interrupts or stands before it."""
    assert figure("batch", batching="none") == 1
    assert figure("tpot", batching="none") == figure("decode_step", batching="none")
    assert figure("replica_output", batching="none") < figure("replica_output") / 8


def test_a_static_batch_waits_for_its_longest_answer() -> None:
    """A 50-token answer beside one of 500 idles nine tenths of its slot; here the mean answer is 275."""
    mix = {"class_share": along("workload", [0.5, 0.5]), "class_input": along("workload", [100, 100])}
    values = {name: values_with(REPLICA | {"batching": name, "prefill": 0, "batch": 32}) for name in ("static", "continuous")}
    answers = {"class_output": along("workload", [50, 500])}
    static, continuous = (reckon("replica_output", known | mix | answers) for known in values.values())
    assert static == pytest.approx(continuous * 275 / 500)


def test_a_static_batch_is_interrupted_by_nothing_and_its_first_token_waits_for_every_prompt() -> None:
    """TPOT is the step; before the first token stand the prefills of all others."""
    assert figure("tpot", batching="static") == figure("decode_step", batching="static")
    lone = figure("class_lone_ttft", batching="static") + figure("front_time") + figure("decode_step", batching="static")
    waiting = figure("class_ttft", batching="static") - lone
    assert waiting == pytest.approx((figure("batch", batching="static") - 1) * figure("prefill"))


def test_the_longest_answer_of_a_static_batch_may_be_stated() -> None:
    """Answers of 300 on average and 1,200 at most: a quarter of the slots' time is used."""
    usual, stated = (figure("replica_output", batching="static", prefill=0, longest_answer=n) for n in (0, 1200))
    assert stated == pytest.approx(usual / 4)


# Memory


def test_contiguous_memory_reserves_the_whole_window() -> None:
    """4,096 tokens for a request that fills 1,300: under a third as many requests."""
    paged = figure("batch_by_memory")
    assert figure("batch_by_memory", kv_allocation="contiguous", reserved_context_given=4096) == pytest.approx(paged * 1300 / 4096)
    assert figure("held_cache", kv_allocation="contiguous") == 131_072


def test_contiguous_memory_never_reserves_less_than_a_request_fills() -> None:
    """A window of 512 does not hold 1,300 tokens."""
    assert figure("held_cache", kv_allocation="contiguous", reserved_context_given=512) == 1300


def test_a_shared_prefix_is_stored_once_and_computed_once() -> None:
    """Half of 1,000 prompt tokens: 800 of 1,300 remain for each request, and one copy of 500 beside them."""
    room = figure("cache_memory") - figure("replica_kv_cache_per_token") * 500 / 1e9
    request = figure("replica_kv_cache_per_token") * 800 / 1e9
    assert figure("batch_by_memory", prefix_reuse=0.5) == pytest.approx(room / request)
    assert figure("class_prefill_tokens", prefix_reuse=0.5) == 500
    assert figure("mid_cache", prefix_reuse=0.5) == figure("mid_cache")  # every step still reads it


def test_contiguous_memory_shares_no_prefix() -> None:
    """As much for each request as without."""
    window = {"kv_allocation": "contiguous", "reserved_context_given": 2048}
    assert figure("batch_by_memory", prefix_reuse=0.5, **window) == figure("batch_by_memory", **window)


def test_the_degree_counts_the_copies_of_the_cache() -> None:
    """One KV head: each chip holds the whole cache, so that more chips help only by the room that the weights leave."""
    latent = {"model": "deepseek-v3", "precision": "fp8", "accelerator": "H100-SXM-80GB", "held_cache": 75_000, "prefix_cache": 0}
    values = values_with({key: value for key, value in REPLICA.items() if key != "tensor_parallel_given"} | latent)
    assert reckon("degree_that_fits", values) == 32
    assert reckon("batch_by_memory", values) >= 8
    room = 16 * (85.9 - 5.9) - reckon("weights_in_memory", values)
    assert reckon("smallest_batch_memory", values) < room < 16 * reckon("smallest_batch_memory", values)  # 16 would do without copies


def test_where_no_degree_fits_the_line_says_so_and_nothing_breaks() -> None:
    """A request of ten million tokens for each of eight."""
    huge = {key: value for key, value in REPLICA.items() if key != "tensor_parallel_given"} | {"held_cache": 1e8}
    values = values_with(huge)
    assert reckon("degree_that_fits", values) == 0
    assert reckon("tensor_parallel", values) == 64


# Speculative decoding


def test_accepted_tokens_multiply_what_a_step_gives() -> None:
    """Small batches read weights: three tokens a step are nearly three times the speed."""
    small = {"batch": 1, "interruption": 0}
    assert figure("tpot", tokens_per_step=3, **small) < figure("tpot", **small) / 2.5


def test_the_drafts_reads_slow_every_step_and_take_memory() -> None:
    """A tenth of the weights: a tenth of their reading more, and a tenth of their memory."""
    assert figure("fixed_step", draft_model_share=0.1) - figure("fixed_step") == pytest.approx(0.1 * figure("dense_read"))
    assert figure("cache_memory") - figure("cache_memory", draft_model_share=0.1) == pytest.approx(0.95 * 0.1 * figure("weights"))


def test_speculation_gains_nothing_where_arithmetic_binds() -> None:
    """At a large batch each accepted token costs its arithmetic."""
    large = {"batch": 2000, "interruption": 0, "cache_read": 0}
    gain = figure("tpot", **large) / figure("tpot", tokens_per_step=3, **large)
    assert 1 <= gain < 1.2


# What the hardware takes


@pytest.mark.parametrize(
    ("chip", "precision", "support"),
    [
        ("A100-SXM-80GB", "fp8", "confirmed"),
        ("Inferentia2", "int4", "unconfirmed"),
        ("Inferentia2", "int8", "confirmed"),
        ("Inferentia2", "nvfp4", "not supported"),
        ("MI300X-192GB", "nvfp4", "not supported"),
        ("B200-SXM-180GB", "nvfp4", "confirmed"),
        ("Groq-LPU-v1", "int8", "unconfirmed"),
    ],
)
def test_the_catalogue_says_what_a_family_takes(chip: str, precision: str, support: str) -> None:
    """A pair that nobody has stated is unconfirmed."""
    values = values_with({"accelerator": chip, "precision": precision})
    reckon("weight_statement", values)
    from tco.model.options import option_model  # noqa: PLC0415  used here only

    item = option_model("cloud").lines["weight_support"]
    assert item(*(values[need] for need in item.needs)).item() == support


def test_a_precision_that_the_hardware_does_not_take_is_not_possible_and_says_why(tmp_path: Path) -> None:
    """With the precisions that it does take."""
    results = evaluate(scenario_of(changed("inf2.48xlarge}", "inf2.48xlarge, precision: nvfp4}"), tmp_path))
    assert results.options["Machines"].text("reason") == "the hardware does not take this precision"
    assert [text.replace(f"{tmp_path}/", "") for text in obstacles(results)] == [
        f"s.yaml:19: precision: inf2.48xlarge at {site} does not take weights in nvfp4; expected fp16 or int8"
        for site in ("ap-southeast-1", "ap-southeast-2")
    ]


def test_a_cache_in_a_precision_that_the_hardware_does_not_take_is_not_possible(tmp_path: Path) -> None:
    """The message names the cache."""
    statement = "{precision: fp8, family: neuron, weights: confirmed, cache: not supported, source: the vendor, date: 2026-11-01}"
    text = changed("inf2.48xlarge}", "inf2.48xlarge, kv_precision: fp8}") + f"catalogue:\n  precision_support:\n    - {statement}\n"
    told = obstacles(evaluate(scenario_of(text, tmp_path)))[0]
    assert told.endswith("s.yaml:19: kv_precision: inf2.48xlarge at ap-southeast-1 does not take cache in fp8; expected fp16")


def test_degrees_may_be_changed_by_name_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    """The list runs along an axis of its own."""
    known = scenario_of(changed("notes: []", "constants: {degrees: {degree 1: 8}}\nnotes: []"), tmp_path)
    assert known.entry("degree").elements[0].value == 8
    (told,) = problems_of(changed("notes: []", "constants: {degrees: {degree 99: 8}}\nnotes: []"), tmp_path)
    assert "there is no degree degree 99 here" in told
