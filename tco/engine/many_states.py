"""Many states of a scenario at once: the same inputs with other values, as if each state had been typed into the workbook.

States run along the axis `draw`, as the draws of a simulation do, so that twenty cost little more than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import Results, evaluate
from tco.engine.input_arrays import Drawn
from tco.language.formula import AXES, AXIS
from tco.scenario.scenario import Amount, Scenario

State = Mapping[str, Amount]
"""Values by their paths in the scenario, as `Scenario.with_values` takes them; each counts in every case."""

_WANTED = ("tco", "possible", "eligible", "recommended", "any_eligible")
_MOST_NUMBERS = 10_000_000
"""Numbers that may be held at once: less than 0.1 GB, whatever the number of states."""


@dataclass(frozen=True)
class Outcome:
    """One state's outcome: the answer, and the total cost of every option; None where an option is not possible."""

    answer: str | None
    """The recommended option; None where none can be recommended."""
    totals: Mapping[str, float | None]
    eligible: frozenset[str]
    """Options that could be recommended: possible, with every hard requirement met."""

    @property
    def tco(self) -> float | None:
        """The total cost of the answer."""
        return None if self.answer is None else self.totals[self.answer]


def outcomes(results: Results, states: Sequence[State]) -> list[Outcome]:
    """The outcome of each state; fleets are sized anew in each."""
    size = sum(values.size for evaluated in results.every_model() for values in evaluated.values.values())
    at_once = max(1, _MOST_NUMBERS // size)
    return [outcome for start in range(0, len(states), at_once) for outcome in _outcomes(results, states[start : start + at_once])]


def _outcomes(results: Results, states: Sequence[State]) -> Iterator[Outcome]:
    found = evaluate(results.scenario, drawn=_along_draws(results.scenario, states), wanted=_WANTED, settled=results)

    def by_state(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values.reshape(-1), (len(states),))

    answers, answered = (by_state(found.comparison.values[key]) for key in ("recommended", "any_eligible"))
    lines = {name: [by_state(option.values[key]) for key in ("tco", "possible", "eligible")] for name, option in found.options.items()}
    for place in range(len(states)):
        totals = {name: float(tco[place]) if possible[place] else None for name, (tco, possible, _) in lines.items()}
        eligible = frozenset(name for name, (_, _, holds) in lines.items() if holds[place])
        yield Outcome(str(answers[place]) if answered[place] else None, totals, eligible)


def _along_draws(scenario: Scenario, states: Sequence[State]) -> Drawn:
    """The inputs that any state sets, with all axes; where a state leaves one alone it has the scenario's own value."""
    paths = {path for state in states for path in state}
    found = {}
    for place, entry in scenario.entries.items():
        if paths.isdisjoint(element.path for element in entry.elements):
            continue
        rows = [
            [state.get(element.path, element.in_case(scenario.case, entry.input.rises)) for element in entry.elements] for state in states
        ]
        shape = [1] * len(AXES)
        shape[AXIS["draw"]] = len(states)
        for axis in entry.dims:
            shape[AXIS[axis]] = len(entry.elements)
        found[place] = np.array(rows, dtype=object if entry.input.is_text else float).reshape(shape)
    return found
