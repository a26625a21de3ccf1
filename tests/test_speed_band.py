"""The speed band travels from measured rows to the money, and a speed that is not calibrated says so in both documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from small_scenario import TEXT, changed, scenario_of

from tco.accuracy.replica import Given, reckon, reckon_each, values_with
from tco.catalogue.reader import load
from tco.engine.evaluate import Results, evaluate
from tco.engine.speed_band import speed_bands
from tco.findings import Findings
from tco.summary.fill_page import summary_page
from tco.workbook import sheet_columns
from tco.workbook.book import write_book

REPLICA: Given = {
    "model": "llama-3.1-8b", "accelerator": "H100-SXM-80GB", "precision": "fp8", "tensor_parallel_given": 2, "chips_per_instance": 2,
    "class_share": 1, "class_input": 1000, "class_output": 300, "prefix_reuse": 0, "ttft_promise": 0, "tpot_promise": 0,
    "latency_promise": 0, "server_batch": 64,
}  # fmt: skip
NOT_MEASURED = changed("model: llama-3.3-70b\n", "model: llama-3.3-70b\nprecision: fp8\n")
"""FP8 on Inferentia: rows exist at FP16 and INT8."""


@pytest.fixture
def calibrated(tmp_path: Path) -> Results:
    return evaluate(scenario_of(TEXT, tmp_path))


@pytest.fixture
def uncalibrated(tmp_path: Path) -> Results:
    return evaluate(scenario_of(NOT_MEASURED, tmp_path))


# On a replica


@pytest.mark.parametrize(("place", "band"), [(-1.0, "speed_low"), (1.0, "speed_high"), (0.0, None)])
def test_a_place_in_the_band_scales_output_and_time_per_token_exactly(place: float, band: str | None) -> None:
    base, moved = values_with(REPLICA), values_with(REPLICA | {"band_place": place})
    times = reckon(band, base) if band else 1
    assert times == pytest.approx({"speed_low": 0.79, "speed_high": 1.22, None: 1}[band])
    assert reckon("replica_output", moved) == pytest.approx(times * reckon("replica_output", base), rel=1e-12)
    assert reckon("tpot", moved) == pytest.approx(reckon("tpot", base) / times, rel=1e-12)


def test_a_benchmark_of_ones_own_scales_the_band_with_it() -> None:
    slow = values_with(REPLICA | {"speed_measured": 0.5, "band_place": -1})
    assert reckon("replica_output", slow) == pytest.approx(0.5 * 0.79 * reckon("replica_output", values_with(REPLICA)), rel=1e-12)
    assert reckon("replica_output_low", slow) == pytest.approx(reckon("replica_output", slow), rel=1e-12)


def test_both_ends_of_a_replica_s_output_stand_in_lines_of_their_own() -> None:
    """Whatever place the plan itself takes."""
    for place in (-1, 0, 1):
        values = values_with(REPLICA | {"band_place": place})
        base = reckon("replica_output", values_with(REPLICA))
        assert reckon("replica_output_low", values) == pytest.approx(0.79 * base)
        assert reckon("replica_output_high", values) == pytest.approx(1.22 * base)


# Which band


@pytest.mark.parametrize(
    ("chip", "precision", "model", "band"),
    [
        ("A100-SXM-80GB", "fp16", "llama-3.1-8b", (0.84, 1.13, 1)), ("A100-SXM-40GB", "fp16", "mixtral-8x7b-v0.1", (0.84, 1.17, 1)),
        ("A100-SXM-80GB", "int4", "llama-3.1-8b", (0.5, 1.3, 0)), ("A100-PCIE-80GB", "fp16", "llama-3.1-8b", (0.81, 1.01, 1)),
        ("H200-SXM-141GB", "fp8", "deepseek-v3", (0.66, 1.32, 1)), ("B200-SXM-180GB", "fp8", "llama-3.1-8b", (0.94, 1.2, 1)),
        ("B300-SXM-268GB", "nvfp4", "deepseek-v3", (0.78, 1.59, 1)), ("L40S", "fp8", "llama-3.1-8b", (0.91, 1.18, 1)),
        ("Inferentia2", "int8", "llama-3.1-8b", (0.68, 1.32, 1)), ("MI300X-192GB", "fp8", "llama-3.1-8b", (0.71, 1.29, 0)),
        ("L4", "fp8", "llama-3.1-8b", (0.6, 1.4, 0)), ("TPU-v6e", "fp16", "llama-3.1-8b", (0.6, 1.4, 0)),
        ("Trainium2", "fp16", "llama-3.1-8b", (0.68, 1.32, 0)),
    ],
)  # fmt: skip
def test_a_band_is_that_of_family_precision_and_kind_of_model(chip: str, precision: str, model: str, band: tuple[float, ...]) -> None:
    values = values_with({"accelerator": chip, "precision": precision, "model": model})
    assert band == tuple(reckon(key, values) for key in ("speed_low", "speed_high", "is_calibrated"))


def test_every_accelerator_has_a_band_at_every_precision() -> None:
    pairs = [(chip, precision) for chip in load()["accelerators"].names() for precision in load()["precisions"].names()]
    for model in ("llama-3.1-8b", "mixtral-8x7b-v0.1"):
        values = values_with({"accelerator": [chip for chip, _ in pairs], "precision": [name for _, name in pairs], "model": model})
        low, high = (np.broadcast_to(reckon_each(key, values), len(pairs)) for key in ("speed_low", "speed_high"))
        assert np.all((low > 0) & (low < 1) & (high >= 1))


def test_accelerators_and_models_that_people_measure_are_in_the_catalogue() -> None:
    assert {"H100-PCIE-80GB", "H200-NVL-141GB", "GB200", "MI355X-288GB", "Trainium3", "TPU-v6e"} <= set(load()["accelerators"].names())
    assert {"gpt-oss-20b", "deepseek-v3", "gemma-3-27b", "qwen3-30b-a3b", "llama-3.1-405b"} <= set(load()["models"].names())


# Into the money


def test_the_band_reaches_the_total_cost(calibrated: Results) -> None:
    band = speed_bands(calibrated)["Machines"]
    assert band.tco_slow > calibrated.options["Machines"].value("tco") > band.tco_fast


def test_an_api_has_no_band(calibrated: Results) -> None:
    assert set(speed_bands(calibrated)) == {"Machines"}


def test_the_case_switch_moves_the_place_in_the_band(calibrated: Results) -> None:
    """Alone: with every other input at its base value the adverse case costs what the slow end costs."""
    scenario = calibrated.scenario
    only = {
        place: entry
        if place[1] == "band_place"
        else replace(entry, elements=tuple(replace(e, low=None, high=None) for e in entry.elements))
        for place, entry in scenario.entries.items()
    }
    band = speed_bands(calibrated)["Machines"]
    for case, tco in (("adverse", band.tco_slow), ("favourable", band.tco_fast)):
        assert evaluate(replace(scenario, entries=only, case=case)).options["Machines"].value("tco") == tco


def test_replicas_at_both_ends_enclose_those_of_the_plan(calibrated: Results) -> None:
    values = calibrated.options["Machines"].values
    assert np.all(values["replicas_high"] <= values["replicas_for_load"])
    assert np.all(values["replicas_for_load"] <= values["replicas_low"])
    assert np.any(values["replicas_high"] < values["replicas_low"])


# In the documents


def header(results: Results, folder: Path) -> str:
    book = folder / "b.xlsx"
    write_book(Findings(results), book, "0" * 64)
    return str(
        openpyxl.load_workbook(book, data_only=True, read_only=True)["Machines"].cell(sheet_columns.LINKS_ROW, sheet_columns.WHERE).value
    )


def test_the_option_s_sheet_says_what_stands_behind_its_speed(calibrated: Results, uncalibrated: Results, tmp_path: Path) -> None:
    assert header(calibrated, tmp_path) == "Speed calibrated on measured results"
    assert "NOT calibrated" in header(uncalibrated, tmp_path)


def test_the_summary_warns_of_a_speed_that_is_not_calibrated(calibrated: Results, uncalibrated: Results) -> None:
    def warned(results: Results) -> list[str]:
        return [
            str(risk.text)
            for risk in summary_page(results, "0" * 64, "0" * 64).risks
            if risk.warning and "not calibrated" in str(risk.text)
        ]

    assert warned(calibrated) == []
    (warning,) = warned(uncalibrated)
    assert "Machines: speed on Inferentia2 at this precision is not calibrated" in warning
    assert "60% to 140%" in warning


def test_the_summary_says_how_far_the_speed_may_be_off(calibrated: Results) -> None:
    """By lines of the workbook, whose case switch carries them to the cost."""
    (risk,) = (risk for risk in summary_page(calibrated, "0" * 64, "0" * 64).risks if "P10 to P90" in str(risk.text))
    sheet = calibrated.options["Machines"]
    assert [figure.value for figure in risk.text.figures] == [sheet.values["speed_low"].min(), sheet.values["speed_high"].max()]
