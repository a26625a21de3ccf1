"""What each requirement costs: every option and the answer with it left out, and along a ladder of other values, fleets sized anew.

A figure without a requirement is that of the same scenario in which it is not stated (`service_levels.latency: 0`, say), to the cent.
It may be higher than with it: a smaller fleet may miss another requirement, and the answer is then another option.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tco.engine.evaluate import Results
from tco.engine.ladder import BestTime, Rung, steps, unattained
from tco.engine.many_states import Outcome, outcomes
from tco.engine.proof import answer_of, only_unproven
from tco.engine.stated_requirements import UNPROVEN, asked, left_out, ruled_regions, stated, unproven


@dataclass(frozen=True)
class Price:
    """A total cost with a requirement and without it; None where an option is not possible, or where nothing can be recommended."""

    tco: float | None
    without: float | None
    option: str | None
    """Whose total it is without the requirement: the answer of then, or the option itself."""

    @property
    def price(self) -> float | None:
        """What the requirement costs; negative where leaving it out would cost more."""
        return None if self.tco is None or self.without is None else self.tco - self.without


@dataclass(frozen=True)
class Requirements:
    """What the requirements of a scenario cost."""

    stated: Mapping[str, float | dict[str, str] | None]
    """Seconds, a share of time, the rule of each region that has one; None for rate limits, which options state."""
    answer: Mapping[str, Price]
    """By key of the requirement: the answer, which may be another option without it."""
    options: Mapping[str, Mapping[str, Price]]
    """The same of each option, parts of hybrids included."""
    ladders: Mapping[str, tuple[Rung, ...]]
    """By key: other values than the stated one, in their order."""
    best: tuple[BestTime, ...]
    """Required times that no batch of an option keeps."""


def requirements(results: Results) -> Requirements:
    """Price every requirement that the scenario states."""
    keys = asked(results)
    weaker = {key: steps(results, key) for key in keys}
    states = [left_out(results.scenario, key) for key in keys]
    states += [step.state for each in weaker.values() for step in each]
    found = iter(outcomes(results, states))
    without = {key: next(found) for key in keys}
    ladders = {key: tuple([Rung(step, next(found)) for step in each]) for key, each in weaker.items() if each}
    best = tuple(unattained(ladders, without))
    if any(unproven(evaluated) for evaluated in results.compared.values()):
        without[UNPROVEN] = _all_proven(results)
    return _priced(results, without, ladders, best)


def _priced(
    results: Results, without: Mapping[str, Outcome], ladders: Mapping[str, tuple[Rung, ...]], best: tuple[BestTime, ...]
) -> Requirements:
    now = _now(results)
    return Requirements(
        {key: _stated(results, key) for key in without if key != UNPROVEN},
        {key: Price(now.tco, then.tco, then.answer) for key, then in without.items()},
        {name: {key: Price(tco, then.totals[name], name) for key, then in without.items()} for name, tco in now.totals.items()},
        ladders,
        best,
    )


def _stated(results: Results, key: str) -> float | dict[str, str] | None:
    if key == "limits":
        return None
    return ruled_regions(results.scenario) if key == "residency" else stated(results.scenario, key)


def _now(results: Results) -> Outcome:
    """The scenario as it is."""
    answer = answer_of(results)
    totals = {name: found.value("tco") if found.value("possible") else None for name, found in results.options.items()}
    eligible = frozenset(name for name, found in results.options.items() if found.value("eligible"))
    return Outcome(None if answer is None else answer.option, totals, eligible)


def _all_proven(results: Results) -> Outcome:
    """The scenario if everything unproven were shown: nothing is sized by it, and more options could be the answer."""
    now = _now(results)
    open_ones = [name for name, evaluated in results.compared.items() if only_unproven(results, evaluated)]
    possible = [name for name in results.compared if name in now.eligible or name in open_ones]
    answer = min(possible, key=lambda name: results.options[name].value("tco"), default=None)
    return Outcome(answer, now.totals, now.eligible.union(open_ones))
