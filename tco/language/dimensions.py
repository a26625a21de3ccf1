"""The axes of a line: inferred from what it reads, never declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tco.errors import ModelError
from tco.language.formula import AXES, Formula, Reference, Span, leaves

Dimensions = tuple[str, ...]


def dimensions(node: Formula, known: Mapping[str, Dimensions]) -> Dimensions:
    """The axes along which a formula varies, in the order of `AXES`.

    `known` holds the axes of everything the formula reads, by key. Raises ModelError when a range runs along an axis that its line
    does not have.
    """
    return dimensions_of(leaves(node), known)


def dimensions_of(read: Iterable[Formula], known: Mapping[str, Dimensions]) -> Dimensions:
    """The axes along which a formula with these leaves varies; otherwise as `dimensions`."""
    found: set[str] = set()
    for leaf in read:
        if isinstance(leaf, Reference):
            found.update(known[leaf.key])
        elif isinstance(leaf, Span):
            own = known[leaf.key]
            if leaf.over not in own:
                raise ModelError(f"{leaf.key} is read along {leaf.over}, but it does not vary by {leaf.over}")
            found.update(axis for axis in own if axis != leaf.over or leaf.reach != "all")
    return tuple(axis for axis in AXES if axis in found)
