"""Formulas as small trees, so that an equation written once can be read as numbers, as Excel, in words and in units.

A line of the model is a plain Python function. Called with numbers or arrays it computes; called with `Reference`s it builds
a tree by the operators below. A tree holds only the nodes of this file and the words of `vocabulary.py` and `lookup.py`:

    def kv_cache_per_request(kv_cache_per_token, context, bytes_per_gb):
        return kv_cache_per_token * context / bytes_per_gb

    kv_cache_per_request(Reference("kv_cache_per_token"), Reference("context"), Reference("bytes_per_gb"))
    # Operation("/", Operation("*", Reference(…), Reference(…)), Reference(…))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NoReturn

from tco.errors import ModelError

AXES = (
    "draw", "case", "volume", "option", "region", "code", "site", "workload", "tangent", "degree", "point", "tranche",
    "spare", "hour", "clock", "month",
)  # fmt: skip
"""The axes of every array, in order. An array has all of them, with size 1 along those on which it is constant.

Two arrays therefore broadcast by the names of their axes, never by accident.
"""

AXIS = {name: place for place, name in enumerate(AXES)}
"""The position of each axis in an array's shape."""

Reach = Literal["all", "so far", "before"]
"""The part of an axis that a range covers: all of it, up to the element being computed, or up to the one before that."""


def _frozen_choice(instead: str) -> Callable[..., NoReturn]:
    def refuse(_: Formula, *__: object) -> NoReturn:
        raise ModelError(f"{instead} (Python would decide once, at import, and the workbook would never recalculate it)")

    return refuse


@dataclass(frozen=True)
class Formula:
    """A node of the tree; arithmetic and comparisons build bigger trees."""

    def __add__(self, other: Formula | float) -> Operation:
        return Operation("+", self, as_formula(other))

    def __radd__(self, other: float) -> Operation:
        return Operation("+", as_formula(other), self)

    def __sub__(self, other: Formula | float) -> Operation:
        return Operation("-", self, as_formula(other))

    def __rsub__(self, other: float) -> Operation:
        return Operation("-", as_formula(other), self)

    def __mul__(self, other: Formula | float) -> Operation:
        return Operation("*", self, as_formula(other))

    def __rmul__(self, other: float) -> Operation:
        return Operation("*", as_formula(other), self)

    def __truediv__(self, other: Formula | float) -> Operation:
        return Operation("/", self, as_formula(other))

    def __rtruediv__(self, other: float) -> Operation:
        return Operation("/", as_formula(other), self)

    def __lt__(self, other: Formula | float) -> Operation:
        return Operation("<", self, as_formula(other))

    def __le__(self, other: Formula | float) -> Operation:
        return Operation("<=", self, as_formula(other))

    def __gt__(self, other: Formula | float) -> Operation:
        return Operation(">", self, as_formula(other))

    def __ge__(self, other: Formula | float) -> Operation:
        return Operation(">=", self, as_formula(other))

    __bool__ = _frozen_choice(
        "use choose(condition, then, otherwise), largest(a, b) or smallest(a, b) instead of if, and, or, min() and max()"
    )
    __ceil__ = _frozen_choice("use round_up(x) instead of math.ceil()")
    __floor__ = _frozen_choice("use round_down(x) instead of math.floor()")
    __round__ = _frozen_choice("use round_up(x) or round_down(x) instead of round()")
    __pow__ = __rpow__ = _frozen_choice("use compound(rate, periods) or power_of_two(x) instead of **")
    __neg__ = _frozen_choice("write 0 - x instead of -x: Excel binds a leading minus tighter than its powers")
    __iter__ = _frozen_choice("use total(x, over=…), least(x, over=…) or greatest(x, over=…) instead of a loop")


@dataclass(frozen=True)
class Number(Formula):
    """A literal: 0, 1 or 2. Anything else is an input or a named constant with a unit and a source."""

    value: float

    def __post_init__(self) -> None:
        if self.value not in (0, 1, 2):
            raise ModelError(f"{self.value:g} is written into a formula; give it a name, a unit and a source as an input")


@dataclass(frozen=True)
class Constant(Formula):
    """A value that a folded tree is known to have, and the formula that gives it where it cannot be written as 0, 1 or 2."""

    value: float | str
    stands: Formula | None = None

    @property
    def is_literal(self) -> bool:
        """True for 0, 1 and 2, which a formula may hold."""
        return not isinstance(self.value, str) and self.value in (0, 1, 2)


@dataclass(frozen=True)
class Count(Formula):
    """The number of elements along an axis. Only folded trees hold it: a total of what is alike everywhere is that times the count."""

    axis: str


@dataclass(frozen=True)
class Reference(Formula):
    """A line or an input, by its key, at the element being computed."""

    key: str


@dataclass(frozen=True)
class Span(Formula):
    """A line's values along one axis, for a word such as `total`.

    Where twelve months fill the columns G to R, `Span("cost", "month")` prints as `$G12:$R12` in every month. In the third month, `I`,
    the reach "so far" prints as `$G12:I12`, and "before" as `$F12:H12`: F is empty, so that the first month has a range too.
    """

    key: str
    over: str
    reach: Reach = "all"


@dataclass(frozen=True)
class Lookup(Formula):
    """Adjacent columns of a catalogue table, over all its rows."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class TableReference(Formula):
    """A whole catalogue table, as the look-ups of `lookup.py` take it."""

    name: str


@dataclass(frozen=True)
class Operation(Formula):
    """Two formulas joined by an arithmetic or comparison sign."""

    sign: str
    left: Formula
    right: Formula


@dataclass(frozen=True)
class Call(Formula):
    """A word of the closed vocabulary, with its arguments."""

    word: str
    arguments: tuple[Formula, ...]


def as_formula(value: object) -> Formula:
    """The value as a formula: itself, or the literal 0, 1 or 2. Raises ModelError for anything else."""
    if isinstance(value, Formula):
        return value
    if isinstance(value, int | float):
        return Number(float(value))
    raise ModelError(f"{value!r} cannot stand in a formula: expected a line, an input, 0, 1 or 2")


def children(node: Formula) -> tuple[Formula, ...]:
    """The nodes directly below a node; a leaf has none."""
    if isinstance(node, Operation):
        return node.left, node.right
    return node.arguments if isinstance(node, Call) else ()


def leaves(node: Formula) -> list[Formula]:
    """The references, spans and look-ups of a tree, from left to right."""
    found = [leaf for child in children(node) for leaf in leaves(child)]
    return [node] if isinstance(node, Reference | Span | Lookup) else found


def counted(node: Formula) -> set[str]:
    """The axes whose elements a folded tree counts."""
    return {node.axis} if isinstance(node, Count) else {axis for child in children(node) for axis in counted(child)}


def operations(node: Formula) -> int:
    """The number of operations and words in a formula. More than six call for a line in between."""
    return isinstance(node, Operation | Call) + sum(operations(child) for child in children(node))
