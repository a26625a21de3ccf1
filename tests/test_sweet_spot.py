"""The sweet spot, what binds a step, and the Roofline sheet on whose curve the operating point lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from small_scenario import changed, scenario_of

from tco.accuracy.replica import Given, reckon, values_with
from tco.engine.evaluate import evaluate
from tco.findings import Findings
from tco.language.formula import AXIS
from tco.model.options import option_model
from tco.search.settle import read
from tco.summary.answer.facts import Answer
from tco.summary.evidence.risks import risks
from tco.workbook.book import write_book

SCENARIOS = Path(__file__).parent.parent / "scenarios"
IDEAL: Given = {
    "model": "llama-3.1-70b", "accelerator": "H100-SXM-80GB", "engine": "ideal", "precision": "fp16", "kv_precision": "fp16",
    "tensor_parallel": 1, "is_spread": 0, "instances_per_replica": 1, "batch": 32, "mid_cache": 1000,
}  # fmt: skip


def figure(key: str, **changes: float | str) -> float:
    return reckon(key, values_with(IDEAL | changes))


def test_at_the_sweet_spot_reading_takes_as_long_as_arithmetic() -> None:
    """On the plain roofline, caches included."""
    batch = figure("sweet_spot")
    assert batch > 32
    assert figure("reading_time", batch=batch) == pytest.approx(figure("arithmetic_time", batch=batch), rel=1e-9)


def test_a_long_context_is_never_bound_by_arithmetic() -> None:
    """From the context at which a request's cache takes as long to read as its arithmetic; the cell stays finite."""
    limit = figure("compute_bound_context")
    assert (figure("never_compute_bound", mid_cache=limit * 0.99), figure("never_compute_bound", mid_cache=limit * 1.01)) == (0, 1)
    assert figure("sweet_spot", mid_cache=limit * 1.01) == 0
    assert figure("sweet_spot", mid_cache=limit * 0.99) > 20 * figure("sweet_spot")


def test_at_the_critical_context_caches_are_read_as_long_as_weights() -> None:
    """For the batch in use."""
    context = figure("critical_context")
    assert figure("cache_time", mid_cache=context) == pytest.approx(figure("weights_read"), rel=1e-9)


@pytest.mark.parametrize(
    ("changes", "regime"),
    [
        ({"batch": 1, "mid_cache": 100}, "reading weights"),
        ({"batch": 2000, "mid_cache": 1}, "arithmetic"),
        ({"batch": 64, "mid_cache": 100_000}, "reading the KV cache"),
        ({"batch": 1, "mid_cache": 100, "fixed_step": 1}, "overhead"),
    ],
)
def test_the_regime_is_named_after_the_longest_part_of_a_step(changes: Given, regime: str) -> None:
    values = values_with(IDEAL | changes)
    reckon("regime_row", values)
    item = option_model("cloud").lines["regime"]
    assert item(*(values[need] for need in item.needs)).item() == regime


def test_a_perfect_replica_that_waits_for_memory_uses_all_of_its_bandwidth() -> None:
    """And one that computes all of its arithmetic."""
    assert figure("mbu_reached") == pytest.approx(1)
    assert figure("mfu_reached", batch=5000, mid_cache=1) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("scenario", ["apac-assistant.yaml", "apac-published.yaml"])
def test_the_operating_point_lies_on_the_curve(scenario: str) -> None:
    """The curve computed at the operating batch gives the operating step."""
    for sheet in evaluate(read(SCENARIOS / scenario)).options.values():
        if "roofline_step" in sheet.values:
            here = sheet.model.lines["roofline_step"]
            known = {need: sheet.values[need] for need in here.needs if need in sheet.values}
            step = here(sheet.values["weights_read"], sheet.values["batch"], *(known[need] for need in here.needs[2:]))
            assert np.allclose(step, sheet.values["decode_step"], rtol=1e-12)
            assert sheet.values["roofline_step"].shape[AXIS["point"]] == 9


@pytest.mark.long
def test_the_roofline_sheet_has_a_live_chart_for_every_option_and_site(tmp_path: Path) -> None:
    """Every series of a chart reads cells of the option's sheet or of the inputs, and the table beside it links to them."""
    write_book(Findings(evaluate(scenario_of(changed("", ""), tmp_path))), tmp_path / "b.xlsx", "0" * 64)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Roofline"]
    assert len(sheet._charts) == 2
    for chart in sheet._charts:
        assert len(chart.series) == 7
        assert {series.xVal.numRef.f.split("!")[0] for series in chart.series} == {"'Inputs'", "'Machines'"}
        assert {series.yVal.numRef.f.split("!")[0] for series in chart.series} == {"'Machines'"}
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert numbers == []


def test_a_book_without_machines_has_no_roofline_sheet(tmp_path: Path) -> None:
    text = changed("  - {name: Machines, kind: cloud, instance: inf2.48xlarge}\n", "").replace("baseline: Machines", "baseline: API")
    write_book(Findings(evaluate(scenario_of(text, tmp_path))), tmp_path / "b.xlsx", "0" * 64)
    assert "Roofline" not in openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames


# Warnings


def warnings_of(text: str, folder: Path) -> list[str]:
    return [str(risk.text) for risk in risks(Answer(evaluate(scenario_of(text, folder)))) if risk.warning]


def test_an_unconfirmed_precision_is_a_warning(tmp_path: Path) -> None:
    """INT4 on Inferentia; INT8 is confirmed and says nothing."""
    told = warnings_of(changed("inf2.48xlarge}", "inf2.48xlarge, precision: int4}"), tmp_path)
    assert any("weights in int4 on Inferentia2 is unconfirmed" in text for text in told)
    assert not any("unconfirmed" in text for text in warnings_of(changed("inf2.48xlarge}", "inf2.48xlarge, precision: int8}"), tmp_path))


def test_a_badly_used_bandwidth_is_a_warning_unless_traffic_fills_no_second_machine(tmp_path: Path) -> None:
    """Twelve slow chips for one replica, or hardly any traffic."""
    busy = changed("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 12, precision: int8}")
    assert any("of the memory bandwidth" in text for text in warnings_of(busy, tmp_path))
    idle = busy.replace("requests_per_day: 500_000", "requests_per_day: 100")
    assert not any("of the memory bandwidth" in text for text in warnings_of(idle, tmp_path))
    spare = idle.replace("  ttft: 2 s\n", "  {ttft: 2 s, availability: 99.9%}\n")
    assert not any("of the memory bandwidth" in text for text in warnings_of(spare, tmp_path))
