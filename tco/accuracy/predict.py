"""What the model's lines say of measured rows, all at once: output, time per token and time to first token of each replica."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from tco.accuracy.replica import Array, Given, Values, is_line, reads, reckon_each, shaped, values_with
from tco.accuracy.rows import Measured
from tco.catalogue.reader import load
from tco.engine.input_arrays import facts
from tco.language.lookup import Facts

NO_LIMIT = 1e9
"""Requests in flight where nobody limited them: memory decides."""

PCIE_BANDWIDTH = 32.0
"""GB/s one way: what a chip with a faster link of its own has left where a row says that it was joined by PCI Express."""

BESIDE = ("batch", "batch_by_memory", "fits", "is_mixture", "weights", "speed_low", "speed_high", "is_calibrated")
"""Lines told beside the three figures: whether the replica fits, and the band that its speed is said to lie in."""

Predicted = Mapping[str, Array]


def predicted(rows: Sequence[Measured], given: Given | None = None) -> Predicted:
    """Output [token/s], TPOT and TTFT [s] of each row, and the lines of `BESIDE`.

    `given` stands in for inputs or lines of all rows, or for a table of the catalogue: the fit moves efficiencies so.
    """
    values = _replicas(rows, given or {})
    lone = dict(values)  # reckoning adds to what it reads from
    beside = {key: _each(rows, key, lone) for key in BESIDE}
    full, concurrency, run = beside["batch"], _numbers(rows, "concurrency"), _numbers(rows, "run_requests")
    batch = np.where(np.isnan(run), full, run / np.ceil(np.fmax(run, 1) / full))  # an offline run ends with a batch that is not full
    ran: Values = {**values, "batch": shaped(batch)}
    output, tpot = _each(rows, "replica_output", ran), _each(rows, "tpot", ran)
    in_flight = np.where(np.isnan(concurrency), full, concurrency)
    return {**beside, "output_tokens_per_s": output, "tpot": tpot, "ttft": _first_token(rows, values, in_flight)}


def _first_token(rows: Sequence[Measured], values: Values, in_flight: Array) -> Array:
    """Time to first token among the requests in flight.

    A server lets a request wait for others' prefills and for its own front. A static batch begins together on the bare engine:
    its first tokens come when all its prompts are done, so that a batch of one is the lone request.
    """
    waiting = {key: shaped(_each(rows, key, dict(values))) for key in ("queue_step", "decode_step", "front_time")}
    served = _each(rows, "class_ttft", {**values, **waiting, "batch": shaped(in_flight)})
    prompts = in_flight * _each(rows, "class_prefill", dict(values))
    together = _each(rows, "class_lone_ttft", {**values, "class_prefill": shaped(prompts)})
    return np.where([row.is_static for row in rows], together, served)


def untouched(rows: Sequence[Measured], moved: Collection[str]) -> Given:
    """The lines of these rows that do not read the `moved` tables: handed back to `predicted`, they are not reckoned again."""
    values = _replicas(rows, {})
    for key in ("replica_output", "tpot", "class_ttft"):
        reckon_each(key, values)
    return {key: value for key, value in values.items() if is_line(key) and not reads(key, moved)}


def _replicas(rows: Sequence[Measured], given: Given) -> Values:
    """Rows as the model's inputs, one replica each along `draw`: no cached prefix, no promise, and the batch as the row ran it."""
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
    """Chips as the row says they were joined, where that is not the catalogue's way."""
    table = values["interconnects"]
    assert isinstance(table, Facts)
    places = {name: float(place) for place, name in enumerate(table.columns["name"].tolist(), start=1)}
    own = _each(rows, "chip_interconnect", dict(values))
    stated = np.array([places.get(row.interconnect, np.nan) for row in rows])
    _state(rows, values, "chip_interconnect", stated)
    slower = (stated == places["pcie"]) & (own != stated)
    _state(rows, values, "link_bandwidth", np.where(slower, PCIE_BANDWIDTH, np.nan))


def _state(rows: Sequence[Measured], values: Values, key: str, stated: Array) -> None:
    """What rows state (not NaN) stands in for a line."""
    if not np.isnan(stated).all():
        values[key] = shaped(np.where(np.isnan(stated), _each(rows, key, dict(values)), stated))


def _numbers(rows: Sequence[Measured], key: str) -> Array:
    return np.array([np.nan if (value := getattr(row, key)) is None else value for row in rows], dtype=float)


def _each(rows: Sequence[Measured], key: str, values: Values) -> Array:
    return np.broadcast_to(reckon_each(key, values), (len(rows),))


def _precisions(rows: Sequence[Measured]) -> tuple[Facts, list[str]]:
    """The catalogue's precisions with a row more for each other width of weights that a file states, and each row's name among them."""
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
