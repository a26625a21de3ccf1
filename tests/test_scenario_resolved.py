"""A resolved scenario says everything that a run reads, runs by itself, and resolves to itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scenario import TEXT, changed, problems_of, scenario_of

from tco.catalogue.reader import load
from tco.engine.evaluate import evaluate
from tco.scenario import catalogue_section
from tco.scenario.resolved import resolved_text, scenario_sha256
from tco.scenario.yaml_data import parse
from tco.scenario.yaml_text import flow
from tco.search.settle import read

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))

MACHINES = """{ap-southeast-1: inf2.48xlarge, ap-southeast-2: p5.48xlarge}, price_per_hour: {ap-southeast-1: {value: 9, source: an offer}},
     instances_per_region: {"St. Gallen": 2}, staff: 3, precision: int8, note: 'A line: with signs.', quality: equal}"""
RICH = (
    changed("500_000", "[{value: 5, low: 4, high: 6, source: 'a \"b\": #c', note: 'first, {odd}'}, 7]")
    .replace("months: 12", "months: 2")
    .replace("case: base", "case: adverse\nclient: 'Läden & Söhne 株式会社'\nprepared_by: 'Me: myself'\nname: other-name")
    .replace("inf2.48xlarge}", MACHINES)
    .replace("name: API,", "name: API 1.5,")
    .replace("Sydney", "St. Gallen")
    .replace("notes: []", "notes: ['It is 5 % \"off\".', 'yes', '2027-01-01', '- x', '= 1']")
)
"""A scenario with every form that a value can take."""


def again(text: str, folder: Path, name: str = "again.resolved.yaml") -> str:
    """The resolved text of a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return resolved_text(read(path))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_reading_a_resolved_scenario_gives_an_equal_scenario_and_the_same_text(path: Path, tmp_path: Path) -> None:
    """Nothing is lost, nothing is added: the name is kept although the file is called otherwise."""
    scenario = read(path)
    text = resolved_text(scenario)
    (tmp_path / f"{path.stem}.resolved.yaml").write_text(text, encoding="utf-8")
    found = read(tmp_path / f"{path.stem}.resolved.yaml")
    assert found == scenario
    assert resolved_text(found) == text


@pytest.mark.parametrize("text", [TEXT, RICH], ids=["small", "rich"])
def test_every_form_of_a_value_survives(text: str, tmp_path: Path) -> None:
    """Values by month, site and region, odd texts, options' own assumptions, names with dots."""
    scenario = scenario_of(text, tmp_path)
    resolved = resolved_text(scenario)
    (tmp_path / "x.yaml").write_text(resolved, encoding="utf-8")
    assert read(tmp_path / "x.yaml") == scenario
    assert again(resolved, tmp_path) == resolved


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_resolved_scenario_gives_the_same_results(path: Path, tmp_path: Path) -> None:
    """To the last digit."""
    scenario = read(path)
    (tmp_path / "x.yaml").write_text(resolved_text(scenario), encoding="utf-8")
    before, after = evaluate(scenario), evaluate(read(tmp_path / "x.yaml"))
    assert [sheet.value("tco") for sheet in after.options.values()] == [sheet.value("tco") for sheet in before.options.values()]


def test_every_input_stands_in_the_resolved_scenario(tmp_path: Path) -> None:
    """Defaults included: nothing of what was read is a default any more, though it still says so."""
    scenario = scenario_of(TEXT, tmp_path)
    data, _ = parse(resolved_text(scenario))
    expected = {"value": 0.7, "low": 0.6, "high": 0.85, "date": "2026-11-20", "confidence": "published"}
    assert data["self_hosted"]["derate"] == {**expected, "source": "Anyscale: benchmarks overstate by 30 to 50 %"}
    assert {key for _, key in scenario.entries} >= {"derate", "bytes_per_gb", "input_price_given"}
    assert "input_price" in data["options"][1]


def test_a_changed_catalogue_does_not_change_a_resolved_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts that it carries count, and their date."""
    text = resolved_text(scenario_of(TEXT, tmp_path))
    installed = load()
    dearer = [replace(row, values={**row.values, "on_demand": 99.0}) for row in installed["offers"].rows]
    newer = replace(installed, date="2027-11-20", tables={**installed.tables, "offers": installed["offers"].keep(dearer)})
    monkeypatch.setattr(catalogue_section, "load", lambda: newer)
    assert again(text, tmp_path) == text
    assert resolved_text(scenario_of(TEXT, tmp_path)) != text


def test_the_hash_is_that_of_the_text(tmp_path: Path) -> None:
    """SHA-256 of its bytes in UTF-8."""
    scenario = scenario_of(RICH, tmp_path)
    assert scenario_sha256(scenario) == hashlib.sha256(resolved_text(scenario).encode("utf-8")).hexdigest()


def test_a_changed_value_changes_the_hash(tmp_path: Path) -> None:
    """By whichever way it came."""
    assert scenario_sha256(scenario_of(TEXT, tmp_path)) != scenario_sha256(scenario_of(TEXT, tmp_path, "workload.peak_to_average=4"))


@pytest.mark.parametrize(
    ("pattern", "instead", "message"),
    [
        (r"\n    offers:", "\n    ofers:", "offers: the table is missing or has no columns and entries"),
        (r"\n {8}on_demand: \{label[^\n]*", "", "offers: no column on_demand; expected every column that the model reads"),
        (r"\n {8}- \{name: broken[^\n]*", "", "statuses: 4 entries; expected 5, in the order in which the model counts them"),
        (r"\n  tables:", "\n  tabels:", "the catalogue has no table tabels to add to"),
        (r"price_column_number: 4", "price_column_number: 9", "price_column_number of spot is 9; expected a whole number from 1 to 4"),
    ],
)
def test_a_damaged_resolved_scenario_is_refused(pattern: str, instead: str, message: str, tmp_path: Path) -> None:
    """With the table that is damaged."""
    damaged, count = re.subn(pattern, instead, resolved_text(scenario_of(TEXT, tmp_path)), count=1)
    assert count == 1
    assert any(message in problem for problem in problems_of(damaged, tmp_path))


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
LEAVES = TEXTS | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
KEYS = TEXTS.filter(lambda name: name != "<<")
PLAIN = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@settings(max_examples=150, deadline=None)
@given(PLAIN)
def test_any_plain_data_written_is_read_back_unchanged(data: object) -> None:
    """Texts that look like numbers, dates or signs of YAML too."""
    found, _ = parse(flow(data))
    assert found == data


def test_what_is_written_reads_as_text_where_it_is_text() -> None:
    """A short list of traps."""
    traps = [
        "yes",
        "null",
        "1e3",
        "0x1F",
        "2027-01",
        "2027-01-01",
        "1_000",
        "~",
        "",
        " x",
        "a: b",
        "a #b",
        "-",
        "*a",
        "&a",
        "!t",
        "'",
        '"',
        "\\",
        "\u2028",
        "\x85",
    ]
    assert parse(flow(traps))[0] == traps
