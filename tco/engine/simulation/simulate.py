"""Simulation: all uncertain inputs drawn together, many times, with the same draws for every option.

found = simulate(results, draws=1000)
found.options["Cloud GPU"].total.p90  # one draw in ten costs more
found.answer_holds                    # share of draws in which the plan's recommendation is the answer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import Evaluated, Results, evaluate
from tco.engine.simulation import DRAWS, MOST_DRAWS, SEED
from tco.engine.simulation.drawing import Dice, Uncertain, uncertain_inputs
from tco.engine.simulation.odds import Odds, odds_of
from tco.engine.simulation.spread import Spread, share_error, spread_of
from tco.errors import TcoError
from tco.language.formula import AXIS
from tco.scenario.scenario import Scenario

Array = np.ndarray

LARGEST_CHUNK = 10_000
_MOST_NUMBERS = 36_000_000
"""The numbers held at once: less than 0.3 GB, whatever the number of draws."""
_WANTED = ("tco", "possible", "eligible", "saving", "recommended")
"""The lines of the comparison that a simulation reads."""
SAME = 1e-12
"""The difference of two equal totals, as a share of them, that the order of additions may leave."""
MIDDLE = 0.35, 0.65
"""The base is in the middle of its own draws where its place among them lies between these shares."""


@dataclass(frozen=True)
class Budget:
    """The money that is enough for an option in a share of the draws, beside its total at the base values."""

    level: float
    """The share of the draws."""
    amount: float
    """The total that is not exceeded in that share of the draws."""
    contingency_to_level: float
    """The amount less the total at the base values."""
    own_contingency: float
    """The client's own reserve: a share of the total at the base values, of what no range tells."""

    @property
    def with_own_contingency(self) -> float:
        """The amount with the client's own reserve on top."""
        return self.amount + self.own_contingency


@dataclass(frozen=True)
class OptionSimulation:
    """One option over all draws. Money is over the draws in which the option is possible, and None where there are none."""

    name: str
    base: float | None
    """Its total cost at the base values; None where it is not possible there."""
    total: Spread | None
    """Total cost of ownership over the horizon."""
    saving: Spread | None
    """Against the baseline, in draws in which both are possible; None for the baseline itself."""
    possible: float
    """The share of all draws in which it is possible. The figures below are shares of all draws too."""
    keeps_promises: float
    """It is possible and keeps every hard promise."""
    cheapest: float
    """It has the smallest total of all possible options, promises aside."""
    recommended: float
    """It is the answer: the smallest total of the options that keep every hard promise."""
    saves: float | None
    """It costs less than the baseline; None for the baseline itself."""
    base_place: float | None
    """The share of its draws that lie below its total at the base values; where draws equal that total, the share nearest to a half that
    they allow, since the base is then each of these quantiles. None where it is possible in no draw, or not at the base values."""
    budget: Budget | None
    """None where it is possible in no draw, or not at the base values."""

    @property
    def is_central(self) -> bool:
        """True where the base lies between P35 and P65 of its own draws, or nothing can be said."""
        return self.base_place is None or MIDDLE[0] <= self.base_place <= MIDDLE[1]


@dataclass(frozen=True)
class Simulation:
    """A scenario over many draws; reproducible to the byte from its seed."""

    scenario: Scenario
    draws: int
    seed: int
    inputs: tuple[Uncertain, ...]
    options: Mapping[str, OptionSimulation]
    answer: str | None
    """The option that the plan recommends; None where no option keeps every hard promise."""
    answer_holds: float
    """The share of draws with the plan's answer: the same option, or none as in the plan."""
    unanswered: float
    """The share of draws in which no option keeps every hard promise."""
    odds: Odds | None
    """The odds of the plan's answer; None where it has none."""

    def error(self, share: float) -> float:
        """The standard error of a share of the draws."""
        return share_error(share, self.draws)


@dataclass(frozen=True)
class _Outcome:
    """The outcome of one chunk of draws: arrays of shape (draws, options), and `recommended`, the name of the answer, of shape (draws,)."""

    tco: Array
    possible: Array
    eligible: Array
    saving: Array
    recommended: Array


def simulate(results: Results, draws: int = DRAWS, seed: int = SEED, *, chunk: int | None = None) -> Simulation:
    """Draw everything uncertain in a scenario, `draws` times, and evaluate all draws.

    Values are drawn around the base, whatever the scenario's case. The draws are evaluated in chunks of a size that suits the memory,
    unless `chunk` gives another; the result does not depend on it. Raises TcoError for fewer than 1 or more than `MOST_DRAWS` draws,
    and for a negative seed.
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
    shares = {name: option.recommended for name, option in options.items()}
    known = answer if results.comparison.value("any_eligible") else None
    return Simulation(
        scenario,
        draws,
        seed,
        inputs,
        options,
        known,
        float(np.mean(found.recommended == answer)),
        float(np.mean(~found.eligible.any(axis=1))),
        odds_of(known, shares, _setting(scenario, "clear_from"), _setting(scenario, "leaning_from")),
    )


def _setting(scenario: Scenario, key: str) -> float:
    return float(scenario.entry(key).elements[0].value)


def _outcomes(scenario: Scenario, inputs: tuple[Uncertain, ...], draws: int, seed: int, chunk: int) -> Iterator[_Outcome]:
    dice = Dice(inputs, seed, scenario.correlations)
    for done in range(0, draws, chunk):
        count = min(chunk, draws - done)
        yield _outcome(evaluate(scenario, drawn=dice.next(count), wanted=_WANTED), count)


def _room(results: Results) -> int:
    """The number of draws that fit into memory at once, as if every figure of the plan ran along the draws."""
    sizes = [values.size for evaluated in results.every_model() for values in evaluated.values.values()]
    squares = max(sizes) * results.scenario.months  # held for a moment by a word that compares each month with every other
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
    """The number of draws in which each option is the cheapest possible one, the first of equals: shape (options,)."""
    first = np.argmin(np.where(found.possible, found.tco, np.inf), axis=1)
    return np.bincount(first[np.flatnonzero(found.possible.any(axis=1))], minlength=found.tco.shape[1])


def _option(name: str, place: int, base: Results, found: _Outcome, cheapest: float) -> OptionSimulation:
    evaluated = base.options[name]
    possible, tco = found.possible[:, place], found.tco[:, place]
    baseline = list(base.compared).index(str(base.scenario.entry("baseline").elements[0].value))
    both = possible & found.possible[:, baseline]
    saving = found.saving[:, place]
    total = evaluated.value("tco") if evaluated.value("possible") else None
    known = total if possible.any() else None
    return OptionSimulation(
        name,
        total,
        spread_of(tco[possible]),
        None if place == baseline else spread_of(saving[both]),
        float(np.mean(possible)),
        float(np.mean(found.eligible[:, place])),
        float(cheapest),
        float(np.mean(found.recommended == name)),
        None if place == baseline else float(np.mean(both & (saving > 0))),
        None if known is None else _place_of(known, tco[possible]),
        None if known is None else _budget(evaluated, base.scenario, tco[possible]),
    )


def _place_of(base: float, totals: Array) -> float:
    """The share of totals below the base; where some equal it, the share nearest to a half between those below and those not above."""
    below, not_above = float(np.mean(totals < base * (1 - SAME))), float(np.mean(totals <= base * (1 + SAME)))
    return min(max(0.5, below), not_above)


def _budget(evaluated: Evaluated, scenario: Scenario, totals: Array) -> Budget:
    level = _setting(scenario, "budget_level")
    amount = float(np.quantile(totals, level))
    return Budget(level, amount, amount - evaluated.value("tco"), evaluated.value("contingency_amount"))
