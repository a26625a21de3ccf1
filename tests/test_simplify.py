"""Identities and bounds: a simplified formula gives the numbers of the formula as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tco.errors import ModelError
from tco.language import vocabulary as say
from tco.language.formula import AXES, Call, Constant, Count, Formula, Lookup, Number, Operation, Reference, Span, children, leaves
from tco.language.lookup import Facts
from tco.language.reading import numbers
from tco.language.simplify import bounds_of, printable, simplify
from tco.language.word import WORDS, Bounds

SIZES = {"month": 4, "site": 3}


@dataclass
class World:
    """Keys with values along all axes, the axes along which each varies, and its bounds; what is `known` never changes."""

    values: dict[str, np.ndarray]
    axes: dict[str, tuple[str, ...]]
    ends: dict[str, Bounds]
    known: frozenset[str]
    needed: set[tuple[str, str]] = field(default_factory=set)

    def resolved(self, key: str) -> Formula:
        return Constant(float(self.values[key].flat[0]), Reference(key)) if key in self.known else Reference(key)

    def bounds(self, key: str) -> Bounds:
        return self.ends[key]

    def varies(self, key: str, axis: str) -> bool:
        return axis in self.axes[key]

    def must_vary(self, key: str, axis: str) -> None:
        self.needed.add((key, axis))

    def size(self, axis: str) -> int:
        return SIZES[axis]

    def table(self, name: str) -> Facts | None:
        raise AssertionError(name)

    def facts_bounds(self, lookup: Lookup) -> Bounds:
        raise AssertionError(lookup)

    def read(self, formula: Formula) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(numbers(formula, self.values.__getitem__, lambda _: Facts({}), self.size))


def everywhere(values: np.ndarray, axes: tuple[str, ...]) -> np.ndarray:
    """Values along these axes, in every month and at every site."""
    shape = [SIZES.get(axis, 1) if axis in axes else 1 for axis in AXES]
    full = [SIZES.get(axis, 1) for axis in AXES]
    return np.broadcast_to(values[: int(np.prod(shape))].reshape(shape), full).copy()


FIGURES = st.sampled_from((0.0, 0.0, 1.0, 1.0, 2.0, 0.25, 3.0, 7.5))
KEYS = ("a", "b", "c", "d")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Four keys: some are known, some vary by site or month, and some have bounds that their values keep."""
    values, axes, ends, known = {}, {}, {}, set()
    for key in KEYS:
        is_known = draw(st.booleans())
        along = () if is_known else draw(st.sampled_from(((), ("site",), ("month",), ("site", "month"))))
        given = np.array(draw(st.lists(FIGURES, min_size=12, max_size=12)))
        values[key], axes[key] = everywhere(given, along), along
        low, high = float(values[key].min()), float(values[key].max())
        ends[key] = (low if draw(st.booleans()) else 0.0, high if draw(st.booleans()) else inf)
        if is_known:
            known.add(key)
    return World(values, axes, ends, frozenset(known))


REFERENCES = st.sampled_from([Reference(key) for key in KEYS])
AXIS_NAMES = st.sampled_from(sorted(SIZES))
RANGES = st.one_of(
    st.builds(lambda word, a, over: word(a, over=over), st.sampled_from([say.total, say.least, say.greatest]), REFERENCES, AXIS_NAMES),
    st.builds(lambda word, a: word(a), st.sampled_from([say.running_total, say.peak_so_far, say.peak_before]), REFERENCES),
    st.builds(
        lambda word, a, b, over: word(a, b, over=over),
        st.sampled_from([say.total_product, say.total_above, say.total_below, say.count_above, say.count_where]),
        REFERENCES,
        REFERENCES,
        AXIS_NAMES,
    ),
    st.builds(lambda a, b, c, over: say.total_where(a, b, c, over=over), REFERENCES, REFERENCES, REFERENCES, AXIS_NAMES),
    st.builds(lambda a, b, c: say.total_between(a, b, c, c + 1), REFERENCES, REFERENCES, REFERENCES),
    st.builds(lambda a, b: say.total_alike(a, b, b), REFERENCES, REFERENCES),
)
SIGNS = ("+", "-", "*", "<", "<=", ">", ">=")


def bigger(below: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """Formulas of these formulas."""
    pairs = st.sampled_from([say.largest, say.smallest, say.ratio])
    return st.one_of(
        st.builds(Operation, st.sampled_from(SIGNS), below, below),
        st.builds(lambda word, one, two: word(one, two), pairs, below, below),
        st.builds(lambda one, two, then, other: say.choose(one < two, then, other), below, below, below, below),
        st.builds(lambda one, two: say.holds(say.equal(one, two)), below, below),
        st.builds(say.compound, REFERENCES, REFERENCES),
        st.builds(say.decay, REFERENCES, REFERENCES),
    )


FORMULAS = st.recursive(st.one_of(REFERENCES, RANGES, st.sampled_from([Number(0.0), Number(1.0), Number(2.0)])), bigger, max_leaves=7)


def is_written(formula: Formula, world: World) -> bool:
    """True where no word compares a range with what varies along the same axis: a sheet would read that in one column, numpy in all."""
    if isinstance(formula, Call) and isinstance(formula.arguments[0], Span) and formula.word not in ("total_between", "total_alike"):
        over = formula.arguments[0].over
        if any(isinstance(part, Reference) and over in world.axes[part.key] for part in formula.arguments):
            return False
    return all(is_written(child, world) for child in children(formula))


@given(worlds(), FORMULAS)
def test_a_simplified_formula_gives_the_same_numbers(world: World, formula: Formula) -> None:
    """Expected: the numbers of the formula as it was written, of the simplified one, and of what a sheet writes of it."""
    assume(is_written(formula, world))
    found = simplify(formula, world)
    wanted = world.read(formula)
    for each in (found, printable(found)):
        assert np.allclose(world.read(each), wanted, rtol=1e-12, atol=1e-12, equal_nan=True), each


@given(worlds(), FORMULAS)
def test_the_numbers_of_a_formula_are_within_its_bounds(world: World, formula: Formula) -> None:
    """Expected: no number below the least or above the greatest that the bounds allow."""
    found = simplify(formula, world)
    low, high = bounds_of(found, world)
    got = world.read(found).astype(float)
    got = got[np.isfinite(got)]
    assert got.size == 0 or (low <= got.min() + 1e-9 and got.max() - 1e-9 <= high), (low, high)


@given(worlds(), FORMULAS)
def test_a_simplified_formula_reads_nothing_that_is_known_as_0_or_1(world: World, formula: Formula) -> None:
    """Expected: 0 and 1 are put in; only a range that has no identity still reads what is known."""
    read = {leaf.key for leaf in leaves(printable(simplify(formula, world))) if isinstance(leaf, Reference)}
    assert not {key for key in world.known & read if world.values[key].flat[0] in (0, 1)}


# Identities, one by one


X, Y, ZERO, ONE, HALF = (Reference(key) for key in ("x", "y", "zero", "one", "half"))


def world() -> World:
    """`x` by site and month and never below 1, `y` alike everywhere and from 0 to 1; 0, 1 and a half are known."""
    values = {
        "x": everywhere(np.arange(1.0, 13.0), ("site", "month")),
        "y": everywhere(np.array([0.5]), ()),
        "zero": everywhere(np.array([0.0]), ()),
        "one": everywhere(np.array([1.0]), ()),
        "half": everywhere(np.array([0.5]), ()),
    }
    axes: dict[str, tuple[str, ...]] = dict.fromkeys(values, ())
    ends = dict.fromkeys(values, (0.0, 1.0)) | {"x": (1.0, inf)}
    return World(values, axes | {"x": ("site", "month")}, ends, frozenset({"zero", "one", "half"}))


@pytest.mark.parametrize(
    ("formula", "simple"),
    [
        (X + ZERO, X),
        (ZERO + X, X),
        (X - ZERO, X),
        (X - X, Number(0.0)),
        (X * ZERO, Number(0.0)),
        (ONE * X, X),
        (ZERO / X, Number(0.0)),
        (X / ONE, X),
        (X / X, Number(1.0)),
        (X * HALF, X * HALF),
        (Y <= X, Number(1.0)),
        (Y > X, Number(0.0)),
        (Y < X, Y < X),
        (say.largest(X, Y), X),
        (say.smallest(X, Y), Y),
        (say.choose(ZERO > 0, X, Y), Y),
        (say.choose(Y > 0, X, X), X),
        (say.ratio(ZERO, Y), Number(0.0)),
        (say.ratio(X, ZERO), Number(0.0)),
        (say.ratio(X, ONE), X),
        (say.ratio(X, X), Number(1.0)),
        (say.compound(ZERO, X), Number(1.0)),
        (say.compound(X, ZERO), Number(1.0)),
        (say.decay(ZERO, X), Number(1.0)),
        (say.holds(say.equal(X, X)), Number(1.0)),
        (say.total(ZERO, over="site"), Number(0.0)),
        (say.total(Y, over="month"), Y * Count("month")),
        (say.greatest(Y, over="site"), Y),
        (say.element(Y, X, over="site"), Y),
        (say.place_of_least(Y, over="site"), Number(1.0)),
        (say.total_product(Y, X, over="month"), Y * say.total(X)),
        (say.total_above(Y, X, over="month"), Number(0.0)),
        (say.count_above(Y, X, over="month"), Number(0.0)),
        (say.total_where(Y, X, Y, over="month"), Y * say.count_where(X, Y)),
        (say.running_total(ZERO), Number(0.0)),
        (say.peak_so_far(Y), Y),
        (say.peak_before(ZERO), Number(0.0)),
        (say.total_between(ZERO, X, Y, Y), Number(0.0)),
        (say.total_alike(ZERO, X, Y), Number(0.0)),
        (say.round_up(HALF), Number(1.0)),
    ],
)
def test_an_identity(formula: Formula, simple: Formula) -> None:
    assert printable(simplify(formula, world())) == simple


def test_a_number_that_no_formula_may_hold_is_read_where_it_is() -> None:
    """A half of a half is a quarter: known, and written as the cells that give it."""
    found = simplify(HALF * HALF * X, world())
    assert isinstance(found, Operation)
    assert found.left == Constant(0.25, Constant(0.5, HALF) * Constant(0.5, HALF))
    assert printable(found) == HALF * HALF * X
    with pytest.raises(ModelError, match="stands for nothing"):
        printable(Constant(0.25))


def test_a_range_without_an_identity_stays_and_asks_for_its_line_along_the_axis() -> None:
    here = world()
    assert simplify(say.running_total(Y), here) == say.running_total(Y)
    assert here.needed == {("y", "month")}


def test_every_word_that_chooses_adds_or_compares_has_an_identity_or_bounds() -> None:
    """Expected: what has neither is a text, a day or a logarithm."""
    silent = {name for name, word in WORDS.items() if word.folds is WORDS["natural_logarithm"].folds}
    assert silent == {"natural_logarithm", "letters_at", "calendar_year", "calendar_month", "end_of_month"}


def test_a_span_is_read_as_what_it_repeats() -> None:
    assert simplify(say.total(X, over="site"), world()) == say.total(X, over="site")
    assert isinstance(Span("x", "site"), Formula)
