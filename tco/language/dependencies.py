"""Dependencies between lines, across the models of a scenario: the lines to compute for an answer, and those that a change reaches."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tco.language.line import Model, gathered_line


def needed_keys(models: Sequence[Model], wanted: Collection[str]) -> frozenset[str]:
    """The keys of the wanted lines and of everything they read, directly or through other lines, in any of the models."""
    found, before = set(wanted), 0
    while len(found) > before:
        before = len(found)
        for model in models:
            for item in reversed(model.lines.values()):
                if item.key in found:
                    found.update(item.needs, map(gathered_line, item.needs))
    return frozenset(found)


def reached_keys(models: Sequence[Model], inputs: Collection[str]) -> frozenset[str]:
    """The keys of these inputs and of every line that reads one of them, directly or through other lines, in any of the models."""
    found, before = set(inputs), 0
    while len(found) > before:
        before = len(found)
        for model in reversed(models):
            found.update(key for key in model.gathered if gathered_line(key) in found)
            for item in model.lines.values():
                if not found.isdisjoint(item.needs):
                    found.add(item.key)
    return frozenset(found)


def read_by(models: Sequence[Model], keys: Collection[str]) -> frozenset[str]:
    """The keys that these lines read directly: inputs, tables and other lines."""
    return frozenset[str]().union(*(item.needs for model in models for item in model.lines.values() if item.key in keys))
