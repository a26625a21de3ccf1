"""Candidates of one option, tried in the model itself: settings along axes that the plan does not use.

Every setting is an input of the model, so that a table of candidates is nothing but values that are drawn. Three axes hold them: `draw`
the machines (type, precision, degree, batch limit), `case` the rules of the fleet (spares, autoscaling), `volume` the purchase plans. A
line is computed along those axes alone that it reads: the speed of a replica once for all plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tco.engine.evaluate import Results, evaluate
from tco.engine.input_arrays import stated_array
from tco.language.formula import AXES, AXIS
from tco.model.options import option_model
from tco.scenario.scenario import Amount, Scenario

Array = np.ndarray
MACHINES, RULES, PLANS = "draw", "case", "volume"
"""The axes that hold candidates."""

AT_ONCE = 128
"""Settings that are computed together: more are no faster, and hold more memory."""

INSTANCE = "instance"
SHARED_BY_SITES = ("precision", "tensor_parallel_given", "server_batch", "spares", "autoscaling", "plan")
"""Keys of the settings that all sites of an option share, in the order in which they are told; its instance type is chosen by site."""
OF_THE_TYPE: Mapping[str, Amount] = {"price_per_hour": 0.0, "price_per_server": 0.0, "speed_measured": 1.0, "engine": "default"}
"""Inputs that a scenario states for the type of instance it names, and their values for any other type."""


@dataclass(frozen=True)
class Setting:
    """One configuration of an option: a type of instance for each site, and the settings that the sites share, by key."""

    instances: tuple[str, ...]
    shared: tuple[tuple[str, Amount], ...]

    @property
    def values(self) -> Mapping[str, Amount]:
        """The shared settings by key."""
        return dict(self.shared)


def alone(scenario: Scenario, option: str) -> Scenario:
    """The scenario with one option only, so that an input which options share can be changed for this one."""
    return replace(scenario, options=(replace(scenario.option(option), part_of=""),))


def along(values: Sequence[object], axis: str) -> Array:
    """Candidates' values along an axis, with all axes; names are objects, as the model holds text."""
    kind = object if any(isinstance(value, str) for value in values) else float
    shape = [1] * len(AXES)
    shape[AXIS[axis]] = len(values)
    found = np.empty(len(values), dtype=kind)
    found[:] = values
    return found.reshape(shape)


class Trial:
    """One option of a scenario, ready to be computed with other settings."""

    def __init__(
        self, scenario: Scenario, option: str, *, left: frozenset[str] = frozenset(), instead: Mapping[str, float] | None = None
    ) -> None:
        self.scenario, self.option = alone(scenario, option), option
        self.instead = {self.place(key): np.full([1] * len(AXES), value) for key, value in (instead or {}).items()}
        self.left = left
        """Keys of settings that the scenario leaves to the search, so that what it holds is a place-holder."""
        self.sites = scenario.option(option).sites
        """Values of inputs that every candidate takes instead of the scenario's own, such as a requirement along a frontier."""
        self.inputs = option_model(scenario.option(option).kind.name).inputs
        self.keys = tuple(key for key in SHARED_BY_SITES if key in self.inputs)
        self.settled: Results = evaluate(self.scenario)
        self.lead = self.stated()

    def place(self, key: str) -> tuple[str, str]:
        """Owner and key of the input as the option reads it."""
        return self.scenario.entry(key, self.option).owner, key

    def stated(self) -> Setting:
        """The configuration that the scenario states."""
        entry = self.scenario.entry
        instances = tuple(str(item.value) for item in entry(INSTANCE, self.option).elements)
        return Setting(instances, tuple((key, entry(key, self.option).elements[0].value) for key in self.keys))

    def has_own_price(self, site: str, name: str) -> bool:
        """True where the scenario states the price of an hour of this type at this site itself."""
        place = self.sites.index(site)
        if "price_per_hour" not in self.inputs or name != self.lead.instances[place]:
            return False
        elements = self.scenario.entry("price_per_hour", self.option).elements
        return any(item.value for item in elements if item.where[0] == site)

    def serves(self, place: int) -> bool:
        """True where a site, by its place, serves any region: a site without load has nothing to choose."""
        served = self.settled.options[self.option].values["regions_served"]
        return bool(by_site(served, len(self.sites), ("site",))[place] > 0)

    def number(self, key: str) -> float:
        """The number of an input without axes, as the scenario has it or as every candidate takes it instead."""
        instead = self.instead.get(self.place(key))
        return float(self.scenario.entry(key, self.option).elements[0].value if instead is None else instead.item())

    def required(self, key: str) -> float:
        """The value of a requirement, mandatory or not; 0 where there is none."""
        return self.number(f"{key}_promise")

    def is_mandatory(self, key: str) -> bool:
        """True where an option that misses this requirement cannot be recommended."""
        return bool(self.number(f"{key}_hard"))

    def lines(self, drawn: Mapping[str, Array], wanted: Iterable[str]) -> Mapping[str, Array]:
        """Lines of the option with other values of some inputs, by key."""
        placed = {**self.instead, **{self.place(key): values for key, values in drawn.items()}}
        asked = tuple(wanted)
        values = evaluate(self.scenario, drawn=placed, wanted=asked, settled=self.settled).options[self.option].values
        return {key: values[key] for key in asked}

    def machines(self, names: Array) -> dict[str, Array]:
        """Types of instance along any axes, and the figures that the scenario states for its own type alone: neutral for all others."""
        entry, found = self.scenario.entry, {INSTANCE: names}
        here = along(self.lead.instances, "site")
        for key, neutral in OF_THE_TYPE.items():
            if key in self.inputs and any(item.value != neutral for item in entry(key, self.option).elements):
                own = stated_array(entry(key, self.option), self.scenario)
                found[key] = np.where(names == here, own, np.array(neutral, dtype=own.dtype))
        return found

    def each(self, settings: Sequence[Setting], wanted: Sequence[str]) -> dict[str, Array]:
        """Lines without axes of their own for each setting, of shape (settings,), `AT_ONCE` of them at a time."""
        parts = [self._each(settings[start : start + AT_ONCE], wanted) for start in range(0, len(settings), AT_ONCE)]
        return {key: np.concatenate([part[key] for part in parts]) for key in wanted}

    def _each(self, settings: Sequence[Setting], wanted: Sequence[str]) -> dict[str, Array]:
        drawn = {key: along([setting.values[key] for setting in settings], MACHINES) for key in self.keys}
        shape = [1] * len(AXES)
        shape[AXIS[MACHINES]], shape[AXIS["site"]] = len(settings), len(self.sites)
        drawn |= self.machines(np.array([setting.instances for setting in settings], dtype=object).reshape(shape))
        found = self.lines(drawn, wanted)
        return {key: np.broadcast_to(found[key].reshape(-1), (len(settings),)) for key in wanted}

    def paths(self, setting: Setting) -> dict[str, Amount]:
        """The values of a setting by their paths in the scenario."""
        entry = self.scenario.entry
        found: dict[str, Amount] = {entry(key, self.option).elements[0].path: value for key, value in setting.shared}
        pairs = zip(entry(INSTANCE, self.option).elements, setting.instances, strict=True)
        return found | {element.path: name for element, name in pairs}


def by_site(values: Array, sites: int, axes: Sequence[str], over_months: str = "") -> Array:
    """A line as an array along `axes`, the last of them `site`; its months are added up ("sum"), or the least or greatest is taken.

    Raises ValueError where the line varies along any other axis: candidates could then not be told apart.
    """
    if over_months:
        values = getattr(np, over_months)(values, axis=AXIS["month"], keepdims=True)
    kept = [AXIS[axis] for axis in axes]
    moved = np.squeeze(values, axis=tuple(place for place in range(len(AXES)) if place not in kept))
    return np.broadcast_to(moved, [sites if axis == "site" else moved.shape[place] for place, axis in enumerate(axes)])
