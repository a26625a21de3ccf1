"""What must hold of every plan, whatever its figures: asking for more never costs less, and the edges of a plan stay finite."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import changed, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.findings import Findings
from tco.scenario.scenario import Amount, Scenario
from tco.workbook.book import build_book

CHEAPER = 1 - 1e-9
"""Below this share of the former cost a plan has become cheaper, and not only by rounding."""

CHOICES = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["llama-3.3-70b", "llama-3.1-8b", "mixtral-8x7b-v0.1", "gemma-3-27b", "gpt-oss-120b"]),
        "precision": st.sampled_from(["fp16", "fp8", "int8", "int4"]),
        "self_hosted.batching": st.sampled_from(["none", "static", "continuous"]),
        "self_hosted.kv_allocation": st.sampled_from(["paged", "contiguous"]),
        "self_hosted.reserved_context": st.sampled_from([0.0, 16_384.0]),
        "self_hosted.prefix_reuse": st.sampled_from([0.0, 0.3, 0.9]),
        "self_hosted.tensor_parallel": st.sampled_from([2.0, 4.0, 8.0]),
        "self_hosted.accepted_tokens": st.sampled_from([1.0, 2.5]),
        "workload.requests_per_day": st.floats(1e3, 1e8),
        "workload.mix.chat.input_tokens": st.integers(10, 8000).map(float),
        "workload.mix.chat.output_tokens": st.integers(1, 1500).map(float),
    }
)


@cache
def machines() -> Scenario:
    """The small scenario on machines that a busy service would rent."""
    with TemporaryDirectory() as folder:
        text = changed("inf2.48xlarge}", "{ap-southeast-1: p4de.24xlarge, ap-southeast-2: p5.48xlarge}}")
        return scenario_of(text, Path(folder))


def cost(values: dict[str, Amount], option: str = "Machines") -> float:
    return evaluate(machines().with_values(values)).options[option].value("tco")


def never_cheaper(plan: dict[str, Amount], path: str, steps: list[float], option: str = "Machines") -> None:
    """The cost along the steps, from the least that is asked for to the most."""
    found = [cost(plan | {path: step}, option) for step in steps]
    for (less, more), (before, after) in zip(pairwise(steps), pairwise(found), strict=True):
        assert after >= before * CHEAPER, f"{path} from {less} to {more} costs {after} instead of {before}"


@settings(max_examples=12, deadline=None)
@given(plan=CHOICES, factor=st.floats(1.0, 50.0))
def test_more_traffic_never_costs_less(plan: dict[str, Amount], factor: float) -> None:
    volume = float(plan["workload.requests_per_day"])
    for option in ("Machines", "API"):
        never_cheaper(plan, "workload.requests_per_day", [volume, volume * factor], option)


@settings(max_examples=12, deadline=None)
@given(plan=CHOICES, more=st.integers(1, 8000), what=st.sampled_from(["input_tokens", "output_tokens"]))
def test_a_longer_context_never_costs_less(plan: dict[str, Amount], more: int, what: str) -> None:
    """At a given degree: where the model chooses it, a longer context may ask for another."""
    path = f"workload.mix.chat.{what}"
    for option in ("Machines", "API"):
        never_cheaper(plan, path, [float(plan[path]), float(plan[path]) + more], option)


@settings(max_examples=10, deadline=None)
@given(plan=CHOICES, factor=st.floats(1.0, 10.0))
def test_a_dearer_price_never_costs_less(plan: dict[str, Amount], factor: float) -> None:
    for path in (
        "options.Machines.price_per_hour.ap-southeast-1",
        "finance.staff_cost",
        "self_hosted.egress_price",
        "self_hosted.migration",
    ):
        never_cheaper(plan, path, [20.0, 20.0 * factor])
    for path in ("options.API.input_price", "options.API.output_price"):
        never_cheaper(plan, path, [0.1, 0.1 * factor], "API")


@settings(max_examples=10, deadline=None)
@given(
    plan=CHOICES,
    promise=st.sampled_from([("ttft", 5.0), ("latency", 60.0), ("tpot", 0.5)]),
    shares=st.tuples(st.floats(0.001, 1.0), st.floats(0.001, 1.0)),
)
def test_a_stricter_promise_never_costs_less(plan: dict[str, Amount], promise: tuple[str, float], shares: tuple[float, float]) -> None:
    """None at all is the loosest; written as 0."""
    name, loosest = promise
    strict, loose = sorted(share * loosest for share in shares)
    never_cheaper(plan | {"service_levels.ttft": 0.0}, f"service_levels.{name}", [0.0, loose, strict])


def test_a_plan_that_became_cheaper_would_be_seen() -> None:
    """The same steps the other way round."""
    with pytest.raises(AssertionError, match=r"workload.requests_per_day from 10000000.0 to 1000.0 costs"):
        never_cheaper({}, "workload.requests_per_day", [1e7, 1e3])
    with pytest.raises(AssertionError, match=r"service_levels.tpot from 0.04 to 1.0 costs"):
        never_cheaper(
            {"self_hosted.tensor_parallel": 8.0, "workload.requests_per_day": 1e8, "service_levels.ttft": 0.0},
            "service_levels.tpot",
            [0.04, 1.0],
        )


@settings(max_examples=10, deadline=None)
@given(plan=CHOICES, rate=st.floats(0.01, 200.0))
def test_another_currency_scales_every_amount_of_money(plan: dict[str, Amount], rate: float) -> None:
    """What is priced in dollars by the rate, what is given in the scenario's currency by hand."""
    own = dict.fromkeys(("finance.staff_cost", "self_hosted.migration", "api.migration"), 100000.0)
    here = evaluate(machines().with_values(plan | own))
    there = evaluate(machines().with_values(plan | {path: amount * rate for path, amount in own.items()} | {"finance.exchange_rate": rate}))
    for name, sheet in here.options.items():
        for key, line in sheet.model.lines.items():
            scale = rate if line.unit.split("/")[0] == "money" else 1
            if line.unit != "text":
                assert np.allclose(there.options[name].values[key], sheet.values[key] * scale, rtol=1e-9, atol=1e-12), key


# Edges


def finite(results: Results) -> bool:
    arrays = [array for sheet in results.every_model() for array in sheet.values.values() if array.dtype != object]
    return all(bool(np.isfinite(array).all()) for array in arrays)


@pytest.mark.parametrize("batching", ["none", "static", "continuous"])
def test_no_traffic_buys_no_machine_and_every_figure_is_finite(batching: str) -> None:
    results = evaluate(machines().with_values({"workload.requests_per_day": 0.0, "self_hosted.batching": batching}))
    assert finite(results)
    assert results.options["Machines"].value("largest_fleet") == 0
    assert results.checks.value("all_checks") == 1


def test_one_region_and_one_option_are_a_plan(tmp_path: Path) -> None:
    text = changed("  - {name: Sydney, share: 40%, served_from: ap-southeast-2, allowed: [AU]}\n", "").replace("share: 60%", "share: 100%")
    results = evaluate(scenario_of(text.replace("  - {name: API, kind: api, price: gpt-4o-mini}\n", ""), tmp_path))
    assert finite(results)
    assert results.checks.value("all_checks") == 1


@pytest.mark.large
def test_sixty_months_and_eight_options_are_a_plan(tmp_path: Path) -> None:
    """With a workbook whose time axis has sixty columns."""
    more = "".join(f"  - {{name: Option {n}, kind: cloud, instance: inf2.48xlarge, tensor_parallel: {2 * n}}}\n" for n in range(1, 7))
    results = evaluate(scenario_of(changed("months: 12", "months: 60").replace("notes: []", f"{more}notes: []"), tmp_path))
    assert len(results.options) == 8
    assert finite(results)
    assert results.checks.value("all_checks") == 1
    book, _ = build_book(Findings(results), "0" * 64)
    assert {"Option 1", "Option 6", "Roofline"} <= set(book.sheetnames)
