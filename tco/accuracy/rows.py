"""Reading a file of measured rows as other people write it: columns in any order, further columns, blank cells, other spellings.

One row is one replica: `accelerators` chips that serve one copy of the model. The columns are described in docs/accuracy.md.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tco.accuracy.names import known, mentioned
from tco.catalogue.reader import FOLDER, load
from tco.errors import ScenarioError

SHIPPED = FOLDER / "measured" / "calibration.csv"
"""The 290 published results on which the efficiencies of the catalogue were fitted, each with its source."""

MEASURES = {"output_tokens_per_s": "output_tokens_per_s", "tpot_ms": "tpot", "ttft_ms": "ttft"}
"""The columns that hold a measurement, and the key of the figure."""

_NAMED = ("model", "accelerator")
_FP16, _FP8, _FP4 = 1, 2, 3
_COMPUTE = {"fp16": _FP16, "int8": _FP16, "int4": _FP16, "fp8": _FP8, "fp4": _FP4, "nvfp4": _FP4, "mxfp4": _FP4}
_NVFP4_FROM = 0.55
"""Bytes per weight above which 4-bit floating point has a scale for every 16 weights, as NVFP4 does, rather than for 32."""
_SAME_BYTES = 0.02
"""The largest difference, as a share, at which two widths of weights count as the same."""


@dataclass(frozen=True)
class Measured:
    """One row with names of the catalogue and times in seconds; `number` counts the rows of the file from 1, without its header."""

    number: int
    model: str
    accelerator: str
    chips: float
    engine: str
    front: str
    """The engine whose queue and front are in the times to first token; it differs from `engine` where only that one's speed was fitted."""
    interconnect: str
    precision: str
    weight_bytes: float | None
    """Bytes per weight, where the file states others than the catalogue's precision has; else None."""
    compute: int
    """The number of the compute type, from 1 (FP16, FP8, FP4); 0 where the catalogue decides."""
    kv_bytes: float | None
    is_static: bool
    concurrency: float | None
    run_requests: float | None
    input_tokens: float
    output_tokens: float
    measured: Mapping[str, float]
    suite: str
    source: str


@dataclass(frozen=True)
class Unscored:
    """A row that cannot be scored, and the reason."""

    number: int
    reason: str


class _UnfitError(Exception):
    """Raised with the reason for which a row cannot be scored."""


def read_rows(file: Path) -> tuple[list[Measured], list[Unscored]]:
    """Read a file: the rows that can be scored, and those that cannot, each with its reason.

    Raises ScenarioError where the file cannot be read or contains no measured rows.
    """
    found: list[Measured] = []
    refused: list[Unscored] = []
    for number, cells in enumerate(_cells(file), start=1):
        try:
            found.append(_measured(number, cells))
        except _UnfitError as reason:
            refused.append(Unscored(number, str(reason)))
    return found, refused


def _cells(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            head = text.readline()
            text.seek(0)
            separator = max(",;\t", key=head.count)
            rows = list(csv.reader(text, delimiter=separator))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        told = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
        raise ScenarioError([f"{file}: cannot be read as a CSV file of measured rows ({told}); expected a table with a header"]) from None
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    missing = [column for column in _NAMED if column not in header]
    if missing or not set(MEASURES) & set(header):
        wanted = " and ".join(missing) or f"any of {', '.join(MEASURES)}"
        expected = f"model, accelerator, weight_precision, input_tokens, output_tokens and at least one of {', '.join(MEASURES)}"
        raise ScenarioError([f"{file}:1: no column {wanted}; expected a header with {expected} (docs/accuracy.md describes the columns)"])
    filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    if not filled:
        raise ScenarioError([f"{file}: no rows below the header; expected one measured replica per row"])
    return [{key: cell.strip() for key, cell in zip(header, row, strict=False)} for row in filled]


def _measured(number: int, cells: Mapping[str, str]) -> Measured:
    model, accelerator = _named("models", cells, "model"), _named("accelerators", cells, "accelerator")
    chip = load()["accelerators"].find(accelerator)
    assert chip is not None
    usual, vendor = str(chip.values["engine"]), str(chip.values["vendor"])
    engine = _optional("engines", cells, "engine").replace("default", "") or usual
    precision = _precision(cells, model, vendor)
    measured = {name: value for column, name in MEASURES.items() if (value := _positive(cells, column)) is not None}
    if not measured:
        raise _UnfitError(f"no measurement: {', '.join(MEASURES)} are all blank")
    stated = _positive(cells, "weight_bytes")
    return Measured(
        number=number,
        model=model,
        accelerator=accelerator,
        chips=_positive(cells, "accelerators") or 1.0,
        engine=engine if vendor == "NVIDIA" else usual,
        front=engine,
        interconnect=_optional("interconnects", cells, "interconnect"),
        precision=precision,
        weight_bytes=stated if stated and _differs(stated, precision) else None,
        compute=_COMPUTE.get(_optional("precision", cells, "compute_precision"), 0),
        kv_bytes=_positive(cells, "kv_bytes"),
        is_static=cells.get("static_batch", "").casefold() in ("yes", "true", "1", "y"),
        concurrency=_positive(cells, "concurrency"),
        run_requests=_positive(cells, "run_requests"),
        input_tokens=_required(cells, "input_tokens"),
        output_tokens=_required(cells, "output_tokens"),
        measured={name: value if name == "output_tokens_per_s" else value / 1000 for name, value in measured.items()},
        suite=cells.get("suite", "") or "not stated",
        source=cells.get("source", ""),
    )


def _named(table: str, cells: Mapping[str, str], column: str) -> str:
    written = cells.get(column, "")
    if not written:
        raise _UnfitError(f"no {column}")
    name = known(table, written)
    if not name:
        raise _UnfitError(f"unknown {column} {written!r}: the catalogue's {table} has none of that name")
    return name


def _optional(table: str, cells: Mapping[str, str], column: str) -> str:
    """The catalogue's name for a cell; empty where the cell is blank or its word unknown, so that the catalogue's usual one applies."""
    written = cells.get(column, "")
    return (mentioned(table, written) or "") if written else ""


def _precision(cells: Mapping[str, str], model: str, vendor: str) -> str:
    written, stated = cells.get("weight_precision", ""), _positive(cells, "weight_bytes")
    name = mentioned("precision", written) if written else ""
    if name is None:
        raise _UnfitError(f"unknown weight_precision {written!r}; known are fp16, bf16, fp8, int8, int4, nvfp4, mxfp4 and fp4")
    if not name:
        by_bytes = {2.0: "fp16", 1.0: "fp8"}
        if stated not in by_bytes:
            raise _UnfitError("no weight_precision")
        return by_bytes[stated]
    if name == "fp4":
        four_bit = "nvfp4" if vendor == "NVIDIA" and not model.startswith("gpt-oss") else "mxfp4"
        name = four_bit if stated is None else "nvfp4" if stated > _NVFP4_FROM else "mxfp4"
    if name == "mxfp4" and not model.startswith("gpt-oss"):
        return "mxfp4-all"  # only gpt-oss was published with 16 bits outside its experts
    return name


def _differs(stated: float, precision: str) -> bool:
    row = load()["precisions"].find(precision)
    assert row is not None
    usual = float(row.values["expert_weight_bytes"] or 0)
    return abs(stated / usual - 1) > _SAME_BYTES


def _required(cells: Mapping[str, str], column: str) -> float:
    value = _positive(cells, column)
    if value is None:
        raise _UnfitError(f"no {column}")
    return value


def _positive(cells: Mapping[str, str], column: str) -> float | None:
    """A number above 0, or None where the cell is blank."""
    written = cells.get(column, "").replace("_", "")
    if written.casefold() in ("", "nan", "na", "n/a", "none", "null", "-"):
        return None
    try:
        value = float(written)
    except ValueError:
        raise _UnfitError(f"{column} is {written!r}, not a number") from None
    if not (math.isfinite(value) and value > 0):
        raise _UnfitError(f"{column} is {written}; expected a number above 0")
    return value
