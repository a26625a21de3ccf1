"""The model's own lines on plain numbers, for one site and one month: whatever is given stands in for inputs and lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from tco.catalogue.reader import load
from tco.evaluate import facts
from tco.formula import AXES
from tco.lookup import Facts
from tco.model.options import inputs, option_model

Given = Mapping[str, float | str]
Values = dict[str, np.ndarray | Facts]


def shaped(value: float | str) -> np.ndarray:
    """A single value with every axis."""
    return np.array(value, dtype=object if isinstance(value, str) else float).reshape((1,) * len(AXES))


def monthly(*figures: float) -> np.ndarray:
    """One value for each month, with every axis."""
    return np.array(figures, dtype=float).reshape((*(1,) * (len(AXES) - 1), -1))


@cache
def _known() -> Mapping[str, np.ndarray | Facts]:
    tables = {name: facts(table) for name, table in load().tables.items()}
    defaults = {key: item.default for key, item in inputs().items() if item.default is not None and not isinstance(item.default, dict)}
    return {**tables, "month_number": shaped(1.0), **{key: shaped(value) for key, value in defaults.items()}}


def values_with(given: Given, catalogue: Mapping[str, Given] | None = None) -> Values:
    """Where a reading starts: defaults, what is given, and the catalogue with some facts replaced, by table/row and column."""
    values = {**_known(), **{key: shaped(value) for key, value in given.items()}}
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


def reckon(key: str, values: Values, kind: str = "cloud") -> float:
    """A line of this kind of option, with every line that it reads; `values` keeps what was found on the way."""
    with np.errstate(all="ignore"):
        return float(np.asarray(_find(key, values, kind)).item())


def by_month(key: str, values: Values, kind: str = "cloud") -> list[float]:
    """The same for several months: `values` has some figures as lists along the month."""
    with np.errstate(all="ignore"):
        return [float(value) for value in np.asarray(_find(key, values, kind)).reshape(-1)]


def _find(key: str, values: Values, kind: str) -> np.ndarray | Facts:
    if key not in values:
        item = option_model(kind).line(key)
        if item is None:
            raise KeyError(f"{key}: no line, and neither given nor a default")
        values[key] = np.asarray(item(*(_find(need, values, kind) for need in item.needs)))
    return values[key]
