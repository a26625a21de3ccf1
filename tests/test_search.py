"""`auto` in a scenario, `tco search`, and what `check` and `report` say of a stated configuration."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import SCENARIOS

from tco.cli import main
from tco.engine.evaluate import evaluate
from tco.engine.feasibility import obstacles
from tco.errors import ScenarioError, TcoError
from tco.scenario.reading import read as read_unsettled
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario
from tco.search.frontier import AVAILABILITY, LATENCY, availabilities, frontier, times
from tco.search.prices import searched_prices
from tco.search.search import Found, searched
from tco.search.settle import read
from tco.search.space import Choices, attention_heads, space_of
from tco.search.trial import INSTANCE, Trial

NEED = """\
title: A need
start: 2027-01
workload: {requests_per_day: 500_000, mix: [{name: chat, share: 100%, input_tokens: 500, output_tokens: 200}]}
regions: [{name: United States, share: 100%, served_from: us-east-1}]
service_levels: {latency: 10 s, availability: 99.9%}
model: llama-3.3-70b
precision: fp8
options:
  - {name: Machines, kind: cloud, instance: auto}
"""
"""The least that a client can say: a model, a volume, a region and a need."""


def need(folder: Path, old: str = "", new: str = "", name: str = "need.yaml") -> Path:
    """The file of the need with one piece replaced."""
    assert old in NEED
    path = folder / name
    path.write_text(NEED.replace(old, new, 1) if old else NEED, encoding="utf-8")
    return path


def tco(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], prog_name="tco")


def value(path: Path, key: str, option: str = "Machines") -> Any:
    return read(path).entry(key, option).elements[0].value


# auto in a scenario


def test_a_need_alone_runs(tmp_path: Path) -> None:
    scenario = read(need(tmp_path))
    results = evaluate(scenario)
    assert obstacles(results) == []
    assert results.comparison.text("recommended") == "Machines"
    assert results.options["Machines"].value("eligible") == 1
    found = scenario.entry(INSTANCE, "Machines").elements[0]
    assert found.source == "Search: the cheapest that meets every mandatory requirement"
    assert scenario.entry("tensor_parallel_given", "Machines").elements[0].value in (1, 2, 4, 8, 16, 32, 64), "a degree belongs to a type"


def test_what_was_found_is_the_best_of_the_search(tmp_path: Path) -> None:
    path = need(tmp_path)
    best = searched(read(path), "Machines", Choices(frozenset({INSTANCE, "tensor_parallel_given"}))).best
    assert best is not None
    assert evaluate(read(path)).options["Machines"].value("tco") == pytest.approx(best.tco, rel=1e-12)


def test_the_resolved_scenario_holds_what_was_found_and_runs_to_the_same_bytes(tmp_path: Path) -> None:
    text = resolved_text(read(need(tmp_path, "instance: auto", "instance: auto, plan: auto, precision: auto, precisions: [fp8, int8]")))
    again = tmp_path / "need.resolved.yaml"
    again.write_text(text, encoding="utf-8")
    assert "auto}" not in text.split("catalogue:")[0].replace("spares: {value: auto}", "")
    assert resolved_text(read(again)) == text
    assert evaluate(read_unsettled(again)).options["Machines"].value("eligible") == 1, "no search is needed"


def test_auto_at_one_site_leaves_the_other_as_stated(tmp_path: Path) -> None:
    text = NEED.replace(
        "share: 100%, served_from: us-east-1}]",
        "share: 50%, served_from: us-east-1}, {name: Sydney, share: 50%, served_from: ap-southeast-2}]",
    )
    path = tmp_path / "two.yaml"
    path.write_text(
        text.replace("instance: auto", "instance: {us-east-1: auto, ap-southeast-2: p5.48xlarge}, tensor_parallel: 4"), encoding="utf-8"
    )
    elements = read(path).entry(INSTANCE, "Machines").elements
    assert elements[0].source.startswith("Search")
    assert (elements[1].value, elements[1].source) == ("p5.48xlarge", "Scenario file")
    assert read(path).entry("tensor_parallel_given", "Machines").elements[0].source == "Scenario file"


def test_auto_of_all_options_is_found_for_each(tmp_path: Path) -> None:
    text = NEED.replace("model:", "self_hosted: {maximum_batch: auto, tensor_parallel: auto}\nmodel:")
    text = text.replace("instance: auto}", "instance: p5.48xlarge}\n  - {name: Others, kind: cloud, instance: g6e.48xlarge}")
    path = tmp_path / "all.yaml"
    path.write_text(text, encoding="utf-8")
    scenario = read(path)
    assert {owner for owner, key in scenario.entries if key == "tensor_parallel_given"} == {"Machines", "Others"}
    assert not scenario.searched


def test_lists_limit_the_search(tmp_path: Path) -> None:
    assert value(need(tmp_path, "instance: auto", "instance: auto, instances: [g6e.48xlarge, inf2.48xlarge]"), INSTANCE) in (
        "g6e.48xlarge",
        "inf2.48xlarge",
    )
    assert value(need(tmp_path, "instance: auto", "instance: auto, plan: auto, plans: [spot]"), "plan") == "spot"


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        ("instance: auto, precision: auto", "precision: auto stands here without a list, and another precision changes the answers"),
        ("instance: auto, instances: [p5.48xlarg]", "there is no p5.48xlarg in the catalogue's instance_types; did you mean p5.48xlarge"),
        ("instance: auto, clouds: [awss]", "there is no awss in the catalogue's instance_types"),
        ("instance: auto, plans: []", "the list is empty"),
        (
            "instance: auto, instances: [g5.xlarge], tensor_parallel: 1",
            "nothing can run Machines: g5.xlarge: weights and caches do not fit",
        ),
    ],
)
def test_a_search_that_cannot_be_is_refused_with_the_remedy(tmp_path: Path, stands: str, told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read(need(tmp_path, "instance: auto", stands))
    assert told in str(refused.value)
    assert "need.yaml:9" in str(refused.value)


def test_a_requirement_that_nothing_meets_is_left_out_of_the_search(tmp_path: Path) -> None:
    """Expected: the cheapest that meets the others, as a time that no batch keeps sizes no fleet."""
    scenario = read(need(tmp_path, "latency: 10 s", "latency: 500 ms"))
    without = read(need(tmp_path, "latency: 10 s, ", "", "without.yaml"))
    assert scenario.entry(INSTANCE, "Machines").elements[0].value == without.entry(INSTANCE, "Machines").elements[0].value
    assert scenario.entry(INSTANCE, "Machines").elements[0].source == "Search: nothing meets the required latency; the cheapest without it"
    assert evaluate(scenario).options["Machines"].value("eligible") == 0


def test_a_scenario_that_was_not_searched_is_not_computed(tmp_path: Path) -> None:
    with pytest.raises(TcoError, match="auto is still to be searched"):
        evaluate(read_unsettled(need(tmp_path)))


def test_the_cheapest_price_of_the_same_model_is_taken(tmp_path: Path) -> None:
    path = need(
        tmp_path,
        "- {name: Machines, kind: cloud, instance: auto}",
        "- {name: API, kind: api, price: auto}\n  - {name: M, kind: cloud, instance: p5.48xlarge}",
    )
    price = str(value(path, "price", "API"))
    scenario = read(path)
    tried = searched_prices(scenario, "API")
    row = scenario.catalogue["api_prices"].find(price)
    assert row is not None
    assert row.values["model"] == "llama-3.3-70b"
    assert tried.ranked[0].price == price
    assert [one.tco for one in tried.ranked] == sorted(one.tco for one in tried.ranked)
    least = min(evaluate(scenario.with_values({"options.API.price": one.price})).options["API"].value("tco") for one in tried.ranked)
    assert tried.ranked[0].tco == pytest.approx(least, rel=1e-12)


# The search


HAND = (
    "options.Cloud GPU.instance={ap-southeast-1: p4de.24xlarge, ap-southeast-2: p5.48xlarge}",
    "options.Cloud GPU.tensor_parallel=8",
    "options.Cloud GPU.families=[ampere, ada, hopper, neuron]",
)
"""The machines of apac-assistant as they were picked by hand, before a search chose them."""


def picked_by_hand() -> Scenario:
    return read(SCENARIOS["apac-assistant"], HAND)


@pytest.fixture(scope="module")
def cloud_gpu() -> Found:
    return searched(picked_by_hand(), "Cloud GPU")


def test_every_type_has_its_reason(cloud_gpu: Found) -> None:
    scenario = picked_by_hand()
    assert cloud_gpu.best is not None
    told = {(lost.site, lost.instance) for lost in cloud_gpu.lost}
    used = set(zip(scenario.option("Cloud GPU").sites, cloud_gpu.best.setting.instances, strict=True))
    offered = {(str(row.values["site"]), str(row.values["instance"])) for row in scenario.catalogue["offers"].rows}
    assert told | used == offered
    assert all(lost.reason for lost in cloud_gpu.lost)


def test_nearest_misses_cost_less_and_miss_something(cloud_gpu: Found) -> None:
    assert cloud_gpu.best is not None
    for candidate in cloud_gpu.misses:
        assert candidate.tco < cloud_gpu.best.tco
        assert candidate.missed


def test_one_setting_at_a_time_is_what_the_model_says(cloud_gpu: Found) -> None:
    """Expected: the saving of a single setting is that of the same scenario with this value alone."""
    scenario = picked_by_hand()
    now = evaluate(scenario).options["Cloud GPU"].value("tco")
    (single,) = cloud_gpu.single
    assert (single.key, single.site, single.best) == (INSTANCE, "ap-southeast-2", "p4d.24xlarge")
    then = evaluate(scenario.with_values({'options."Cloud GPU".instance.ap-southeast-2'.replace('"', ""): "p4d.24xlarge"})).options[
        "Cloud GPU"
    ]
    assert single.saving == pytest.approx(now - then.value("tco"), abs=0.01)


def test_spot_and_terms_beyond_the_horizon_are_searched_only_where_they_are_named() -> None:
    trial = Trial(read(SCENARIOS["a100-h100-h200"]), "H100")
    usual = space_of(trial)
    assert not {"spot", "reserved-3yr"} & set(usual.shared["plan"])
    assert any(text.startswith("spot:") for text in usual.left_out)
    assert space_of(trial, Choices(over={"plan": ["spot"]})).shared["plan"] == ("spot",)


@pytest.mark.parametrize(("model", "heads"), [("llama-3.3-70b", 64), ("llama-3.1-8b", 32), ("deepseek-v3", 0)])
def test_degrees_divide_the_attention_heads(model: str, heads: int) -> None:
    """Expected: published head counts; with latent attention the catalogue's shapes do not tell, and powers of two are tried."""
    scenario = read(SCENARIOS["a100-h100-h200"], (f"model={model}",))
    assert attention_heads(Trial(scenario, "H100")) == heads


def test_an_own_price_keeps_its_plan_and_belongs_to_its_type() -> None:
    found = searched(read(SCENARIOS["b200-chat"]), "Rented card")
    assert {candidate.setting.values["plan"] for candidate in found.ranked} == {"on-demand"}
    assert any("price_per_hour is stated" in text for text in found.left_out)
    assert found.best is not None
    assert found.stated is not None
    assert found.best == found.stated


def test_a_fixed_fleet_keeps_its_machine() -> None:
    found = searched(read(SCENARIOS["apac-published"]), "Inferentia")
    assert found.size == 1
    assert any("the fleet is fixed" in text for text in found.left_out)


def test_residency_that_no_setting_moves_is_left_aside() -> None:
    found = searched(read(SCENARIOS["bank-hong-kong"]), "Rented in Singapore")
    assert found.best is not None
    assert found.best.missed == ("residency",)
    assert found.stated is not None
    assert found.saving == pytest.approx(found.stated.tco - found.best.tco, abs=0.01)


def test_a_search_is_the_same_each_time(cloud_gpu: Found) -> None:
    assert searched(picked_by_hand(), "Cloud GPU") == cloud_gpu


def test_frontiers_fall() -> None:
    scenario = read(SCENARIOS["a100-h100-h200"])
    best = searched(scenario, "H100").best
    points = frontier(scenario, "H100", LATENCY, times(10.0, best))
    assert len(points) > 3
    assert [point.value for point in points] == sorted(point.value for point in points)
    assert all(one.candidate.tco > other.candidate.tco for one, other in pairwise(points))
    for point in points:
        assert point.candidate.latency <= point.value
    for point in frontier(scenario, "H100", AVAILABILITY, availabilities(0.999)):
        assert point.candidate.availability >= point.value - 1e-9


# The review's findings on settings that were picked by hand: no dearer than what a person found


@pytest.mark.parametrize(
    ("name", "option", "over", "at_most"),
    [
        ("a100-h100-h200", "H100", {}, 3_004_281),
        ("a100-h100-h200", "H100", {"precision": ["fp8"]}, 2_360_000),
        ("deepseek-sweet-spot", "H100", {"precision": ["fp8", "int4"]}, 4_290_000),
        ("retrieval-copilot", "Own machines in Sydney", {}, 3_150_000),
        ("retrieval-copilot", "Own machines in Sydney", {"precision": ["int4"], "plan": ["spot"]}, 1_530_000),
        ("insurer-overnight", "Spot machines", {}, 2_000_000),
        ("owned-cluster", "Owned H100", {}, 8_880_000),
        ("apac-assistant", "Cloud GPU", {"precision": ["int4"]}, 2_760_000),
        ("saas-outgrows-api", "On demand", {"precision": ["fp8"]}, 1_540_000),
    ],
)
def test_settings_picked_by_hand_are_not_cheaper(name: str, option: str, over: dict[str, list[str]], at_most: float) -> None:
    best = searched(read(SCENARIOS[name]), option, Choices(over=over)).best
    assert best is not None
    assert best.tco <= at_most


# The commands


def test_the_table_tells_best_stated_misses_reasons_and_frontiers() -> None:
    stated = [part for setting in HAND for part in ("--set", setting)]
    run = tco("search", SCENARIOS["apac-assistant"], "--option", "Cloud GPU", "--top", "3", *stated)
    assert run.exit_code == 0, run.output
    for words in (
        "configurations searched", "The cheapest that meet every mandatory requirement",
        "As stated: 3,643,791", "more than the best, which meets",
        "Nearest misses", "latency 4 s:", "availability", "not searched: spot", "same chips as another type",
    ):  # fmt: skip
        assert words in run.output


def test_json_and_csv_hold_the_same_candidates() -> None:
    data = json.loads(tco("search", SCENARIOS["a100-h100-h200"], "--option", "H100", "--top", "4", "--format", "json").output)
    (option,) = data["options"]
    rows = list(
        csv.DictReader(io.StringIO(tco("search", SCENARIOS["a100-h100-h200"], "--option", "H100", "--top", "4", "--format", "csv").output))
    )
    ranked = [row for row in rows if row["rank"]]
    assert [float(row["tco"]) for row in ranked] == [one["tco"] for one in option["ranked"]]
    assert [float(row["p80"]) for row in ranked] == [one["p80"] for one in option["ranked"]]
    assert option["ranked"][0]["setting"]["tensor_parallel"] == int(ranked[0]["tensor_parallel"])
    assert option["saving"] == 0
    assert {"latency", "availability"} == set(option["frontier"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--option", "Cloud GPUs"), "there is no such option to search; did you mean Cloud GPU"),
        (("--over", "tensor_parallel"), "expected KEY=CHOICES"),
        (("--over", "tensor=4"), "no option here has such a setting to search"),
        (("--over", "tensor_parallel=four"), "four is no whole number"),
        (("--over", "precision=fp9"), "there is no fp9 among the catalogue's precisions"),
    ],
)
def test_a_wrong_word_is_told(arguments: tuple[str, ...], told: str) -> None:
    run = tco("search", SCENARIOS["apac-assistant"], *arguments)
    assert run.exit_code == 2
    assert told in run.output


def test_check_tells_what_a_stated_setting_costs(tmp_path: Path) -> None:
    path = tmp_path / "eight.yaml"
    path.write_text(SCENARIOS["a100-h100-h200"].read_text(encoding="utf-8").replace("tensor_parallel: auto", "tensor_parallel: 8"))
    run = tco("check", path)
    assert run.exit_code == 0, "a remark is no failure"
    assert "H100: tensor_parallel: 8 costs 27% more than 4, which meets the same requirements" in run.output


def test_report_tells_it_beside_the_files(tmp_path: Path) -> None:
    run = tco(
        "report",
        SCENARIOS["a100-h100-h200"],
        "-o",
        tmp_path,
        "--only",
        "xlsx",
        "--draws",
        "0",
        "--set",
        "months=2",
        "--set",
        "self_hosted.tensor_parallel=8",
    )
    assert run.exit_code == 0
    assert "found: H100: as stated it costs USD" in run.output


def test_prices_of_other_providers_are_listed_without_what_the_stated_one_keeps() -> None:
    run = tco("search", SCENARIOS["apac-assistant"], "--option", "Llama API", "--top", "3")
    assert run.exit_code == 0
    assert "what another provider keeps is not yet confirmed" in " ".join(run.output.split())
    scenario = read(SCENARIOS["base-and-bursts"])
    tried = searched_prices(scenario, "API alone")
    assert [one.is_eligible for one in tried.ranked if one.is_stated] == [True]
    assert not any(one.is_eligible for one in tried.ranked if not one.is_stated)
