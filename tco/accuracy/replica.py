"""The model's own lines on plain numbers: one replica, or many at once along the axis `draw`.

Given values replace inputs and lines. Everything else is computed by the same lines that plan a fleet, and only where it is needed:

    reckon("weights", values_with({"model": "llama-3.3-70b", "precision": "fp16"}))  # GB: 139.0
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

import numpy as np

from tco.catalogue.reader import load
from tco.engine import input_arrays
from tco.engine.input_arrays import facts
from tco.language.formula import AXES, AXIS
from tco.language.lookup import Facts
from tco.model.options import inputs, option_model

Array = np.ndarray
Amounts = float | str | Array | Sequence[float] | Sequence[str]
Given = Mapping[str, Amounts | Facts]
Values = dict[str, Array | Facts]

KIND = "cloud"
"""The kind of option whose lines are read: speed and memory are the same in every kind that serves a model itself."""


def shaped(value: Amounts) -> Array:
    """A single value, or one value for each replica along `draw`, with all axes; unchanged where it has them already."""
    array = np.asarray(value)
    if array.ndim == len(AXES):
        return array
    return input_arrays.shaped(array.astype(object if array.dtype.kind in "UO" else float), ("draw",))


def along(axis: str, values: Sequence[float]) -> Array:
    """A list along one axis, as an array with all axes."""
    return input_arrays.shaped(np.array(values, dtype=float), (axis,))


@cache
def _known() -> Mapping[str, Array | Facts]:
    tables = {name: facts(table) for name, table in load().tables.items()}
    defaults = {
        key: item.default for key, item in inputs().items() if item.default not in (None, ()) and not isinstance(item.default, dict)
    }
    lists = {key: along(inputs()[key].by[0], value) for key, value in defaults.items() if isinstance(value, tuple)}
    clock = {"month_number": shaped(1.0), "calendar_days": shaped(31.0), "first_day": shaped(46_388.0)}  # January 2027
    clock["regions_served"] = shaped(1.0)  # a replica by itself serves somebody
    return {**tables, **clock, **{key: shaped(value) for key, value in defaults.items() if key not in lists}, **lists}


def values_with(given: Given, catalogue: Mapping[str, Mapping[str, float | str]] | None = None) -> Values:
    """The values to start from: defaults, given ones, and the catalogue with facts replaced: `{"engines/vllm": {"mbu": 1.0}}`."""
    values = {**_known(), **{key: value if isinstance(value, Facts) else shaped(value) for key, value in given.items()}}
    for place, replaced in (catalogue or {}).items():
        table, name = place.split("/")
        known = values[table]
        assert isinstance(known, Facts)
        row = known.columns["name"].tolist().index(name)
        columns = {key: column.copy() for key, column in known.columns.items()}
        for key, value in replaced.items():
            columns[key][row] = value
        values[table] = Facts(columns)
    return values


def reckon(key: str, values: Values, kind: str = KIND) -> float:
    """Compute a line that is a single number; every line computed on the way is added to `values`.

    Raises KeyError for a need that is neither a line nor given nor has a default.
    """
    return float(_reckoned(key, values, kind).item())


def reckon_each(key: str, values: Values, kind: str = KIND, axis: str = "draw") -> Array:
    """Compute a line along one axis, of replicas or months: shape (size of the axis,), or (1,) where the line is the same for all."""
    found = _reckoned(key, values, kind)
    assert found.size == found.shape[AXIS[axis]], f"{key} varies along other axes as well"
    return found.reshape(-1)


def _reckoned(key: str, values: Values, kind: str) -> Array:
    with np.errstate(all="ignore"):
        return np.asarray(_find(key, values, kind))


def _find(key: str, values: Values, kind: str) -> Array | Facts:
    if key not in values:
        item = option_model(kind).line(key)
        if item is None:
            raise KeyError(f"{key}: no line, and neither given nor a default")
        values[key] = np.asarray(item(*(_find(need, values, kind) for need in item.needs)))
    return values[key]


def is_line(key: str) -> bool:
    """True where a key names a line of the model, and not an input or a table."""
    return option_model(KIND).line(key) is not None


def reads(key: str, tables: Collection[str]) -> bool:
    """True where a line reads one of these tables, directly or through other lines."""
    return not _sources(key).isdisjoint(tables)


@cache
def _sources(key: str) -> frozenset[str]:
    item = option_model(KIND).line(key)
    return frozenset({key}) if item is None else frozenset().union(*(_sources(need) for need in item.needs))
