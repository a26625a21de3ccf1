"""Reads catalogue tables from YAML, and refuses values without a source or of an unknown form.

A table has a file of its own here, or is part of a scenario that contains its own facts; `read_tables` reads both. All problems are
reported at once, each with its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import get_args

from tco.catalogue.file import Place, line_of, parse
from tco.catalogue.table import Catalogue, Column, Origin, Row, Table, Value
from tco.errors import ScenarioError
from tco.language.line import Confidence

Where = Callable[[Place], str]
"""Turns a place into `file:line`."""
Tell = Callable[[Place, str], None]
"""Notes a problem at a place."""

FOLDER = Path(__file__).parent
HEADER = "catalogue"

TABLE_KEYS = ("title", "keys", "columns", "origins", "entries")
COLUMN_KEYS = ("label", "unit")
ORIGIN_KEYS = ("source", "date", "confidence", "note")
ENTRY_ORIGIN_KEYS = ("origin", *ORIGIN_KEYS)
CONFIDENCES = get_args(Confidence)

TEXT_UNIT = "text"
DATE_UNIT = "date"
A_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NOWHERE = Origin("", "")

REFERENCES = (
    ("accelerators", "interconnect", "interconnects"),
    ("accelerators", "engine", "engines"),
    ("instance_types", "accelerator", "accelerators"),
    ("offers", "instance", "instance_types"),
    ("offers", "site", "sites"),
    ("api_prices", "successor", "api_prices"),
    ("precision_support", "precision", "precisions"),
    ("precision_support", "weights", "supports"),
    ("precision_support", "cache", "supports"),
)
"""Columns that name rows of another table: the table, its column, and the other table."""


@cache
def load(folder: Path | None = None) -> Catalogue:
    """Read the catalogue in a folder, by default the package's own.

    Raises ScenarioError with every problem of every file, as `file:line: what; expected; did you mean`.
    """
    folder = folder or FOLDER
    header_file = folder / f"{HEADER}.yaml"
    header = parse(header_file)
    if not isinstance(header, Mapping) or not {"date", "tables"} <= header.keys():
        raise ScenarioError([f"{header_file}:1: the catalogue's header; expected date and tables"])
    files = {str(name): folder / f"{name}.yaml" for name in header["tables"]}

    def where(place: Place) -> str:
        file = files[str(place[0])]
        return f"{file}:{line_of(file, place[1:])}"

    return Catalogue(_plain(header["date"]), read_tables({name: parse(file) for name, file in files.items()}, where))


def read_tables(mapping: Mapping[str, object], where: Where) -> dict[str, Table]:
    """Read tables, by name, from plain data; each is checked by itself and against the others.

    `where` turns a place such as ("offers", "entries", 3, "spot") into `file:line`. Raises ScenarioError with every problem.
    """
    problems: list[str] = []

    def tell(place: Place, problem: str) -> None:
        problems.append(f"{where(place)}: {problem}")

    tables = {name: _table(name, content, tell) for name, content in mapping.items()}
    _check_references(tables, tell)
    if problems:
        raise ScenarioError(problems)
    return tables


def excerpt(catalogue: Catalogue, sites: Collection[str], instances: Collection[str], currency: str) -> Catalogue:
    """The facts that a scenario can choose from: offers at its sites, their instances and chips, its currency's rate, other tables whole.

    `instances` are named by the scenario itself (priced in place, or bought) and are kept whether they are offered or not.
    """

    def kept(table: str, column: str, names: Collection[Value]) -> Table:
        return catalogue[table].keep(row for row in catalogue[table].rows if row.values[column] in names)

    offers = kept("offers", "site", sites)
    types = kept("instance_types", "name", {*offers.column("instance"), *instances})
    chips = kept("accelerators", "name", set(types.column("accelerator")))
    cut = {"offers": offers, "instance_types": types, "accelerators": chips, "sites": kept("sites", "name", sites)}
    cut["exchange_rates"] = kept("exchange_rates", "name", {currency})
    return replace(catalogue, tables={**catalogue.tables, **cut})


# Reading a table


def _table(name: str, content: object, tell: Tell) -> Table:
    if not isinstance(content, Mapping):
        tell((name,), f"{name} is not a table; expected {', '.join(TABLE_KEYS)}")
        return Table(name, name, (), ())
    _refuse_unknown(content, TABLE_KEYS, "key", (name,), tell)
    title, keys = content.get("title"), content.get("keys", 1)
    if not isinstance(title, str):
        tell((name, "title"), f"table {name} has no title; expected text")
    columns = _columns(name, content.get("columns"), tell)
    if isinstance(keys, bool) or keys not in (1, 2) or len(columns) < keys:
        tell((name, "keys"), f"keys is {keys!r}; expected 1 or 2, the number of leading columns that identify an entry")
        keys = 1
    named = _named_origins(name, content.get("origins", {}), tell)
    entries = content.get("entries")
    if not isinstance(entries, list):
        tell((name, "entries"), f"table {name} has no entries; expected a list")
        entries = []
    rows = tuple(_row((name, "entries", position), entry, columns, named, tell) for position, entry in enumerate(entries))
    table = Table(name, str(title), columns, rows, int(keys))
    _check_keys(table, tell)
    return table


def _columns(name: str, content: object, tell: Tell) -> tuple[Column, ...]:
    if not isinstance(content, Mapping) or not content:
        tell((name, "columns"), f"table {name} has no columns; expected key: {{label, unit}}, in order")
        return ()
    columns = []
    for key, given in content.items():
        place = (name, "columns", key)
        if key in (*ENTRY_ORIGIN_KEYS, "value"):
            tell(place, f"a column cannot be called {key!r}: the word belongs to origins; expected another name")
        if not isinstance(given, Mapping) or not all(isinstance(given.get(part), str) for part in COLUMN_KEYS):
            tell(place, f"column {key!r} lacks its label or unit; expected {{label: text, unit: text}}")
            continue
        _refuse_unknown(given, COLUMN_KEYS, "key", place, tell)
        columns.append(Column(str(key), given["label"], given["unit"]))
    return tuple(columns)


def _named_origins(name: str, content: object, tell: Tell) -> dict[str, Origin]:
    if not isinstance(content, Mapping):
        tell((name, "origins"), "origins are not understood; expected name: {source, date, confidence, note}")
        return {}
    named = {}
    for key, given in content.items():
        place = (name, "origins", key)
        if not isinstance(given, Mapping):
            tell(place, f"origin {key!r} is not understood; expected {{source, date, confidence, note}}")
            continue
        _refuse_unknown(given, ORIGIN_KEYS, "key", place, tell)
        named[str(key)] = _origin(given, None, {}, place, tell)
    return named


def _row(place: Place, entry: object, columns: tuple[Column, ...], named: Mapping[str, Origin], tell: Tell) -> Row:
    if not isinstance(entry, Mapping):
        tell(place, "an entry that is not a mapping; expected column: value")
        return Row(dict.fromkeys(column.key for column in columns), NOWHERE)
    _refuse_unknown(entry, (*(column.key for column in columns), *ENTRY_ORIGIN_KEYS), "column", place, tell)
    origin = _origin(entry, None, named, place, tell)
    values: dict[str, Value] = {}
    origins: dict[str, Origin] = {}
    for column in columns:
        values[column.key] = None
        if column.key not in entry:
            continue
        given, here = entry[column.key], (*place, column.key)
        if isinstance(given, Mapping):
            _refuse_unknown(given, ("value", *ENTRY_ORIGIN_KEYS), "key", here, tell)
            own = _origin(given, origin, named, here, tell)
            if own != origin:
                origins[column.key] = own
            given = given.get("value")
        values[column.key] = _value(given, column, here, tell)
    return Row(values, origin, origins)


def _origin(given: Mapping[str, object], base: Origin | None, named: Mapping[str, Origin], place: Place, tell: Tell) -> Origin:
    """The origin of a mapping: a named one, its own source and date, or the base; its `note` and `confidence` refine any of these."""
    name = given.get("origin")
    if name is not None:
        base = named.get(str(name))
        if base is None:
            tell((*place, "origin"), f"unknown origin {name!r}; expected {_one_of(named)}{_did_you_mean(name, named)}")
            return NOWHERE
    stated = {key: _plain(given[key]) for key in ORIGIN_KEYS if key in given}
    if base is NOWHERE or (base is not None and not stated):
        return base
    if "source" in stated or base is None:
        missing = [key for key in ("source", "date") if not stated.get(key)]
        if missing:
            tell(place, f"a value without origin: no {' and no '.join(missing)}; expected `origin:` with a name, or source and date")
            return NOWHERE
        base = Origin(**stated)
    else:
        base = replace(base, **stated)
    if base.confidence not in CONFIDENCES:
        meant = _did_you_mean(base.confidence, CONFIDENCES)
        tell((*place, "confidence"), f"unknown confidence {base.confidence!r}; expected {_one_of(CONFIDENCES)}{meant}")
    if not A_DATE.fullmatch(base.date):
        tell((*place, "date"), f"{base.date!r} is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD")
    return base


def _value(given: object, column: Column, place: Place, tell: Tell) -> Value:
    if given is None:
        tell(place, f"{column.key} is empty; expected a value, or leave it out where none is known")
        return None
    if column.unit in (TEXT_UNIT, DATE_UNIT):
        text = _plain(given) if isinstance(given, str | date) else ""
        if not text:
            tell(place, f"{column.key} is {given!r}; expected text (put a number in quotes)")
        elif column.unit == DATE_UNIT and not A_DATE.fullmatch(text):
            tell(place, f"{column.key} is {text!r}; expected a date, YYYY-MM-DD")
        return text
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        tell(place, f"{column.key} is {given!r}; expected a number [{column.unit}]")
        return None
    return float(given)


def _check_keys(table: Table, tell: Tell) -> None:
    first: dict[tuple[Value, ...], int] = {}
    for position, row in enumerate(table.rows):
        place = (table.name, "entries", position)
        key = table.key_of(row)
        if None in key:
            names = [column.key for column in table.columns[: table.keys]]
            tell(place, f"an entry without {' and '.join(names)}; expected the name that identifies it")
        elif key in first:
            tell(place, f"{' at '.join(map(str, key))} stands twice; expected one entry, and number {first[key] + 1} has it already")
        else:
            first[key] = position


def _check_references(tables: Mapping[str, Table], tell: Tell) -> None:
    for name, column, target in REFERENCES:
        if name not in tables:
            continue
        if target not in tables:
            tell((name,), f"table {name} refers to {target}, which is missing; expected a table {target}")
            continue
        known = set(tables[target].names())
        for position, row in enumerate(tables[name].rows):
            value = row.values.get(column)
            if value is not None and value not in known:
                meant = _did_you_mean(value, known) or f"; add it to {target} first"
                tell((name, "entries", position, column), f"unknown {column} {value!r}; expected a name in {target}{meant}")


# Words for messages


def _refuse_unknown(given: Mapping[str, object], known: Collection[str], kind: str, place: Place, tell: Tell) -> None:
    for key in given:
        if key not in known:
            tell((*place, key), f"unknown {kind} {key!r}; expected {_one_of(known)}{_did_you_mean(key, known)}")


def _did_you_mean(word: object, known: Iterable[str]) -> str:
    close = get_close_matches(str(word), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _one_of(words: Collection[str]) -> str:
    return f"one of {', '.join(words)}" if words else "a name, and none is defined here"


def _plain(value: object) -> str:
    """Text as it was written: YAML turns dates into date objects, and years into numbers."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)
