"""Fits the efficiencies: the serving profile with which the model's lines agree best with measured rows.

The method is least squares on the logarithms of modelled ÷ measured, by Gauss-Newton steps with numerical slopes and Huber weights, so
that a few odd rows do not bend the profile. A weak prior pulls every parameter towards a neutral start; it decides only where no row
says anything. The result is a proposal for `engines.yaml` and `interconnects.yaml`: nothing writes to the catalogue.

Usage: .venv/bin/python scripts/fit_speed.py ROWS.csv
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tco.accuracy.predict import predicted, untouched
from tco.accuracy.replica import Array, Given
from tco.accuracy.rows import Measured, read_rows
from tco.catalogue.reader import load
from tco.engine.input_arrays import facts
from tco.language.lookup import Facts

GPU = ("vllm", "tensorrt-llm", "sglang")
NEURON = ("neuron",)
_WEIGHTS = {"output_tokens_per_s": 1.0, "tpot": 1.0, "ttft": 0.3}
_HUBER = 0.15
"""The error from which a row counts less, in logarithms."""
_PRIOR = 0.03
"""The weight of the prior, against 1 for a row."""
_ROUNDS = 8
_CLOSE = 0.02
"""The fit ends when no logarithm moves further than this."""
_MOVES = 0.02
"""A row supports a parameter when one of its figures moves by at least this share of the parameter's own move."""


@dataclass(frozen=True)
class Parameter:
    """A column of a catalogue table, in rows that the fit moves together, with its neutral start."""

    key: str
    table: str
    column: str
    rows: tuple[str, ...]
    start: float
    at_most: float = np.inf
    step: float = 0.02
    """The move of its logarithm from which slopes are computed: a long one where it changes batches, which are whole numbers."""


PARAMETERS = (
    Parameter("mbu", "engines", "mbu", GPU, 0.7, 1.0),
    Parameter("mfu_fp16", "engines", "mfu_fp16", GPU, 0.6, 1.0),
    Parameter("mfu_fp8", "engines", "mfu_fp8", GPU, 0.5, 1.0),
    Parameter("mfu_fp4", "engines", "mfu_fp4", GPU, 0.4, 1.0),
    Parameter("layer_time", "engines", "layer_time", GPU, 40.0),
    Parameter("expert_layer_time", "engines", "expert_layer_time", GPU, 20.0),
    Parameter("sequence_time", "engines", "sequence_time", GPU, 6.0),
    Parameter("interleaving", "engines", "interleaving", GPU, 0.8, 1.0),
    Parameter("link_efficiency", "engines", "link_efficiency", (*GPU, *NEURON), 0.5, 1.0),
    Parameter("memory_reserve", "engines", "memory_reserve", (*GPU, *NEURON), 6.0, step=0.3),
    Parameter("hop_time nvlink", "interconnects", "hop_time", ("nvlink",), 12.0),
    *(Parameter(f"prefill_queue {engine}", "engines", "prefill_queue", (engine,), 0.2, 1.0) for engine in GPU),
    *(Parameter(f"front_time {engine}", "engines", "front_time", (engine,), 100.0) for engine in GPU),
    Parameter("mbu neuron", "engines", "mbu", NEURON, 0.7, 1.0),
    Parameter("mfu neuron", "engines", "mfu_fp16", NEURON, 0.2, 1.0),
    Parameter("layer_time neuron", "engines", "layer_time", NEURON, 40.0),
    Parameter("sequence_time neuron", "engines", "sequence_time", NEURON, 300.0),
    Parameter("hop_time neuronlink", "interconnects", "hop_time", ("neuronlink",), 50.0),
)
"""The fitted parameters. The hop time of PCI Express is not fitted: the few rows on it decide the efficiency of the link."""


@dataclass(frozen=True)
class Fit:
    """Fitted values, and the number of rows that support each, by the keys of the parameters."""

    values: Mapping[str, float]
    rows: Mapping[str, int]

    def given(self) -> Given:
        """The catalogue's tables with these values in them, as `predicted` takes them."""
        return tables(self.values)


def catalogue_values() -> dict[str, float]:
    """The value of each parameter in the catalogue, by key."""
    found = {}
    for parameter in PARAMETERS:
        row = load()[parameter.table].find(parameter.rows[0])
        assert row is not None
        found[parameter.key] = float(row.values[parameter.column] or 0)
    return found


def tables(values: Mapping[str, float]) -> Given:
    """The tables of engines and interconnects with these values in place of the catalogue's own."""
    found = {name: {key: column.copy() for key, column in facts(load()[name]).columns.items()} for name in ("engines", "interconnects")}
    for parameter in PARAMETERS:
        columns = found[parameter.table]
        for place, name in enumerate(columns["name"].tolist()):
            if name in parameter.rows:
                columns[parameter.column][place] = values[parameter.key]
    return {name: Facts(columns) for name, columns in found.items()}


def fit(rows: Sequence[Measured]) -> Fit:
    """The efficiencies that fit these rows best. A parameter that no row supports keeps its start, with 0 rows."""
    starts = np.log([parameter.start for parameter in PARAMETERS])
    ceilings = np.log([parameter.at_most for parameter in PARAMETERS])
    steady = untouched(rows, {parameter.table for parameter in PARAMETERS})
    at, slopes = starts, np.zeros((0, 0))
    for _ in range(_ROUNDS):
        now = _residuals(rows, at, steady)
        slopes = np.stack(
            [(_residuals(rows, _moved(at, place), steady) - now) / parameter.step for place, parameter in enumerate(PARAMETERS)], axis=1
        )
        weights = np.sqrt(np.minimum(1.0, _HUBER / np.maximum(np.abs(now), 1e-9)))[:, None]
        scaled = slopes * weights
        towards = scaled.T @ (now * weights[:, 0]) + _PRIOR * (at - starts)
        step = np.linalg.solve(scaled.T @ scaled + (_PRIOR + 1e-3) * np.eye(len(at)), -towards)
        moved = np.minimum(at + np.clip(step, -0.7, 0.7), ceilings)
        done = np.max(np.abs(moved - at)) < _CLOSE
        at = moved
        if done:
            break
    behind = _behind(rows, slopes)
    return Fit(_by_key(at), {parameter.key: int(count) for parameter, count in zip(PARAMETERS, behind, strict=True)})


def leave_one_suite_out(rows: Sequence[Measured]) -> dict[str, Fit]:
    """The fit on all other suites, by suite, to score the model on rows that it has not seen."""
    return {suite: fit([row for row in rows if row.suite != suite]) for suite in sorted({row.suite for row in rows})}


def _by_key(logs: Array) -> dict[str, float]:
    return {parameter.key: float(np.exp(value)) for parameter, value in zip(PARAMETERS, logs, strict=True)}


def _moved(at: Array, place: int) -> Array:
    moved = at.copy()
    moved[place] += PARAMETERS[place].step
    return moved


def _residuals(rows: Sequence[Measured], logs: Array, steady: Given) -> Array:
    """Weighted logarithms of modelled ÷ measured, one figure after the other; 0 where nothing was measured: shape (figures × rows,)."""
    said = predicted(rows, {**steady, **tables(_by_key(logs))})
    return np.concatenate([weight * _logs(rows, said[key], key) for key, weight in _WEIGHTS.items()])


def _logs(rows: Sequence[Measured], said: Array, key: str) -> Array:
    measured = np.array([row.measured.get(key, np.nan) for row in rows])
    return np.asarray(np.nan_to_num(np.log(said / measured)))


def _behind(rows: Sequence[Measured], slopes: Array) -> Array:
    """The number of rows that support each parameter, from slopes of shape (figures × rows, parameters)."""
    by_figure = np.abs(slopes).reshape(len(_WEIGHTS), len(rows), len(PARAMETERS))
    weights = np.array(list(_WEIGHTS.values()))[:, None, None]
    return np.asarray(np.sum(np.max(by_figure / weights, axis=0) >= _MOVES, axis=0))


def main() -> int:
    """Print the values that fit the rows of a file best, beside those of the catalogue. Returns the exit code."""
    rows, _ = read_rows(Path(sys.argv[1]))
    if not rows:
        print("no row can be scored, so nothing can be fitted; `tco accuracy` tells each row's reason", file=sys.stderr)
        return 2
    fitted, now = fit(rows), catalogue_values()
    print(f"{'parameter':<28}  {'fitted':>10}  {'catalogue':>10}  {'rows':>5}")
    for key, value in now.items():
        print(f"{key:<28}  {fitted.values[key]:>10.4g}  {value:>10.4g}  {fitted.rows[key]:>5}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
