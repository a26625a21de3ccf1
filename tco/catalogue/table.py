"""The shape of catalogue facts: tables of rows, where every value knows its unit, source and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

Value = float | str | None


DAY_ZERO = date(1899, 12, 30)
"""The day from which spreadsheets count."""


def day_number(text: Value) -> float:
    """A date in words as spreadsheets count days, a month or a year at its last day; 0 where there is none."""
    if not isinstance(text, str) or not text:
        return 0.0
    year, month, *rest = (int(part) for part in (*text.split("-"), "12")[: max(2, text.count("-") + 1)])
    last = date(year, month, rest[0]) if rest else date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return float((last - DAY_ZERO).days)


@dataclass(frozen=True)
class Column:
    """One kind of fact: its key, what a reader calls it, and its unit ("text" for names)."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class Origin:
    """Where a value comes from; `confidence` is measured, published or assumed."""

    source: str
    date: str
    confidence: str = "published"
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One entry: its values by column key, where they come from, and the values that come from elsewhere."""

    values: Mapping[str, Value]
    origin: Origin
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin_of(self, column: str) -> Origin:
        """The origin of one value: its own, or else the row's."""
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
        """The first key of every row, once each, in order: what a dropdown offers."""
        return self._names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(self.key_of(row)[0]) for row in self.rows))

    def find(self, *key: str) -> Row | None:
        """The row with this key, or None."""
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
    """All tables, and the date by which prices and warnings are judged unless a scenario says otherwise."""

    date: str
    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]
