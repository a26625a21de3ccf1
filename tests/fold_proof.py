"""Folded formulas held against the engine: each is read on the engine's own values and must give the line that the engine computed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tco.engine.evaluate import Evaluated, Results
from tco.engine.fold_pass import located, name_of
from tco.engine.folding import Folded, folded
from tco.engine.input_arrays import clock, entry_array, facts
from tco.language.formula import AXES, AXIS
from tco.language.reading import numbers
from tco.workbook.expected_lines import WORKINGS, expected

RELATIVE = 1e-9


def fold(results: Results) -> Folded:
    """The models of a scenario's book."""
    return folded(results, expected(results), WORKINGS)


def wrong_lines(found: Folded, results: Results) -> list[str]:
    """Lines whose folded formula, or whose axes, are not those of the engine's values."""
    return [line for evaluated in results.every_model() for line in _wrong(found, evaluated, results)]


def _wrong(found: Folded, evaluated: Evaluated, results: Results) -> Iterator[str]:
    scenario, name = results.scenario, name_of(evaluated)
    models = {name_of(each): each for each in results.every_model()}
    tables = {key: facts(table) for key, table in scenario.catalogue.tables.items()}
    time = clock(scenario)

    def value(key: str) -> np.ndarray:
        where = located(key, evaluated)
        if where is not None:
            return models[where].values[key]
        return time[key] if key in time else entry_array(scenario.entry(key, evaluated.option), scenario)

    for line in found.models[name].lines.values():
        with np.errstate(all="ignore"):
            got = numbers(line.formula, value, tables.__getitem__, lambda axis: len(scenario.axis(axis, evaluated.option)))
        wanted = evaluated.values[line.key]
        if not _same(got, wanted):
            yield f"{name}: {line.key}: {line.formula}"
        for axis in AXES:
            if (
                axis not in found.dims[name][line.key]
                and wanted.shape[AXIS[axis]] > 1
                and not _same(np.take(wanted, [0], AXIS[axis]), wanted)
            ):
                yield f"{name}: {line.key} varies by {axis}"
    for key, target in found.repeats[name].items():
        if not _same(value(target), evaluated.values[key]):
            yield f"{name}: {key} does not repeat {target}"


def _same(got: np.ndarray, wanted: np.ndarray) -> bool:
    one, other = np.broadcast_arrays(np.asarray(got), wanted)
    if not {one.dtype.kind, other.dtype.kind} <= set("biuf"):
        return bool((one == other).all())
    return bool(np.allclose(one.astype(float), other.astype(float), rtol=RELATIVE, atol=1e-12, equal_nan=True))
