"""Which axes a line has: inferred from what it reads, never declared."""

from __future__ import annotations

from collections.abc import Mapping

from tco.errors import ModelError
from tco.formula import AXES, Formula, Reference, Span, children

Dimensions = tuple[str, ...]


def dimensions(node: Formula, known: Mapping[str, Dimensions]) -> Dimensions:
    """The axes along which a formula varies, in the order of `AXES`; `known` gives those of the lines it reads.

    Raises `ModelError` when a range is taken along an axis that its line does not have.
    """
    found: set[str] = set()
    _collect(node, known, found)
    return tuple(axis for axis in AXES if axis in found)


def _collect(node: Formula, known: Mapping[str, Dimensions], found: set[str]) -> None:
    if isinstance(node, Reference):
        found.update(known[node.key])
    elif isinstance(node, Span):
        own = known[node.key]
        if node.over not in own:
            raise ModelError(f"{node.key} is read along {node.over}, but it does not vary by {node.over}")
        found.update(axis for axis in own if axis != node.over or node.reach != "all")
    else:
        for child in children(node):
            _collect(child, known, found)
