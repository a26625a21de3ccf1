"""The errors of the model on measured rows: median and 90th percentile, bias, and the share of rows that the band covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tco.accuracy.predict import Predicted, predicted
from tco.accuracy.replica import Array, Given
from tco.accuracy.rows import MEASURES, Measured, Unscored, read_rows

FIGURES = tuple(MEASURES.values())
PASS_MARKS = {"output_tokens_per_s": 0.18, "tpot": 0.17, "ttft": 0.45}
"""The largest median errors that are allowed on rows outside the fit."""

TTFT_BAND = (0.5, 2.0)
"""Measured ÷ modelled time to first token: 0.6 to 1.9 on the shipped rows, and wider elsewhere: queues differ more than speeds."""

GROUPS: dict[str, Callable[[Measured], str]] = {
    "suite": lambda row: row.suite,
    "accelerator": lambda row: row.accelerator,
    "model": lambda row: row.model,
}


@dataclass(frozen=True)
class Score:
    """Errors as shares of the measured figure; None where there is no row."""

    rows: int
    median: float | None
    """The median of |modelled ÷ measured − 1|."""
    p90: float | None
    """The 90th percentile of the same."""
    bias: float | None
    """The median of modelled ÷ measured − 1: above 0 where the model promises too much output, or too long a time."""
    coverage: float | None
    """The share of rows with measured ÷ modelled inside the band that the catalogue states."""


NO_ROWS = Score(0, None, None, None, None)
Scores = dict[str, Score]


@dataclass(frozen=True)
class Accuracy:
    """The score of every figure, over all rows and by group, and the rows that could not be scored."""

    scores: Scores
    by: dict[str, dict[str, Scores]]
    unscored: tuple[Unscored, ...]


def accuracy_of(file: Path) -> Accuracy:
    """Score a file of measured rows. Raises ScenarioError where it contains none."""
    rows, unscored = read_rows(file)
    return accuracy(rows, unscored)


def accuracy(rows: Sequence[Measured], unscored: Iterable[Unscored] = (), given: Given | None = None) -> Accuracy:
    """Score rows; `given` is that of `predicted`."""
    if not rows:
        return Accuracy(dict.fromkeys(FIGURES, NO_ROWS), {group: {} for group in GROUPS}, tuple(unscored))
    said = predicted(rows, given)
    fits = said["fits"] > 0
    refused = [*unscored, *(_too_large(row, said, place) for place, row in enumerate(rows) if not fits[place])]
    errors, covered = _errors(rows, said, fits)
    by = {
        group: {name: _scores(errors, covered, np.array([of(row) == name for row in rows])) for name in sorted({of(row) for row in rows})}
        for group, of in GROUPS.items()
    }
    everywhere = np.ones(len(rows), dtype=bool)
    return Accuracy(_scores(errors, covered, everywhere), by, tuple(sorted(refused, key=lambda row: row.number)))


def _too_large(row: Measured, said: Predicted, place: int) -> Unscored:
    weights = float(said["weights"][place])
    return Unscored(
        row.number,
        f"does not fit: {row.model} at {row.precision} ({weights:,.0f} GB) leaves {row.chips:g} × {row.accelerator} "
        f"no room for one request of {row.input_tokens + row.output_tokens:,.0f} tokens",
    )


def _errors(rows: Sequence[Measured], said: Predicted, fits: Array) -> tuple[dict[str, Array], dict[str, Array]]:
    """Errors and coverage of each figure, by key: arrays of shape (rows,).

    An error is modelled ÷ measured − 1, or NaN where the figure was not measured or the model does not fit; coverage is True where the
    band contains measured ÷ modelled.
    """
    slow, fast = said["speed_low"], said["speed_high"]
    bands: dict[str, tuple[Array | float, Array | float]]
    bands = {"output_tokens_per_s": (slow, fast), "tpot": (1 / fast, 1 / slow), "ttft": TTFT_BAND}
    errors, covered = {}, {}
    for key in FIGURES:
        measured = np.array([row.measured.get(key, np.nan) for row in rows])
        errors[key] = np.where(fits, said[key] / measured - 1, np.nan)
        low, high = bands[key]
        ratio = measured / np.where(fits, said[key], np.nan)
        covered[key] = (ratio >= low) & (ratio <= high)
    return errors, covered


def _scores(errors: dict[str, Array], covered: dict[str, Array], chosen: Array) -> Scores:
    return {key: _score(errors[key][chosen], covered[key][chosen]) for key in FIGURES}


def _score(errors: Array, covered: Array) -> Score:
    told = ~np.isnan(errors)
    found = errors[told]
    if not len(found):
        return NO_ROWS
    size = np.abs(found)
    return Score(len(found), float(np.median(size)), float(np.quantile(size, 0.9)), float(np.median(found)), float(np.mean(covered[told])))


def as_json(found: Accuracy) -> dict[str, object]:
    """The scores in the shape that `tco accuracy --format json` promises."""

    def plain(scores: Scores) -> dict[str, object]:
        return {key: asdict(score) for key, score in scores.items()}

    return {
        **plain(found.scores),
        "unscored": [{"row": row.number, "reason": row.reason} for row in found.unscored],
        "by": {group: {name: plain(scores) for name, scores in parts.items()} for group, parts in found.by.items()},
    }
