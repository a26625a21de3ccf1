"""The demand in a request log: volume, classes by length, hours of the day, the busiest minutes, retries, regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tco.errors import ScenarioError
from tco.request_log.reading import RequestLog

MINUTES_A_DAY = 1440
SLACK = 30
"""The minutes that the last day may lack and still count as whole: logs seldom end in the last minute of a day."""
BUSIEST = 99
"""The percentile of the minutes that counts as the peak: one minute in a hundred is as busy or busier."""
NAMES = {1: ("all",), 2: ("short", "long"), 3: ("short", "medium", "long")}


@dataclass(frozen=True)
class LengthClass:
    """Requests with a range of input lengths: their share of all requests, and their mean tokens."""

    name: str
    share: float
    input_tokens: float
    output_tokens: float
    cached_share: float | None


@dataclass(frozen=True)
class Demand:
    """The figures of demand, and the part of the log behind them: whole days from its first minute."""

    requests_per_day: float
    retry_share: float | None
    peak_to_average: float
    hours: tuple[float, ...]
    classes: tuple[LengthClass, ...]
    regions: dict[str, float]
    rows: int
    left_out: int
    """Rows after the last whole day."""
    without_length: int
    """Rows without tokens, such as failures: they count as load, but not in the lengths."""
    first: date
    last: date


def demand_of(log: RequestLog, classes: int = 3) -> Demand:
    """Measure the demand in a log. Raises ScenarioError where it covers less than a day, is all retries, or has no request with tokens."""
    start = int(log.minutes.min())
    span = int(log.minutes.max()) + 1 - start
    days = (span + SLACK) // MINUTES_A_DAY
    if not days:
        hours = span / 60
        raise ScenarioError([f"{log.name}: the log covers {hours:.1f} hours; expected at least a whole day, for the hours to be compared"])
    inside = log.minutes < start + days * MINUTES_A_DAY
    minutes = log.minutes[inside]
    counts = np.bincount(minutes - start, minlength=days * MINUTES_A_DAY)
    by_hour = np.bincount(minutes % MINUTES_A_DAY // 60, minlength=24)
    again = int(log.again[inside].sum()) if log.again is not None else 0
    if again == len(minutes):
        raise ScenarioError([f"{log.name}: every row counts as a retry or a failure; expected --status or --attempt with another column"])
    known = inside & (log.input_tokens > 0) & ~np.isnan(log.output_tokens)
    if not known.any():
        raise ScenarioError([f"{log.name}: no request has input and output tokens; expected --input and --output with their columns"])
    return Demand(
        requests_per_day=(len(minutes) - again) / days,
        retry_share=None if log.again is None else again / (len(minutes) - again),
        peak_to_average=max(float(np.percentile(counts, BUSIEST)) / float(counts.mean()), 1.0),
        hours=tuple(rounded_shares([float(count) / len(minutes) for count in by_hour])),
        classes=_classes(log, known, classes),
        regions=_regions(log, inside),
        rows=len(minutes),
        left_out=len(log.minutes) - len(minutes),
        without_length=len(minutes) - int(known.sum()),
        first=_day(start),
        last=_day(start + days * MINUTES_A_DAY - 1),
    )


def _classes(log: RequestLog, known: np.ndarray, wanted: int) -> tuple[LengthClass, ...]:
    """Classes by input length with about the same number of requests each; fewer where lengths are alike. `known` is a mask of rows."""
    lengths, outputs = log.input_tokens[known], log.output_tokens[known]
    cached = None if log.cached_tokens is None else np.minimum(np.nan_to_num(log.cached_tokens[known]), lengths)
    bounds = np.unique(np.quantile(lengths, [part / wanted for part in range(1, wanted)])) if wanted > 1 else np.array([])
    places = np.unique(np.searchsorted(bounds, lengths, side="left"), return_inverse=True)[1]
    count = int(places.max()) + 1
    sizes = np.bincount(places, minlength=count)
    shares = rounded_shares([float(size) / len(lengths) for size in sizes])
    sums = [np.bincount(places, weights=values, minlength=count) for values in (lengths, outputs)]
    kept = None if cached is None else np.bincount(places, weights=cached, minlength=count)
    names = NAMES.get(count) or tuple(f"length {number}" for number in range(1, count + 1))
    return tuple(
        LengthClass(
            names[place],
            shares[place],
            float(sums[0][place] / sizes[place]),
            max(float(sums[1][place] / sizes[place]), 1.0),
            None if kept is None else float(kept[place] / sums[0][place]),
        )
        for place in range(count)
    )


def _regions(log: RequestLog, inside: np.ndarray) -> dict[str, float]:
    if log.regions is None:
        return {}
    counted = log.regions[inside].astype(str).value_counts()
    shares = rounded_shares([float(count) / int(counted.sum()) for count in counted])
    return {str(name): share for name, share in zip(counted.index, shares, strict=True) if share > 0}


def rounded_shares(shares: list[float]) -> list[float]:
    """Shares to six digits that still add up to 1: the largest takes the rest that rounding leaves."""
    rounded = [round(share, 6) for share in shares]
    largest = max(range(len(rounded)), key=lambda place: rounded[place])
    rounded[largest] = round(rounded[largest] + 1 - sum(rounded), 6)
    return rounded


def _day(minute: int) -> date:
    return date(1970, 1, 1) + timedelta(minutes=minute)
