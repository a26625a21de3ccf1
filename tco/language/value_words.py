"""Words over values: roundings, choices, growth, texts and days, each with its identities and bounds."""

from __future__ import annotations

from math import ceil, floor, inf, isfinite

import numpy as np

from tco.language.formula import Formula
from tco.language.word import (
    CLAUSE,
    COMPARISON,
    ONE,
    POWER,
    PRODUCT,
    ZERO,
    Array,
    Bounds,
    Folds,
    Part,
    positive,
    share,
    sum_of_first,
    word,
)


def _half_away(x: Array) -> Array:
    """Round to six digits, halves away from zero as Excel does; numpy rounds halves to even. x is never negative."""
    scaled = np.array(x, dtype=float)
    scaled *= 1e6  # in place: half the time on arrays over hours and volumes
    scaled += 0.5
    np.floor(scaled, out=scaled)
    scaled /= 1e6
    return scaled


def _whole(x: Part) -> Bounds:
    """The bounds of a rounded number."""
    return floor(x.low) if isfinite(x.low) else x.low, ceil(x.high) if isfinite(x.high) else x.high


@word("ROUNDUP(ROUND({0}, 6), 0)", "round up({0})", "count", folds=Folds(bounds=_whole))
def round_up(x: Array) -> Array:
    """The next whole number. Noise beyond six digits buys no server: 0.1 × 3 × 10 is 3, not 4."""
    rounded = _half_away(x)
    return np.ceil(rounded, out=rounded)


@word("ROUNDDOWN(ROUND({0}, 6), 0)", "round down({0})", "count", folds=Folds(bounds=_whole))
def round_down(x: Array) -> Array:
    """The whole number below, after the same rounding as `round_up`."""
    return np.floor(_half_away(x))


@word("2^ROUNDUP(ROUND(LOG({0}, 2), 6), 0)", "next power of two({0})", "count", binds=POWER, folds=Folds(bounds=lambda _: (1.0, inf)))
def power_of_two(x: Array) -> Array:
    """The smallest power of two that is at least x; x must be 1 or more."""
    return np.exp2(np.ceil(_half_away(np.log2(x))))


def _larger(a: Part, b: Part) -> Formula | None:
    """The argument that is never the smaller one."""
    return a.formula if a.low >= b.high or a.same(b) else b.formula if b.low >= a.high else None


@word("MAX({0}, {1})", "largest({0}, {1})", "same", folds=Folds(_larger, lambda a, b: (max(a.low, b.low), max(a.high, b.high))))
def largest(a: Array, b: Array) -> Array:
    """The larger of two."""
    return np.maximum(a, b)


def _smaller(a: Part, b: Part) -> Formula | None:
    """The argument that is never the larger one."""
    return a.formula if a.high <= b.low or a.same(b) else b.formula if b.high <= a.low else None


@word("MIN({0}, {1})", "smallest({0}, {1})", "same", folds=Folds(_smaller, lambda a, b: (min(a.low, b.low), min(a.high, b.high))))
def smallest(a: Array, b: Array) -> Array:
    """The smaller of two."""
    return np.minimum(a, b)


def _chosen(condition: Part, then: Part, otherwise: Part) -> Formula | None:
    """The one of two values that a known condition chooses, or that both are."""
    known = condition.value
    return then.formula if known or then.same(otherwise) else None if known is None else otherwise.formula


_EITHER = Folds(_chosen, lambda _, then, otherwise: (min(then.low, otherwise.low), max(then.high, otherwise.high)))


@word("IF({0}, {1}, {2})", "if {0} then {1}, else {2}", "choose", binds_in_words=CLAUSE, folds=_EITHER)
def choose(condition: Array, then: Array, otherwise: Array) -> Array:
    """One of two values by a condition; a choice inside a choice needs a line of its own."""
    if condition.size == 1:  # one answer for all elements: nothing to choose element by element, and often nothing to copy
        found = then if condition.item() else otherwise
        shape = np.broadcast_shapes(condition.shape, then.shape, otherwise.shape)
        if found.shape == shape and found.dtype == np.result_type(then, otherwise):
            return found
    return np.where(condition, then, otherwise)


@word("IF({0}, 1, 0)", "1 if {0}, else 0", "count", binds_in_words=CLAUSE, folds=Folds(bounds=share))
def holds(condition: Array) -> Array:
    """1 where the condition holds and 0 where it does not."""
    return np.where(condition, 1.0, 0.0)


_SAME = Folds(lambda a, b: ONE if a.same(b) else None, share)


@word("{0} = {1}", "{0} is {1}", "match", tight=True, binds=COMPARISON, binds_in_words=COMPARISON, folds=_SAME)
def equal(a: Array, b: Array) -> Array:
    """True where two names, capitals apart, or two whole numbers are the same."""
    if np.issubdtype(a.dtype, np.number) and np.issubdtype(b.dtype, np.number):
        return np.equal(a, b)
    return np.vectorize(_same, otypes=[bool])(a, b)


def _same(a: object, b: object) -> bool:
    """Compare as a spreadsheet does, which takes 'Any' for 'any'."""
    return str(a).casefold() == str(b).casefold() if isinstance(a, str) else bool(a == b)


def _quotient(a: Part, b: Part) -> Formula | None:
    """0 of nothing or by nothing, the first by 1, and 1 of what is never 0 by itself."""
    if a.is_(0) or b.high <= 0:
        return ZERO
    return a.formula if b.is_(1) else ONE if a.same(b) and a.low > 0 else None


_RATIO = Folds(_quotient, sum_of_first)


@word("IF({1} > 0, {0} / {1}, 0)", "{0} ÷ {1} (0 where there is none)", "ratio", tight=True, binds_in_words=PRODUCT, folds=_RATIO)
def ratio(a: Array, b: Array) -> Array:
    """A ÷ b, or 0 where b is not positive, so that no cell shows an error. b is never negative."""
    positive = np.asarray(b, dtype=float) > 0
    if positive.all():
        return a / b
    return np.where(positive, a / np.where(positive, b, 1.0), 0.0)


def _growth(rate: Part, periods: Part) -> Bounds:
    """At least 1 where nothing shrinks, and never below 0."""
    return (1.0, inf) if rate.low >= 0 and periods.low >= 0 else (0.0, inf) if rate.low >= -1 else (-inf, inf)


_GROWTH = Folds(lambda rate, periods: ONE if rate.is_(0) or periods.is_(0) else None, _growth)
_LOSS = Folds(lambda rate, _: ONE if rate.is_(0) else ZERO if rate.is_(1) else None, share)


@word("(1 + {0})^{1}", "(1 + {0}) to the power of {1}", "compound", tight=True, binds=POWER, binds_in_words=POWER, folds=_GROWTH)
def compound(rate: Array, periods: Array) -> Array:
    """Growth at a rate per period."""
    return np.power(1.0 + np.asarray(rate, dtype=float), periods)


@word("IF({0} < 1, EXP({1} * LN(1 - {0})), 0)", "(1 − {0}) to the power of {1}", "compound", tight=True, binds_in_words=POWER, folds=_LOSS)
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


@word("SQRT({0})", "square root of {0}", "root", binds_in_words=POWER, folds=Folds(bounds=positive))
def square_root(x: Array) -> Array:
    """The positive root; x must not be negative."""
    return np.sqrt(np.asarray(x, dtype=float))


@word("ISNUMBER(FIND({1}, {0}))", "{0} names {1}", "match", binds_in_words=COMPARISON, folds=Folds(bounds=share))
def mentions(text: Array, part: Array) -> Array:
    """True where a text contains another one. Capitals count, and no sign is a wildcard."""
    return np.vectorize(lambda whole, piece: str(piece) in str(whole), otypes=[bool])(text, part)


@word("LEN({0})", "length of {0}", "place", folds=Folds(bounds=positive))
def length(text: Array) -> Array:
    """The number of characters in a text."""
    return np.vectorize(lambda whole: len(str(whole)), otypes=[float])(text)


@word("MID({0}, {1}, 2)", "two letters of {0} from number {1}", "first")
def letters_at(text: Array, place: Array) -> Array:
    """Two letters from a place, counted from 1; an empty text where the text ends before it."""
    return np.vectorize(lambda whole, first: str(whole)[int(first) - 1 : int(first) + 1], otypes=[object])(text, place)


@word("MOD({0}, {1})", "remainder({0}, {1})", "same", folds=Folds(bounds=lambda _, b: (0.0, b.high) if b.low > 0 else (-inf, inf)))
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


@word("BINOMDIST({0}, {1}, {2}, 1)", "chance of at most {0} of {1} at {2} each", "count", folds=Folds(bounds=share))
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
