"""Finds catalogue facts that differ between a workbook and another catalogue, each with its origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from tco.catalogue.table import Catalogue, Origin
from tco.catalogue.table import Value as FactValue
from tco.scenario.catalogue_section import COUNTED
from tco.workbook.readback.input_edits import readable


@dataclass(frozen=True)
class Fact:
    """One fact as the workbook has it, and as the other catalogue does (None where that has none)."""

    table: str
    keys: tuple[tuple[str, FactValue], ...]
    """The columns that identify its row, with their values there."""
    column: str
    value: FactValue
    other: FactValue
    origin: Origin

    def __str__(self) -> str:
        name = " ".join(str(value) for _, value in self.keys)
        there, here = readable(self.other), readable(self.value)
        return f"catalogue.{self.table}.{name}.{self.column}: {there} there, {here} here ({self.origin.source})"

    @property
    def overridable(self) -> bool:
        """True where the `catalogue:` of a scenario can say it: lists whose rows are counted stay, and no fact can be taken away."""
        return self.table not in COUNTED and self.value is not None


def differing_facts(here: Catalogue, other: Catalogue) -> Iterator[Fact]:
    """The facts of `here` that `other` does not have or has otherwise; what only `other` has is no fact of the workbook."""
    for name, table in here.tables.items():
        theirs = other.tables.get(name)
        rows = {} if theirs is None else {theirs.key_of(row): row for row in theirs.rows}
        keys = [column.key for column in table.columns[: table.keys]]
        for row in table.rows:
            there = rows.get(table.key_of(row))
            for column in table.columns[table.keys :]:
                value = row.values[column.key]
                known = there.values.get(column.key) if there else None
                if value != known:
                    named = tuple((key, row.values[key]) for key in keys)
                    yield Fact(name, named, column.key, value, known, row.origin_of(column.key))


def override(facts: list[Fact]) -> dict[str, object]:
    """The entry of a scenario's `catalogue:` that says these facts of one row, each with its source."""
    entry: dict[str, object] = dict(facts[0].keys)
    for fact in facts:
        entry[fact.column] = {"value": fact.value, **{key: text for key, text in asdict(fact.origin).items() if text}}
    return entry
