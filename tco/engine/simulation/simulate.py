"""Simulation: all uncertain inputs drawn together, many times, for every option by the same draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import Results, evaluate
from tco.engine.simulation import DRAWS, MOST_DRAWS, SEED
from tco.engine.simulation.drawing import Dice, Uncertain, uncertain_inputs
from tco.engine.simulation.spread import Spread, share_error, spread_of
from tco.errors import TcoError
from tco.language.formula import AXIS
from tco.scenario.scenario import Scenario

Array = np.ndarray

LARGEST_CHUNK = 10_000
_MOST_NUMBERS = 36_000_000
"""Numbers that may be held at once: less than 0.3 GB, whatever the number of draws."""
_WANTED = ("tco", "possible", "eligible", "saving", "recommended")
"""Lines of the comparison that a simulation reads."""


@dataclass(frozen=True)
class OptionSimulation:
    """One option over all draws. Money is told over those draws in which the option is possible (None where there are none)."""

    name: str
    base: float | None
    """Its total at the base values."""
    total: Spread | None
    """Total cost of ownership over the horizon."""
    saving: Spread | None
    """Against the baseline, in draws in which both are possible; None for the baseline itself."""
    possible: float
    """Share of all draws, as all that follow."""
    keeps_promises: float
    """Possible, with every hard promise kept."""
    cheapest: float
    """The smallest total of all possible options, promises aside."""
    recommended: float
    """The answer: the smallest total of those that keep every hard promise."""
    saves: float | None
    """Costs less than the baseline; None for the baseline itself."""


@dataclass(frozen=True)
class Simulation:
    """A scenario over many draws; reproducible to the byte from its seed."""

    scenario: Scenario
    draws: int
    seed: int
    inputs: tuple[Uncertain, ...]
    options: Mapping[str, OptionSimulation]
    answer: str | None
    """What the plan recommends; None where no option keeps every hard promise."""
    answer_holds: float
    """Share of draws in which the answer is the plan's: the same option, or none as there."""
    unanswered: float
    """Share of draws in which no option keeps every hard promise."""

    def error(self, share: float) -> float:
        """The standard error of a share of the draws."""
        return share_error(share, self.draws)


@dataclass(frozen=True)
class _Outcome:
    """What one chunk of draws comes to: arrays by draw and option, and the name of the answer by draw."""

    tco: Array
    possible: Array
    eligible: Array
    saving: Array
    recommended: Array


def simulate(results: Results, draws: int = DRAWS, seed: int = SEED, *, chunk: int | None = None) -> Simulation:
    """A scenario's results over so many draws of everything uncertain in it, from 1 draw to a million.

    Values are drawn around the base, whatever the scenario's case. The draws are reckoned in chunks, of a size that
    suits the memory unless `chunk` says otherwise; the result does not depend on it. Raises TcoError where a number is out of range.
    """
    if not 1 <= draws <= MOST_DRAWS or seed < 0:
        raise TcoError(f"{draws:,} draws with the seed {seed}: expected 1 to {MOST_DRAWS:,} draws and a seed of 0 or more")
    scenario = results.scenario
    inputs = uncertain_inputs(scenario)
    found = _joined(list(_outcomes(scenario, inputs, draws, seed, chunk or _room(results))))
    names = [option.name for option in scenario.compared]
    answer = results.comparison.text("recommended")
    base = results if scenario.case == "base" else evaluate(scenario.with_values({"case": "base"}))
    counts = _firsts(found)
    options = {name: _option(name, place, base, found, counts[place] / draws) for place, name in enumerate(names)}
    return Simulation(
        scenario,
        draws,
        seed,
        inputs,
        options,
        answer if results.comparison.value("any_eligible") else None,
        float(np.mean(found.recommended == answer)),
        float(np.mean(~found.eligible.any(axis=1))),
    )


def _outcomes(scenario: Scenario, inputs: tuple[Uncertain, ...], draws: int, seed: int, chunk: int) -> Iterator[_Outcome]:
    dice = Dice(inputs, seed)
    for done in range(0, draws, chunk):
        count = min(chunk, draws - done)
        yield _outcome(evaluate(scenario, drawn=dice.next(count), wanted=_WANTED), count)


def _room(results: Results) -> int:
    """How many draws there is room for at once, told from the plan's own figures: each would run along the draws."""
    sizes = [values.size for evaluated in results.every_model() for values in evaluated.values.values()]
    squares = max(sizes) * results.scenario.months  # what a word that looks from month to month holds for a while
    return max(1, min(LARGEST_CHUNK, _MOST_NUMBERS // (sum(sizes) + squares)))


def _outcome(found: Results, count: int) -> _Outcome:
    values = found.comparison.values

    def by_option(key: str) -> Array:
        by_draw = np.moveaxis(values[key], AXIS["option"], 1)
        return np.array(np.broadcast_to(by_draw.reshape(len(by_draw), -1), (count, len(found.compared))))

    possible = by_option("possible") > 0
    tco = by_option("tco")
    if not np.isfinite(tco[possible]).all():
        raise ArithmeticError("a drawn total is no finite number: a line lacks a guard")
    recommended = np.broadcast_to(values["recommended"].reshape(-1), (count,))
    return _Outcome(tco, possible, by_option("eligible") > 0, by_option("saving"), np.array(recommended))


def _joined(outcomes: list[_Outcome]) -> _Outcome:
    return _Outcome(*(np.concatenate([getattr(one, key) for one in outcomes]) for key in _Outcome.__dataclass_fields__))


def _firsts(found: _Outcome) -> Array:
    """How often each option is the cheapest of those that are possible; the first of equals, as in the ranking."""
    first = np.argmin(np.where(found.possible, found.tco, np.inf), axis=1)
    return np.bincount(first[np.flatnonzero(found.possible.any(axis=1))], minlength=found.tco.shape[1])


def _option(name: str, place: int, base: Results, found: _Outcome, cheapest: float) -> OptionSimulation:
    evaluated = base.options[name]
    possible, tco = found.possible[:, place], found.tco[:, place]
    baseline = list(base.compared).index(str(base.scenario.entry("baseline").elements[0].value))
    both = possible & found.possible[:, baseline]
    saving = found.saving[:, place]
    return OptionSimulation(
        name,
        evaluated.value("tco") if evaluated.value("possible") else None,
        spread_of(tco[possible]),
        None if place == baseline else spread_of(saving[both]),
        float(np.mean(possible)),
        float(np.mean(found.eligible[:, place])),
        float(cheapest),
        float(np.mean(found.recommended == name)),
        None if place == baseline else float(np.mean(both & (saving > 0))),
    )
