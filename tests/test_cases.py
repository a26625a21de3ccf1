"""Published worked examples come out, to the digits they are printed with, from the model's own lines.

A case in `cases/*.yaml` has a source, what is given (a scenario, or values that stand in for inputs and lines) and the
lines expected of it, each with the margin of its printed digits. Where the published figure does not hold, the case
expects the right one and says why.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tco.accuracy.replica import reckon, values_with
from tco.engine.evaluate import evaluate
from tco.search.settle import read

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"
KEYS = {"name", "example", "source", "kind", "scenario", "given", "catalogue", "output", "published_otherwise", "notes"}

Case = dict[str, Any]


def cases() -> list[Case]:
    files = sorted((HERE / "cases").glob("*.yaml"))
    return [case for file in files for case in YAML(typ="safe").load(file)]


CASES = cases()
NAMES = [case["name"] for case in CASES]


def computed(case: Case) -> dict[tuple[str, str], float]:
    """Every expected line by option and key; a case without a scenario has no option."""
    if "scenario" in case:
        options = evaluate(read(SCENARIOS / case["scenario"])).options
        return {(option, key): options[option].value(key) for option, lines in case["output"].items() for key in lines}
    values = values_with(case["given"], case.get("catalogue"))
    return {("", key): reckon(key, values, case.get("kind", "cloud")) for key in case["output"]}


def expected(case: Case) -> dict[tuple[str, str], dict[str, Any]]:
    if "scenario" in case:
        return {(option, key): figure for option, lines in case["output"].items() for key, figure in lines.items()}
    return {("", key): figure for key, figure in case["output"].items()}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_published_example_comes_out(case: Case) -> None:
    found = computed(case)
    for place, figure in expected(case).items():
        assert found[place] == pytest.approx(figure["value"], rel=1e-12, abs=figure["margin"]), place


@pytest.mark.parametrize("case", [case for case in CASES if "published_otherwise" in case], ids=lambda case: case["name"])
def test_where_the_published_figure_does_not_hold_the_model_keeps_the_right_one(case: Case) -> None:
    for doubt in case["published_otherwise"]:
        place = (doubt.get("option", ""), doubt["line"])
        assert doubt["why"]
        assert abs(doubt["published"] - expected(case)[place]["value"]) > expected(case)[place]["margin"]
        assert computed(case)[place] != pytest.approx(doubt["published"], rel=1e-4)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_case_says_where_it_comes_from(case: Case) -> None:
    assert case["source"]
    assert set(case) <= KEYS
    assert ("scenario" in case) != ("given" in case)


@pytest.mark.parametrize("case", [case for case in CASES if "example" in case], ids=lambda case: case["name"])
def test_a_worked_example_reckons_each_figure_by_hand(case: Case) -> None:
    """A reader follows it without a program; the other cases reckon in their comments."""
    for place, figure in expected(case).items():
        assert set(figure) == {"value", "margin", "hand"}, place
        assert figure["hand"]


def test_the_page_of_worked_examples_is_current() -> None:
    """`make docs` would write the same."""
    spec = importlib.util.spec_from_file_location("worked_examples", HERE.parent / "docs" / "worked_examples.py")
    assert spec is not None
    assert spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    assert page.text() == page.TARGET.read_text(encoding="utf-8")
    assert {case["example"] for case in CASES if "example" in case} == set(page.TITLES)
    assert all((SCENARIOS / name).exists() for name in page.RUN.values())


def test_no_two_cases_have_one_name() -> None:
    assert len(set(NAMES)) == len(NAMES)
