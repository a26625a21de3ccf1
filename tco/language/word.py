"""What a word of the formula language is, and how one is defined: its Excel text, how a reader hears it, its unit and its meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tco.errors import ModelError
from tco.language.formula import AXIS, Call, Formula, Reach, Reference, Span, as_formula

Array = Any
"""A number, a text, or a numpy array whose axes are `AXES`; inside a line's reading as a tree, a `Formula`."""


CLAUSE, COMPARISON, SUM, PRODUCT, POWER, WHOLE = range(6)
"""How firmly a piece of text holds together, from a whole clause to a single name."""


@dataclass(frozen=True)
class Word:
    """A word: its Excel text, how a reader hears it, and the rule (in `units.py`) by which its unit follows from its arguments.

    `tight` says that the texts join arguments by signs, so that an argument that is itself an operation needs parentheses.
    `binds` and `binds_in_words` say how firmly the word's own text holds together when it stands in another one: as a
    comparison, a product, a power, or (as a function with its brackets does) like a single name.
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
    """A word over values: computes on numbers, builds a `Call` when any argument is a formula."""

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
    """A word whose first arguments are whole lines along the axis `over`."""

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
