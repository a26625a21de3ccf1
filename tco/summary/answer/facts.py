"""The facts of a comparison that its sentences quote: the recommended option, its rivals, and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import log

import numpy as np

from tco.engine.crossings import Crossing
from tco.engine.evaluate import Evaluated, Results
from tco.engine.proof import Proof, proofs
from tco.engine.requirements import Requirements, requirements
from tco.engine.simulation.odds import Odds
from tco.engine.simulation.simulate import Simulation
from tco.engine.speed_band import SpeedBand
from tco.summary.answer.texts import fails, unmet
from tco.summary.answer.volumes import Volumes
from tco.summary.numbers import availability, count, duration, money, percent, stated_availability
from tco.summary.sentence import Figure

PROMISE_NAMES = {
    "ttft": "time to first token",
    "tpot": "time per output token",
    "latency": "latency",
    "availability": "availability",
    "residency": "residency",
    "limits": "rate limits",
}
PROOF_NAMES = PROMISE_NAMES | {"residency": "place of processing", "quality": "equal quality of answers"}
"""What may have to be shown of an option."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
BROKEN, KEPT, OPEN, NOT_PROMISED = 1, 2, 3, 4
"""Codes of the statuses of a promise, as the model's lines hold them."""


@dataclass(frozen=True)
class Answer:
    """The outcome of a comparison, with speed bands where speed is modelled, the simulation and other volumes, as far as there are any."""

    results: Results
    bands: Mapping[str, SpeedBand] = field(default_factory=dict)
    simulation: Simulation | None = None
    volumes: Volumes | None = None
    priced: Requirements | None = None
    """What requirements cost, where it is known already."""
    asides: Mapping[str, str] = field(default_factory=dict)
    """Why the base of an option is not in the middle of its own draws; only options of which this is true."""

    @cached_property
    def requirements(self) -> Requirements:
        """The cost of each requirement, with fleets sized anew without it."""
        return self.priced or requirements(self.results)

    @cached_property
    def proof(self) -> Proof | None:
        """The proof that is worth most: of the nearest cheaper substitute for the recommended option that lacks only evidence."""
        found = proofs(self.results) if self.best else ()
        return found[0] if found else None

    @cached_property
    def odds(self) -> Odds | None:
        """The odds of the recommendation; None where nothing was drawn or nothing is recommended."""
        drawn = self.simulation
        return drawn.odds if drawn and self.best and drawn.answer == self.best.option else None

    @cached_property
    def asks(self) -> bool:
        """True where a hard requirement is stated: only then can one be kept."""
        compared = self.results.compared.values()
        return any(
            self.is_hard(key) and evaluated.value(f"{key}_status") != NOT_PROMISED for key in PROMISE_NAMES for evaluated in compared
        )

    def range_of(self, evaluated: Evaluated) -> tuple[Figure, ...]:
        """P10 and P90 of an option's total over all draws; nothing where none was drawn."""
        total = self.simulation.options[evaluated.option].total if self.simulation else None
        return tuple(Figure(end, money(end, self.currency), "simulation") for end in (total.p10, total.p90)) if total else ()

    def band_ends(self, evaluated: Evaluated) -> tuple[Figure, ...]:
        """The option's total cost at the fast and at the slow end of its speed band; nothing where either is not known."""
        band = self.bands.get(evaluated.option)
        if band is None or band.tco_fast is None or band.tco_slow is None:
            return ()
        return tuple(Figure(cost, money(cost, self.currency), "speed_band") for cost in (band.tco_fast, band.tco_slow))

    @property
    def currency(self) -> str:
        """The scenario's currency code."""
        return self.results.scenario.currency

    @cached_property
    def possible_as_listed(self) -> list[Evaluated]:
        """Options that can be bought and run, in the order of the scenario."""
        return [evaluated for evaluated in self.results.compared.values() if evaluated.value("possible")]

    @cached_property
    def possible(self) -> list[Evaluated]:
        """Options that can be bought and run, cheapest first."""
        return sorted(self.possible_as_listed, key=lambda evaluated: evaluated.value("tco"))

    @cached_property
    def eligible(self) -> list[Evaluated]:
        """Options that keep every hard promise too, cheapest first."""
        return [evaluated for evaluated in self.possible if evaluated.value("eligible")]

    @cached_property
    def best(self) -> Evaluated | None:
        """The recommended option, or None where no option keeps every hard promise."""
        comparison = self.results.comparison
        return self.results.options[comparison.text("recommended")] if comparison.value("any_eligible") else None

    @cached_property
    def runner_up(self) -> Evaluated | None:
        """The cheapest of the others that keep every hard promise."""
        return next((evaluated for evaluated in self.eligible if evaluated is not self.best), None)

    @cached_property
    def cheaper(self) -> Evaluated | None:
        """The cheapest option of all, where it costs less than the recommended one."""
        first = self.possible[0] if self.possible else None
        return first if first and self.best and first.value("tco") < self.best.value("tco") else None

    @cached_property
    def awaiting(self) -> Evaluated | None:
        """The cheapest possible option that breaks no hard promise, though it may leave some open."""
        return next((evaluated for evaluated in self.possible if not self.promises_with(evaluated, BROKEN, hard=True)), None)

    @cached_property
    def lead(self) -> Evaluated | None:
        """The option whose figures lead the page: the recommended one, the one that only awaits proof, or the cheapest possible one."""
        return self.best or self.awaiting or (self.possible[0] if self.possible else None)

    @cached_property
    def baseline(self) -> Evaluated:
        """The option that savings are measured against."""
        return self.results.options[str(self.results.scenario.entry("baseline").elements[0].value)]

    @cached_property
    def rival(self) -> Evaluated | None:
        """The option that the leading one is held against: the baseline, or else the cheapest of the others."""
        if self.baseline is not self.lead and self.baseline.value("possible"):
            return self.baseline
        return next((evaluated for evaluated in (*self.eligible, *self.possible) if evaluated is not self.lead), None)

    @cached_property
    def break_even(self) -> Crossing | None:
        """The crossing of the leading option with another that could be chosen, or else with any, nearest to the plan's volume."""
        if self.lead is None or self.volumes is None:
            return None
        lead = self.lead.option
        with_lead = [crossing for crossing in self.volumes.crossings if lead in (crossing.option, crossing.other)]
        chosen = {lead, *(evaluated.option for evaluated in self.eligible)}
        with_rivals = [crossing for crossing in with_lead if {crossing.option, crossing.other} <= chosen]
        return min(with_rivals or with_lead, key=lambda crossing: abs(log(crossing.multiple)), default=None)

    @cached_property
    def has_traffic(self) -> bool:
        """True where any request is planned."""
        return bool(self.results.demand.values["all_requests"].any())

    @cached_property
    def months(self) -> Figure:
        """The length of the horizon."""
        value = float(self.results.scenario.entry("horizon").elements[0].value)
        return Figure(value, count(value), "horizon")

    @cached_property
    def every(self) -> str:
        """The words for "every promise". Only hard promises decide, which is said where one is soft.

        Where the recommended option keeps them at the base values but not in enough draws, this is said too.
        """
        promises = "every promise" if all(map(self.is_hard, PROMISE_NAMES)) else "every hard promise"
        return f"{promises} at the base values" if self._kept_at_base_alone else promises

    @property
    def _kept_at_base_alone(self) -> bool:
        """True where the recommended option keeps every hard promise in a smaller share of draws than a clear recommendation needs."""
        if self.odds is None or self.simulation is None or self.best is None:
            return False
        clear = float(self.results.scenario.entry("clear_from").elements[0].value)
        return self.simulation.options[self.best.option].keeps_promises < clear

    def is_hard(self, promise: str) -> bool:
        """True where an option that does not keep this promise cannot be recommended."""
        return bool(self.results.scenario.entry(f"{promise}_hard").elements[0].value)

    def money(self, evaluated: Evaluated, line: str) -> Figure:
        """A line of an option in the scenario's currency."""
        value = evaluated.value(line)
        return Figure(value, money(value, self.currency), line)

    def money_in(self, evaluated: Evaluated, line: str, month: int) -> Figure:
        """A line of an option by month, in one month, counted from 0."""
        value = float(by_month(evaluated, line, self.results.scenario.months)[month])
        return Figure(value, money(value, self.currency), line)

    def saving(self, evaluated: Evaluated) -> float:
        """The saving against the baseline, in the scenario's currency; positive is favourable."""
        return self.against_baseline("saving", evaluated)

    def saving_share(self, evaluated: Evaluated) -> float:
        """The saving as a share of the baseline's cost."""
        return self.against_baseline("saving_share", evaluated)

    def saved(self, evaluated: Evaluated) -> Figure:
        """The size of the saving, without its sign."""
        value = abs(self.saving(evaluated))
        return Figure(value, money(value, self.currency), "saving")

    def saved_share(self, evaluated: Evaluated) -> Figure:
        """The size of the saving as a share of the baseline, without its sign."""
        value = abs(self.saving_share(evaluated))
        return Figure(value, percent(value), "saving_share")

    def against_baseline(self, line: str, evaluated: Evaluated) -> float:
        """A line of the comparison that holds an option against the baseline."""
        return float(self.results.comparison.along(line, "option")[list(self.results.compared).index(evaluated.option)])

    def promises_with(self, evaluated: Evaluated, status: int, *, hard: bool = False) -> list[str]:
        """Keys of the promises of an option with this status, all of them or the hard ones alone."""
        return [key for key in PROMISE_NAMES if evaluated.value(f"{key}_status") == status and (not hard or self.is_hard(key))]

    def gaps(self, evaluated: Evaluated, *, hard: bool = False) -> str:
        """The promises that an option breaks or leaves open, in words."""
        return unmet(*self._broken_and_open(evaluated, hard=hard))

    def fails(self, evaluated: Evaluated) -> str:
        """The same as an act: "breaks latency", or "is not shown to keep residency"."""
        return fails(*self._broken_and_open(evaluated, hard=True))

    def _broken_and_open(self, evaluated: Evaluated, *, hard: bool) -> tuple[list[str], list[str]]:
        broken, unknown = ([PROMISE_NAMES[key] for key in self.promises_with(evaluated, row, hard=hard)] for row in (BROKEN, OPEN))
        return broken, unknown

    def reached(self, evaluated: Evaluated, promise: str) -> Figure:
        """The figure of a promise that an option's service reaches."""
        return _promise_figure(f"service_{promise}", evaluated.value(f"service_{promise}"))

    def promised(self, promise: str) -> Figure:
        """The promised figure; of value 0 where none is promised."""
        entry = self.results.scenario.entries.get(("", f"{promise}_promise"))
        return _promise_figure(f"{promise}_promise", float(entry.elements[0].value) if entry else 0.0)

    def first_of_month(self, month: int) -> date:
        """The first day of a month of the plan, counted from 0; a negative month is before the plan."""
        start = self.results.scenario.start
        place = start.year * 12 + start.month - 1 + month
        return date(place // 12, place % 12 + 1, 1)

    def month_name(self, month: int) -> str:
        """The name of a month of the plan, counted from 0: "March 2028"."""
        first = self.first_of_month(month)
        return f"{MONTHS[first.month - 1]} {first.year}"


def month_number(month: int) -> Figure:
    """The number of a month as every sheet's header row has it; `month` counts from 0."""
    return Figure(month + 1.0, count(month + 1), "month_number")


def short_month(name: str) -> str:
    """The name of a month as an axis shows it: "Mar 2028"."""
    month, _, year = name.partition(" ")
    return f"{month[:3]} {year}"


def by_month(evaluated: Evaluated, line: str, months: int) -> np.ndarray:
    """A line that varies by month only, or not at all, as an array of shape (months,)."""
    return np.broadcast_to(evaluated.values[line].reshape(-1), (months,))


def _promise_figure(line: str, value: float) -> Figure:
    written = stated_availability if line == "availability_promise" else availability if "availability" in line else duration
    return Figure(value, written(value), line)
