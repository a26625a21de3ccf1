"""Run rate: the lines of one reference month, read along another axis, `volume` or `case`.

No equation is written here a second time: a line's function is called on arrays whose month axis has size 1. A line that does not
vary along the new axis keeps the plan's value of that month. With `volume` of 1, 2 and 4 times the month's own:

    over_volumes(results, np.array([2.0, 4.0])).along("Cloud GPU", "recurring")  # money per month: array([329_117, 457_847, 753_011])

A range over months covers that month alone, as if every month were like it. Some lines say what earlier months leave behind: a
fleet that never shrinks, or the first fleet, of which commitments are a share. They are scaled by the plan's own history: if the
plan pays for 20 instances in a month that by itself needs 16, and needs 8 at half the volume, the run rate at half is 8 × 20 ÷ 16 = 10.
The first element along the axis is therefore exactly the plan's month.

Servers in service look back twice: they are the sum of what was bought, and purchases follow a fleet that never shrinks. Here the
month alone buys its whole fleet, and only the sum at the end of that chain is scaled. Whatever changes by month on the way to it, such
as the price of a server, is taken from the month in which the plan bought its servers on average.

A hybrid gathers the lines of its parts, as in the plan. The parts are therefore read before it, and only as far as it reads them.
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
from tco.model.options import option_model, run_rate_model
from tco.scenario.scenario import Scenario

VINTAGES = ("total_alike", "total_between")
"""Words that add up what several months bought."""
PURCHASE_MONTH = "purchase_month"
"""The key of the month in which the servers in service were bought on average: the clock of the lines that lead to a sum of vintages."""

Across = Mapping[tuple[str, str], Array]
"""Inputs that vary, by owner and key: arrays with all axes, along the new one too, where the first element is the plan's own value."""


@dataclass(frozen=True)
class RunRate:
    """Demand and options in one month along `axis`: the lines `RUN_RATE`, and those on the way to them that vary along the axis.

    `size` is the length of the axis and `month` the number of the reference month, from 1. Values have all axes of `AXES`, with size 1
    along the month. `options` holds the parts of hybrids too, and each hybrid after its parts. `alone` holds, by option and line,
    lines that look back over months, or lead from one of these to a sum of vintages, as if every month were like this one: before they
    are scaled by the plan's history.
    """

    axis: str
    size: int
    month: int
    demand: Evaluated
    options: Mapping[str, Evaluated]
    inputs: Across
    alone: Mapping[str, Mapping[str, Array]]

    def along(self, option: str, key: str) -> Array:
        """A line without other axes, as an array of shape (size,)."""
        return np.broadcast_to(self.options[option].values[key].reshape(-1), (self.size,))


def run_rate(results: Results, axis: str, across: Across) -> RunRate:
    """Read the reference month of evaluated results, with the inputs of `across` varied along `axis`.

    All arrays of `across` have the same size along the axis, or size 1; the first element is the plan's own.
    """
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
    """The compared options side by side, along `option` and the run rate's axis: the run rate's own model, and the lines it reads."""
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
    """The run rate along `volume`: at the reference month's volume, then at these multiples of it, an array of shape (multiples,)."""
    scenario, place = results.scenario, int(results.demand.value("run_rate_month")) - 1
    factors = shaped(np.concatenate([[1.0], multiples]), ("volume",))
    return run_rate(
        results, "volume", {("", key): at_month(entry_array(scenario.entry(key), scenario), place) * factors for key in VOLUMES}
    )


def needed(model: Model, targets: Collection[str] = RUN_RATE) -> frozenset[str]:
    """The keys of the targets and of all lines and inputs that they are computed from."""
    lines = {key: line for each in (*model.reads, model) for key, line in each.lines.items()}
    found: set[str] = set()
    ahead = list(targets)
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += lines[key].needs if key in lines else ()
    return frozenset(found)


def wanted_lines(scenario: Scenario, name: str) -> frozenset[str]:
    """The keys of the lines and inputs behind an option's run rate; for a part of a hybrid also behind what the hybrid reads of it."""
    option = scenario.option(name)
    return needed(option_model(option.kind.name), targets(scenario, name))


def targets(scenario: Scenario, name: str) -> tuple[str, ...]:
    """The keys of the lines that are read of an option: `RUN_RATE`, and what a hybrid gathers of its part."""
    whole = scenario.option(name).part_of
    if not whole:
        return RUN_RATE
    hybrid = option_model(scenario.option(whole).kind.name)
    read = needed(hybrid)
    return tuple(dict.fromkeys([*RUN_RATE, *(gathered_line(key) for key in hybrid.gathered if key in read)]))


def in_order(scenario: Scenario) -> tuple[str, ...]:
    """The names of all options, hybrids last."""
    return tuple(option.name for option in sorted(scenario.options, key=lambda option: option.kind.has_parts))


def vintages(model: Model, dims: Mapping[str, Dimensions], moving: Collection[str]) -> tuple[str, ...]:
    """The keys, in order, of the moving lines on the way to a sum of vintages, that sum included.

    The way begins at a line that looks back, or at the clock; the result is empty where none of these leads to a sum. `dims` are the
    axes of the model's lines in the plan, `moving` the keys of the lines that vary along the run rate's axis.
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
    """True where a line says what other months leave behind in a month; `dims` are its axes in the plan.

    A total, least or greatest over all months does not: it sums up the plan, and its run rate is that of the month alone.
    """
    spans = [leaf for leaf in line.leaves if isinstance(leaf, Span) and leaf.over == "month"]
    return bool(spans) and ("month" in dims or picks_a_month(line.formula))


def picks_a_month(node: Formula) -> bool:
    """True where a formula reads a line in a month given by its number."""
    if isinstance(node, Call) and node.word == "element" and isinstance(node.arguments[0], Span):
        return node.arguments[0].over == "month"
    return any(picks_a_month(child) for child in children(node))


def says(node: Formula, words: Collection[str]) -> bool:
    """True where a formula contains one of these words."""
    return (isinstance(node, Call) and node.word in words) or any(says(child, words) for child in children(node))


def at_month(values: Array, place: int) -> Array:
    """Values with the month axis cut to one month, `place` counted from 0; unchanged where they do not vary by month."""
    return values if values.shape[AXIS["month"]] == 1 else np.take(values, [place], axis=AXIS["month"])


def in_proportion(alone: Array, plan: Array, axis: str) -> Array:
    """A line that looks back over months, scaled so that its first element along `axis` is the plan's own value.

    `alone` is the line as if every month were like this one, with all axes; `plan` is its value in the plan, of size 1 along `axis`.
    Alone at 16 and 8 with a plan of 20 becomes 20 and 10. Where the first element of `alone` is 0, the plan's value is added instead:
    it is there whatever the month needs.
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
        """Read the wanted lines of one sheet.

        Returns the lines that the run rate shows; every value known after the sheet, by key; the axes of each, the month included; and
        the lines that look back, as if every month were like this one.
        """
        known, dims = self._with_inputs(evaluated, above, above_dims)
        for key, line in evaluated.model.lines.items():
            dims[key] = dimensions_of(line.leaves, dims)
        moving = {key for key in evaluated.model.lines if self.axis in dims[key] and key in wanted}
        shown = moving.union(targets(self.results.scenario, evaluated.option) if evaluated.option else RUN_RATE_DEMAND)
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
                    if key in chain:  # read from the chain's own values, in the month of the purchases
                        apart = {**known, **bought, **{each: alone[each] for each in chain if each in alone}}
                        alone[key] = computed(line, apart)
                    elif back:
                        alone[key] = found
                    if back:
                        found = in_proportion(alone[key], plan, self.axis)
                known[key] = found
                if key in shown:
                    values[key] = found
        own = {key: _no_month(dims[key]) for key in values}
        return Evaluated(evaluated.model, evaluated.option, values, own), known, dims, alone

    def _with_inputs(
        self, evaluated: Evaluated, above: Mapping[str, object], above_dims: Mapping[str, Dimensions]
    ) -> tuple[dict[str, object], dict[str, Dimensions]]:
        """The values known before a sheet together with the sheet's inputs, by key, and the axes of each."""
        scenario, known, dims = self.results.scenario, dict(above), dict(above_dims)
        for key, axes in input_dims(scenario, evaluated.model, evaluated.option).items():
            if key in known:
                dims.setdefault(key, axes)
                continue
            entry = scenario.entry(key, evaluated.option)
            varied = self.across.get((entry.owner, key))
            known[key] = at_month(entry_array(entry, scenario), self.place) if varied is None else varied
            dims[key] = axes if varied is None else (self.axis, *axes)
        return known, dims

    def gathered(self, option: str, parts: Mapping[str, tuple[Mapping[str, object], Mapping[str, Dimensions]]]) -> Evaluated:
        """The lines that a hybrid reads of its parts, side by side, with the month among their axes; no lines for any other option."""
        model = self.results.options[option].model
        values, dims = {}, {}
        for key in model.gathered:
            dims[key] = gathered_dims(key, [known for _, known in parts.values()])
            values[key] = side_by_side([np.asarray(known[gathered_line(key)]) for known, _ in parts.values()])
        return Evaluated(model, option, values, dims)
