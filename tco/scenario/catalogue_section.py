"""The `catalogue:` section of a scenario: a whole snapshot, as in a resolved scenario, or facts that add to or replace installed ones."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from tco.catalogue.reader import ORIGIN_KEYS, load, read_tables
from tco.catalogue.table import Catalogue, Table
from tco.catalogue.writer import as_mapping
from tco.errors import ScenarioError, expected
from tco.scenario.problems import Problems
from tco.scenario.quantity import LARGEST_NUMBER, attempt, day, shown
from tco.scenario.yaml_data import Place

COUNTED = ("statuses", "supports", "batchings", "kv_allocations", "regimes", "drivers", "reasons", "cases", "hours")
"""Tables whose rows the lines of the model refer to by number: they cannot be added to or cut short."""
COUNTS = {("plans", "price_column_number"): 4, ("precisions", "compute_number"): 3, ("precisions", "units_number"): 3}
"""Columns that hold the number of a column of another table, and the number of columns that table has."""
ORIGIN = ("origin", *ORIGIN_KEYS)


def catalogue_of(section: Mapping[str, Any], problems: Problems) -> Catalogue:
    """The catalogue that a scenario runs on. Where its section is wrong, `problems` says so and the installed catalogue is returned."""
    installed = load()
    if not section:
        return installed
    catalogue = _snapshot(section, installed, problems) if "tables" in section else _overridden(section, installed, problems)
    if catalogue:
        for table in catalogue.tables.values():
            _check_numbers(table, section, problems)
    return installed if catalogue is None or problems.told(("catalogue",)) else catalogue


def _snapshot(section: Mapping[str, Any], installed: Catalogue, problems: Problems) -> Catalogue | None:
    for key in section:
        if key not in ("date", "tables"):
            problems.tell(("catalogue", key), f"there is no key {key} beside a catalogue's tables{expected(key, ('date', 'tables'))}")
    date = attempt(problems, ("catalogue", "date"), day, section.get("date"))
    tables = section["tables"]
    if not isinstance(tables, Mapping):
        problems.tell(("catalogue", "tables"), f"tables: {shown(tables)} stands here; expected the tables that a resolved scenario carries")
        return None
    for name, table in installed.tables.items():
        _check_shape(name, tables.get(name), table, problems)
    if problems.told(("catalogue",)):
        return None
    return Catalogue(date, _read(tables, lambda place: ("catalogue", "tables", *place), problems))


def _check_shape(name: str, given: Any, installed: Table, problems: Problems) -> None:
    """Report to `problems` what a table of a snapshot lacks: a column that the model reads, or a row of a table whose rows have numbers."""
    place: Place = ("catalogue", "tables", name)
    columns = given.get("columns") if isinstance(given, Mapping) else None
    entries = given.get("entries") if isinstance(given, Mapping) else None
    if not isinstance(columns, Mapping) or not isinstance(entries, list):
        problems.tell(
            place, f"{name}: the table is missing or has no columns and entries; expected it as the resolved scenario was written"
        )
        return
    missing = [column.key for column in installed.columns if column.key not in columns]
    if missing:
        problems.tell(place, f"{name}: no column {' and no '.join(missing)}; expected every column that the model reads")
    if name in COUNTED and len(entries) < len(installed.rows):
        counted = f"{len(entries)} entries; expected {len(installed.rows)}, in the order in which the model counts them"
        problems.tell(place, f"{name}: {counted}")


def _overridden(section: Mapping[str, Any], installed: Catalogue, problems: Problems) -> Catalogue | None:
    data: dict[str, dict[str, Any]] = {name: as_mapping(table) for name, table in installed.tables.items()}
    places: dict[tuple[str, int], int] = {}
    for name, entries in section.items():
        if name not in data or name in COUNTED:
            known = [table for table in data if table not in COUNTED]
            problems.tell(("catalogue", name), f"the catalogue has no table {name} to add to{expected(name, known)}")
        elif not isinstance(entries, list):
            example = _example(installed[name])
            problems.tell(("catalogue", name), f"{name}: {shown(entries)} stands here; expected a list of entries such as - {example}")
        else:
            keys = [column.key for column in installed[name].columns[: installed[name].keys]]
            rows = list(data[name]["entries"])
            for number, entry in enumerate(entries):
                if not isinstance(entry, Mapping):
                    example = _example(installed[name])
                    problems.tell(("catalogue", name, number), f"{name}: {shown(entry)} is no entry; expected one such as {example}")
                    continue
                alike = (position for position, row in enumerate(rows) if all(row.get(key) == entry.get(key) for key in keys))
                same = next(alike, len(rows))
                rows[same:] = [_laid_over(rows[same], entry, keys), *rows[same + 1 :]] if same < len(rows) else [entry]
                places[name, same] = number
            data[name]["entries"] = rows

    def own(place: Place) -> Place:
        if len(place) > 2 and isinstance(place[2], int) and (place[0], place[2]) in places:
            return ("catalogue", place[0], places[str(place[0]), place[2]], *place[3:])
        return ("catalogue", place[0])

    return None if problems.told(("catalogue",)) else Catalogue(installed.date, _read(data, own, problems))


def _laid_over(row: Mapping[str, Any], entry: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    """The installed row with the facts of an entry, which have the entry's source; the other facts of the row keep their own."""
    origin = {key: entry[key] for key in ORIGIN if key in entry}

    def sourced(given: Any) -> dict[str, Any]:
        fact = {**origin, **(given if isinstance(given, Mapping) else {"value": given})}
        return fact if "origin" in fact else {"source": "", "date": "", **fact}  # without a source of its own it would take the row's

    return {**row, **{key: sourced(given) for key, given in entry.items() if key not in ORIGIN and key not in keys}}


def _example(table: Table) -> str:
    keys = ", ".join(f"{column.key}: …" for column in table.columns[: table.keys])
    return f"{{{keys}, {table.columns[table.keys + 1].key if len(table.columns) > table.keys + 1 else 'note'}: …, source: …, date: …}}"


def _read(data: Mapping[str, Any], own: Callable[[Place], Place], problems: Problems) -> dict[str, Table]:
    """The tables in plain data. What the reader refuses is reported at the places of the section itself, which `own` gives."""
    try:
        return read_tables(data, lambda place: problems.source.where(own(place)))
    except ScenarioError as refused:
        problems.add(refused.problems)
        problems.excuse(("catalogue",))
        return {}


SIGNED = {("support_bands", "step")}
"""Columns, by table and key, whose facts may be negative."""


def _check_numbers(table: Table, section: Mapping[str, Any], problems: Problems) -> None:
    place: Place = ("catalogue", "tables", table.name) if "tables" in section else ("catalogue", table.name)
    for row in table.rows:
        for column in table.columns:
            value = row.values[column.key]
            highest = COUNTS.get((table.name, column.key))
            if highest and value not in range(1, highest + 1):
                problems.tell(
                    place, f"{column.key} of {table.key_of(row)[0]} is {shown(value)}; expected a whole number from 1 to {highest}"
                )
            lowest = -LARGEST_NUMBER if (table.name, column.key) in SIGNED else 0
            if isinstance(value, float) and not (math.isfinite(value) and lowest <= value <= LARGEST_NUMBER):
                problems.tell(place, f"{column.key} of {table.key_of(row)[0]} is {value:g}; expected a number from {lowest:g}")


def snapshot(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as a section of a scenario, which then no longer depends on what is installed."""
    return {"date": catalogue.date, "tables": {name: as_mapping(table) for name, table in catalogue.tables.items()}}


def sha256(catalogue: Catalogue) -> str:
    """The SHA-256 of the facts of a catalogue."""
    return hashlib.sha256(json.dumps(snapshot(catalogue), ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
