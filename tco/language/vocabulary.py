"""The closed vocabulary of the model: the meaning of each word in numpy beside its text in Excel.

Every word stays live in the workbook, and a line can use no others. A word that takes `over=` reads a line along an axis, which
in a sheet is a range; its argument must be a line of its own. Its result keeps that axis, with size 1 where it sums the axis up.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tco.language.word import CLAUSE, COMPARISON, POWER, PRODUCT, Array, range_word, word


def _half_away(x: Array) -> Array:
    """Round to six digits, halves away from zero as Excel does; numpy rounds halves to even. x is never negative."""
    scaled = np.array(x, dtype=float)
    scaled *= 1e6  # in place: half the time on arrays over hours and volumes
    scaled += 0.5
    np.floor(scaled, out=scaled)
    scaled /= 1e6
    return scaled


@word("ROUNDUP(ROUND({0}, 6), 0)", "round up({0})", "count")
def round_up(x: Array) -> Array:
    """The next whole number. Noise beyond six digits buys no server: 0.1 × 3 × 10 is 3, not 4."""
    rounded = _half_away(x)
    return np.ceil(rounded, out=rounded)


@word("ROUNDDOWN(ROUND({0}, 6), 0)", "round down({0})", "count")
def round_down(x: Array) -> Array:
    """The whole number below, after the same rounding as `round_up`."""
    return np.floor(_half_away(x))


@word("2^ROUNDUP(ROUND(LOG({0}, 2), 6), 0)", "next power of two({0})", "count", binds=POWER)
def power_of_two(x: Array) -> Array:
    """The smallest power of two that is at least x; x must be 1 or more."""
    return np.exp2(np.ceil(_half_away(np.log2(x))))


@word("MAX({0}, {1})", "largest({0}, {1})", "same")
def largest(a: Array, b: Array) -> Array:
    """The larger of two."""
    return np.maximum(a, b)


@word("MIN({0}, {1})", "smallest({0}, {1})", "same")
def smallest(a: Array, b: Array) -> Array:
    """The smaller of two."""
    return np.minimum(a, b)


@word("IF({0}, {1}, {2})", "if {0} then {1}, else {2}", "choose", binds_in_words=CLAUSE)
def choose(condition: Array, then: Array, otherwise: Array) -> Array:
    """One of two values by a condition; a choice inside a choice needs a line of its own."""
    if condition.size == 1:  # one answer for all elements: nothing to choose element by element, and often nothing to copy
        found = then if condition.item() else otherwise
        shape = np.broadcast_shapes(condition.shape, then.shape, otherwise.shape)
        if found.shape == shape and found.dtype == np.result_type(then, otherwise):
            return found
    return np.where(condition, then, otherwise)


@word("IF({0}, 1, 0)", "1 if {0}, else 0", "count", binds_in_words=CLAUSE)
def holds(condition: Array) -> Array:
    """1 where the condition holds and 0 where it does not."""
    return np.where(condition, 1.0, 0.0)


@word("{0} = {1}", "{0} is {1}", "match", tight=True, binds=COMPARISON, binds_in_words=COMPARISON)
def equal(a: Array, b: Array) -> Array:
    """True where two names, capitals apart, or two whole numbers are the same."""
    if np.issubdtype(a.dtype, np.number) and np.issubdtype(b.dtype, np.number):
        return np.equal(a, b)
    return np.vectorize(_same, otypes=[bool])(a, b)


def _same(a: object, b: object) -> bool:
    """Compare as a spreadsheet does, which takes 'Any' for 'any'."""
    return str(a).casefold() == str(b).casefold() if isinstance(a, str) else bool(a == b)


@word("IF({1} > 0, {0} / {1}, 0)", "{0} ÷ {1} (0 where there is none)", "ratio", tight=True, binds_in_words=PRODUCT)
def ratio(a: Array, b: Array) -> Array:
    """A ÷ b, or 0 where b is not positive, so that no cell shows an error. b is never negative."""
    positive = np.asarray(b, dtype=float) > 0
    if positive.all():
        return a / b
    return np.where(positive, a / np.where(positive, b, 1.0), 0.0)


@word("(1 + {0})^{1}", "(1 + {0}) to the power of {1}", "compound", tight=True, binds=POWER, binds_in_words=POWER)
def compound(rate: Array, periods: Array) -> Array:
    """Growth at a rate per period."""
    return np.power(1.0 + np.asarray(rate, dtype=float), periods)


@word("IF({0} < 1, EXP({1} * LN(1 - {0})), 0)", "(1 − {0}) to the power of {1}", "compound", tight=True, binds_in_words=POWER)
def decay(rate: Array, periods: Array) -> Array:
    """The share that is left after losing `rate` of the rest in each period; 0 where a period loses everything.

    Excel computes it by logarithms: LibreOffice takes a power that is too small for a number as an error, Excel and numpy as 0.
    """
    left = 1.0 - np.asarray(rate, dtype=float)
    return np.where(left > 0, np.power(np.maximum(left, 0.0), periods), 0.0)


@word("LN({0})", "natural logarithm({0})", "count")
def natural_logarithm(x: Array) -> Array:
    """The logarithm to base e; x must be positive."""
    return np.log(np.asarray(x, dtype=float))


@word("SQRT({0})", "square root of {0}", "root", binds_in_words=POWER)
def square_root(x: Array) -> Array:
    """The positive root; x must not be negative."""
    return np.sqrt(np.asarray(x, dtype=float))


@word("ISNUMBER(FIND({1}, {0}))", "{0} names {1}", "match", binds_in_words=COMPARISON)
def mentions(text: Array, part: Array) -> Array:
    """True where a text contains another one. Capitals count, and no sign is a wildcard."""
    return np.vectorize(lambda whole, piece: str(piece) in str(whole), otypes=[bool])(text, part)


@word("LEN({0})", "length of {0}", "place")
def length(text: Array) -> Array:
    """The number of characters in a text."""
    return np.vectorize(lambda whole: len(str(whole)), otypes=[float])(text)


@word("MID({0}, {1}, 2)", "two letters of {0} from number {1}", "first")
def letters_at(text: Array, place: Array) -> Array:
    """Two letters from a place, counted from 1; an empty text where the text ends before it."""
    return np.vectorize(lambda whole, first: str(whole)[int(first) - 1 : int(first) + 1], otypes=[object])(text, place)


@word("MOD({0}, {1})", "remainder({0}, {1})", "same")
def remainder(a: Array, b: Array) -> Array:
    """The remainder of a ÷ b."""
    return np.mod(a, b)


@word("YEAR({0})", "calendar year of {0}", "year of day")
def calendar_year(day: Array) -> Array:
    """The year of a day, given as the number of days that spreadsheets count."""
    return _calendar(day).astype("datetime64[Y]").astype(float) + 1970.0


@word("MONTH({0})", "calendar month of {0}", "month of day")
def calendar_month(day: Array) -> Array:
    """The month of a day, from 1 for January to 12."""
    days = _calendar(day)
    return (days.astype("datetime64[M]") - days.astype("datetime64[Y]").astype("datetime64[M]")).astype(float) + 1.0


@word("EOMONTH({0}, {1})", "last day of the month {1} months after that of {0}", "day of day")
def end_of_month(day: Array, months: Array) -> Array:
    """The last day of the month that lies so many whole months after the month of a day, both as a spreadsheet counts days."""
    first = _calendar(day).astype("datetime64[M]") + np.floor(np.asarray(months, dtype=float)).astype("timedelta64[M]")
    return np.asarray(((first + 1).astype("datetime64[D]") - np.datetime64("1899-12-31")).astype(float))


def _calendar(day: Array) -> Array:
    return np.datetime64("1899-12-30") + np.floor(np.asarray(day, dtype=float)).astype("timedelta64[D]")


@word("BINOMDIST({0}, {1}, {2}, 1)", "chance of at most {0} of {1} at {2} each", "count")
def binomial_at_most(count: Array, of: Array, chance: Array) -> Array:
    """The chance that at most `count` of `of` independent events happen, each with the same chance.

    Beyond the likeliest count the terms only shrink: once a term adds nothing to any sum, no later one does.
    """
    n, p = np.floor(np.asarray(of, dtype=float)), np.asarray(chance, dtype=float)
    whole = np.minimum(np.floor(np.asarray(count, dtype=float)), n)
    odds = p / np.where(p < 1, 1 - p, 1.0)
    term = found = np.power(1 - p, n) + 0.0 * whole
    likeliest = np.max((n + 1) * p)
    for i in range(1, int(whole.max()) + 1):
        term = term * ((n - i + 1) / i * odds)
        more = found + term
        if i % 8 == 0 and i > likeliest and np.array_equal(more, found):
            break
        found = np.where(i <= whole, more, found)
    return np.where(p < 1, np.minimum(found, 1.0), np.where(whole == n, 1.0, 0.0))


@range_word("SUM({0})", "total of {0}", "total")
def total(values: Array, axis: int) -> Array:
    """The sum along an axis."""
    return np.sum(values, axis=axis, keepdims=True)


@range_word("MIN({0})", "smallest of {0}", "same")
def least(values: Array, axis: int) -> Array:
    """The smallest along an axis."""
    return np.min(values, axis=axis, keepdims=True)


@range_word("MAX({0})", "largest of {0}", "same")
def greatest(values: Array, axis: int) -> Array:
    """The largest along an axis."""
    return np.max(values, axis=axis, keepdims=True)


@range_word("SUMPRODUCT({0}, {1})", "total of {0} × {1}", "total product", ranges=2)
def total_product(a: Array, b: Array, axis: int) -> Array:
    """The sum of products along an axis."""
    return np.sum(a * b, axis=axis, keepdims=True)


@range_word("SUMPRODUCT(({1} = {2}) * {0})", "total of {0} where {1} is {2}", "first", ranges=2)
def total_where(values: Array, names: Array, name: Array, axis: int) -> Array:
    """The sum along an axis of the elements that carry a name, such as the regions that a site serves."""
    wanted = [name] if np.ndim(name) <= axis else np.split(name, np.shape(name)[axis], axis=axis)  # the name may run along the axis too
    return np.concatenate([np.sum(np.where(names == one, values, 0.0), axis=axis, keepdims=True) for one in wanted], axis=axis)


@range_word("SUMPRODUCT(({1} = {3}) * ({2} = {4}) * {0})", "total of {0} where {1} is {3} and {2} is {4}", "first", ranges=3)
def total_where_both(  # noqa: PLR0913, PLR0917  (a range, and a name in each of two others)
    values: Array, names: Array, others: Array, name: Array, other: Array, axis: int
) -> Array:
    """The sum along an axis of the elements that carry two names, such as the regions of one clock that a site serves."""
    return np.sum(np.where((names == name) & (others == other), values, 0.0), axis=axis, keepdims=True)


@range_word("SUMPRODUCT(({0} = {1}) * 1)", "how many of {0} are {1}", "match")
def count_where(names: Array, name: Array, axis: int) -> Array:
    """The number of elements along an axis that carry a name."""
    return np.sum(np.where(names == name, 1.0, 0.0), axis=axis, keepdims=True)


@range_word("SUMPRODUCT(({0} > {1}) * ({0} - {1}))", "what {0} has above {1}, added up", "same")
def total_above(values: Array, level: Array, axis: int) -> Array:
    """The sum along an axis of what exceeds a level, such as hours of instances beyond those that are committed."""
    above = np.asarray(values - level)
    return np.sum(np.maximum(above, 0.0, out=above if above.dtype == float else None), axis=axis, keepdims=True)


@range_word("SUMPRODUCT(({0} < {1}) * ({1} - {0}))", "what {0} lacks of {1}, added up", "same")
def total_below(values: Array, level: Array, axis: int) -> Array:
    """The sum along an axis of what falls short of a level, such as hours of committed instances that nobody uses."""
    return np.sum(np.maximum(level - values, 0.0), axis=axis, keepdims=True)


@range_word("SUMPRODUCT(({0} > {1}) * 1)", "how many of {0} are above {1}", "match")
def count_above(values: Array, level: Array, axis: int) -> Array:
    """The number of elements along an axis that exceed a level."""
    return np.sum(np.where(values > level, 1.0, 0.0), axis=axis, keepdims=True)


@range_word("MATCH(MIN({0}), {0}, 0)", "place of the smallest of {0}", "place")
def place_of_least(values: Array, axis: int) -> Array:
    """The place along an axis, counted from 1, of the smallest element; of the first where several are equal."""
    return np.expand_dims(np.argmin(values, axis=axis), axis) + 1.0


@range_word("INDEX({0}, {1})", "{0} number {1}", "first", ranges=1)
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


@range_word("SUM({0})", "{0} up to this month", "total", reach="so far")
def running_total(values: Array, axis: int) -> Array:
    """The sum from the first month to this one."""
    return np.cumsum(values, axis=axis)


@range_word("MAX({0})", "largest {0} up to this month", "same", reach="so far")
def peak_so_far(values: Array, axis: int) -> Array:
    """The largest from the first month to this one."""
    return np.maximum.accumulate(values, axis=axis)


@range_word("MAX({0}, 0)", "largest {0} before this month", "same", reach="before")
def peak_before(values: Array, axis: int) -> Array:
    """The largest before this month, 0 in the first; values are never negative."""
    peaks = np.maximum.accumulate(values, axis=axis)
    first = np.zeros_like(np.take(peaks, [0], axis=axis))
    return np.concatenate([first, np.take(peaks, range(peaks.shape[axis] - 1), axis=axis)], axis=axis)


@range_word("SUMPRODUCT(({1} >= {2}) * ({1} <= {3}) * {0})", "total of {0} from {1} {2} to {3}", "total within", ranges=2)
def total_between(values: Array, months: Array, first: Array, last: Array, axis: int) -> Array:
    """The sum over the months from `first` to `last`, which move with this month: purchases of the last four years, for example."""
    return _sum_of_months(lambda past, one, other: (past >= one) & (past <= other), values, months, (first, last), axis)


@range_word("SUMPRODUCT(({1} = {2}) * {0})", "total of {0} up to this month where {1} is {2}", "total within", ranges=2, reach="so far")
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
