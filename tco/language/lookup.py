"""The words that read the catalogue, so that a dropdown of the workbook changes what a formula finds.

A line asks for a table by naming it as a parameter. Read as numbers, the table is its columns as arrays (`Facts`). Read as a tree,
it is a `TableReference`, and the look-up becomes INDEX, MATCH or SUMPRODUCT over ranges of the Catalogue sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tco.language.formula import Call, Lookup, TableReference, as_formula
from tco.language.vocabulary import largest, smallest
from tco.language.word import WORDS, Array, Folds, Word, of_first, positive

NUMBER = "#"
"""The key of the column that numbers a table's rows from 1."""


@dataclass(frozen=True)
class Facts:
    """A catalogue table as arrays: its columns by key, each of shape (rows,), those that identify a row first."""

    columns: Mapping[str, np.ndarray]

    def rows(self) -> range:
        """The numbers of the rows, from 1."""
        return range(1, len(next(iter(self.columns.values()))) + 1)


_FACT, _PLACE = Folds(bounds=of_first), Folds(bounds=positive)
_BANDED = "{1} by bands ({2} of what lies above each)"
WORDS["pick"] = Word("MATCH({2}, {1}, 0)", "{0} of {2}", "first", folds=_FACT, chooses=True)
WORDS["entry"] = Word("{1}", "{0} in {1}", "first", folds=_FACT, chooses=True)
WORDS["grid"] = Word("INDEX({0}, {1}, {2})", "{0} in {1} and {2}", "first", folds=_FACT)
WORDS["banded"] = Word("SUMPRODUCT(({1} > {0}) * ({1} - {0}) * {2})", _BANDED, "bands", tight=True, folds=_PLACE)
WORDS["row_of"] = Word("SUMPRODUCT(({1} = {2}) * {0})", "row of {2}", "first", tight=True, folds=_PLACE)
WORDS["row_of_pair"] = Word("SUMPRODUCT(({1} = {3}) * ({2} = {4}) * {0})", "row of {3} at {4}", "first", tight=True, folds=_PLACE)


def pick(table: Facts | TableReference, column: str, name: Array) -> Array:
    """The fact in the row of this name. The name must be in the table: a dropdown offers no other."""
    if isinstance(table, TableReference):
        return Call("pick", (Lookup(table.name, (column,)), Lookup(table.name, ("name",)), as_formula(name)))
    rows = {key: place for place, key in enumerate(table.columns["name"].tolist())}
    facts = table.columns[column]
    return _each(lambda key: facts[rows[key]], facts.dtype, name)


def entry(table: Facts | TableReference, column: str, row: Array) -> Array:
    """The fact in a row, counted from 1."""
    if isinstance(table, TableReference):
        return Call("entry", (Lookup(table.name, (column,)), as_formula(row)))
    return table.columns[column][np.asarray(row, dtype=int) - 1]


def entry_if_found(table: Facts | TableReference, column: str, row: Array) -> Array:
    """The fact in the row that `row_of` found, or 0 where it found none: no table has a row 0."""
    return smallest(row, 1) * entry(table, column, largest(row, 1))


def grid(table: Facts | TableReference, columns: tuple[str, ...], row: Array, column: Array) -> Array:
    """The fact in a row and in one of several adjacent columns, both counted from 1."""
    if isinstance(table, TableReference):
        return Call("grid", (Lookup(table.name, columns), as_formula(row), as_formula(column)))
    rows, places = np.broadcast_arrays(np.asarray(row, dtype=int), np.asarray(column, dtype=int))
    return np.stack([table.columns[key] for key in columns], axis=1)[rows - 1, places - 1]


def banded(table: Facts | TableReference, above: str, step: str, amount: Array) -> Array:
    """The sum, over the bands of the table, of the band's step times the part of the amount above the band's beginning."""
    if isinstance(table, TableReference):
        return Call("banded", (Lookup(table.name, (above,)), as_formula(amount), Lookup(table.name, (step,))))
    over = np.maximum(np.asarray(amount, dtype=float)[..., np.newaxis] - table.columns[above], 0.0)
    return np.sum(over * table.columns[step], axis=-1)


def row_of(table: Facts | TableReference, name: Array) -> Array:
    """The number of the row with this name, or 0 where there is none."""
    if isinstance(table, TableReference):
        return Call("row_of", (Lookup(table.name, (NUMBER,)), Lookup(table.name, ("name",)), as_formula(name)))
    rows = dict(zip(table.columns["name"].tolist(), table.rows(), strict=True))
    return _each(lambda key: rows.get(key, 0), np.dtype(float), name)


def row_of_pair(table: Facts | TableReference, columns: tuple[str, str], first: Array, second: Array) -> Array:
    """The number of the row that holds both names, or 0 where there is none: a type that a site does not offer."""
    if isinstance(table, TableReference):
        keys = tuple(Lookup(table.name, (column,)) for column in columns)
        return Call("row_of_pair", (Lookup(table.name, (NUMBER,)), *keys, as_formula(first), as_formula(second)))
    pairs = zip(table.columns[columns[0]].tolist(), table.columns[columns[1]].tolist(), strict=True)
    rows = dict(zip(pairs, table.rows(), strict=True))
    return np.vectorize(lambda a, b: rows.get((a, b), 0), otypes=[float])(first, second)


def _each(find: Callable[[Any], object], kind: np.dtype, names: Array) -> Array:
    return np.vectorize(find, otypes=[kind])(names)


def looked_up(word: str, table: Facts, ranges: Sequence[Lookup], given: Sequence[Array]) -> Array:
    """The value of a look-up that is read as a tree: its ranges of the table, and the values of its other arguments, in order."""
    first = ranges[0].columns[0]
    if word == "pick":
        return pick(table, first, given[0])
    if word == "entry":
        return entry(table, first, given[0])
    if word == "grid":
        return grid(table, ranges[0].columns, given[0], given[1])
    if word == "banded":
        return banded(table, first, ranges[1].columns[0], given[0])
    if word == "row_of":
        return row_of(table, given[0])
    return row_of_pair(table, (ranges[1].columns[0], ranges[2].columns[0]), given[0], given[1])
