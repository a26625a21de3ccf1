"""A word of the formula language, and its definition: Excel text, text in words, rule for its unit, and meaning in numpy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tco.errors import ModelError
from tco.language.formula import AXIS, Call, Formula, Reach, Reference, Span, as_formula

Array = Any
"""A number, a text, or a numpy array with all axes of `AXES`; a `Formula` where a line is read as a tree."""

CLAUSE, COMPARISON, SUM, PRODUCT, POWER, WHOLE = range(6)
"""Binding strengths of a piece of text, from a whole clause to a single name; a weaker one needs parentheses inside a stronger one."""


@dataclass(frozen=True)
class Word:
    """A word: its Excel text, its text in words, and the rule in `engine/units.py` by which its unit follows from its arguments.

    The texts have a place for each argument: `{0}`, `{1}`. `tight` is True where signs join the arguments, so that an argument that is
    itself an operation needs parentheses. `binds` and `binds_in_words` are the strength of the word's own text inside another one: that
    of a comparison, a product, a power, or a single name, which a function with its brackets is.
    """

    excel: str
    words: str
    unit: str
    tight: bool = False
    binds: int = WHOLE
    binds_in_words: int = WHOLE


WORDS: dict[str, Word] = {}


def word(  # noqa: PLR0913  (everything that a word is)
    excel: str, words: str, unit: str, *, tight: bool = False, binds: int = WHOLE, binds_in_words: int = WHOLE
) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """Define a word over values. It computes on numbers and arrays, and builds a `Call` when any argument is a formula."""

    def define(meaning: Callable[..., Array]) -> Callable[..., Array]:
        name = meaning.__name__
        WORDS[name] = Word(excel, words, unit, tight, binds, binds_in_words)

        def say(*arguments: Array) -> Array:
            if any(isinstance(argument, Formula) for argument in arguments):
                return Call(name, tuple(as_formula(argument) for argument in arguments))
            return meaning(*(np.asarray(argument) for argument in arguments))

        say.__name__, say.__doc__ = name, meaning.__doc__
        return say

    return define


def range_word(
    excel: str, words: str, unit: str, *, ranges: int = 1, reach: Reach = "all"
) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    """Define a word whose first `ranges` arguments are read along the whole axis `over`, or the part of it that `reach` says.

    As a tree each of them must be a line of its own, because a sheet can only name a range of cells; raises ModelError otherwise.
    """

    def define(meaning: Callable[..., Array]) -> Callable[..., Array]:
        name = meaning.__name__
        WORDS[name] = Word(excel, words, unit, tight=True)

        def say(*arguments: Array, over: str = "month") -> Array:
            if any(isinstance(argument, Formula) for argument in arguments):
                spans = tuple(_span(argument, over, reach, name) for argument in arguments[:ranges])
                return Call(name, (*spans, *(as_formula(argument) for argument in arguments[ranges:])))
            arrays = [np.asarray(argument) for argument in arguments]
            if arrays[0].ndim == 0:
                arrays = [array.reshape((1,) * len(AXIS)) for array in arrays]
            return meaning(*arrays, AXIS[over])

        say.__name__, say.__doc__ = name, meaning.__doc__
        return say

    return define


def _span(argument: object, over: str, reach: Reach, word: str) -> Span:
    if not isinstance(argument, Reference):
        raise ModelError(f"{word}(…) reads a range: put its argument on a line of its own")
    return Span(argument.key, over, reach)
