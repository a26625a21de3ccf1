"""One setting at a time: what each stated value costs against the best one, all other settings as stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tco.scenario.scenario import Amount
from tco.search.candidates import Candidate, Field, judged, meets, rounded
from tco.search.machines import BY_MACHINE
from tco.search.space import Space
from tco.search.trial import INSTANCE, Setting

LEAST = 0.01
"""A part of the stated cost that is worth a sentence."""


@dataclass(frozen=True)
class Single:
    """A stated value, and the best one in its place."""

    key: str
    """The model's key of the setting."""
    site: str
    """Where a type of instance is chosen; empty for a setting that all sites share."""
    stated: Amount
    best: Amount
    saving: float
    """In the scenario's currency over the horizon."""
    dearer: float
    """How much more the stated value costs, as a part of the cost with the best."""


def one_at_a_time(field: Field, space: Space, stated: Candidate) -> tuple[Single, ...]:
    """Settings for which another value meets the same requirements for less, the largest saving first.

    Of each setting the cheapest other value by the cells is judged by the model, which has the last word.
    """
    kept: dict[tuple[str, str], tuple[float, Setting, Amount]] = {}
    for key, site, value, setting in _others(field, space, stated.setting):
        cost = _cost(field, setting)
        if (key, site) not in kept or cost < kept[key, site][0]:
            kept[key, site] = (cost, setting, value)
    named = [(key, site, setting, value) for (key, site), (cost, setting, value) in kept.items() if np.isfinite(cost)]
    found = []
    for (key, site, _, value), candidate in zip(named, judged(field.trial, [one[2] for one in named]), strict=True):
        saving = rounded(stated.tco) - rounded(candidate.tco)
        if meets(candidate) and set(candidate.missed) <= set(stated.missed) and saving >= LEAST * stated.tco:
            own = stated.setting.instances[field.trial.sites.index(site)] if site else stated.setting.values[key]
            found.append(Single(key, site, own, value, saving, stated.tco / candidate.tco - 1))
    return tuple(sorted(found, key=lambda one: -one.saving))


def _others(field: Field, space: Space, stated: Setting) -> Iterator[tuple[str, str, Amount, Setting]]:
    """Yield each setting that differs from the stated one in one value: its key, its site, the value and the setting."""
    for place, site in enumerate(field.trial.sites):
        for name in space.instances[place]:
            if name != stated.instances[place]:
                types = (*stated.instances[:place], name, *stated.instances[place + 1 :])
                yield INSTANCE, site, name, replace(stated, instances=types)
    for key in field.trial.keys:
        for value in space.shared[key]:
            if value != stated.values[key]:
                shared = tuple((other, value if other == key else old) for other, old in stated.shared)
                yield key, "", value, replace(stated, shared=shared)


def _cost(field: Field, setting: Setting) -> float:
    """The cost of a setting by the cells; infinite where it is not among them or misses a mandatory requirement."""
    cells, values = field.cells, setting.values
    machine = tuple(values[key] for key in BY_MACHINE if key in values)
    rows = [field.row_of.get((name, machine)) for name in setting.instances]
    rule = _place([dict(one) for one in cells.rules], {key: values[key] for key in ("spares", "autoscaling") if key in values})
    plan = cells.plans.index(values["plan"]) if values.get("plan") in cells.plans else 0
    if rule is None or ("plan" in values and values["plan"] not in cells.plans):
        return np.inf
    total = 0.0
    for site, row in enumerate(rows):
        if row is None or cells.shortfall[row, rule, plan, site] > 0 or field.kept_times(row) != field.kept_times(rows[0] or 0):
            return np.inf
        total += float(cells.cost[row, rule, plan, site])
    return total + float(cells.rest[rows[0] or 0, rule, plan])


def _place(rules: Sequence[dict[str, Amount]], wanted: dict[str, Amount]) -> int | None:
    return rules.index(wanted) if wanted in rules else None
