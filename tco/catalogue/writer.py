"""Catalogue tables as plain data in the format of their files, so that a scenario can contain them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, replace

from tco.catalogue.table import Origin, Row, Table, Value


def as_mapping(table: Table) -> dict[str, object]:
    """A table as plain data in the format of the files; `read_tables` makes an equal table of it."""
    blocks = _origin_blocks(table)
    named = {_unnoted(origin): (name, origin.note) for name, origin in blocks.items()}

    def refer(origin: Origin) -> dict[str, object]:
        name, note = named[_unnoted(origin)]
        return {"origin": name} if origin.note == note else {"origin": name, "note": origin.note}

    def entry(row: Row) -> dict[str, object]:
        written: dict[str, object] = {}
        for key, value in row.values.items():
            if value is not None:
                number = _shortest(value)
                written[key] = {"value": number, **refer(row.origins[key])} if key in row.origins else number
        return written | refer(row.origin)

    return {
        "title": table.title,
        "keys": table.keys,
        "columns": {column.key: {"label": column.label, "unit": column.unit} for column in table.columns},
        "origins": {name: {key: text for key, text in asdict(origin).items() if text} for name, origin in blocks.items()},
        "entries": [entry(row) for row in table.rows],
    }


def _origin_blocks(table: Table) -> dict[str, Origin]:
    """The named origins of a table: one for each source, date and confidence, with the note that most of their values share."""
    notes: dict[Origin, Counter[str]] = {}
    for row in table.rows:
        for origin in (row.origin, *row.origins.values()):
            notes.setdefault(_unnoted(origin), Counter())[origin.note] += 1
    blocks: dict[str, Origin] = {}
    for origin, counted in notes.items():
        words = re.findall(r"[a-z0-9.]+", origin.source.lower())[:4]
        name = stem = "-".join([*words, origin.date])
        while name in blocks:
            name = f"{stem}-{len(blocks) + 1}"
        blocks[name] = replace(origin, note=counted.most_common(1)[0][0])
    return blocks


def _unnoted(origin: Origin) -> Origin:
    return replace(origin, note="")


def _shortest(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value
