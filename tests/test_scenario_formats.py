"""What a scenario file may say, and how each way of saying it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import TEXT, changed, problems_of, scenario_of

from tco.engine.evaluate import evaluate
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Element, Scenario


def only(scenario: Scenario, key: str, option: str = "") -> Element:
    """The one element of an input."""
    (element,) = scenario.entry(key, option).elements
    return element


def values(scenario: Scenario, key: str, option: str = "") -> dict[str, float | str]:
    """An input's values by what they belong to."""
    return {element.where[-1]: element.value for element in scenario.entry(key, option).elements}


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("requests_per_day: 500_000", "requests_per_day: 1_000_000", "requests_per_day", 1e6),
        ("requests_per_day: 500_000", "requests_per_day: 5e5", "requests_per_day", 5e5),
        ("requests_per_day: 500_000", "requests_per_day: '500_000'", "requests_per_day", 5e5),
        ("ttft: 2 s", "ttft: 500 ms", "ttft_promise", 0.5),
        ("ttft: 2 s", "ttft: 500ms", "ttft_promise", 0.5),
        ("ttft: 2 s", "ttft: 2", "ttft_promise", 2),
        ("ttft: 2 s", "tpot: 30 ms", "tpot_promise", 0.03),
        ("ttft: 2 s", "availability: 99.9%", "availability_promise", 0.999),
        ("ttft: 2 s", "availability: 99.9 %", "availability_promise", 0.999),
    ],
)
def test_a_number_is_read_in_the_unit_of_its_input(old: str, new: str, key: str, expected: float, tmp_path: Path) -> None:
    """Suffixes are converted, thousands may be set apart by _, and a bare number has the unit of its input."""
    assert only(scenario_of(changed(old, new), tmp_path), key, "Machines").value == expected


@pytest.mark.parametrize(("written", "expected"), [("2 TB", 2), ("500 GB", 0.5), ("1", 1)])
def test_storage_is_read_in_terabytes(written: str, expected: float, tmp_path: Path) -> None:
    """GB and TB are both understood."""
    scenario = scenario_of(changed("{staff: 2}", f"{{storage_per_site: {written}}}"), tmp_path)
    assert only(scenario, "storage_per_site", "Machines").value == expected


def test_hours_take_their_suffix(tmp_path: Path) -> None:
    """730 h is 730."""
    assert only(scenario_of(TEXT + "constants: {hours_per_month: 720 h}\n", tmp_path), "hours_per_month", "Machines").value == 720


def test_an_uncertain_value_keeps_its_range_source_date_confidence_and_note(tmp_path: Path) -> None:
    """Everything that the mapping says, and the line that it stands in."""
    written = "{value: 500_000, low: 400_000, high: 700_000, source: logs, date: 2025-12, confidence: measured, note: without bots}"
    found = only(scenario_of(changed("500_000", written), tmp_path), "requests_per_day")
    expected = Element("workload.requests_per_day", (), 5e5, 4e5, 7e5, "logs", "2025-12", "measured", "without bots")
    assert found == expected
    assert found.place.endswith("s.yaml:7")


def test_a_bare_value_is_an_assumption_of_the_file_on_its_date(tmp_path: Path) -> None:
    """Source, date and confidence are filled in: the date is the one by which the scenario is judged."""
    found = only(scenario_of(changed("case: base", "as_of: 2026-10-01"), tmp_path), "requests_per_day")
    assert (found.source, found.date, found.confidence) == ("Scenario file", "2026-10-01", "assumed")


def test_what_is_left_out_takes_its_documented_default_with_its_range(tmp_path: Path) -> None:
    """The default says that it is one."""
    found = only(scenario_of(TEXT, tmp_path), "peak_to_average")
    assert (found.value, found.low, found.high) == (3, 2, 4.5)
    assert found.source.startswith("Default: ")


def test_a_default_may_differ_by_kind_of_option(tmp_path: Path) -> None:
    """Migration to machines costs more than to an API."""
    scenario = scenario_of(TEXT, tmp_path)
    assert (only(scenario, "migration", "Machines").value, only(scenario, "migration", "API").value) == (80_000, 25_000)


def test_the_day_of_judgement_is_the_catalogues_unless_given(tmp_path: Path) -> None:
    """Never the clock."""
    scenario = scenario_of(TEXT, tmp_path)
    assert scenario.as_of.isoformat() == scenario.catalogue.date


def test_requests_may_be_a_list_by_month(tmp_path: Path) -> None:
    """Twelve values stand along the months."""
    months = [100_000 * number for number in range(1, 13)]
    scenario = scenario_of(changed("500_000", str(months)), tmp_path)
    assert scenario.entry("requests_per_day").dims == ("month",)
    assert [element.value for element in scenario.entry("requests_per_day").elements] == months


def test_a_month_of_a_list_may_have_its_own_range(tmp_path: Path) -> None:
    """Each month is a value like any other."""
    scenario = scenario_of(
        changed("500_000", "[1, {value: 2, low: 1, high: 3, source: budget}]").replace("months: 12", "months: 2"), tmp_path
    )
    assert scenario.entry("requests_per_day").elements[1].source == "budget"


def test_an_own_price_may_be_a_list_by_month(tmp_path: Path) -> None:
    """Of an API's tokens: a contract that steps down each month."""
    prices = [round(0.15 - 0.01 * number, 2) for number in range(12)]
    sheet = evaluate(scenario_of(changed("price: gpt-4o-mini", f"price: gpt-4o-mini, input_price: {prices}"), tmp_path)).options["API"]
    assert sheet.values["input_price"].reshape(-1).tolist() == prices
    assert sheet.value("price_known") == 1


def test_an_own_price_may_be_a_list_by_month_at_one_site(tmp_path: Path) -> None:
    """The other site keeps its single price in every month."""
    written = f"inf2.48xlarge, price_per_hour: {{ap-southeast-1: {[20 - number for number in range(12)]}, ap-southeast-2: 12}}"
    scenario = scenario_of(changed("inf2.48xlarge", written), tmp_path)
    entry = scenario.entry("price_per_hour", "Machines")
    assert entry.dims == ("site", "month")
    prices = evaluate(scenario).options["Machines"].values["hourly_price"].reshape(2, 12)
    assert prices.tolist() == [[20 - number for number in range(12)], [12] * 12]
    assert resolved_text(scenario_of(resolved_text(scenario), tmp_path)) == resolved_text(scenario)


def test_a_month_without_a_price_makes_an_option_impossible(tmp_path: Path) -> None:
    """A type that the catalogue has no price for, and a list with a gap."""
    written = f"p5.4xlarge, price_per_hour: {[5] * 11 + [0]}"
    found = evaluate(scenario_of(changed("inf2.48xlarge", written), tmp_path)).options["Machines"]
    assert found.value("possible") == 0
    assert found.text("reason").startswith("no price")


def test_a_list_by_month_beside_a_commitment_is_refused(tmp_path: Path) -> None:
    """What is committed keeps the price at which it was bought."""
    written = f"inf2.48xlarge, plan: reserved-1yr, price_per_hour: {[5] * 12}"
    (told,) = problems_of(changed("inf2.48xlarge", written), tmp_path)
    assert "a list by month stands beside the plan reserved-1yr" in told


def test_an_instance_may_be_given_for_all_sites_or_by_site(tmp_path: Path) -> None:
    """One name stands for every site; a mapping names each."""
    written = "instance: {ap-southeast-1: inf2.48xlarge, ap-southeast-2: p5.48xlarge}"
    one, each = scenario_of(TEXT, tmp_path), scenario_of(changed("instance: inf2.48xlarge", written), tmp_path)
    assert values(one, "instance", "Machines") == {"ap-southeast-1": "inf2.48xlarge", "ap-southeast-2": "inf2.48xlarge"}
    assert values(each, "instance", "Machines") == {"ap-southeast-1": "inf2.48xlarge", "ap-southeast-2": "p5.48xlarge"}


def test_a_price_may_be_given_at_one_site_only(tmp_path: Path) -> None:
    """The other keeps the catalogue's: 0 takes it."""
    written = "inf2.48xlarge, price_per_hour: {ap-southeast-2: {value: 12, source: offer of May}}"
    assert values(scenario_of(changed("inf2.48xlarge", written), tmp_path), "price_per_hour", "Machines") == {
        "ap-southeast-1": 0,
        "ap-southeast-2": 12,
    }


@pytest.mark.parametrize(("written", "expected"), [("3", [3, 3]), ("{Singapore: 2, Sydney: 1}", [2, 1]), ("{Sydney: 1}", [0, 1])])
def test_a_fixed_fleet_may_be_given_for_all_regions_or_by_region(written: str, expected: list[float], tmp_path: Path) -> None:
    """0 sizes the fleet."""
    scenario = scenario_of(changed("inf2.48xlarge", f"inf2.48xlarge, instances_per_region: {written}"), tmp_path)
    assert list(values(scenario, "instances_per_region", "Machines").values()) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("ap-southeast-2", ["ap-southeast-2", "ap-southeast-2"]), ("{Singapore: ap-southeast-2}", ["ap-southeast-2", "ap-southeast-2"]),
     ("{Sydney: us-east-1}", ["ap-southeast-1", "us-east-1"])],
)  # fmt: skip
def test_an_option_may_serve_regions_from_other_sites(written: str, expected: list[str], tmp_path: Path) -> None:
    """What the option says goes before what the region says."""
    scenario = scenario_of(changed("inf2.48xlarge", f"inf2.48xlarge, served_from: {written}"), tmp_path)
    assert list(values(scenario, "served_from", "Machines").values()) == expected
    assert scenario.option("Machines").sites == tuple(dict.fromkeys(expected))


def test_an_api_needs_no_site(tmp_path: Path) -> None:
    """A scenario of APIs alone says not where it is served from."""
    text = (
        TEXT.replace(", served_from: ap-southeast-1", "").replace(", served_from: ap-southeast-2", "").replace("baseline: Machines\n", "")
    )
    text = text.replace("  - {name: Machines, kind: cloud, instance: inf2.48xlarge}\n", "").replace("model: llama-3.3-70b\n", "")
    assert scenario_of(text, tmp_path).option("API").sites == ()


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [("staff", "staff: 5", 5.0), ("model", "model: llama-2-70b", "llama-2-70b"), ("precision", "precision: int4", "int4"),
     ("tensor_parallel_given", "tensor_parallel: 8", 8.0)],
)  # fmt: skip
def test_an_option_may_replace_a_shared_assumption(key: str, written: str, expected: float | str, tmp_path: Path) -> None:
    """The option reads its own; a second option of the same kind keeps the shared one."""
    more = f"inf2.48xlarge, {written}}}\n  - {{name: Others, kind: cloud, instance: inf2.48xlarge"
    scenario = scenario_of(changed("inf2.48xlarge", more), tmp_path)
    assert only(scenario, key, "Machines").value == expected
    assert only(scenario, key, "Others").value != expected


def test_places_where_data_may_go_are_a_list_of_countries(tmp_path: Path) -> None:
    """Written as a list, kept as text."""
    scenario = scenario_of(changed("[SG]", "[SG, HK]"), tmp_path)
    assert values(scenario, "allowed", "Machines") == {"Singapore": "SG, HK", "Sydney": "AU"}


@pytest.mark.parametrize("case", ["base", "favourable", "adverse"])
def test_the_case_is_the_files(case: str, tmp_path: Path) -> None:
    """One of three."""
    assert scenario_of(changed("case: base", f"case: {case}"), tmp_path).case == case


def test_a_catalogue_fact_is_replaced_with_the_files_source_and_its_neighbours_keep_theirs(tmp_path: Path) -> None:
    """Only the price that the file gives is the file's."""
    fact = (
        "catalogue:\n  offers:\n    - {instance: inf2.48xlarge, site: ap-southeast-1, on_demand: 11, source: our offer, date: 2026-11-01}\n"
    )
    before, after = (
        scenario_of(text, tmp_path).catalogue["offers"].find("inf2.48xlarge", "ap-southeast-1") for text in (TEXT, TEXT + fact)
    )
    assert before is not None
    assert after is not None
    assert (after.values["on_demand"], after.origin_of("on_demand").source) == (11, "our offer")
    assert (after.values["spot"], after.origin_of("spot")) == (before.values["spot"], before.origin_of("spot"))


def test_the_catalogue_may_be_given_an_entry_that_it_lacks(tmp_path: Path) -> None:
    """A type that is not offered in Singapore becomes offered there."""
    fact = (
        "catalogue:\n  offers:\n    - {instance: p5.48xlarge, site: ap-southeast-1, on_demand: 60, source: our offer, date: 2026-11-01}\n"
    )
    assert scenario_of(TEXT + fact, tmp_path).catalogue["offers"].find("p5.48xlarge", "ap-southeast-1") is not None


@pytest.mark.parametrize("text", [TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r").encode()])
def test_byte_order_marks_and_other_line_ends_change_nothing(text: bytes, tmp_path: Path) -> None:
    """The same scenario."""
    assert scenario_of(text, tmp_path) == scenario_of(TEXT, tmp_path)


def test_anchors_and_merges_are_understood(tmp_path: Path) -> None:
    """Two options share what an anchor names, and each may say otherwise."""
    options = "  - &m {name: Machines, kind: cloud, instance: inf2.48xlarge, spares: 3}\n  - {<<: *m, name: Others, spares: 4}\n"
    scenario = scenario_of(changed("  - {name: Machines, kind: cloud, instance: inf2.48xlarge}\n", options), tmp_path)
    assert (only(scenario, "spares", "Machines").value, only(scenario, "spares", "Others").value) == (3, 4)


def test_the_name_is_the_files_stem_unless_given(tmp_path: Path) -> None:
    """What everything written is called."""
    assert scenario_of(TEXT, tmp_path).name == "s"
    assert scenario_of(TEXT + "name: my-plan\n", tmp_path).name == "my-plan"


def test_a_scenario_can_be_read_with_other_values_at_some_paths(tmp_path: Path) -> None:
    """As if they had been edited in the workbook: everything else stays."""
    scenario = scenario_of(TEXT, tmp_path)
    other = scenario.with_values({"workload.requests_per_day": 7.0, "case": "adverse"})
    assert (only(other, "requests_per_day").value, other.case) == (7, "adverse")
    assert other.with_values({"workload.requests_per_day": 5e5, "case": "base"}) == scenario


@pytest.mark.parametrize("values", [{"workload.requests": 7.0}, {"case": "worst"}])
def test_other_values_at_paths_that_do_not_exist_are_refused(values: dict[str, float | str], tmp_path: Path) -> None:
    """KeyError, and no value is silently left as it was."""
    with pytest.raises(KeyError):
        scenario_of(TEXT, tmp_path).with_values(values)
