"""The model's prediction of measured rows, all at once: output, time per token and time to first token of each replica.

predicted(rows)["tpot"]  # seconds, of shape (rows,)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from tco.accuracy.replica import Array, Given, Values, is_line, reads, reckon_each, shaped, values_with
from tco.accuracy.rows import Measured
from tco.catalogue.reader import load
from tco.engine.input_arrays import facts
from tco.language.lookup import Facts

NO_LIMIT = 1e9
"""The limit of requests in flight where a row states none: memory decides."""

PCIE_BANDWIDTH = 32.0
"""The bandwidth, in GB/s one way, of a chip with a faster link where a row says that PCI Express joined it to others."""

BESIDE = ("batch", "batch_by_memory", "fits", "is_mixture", "weights", "speed_low", "speed_high", "is_calibrated")
"""Lines that are returned beside the three figures: the batch, the fit into memory, and the band of the speed."""

Predicted = Mapping[str, Array]
"""Figures and lines by key, each of shape (rows,)."""


def predicted(rows: Sequence[Measured], given: Given | None = None) -> Predicted:
    """Predict output [token/s], TPOT and TTFT [s] of each row, and the lines of `BESIDE`.

    `given` replaces inputs or lines of all rows, or tables of the catalogue; a fit tries other efficiencies through it.
    """
    values = _replicas(rows, given or {})
    lone = dict(values)  # a copy, because computing a line adds it to the values
    beside = {key: _each(rows, key, lone) for key in BESIDE}
    full, concurrency, run = beside["batch"], _numbers(rows, "concurrency"), _numbers(rows, "run_requests")
    batch = np.where(np.isnan(run), full, run / np.ceil(np.fmax(run, 1) / full))  # an offline run ends with a batch that is not full
    ran: Values = {**values, "batch": shaped(batch)}
    output, tpot = _each(rows, "replica_output", ran), _each(rows, "tpot", ran)
    in_flight = np.where(np.isnan(concurrency), full, concurrency)
    return {**beside, "output_tokens_per_s": output, "tpot": tpot, "ttft": _first_token(rows, values, in_flight)}


def _first_token(rows: Sequence[Measured], values: Values, in_flight: Array) -> Array:
    """Time to first token among the requests in flight, in seconds: shape (rows,).

    Behind a server, a request waits for the prefills of others and for the front. The requests of a static batch start together on the
    bare engine: their first tokens come when all their prompts are done. A static batch of one is therefore a lone request.
    """
    waiting = {key: shaped(_each(rows, key, dict(values))) for key in ("queue_step", "decode_step", "front_time")}
    served = _each(rows, "class_ttft", {**values, **waiting, "batch": shaped(in_flight)})
    prompts = in_flight * _each(rows, "class_prefill", dict(values))
    together = _each(rows, "class_lone_ttft", {**values, "class_prefill": shaped(prompts)})
    return np.where([row.is_static for row in rows], together, served)


def untouched(rows: Sequence[Measured], moved: Collection[str]) -> Given:
    """The lines of these rows that do not read the `moved` tables. Given to `predicted`, they are not computed again."""
    values = _replicas(rows, {})
    for key in ("replica_output", "tpot", "class_ttft"):
        reckon_each(key, values)
    return {key: value for key, value in values.items() if is_line(key) and not reads(key, moved)}


def _replicas(rows: Sequence[Measured], given: Given) -> Values:
    """Rows as inputs of the model, one replica each along `draw`, without cached prefixes and promises, and with the batch of the row."""
    precisions, names = _precisions(rows)
    limits = (np.nan_to_num(_numbers(rows, key), nan=NO_LIMIT) for key in ("concurrency", "run_requests"))
    chips = _numbers(rows, "chips")
    own: Given = {
        "model": [row.model for row in rows],
        "accelerator": [row.accelerator for row in rows],
        "engine": [row.engine for row in rows],
        "precisions": precisions,
        "precision": names,
        "tensor_parallel_given": chips,
        "chips_per_instance": chips,
        "class_input": _numbers(rows, "input_tokens"),
        "class_output": _numbers(rows, "output_tokens"),
        "server_batch": np.fmin(*limits),
        "class_share": 1.0,
        "prefix_reuse": 0.0,
        "ttft_promise": 0.0,
        "tpot_promise": 0.0,
        "latency_promise": 0.0,
    }
    values = values_with({**own, **given})
    fronts = values_with(
        {**own, **given, "engine_row": reckon_each("engine_asked", values_with({**own, "engine": [row.front for row in rows]}))}
    )
    for key in ("prefill_queue", "front_time"):
        values[key] = shaped(_each(rows, key, fronts))
    plain: Values = {**values, "precision": shaped([row.precision for row in rows])}
    values["band_exact"] = shaped(_each(rows, "band_exact", plain))
    compute = np.array([float(row.compute) for row in rows])
    static = np.array([row.is_static for row in rows])
    _state(rows, values, "kv_bytes", _numbers(rows, "kv_bytes"))
    _state(rows, values, "compute_units", np.where(compute > 0, np.maximum(compute, 1), np.nan))
    _state(rows, values, "compute_wanted", np.where(compute > 0, compute, np.nan))
    _state(rows, values, "interleaving", np.where(static, 0.0, np.nan))  # a static batch interrupts nobody
    _join(rows, values)
    return values


def _join(rows: Sequence[Measured], values: Values) -> None:
    """Join chips as a row says, where that differs from the catalogue."""
    table = values["interconnects"]
    assert isinstance(table, Facts)
    places = {name: float(place) for place, name in enumerate(table.columns["name"].tolist(), start=1)}
    own = _each(rows, "chip_interconnect", dict(values))
    stated = np.array([places.get(row.interconnect, np.nan) for row in rows])
    _state(rows, values, "chip_interconnect", stated)
    slower = (stated == places["pcie"]) & (own != stated)
    _state(rows, values, "link_bandwidth", np.where(slower, PCIE_BANDWIDTH, np.nan))


def _state(rows: Sequence[Measured], values: Values, key: str, stated: Array) -> None:
    """Replace a line by what rows state; NaN where a row states nothing."""
    if not np.isnan(stated).all():
        values[key] = shaped(np.where(np.isnan(stated), _each(rows, key, dict(values)), stated))


def _numbers(rows: Sequence[Measured], key: str) -> Array:
    return np.array([np.nan if (value := getattr(row, key)) is None else value for row in rows], dtype=float)


def _each(rows: Sequence[Measured], key: str, values: Values) -> Array:
    return np.broadcast_to(reckon_each(key, values), (len(rows),))


def _precisions(rows: Sequence[Measured]) -> tuple[Facts, list[str]]:
    """The catalogue's precisions, with one more for each other width of weights that a file states, and the name of each row's own."""
    columns = {key: list(column) for key, column in facts(load()["precisions"]).columns.items()}
    own = dict(zip(columns["name"], range(len(columns["name"])), strict=True))
    names = []
    for row in rows:
        name = row.precision if row.weight_bytes is None else f"{row.precision} of {row.weight_bytes:g} bytes"
        if name not in columns["name"]:
            for column in columns.values():
                column.append(column[own[row.precision]])
            columns["name"][-1], columns["expert_weight_bytes"][-1] = name, row.weight_bytes
            if row.precision != "mxfp4":
                columns["weight_bytes"][-1] = row.weight_bytes
        names.append(name)
    kinds = facts(load()["precisions"]).columns
    return Facts({key: np.array(column, dtype=kinds[key].dtype) for key, column in columns.items()}), names
