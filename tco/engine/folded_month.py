"""The run rate of a folded book: which of its lines vary along volumes or cases, with the engine's own values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tco.engine.evaluate import Array, Evaluated, Results
from tco.engine.fold_pass import Name, located, name_of
from tco.engine.folding import Folded
from tco.engine.run_rate import RunRate, in_order, needed
from tco.language.formula import Reference, Span
from tco.language.line import gathered_line
from tco.model.comparison.gathered import RUN_RATE, RUN_RATE_DEMAND
from tco.scenario.scenario import Scenario


def folded_month(found: RunRate, folded: Folded, results: Results) -> RunRate:
    """The same run rate with the lines that a folded book has; a line's values are those of the line itself or of one that repeats it."""
    if folded.is_whole:
        return found
    month = _Month(found, folded, results)
    names = in_order(results.scenario)
    of_demand = frozenset(RUN_RATE_DEMAND).union(
        *(needed(folded.models[name], folded_targets(results.scenario, folded, name)) for name in names)
    )
    demand, _ = month.read(found.demand, results.demand, of_demand)
    options: dict[str, Evaluated] = {}
    alone: dict[str, Mapping[str, Array]] = {}
    for name in names:
        wanted = needed(folded.models[name], folded_targets(results.scenario, folded, name))
        options[name], alone[name] = month.read(found.options[name], results.options[name], wanted)
    return replace(found, demand=demand, options=options, alone=alone)


def folded_targets(scenario: Scenario, folded: Folded, name: str) -> tuple[str, ...]:
    """The keys of the lines that are read of an option: `RUN_RATE`, and what a folded hybrid gathers of its part."""
    whole = scenario.option(name).part_of
    gathered: list[str] = []
    if whole:
        hybrid = folded.models[whole]
        read = needed(hybrid, folded_targets(scenario, folded, whole))
        gathered = [gathered_line(key) for key in hybrid.gathered if key in read]
    return tuple(dict.fromkeys(folded.repeats[name].get(key, key) for key in (*RUN_RATE, *gathered)))


@dataclass
class _Month:
    """The lines that vary, sheet by sheet."""

    found: RunRate
    folded: Folded
    results: Results
    moving: set[Name] = field(default_factory=set)

    def read(self, monthly: Evaluated, plan: Evaluated, wanted: frozenset[str]) -> tuple[Evaluated, dict[str, Array]]:
        """Demand or an option: its lines that vary and are wanted, then what is read of it; and those that look back, by themselves."""
        name, alone = name_of(plan), self.found.alone.get(plan.option, {})
        model = self.folded.models[name]
        for key in model.gathered:
            parts = self.results.scenario.axis("option", plan.option)
            if any(self._moves(gathered_line(key), self.results.options[part]) for part in parts):
                self.moving.add((name, key))
        for key, line in model.lines.items():
            if any(self._moves(leaf.key, plan) for leaf in line.leaves if isinstance(leaf, Reference | Span)):
                self.moving.add((name, key))
        values, dims, apart = {}, {}, {}
        of_plan = self.folded.of(plan).dims
        repeated: dict[str, list[str]] = {}
        for other, target in self.folded.repeats[name].items():
            repeated.setdefault(target, []).append(other)
        for key in self.folded.lines(name):
            same = [key, *repeated.get(key, ())]
            value = next((monthly.values[each] for each in same if each in monthly.values), None)
            if value is None or key not in wanted:
                continue
            values[key] = value
            axes = tuple(axis for axis in of_plan[key] if axis != "month")
            dims[key] = (self.found.axis, *axes) if (name, key) in self.moving else axes
            if any(each in alone for each in same):
                apart[key] = next(alone[each] for each in same if each in alone)
        return Evaluated(model, plan.option, values, dims), apart

    def _moves(self, key: str, plan: Evaluated) -> bool:
        """True for a line or an input, as a sheet reads it, that varies along the columns."""
        where = located(key, plan)
        if where is None:
            return key in self._inputs_of(plan)
        target = self.folded.repeats[where].get(key)
        there = plan if where == name_of(plan) else self.results.demand
        return (where, key) in self.moving or (target is not None and self._moves(target, there))

    def _inputs_of(self, plan: Evaluated) -> Iterator[str]:
        owners = ("", plan.option, self.results.scenario.option(plan.option).kind.settings if plan.option else "")
        return (key for owner, key in self.found.inputs if owner in owners)
