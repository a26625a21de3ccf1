"""House rules of the model: every line can be read, understood and checked by somebody who did not write it."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import tco.model
from tco.engine.evaluate import evaluate
from tco.language.formula import AXES, operations
from tco.model.options import CHECKED, GATHERED, KINDS, TABLES, checks_model, comparison_model, demand_model, inputs, option_model
from tco.search.settle import read

if TYPE_CHECKING:
    from tco.language.line import Input, Line, Model

ROOT = Path(__file__).parents[1]
MODELS = (demand_model(), *(option_model(kind) for kind in KINDS), comparison_model(), checks_model())
INPUTS = inputs()
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
MOST_OPERATIONS = 6


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_line_has_a_label_a_unit_and_a_sentence(model: Model) -> None:
    assert [key for key, item in model.lines.items() if not (_is_label(item.label) and item.unit and _is_sentence(item.sentence))] == []


def _is_label(text: str) -> bool:
    return text[:1].isupper() and text == text.strip(" .")


def _is_sentence(text: str) -> bool:
    return (text[:1].isupper() or text[:1].isdigit()) and text.endswith(".")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_line_holds_at_most_six_operations(model: Model) -> None:
    """Above that a line is missing: a reader could not follow the cell."""
    assert [key for key, item in model.lines.items() if operations(item.formula) > MOST_OPERATIONS] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_labels_are_unique_within_a_model(model: Model) -> None:
    again = [label for label, times in Counter(item.label for item in model.lines.values()).items() if times > 1]
    assert again == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_no_line_is_dead(model: Model) -> None:
    """A line with a need that its formula never reads would show a reader an input that changes nothing."""
    for item in model.lines.values():
        assert {need for need in item.needs if need not in TABLES} <= _keys(item), item.key


def _keys(item: Line) -> set[str]:
    from tco.language.formula import Reference, Span, leaves  # noqa: PLC0415  used here only

    return {leaf.key for leaf in leaves(item.formula) if isinstance(leaf, Reference | Span)}


def test_what_the_comparison_gathers_is_a_line_of_every_kind_of_option() -> None:
    for key in dict.fromkeys((*GATHERED, *CHECKED)):
        found = [option_model(kind).lines.get(key) for kind in KINDS]
        assert all(found), key
        assert len({(item.label, item.unit) for item in found if item}) == 1, key


@pytest.mark.parametrize(
    "file",
    [file for file in sorted(Path(tco.model.__file__).parent.rglob("*.py")) if file.name != "__init__.py"],
    ids=lambda file: file.stem,
)
def test_a_file_of_the_model_says_its_topic_and_what_it_is_for(file: Path) -> None:
    topic, _, purpose = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").splitlines()[0].partition(":")
    assert topic
    assert purpose.strip() or file.name == "options.py"


# Costs


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_the_lines_with_a_category_add_up_to_the_total_cost(file: Path) -> None:
    """No cost is counted twice, and none is left out of the kinds of cost that the charts show."""
    scenario = read(file)
    for option in evaluate(scenario).options.values():
        parts = [_sum(option.values[key], scenario.months) for key, item in option.model.lines.items() if item.category]
        assert sum(parts) == pytest.approx(option.value("tco"), rel=1e-12, abs=1e-6), option.option


def test_every_line_has_all_axes_and_a_constant_is_one_number() -> None:
    results = evaluate(read(ROOT / "scenarios" / "hybrid-residency.yaml"))
    found = [(item, sheet.values[key]) for sheet in results.every_model() for key, item in sheet.model.lines.items()]
    assert {values.ndim for _, values in found} == {len(AXES)}
    assert {values.size for item, values in found if not item.needs} == {1}


def _sum(values: np.ndarray, months: int) -> float:
    """The sum over sites, regions and months; a cost that is the same every month counts in each."""
    every_month = values if values.shape[AXES.index("month")] == months else np.repeat(values, months, axis=AXES.index("month"))
    return float(every_month.sum())


@pytest.mark.parametrize("kind", KINDS)
def test_only_money_by_month_has_a_category(kind: str) -> None:
    categorised = {key: item.unit for key, item in option_model(kind).lines.items() if item.category}
    assert categorised
    assert set(categorised.values()) == {"money/month"}


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if not kind.has_parts])
def test_the_check_of_the_total_adds_up_every_component_once_and_reads_no_sum_of_the_total(kind: str) -> None:
    """A hybrid has none: its check adds up its parts."""
    lines = option_model(kind).lines
    components = {key for key, item in lines.items() if item.category}
    read = Counter(["components"])
    ahead = ["components"]
    while ahead:
        needs = lines[ahead.pop()].needs
        read.update(needs)
        ahead += [need for need in needs if need not in components]
    assert {key: times for key, times in read.items() if key in components} == dict.fromkeys(components, 1)
    assert {"cost", "service_cost", "beside", "provider_extras", "around"} - components & set(read) == set()


# Inputs


def by_kind(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, tuple) else [value]


def test_a_default_lies_within_its_own_range() -> None:
    assert [key for key, item in INPUTS.items() if not item.is_text and item.default is not None and not _in_range(item)] == []


def _in_range(item: Input) -> bool:
    lows, highs = by_kind(item.low), by_kind(item.high)
    return all(
        _ascending(item.minimum, lows[place % len(lows)], default, highs[place % len(highs)], item.maximum)
        and not (item.whole and default != int(default))
        for place, default in enumerate(by_kind(item.default))
    )


def _ascending(*values: float | None) -> bool:
    known = [value for value in values if value is not None]
    return known == sorted(known)


def test_an_input_has_a_label_a_unit_and_a_source() -> None:
    assert [key for key, item in INPUTS.items() if not (item.label and item.unit and item.source and item.note[-1:] in ("", "."))] == []


def test_an_uncertain_input_has_both_ends_of_its_range() -> None:
    assert [key for key, item in INPUTS.items() if (item.low is None) != (item.high is None)] == []


def test_an_input_that_moves_the_cost_says_which_way() -> None:
    assert [key for key, item in INPUTS.items() if item.rises not in (-1, 0, 1)] == []


def test_no_two_inputs_stand_at_one_place_of_the_scenario() -> None:
    again = [path for path, times in Counter(item.path for item in INPUTS.values()).items() if times > 1]
    assert again in ([], ["options.*.discount"])


def test_every_choice_is_a_table_or_an_axis() -> None:
    for key, item in INPUTS.items():
        kind, _, axis = item.choices.partition(":")
        assert item.choices == "" or item.choices in TABLES or (kind == "axis" and axis in AXES), key
