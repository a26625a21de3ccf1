"""The form of the catalogue: tables of rows, in which every value has a unit, a source and a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

Value = float | str | None


DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets."""


def day_number(text: Value) -> float:
    """A date such as 2026-11-20 as the number of days that spreadsheets count; the last day of a month or a year, and 0 for no date."""
    if not isinstance(text, str) or not text:
        return 0.0
    year, month, *rest = (int(part) for part in (*text.split("-"), "12")[: max(2, text.count("-") + 1)])
    last = date(year, month, rest[0]) if rest else date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return float((last - DAY_ZERO).days)


@dataclass(frozen=True)
class Column:
    """A column: its key, its label, and the unit of its facts, which is "text" for names."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class Origin:
    """The origin of a value; `confidence` is measured, published or assumed."""

    source: str
    date: str
    confidence: str = "published"
    note: str = ""


@dataclass(frozen=True)
class Row:
    """An entry: its values by column, their origin, and the origins of those values that have another, by column."""

    values: Mapping[str, Value]
    origin: Origin
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin_of(self, column: str) -> Origin:
        """The origin of a value: its own, or else that of the row."""
        return self.origins.get(column, self.origin)


@dataclass(frozen=True)
class Table:
    """Rows of one kind; the first `keys` columns (one or two) identify a row."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    keys: int = 1

    def key_of(self, row: Row) -> tuple[Value, ...]:
        """The values that identify a row."""
        return tuple(row.values[column.key] for column in self.columns[: self.keys])

    def names(self) -> tuple[str, ...]:
        """The first key of every row, each once and in order, as a dropdown offers them."""
        return self._names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(self.key_of(row)[0]) for row in self.rows))

    def find(self, *key: str) -> Row | None:
        """The row with these keys, or None."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[tuple[Value, ...], Row]:
        return {self.key_of(row): row for row in reversed(self.rows)}

    def column(self, key: str) -> tuple[Value, ...]:
        """One column's values, in the order of the rows."""
        return tuple(row.values[key] for row in self.rows)

    def keep(self, rows: Iterable[Row]) -> Table:
        """The same table with other rows."""
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True)
class Catalogue:
    """All tables, and the date by which the age of prices is judged unless a scenario gives another."""

    date: str
    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]
