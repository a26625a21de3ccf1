"""What a reader can choose: a fact that nobody has stated, another tokeniser, months by the calendar; and how availability is shown."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from small_scenario import changed, problems_of, scenario_of

from tco.engine.evaluate import Evaluated, evaluate
from tco.scenario.scenario import Amount, Scenario
from tco.summary.evidence.assumptions import amount
from tco.workbook.look.formats import number_format, typed_format


@cache
def machines() -> Scenario:
    with TemporaryDirectory() as folder:
        return scenario_of(changed("inf2.48xlarge}", "p5.48xlarge, price_per_hour: 50}"), Path(folder))


def sheet_of(values: dict[str, Amount], option: str = "Machines") -> Evaluated:
    return evaluate(machines().with_values(values)).options[option]


# Facts that nobody has stated


def test_a_cache_precision_without_a_width_is_not_possible_and_says_why() -> None:
    """Nobody says how many bytes a cached value has; the figures read 16 bits, so that they stay finite."""
    sheet = sheet_of({"self_hosted.kv_precision": "mxfp4-all"})
    assert sheet.value("supported") == 1
    assert (sheet.value("possible"), sheet.value("eligible")) == (0, 0)
    assert sheet.text("reason") == "nobody has stated the width of the KV cache in this precision"


def test_a_link_between_instances_without_a_bandwidth_is_not_possible_and_says_why() -> None:
    spread: dict[str, Amount] = {"self_hosted.tensor_parallel": 16.0}
    assert sheet_of(spread).value("possible") == 1
    sheet = sheet_of(spread | {"self_hosted.interconnect_between_instances": "nvlink"})
    assert (sheet.value("possible"), sheet.value("eligible")) == (0, 0)
    assert sheet.text("reason") == "nobody has stated the bandwidth of the link between instances"


def test_a_link_that_no_replica_needs_stands_in_nobodys_way() -> None:
    """Within one instance the chips' own link carries everything."""
    assert sheet_of({"self_hosted.interconnect_between_instances": "nvlink"}).value("possible") == 1


# Another tokeniser


def test_a_model_that_counts_more_tokens_holds_fewer_requests_and_costs_as_much_as_longer_texts() -> None:
    """Twice the tokens by its own tokeniser are twice the lengths."""
    plan: dict[str, Amount] = {"workload.requests_per_day": 2e6}
    lengths: dict[str, Amount] = {"workload.mix.chat.input_tokens": 1000.0, "workload.mix.chat.output_tokens": 400.0}
    twice, longer = sheet_of(plan | {"options.Machines.tokens_ratio": 2.0}), sheet_of(plan | lengths)
    for key in ("tco", "batch_by_memory", "service_ttft", "service_latency", "egress_volume", "replica_output"):
        assert twice.values[key] == pytest.approx(longer.values[key], rel=1e-12), key
    assert twice.values["batch_by_memory"].max() < sheet_of(plan).values["batch_by_memory"].max()


def test_its_cost_of_a_million_tokens_stays_by_the_reference_tokeniser() -> None:
    """So that options compare: more tokens of its own are no more of the client's."""
    one, twice = (sheet_of({"options.Machines.tokens_ratio": ratio}) for ratio in (1.0, 2.0))
    assert one.value("horizon_output") == twice.value("horizon_output")


def test_the_ratio_of_machines_is_read_from_the_scenario(tmp_path: Path) -> None:
    text = changed("{name: Machines, kind: cloud,", "{name: Machines, kind: cloud, tokens_ratio: 1.4,")
    assert problems_of(text, tmp_path) == []
    scenario = scenario_of(text, tmp_path)
    assert scenario.entry("tokens_ratio", "Machines").elements[0].value == 1.4
    assert scenario.entry("tokens_ratio", "API").elements[0].value == 1


# Months by the calendar


@pytest.mark.parametrize(("key", "option"), [("load_balancer", "Machines"), ("user_month", "Machines"), ("provisioned_list_cost", "API")])
def test_what_is_paid_by_the_hour_follows_the_days_of_the_month(key: str, option: str) -> None:
    """January to December 2027: 31 days, 28 in February; else a twelfth of 8,760 hours in every month."""
    plan: dict[str, Amount] = {
        "self_hosted.load_balancer_price": 1.0, "options.API.provisioned_units": 1.0, "options.API.provisioned_price_per_hour": 1.0,
    }  # fmt: skip
    calendar, even = (sheet_of(plan | {"finance.calendar_months": on}, option).values[key] for on in (1.0, 0.0))
    days = [(date(2027 + (month == 12), month % 12 + 1, 1) - date(2027, month, 1)).days for month in range(1, 13)]
    found = (calendar / even).reshape(-1, 12)[0]
    assert found.tolist() == pytest.approx([day * 24 / 730 for day in days])


# Availability


def test_a_share_of_time_never_reads_as_all_of_it() -> None:
    """What is stated keeps its digits; of what is modelled the workbook shows no more than four nines, and says so."""
    assert amount(0.99996, "share of time", "USD") == "99.996%"
    assert amount(0.9999999, "share of time", "USD") == "99.99999%"
    assert number_format("share of time").split(";") == ['[>0.9999]"> 99.99%"_)', '[=0]"–"_)', "0.00##%_)"]
    assert typed_format("share of time") == "0.0#######%_)"


@pytest.mark.parametrize("option", ["Machines", "API"])
def test_every_availability_is_a_share_of_time(option: str) -> None:
    model = sheet_of({}, option).model
    assert model.lines["service_availability"].unit == model.lines["availability_margin"].unit == "share of time"
    units = {key: item.unit for key, item in model.inputs.items() if "availability" in key and not key.endswith("hard")}
    assert len(units) == 3  # what is promised, what is stated or known of an instance, and what counts as the same
    assert set(units.values()) == {"share of time"}
