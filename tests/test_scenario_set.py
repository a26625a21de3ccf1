"""Settings of the command line change one place of a scenario, and are judged like the file itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_scenario import TEXT, changed, problems_of, scenario_of

NAMED = changed("name: Machines", "name: Type 1.5").replace("baseline: Machines", "baseline: Type 1.5")


@pytest.mark.parametrize(
    ("setting", "key", "option", "expected"),
    [
        ("workload.requests_per_day=1_000", "requests_per_day", "", 1000.0),
        ("workload.mix.chat.output_tokens=300", "class_output", "", 300.0),
        ("workload.mix.1.output_tokens=300", "class_output", "", 300.0),
        ("service_levels.ttft=500 ms", "ttft_promise", "Machines", 0.5),
        ("self_hosted.spares=2", "spares", "Machines", 2.0),
        ("options.API.price=bedrock/llama-3.3-70b", "price", "API", "bedrock/llama-3.3-70b"),
        ("options.Machines.instance=p5.48xlarge", "instance", "Machines", "p5.48xlarge"),
        ("options.Machines.price_per_hour.ap-southeast-1=9", "price_per_hour", "Machines", 9.0),
        ("regions.Singapore.allowed=[SG, MY]", "allowed", "API", "SG, MY"),
    ],
)
def test_a_setting_changes_the_place_that_its_path_names(
    setting: str, key: str, option: str, expected: float | str, tmp_path: Path
) -> None:
    """A step is a key, or the name or number of an entry of a list."""
    assert scenario_of(TEXT, tmp_path, setting).entry(key, option).elements[0].value == expected


def test_a_name_with_a_dot_stands_in_quotes(tmp_path: Path) -> None:
    """The option Type 1.5."""
    assert scenario_of(NAMED, tmp_path, 'options."Type 1.5".spares=4').entry("spares", "Type 1.5").elements[0].value == 4


def test_a_setting_says_that_it_comes_from_the_command_line_and_drops_the_range_of_the_old_value(tmp_path: Path) -> None:
    """Neither the old source nor the old range speaks of the new value."""
    text = changed("500_000", "{value: 5, low: 4, high: 6, source: logs}")
    found = scenario_of(text, tmp_path, "workload.requests_per_day=9").entry("requests_per_day").elements[0]
    assert (found.value, found.low, found.high, found.source) == (9, None, None, "Set on the command line")


def test_a_part_of_a_value_can_be_set(tmp_path: Path) -> None:
    """The rest of the mapping stays."""
    text = changed("500_000", "{value: 5, low: 4, high: 6, source: logs}")
    found = scenario_of(text, tmp_path, "workload.requests_per_day.high=9").entry("requests_per_day").elements[0]
    assert (found.value, found.high, found.source) == (5, 9, "logs")


def test_settings_apply_in_their_order(tmp_path: Path) -> None:
    """The last one stays."""
    assert scenario_of(TEXT, tmp_path, "months=6", "months=24").months == 24


def test_a_setting_changes_one_of_two_places_that_share_an_anchor(tmp_path: Path) -> None:
    """The other keeps its value."""
    text = changed("share: 60%", "share: &half 50%").replace("share: 40%", "share: *half")
    scenario = scenario_of(text, tmp_path, "regions.Sydney.allowed=[NZ]")
    assert [element.value for element in scenario.entry("allowed", "API").elements] == ["SG", "NZ"]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("months", "--set months: expected path=value, such as workload.requests_per_day=1_000_000"),
        ("months=", "--set months=: there is no value; expected path=value"),
        ("months.x=1", "--set months.x=1: months is a single value and holds no x; expected months=value"),
        ("options.Api.price=gpt-4o", "--set options.Api.price=gpt-4o: there is no Api in options; did you mean API?"),
        ("options.7.price=x", "--set options.7.price=x: there is no 7 in options; expected one of Machines, API"),
        ("options.API.prise=x", "--set options.API.prise: there is no key prise in an option of kind api; did you mean price?"),
        ("workloda.growth_per_month=5%", "--set workloda.growth_per_month: there is no key workloda here; did you mean workload?"),
        ("workload.requests_per_day=a",
         "--set workload.requests_per_day: requests_per_day: a is not a number; expected a number in request/day, from 0"),
        ("model=llama", "--set model: model: there is no llama in the catalogue's models; did you mean llama-2-7b?"),
        ("months={",
         "--set months={: the value is not understood: a value is cut short; expected every bracket and brace with its partner"),
        ("options..x=1",
         '--set options..x=1: the path has an empty step or an open quote; expected steps joined by dots, such as options."My 1.5".plan'),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_refused_with_its_remedy(setting: str, message: str, tmp_path: Path) -> None:
    """One message, which begins with the setting."""
    assert problems_of(TEXT, tmp_path, setting) == [message]
