"""A word of the formula language, and its definition: Excel text, text in words, rule for its unit, and meaning in numpy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np

from tco.errors import ModelError
from tco.language.formula import AXIS, Call, Constant, Formula, Reach, Reference, Span, as_formula

Array = Any
"""A number, a text, or a numpy array with all axes of `AXES`; a `Formula` where a line is read as a tree."""

CLAUSE, COMPARISON, SUM, PRODUCT, POWER, WHOLE = range(6)
"""Binding strengths of a piece of text, from a whole clause to a single name; a weaker one needs parentheses inside a stronger one."""


Bounds = tuple[float, float]
"""The least and the greatest number that a formula can give; infinite where it has no such end, as a text has none."""
UNBOUNDED: Bounds = (-inf, inf)
POSITIVE: Bounds = (0.0, inf)
SHARE: Bounds = (0.0, 1.0)


@dataclass(frozen=True)
class Part:
    """An argument, as far as it is known: its formula, a `Constant` where it is known, and its bounds."""

    formula: Formula
    low: float = -inf
    high: float = inf

    @property
    def bounds(self) -> Bounds:
        """Both ends."""
        return self.low, self.high

    @property
    def value(self) -> float | str | None:
        """The value of a constant; None for anything else."""
        return self.formula.value if isinstance(self.formula, Constant) else None

    def same(self, other: Part) -> bool:
        """True where both are the same formula, or the same constant."""
        return self.formula == other.formula or (self.value is not None and self.value == other.value)

    def is_(self, value: float) -> bool:
        """True for a constant of this value."""
        return not isinstance(self.value, str) and self.value == value


ZERO, ONE = Constant(0.0), Constant(1.0)


def unbounded(*_: Part) -> Bounds:
    """The bounds of a word that says nothing of its own."""
    return UNBOUNDED


def unknown(*_: Part) -> Formula | None:
    """The identity of a word that has none."""
    return None


def constant_first(_: Formula, first: Part, *__: Part) -> Formula | None:
    """The identity of a sum over some elements: nothing of nothing."""
    return ZERO if first.is_(0) else None


def of_first(first: Part, *_: Part) -> Bounds:
    """The bounds of a word that gives one of the values of its first argument."""
    return first.bounds


def sum_of_first(first: Part, *_: Part) -> Bounds:
    """The bounds of a word that adds up values of its first argument."""
    return POSITIVE if first.low >= 0 else UNBOUNDED


def positive(*_: Part) -> Bounds:
    """The bounds of a word that is never negative."""
    return POSITIVE


def share(*_: Part) -> Bounds:
    """The bounds of a word that gives 0, 1 or a number between them."""
    return SHARE


@dataclass(frozen=True)
class Folds:
    """The identities and the bounds of a word, by which a book leaves out what a plan does not use (see `simplify.py`).

    `identity` takes the arguments and returns a simpler formula, or None where there is none. An argument that is read along an axis is
    a `Span` there; where it does not vary along that axis it is what every element is. An identity of a range word takes the number of
    elements first. `bounds` takes the arguments as well.
    """

    identity: Callable[..., Formula | None] = unknown
    bounds: Callable[..., Bounds] = unbounded


NO_FOLDS = Folds()


@dataclass(frozen=True)
class Word:
    """A word: its Excel text, its text in words, and the rule in `engine/units.py` by which its unit follows from its arguments.

    The texts have a place for each argument: `{0}`, `{1}`. `tight` is True where signs join the arguments, so that an argument that is
    itself an operation needs parentheses. `binds` and `binds_in_words` are the strength of the word's own text inside another one: that
    of a comparison, a product, a power, or a single name, which a function with its brackets is. `chooses` is True where the word chooses
    a cell from the range of its first argument: `excel` is then the text of the place, which `printing.nth` completes.
    """

    excel: str
    words: str
    unit: str
    tight: bool = False
    binds: int = WHOLE
    binds_in_words: int = WHOLE
    folds: Folds = field(default=NO_FOLDS)
    meaning: Callable[..., Array] | None = None
    """What it computes on numbers and arrays; None for a look-up, which `lookup.py` computes."""
    chooses: bool = False


WORDS: dict[str, Word] = {}


def word(  # noqa: PLR0913  (everything that a word is)
    excel: str, words: str, unit: str, *, tight: bool = False, binds: int = WHOLE, binds_in_words: int = WHOLE, folds: Folds = NO_FOLDS
) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """Define a word over values. It computes on numbers and arrays, and builds a `Call` when any argument is a formula."""

    def define(meaning: Callable[..., Array]) -> Callable[..., Array]:
        name = meaning.__name__

        def say(*arguments: Array) -> Array:
            if any(isinstance(argument, Formula) for argument in arguments):
                return Call(name, tuple(as_formula(argument) for argument in arguments))
            return meaning(*(np.asarray(argument) for argument in arguments))

        say.__name__, say.__doc__ = name, meaning.__doc__
        WORDS[name] = Word(excel, words, unit, tight, binds, binds_in_words, folds, say)
        return say

    return define


def range_word(  # noqa: PLR0913  (everything that a word is)
    excel: str,
    words: str,
    unit: str,
    *,
    ranges: int = 1,
    reach: Reach = "all",
    folds: Folds = NO_FOLDS,
    chooses: bool = False,
) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """Define a word whose first `ranges` arguments are read along the whole axis `over`, or the part of it that `reach` says.

    As a tree each of them must be a line of its own, because a sheet can only name a range of cells; raises ModelError otherwise.
    """

    def define(meaning: Callable[..., Array]) -> Callable[..., Array]:
        name = meaning.__name__

        def say(*arguments: Array, over: str = "month") -> Array:
            if any(isinstance(argument, Formula) for argument in arguments):
                spans = tuple(_span(argument, over, reach, name) for argument in arguments[:ranges])
                return Call(name, (*spans, *(as_formula(argument) for argument in arguments[ranges:])))
            arrays = [np.asarray(argument) for argument in arguments]
            if arrays[0].ndim == 0:
                arrays = [array.reshape((1,) * len(AXIS)) for array in arrays]
            return meaning(*arrays, AXIS[over])

        say.__name__, say.__doc__ = name, meaning.__doc__
        WORDS[name] = Word(excel, words, unit, tight=True, folds=folds, meaning=say, chooses=chooses)
        return say

    return define


def _span(argument: object, over: str, reach: Reach, word: str) -> Span:
    if not isinstance(argument, Reference):
        raise ModelError(f"{word}(…) reads a range: put its argument on a line of its own")
    return Span(argument.key, over, reach)
