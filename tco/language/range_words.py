"""Words that read a line along an axis, each with its identities and bounds; as a tree the line is a `Span`.

An identity holds where nothing that the word reads varies along the axis, or where bounds say what it gives: it then needs no range.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import numpy as np

from tco.language.formula import Call, Count, Formula, Operation, Span
from tco.language.word import ONE, ZERO, Array, Bounds, Folds, Part, constant_first, of_first, positive, range_word, sum_of_first


def _times(count: Formula, values: Part) -> Formula | None:
    """What is alike everywhere, as often as there are elements."""
    return None if isinstance(values.formula, Span) else Operation("*", values.formula, count)


def _any_of(_: Formula, values: Part, *__: Part) -> Formula | None:
    """What is alike everywhere, wherever it is read."""
    return None if isinstance(values.formula, Span) else values.formula


_TOTAL, _ANY_OF = Folds(_times, sum_of_first), Folds(_any_of, of_first)


@range_word("SUM({0})", "total of {0}", "total", folds=_TOTAL)
def total(values: Array, axis: int) -> Array:
    """The sum along an axis."""
    return np.sum(values, axis=axis, keepdims=True)


@range_word("MIN({0})", "smallest of {0}", "same", folds=_ANY_OF)
def least(values: Array, axis: int) -> Array:
    """The smallest along an axis."""
    return np.min(values, axis=axis, keepdims=True)


@range_word("MAX({0})", "largest of {0}", "same", folds=_ANY_OF)
def greatest(values: Array, axis: int) -> Array:
    """The largest along an axis."""
    return np.max(values, axis=axis, keepdims=True)


def _product(count: Count, a: Part, b: Part) -> Formula | None:
    """What is alike everywhere is multiplied once."""
    for one, other in ((a, b), (b, a)):
        if not isinstance(one.formula, Span):
            whole = other.formula
            whole = Call("total", (whole,)) if isinstance(whole, Span) else Operation("*", whole, count)
            return Operation("*", one.formula, whole)
    return None


def _products(a: Part, b: Part) -> Bounds:
    return (0.0, inf) if a.low >= 0 and b.low >= 0 else (-inf, inf)


@range_word("SUMPRODUCT({0}, {1})", "total of {0} × {1}", "total product", ranges=2, folds=Folds(_product, _products))
def total_product(a: Array, b: Array, axis: int) -> Array:
    """The sum of products along an axis."""
    return np.sum(a * b, axis=axis, keepdims=True)


def _marked(count: Count, values: Part, names: Part, name: Part) -> Formula | None:
    """What is alike everywhere is multiplied by how many carry the name; where all carry it they are a plain total."""
    if values.is_(0):
        return ZERO
    if isinstance(values.formula, Span):
        return Call("total", (values.formula,)) if names.value is not None and names.same(name) else None
    named = _named(count, names, name)
    return Operation("*", values.formula, Call("count_where", (names.formula, name.formula)) if named is None else named)


def _named(count: Count, names: Part, name: Part) -> Formula | None:
    """All or none of those that carry the same name."""
    same = Call("holds", (Call("equal", (names.formula, name.formula)),))
    return None if isinstance(names.formula, Span) else Operation("*", same, count)


@range_word("SUMPRODUCT(({1} = {2}) * {0})", "total of {0} where {1} is {2}", "first", ranges=2, folds=Folds(_marked, sum_of_first))
def total_where(values: Array, names: Array, name: Array, axis: int) -> Array:
    """The sum along an axis of the elements that carry a name, such as the regions that a site serves."""
    wanted = [name] if np.ndim(name) <= axis else np.split(name, np.shape(name)[axis], axis=axis)  # the name may run along the axis too
    return np.concatenate([np.sum(np.where(names == one, values, 0.0), axis=axis, keepdims=True) for one in wanted], axis=axis)


def _doubly_marked(_: Count, values: Part, names: Part, others: Part, name: Part, other: Part) -> Formula | None:
    """Where all carry the second name it is the first alone that tells them apart."""
    if values.is_(0):
        return ZERO
    spans = isinstance(values.formula, Span) and isinstance(names.formula, Span)
    return (
        Call("total_where", (values.formula, names.formula, name.formula))
        if spans and others.value is not None and others.same(other)
        else None
    )


@range_word(
    "SUMPRODUCT(({1} = {3}) * ({2} = {4}) * {0})",
    "total of {0} where {1} is {3} and {2} is {4}",
    "first",
    ranges=3,
    folds=Folds(_doubly_marked, sum_of_first),
)
def total_where_both(  # noqa: PLR0913, PLR0917  (a range, and a name in each of two others)
    values: Array, names: Array, others: Array, name: Array, other: Array, axis: int
) -> Array:
    """The sum along an axis of the elements that carry two names, such as the regions of one clock that a site serves."""
    return np.sum(np.where((names == name) & (others == other), values, 0.0), axis=axis, keepdims=True)


@range_word("SUMPRODUCT(({0} = {1}) * 1)", "how many of {0} are {1}", "match", folds=Folds(_named, positive))
def count_where(names: Array, name: Array, axis: int) -> Array:
    """The number of elements along an axis that carry a name."""
    return np.sum(np.where(names == name, 1.0, 0.0), axis=axis, keepdims=True)


def _over(count: Count, values: Part, level: Part) -> Formula | None:
    """Nothing where no value can exceed the level, and what is alike everywhere once."""
    if values.high <= level.low:
        return ZERO
    rest = Call("largest", (Operation("-", values.formula, level.formula), ZERO))
    return None if isinstance(values.formula, Span) else Operation("*", rest, count)


@range_word("SUMPRODUCT(({0} > {1}) * ({0} - {1}))", "what {0} has above {1}, added up", "same", folds=Folds(_over, positive))
def total_above(values: Array, level: Array, axis: int) -> Array:
    """The sum along an axis of what exceeds a level, such as hours of instances beyond those that are committed."""
    above = np.asarray(values - level)
    return np.sum(np.maximum(above, 0.0, out=above if above.dtype == float else None), axis=axis, keepdims=True)


def _under(count: Count, values: Part, level: Part) -> Formula | None:
    """Nothing where no value can fall short of the level, and what is alike everywhere once."""
    if values.low >= level.high:
        return ZERO
    rest = Call("largest", (Operation("-", level.formula, values.formula), ZERO))
    return None if isinstance(values.formula, Span) else Operation("*", rest, count)


@range_word("SUMPRODUCT(({0} < {1}) * ({1} - {0}))", "what {0} lacks of {1}, added up", "same", folds=Folds(_under, positive))
def total_below(values: Array, level: Array, axis: int) -> Array:
    """The sum along an axis of what falls short of a level, such as hours of committed instances that nobody uses."""
    return np.sum(np.maximum(level - values, 0.0), axis=axis, keepdims=True)


def _above(count: Count, values: Part, level: Part) -> Formula | None:
    """None where no value can exceed the level, and all or none of what is alike everywhere."""
    if values.high <= level.low:
        return ZERO
    held = Call("holds", (Operation(">", values.formula, level.formula),))
    return None if isinstance(values.formula, Span) else Operation("*", held, count)


@range_word("SUMPRODUCT(({0} > {1}) * 1)", "how many of {0} are above {1}", "match", folds=Folds(_above, positive))
def count_above(values: Array, level: Array, axis: int) -> Array:
    """The number of elements along an axis that exceed a level."""
    return np.sum(np.where(values > level, 1.0, 0.0), axis=axis, keepdims=True)


_FIRST = Folds(lambda _, values: None if isinstance(values.formula, Span) else ONE, lambda _: (1.0, inf))


@range_word("MATCH(MIN({0}), {0}, 0)", "place of the smallest of {0}", "place", folds=_FIRST)
def place_of_least(values: Array, axis: int) -> Array:
    """The place along an axis, counted from 1, of the smallest element; of the first where several are equal."""
    return np.expand_dims(np.argmin(values, axis=axis), axis) + 1.0


@range_word("{1}", "{0} number {1}", "first", ranges=1, folds=_ANY_OF, chooses=True)
def element(values: Array, place: Array, axis: int) -> Array:
    """The element at a place along an axis, counted from 1; the only one where the axis has size 1, as in a month read by itself.

    The place may vary along that axis too: the hour that another clock shows, in every hour.
    """
    if values.shape[axis] == 1:
        return values
    places = np.asarray(place, dtype=int) - 1
    places = places.reshape((1,) * (values.ndim - places.ndim) + places.shape)
    others = np.broadcast_shapes(*(tuple(1 if i == axis else n for i, n in enumerate(x.shape)) for x in (values, places)))
    read, wanted = (tuple(x.shape[i] if i == axis else n for i, n in enumerate(others)) for x in (values, places))
    return np.take_along_axis(np.broadcast_to(values, read), np.broadcast_to(places, wanted), axis)


@range_word("SUM({0})", "{0} up to this month", "total", reach="so far", folds=Folds(constant_first, sum_of_first))
def running_total(values: Array, axis: int) -> Array:
    """The sum from the first month to this one."""
    return np.cumsum(values, axis=axis)


@range_word("MAX({0})", "largest {0} up to this month", "same", reach="so far", folds=_ANY_OF)
def peak_so_far(values: Array, axis: int) -> Array:
    """The largest from the first month to this one."""
    return np.maximum.accumulate(values, axis=axis)


_BEFORE = Folds(constant_first, lambda values: (min(values.low, 0.0), max(values.high, 0.0)))


@range_word("MAX({0}, 0)", "largest {0} before this month", "same", reach="before", folds=_BEFORE)
def peak_before(values: Array, axis: int) -> Array:
    """The largest before this month, 0 in the first; values are never negative."""
    peaks = np.maximum.accumulate(values, axis=axis)
    first = np.zeros_like(np.take(peaks, [0], axis=axis))
    return np.concatenate([first, np.take(peaks, range(peaks.shape[axis] - 1), axis=axis)], axis=axis)


_WITHIN = Folds(constant_first, sum_of_first)


@range_word("SUMPRODUCT(({1} >= {2}) * ({1} <= {3}) * {0})", "total of {0} from {1} {2} to {3}", "total within", ranges=2, folds=_WITHIN)
def total_between(values: Array, months: Array, first: Array, last: Array, axis: int) -> Array:
    """The sum over the months from `first` to `last`, which move with this month: purchases of the last four years, for example."""
    return _sum_of_months(lambda past, one, other: (past >= one) & (past <= other), values, months, (first, last), axis)


@range_word(
    "SUMPRODUCT(({1} = {2}) * {0})",
    "total of {0} up to this month where {1} is {2}",
    "total within",
    ranges=2,
    reach="so far",
    folds=_WITHIN,
)
def total_alike(values: Array, marks: Array, mark: Array, axis: int) -> Array:
    """The sum over this month and earlier ones that carry the same mark: purchases a whole number of lives ago, for example."""
    months = np.arange(values.shape[axis])
    so_far = months[None, :] <= months[:, None]
    return _sum_of_months(lambda past, here: (past == here) & so_far, values, marks, (mark,), axis)


def _sum_of_months(counts: Callable[..., Array], values: Array, marks: Array, bounds: tuple[Array, ...], axis: int) -> Array:
    """For every month, the sum over the months that `counts` says count for it, by their marks and this month's bounds.

    Arrays get two month axes, both last: this month, and the months that are looked at from there.
    """
    then, past = (np.moveaxis(each, axis, -1)[..., None, :] for each in (values, marks))
    here = [np.moveaxis(np.broadcast_to(each, np.broadcast_shapes(np.shape(each), (1,) * values.ndim)), axis, -1) for each in bounds]
    return np.moveaxis(np.sum(np.where(counts(past, *(each[..., :, None] for each in here)), then, 0.0), axis=-1), -1, axis)
