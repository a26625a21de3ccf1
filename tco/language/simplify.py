"""Partial evaluation: a formula without what is known beforehand.

What is known is put in, and identities do the rest: x + 0 is x, 0 ÷ x is 0, the larger of two is the one that is never the smaller. The
signs have theirs here, each word has its own beside its meaning. A simplified formula gives the same numbers to the last digit, but
where a total of what is alike is written as a product.

    simplify(largest(surcharge, 0) * requests, about)  # with a surcharge of 0: Constant(0.0)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Protocol

import numpy as np

from tco.errors import ModelError
from tco.language.formula import Call, Constant, Count, Formula, Lookup, Number, Operation, Reference, Span, children
from tco.language.lookup import Facts
from tco.language.reading import numbers
from tco.language.word import ONE, SHARE, UNBOUNDED, WORDS, ZERO, Bounds, Part


class About(Protocol):
    """The knowledge about the keys that a formula reads."""

    def resolved(self, key: str) -> Formula:
        """The key as a formula reads it: a `Constant` where it is known, otherwise a `Reference` to it or to what it only repeats."""

    def bounds(self, key: str) -> Bounds:
        """The least and the greatest number that it can be."""

    def varies(self, key: str, axis: str) -> bool:
        """True where it has rows or columns along an axis."""

    def must_vary(self, key: str, axis: str) -> None:
        """Take note that a range needs the key along an axis, though it is alike everywhere."""

    def size(self, axis: str) -> int:
        """The number of elements along an axis."""

    def table(self, name: str) -> Facts | None:
        """A catalogue table whose facts may be put in; None where the book keeps the look-up."""

    def facts_bounds(self, lookup: Lookup) -> Bounds:
        """The least and the greatest number that columns of a table can hold."""


def simplify(node: Formula, about: About) -> Formula:
    """The formula without what is known; `Constant` where nothing else is left."""
    if isinstance(node, Number):
        return Constant(node.value)
    if isinstance(node, Reference):
        return about.resolved(node.key)
    if isinstance(node, Count):
        size = about.size(node.axis)
        return ONE if size == 1 else node if node.axis == "month" else Constant(float(size), node)  # a month by itself has no others
    if isinstance(node, Operation):
        return _operation(node.sign, simplify(node.left, about), simplify(node.right, about), about)
    return _call(node, about) if isinstance(node, Call) else node


def printable(node: Formula) -> Formula:
    """A simplified formula as a sheet can write it: constants as 0, 1 or 2, or as the formula that gives them."""
    if isinstance(node, Constant):
        if node.is_literal:
            return Number(float(node.value))
        if node.stands is None:
            raise ModelError(f"{node.value!r} is written into a formula, and stands for nothing")
        return printable(node.stands)
    if isinstance(node, Operation):
        return Operation(node.sign, printable(node.left), printable(node.right))
    return Call(node.word, tuple(map(printable, node.arguments))) if isinstance(node, Call) else node


def bounds_of(node: Formula, about: About) -> Bounds:
    """The least and the greatest number that a simplified formula can give."""
    if isinstance(node, Constant):
        return UNBOUNDED if isinstance(node.value, str) else (float(node.value), float(node.value))
    if isinstance(node, Reference | Span):
        return about.bounds(node.key)
    if isinstance(node, Lookup):
        return about.facts_bounds(node)
    if isinstance(node, Count):
        return (float(about.size(node.axis)),) * 2
    parts = [Part(child, *bounds_of(child, about)) for child in children(node)]
    if isinstance(node, Operation):
        return _reached(node.sign, *parts)
    return WORDS[node.word].folds.bounds(*parts) if isinstance(node, Call) else UNBOUNDED


def _parts(nodes: Sequence[Formula], about: About) -> list[Part]:
    return [Part(node, *bounds_of(node, about)) for node in nodes]


def _computed(node: Formula, about: About) -> Constant:
    """A formula of constants alone, computed; what it stands for is the formula itself."""

    def nothing(key: str) -> None:
        raise ModelError(f"{key} is no constant")

    with np.errstate(all="ignore"):
        found = np.asarray(numbers(node, nothing, lambda name: about.table(name) or Facts({}), about.size)).item()
    return Constant(found if isinstance(found, str) else float(found), node)


# Signs


def _operation(sign: str, left: Formula, right: Formula, about: About) -> Formula:
    node = Operation(sign, left, right)
    a, b = _parts((left, right), about)
    found = _IDENTITIES[sign](a, b)
    if found is not None:
        return found
    constant = isinstance(left, Constant) and isinstance(right, Constant) and not (sign == "/" and b.is_(0))
    return _computed(node, about) if constant else node


def _sum(a: Part, b: Part) -> Formula | None:
    return b.formula if a.is_(0) else a.formula if b.is_(0) else None


def _difference(a: Part, b: Part) -> Formula | None:
    return a.formula if b.is_(0) else ZERO if a.same(b) else None


def _product(a: Part, b: Part) -> Formula | None:
    if a.is_(0) or b.is_(0):
        return ZERO
    return b.formula if a.is_(1) else a.formula if b.is_(1) else None


def _quotient(a: Part, b: Part) -> Formula | None:
    if a.is_(0):
        return ZERO
    return a.formula if b.is_(1) else ONE if a.same(b) and a.low > 0 else None


def _below(a: Part, b: Part) -> Formula | None:
    return ONE if a.high < b.low else ZERO if a.low >= b.high else None


def _at_most(a: Part, b: Part) -> Formula | None:
    return ONE if a.high <= b.low else ZERO if a.low > b.high else None


_IDENTITIES: dict[str, Callable[[Part, Part], Formula | None]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "<": _below,
    "<=": _at_most,
    ">": lambda a, b: _below(b, a),
    ">=": lambda a, b: _at_most(b, a),
}


def _reached(sign: str, a: Part, b: Part) -> Bounds:
    """The bounds of two formulas joined by a sign, by interval arithmetic."""
    if sign == "+":
        return a.low + b.low, a.high + b.high
    if sign == "-":
        return a.low - b.high, a.high - b.low
    if sign == "*":
        found = [_times(x, y) for x in a.bounds for y in b.bounds]
        return min(found), max(found)
    if sign == "/":
        if b.low > 0:
            found = [_times(x, 1 / y) for x in a.bounds for y in b.bounds]
            return min(found), max(found)
        return (0.0, inf) if a.low >= 0 and b.low >= 0 else UNBOUNDED
    return SHARE


def _times(x: float, y: float) -> float:
    """A product of ends, in which nothing of however much is nothing."""
    return 0.0 if x == 0 or y == 0 else x * y


# Words


def _call(node: Call, about: About) -> Formula:
    word = WORDS[node.word]
    spans = [part for part in node.arguments if isinstance(part, Span)]
    arguments = tuple(_span(part, about) if isinstance(part, Span) else simplify(part, about) for part in node.arguments)
    call = Call(node.word, arguments)
    given = [part for part in arguments if not isinstance(part, Lookup)]
    constant = all(isinstance(part, Constant) for part in given)
    if len(given) < len(arguments):
        lookup = next(part for part in arguments if isinstance(part, Lookup))
        return _computed(call, about) if constant and about.table(lookup.table) else call
    if not spans:
        found = word.folds.identity(*_parts(arguments, about))
        if found is not None:
            return simplify(found, about)
        return _computed(call, about) if constant else call
    count = simplify(Count(spans[0].over), about)
    found = word.folds.identity(count, *_parts(arguments, about))
    if found is not None:
        return simplify(found, about)
    return Call(node.word, tuple(_kept(span, part, about) for span, part in zip(node.arguments, arguments, strict=True)))


def _span(span: Span, about: About) -> Formula:
    """A range, or what each of its elements is where they are all alike."""
    found = about.resolved(span.key)
    if isinstance(found, Reference) and about.varies(found.key, span.over):
        return Span(found.key, span.over, span.reach)
    return found


def _kept(before: Formula, part: Formula, about: About) -> Formula:
    """An argument of a range word that has no identity: a range again, though all its elements are alike."""
    if not isinstance(before, Span) or isinstance(part, Span):
        return part
    about.must_vary(before.key, before.over)
    return before
