"""Run rate: the same lines read for one reference month over another axis, `volume` or `case`.

No equation stands here a second time: a line's function is called on arrays whose month axis holds one month. What does not
vary along the axis is the plan's own value of that month. A range over months is then that month alone, as if every month were
like it; only what earlier months leave behind in a month (a fleet that never shrinks, a first fleet that commitments are a share
of) is set in proportion to the plan's own history, so that the first element along the axis is exactly the plan's month.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from tco.dimensions import Dimensions, dimensions
from tco.evaluate import VOLUMES, Array, Results, Sheet, _shaped, entry_array, facts, first_day, input_dims, month_lengths
from tco.formula import AXIS, Call, Formula, Span, children, leaves
from tco.line import Line, Model
from tco.model.gathered import RUN_RATE, RUN_RATE_DEMAND
from tco.model.options import CALENDAR, CLOCK, HOUR, START, demand_model, option_model, run_rate_model

Across = Mapping[tuple[str, str], Array]
"""Inputs that vary, by owner and key: their values with the new axis; the first along it is the plan's own."""


@dataclass(frozen=True)
class RunRate:
    """Demand and options in one month along `axis`: the lines that the run rate needs and that vary along it, and `RUN_RATE`.

    Values have all axes of `AXES`, the month's of size 1. `alone` holds, by option and line, what a line that looks back over
    months would be if every month were like this one, before it is set in proportion to the plan's history.
    """

    axis: str
    size: int
    month: int
    demand: Sheet
    options: Mapping[str, Sheet]
    inputs: Across
    alone: Mapping[str, Mapping[str, Array]]

    def along(self, option: str, key: str) -> Array:
        """A line without other axes, as a list along the axis."""
        size = [1] * len(AXIS)
        size[AXIS[self.axis]] = self.size
        return np.broadcast_to(self.options[option].values[key], size).reshape(-1)


def run_rate(results: Results, axis: str, across: Across) -> RunRate:
    """The reference month of evaluated results with these inputs varied along `axis`."""
    scenario = results.scenario
    place = int(results.demand.value("run_rate_month")) - 1
    fixed: dict[str, object] = {name: facts(table) for name, table in scenario.catalogue.tables.items()}
    fixed |= {
        CLOCK.key: _shaped(np.array(place + 1.0), ()),
        HOUR.key: _shaped(np.arange(1.0, len(scenario.axis("hour")) + 1), ("hour",)),
        CALENDAR.key: _shaped(month_lengths(scenario.start, scenario.months)[place], ()),
        START.key: _shaped(np.array(first_day(scenario)), ()),
    }
    wanted = frozenset(RUN_RATE_DEMAND).union(*(needed(option_model(option.kind)) for option in scenario.options))
    month = _Month(results, axis, across, place)
    demand, known, dims, _ = month.read(results.demand, wanted, fixed, {})
    options, alone = {}, {}
    for option in scenario.options:
        sheet = results.options[option.name]
        options[option.name], _, _, alone[option.name] = month.read(sheet, needed(sheet.model), known, dims)
    size = max((values.shape[AXIS[axis]] for values in across.values()), default=1)
    return RunRate(axis, size, place + 1, demand, options, across, alone)


def compared(results: Results, found: RunRate) -> Sheet:
    """All options side by side along the axis: the lines of the run rate's own model, and those of the options that it reads."""
    scenario, model = results.scenario, run_rate_model()
    size = [1] * len(AXIS)
    size[AXIS[found.axis]] = found.size
    known: dict[str, object] = {**results.comparison.values, **found.demand.values}
    known |= {key: entry_array(scenario.entry(key), scenario) for key, item in model.inputs.items() if item.path}
    axes: tuple[str, ...] = (found.axis, "option")
    values, dims = {}, dict.fromkeys(RUN_RATE, axes)
    for key in RUN_RATE:
        each = [np.broadcast_to(sheet.values[key], size) for sheet in found.options.values()]
        known[key] = values[key] = np.concatenate(each, axis=AXIS["option"])
    given = {**results.comparison.dims, **found.demand.dims, **input_dims(scenario, model, ""), **dims}
    for key, line in model.lines.items():
        dims[key] = given[key] = dimensions(line.formula, given)
        made = np.asarray(line.function(*(known[need] for need in line.needs)))
        known[key] = values[key] = made if made.dtype == object else made.astype(float)
    return Sheet(model, "", values, dims)


def over_volumes(results: Results, multiples: Array) -> RunRate:
    """The run rate at multiples of the reference month's volume, after the volume itself."""
    scenario, place = results.scenario, int(results.demand.value("run_rate_month")) - 1
    shaped = _shaped(np.concatenate([[1.0], multiples]), ("volume",))
    return run_rate(results, "volume", {("", key): at_month(entry_array(scenario.entry(key), scenario), place) * shaped for key in VOLUMES})


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


def looks_back(line: Line, dims: Dimensions) -> bool:
    """Whether a line says what other months leave behind in a month; `dims` are its axes in the plan.

    A sum, least or greatest over all months is no such line: it sums the plan up, and its run rate is that of the month alone.
    """
    spans = [leaf for leaf in leaves(line.formula) if isinstance(leaf, Span) and leaf.over == "month"]
    return bool(spans) and ("month" in dims or picks_a_month(line.formula))


def picks_a_month(node: Formula) -> bool:
    """Whether a formula reads a line in one of its months by number."""
    if isinstance(node, Call) and node.word == "element" and isinstance(node.arguments[0], Span):
        return node.arguments[0].over == "month"
    return any(picks_a_month(child) for child in children(node))


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


@dataclass(frozen=True)
class _Month:
    results: Results
    axis: str
    across: Across
    place: int

    def read(
        self, sheet: Sheet, wanted: Collection[str], above: Mapping[str, object], above_dims: Mapping[str, Dimensions]
    ) -> tuple[Sheet, dict[str, object], dict[str, Dimensions], dict[str, Array]]:
        """A sheet's wanted lines; what is known with them, its axes (the month among them), and what looks back, alone."""
        known, dims = dict(above), dict(above_dims)
        for key, axes in input_dims(self.results.scenario, sheet.model, sheet.option).items():
            dims[key] = axes
            if key not in known:
                known[key], varies = self._input(key, sheet.option)
                dims[key] = (self.axis, *axes) if varies else axes
            elif key in above_dims:
                dims[key] = above_dims[key]
        values: dict[str, Array] = {}
        alone: dict[str, Array] = {}
        with np.errstate(all="ignore"):
            for key, line in sheet.model.lines.items():
                dims[key] = dimensions(line.formula, dims)
                found = plan = at_month(sheet.values[key], self.place)
                if self.axis in dims[key] and key in wanted:
                    found = np.asarray(line.function(*(known[need] for need in line.needs)))
                    found = found if found.dtype == object else found.astype(float)
                    if looks_back(line, sheet.dims[key]):
                        alone[key] = found
                        found = in_proportion(found, plan, self.axis)
                known[key] = found
                if key in wanted and (self.axis in dims[key] or key in (*RUN_RATE, *RUN_RATE_DEMAND)):
                    values[key] = found
        own = {key: tuple(axis for axis in dims[key] if axis != "month") for key in values}
        return Sheet(sheet.model, sheet.option, values, own), known, dims, alone

    def _input(self, key: str, option: str) -> tuple[Array, bool]:
        entry = self.results.scenario.entry(key, option)
        varied = self.across.get((entry.owner, key))
        return (at_month(entry_array(entry, self.results.scenario), self.place), False) if varied is None else (varied, True)
