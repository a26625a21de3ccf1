"""Reads a request log, CSV or Parquet, into plain columns; a message about a wrong value names its row.

Millions of rows are read in seconds: in chunks, the needed columns only, and each kept as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import pandas as pd

from tco.errors import MissingPartError, ScenarioError

CHUNK = 500_000
EPOCH_UNITS = ((1e11, "s"), (1e14, "ms"), (1e17, "us"), (float("inf"), "ns"))
"""Upper bounds of a time since 1970 in seconds, milliseconds, microseconds and nanoseconds."""

USUAL: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "timestamp", "ts", "datetime", "date", "createdat", "created", "requesttime", "starttime", "eventtime", "requestedat"),
    "input": (
        "inputtokens", "prompttokens", "tokensin", "inputtokencount", "prompttokencount", "usageprompttokens", "usageinputtokens",
        "contexttokens", "input", "prompt", "inputlength", "promptlength", "numprompttokens",
    ),
    "output": (
        "outputtokens", "completiontokens", "generatedtokens", "tokensout", "outputtokencount", "completiontokencount",
        "usagecompletiontokens", "usageoutputtokens", "output", "completion", "outputlength", "numcompletiontokens", "responsetokens",
    ),
    "cached": (
        "cachedtokens", "cachedinputtokens", "cachedprompttokens", "cachereadinputtokens", "cachereadtokens", "cached",
        "usagecachedtokens", "inputcachedtokens",
    ),
    "region": ("region", "country", "market", "location", "geo", "site"),
    "attempt": ("attempt", "attemptnumber", "tries", "try", "retry", "isretry", "retrycount", "retries"),
    "status": ("status", "statuscode", "httpstatus", "responsestatus", "responsecode", "code"),
}  # fmt: skip
"""The usual names of each column in logs, without capitals and signs."""

NEEDED = ("time", "input", "output")
COUNTED_FROM_ZERO = ("retry", "isretry", "retrycount", "retries")
"""Columns in which the first attempt is 0 or false instead of 1."""
WELL = frozenset({"ok", "success", "succeeded", "completed", "complete", "done", "200", "2xx"})
"""Words of a status that mean success."""


@dataclass(frozen=True)
class RequestLog:
    """The columns of a log, arrays of shape (requests,); None for a column that the log does not have."""

    name: str
    minutes: np.ndarray
    """Whole minutes since 1970, on the clock whose hours are counted."""
    input_tokens: np.ndarray
    """NaN where a request has none, as a failed one may."""
    output_tokens: np.ndarray
    cached_tokens: np.ndarray | None
    regions: pd.Series[Any] | None
    again: np.ndarray | None
    """True for a row that is a retry; in a log without attempts, for a failure, which is taken to be sent again."""


def read_log(path: Path, names: Mapping[str, str], time_zone: str = "") -> RequestLog:
    """Read the log in a file; `names` gives the file's name for those of our columns that have an unusual one.

    Times with a zone are converted to the clock of `time_zone`, or of UTC where it is empty; times without one are taken as they are.
    Raises ScenarioError for a file that is no log, and MissingPartError for Parquet without its library.
    """
    if time_zone:
        _check_zone(time_zone)
    chunks = _chunks(path)
    parts: dict[str, list[Any]] = {}
    columns: dict[str, str] = {}
    rows = 0
    for chunk in chunks:
        columns = columns or _columns(path, [str(name) for name in chunk.columns], names)
        for key, found in _numbers(path, chunk, columns, rows, time_zone).items():
            parts.setdefault(key, []).append(found)
        rows += len(chunk)
    if not rows:
        raise ScenarioError([f"{path}: there is no request in this file; expected a row for each request below a row of names"])
    joined = {key: np.concatenate(found) for key, found in parts.items() if key != "region"}
    regions = pd.concat(parts["region"], ignore_index=True) if "region" in parts else None
    return RequestLog(path.name, joined["time"], joined["input"], joined["output"], joined.get("cached"), regions, joined.get("again"))


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise ScenarioError([f"--time-zone: there is no zone {name}; expected a name such as Asia/Singapore{meant}"]) from None


def _chunks(path: Path) -> Iterator[pd.DataFrame]:
    if not path.is_file():
        raise ScenarioError([f"{path}: no such file; expected a request log, CSV or Parquet"])
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            yield from _parquet(path)
        else:
            separator = "\t" if ".tsv" in path.suffixes else ","
            yield from pd.read_csv(path, sep=separator, chunksize=CHUNK, skipinitialspace=True, low_memory=True)
    except pd.errors.EmptyDataError:
        raise ScenarioError([f"{path}: the file is empty; expected a row of names and a row for each request"]) from None
    except (pd.errors.ParserError, UnicodeDecodeError, OSError) as problem:
        what = " ".join(str(problem).split())
        raise ScenarioError([f"{path}: this cannot be read as a table ({what}); expected CSV with a row of names, or Parquet"]) from None


def _parquet(path: Path) -> Iterator[pd.DataFrame]:
    try:
        parquet, lib = import_module("pyarrow.parquet"), import_module("pyarrow.lib")  # large, and only Parquet needs it
    except ImportError:
        remedy = "pip install 'tco[parquet]', or write the log as CSV"
        raise MissingPartError(f"{path}: Parquet is read with pyarrow, which is not installed; {remedy}") from None
    try:
        for batch in parquet.ParquetFile(path).iter_batches(CHUNK):
            yield batch.to_pandas()
    except lib.ArrowException as problem:
        raise ScenarioError([f"{path}: this is no Parquet file ({problem}); expected CSV with a row of names, or Parquet"]) from None


def _columns(path: Path, found: list[str], names: Mapping[str, str]) -> dict[str, str]:
    """The file's column for each of ours. Raises ScenarioError with all missing columns."""
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(found)}
    columns, problems = {}, []
    for key, usual in USUAL.items():
        own = names.get(key)
        if own and own not in found:
            near = get_close_matches(own, found, 1)
            meant = f"; did you mean {near[0]}?" if near else ""
            problems.append(f"{path}: --{key}: there is no column {own}; the file has {', '.join(found)}{meant}")
        column = own or next((plain[name] for name in usual if name in plain), None)
        if column:
            columns[key] = column
        elif key in NEEDED:
            what = {"time": "the time of a request", "input": "input tokens", "output": "output tokens"}[key]
            problems.append(f"{path}: no column for {what}; the file has {', '.join(found)}; expected --{key} with the name of one")
    if problems:
        raise ScenarioError(problems)
    return columns


def _numbers(path: Path, chunk: pd.DataFrame, columns: Mapping[str, str], before: int, time_zone: str) -> dict[str, Any]:
    """The columns of a chunk as numbers, by key; `before` is the number of rows read before it."""
    read: dict[str, Any] = {"time": _minutes(path, chunk[columns["time"]], before, time_zone)}
    for key in ("input", "output", "cached"):
        if key in columns:
            read[key] = _tokens(path, chunk[columns[key]], before)
    if "region" in columns:
        read["region"] = chunk[columns["region"]].fillna("not named").astype(str).astype("category")
    if "attempt" in columns:
        read["again"] = _later_attempts(path, chunk[columns["attempt"]], before)
    elif "status" in columns:
        read["again"] = _failures(chunk[columns["status"]])
    return read


def _refuse(path: Path, column: pd.Series[Any], wrong: np.ndarray, before: int, wanted: str) -> None:
    if wrong.any():
        place = int(np.argmax(wrong))
        value = column.iloc[place]
        shown = "empty" if pd.isna(value) else repr(value) if isinstance(value, str) else f"{value:g}"
        raise ScenarioError([f"{path}:{before + place + 2}: {column.name} is {shown}; expected {wanted}"])


def _minutes(path: Path, column: pd.Series[Any], before: int, time_zone: str) -> np.ndarray:
    numeric = pd.api.types.is_numeric_dtype(column)
    known = column.dropna()
    unit = next((unit for bound, unit in EPOCH_UNITS if numeric and len(known) and float(known.iloc[0]) < bound), None)
    times = pd.to_datetime(column, unit=unit, errors="coerce") if numeric else _parsed(column)  # type: ignore[call-overload]  # unit None
    wrong = times.isna().to_numpy() | (times.dt.year < 2000).to_numpy()
    _refuse(path, column, wrong, before, "a time such as 2026-11-20T09:30:00Z, or seconds since 1970")
    if numeric:
        times = times.dt.tz_localize("UTC")
    if times.dt.tz is not None:
        times = times.dt.tz_convert(time_zone or "UTC").dt.tz_localize(None)
    return times.to_numpy().astype("datetime64[m]").astype(np.int64)


def _parsed(column: pd.Series[Any]) -> pd.Series[Any]:
    """Times from text: all in the form of the first, or else each in its own ISO 8601 form."""
    times = pd.to_datetime(column, errors="coerce")
    return pd.to_datetime(column, errors="coerce", format="ISO8601", utc=True) if times.isna().any() else times


def _tokens(path: Path, column: pd.Series[Any], before: int) -> np.ndarray:
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    wrong = (np.isnan(values) & column.notna().to_numpy()) | (values < 0) | np.isinf(values)
    _refuse(path, column, wrong, before, "a number of tokens from 0")
    return values


def _later_attempts(path: Path, column: pd.Series[Any], before: int) -> np.ndarray:
    first = 0 if re.sub(r"[^a-z0-9]", "", str(column.name).lower()) in COUNTED_FROM_ZERO else 1
    plain = (
        column.astype(str)
        .str.lower()
        .map({"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0})
        .fillna(pd.to_numeric(column, errors="coerce"))
    )
    _refuse(path, column, plain.isna().to_numpy(), before, "the number of the attempt, or whether it is a retry")
    return plain.to_numpy(dtype=float) > first


def _failures(column: pd.Series[Any]) -> np.ndarray:
    """A mask of failures: an HTTP status from 400, or a word that is none of `WELL`."""
    codes = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    words = column.astype(str).str.strip().str.lower().isin(WELL).to_numpy()
    return np.where(np.isnan(codes), ~words, codes >= 400)
