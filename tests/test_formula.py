"""Formulas: what an equation may say, what it refuses, and that its text means what its tree means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import formualizer
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tco.errors import ModelError
from tco.language.formula import Formula, Number, Operation, Reference, Span, as_formula, children, leaves, operations
from tco.language.printing import in_excel, in_words
from tco.language.vocabulary import choose, compound, decay, equal, holds, largest, power_of_two, ratio, round_up, smallest, total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

A, B, C, D = (Reference(key) for key in "abcd")
ADDRESSES = {"a": "A1", "b": "B1", "c": "C1", "d": "D1"}


def excel(formula: Formula) -> str:
    return in_excel(formula, lambda leaf: leaf.key)


def words(formula: Formula) -> str:
    return in_words(formula, lambda leaf: leaf.key)


# Building


def test_arithmetic_on_references_builds_a_tree() -> None:
    assert A + 1 == Operation("+", A, Number(1))
    assert 2 - A == Operation("-", Number(2), A)
    assert 1 / A * B == Operation("*", Operation("/", Number(1), A), B)


@pytest.mark.parametrize("formula", [A < B, A <= B, A > B, A >= B])
def test_comparisons_build_a_tree_too(formula: Formula) -> None:
    assert isinstance(formula, Operation)
    assert children(formula) == (A, B)


@pytest.mark.parametrize("literal", [3, 0.5, -1, 1e9, 12])
def test_a_literal_beyond_two_is_refused(literal: float) -> None:
    with pytest.raises(ModelError, match="give it a name, a unit and a source"):
        A * literal


def test_a_text_in_a_formula_is_refused() -> None:
    with pytest.raises(ModelError, match="'any' cannot stand in a formula"):
        as_formula("any")


REFUSED: Mapping[str, tuple[Callable[[], object], str]] = {
    "if": (lambda: 1 if A > B else 2, r"use choose\("),
    "and": (lambda: A > B > C, r"use choose\("),
    "min": (lambda: min(A, B), r"smallest\(a, b\)"),
    "max": (lambda: max(A, B), r"largest\(a, b\)"),
    "ceil": (lambda: math.ceil(A), r"use round_up\(x\)"),
    "floor": (lambda: math.floor(A), r"use round_down\(x\)"),
    "round": (lambda: round(A), r"use round_up\(x\) or round_down\(x\)"),
    "power": (lambda: A**2, r"use compound\(rate, periods\) or power_of_two\(x\)"),
    "power of a formula": (lambda: 2**A, r"use compound\(rate, periods\) or power_of_two\(x\)"),
    "negation": (lambda: -A, "write 0 - x instead of -x"),
    "sum": (lambda: sum(A), r"use total\(x, over=…\)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_python_that_would_freeze_a_choice_is_refused_with_the_word_to_use(name: str) -> None:
    attempt, advice = REFUSED[name]
    with pytest.raises(ModelError, match=advice):
        attempt()


def test_leaves_stand_from_left_to_right() -> None:
    assert leaves(largest(A - B, total(C, over="month"))) == [A, B, Span("c", "month")]


def test_operations_counts_signs_and_words() -> None:
    assert operations(A) == 0
    assert operations(largest(A + B, 1) / C) == 3


# Printing


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (A + B + C, "a + b + c"),
        (A - (B - C), "a - (b - c)"),
        (A - (B + C), "a - (b + c)"),
        (A - B - C, "a - b - c"),
        (A * (B + C), "a * (b + c)"),
        (A * B + C, "a * b + c"),
        (A / (B * C), "a / (b * c)"),
        (A / B / C, "a / b / c"),
        (A / (B / C), "a / (b / c)"),
        (largest(A + B, C), "MAX(a + b, c)"),
        (largest(A, B) * C, "MAX(a, b) * c"),
        (choose(A > B, A, 0), "IF(a > b, a, 0)"),
        (ratio(A + B, C), "IF(c > 0, (a + b) / c, 0)"),
        (compound(A, B - 1), "(1 + a)^(b - 1)"),
        (C * compound(A, B), "c * (1 + a)^b"),
        (compound(A, compound(B, C)), "(1 + a)^((1 + b)^c)"),
        (decay(A, power_of_two(B)), "IF(a < 1, EXP((2^ROUNDUP(ROUND(LOG(b, 2), 6), 0)) * LN(1 - a)), 0)"),
        (C * equal(A, B), "c * (a = b)"),
        (equal(equal(A, B), C), "(a = b) = c"),
        (A < (B < C), "a < (b < c)"),
        (round_up(A / B), "ROUNDUP(ROUND(a / b, 6), 0)"),
    ],
)
def test_excel_text_has_the_parentheses_it_needs(formula: Formula, expected: str) -> None:
    assert excel(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (largest(round_up(A / B), C), "largest(round up(a ÷ b), c)"),
        (A / ratio(B, C), "a ÷ (b ÷ c (0 where there is none))"),
        (A * choose(B > 0, B, C), "a × (if b > 0 then b, else c)"),
        (A * compound(B, C), "a × (1 + b) to the power of c"),
        (A * (B - C), "a × (b − c)"),
    ],
)
def test_words_say_what_excel_says(formula: Formula, expected: str) -> None:
    assert words(formula) == expected


def formulas() -> st.SearchStrategy[Formula]:
    leaf = st.sampled_from([A, B, C, D, Number(1), Number(2)])

    def grow(smaller: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        signs = st.builds(Operation, st.sampled_from("+-*/"), smaller, smaller)
        comparison = st.builds(Operation, st.sampled_from(["<", "<=", ">", ">="]), smaller, smaller)
        named = st.builds(lambda say, x, y: say(as_formula(x), y), st.sampled_from([largest, smallest, ratio]), smaller, smaller)
        powers = st.builds(lambda say, x, y: say(largest(x, 1) / 2, smallest(y, 2)), st.sampled_from([compound]), smaller, smaller)
        chosen = st.builds(choose, comparison, smaller, smaller)
        truths = st.builds(holds, comparison)
        return st.one_of(signs, signs, named, powers, chosen, truths)

    return st.recursive(leaf, grow, max_leaves=12)


def by_numpy(node: Formula, values: Mapping[str, float]) -> float:
    """The tree read as numbers: what the line's own function computes."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Reference):
        return values[node.key]
    parts = [by_numpy(child, values) for child in children(node)]
    if isinstance(node, Operation):
        signs: Mapping[str, Callable[[float, float], float]] = {
            "+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "/": np.divide,
            "<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y,
        }  # fmt: skip
        return signs[node.sign](*parts)
    says = {"largest": largest, "smallest": smallest, "ratio": ratio, "compound": compound, "choose": choose, "holds": holds}
    return float(says[node.word](*parts))


def close_comparison(node: Formula, values: Mapping[str, float]) -> bool:
    """Whether a comparison in the tree is so near that rounding may decide it either way."""
    here = isinstance(node, Operation) and node.sign in ("<", "<=", ">", ">=")
    if here and math.isclose(*(by_numpy(child, values) for child in children(node)), rel_tol=1e-9, abs_tol=1e-9):
        return True
    if (
        not isinstance(node, Number | Reference)
        and getattr(node, "word", "") == "ratio"
        and abs(by_numpy(children(node)[1], values)) < 1e-9
    ):
        return True
    return any(close_comparison(child, values) for child in children(node))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(formulas(), st.lists(st.integers(1, 40).map(lambda n: n / 8), min_size=4, max_size=4))
def test_printed_text_means_what_the_tree_means(formula: Formula, numbers: list[float]) -> None:
    """A second spreadsheet engine reads the text and finds the value that numpy finds on the tree."""
    values = dict(zip("abcd", numbers, strict=True))
    with np.errstate(all="ignore"):
        expected = float(by_numpy(formula, values))
        assume(math.isfinite(expected) and abs(expected) < 1e9 and not close_comparison(formula, values))
    book = formualizer.Workbook()
    book.add_sheet("S")
    for column, number in enumerate(numbers, 1):
        book.set_value("S", 1, column, number)
    book.set_formula("S", 2, 1, "=" + in_excel(formula, lambda leaf: ADDRESSES[leaf.key]))
    found = book.evaluate_cell("S", 2, 1)
    assume(not isinstance(found, dict))  # a division by zero that a choice passes by is an error in Excel and inf in numpy
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(formulas())
def test_the_whole_text_never_stands_in_parentheses(formula: Formula) -> None:
    text = in_excel(formula, lambda leaf: leaf.key)
    assert not (text.startswith("(") and _closes_at_the_end(text))


def _closes_at_the_end(text: str) -> bool:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
