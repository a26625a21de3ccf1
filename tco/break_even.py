"""Break-even: from which volume on an option stays cheaper than another, searched over the model's own step curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tco.evaluate import Results, evaluate
from tco.formula import AXIS
from tco.scenario.scenario import Scenario

LOWEST, HIGHEST = 0.01, 100.0
"""The searched range, as multiples of the scenario's volume."""

_GRID = 401
_ZOOM = 33
_ROUNDS = 5


@dataclass(frozen=True)
class BreakEven:
    """The lowest volume from which `option` stays cheaper than `other` up to the end of the searched range."""

    option: str
    other: str
    multiple: float | None
    """Of the scenario's volume; None where it is not reached in the range."""
    reason: str


def break_evens(results: Results) -> list[BreakEven]:
    """For every ordered pair of possible options, the volume from which the first stays cheaper.

    Costs move in steps, so that curves may cross often: what counts is the last crossing in the range.
    """
    scenario = results.scenario
    possible = [name for name, sheet in results.compared.items() if sheet.value("possible")]
    grid = np.geomspace(LOWEST, HIGHEST, _GRID)
    curves = _curves(scenario, grid)
    pairs = ((option, other) for option in possible for other in possible if option != other)
    return [_between(scenario, option, other, grid, curves) for option, other in pairs]


def _curves(scenario: Scenario, multiples: np.ndarray) -> dict[str, np.ndarray]:
    """Total cost of each option at multiples of the volume."""
    results = evaluate(scenario, multiples)
    size = [1] * len(AXIS)
    size[AXIS["volume"]] = len(multiples)
    return {name: np.broadcast_to(sheet.values["tco"], size).reshape(-1) for name, sheet in results.options.items()}


def _between(scenario: Scenario, option: str, other: str, grid: np.ndarray, curves: dict[str, np.ndarray]) -> BreakEven:
    cheaper = curves[option] < curves[other]
    if not cheaper[-1]:
        return BreakEven(option, other, None, f"not reached between {LOWEST:g} and {HIGHEST:g} times the volume")
    if cheaper.all():
        return BreakEven(option, other, None, f"cheaper throughout, from {LOWEST:g} to {HIGHEST:g} times the volume")
    last_dearer = int(np.flatnonzero(~cheaper)[-1])
    low, high = grid[last_dearer], grid[last_dearer + 1]
    for _ in range(_ROUNDS):
        fine = np.linspace(low, high, _ZOOM)
        zoomed = _curves(scenario, fine)
        dearer = np.flatnonzero(zoomed[option] >= zoomed[other])
        place = int(dearer[-1]) if len(dearer) else 0
        low, high = fine[place], fine[min(place + 1, _ZOOM - 1)]
    return BreakEven(option, other, float(high), "")
