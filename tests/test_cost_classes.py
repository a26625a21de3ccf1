"""Cost classes and unit costs: the classes of a budget add up in every month, and unit costs come out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, scenario_of

from tco.cli import main
from tco.engine.evaluate import Evaluated, evaluate
from tco.language.formula import AXIS
from tco.model.money.cost_categories import CATEGORIES, COST_CLASSES
from tco.model.options import KINDS, option_model
from tco.search.settle import read
from tco.summary.answer.facts import Answer
from tco.summary.answer.key_figures import key_figures
from tco.summary.answer.options_table import options_table

SCENARIOS = {path.stem: path for path in sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))}
LISTED = "options.API.successor=gpt-4o-mini"
"""The price goes on although its model retires: 0.15 USD in, 0.60 out."""
PER_REQUEST = (500 * 0.15 + 200 * 0.60) / 1e6
REQUESTS = 500_000 * 365 / 12
"""Of a month."""


def options(folder: Path, *changes: str, text: str = TEXT) -> dict[str, Evaluated]:
    return dict(evaluate(scenario_of(text, folder, LISTED, *changes)).options)


def by_month(sheet: Evaluated, key: str, months: int) -> np.ndarray:
    return np.broadcast_to(sheet.values[key].reshape(-1), (months,))


def assert_adds_up(sheet: Evaluated, months: int) -> None:
    classes = sum(by_month(sheet, f"{key}_cost", months) for key in COST_CLASSES)
    assert classes == pytest.approx(by_month(sheet, "cost", months))
    assert sum(sheet.value(f"{key}_total") for key in COST_CLASSES) == pytest.approx(sheet.value("tco"))


# Classes


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_classes_add_up_to_the_cost_of_every_month(scenario: str) -> None:
    results = evaluate(read(SCENARIOS[scenario]))
    for sheet in results.options.values():
        assert_adds_up(sheet, results.scenario.months)


@settings(max_examples=20, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "self_hosted.non_production": st.sampled_from((0, 0.05, 0.3, 1)),
            "self_hosted.banded_support": st.integers(0, 1),
            "self_hosted.migration": st.integers(0, 1_000_000),
            "regions.Sydney.indirect_tax": st.sampled_from((0, 0.09, 0.3)),
            "api.guardrails_price": st.integers(0, 10),
            "options.API.edge_share": st.sampled_from((0, 0.05, 0.3, 1)),
            "options.API.edge_cost_per_thousand": st.integers(0, 10),
            "options.Machines.go_live_month": st.integers(1, 12),
        }
    )
)
def test_they_add_up_whatever_is_paid(changes: dict[str, object]) -> None:
    with TemporaryDirectory() as folder:
        known = [f"{path}={value}" for path, value in changes.items()]
        for sheet in options(Path(folder), *known).values():
            assert_adds_up(sheet, 12)


def test_every_category_has_a_class() -> None:
    assert {category.budget for category in CATEGORIES.values()} == set(COST_CLASSES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_every_class(kind: str) -> None:
    lines = option_model(kind).lines
    assert {f"{key}_{end}" for key in COST_CLASSES for end in ("cost", "total")} <= set(lines)


def test_the_classes_of_an_api(tmp_path: Path) -> None:
    """2,965.63 USD of tokens and half an engineer at 170,000 USD a year each month; 25,000 USD of migration in the first."""
    sheet = options(tmp_path)["API"]
    assert by_month(sheet, "api_usage_cost", 12) == pytest.approx([REQUESTS * PER_REQUEST] * 12)
    assert by_month(sheet, "people_cost", 12) == pytest.approx([0.5 * 170_000 / 12] * 12)
    assert by_month(sheet, "implementation_cost", 12) == pytest.approx([25_000] + [0] * 11)
    assert sheet.value("production_compute_total") == sheet.value("facilities_total") == 0


def test_the_classes_of_rented_machines(tmp_path: Path) -> None:
    """Environments beside production cost a fifth of production, in a class of their own; tax of 10 % on all that the provider bills."""
    taxed = ("regions.Singapore.indirect_tax=0.1", "regions.Sydney.indirect_tax=0.1", "self_hosted.non_production=0.2")
    sheet = options(tmp_path, *taxed)["Machines"]
    production, beside = sheet.value("production_compute_total"), sheet.value("non_production_compute_total")
    assert production == pytest.approx(sheet.values["compute"].sum())
    assert beside == pytest.approx(0.2 * production)
    assert sheet.value("taxes_total") == pytest.approx(0.1 * sheet.value("service_total"))


def test_hardware_for_other_environments_is_not_production() -> None:
    """Of the servers installed, those beyond the largest fleet so far."""
    results = evaluate(read(SCENARIOS["owned-cluster"]))
    sheet = results.options["Owned H100"]
    months, places = AXIS["month"], AXIS["site"]
    fleet = np.maximum.accumulate(sheet.values["instances"], axis=months)
    production = sheet.values["hardware_cost"] * fleet / sheet.values["servers_installed"]
    assert by_month(sheet, "production_compute_cost", results.scenario.months) == pytest.approx(production.sum(axis=places).reshape(-1))
    assert sheet.value("non_production_compute_total") == pytest.approx(sheet.values["hardware_cost"].sum() - production.sum())
    hosting = sheet.value("facilities_total") + sheet.value("storage_network_total")  # electricity and space; lines to the internet
    assert hosting == pytest.approx(sheet.values["site_hosting"].sum())


def test_a_hybrids_classes_are_those_of_its_parts() -> None:
    results = evaluate(read(SCENARIOS["hybrid-residency"]))
    whole, parts = results.options["Hybrid"], results.made_of("Hybrid")
    for key in COST_CLASSES:
        summed = sum(by_month(part, f"{key}_cost", 24) for part in parts)
        assert by_month(whole, f"{key}_cost", 24) == pytest.approx(summed)


# Unit costs


def test_the_price_of_an_api_is_its_list_price_at_the_scenarios_mix(tmp_path: Path) -> None:
    """500 tokens in at 0.15 USD and 200 out at 0.60: 195 over 700, whatever staff and migration cost."""
    for changes in ((), ("api.staff=20", "api.migration=1000000")):
        assert options(tmp_path, *changes)["API"].value("usage_price") == pytest.approx(195 / 700)


def test_answers_on_devices_are_no_part_of_that_price(tmp_path: Path) -> None:
    """Half of the requests never reach the provider: its price per million tokens stays, and the full cost falls on all requests."""
    sheet = options(tmp_path, "options.API.edge_share=0.5", "options.API.edge_cost_per_thousand=1")["API"]
    assert sheet.value("usage_price") == pytest.approx(195 / 700)
    assert sheet.value("edge_total") == pytest.approx(12 * REQUESTS / 2 / 1_000)
    assert sheet.value("horizon_requests") == pytest.approx(12 * REQUESTS)


def test_the_price_of_machines_is_their_production_compute(tmp_path: Path) -> None:
    sheet = options(tmp_path, "self_hosted.non_production=0.5")["Machines"]
    millions = 12 * REQUESTS * 700 / 1e6
    assert sheet.value("usage_price") == pytest.approx(sheet.values["compute"].sum() / millions)
    assert sheet.value("cost_per_million_tokens") == pytest.approx(sheet.value("tco") / millions)


def test_full_costs_hold_the_total_against_requests_and_tokens(tmp_path: Path) -> None:
    """182.5 million requests of 500 tokens in and 200 out."""
    sheet = options(tmp_path)["API"]
    assert sheet.value("cost_per_thousand_requests") == pytest.approx(sheet.value("tco") / 182_500)
    assert sheet.value("cost_per_million_tokens") == pytest.approx(sheet.value("tco") / (182.5 * 700))
    assert sheet.value("cost_per_million_output_tokens") == pytest.approx(sheet.value("tco") / (182.5 * 200))


def test_what_runs_today_is_priced_by_its_whole_spend(tmp_path: Path) -> None:
    today = TEXT.replace("notes:", "  - {name: Today, kind: current}\nfinance: {current_spend: 10_000}\nnotes:")
    assert options(tmp_path, text=today)["Today"].value("usage_price") == pytest.approx(10_000 / (REQUESTS * 700 / 1e6))


def test_without_traffic_there_is_no_unit_cost(tmp_path: Path) -> None:
    sheet = options(tmp_path, "workload.requests_per_day=0")["API"]
    assert sheet.value("usage_price") == sheet.value("cost_per_thousand_requests") == 0


# Documents


def test_json_has_classes_unit_costs_and_utilisation(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(TEXT)
    found = json.loads(CliRunner().invoke(main, ["evaluate", str(path), "--format", "json"]).output)["options"]
    for option in found.values():
        assert list(option["cost_classes"]) == list(COST_CLASSES)
        assert sum(option["cost_classes"].values()) == pytest.approx(option["totals"]["tco"])
        assert option["totals"]["usage_price"] > 0
    assert found["API"]["utilisation"] is None
    machines = found["Machines"]["utilisation"]
    assert 0 < machines["average"] < machines["peak"] <= 1


def test_page_one_says_which_tokens_and_requests_a_figure_counts(tmp_path: Path) -> None:
    answer = Answer(evaluate(scenario_of(TEXT, tmp_path, LISTED)))
    per_request = key_figures(answer)[2]
    assert per_request.label == "Full cost per 1,000 requests"
    assert "per million input and output tokens" in str(per_request.comparator)
    machines, api = options_table(answer).rows
    assert str(api.usage_price) == "US$0.279"
    assert api.utilisation.text == api.peak.text == ""
    assert machines.utilisation.text.endswith("%")
    assert machines.peak.text.endswith("% at peak")


@pytest.mark.parametrize("kind", KINDS)
def test_a_cost_of_tokens_says_which_tokens(kind: str) -> None:
    for line in option_model(kind).lines.values():
        if "token" in line.label and line.unit in ("money/Mtoken", "token/USD"):
            assert "input" in line.label or "output" in line.label, line.label
