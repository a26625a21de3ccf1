"""What lines read and who reads them, across the models of a scenario: which must be computed, and which need not be again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tco.language.line import Model, gathered_line


def needed_keys(models: Sequence[Model], wanted: Collection[str]) -> frozenset[str]:
    """The wanted lines and everything that they read, in whatever model it stands."""
    found, before = set(wanted), 0
    while len(found) > before:
        before = len(found)
        for model in models:
            for item in reversed(model.lines.values()):
                if item.key in found:
                    found.update(item.needs, map(gathered_line, item.needs))
    return frozenset(found)


def reached_keys(models: Sequence[Model], inputs: Collection[str]) -> frozenset[str]:
    """These inputs and every line that reads one of them, by whatever lines between, in whatever model it stands."""
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
    """What these lines read, line by line: inputs, tables and other lines."""
    return frozenset[str]().union(*(item.needs for model in models for item in model.lines.values() if item.key in keys))
