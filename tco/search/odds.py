"""Candidates under uncertainty: P50 and P80 of each one's cost, drawn with the same luck, and how often it meets every requirement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import evaluate
from tco.engine.simulation import SEED
from tco.engine.simulation.drawing import Dice, uncertain_inputs
from tco.language.formula import AXIS
from tco.search.candidates import Candidate
from tco.search.trial import Trial

DRAWS = 500
"""Draws of each candidate: the error of its P50 is then about a twentieth of the distance between P10 and P90."""
P50, P80 = 0.5, 0.8


@dataclass(frozen=True)
class Risk:
    """A candidate over many draws."""

    candidate: Candidate
    p50: float
    p80: float
    meets: float
    """The share of draws in which it is possible and meets every mandatory requirement."""


def risks(trial: Trial, candidates: Sequence[Candidate], draws: int = DRAWS, seed: int = SEED) -> list[Risk]:
    """Draw everything uncertain for each candidate; an input with a range keeps it unless the candidate changes its value."""
    found = []
    for candidate in candidates:
        values = trial.paths(candidate.setting)
        scenario = trial.scenario.with_values(values)
        changed = {
            place
            for place, entry in trial.scenario.entries.items()
            if any(item.path in values and values[item.path] != item.value for item in entry.elements)
        }
        inputs = tuple(item for item in uncertain_inputs(scenario) if item.place not in changed)
        drawn = {**Dice(inputs, seed, scenario.correlations).next(draws), **trial.instead} if inputs else dict(trial.instead)
        lines = evaluate(scenario, drawn=drawn, wanted=("tco", "eligible")).options[trial.option].values
        tco, eligible = (np.moveaxis(lines[key], AXIS["draw"], 0).reshape(-1) for key in ("tco", "eligible"))
        found.append(Risk(candidate, float(np.quantile(tco, P50)), float(np.quantile(tco, P80)), float(np.mean(eligible))))
    return found
