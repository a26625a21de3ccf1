"""`tco accuracy`: other people's rows, scored through the very lines that plan a fleet."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from fit_speed import GPU, NEURON, PARAMETERS, Fit, catalogue_values, fit, tables

from tco.accuracy.predict import predicted
from tco.accuracy.replica import reckon, reckon_each, values_with
from tco.accuracy.rows import SHIPPED, read_rows
from tco.accuracy.score import FIGURES, PASS_MARKS, accuracy, accuracy_of, as_json
from tco.catalogue.reader import load
from tco.cli import main
from tco.errors import ScenarioError

ROOT = Path(__file__).parents[1]
ROWS, _ = read_rows(SHIPPED)
ROW = {
    "model": "Llama-3.1-8B", "accelerator": "H100-SXM-80GB", "accelerators": "1", "weight_precision": "fp16", "compute_precision": "fp16",
    "kv_bytes": "2", "weight_bytes": "2", "engine": "vllm", "interconnect": "nvlink", "static_batch": "no", "concurrency": "64",
    "run_requests": "", "input_tokens": "1000", "output_tokens": "500", "output_tokens_per_s": "4000", "ttft_ms": "500", "tpot_ms": "14",
    "suite": "mine", "source": "a test", "date": "2026-11",
}  # fmt: skip
REPLICA = {
    "model": "llama-3.1-8b", "accelerator": "H100-SXM-80GB", "precision": "fp16", "tensor_parallel_given": 1, "chips_per_instance": 8,
    "class_share": 1, "class_input": 2000, "class_output": 100, "prefix_reuse": 0, "ttft_promise": 0, "tpot_promise": 0,
    "latency_promise": 0, "server_batch": 32,
}  # fmt: skip
SCORE_KEYS = {"rows", "median", "p90", "bias", "coverage"}

Cells = Mapping[str, str]


def written(rows: Iterable[Cells], folder: Path, separator: str = ",") -> Path:
    rows = list(rows)
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), delimiter=separator)
    table.writeheader()
    table.writerows(rows)
    file = folder / "rows.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def shipped() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["accuracy", *map(str, arguments)])


# The answer


def test_the_answer_has_the_shape_that_it_promises() -> None:
    found = json.loads(run(SHIPPED, "--format", "json").stdout)
    assert list(found) == ["output_tokens_per_s", "tpot", "ttft", "unscored", "by"]
    assert all(set(found[figure]) == SCORE_KEYS for figure in FIGURES)
    assert set(found["by"]) == {"suite", "accelerator", "model"}
    for parts in found["by"].values():
        for scores in parts.values():
            assert list(scores) == list(FIGURES)
            assert all(set(score) == SCORE_KEYS for score in scores.values())
    assert found["unscored"] == []


def test_groups_hold_every_row_once() -> None:
    found = accuracy(ROWS)
    for parts in found.by.values():
        for figure in FIGURES:
            assert sum(scores[figure].rows for scores in parts.values()) == found.scores[figure].rows


def test_a_figure_without_rows_is_null_and_not_zero(tmp_path: Path) -> None:
    found = as_json(accuracy_of(written([ROW | {"ttft_ms": "", "tpot_ms": ""}], tmp_path)))
    assert found["tpot"] == {"rows": 0, "median": None, "p90": None, "bias": None, "coverage": None}


def test_a_model_that_promises_too_much_has_a_bias_above_zero(tmp_path: Path) -> None:
    slow = accuracy_of(written([ROW | {"output_tokens_per_s": "1000"}], tmp_path)).scores["output_tokens_per_s"]
    assert slow.bias == slow.median > 1
    assert slow.coverage == 0


def test_the_table_names_what_was_not_scored(tmp_path: Path) -> None:
    shown = run(written([ROW, ROW | {"model": "no such model"}], tmp_path)).stdout
    assert "1 of 2 rows scored" in shown
    assert "Row 2 not scored: unknown model 'no such model'" in shown


# Other people's files


def respelt(row: Cells) -> dict[str, str]:
    """A row as somebody else would write it."""
    models = {
        "Llama-3.1-8B": "meta-llama/Llama-3.1-8B-Instruct",
        "Llama-3.1-70B": "meta llama 3.1 70B",
        "gpt-oss-120b": "openai/gpt-oss-120b",
    }
    chips = {"H100-SXM-80GB": "NVIDIA H100 80GB HBM3", "A100-SXM-80GB": "a100 sxm4 80gb", "B200-SXM-180GB": "B200"}
    return {
        "note": "a column of our own",
        **dict(reversed(row.items())),
        "model": models.get(row["model"], row["model"].upper()),
        "accelerator": chips.get(row["accelerator"], row["accelerator"].lower()),
        "weight_precision": {"fp16": "BF16"}.get(row["weight_precision"], row["weight_precision"].upper()),
        "compute_precision": {"fp16": "bfloat16"}.get(row["compute_precision"], row["compute_precision"]),
        "engine": {"trt": "TensorRT-LLM v0.14", "sglang": "SGLang"}.get(row["engine"], row["engine"]),
        "kv_bytes": "" if row["kv_bytes"] == "2" else row["kv_bytes"],
    }


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_spellings_columns_and_separators_score_the_same(separator: str, tmp_path: Path) -> None:
    again = accuracy_of(written(map(respelt, shipped()), tmp_path, separator))
    assert again.unscored == ()
    assert again.scores == accuracy(ROWS).scores


def test_optional_columns_may_be_missing(tmp_path: Path) -> None:
    needed = ("model", "accelerator", "weight_precision", "input_tokens", "output_tokens", "output_tokens_per_s")
    found = accuracy_of(written([{key: ROW[key] for key in needed}], tmp_path))
    assert found.unscored == ()
    assert found.scores["output_tokens_per_s"].rows == 1


def test_an_engine_that_nobody_fitted_is_scored_as_the_usual_one(tmp_path: Path) -> None:
    assert accuracy_of(written([ROW | {"engine": "tgi"}], tmp_path)).scores == accuracy_of(written([ROW], tmp_path)).scores


def test_an_accelerator_of_another_vendor_keeps_its_own_profile(tmp_path: Path) -> None:
    """vLLM on an AMD chip is not the GPU profile; what stands before a first token is the named engine's."""
    chip = {"accelerator": "MI300X", "interconnect": "xgmi"}
    rows, _ = read_rows(written([ROW | chip, ROW | chip | {"engine": "sglang"}], tmp_path))
    said = predicted(rows)
    assert {row.engine for row in rows} == {"vllm-rocm"}
    assert said["output_tokens_per_s"][0] == said["output_tokens_per_s"][1]
    assert said["ttft"][0] < said["ttft"][1]


def test_another_width_of_weights_is_read_by_the_same_lines_and_keeps_its_band(tmp_path: Path) -> None:
    """An INT4 file of 0.60 bytes a weight, scales included."""
    int4 = {"weight_precision": "int4", "accelerator": "A100-SXM-80GB"}
    rows, _ = read_rows(written([ROW | int4 | {"weight_bytes": size} for size in ("0.53", "0.6", "")], tmp_path))
    said = predicted(rows)
    assert said["weights"][0] < said["weights"][1]
    assert said["weights"][0] == said["weights"][2]
    assert said["speed_low"].tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": "Llama-9-900B"}, "unknown model 'Llama-9-900B'"),
        ({"model": ""}, "no model"),
        ({"accelerator": "Voodoo2"}, "unknown accelerator 'Voodoo2'"),
        ({"accelerator": "Groq-LPU-v1"}, "does not fit: llama-3.1-8b at fp16 (15 GB)"),
        ({"weight_precision": "fp5"}, "unknown weight_precision 'fp5'"),
        ({"weight_precision": "", "weight_bytes": ""}, "no weight_precision"),
        ({"input_tokens": ""}, "no input_tokens"),
        ({"output_tokens": "many"}, "output_tokens is 'many', not a number"),
        ({"concurrency": "-4"}, "concurrency is -4; expected a number above 0"),
        ({"output_tokens_per_s": "", "ttft_ms": "", "tpot_ms": "n/a"}, "no measurement"),
        ({"model": "Llama-3.1-405B"}, "does not fit: llama-3.1-405b at fp16 (808 GB)"),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_scored_says_why(change: Cells, reason: str, tmp_path: Path) -> None:
    found = accuracy_of(written([ROW, ROW | change, ROW], tmp_path))
    assert [(2, True)] == [(row.number, reason in row.reason) for row in found.unscored], found.unscored
    assert found.scores["output_tokens_per_s"].rows == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "no column model and accelerator"),
        (b"a,b\n1,2\n", "no column model and accelerator"),
        (b"model,accelerator\nx,y\n", "no column any of output_tokens_per_s"),
        (b"model,accelerator,tpot_ms\n\n", "no rows below the header"),
        (b"\xff\xfe\x00\x81", "cannot be read"),
        (b"model,accelerator,tpot_ms\nx,y,\x00\n", ""),
    ],
)
def test_a_file_of_something_else_is_refused_with_a_sentence(text: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(text)
    answer = run(file)
    assert answer.exit_code in ((2,) if told else (0, 2))
    assert "Traceback" not in answer.output
    assert "defect" not in answer.output
    assert told in answer.output


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_rows(tmp_path / "nowhere.csv")
    assert run(tmp_path / "nowhere.csv").exit_code == 2


def test_a_thousand_rows_cost_little_more_than_a_few(tmp_path: Path) -> None:
    """Rows are arrays: against one at a time, a thousand together take less than a tenth."""
    many = (ROWS * 4)[:1000]

    def seconds(runs: Iterable[list[object]]) -> float:
        start = time.perf_counter()
        for rows in runs:
            predicted(rows)
        return time.perf_counter() - start

    together = min(seconds([many]) for _ in range(3))
    alone = min(seconds([[row] for row in ROWS[:20]]) for _ in range(3)) * 50
    assert together < alone / 10


# What the lines must say


@pytest.mark.parametrize("chip", ["A100-SXM-80GB", "H100-SXM-80GB", "Inferentia2", "MI300X-192GB"])
def test_tensor_parallel_divides_both_bandwidth_and_arithmetic(chip: str) -> None:
    one, four = (values_with(REPLICA | {"accelerator": chip, "tensor_parallel_given": chips}) for chips in (1, 4))
    for key in ("dense_read", "matmul_time"):
        assert reckon(key, one) == pytest.approx(4 * reckon(key, four), rel=1e-12)


@pytest.mark.parametrize("chip", [str(row.values["name"]) for row in load()["accelerators"].rows if row.values["flops_fp16"]])
def test_weight_only_formats_never_raise_arithmetic(chip: str) -> None:
    """INT4 and INT8 weights are read faster and multiplied as FP16."""
    case = REPLICA | {"accelerator": chip, "tensor_parallel_given": 8}
    plain = values_with(case | {"precision": "fp16"})
    for precision in ("int8", "int4"):
        values = values_with(case | {"precision": precision})
        assert reckon("replica_compute", values) == reckon("replica_compute", plain)
        assert reckon("dense_read", values) < reckon("dense_read", plain)


@pytest.mark.parametrize(
    ("precision", "chip", "compute"),
    [
        ("fp8", "A100-SXM-80GB", 1), ("fp8", "H100-SXM-80GB", 2), ("nvfp4", "H100-SXM-80GB", 1), ("nvfp4", "B200-SXM-180GB", 3),
        ("mxfp4", "A100-SXM-80GB", 1), ("mxfp4", "H100-SXM-80GB", 1), ("mxfp4", "B200-SXM-180GB", 2), ("mxfp4", "MI300X-192GB", 1),
        ("mxfp4", "MI355X-288GB", 2), ("mxfp4-all", "MI355X-288GB", 3),
    ],
)  # fmt: skip
def test_a_precision_computes_at_the_type_that_the_chip_has_units_for(precision: str, chip: str, compute: int) -> None:
    assert compute == reckon("compute_type", values_with({"accelerator": chip, "precision": precision}))


def test_the_catalogue_computes_as_the_measured_rows_did() -> None:
    """Left to the catalogue, every shipped row gets the compute type that its source states."""
    stated = [row.compute for row in ROWS]
    given = {"accelerator": [row.accelerator for row in ROWS], "precision": [row.precision for row in ROWS]}
    assert stated == reckon_each("compute_type", values_with(given)).tolist()


def test_prefill_counts_in_throughput() -> None:
    """The same batch of the same answers after a longer prompt gives fewer tokens, beyond the reading of its cache."""
    with_prefill, without = (values_with(REPLICA | more) for more in ({}, {"prefill": 0}))
    step, prefill = reckon("decode_step", with_prefill), reckon("prefill", with_prefill)
    assert reckon("replica_output", with_prefill) == pytest.approx(32 * 100 / (100 * step + 32 * prefill))
    assert reckon("replica_output", with_prefill) < 0.6 * reckon("replica_output", without)


def test_memory_fit_comes_first() -> None:
    """No server limit or promise lets a batch exceed what memory holds, and what does not fit is never scored."""
    said = predicted(ROWS)
    assert np.all(said["batch"] <= np.maximum(said["batch_by_memory"], 1) + 1e-6)
    case = REPLICA | {"model": "llama-3.1-405b", "tensor_parallel_given": 8, "class_input": 10, "class_output": 10}
    assert reckon("fits", values_with(case)) == 0


def test_a_static_batch_of_one_is_the_lone_request(tmp_path: Path) -> None:
    """Its first token has no server's front before it; behind a server the same request has."""
    rows, _ = read_rows(written([ROW | {"concurrency": "1", "static_batch": how} for how in ("yes", "no")], tmp_path))
    alone, served = predicted(rows)["ttft"]
    assert served - alone == pytest.approx(0.035, abs=0.02)


def test_first_tokens_of_a_static_batch_wait_for_all_its_prompts(tmp_path: Path) -> None:
    rows, _ = read_rows(
        written([ROW | {"concurrency": batch, "static_batch": "yes", "input_tokens": "8000"} for batch in ("1", "8")], tmp_path)
    )
    one, eight = predicted(rows)["ttft"]
    assert 7 < eight / one <= 8


# The fit


@pytest.fixture(scope="module")
def fitted() -> Fit:
    return fit(ROWS)


def test_the_fit_finds_what_the_catalogue_has(fitted: Fit) -> None:
    """From a neutral start, within a fifth (a third of it for what is hardly identified)."""
    for parameter in PARAMETERS:
        row = load()[parameter.table].find(parameter.rows[0])
        assert row is not None
        assert fitted.values[parameter.key] == pytest.approx(row.values[parameter.column], rel=0.25), parameter.key


def test_the_fit_is_no_better_than_the_catalogue(fitted: Fit) -> None:
    """Otherwise the catalogue's values would be out of date."""
    now, again = accuracy(ROWS).scores, accuracy(ROWS, given=fitted.given()).scores
    for figure in FIGURES:
        assert now[figure].median < again[figure].median + 0.01


def test_the_catalogue_says_how_many_rows_stand_behind_each_value(fitted: Fit) -> None:
    for parameter in PARAMETERS:
        for name in parameter.rows:
            row = load()[parameter.table].find(name)
            assert row is not None
            told = re.search(r"(\d+) rows", row.origin_of(parameter.column).note)
            assert told or (name in NEURON and parameter.rows != NEURON), (parameter.key, name)
            if told:
                assert int(told.group(1)) == fitted.rows[parameter.key], (parameter.key, name)


def test_a_fit_recovers_what_made_the_rows() -> None:
    """Rows that the lines themselves computed with other efficiencies give those efficiencies back."""
    true = catalogue_values() | {"mbu": 0.6, "mfu_fp16": 0.5, "layer_time": 80.0}
    said = predicted(ROWS, tables(true))
    made = [replace(row, measured={key: float(said[key][place]) for key in row.measured}) for place, row in enumerate(ROWS)]
    again = fit(made)
    for key in ("mbu", "mfu_fp16", "mfu_fp8", "layer_time"):
        assert again.values[key] == pytest.approx(true[key], rel=0.05), key


def test_the_script_prints_what_it_fitted() -> None:
    printed = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "fit_speed.py"), str(SHIPPED)], capture_output=True, text=True, check=True
    )
    found = [line.split("  ")[0] for line in printed.stdout.splitlines()[1:]]
    assert set(found) == {parameter.key for parameter in PARAMETERS}
    assert {name for parameter in PARAMETERS for name in parameter.rows} >= {*GPU, *NEURON}


# The page


@pytest.mark.long
def test_docs_accuracy_is_what_the_rows_say() -> None:
    """`make docs` writes it again."""
    spec = importlib.util.spec_from_file_location("accuracy_page", ROOT / "docs" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    assert (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8") == page.text()


def test_efficiencies_fitted_on_other_suites_keep_the_mark_on_the_one_left_out() -> None:
    """Of the page that the test above holds current: output throughput only, for most times to first token stand in one suite."""
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    table = page.split("## Rows that the fit has not seen")[1].split("## By")[0]
    left_out = [line.split(" | ")[2] for line in table.splitlines() if re.search(r"\(\d+\)", line)]
    medians = [float(cell.split("%")[0]) / 100 for cell in left_out if cell != "–"]
    assert len(medians) == 5
    assert max(medians) <= PASS_MARKS["output_tokens_per_s"]
