"""Folding: a book has what its plan uses, live, and nothing else; the engine, which never folds, is what it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from conftest import SCENARIOS
from fold_proof import fold, wrong_lines
from small_scenario import TEXT, changed, scenario_of

from tco.engine.evaluate import Results, evaluate
from tco.engine.fold_pass import name_of
from tco.engine.folding import Folded, whole
from tco.engine.known_inputs import known_inputs
from tco.language import range_words, simplify
from tco.language.formula import leaves
from tco.language.line import AUTO_WORD
from tco.language.word import WORDS, Folds
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Amount, Element, Entry, Scenario
from tco.search.settle import read
from tco.workbook.expected_lines import expected

EDITS = 6
"""States of a scenario in which its folded formulas are tried, each with a third of its live numbers and choices edited."""
STATED = 8
"""Inputs that a random scenario states beside those of the small one."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return evaluate(scenario_of(TEXT, tmp_path_factory.mktemp("small")))


def another(entry: Entry, element: Element, scenario: Scenario, random: Random) -> Amount:
    """What else an input may be: another choice, or a number within its bounds."""
    item = entry.input
    if item.choices in scenario.catalogue.tables:
        names = [*scenario.catalogue[item.choices].names(), *([AUTO_WORD] if item.auto else [])]
        return random.choice(names)
    if isinstance(element.value, str):
        return element.value
    low, high = max(item.minimum or 0.0, 0.0), item.maximum
    value = random.choice((0.0, 0.5, 1.0, 2.0, 3.0, 1.5 * element.value, element.value))
    value = max(value, low) if high is None else min(max(value, low), high)
    return float(round(value)) if item.whole else value


def edited(scenario: Scenario, found: Folded, random: Random) -> Scenario:
    """The scenario with a third of what a reader may edit in its book changed."""
    values: dict[str, Amount] = {}
    for place, entry in scenario.entries.items():
        if place in found.read - found.known and entry.input.key != "horizon":
            elements = (element for element in entry.elements if element.path and random.random() < 1 / 3)
            values |= {element.path: another(entry, element, scenario, random) for element in elements}
    return scenario.with_values(values)


# The proof


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_folded_formula_gives_what_the_engine_computed(name: str) -> None:
    """Expected: the engine's numbers of the plan, from every formula of every scenario's book, by the axes that are left."""
    results = evaluate(read(SCENARIOS[name]))
    assert wrong_lines(fold(results), results) == []


@pytest.mark.parametrize(
    "name",
    ["apac-published", "hybrid-residency", *(pytest.param(name, marks=pytest.mark.long) for name in ("owned-cluster", "reservation-left"))],
)
def test_edits_of_what_is_live_give_what_the_engine_computes(name: str) -> None:
    """Expected: the engine's numbers of each edited scenario, from formulas that were folded before the edit."""
    scenario = read(SCENARIOS[name])
    found, random = fold(evaluate(scenario)), Random(name)
    for _ in range(EDITS):
        results = evaluate(edited(scenario, found, random))
        assert wrong_lines(found, results) == []


@pytest.mark.parametrize("word", ["ratio", "largest", "total", "choose"])
def test_a_wrong_identity_of_a_word_is_found(word: str, small: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expected: formulas that do not give the engine's numbers, when a word that says its first argument is all it needs."""
    last = -1 if word == "choose" else -2 if word in ("ratio", "largest") else 0
    wrong = Folds(lambda *parts: parts[last].formula if word != "total" else range_words.ONE, WORDS[word].folds.bounds)
    monkeypatch.setitem(WORDS, word, replace(WORDS[word], folds=wrong))
    assert wrong_lines(fold(small), small)


@pytest.mark.parametrize("sign", ["+", "*", "/"])
def test_a_wrong_identity_of_a_sign_is_found(sign: str, small: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expected: the same where 1 is dropped from a sum, or 2 from a product."""
    monkeypatch.setitem(simplify._IDENTITIES, sign, lambda a, b: a.formula if b.is_(1 if sign == "+" else 2) else None)
    assert wrong_lines(fold(small), small)


def test_bounds_that_are_too_narrow_are_found(small: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expected: wrong formulas where a rounded number is said to be 1 at most."""
    monkeypatch.setitem(WORDS, "round_up", replace(WORDS["round_up"], folds=Folds(bounds=lambda _: (0.0, 1.0))))
    assert wrong_lines(fold(small), small)


# What a plan uses


def has_axis(found: Folded, axis: str) -> bool:
    return any(axis in found.dims[name][key] for name in found.models for key in found.lines(name))


@pytest.mark.parametrize(
    ("old", "new", "line", "axis"),
    [
        ("requests_per_day: 500_000", "requests_per_day: 500_000\n  hourly_profile: consumer-evening", "hourly_load", "hour"),
        ("instance: inf2.48xlarge}", "instance: inf2.48xlarge, autoscaling: 1}", "hourly_need", ""),
        ("ttft: 2 s", "ttft: 2 s\n  availability: 99.9%", "peak_up", "spare"),
        ("{staff: 2}", "{staff: 2, load_balancer_price: 0.03}", "load_balancer", ""),
    ],
)
def test_a_feature_is_in_the_book_where_it_is_stated(old: str, new: str, line: str, axis: str, small: Results, tmp_path: Path) -> None:
    """Expected: its lines and its axis in a plan that states it, and neither in one that does not."""
    found, plain = fold(evaluate(scenario_of(changed(old, new), tmp_path))), fold(small)
    assert line in found.models["Machines"].lines
    assert line not in plain.models["Machines"].lines
    assert not axis or (has_axis(found, axis) and not has_axis(plain, axis))


@pytest.mark.parametrize("seed", range(10))
def test_what_a_random_plan_states_is_live_and_what_it_leaves_out_is_not(seed: int, small: Results) -> None:
    """Expected: every stated input that moves a figure is read, and none of the others moves with an edit of the book."""
    random, scenario = Random(seed), small.scenario
    left = known_inputs(scenario)
    chosen = random.sample([place for place in left if not scenario.entries[place].input.path.startswith("constants")], STATED)
    values = {
        element.path: value
        for place in chosen
        for element in scenario.entries[place].elements
        if (value := another(scenario.entries[place], element, scenario, random)) != element.value
    }
    plan = scenario.with_values(values)
    results = evaluate(plan)
    found = fold(results)
    stated = {place for place in chosen if any(element.path in values for element in plan.entries[place].elements)}
    assert found.known == left.keys() - stated
    for place in stated:
        back = {element.path: element.value for element in scenario.entries[place].elements if element.path in values}
        if moves(results, evaluate(plan.with_values(back))):
            assert place in found.read, place
    assert wrong_lines(found, results) == []
    assert wrong_lines(found, evaluate(edited(plan, found, random))) == []


def moves(one: Results, other: Results) -> bool:
    """True where any line that readers expect differs."""
    sheets = ({name_of(evaluated): evaluated.values for evaluated in each.every_model()} for each in (one, other))
    before, after = sheets
    return any(differ(before, after, name, key) for name, key in expected(one))


def differ(before: Mapping[str, Mapping[str, np.ndarray]], after: Mapping[str, Mapping[str, np.ndarray]], name: str, key: str) -> bool:
    return not np.array_equal(before[name][key], after[name][key])


def test_a_resolved_scenario_folds_as_the_file_that_it_came_from(small: Results, tmp_path: Path) -> None:
    """Expected: the same inputs, though the resolved file holds every one: an audit builds the book from there."""
    again = scenario_of(resolved_text(small.scenario), tmp_path)
    assert known_inputs(again) == known_inputs(small.scenario)
    assert fold(evaluate(again)).models.keys() == fold(small).models.keys()
    assert [line.formula for line in fold(evaluate(again)).models["Machines"].lines.values()] == [
        line.formula for line in fold(small).models["Machines"].lines.values()
    ]


def test_a_default_that_is_stated_is_live(tmp_path: Path) -> None:
    """Expected: whatever the file says is the reader's, even where it says what the model would have taken."""
    plan = scenario_of(changed("{staff: 2}", "{staff: 2, load_balancer_price: 0}"), tmp_path)
    assert ("self_hosted", "load_balancer_price") not in known_inputs(plan)
    assert "load_balancer" in fold(evaluate(plan)).models["Machines"].lines


def test_a_whole_book_has_every_line_as_it_is_written(small: Results) -> None:
    found = whole(small)
    for evaluated in small.every_model():
        assert found.models[name_of(evaluated)] is evaluated.model
        assert found.of(evaluated) is evaluated
    assert found.read == set(small.scenario.entries)


def test_nothing_is_read_that_is_not_in_the_book(small: Results) -> None:
    """Expected: every line that a formula reads is in a model that its sheet reads, and every table on the Catalogue."""
    found = fold(small)
    for evaluated in small.every_model():
        model = found.models[name_of(evaluated)]
        keys = {*found.lines(name_of(evaluated)), *(key for other in model.reads for key in (*other.gathered, *other.lines))}
        for line in model.lines.values():
            for leaf in leaves(line.formula):
                key = getattr(leaf, "key", None)
                assert key is None or key in keys or key in evaluated.model.inputs or key in ("month_number", "calendar_days", "first_day")
                assert getattr(leaf, "table", None) in {None, *found.tables}
