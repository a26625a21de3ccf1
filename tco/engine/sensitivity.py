"""Sensitivity: the run rate with one uncertain input at its low or its high end, and everything else as it is.

The Sensitivity sheet computes it by formulas, and the summary draws it as a tornado. Low is an input's P10 and high its P90,
whichever of them costs more. An option that is not possible at an end has no cost there.

All inputs are read in one pass along the axis `case`: element 0 is the plan, and input number n, from 0, is at its low in element
2n + 1 and at its high in 2n + 2.

    sensitivity(results).largest("Cloud GPU")[0].costs["Cloud GPU"]  # money per month at low and at high: (784_878.12, 296_958.17)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tco.engine.evaluate import Array, Results
from tco.engine.input_arrays import entry_array, stated_array
from tco.engine.run_rate import RunRate, at_month, run_rate, wanted_lines
from tco.language.formula import AXES, AXIS
from tco.model.options import demand_model, option_model
from tco.scenario.currency import conversions, stated_unit
from tco.scenario.scenario import Entry, Scenario

LEAST = 1e-9
"""A smaller part of a cost than this is rounding and no effect."""


@dataclass(frozen=True)
class Uncertain:
    """An input with a range: one element of an entry, by its position, or all months of an entry by month, with the place None."""

    entry: Entry
    place: int | None

    def element(self, month: int) -> int:
        """The position of the element that holds its value in a month, counted from 1."""
        return month - 1 if self.place is None else self.place

    @property
    def path(self) -> str:
        """Its path in the scenario; that of the whole list where it is one by month."""
        return self.entry.elements[0].path.rpartition(".")[0] if self.place is None else self.entry.elements[self.place].path

    def has_ends(self) -> bool:
        """True where it has both ends; a list by month needs them in every month."""
        elements = self.entry.elements if self.place is None else (self.entry.elements[self.place],)
        return all(item.low is not None and item.high is not None for item in elements)

    def is_ranged(self) -> bool:
        """True where its ends differ, in any month."""
        elements = self.entry.elements if self.place is None else (self.entry.elements[self.place],)
        return self.has_ends() and any(item.low != item.high for item in elements)


@dataclass(frozen=True)
class Swing:
    """The effect of one input on the run rate of each option.

    `owner` is the option whose input it is, or the section of its kind ("self_hosted", "api"); empty where all share it. `where` is
    the region, site or class that it belongs to. `low`, `value` and `high` are in `unit`. `costs` holds, by option, the recurring cost
    of the reference month with the input at its low and at its high end, or None where the option is not possible there.
    """

    key: str
    owner: str
    path: str
    label: str
    where: tuple[str, ...]
    unit: str
    low: float
    value: float
    high: float
    costs: Mapping[str, tuple[float | None, float | None]]

    def width(self, option: str) -> float:
        """The distance between the option's costs at both ends, in money per month; 0 where it has no cost at one of them."""
        low, high = self.costs[option]
        return 0.0 if low is None or high is None else abs(high - low)


@dataclass(frozen=True)
class Sensitivity:
    """The reference month, counted from 1, the recurring cost of each option in it, and every input that moves one of these."""

    month: int
    base: Mapping[str, float]
    swings: tuple[Swing, ...]

    def largest(self, option: str, count: int = 8) -> tuple[Swing, ...]:
        """The inputs that move an option's cost, the largest effect first; equal effects keep the order of the inputs."""
        moving = [swing for swing in self.swings if swing.width(option) > LEAST * abs(self.base[option])]
        return tuple(sorted(moving, key=lambda swing: -swing.width(option))[:count])


def sensitivity(results: Results) -> Sensitivity:
    """Find every uncertain input that moves the run rate of any option, in the order of the Inputs sheet."""
    inputs = uncertain_inputs(results)
    found = one_at_a_time(results, inputs)
    costs = {name: found.along(name, "recurring") for name in results.compared}
    possible = {name: found.along(name, "possible") > 0 for name in results.compared}
    swings = []
    for number, item in enumerate(inputs):
        ends = 2 * number + 1, 2 * number + 2
        if any(abs(costs[name][end] - costs[name][0]) > LEAST * abs(costs[name][0]) for name in costs for end in ends):
            swings.append(_swing(item, found.month, {name: _ends(costs[name], possible[name], ends) for name in costs}))
    return Sensitivity(found.month, {name: float(cost[0]) for name, cost in costs.items()}, tuple(swings))


def uncertain_inputs(results: Results) -> tuple[Uncertain, ...]:
    """The inputs behind any option's run rate whose low and high ends differ, in the order of the entries.

    Rates that convert any of these inputs come first: on a sheet they are above what they convert.
    """
    scenario = results.scenario
    read = {(entry.owner, entry.input.key): entry for entry in _read(results)}
    rates = {("", key): scenario.entry(key) for entry in read.values() for each in conversions(entry, scenario) for key in each.keys}
    first = [entry for place, entry in scenario.entries.items() if place in rates]
    rest = [entry for place, entry in scenario.entries.items() if place in read and place not in rates]
    found = []
    for entry in (*first, *rest):
        places = [None] if entry.dims == ("month",) else range(len(entry.elements))
        found += [item for item in (Uncertain(entry, number) for number in places) if item.is_ranged()]
    return tuple(found)


def _read(results: Results) -> list[Entry]:
    """The inputs behind the run rate of any option."""
    scenario = results.scenario
    found: dict[tuple[str, str], Entry] = {}
    for option in scenario.options:
        model = option_model(option.kind.name)
        keys = wanted_lines(scenario, option.name) & {key for key, item in {**demand_model().inputs, **model.inputs}.items() if item.path}
        found |= {(entry.owner, entry.input.key): entry for entry in (scenario.entry(key, option.name) for key in keys)}
    return list(found.values())


def varied_entries(results: Results, inputs: Sequence[Uncertain]) -> tuple[Entry, ...]:
    """The entries of the varied inputs, each once and in their order, then those that a varied rate converts."""
    scenario = results.scenario
    own = {(item.entry.owner, item.entry.input.key): item.entry for item in inputs}
    read = {(entry.owner, entry.input.key) for entry in _read(results)}
    moved = [
        entry
        for place, entry in scenario.entries.items()
        if place in read and place not in own and any(("", key) in own for each in conversions(entry, scenario) for key in each.keys)
    ]
    return (*own.values(), *moved)


def drawn_inputs(results: Results, found: Sensitivity, count: int = 3, most: int = 8) -> tuple[Uncertain, ...]:
    """The uncertain inputs to show: the `count` largest of every option, and the `most` largest of the recommended one.

    Without a recommendation and with a count of 0, the `most` largest are those of the baseline, which the tornado then draws.
    """
    recommended = results.comparison.text("recommended")
    drawn = recommended if recommended in found.base or count else str(results.scenario.entry("baseline").elements[0].value)
    wanted = {swing.path for name in found.base for swing in found.largest(name, most if name == drawn else count)}
    return tuple(item for item in uncertain_inputs(results) if item.path in wanted)


def renewed(inputs: Sequence[Uncertain], scenario: Scenario) -> tuple[Uncertain, ...]:
    """The same inputs with the values that another state of the scenario gives them."""
    return tuple(replace(item, entry=scenario.entries[item.entry.owner, item.entry.input.key]) for item in inputs)


def one_at_a_time(results: Results, inputs: Sequence[Uncertain]) -> RunRate:
    """The run rate along the axis `case`, of size 1 + 2 × inputs: as it is, then with each input at its low and at its high end."""
    place = int(results.demand.value("run_rate_month")) - 1
    size = [1] * len(AXES)
    size[AXIS["case"]] = 1 + 2 * len(inputs)
    stated: dict[tuple[str, str], Array] = {}
    for number, item in enumerate(inputs):
        entry = item.entry
        owner = entry.owner, entry.input.key
        plain = stated_array(entry, results.scenario)
        values = stated.setdefault(
            owner, np.array(np.broadcast_to(at_month(plain, place), np.broadcast_shapes((*plain.shape[:-1], 1), size)))
        )
        if item.has_ends():
            element = entry.elements[item.element(place + 1)]
            _element_of(values, entry, item.place)[2 * number + 1 : 2 * number + 3] = element.low, element.high
    entries = varied_entries(results, inputs)
    across = {(entry.owner, entry.input.key): at_month(entry_array(entry, results.scenario, stated), place) for entry in entries}
    return run_rate(results, "case", across)


def _element_of(values: Array, entry: Entry, place: int | None) -> Array:
    """A view, of shape (cases,), on the values of the element at a place; `place` is None for a list by month."""
    index: list[int | slice] = [0] * len(AXES)
    index[AXIS["case"]] = slice(None)
    if place is not None and entry.dims:
        index[AXIS[entry.dims[0]]] = place
    return values[tuple(index)]


def _ends(costs: Array, possible: Array, ends: tuple[int, int]) -> tuple[float | None, float | None]:
    low, high = (float(costs[end]) if possible[end] else None for end in ends)
    return low, high


def _swing(item: Uncertain, month: int, costs: Mapping[str, tuple[float | None, float | None]]) -> Swing:
    entry = item.entry
    element = entry.elements[item.element(month)]
    value = float(element.value)
    ends = (value if element.low is None else element.low, value if element.high is None else element.high)
    where = element.where if item.place is not None else ()
    unit = stated_unit(entry.input, element)
    return Swing(entry.input.key, entry.owner, item.path, entry.input.label, where, unit, ends[0], value, ends[1], costs)
