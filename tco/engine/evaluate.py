"""From a scenario to results: every line of every model, on arrays with all axes of `AXES`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from tco.engine.input_arrays import Drawn, clock, entry_array, facts, shaped
from tco.errors import TcoError
from tco.language.dependencies import needed_keys, reached_keys, read_by
from tco.language.dimensions import Dimensions, dimensions_of
from tco.language.formula import AXES, AXIS
from tco.language.line import Line, Model, gathered_line
from tco.model.demand.timeline import CLOCKS
from tco.model.options import checks_model, comparison_model, demand_model, option_model
from tco.scenario.currency import rates_of
from tco.scenario.scenario import Scenario

Array = np.ndarray

Needed = frozenset[str] | None
"""Keys of the lines to compute; None for all."""

VOLUMES = ("requests_per_day", "users")
"""The inputs that state the volume, as requests or as users; one of them is 0."""


@dataclass(frozen=True)
class Reading:
    """One way of reading a scenario: values that are drawn, lines that are needed, and lines that must be computed again."""

    drawn: Drawn
    needed: Needed
    moved: frozenset[str] = frozenset()
    """Keys of inputs and lines whose values differ from those of settled results; without meaning where there are none."""
    read: Needed = None
    """Keys of the inputs that are read; None for all."""


@dataclass(frozen=True)
class Evaluated:
    """One model after evaluation: the values of its lines, and the axes along which each of them varies.

    `option` is the name of the option, or empty for the models that all options share. Values have all axes of `AXES`, of size 1 where
    a line is constant: `cost.values["tco"].shape` is `(1, 1, …, 1)`, and that of a line by site and month `(1, …, sites, …, months)`.
    """

    model: Model
    option: str
    values: Mapping[str, Array]
    dims: Mapping[str, Dimensions]

    def value(self, key: str) -> float:
        """The number of a line without axes. Raises ValueError for a line that has more than one value."""
        return float(self.values[key].item())

    def text(self, key: str) -> str:
        """The name that a line without axes holds. Raises ValueError for a line that has more than one value."""
        return str(self.values[key].item())

    def along(self, key: str, axis: str) -> Array:
        """The values of a line along its only axis, of shape (size of the axis,); (1,) for a line without axes."""
        return self.values[key].reshape(-1) if self.dims[key] == (axis,) else np.broadcast_to(self.values[key].reshape(-1), (1,))


@dataclass(frozen=True)
class Results:
    """A scenario with everything computed: demand, each option, and the comparison."""

    scenario: Scenario
    demand: Evaluated
    options: Mapping[str, Evaluated]
    comparison: Evaluated
    checks: Evaluated

    @property
    def compared(self) -> dict[str, Evaluated]:
        """The options that are compared, by name: all but the parts of hybrids."""
        return {option.name: self.options[option.name] for option in self.scenario.compared}

    def made_of(self, name: str) -> tuple[Evaluated, ...]:
        """The options that answer the requests of an option: the parts of a hybrid, or the option itself."""
        return tuple(self.options[part.name] for part in self.scenario.parts(name)) or (self.options[name],)

    def every_model(self) -> tuple[Evaluated, ...]:
        """All models in the order of their sheets: demand, options with hybrids last, comparison, checks."""
        hybrids_last = sorted(self.options.values(), key=lambda evaluated: bool(evaluated.model.gathered))
        return (self.demand, *hybrids_last, self.comparison, self.checks)


def evaluate(
    scenario: Scenario,
    volumes: Array | None = None,
    *,
    drawn: Drawn | None = None,
    wanted: Collection[str] | None = None,
    settled: Results | None = None,
) -> Results:
    """Compute the lines of a scenario.

    `volumes`, of shape (volumes,), are multiples of the scenario's volume; what depends on them then runs along the axis `volume`.
    `drawn` replaces the values of inputs; what depends on them then runs along the axis `draw`. `wanted` names the lines that the
    caller reads: only they and what they read are computed. `settled` holds all lines of the same scenario, perhaps with other values
    (`Scenario.with_values`): lines that read nothing that differs are taken from there.

    An impossible choice does not stop the evaluation: the line `possible` is 0, and every figure is finite. To stop, call
    `feasibility.check_feasible` on the results.
    """
    if scenario.searched:
        left = "; ".join(f"{name}: {', '.join(sorted(keys))}" for name, keys in scenario.searched.items())
        raise TcoError(f"{scenario.name}: auto is still to be searched ({left}); read the scenario with tco.read")
    given: dict[str, object] = {name: facts(table) for name, table in scenario.catalogue.tables.items()}
    given |= clock(scenario)
    models = {option.kind.name: option_model(option.kind.name) for option in scenario.options}
    kinds = sorted(models.values(), key=lambda model: not model.gathered)  # a hybrid reads the lines of the others
    every = (checks_model(), comparison_model(), *kinds, demand_model())
    needed = None if wanted is None else needed_keys(every, wanted)
    reading = Reading(drawn or {}, needed)
    if settled:  # inputs that no moved line reads are not even laid out as arrays
        moved = reached_keys(every, moved_inputs(scenario, settled, reading.drawn, volumes))
        reading = Reading(reading.drawn, needed, moved, frozenset(VOLUMES) | read_by(every, moved if needed is None else moved & needed))
    before = settled.options if settled else {}
    demand_inputs = _inputs(scenario, demand_model(), "", reading)
    if volumes is not None:
        for key in VOLUMES:
            demand_inputs[key] = demand_inputs[key] * shaped(volumes, ("volume",))
    given |= demand_inputs
    demand = _run(demand_model(), "", given, scenario, {}, reading, settled.demand if settled else None)
    everything = {**given, **demand.values}
    options: dict[str, Evaluated] = {}
    for option in sorted(scenario.options, key=lambda item: item.kind.has_parts):
        model = models[option.kind.name]
        if option.kind.has_parts:
            parts = {part.name: options[part.name] for part in scenario.parts(option.name)}
            own = before.get(option.name)
            options[option.name] = _across(model, parts, everything, demand.dims, scenario, reading, own, option=option.name)
            continue
        known = {**everything, **_inputs(scenario, model, option.name, reading)}
        if volumes is not None:
            known |= {key: demand_inputs[key] for key in VOLUMES}
        options[option.name] = _run(model, option.name, known, scenario, demand.dims, reading, before.get(option.name))
    options = {option.name: options[option.name] for option in scenario.options}
    compared = {option.name: options[option.name] for option in scenario.compared}
    comparison = _across(comparison_model(), compared, everything, demand.dims, scenario, reading, settled.comparison if settled else None)
    everything |= comparison.values
    above = {**demand.dims, **comparison.dims}
    checks = _across(checks_model(), compared, everything, above, scenario, reading, settled.checks if settled else None)
    return Results(scenario, demand, options, comparison, checks)


def moved_inputs(scenario: Scenario, settled: Results, drawn: Drawn, volumes: Array | None) -> set[str]:
    """The keys of inputs whose values differ from those in settled results: in themselves, or through a rate that converts them."""
    before = settled.scenario
    moved = {key for _, key in drawn} | ({*VOLUMES} if volumes is not None else set())
    same_case = before.case == scenario.case
    moved |= {key for (owner, key), entry in scenario.entries.items() if not same_case or entry != before.entries[owner, key]}
    return moved | {key for (_, key), entry in scenario.entries.items() if not moved.isdisjoint(rates_of(entry, scenario))}


def _across(  # noqa: PLR0913, PLR0917  (what a run knows, and whom it reads)
    model: Model,
    options: Mapping[str, Evaluated],
    known: Mapping[str, object],
    above: Mapping[str, Dimensions],
    scenario: Scenario,
    reading: Reading,
    before: Evaluated | None,
    *,
    option: str = "",
) -> Evaluated:
    """Run a model that reads lines of several options along the axis `option`: of all compared options, or of a hybrid's parts."""
    keys = [key for key in model.gathered if reading.needed is None or key in reading.needed]
    gathered = {
        key: before.values[key]
        if before and key not in reading.moved
        else side_by_side([evaluated.values[gathered_line(key)] for evaluated in options.values()])
        for key in keys
    }
    dims = {key: gathered_dims(key, [evaluated.dims for evaluated in options.values()]) for key in keys}
    inputs = _inputs(scenario, model, option, reading)
    own = _run(model, option, {**known, **inputs, **gathered}, scenario, {**above, **dims}, reading, before)
    return Evaluated(model, option, {**gathered, **own.values}, {**dims, **own.dims})


def input_dims(scenario: Scenario, model: Model, option: str) -> dict[str, Dimensions]:
    """The axes along which each input of a model varies in this scenario."""
    bound = {key: scenario.entry(key, option).dims for key, item in model.inputs.items() if item.path}
    return {**bound, **{key: item.by for key, item in CLOCKS.items()}}


def model_dims(
    scenario: Scenario, model: Model, option: str, above: Mapping[str, Dimensions], needed: Needed = None
) -> dict[str, Dimensions]:
    """The axes of every line of a model, or of the needed ones, inferred from what each reads; `above` holds those of other models."""
    known = {**above, **input_dims(scenario, model, option)}
    found: dict[str, Dimensions] = {}
    for key, item in _lines(model, needed):
        found[key] = known[key] = dimensions_of(item.leaves, known)
    return found


def _run(  # noqa: PLR0913, PLR0917  (what a run knows)
    model: Model,
    option: str,
    known: Mapping[str, object],
    scenario: Scenario,
    above: Mapping[str, Dimensions],
    reading: Reading,
    before: Evaluated | None,
) -> Evaluated:
    values: dict[str, Array] = {}
    readable = dict(known)
    lines = _lines(model, reading.needed)
    with np.errstate(all="ignore"):  # what a guard leaves unread may divide by 0
        for key, item in lines:
            if before and key not in reading.moved:
                values[key] = readable[key] = before.values[key]
                continue
            values[key] = readable[key] = computed(item, readable)
    dims = {key: before.dims[key] for key, _ in lines} if before else model_dims(scenario, model, option, above, reading.needed)
    return Evaluated(model, option, values, dims)


def _lines(model: Model, needed: Needed) -> list[tuple[str, Line]]:
    return [(key, item) for key, item in model.lines.items() if needed is None or key in needed]


def _inputs(scenario: Scenario, model: Model, option: str, reading: Reading) -> dict[str, Array]:
    read = (key for key, item in model.inputs.items() if item.path and (reading.read is None or key in reading.read))
    return {key: entry_array(scenario.entry(key, option), scenario, reading.drawn) for key in read}


def computed(item: Line, known: Mapping[str, object]) -> Array:
    """A line computed from the values of its needs: numbers as an array of floats, names as one of objects."""
    found = np.asarray(item.function(*(known[need] for need in item.needs)))
    if not item.needs:  # a constant: nothing that it reads could give it axes
        found = shaped(found, ())
    return found if found.dtype == object else found.astype(float, copy=False)


def side_by_side(arrays: Iterable[Array]) -> Array:
    """One line of several options along the axis `option`, in the order of the arrays. Other axes are stretched to the longest."""
    return np.concatenate(np.broadcast_arrays(*arrays), axis=AXIS["option"])


def gathered_dims(key: str, options: Iterable[Mapping[str, Dimensions]]) -> Dimensions:
    """The axes of a gathered line: those that it has in any of these options, and `option`."""
    axes = {axis for dims in options for axis in dims[gathered_line(key)]} | {"option"}
    return tuple(axis for axis in AXES if axis in axes)
