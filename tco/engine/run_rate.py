"""Run rate: the same lines read for one reference month over another axis, `volume` or `case`.

No equation stands here a second time: a line's function is called on arrays whose month axis holds one month. What does not
vary along the axis is the plan's own value of that month. A range over months is then that month alone, as if every month were
like it; only what earlier months leave behind in a month (a fleet that never shrinks, a first fleet that commitments are a share
of) is set in proportion to the plan's own history, so that the first element along the axis is exactly the plan's month.

Purchases in vintages look back twice: what is in service is the sum of what was bought, and that follows a fleet that never shrinks.
The month alone then buys its whole fleet, and it is the sum of vintages, at the end of that chain, that is set in proportion. Whatever
changes by month on the way to it, such as the price of a server, is that of the month in which the plan bought them on average.

A hybrid gathers the lines of its parts, as in the plan; so the parts are read before it, and as far as it reads them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tco.engine.evaluate import VOLUMES, Array, Evaluated, Results, computed, gathered_dims, input_dims, side_by_side
from tco.engine.input_arrays import clock, entry_array, facts, shaped
from tco.language.dimensions import Dimensions, dimensions_of
from tco.language.formula import AXIS, Call, Formula, Span, children
from tco.language.line import Line, Model, gathered_line
from tco.model.comparison.gathered import RUN_RATE, RUN_RATE_DEMAND
from tco.model.demand.timeline import CLOCK
from tco.model.options import HYBRID, demand_model, option_model, run_rate_model
from tco.scenario.scenario import Scenario

VINTAGES = ("total_alike", "total_between")
"""Words that add up what several months began."""
PURCHASE_MONTH = "purchase_month"
"""The line that says when what is in service was bought: the clock of what leads to a sum of vintages."""

Across = Mapping[tuple[str, str], Array]
"""Inputs that vary, by owner and key: their values with the new axis; the first along it is the plan's own."""


@dataclass(frozen=True)
class RunRate:
    """Demand and options in one month along `axis`: the lines that the run rate needs and that vary along it, and `RUN_RATE`.

    Values have all axes of `AXES`, the month's of size 1. `options` holds the parts of hybrids too, and a hybrid after its parts.
    `alone` holds, by option and line, what a line that looks back over months (or leads from one to a sum of vintages) would be
    if every month were like this one, before it is set in proportion to the plan's history.
    """

    axis: str
    size: int
    month: int
    demand: Evaluated
    options: Mapping[str, Evaluated]
    inputs: Across
    alone: Mapping[str, Mapping[str, Array]]

    def along(self, option: str, key: str) -> Array:
        """A line without other axes, as a list along the axis."""
        return np.broadcast_to(self.options[option].values[key].reshape(-1), (self.size,))


def run_rate(results: Results, axis: str, across: Across) -> RunRate:
    """The reference month of evaluated results with these inputs varied along `axis`."""
    scenario = results.scenario
    place = int(results.demand.value("run_rate_month")) - 1
    fixed: dict[str, object] = {name: facts(table) for name, table in scenario.catalogue.tables.items()}
    fixed |= {key: at_month(values, place) for key, values in clock(scenario).items()}
    wanted = {option.name: wanted_lines(scenario, option.name) for option in scenario.options}
    month = _Month(results, axis, across, place)
    demand, known, dims, _ = month.read(results.demand, frozenset(RUN_RATE_DEMAND).union(*wanted.values()), fixed, {})
    options, alone = {}, {}
    everything: dict[str, tuple[Mapping[str, object], Mapping[str, Dimensions]]] = {}
    for name in in_order(scenario):
        gathered = month.gathered(name, {part.name: everything[part.name] for part in scenario.parts(name)})
        above, above_dims = {**known, **gathered.values}, {**dims, **gathered.dims}
        own, values_of, dims_of, alone[name] = month.read(results.options[name], wanted[name], above, above_dims)
        everything[name] = values_of, dims_of
        moving = {key: axes for key, axes in gathered.dims.items() if axis in axes and key in wanted[name]}
        values = {**{key: gathered.values[key] for key in moving}, **own.values}
        options[name] = replace(own, values=values, dims={**{key: _no_month(axes) for key, axes in moving.items()}, **own.dims})
    size = max((values.shape[AXIS[axis]] for values in across.values()), default=1)
    return RunRate(axis, size, place + 1, demand, options, across, alone)


def compared(results: Results, found: RunRate) -> Evaluated:
    """All options that are compared, side by side along the axis: the lines of the run rate's own model, and what it reads of them."""
    scenario, model = results.scenario, run_rate_model()
    size = [1] * len(AXIS)
    size[AXIS[found.axis]] = found.size
    known: dict[str, object] = {**results.comparison.values, **found.demand.values}
    known |= {key: entry_array(scenario.entry(key), scenario) for key, item in model.inputs.items() if item.path}
    axes: tuple[str, ...] = (found.axis, "option")
    values, dims = {}, dict.fromkeys(RUN_RATE, axes)
    for key in RUN_RATE:
        each = [np.broadcast_to(found.options[option.name].values[key], size) for option in scenario.compared]
        known[key] = values[key] = np.concatenate(each, axis=AXIS["option"])
    given = {**results.comparison.dims, **found.demand.dims, **input_dims(scenario, model, ""), **dims}
    for key, line in model.lines.items():
        dims[key] = given[key] = dimensions_of(line.leaves, given)
        known[key] = values[key] = computed(line, known)
    return Evaluated(model, "", values, dims)


def over_volumes(results: Results, multiples: Array) -> RunRate:
    """The run rate at multiples of the reference month's volume, after the volume itself."""
    scenario, place = results.scenario, int(results.demand.value("run_rate_month")) - 1
    factors = shaped(np.concatenate([[1.0], multiples]), ("volume",))
    return run_rate(
        results, "volume", {("", key): at_month(entry_array(scenario.entry(key), scenario), place) * factors for key in VOLUMES}
    )


def needed(model: Model, targets: Collection[str] = RUN_RATE) -> frozenset[str]:
    """The keys of lines and inputs that an option's run rate is computed from, itself included."""
    lines = {**demand_model().lines, **model.lines}
    found: set[str] = set()
    ahead = list(targets)
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += lines[key].needs if key in lines else ()
    return frozenset(found)


def wanted_lines(scenario: Scenario, name: str) -> frozenset[str]:
    """The lines and inputs that an option's run rate is computed from; a part's are also those that its hybrid reads."""
    option = scenario.option(name)
    return needed(option_model(option.kind.name), targets(scenario, name))


def targets(scenario: Scenario, name: str) -> tuple[str, ...]:
    """The lines of an option that somebody reads: `RUN_RATE`, and what a hybrid gathers of its part."""
    hybrid = option_model(HYBRID.name)
    read = needed(hybrid).intersection(hybrid.gathered) if scenario.option(name).part_of else ()
    return tuple(dict.fromkeys([*RUN_RATE, *(gathered_line(key) for key in hybrid.gathered if key in read)]))


def in_order(scenario: Scenario) -> tuple[str, ...]:
    """All options by name, a hybrid after its parts."""
    return tuple(option.name for option in sorted(scenario.options, key=lambda option: option.kind.has_parts))


def vintages(model: Model, dims: Mapping[str, Dimensions], moving: Collection[str]) -> tuple[str, ...]:
    """The moving lines that lead from one that looks back, or from the clock, to a sum of vintages, in order, that sum included.

    `dims` are the axes of the model's lines in the plan. Empty where nothing that looks back leads to one.
    """
    lines = {key: line for key, line in model.lines.items() if key in moving}
    after = {CLOCK.key}
    for key, line in lines.items():
        if looks_back(line, dims[key]) or after.intersection(line.needs):
            after.add(key)
    before: set[str] = set()
    for key, line in reversed(lines.items()):
        if PURCHASE_MONTH in model.lines and says(line.formula, VINTAGES):
            before.add(key)
        if key in before:
            before.update(line.needs)
    return tuple(key for key in lines if key in after & before)


def looks_back(line: Line, dims: Dimensions) -> bool:
    """Whether a line says what other months leave behind in a month; `dims` are its axes in the plan.

    A sum, least or greatest over all months is no such line: it sums the plan up, and its run rate is that of the month alone.
    """
    spans = [leaf for leaf in line.leaves if isinstance(leaf, Span) and leaf.over == "month"]
    return bool(spans) and ("month" in dims or picks_a_month(line.formula))


def picks_a_month(node: Formula) -> bool:
    """Whether a formula reads a line in one of its months by number."""
    if isinstance(node, Call) and node.word == "element" and isinstance(node.arguments[0], Span):
        return node.arguments[0].over == "month"
    return any(picks_a_month(child) for child in children(node))


def says(node: Formula, words: Collection[str]) -> bool:
    """Whether a formula holds one of these words."""
    return (isinstance(node, Call) and node.word in words) or any(says(child, words) for child in children(node))


def at_month(values: Array, place: int) -> Array:
    """Values with their month axis cut to one month, counted from 0."""
    return values if values.shape[AXIS["month"]] == 1 else np.take(values, [place], axis=AXIS["month"])


def in_proportion(alone: Array, plan: Array, axis: str) -> Array:
    """A line that looks back over months, in the proportion in which the plan's own value stands to that of the month alone.

    Where the month alone has nothing, what the plan has is added: it is there whatever the month asks for.
    """
    first = np.take(alone, [0], axis=AXIS[axis])
    some = first > 0
    return np.where(some, alone * (plan / np.where(some, first, 1.0)), alone + plan)


def _no_month(axes: Dimensions) -> Dimensions:
    return tuple(axis for axis in axes if axis != "month")


@dataclass(frozen=True)
class _Month:
    results: Results
    axis: str
    across: Across
    place: int

    def read(
        self, evaluated: Evaluated, wanted: Collection[str], above: Mapping[str, object], above_dims: Mapping[str, Dimensions]
    ) -> tuple[Evaluated, dict[str, object], dict[str, Dimensions], dict[str, Array]]:
        """A sheet's wanted lines; what is known with them, its axes (the month among them), and what looks back, alone."""
        known, dims = self._with_inputs(evaluated, above, above_dims)
        for key, line in evaluated.model.lines.items():
            dims[key] = dimensions_of(line.leaves, dims)
        moving = {key for key in evaluated.model.lines if self.axis in dims[key] and key in wanted}
        told = moving.union(targets(self.results.scenario, evaluated.option) if evaluated.option else RUN_RATE_DEMAND)
        chain = vintages(evaluated.model, evaluated.dims, moving)
        values: dict[str, Array] = {}
        alone: dict[str, Array] = {}
        bought = {CLOCK.key: at_month(evaluated.values[PURCHASE_MONTH], self.place)} if chain else {}
        with np.errstate(all="ignore"):
            for key, line in evaluated.model.lines.items():
                found = plan = at_month(evaluated.values[key], self.place)
                if key in moving:
                    found = computed(line, known)
                    back = looks_back(line, evaluated.dims[key])
                    if key in chain:
                        apart = {**known, **bought, **{each: alone[each] for each in chain if each in alone}}
                        alone[key] = computed(line, apart)
                    elif back:
                        alone[key] = found
                    if back:
                        found = in_proportion(alone[key], plan, self.axis)
                known[key] = found
                if key in told:
                    values[key] = found
        own = {key: _no_month(dims[key]) for key in values}
        return Evaluated(evaluated.model, evaluated.option, values, own), known, dims, alone

    def _with_inputs(
        self, evaluated: Evaluated, above: Mapping[str, object], above_dims: Mapping[str, Dimensions]
    ) -> tuple[dict[str, object], dict[str, Dimensions]]:
        """What is known above a sheet and the sheet's inputs, with the axes of both."""
        known, dims = dict(above), dict(above_dims)
        for key, axes in input_dims(self.results.scenario, evaluated.model, evaluated.option).items():
            dims[key] = axes
            if key not in known:
                known[key], varies = self._input(key, evaluated.option)
                dims[key] = (self.axis, *axes) if varies else axes
            elif key in above_dims:
                dims[key] = above_dims[key]
        return known, dims

    def gathered(self, option: str, parts: Mapping[str, tuple[Mapping[str, object], Mapping[str, Dimensions]]]) -> Evaluated:
        """What a hybrid reads of its parts, side by side; nothing for any other option. Axes have the month among them."""
        model = self.results.options[option].model
        values, dims = {}, {}
        for key in model.gathered:
            dims[key] = gathered_dims(key, [known for _, known in parts.values()])
            values[key] = side_by_side([np.asarray(known[gathered_line(key)]) for known, _ in parts.values()])
        return Evaluated(model, option, values, dims)

    def _input(self, key: str, option: str) -> tuple[Array, bool]:
        entry = self.results.scenario.entry(key, option)
        varied = self.across.get((entry.owner, key))
        return (at_month(entry_array(entry, self.results.scenario), self.place), False) if varied is None else (varied, True)
