"""A formula on numbers: every leaf read as a value, every word by its meaning."""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np

from tco.errors import ModelError
from tco.language.formula import Call, Constant, Count, Formula, Lookup, Number, Operation, Reference, Span
from tco.language.lookup import Facts, looked_up
from tco.language.word import WORDS, Array

SIGNS: dict[str, Callable[[Array, Array], Array]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
"""The meaning of every sign between two formulas."""


def numbers(node: Formula, value: Callable[[str], Array], table: Callable[[str], Facts], size: Callable[[str], int]) -> Array:
    """The values of a formula: `value` gives those of a key, `table` a catalogue table, `size` the number of elements along an axis."""

    def read(part: Formula) -> Array:
        if isinstance(part, Number | Constant):
            return np.asarray(part.value)
        if isinstance(part, Count):
            return np.asarray(float(size(part.axis)))
        if isinstance(part, Reference | Span):
            return value(part.key)
        if isinstance(part, Operation):
            return SIGNS[part.sign](read(part.left), read(part.right))
        if isinstance(part, Call):
            return called(part)
        raise ModelError(f"{part} has no value of its own")

    def called(call: Call) -> Array:
        lookups = [part for part in call.arguments if isinstance(part, Lookup)]
        given = [read(part) for part in call.arguments if not isinstance(part, Lookup)]
        if lookups:
            return looked_up(call.word, table(lookups[0].table), lookups, given)
        meaning = WORDS[call.word].meaning
        over = next((part.over for part in call.arguments if isinstance(part, Span)), None)
        if meaning is None:
            raise ModelError(f"{call.word} has no meaning without a table")
        return meaning(*given) if over is None else meaning(*given, over=over)

    return read(node)
