"""Candidates in the order of their cost: the machines of the sites put together, and each judged by the model as a user would state it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import product

import numpy as np

from tco.model.promises.verdict import JUDGED
from tco.scenario.scenario import Amount
from tco.search.cells import Cells
from tco.search.machines import BY_MACHINE, Machine, Screened
from tco.search.trial import Array, Setting, Trial

MOST_MIXED = 5_000
"""Configurations of `mixed` that are judged one by one."""
_LEFT = ("remaining_commitment", "closing_assets")
_FIGURES = (
    "tco", "possible", "eligible", "gaps", "service_ttft", "service_latency", "service_availability", "all_calibrated", "largest_fleet",
    *(f"{key}_hard_gap" for key in JUDGED),
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A configuration with its figures, as the model itself gives them."""

    setting: Setting
    tco: float
    """Total cost over the horizon, in the scenario's currency."""
    is_possible: bool
    is_eligible: bool
    """True where it is possible and meets every mandatory requirement."""
    missed: tuple[str, ...]
    """Mandatory requirements that it misses, or that nobody has confirmed, by key."""
    gaps: int
    """Requirements that are missed or open, targets among them."""
    ttft: float
    latency: float
    availability: float
    instances: float
    """Instances of all sites in the busiest month."""
    is_calibrated: bool
    """True where measured results of this hardware and precision are behind its speed at every site."""
    left: float
    """What commitments leave after the horizon: still to pay, and paid but not used up. The total counts neither."""


def judged(trial: Trial, settings: Sequence[Setting]) -> list[Candidate]:
    """The figures of settings, each as if it were stated."""
    if not settings:
        return []
    known = trial.settled.options[trial.option].values
    found = trial.each(settings, (*_FIGURES, *(key for key in _LEFT if key in known)))
    left = sum((found[key] for key in _LEFT if key in found), np.zeros(len(settings)))
    return [
        Candidate(
            setting,
            float(found["tco"][place]),
            bool(found["possible"][place]),
            bool(found["eligible"][place]),
            tuple(key for key in JUDGED if found[f"{key}_hard_gap"][place]),
            int(found["gaps"][place]),
            float(found["service_ttft"][place]),
            float(found["service_latency"][place]),
            float(found["service_availability"][place]),
            float(found["largest_fleet"][place]),
            bool(found["all_calibrated"][place]),
            float(left[place]),
        )
        for place, setting in enumerate(settings)
    ]


UNMOVED = ("residency", "limits")
"""Requirements that no setting of a search moves: they are those of the sites and of the provider."""


def meets(candidate: Candidate) -> bool:
    """True where a candidate is possible and misses no mandatory requirement but those that no setting moves."""
    return candidate.is_possible and set(candidate.missed) <= set(UNMOVED)


# Sites put together


@dataclass(frozen=True)
class Group:
    """Machines that share all settings but their type: rows of the cells by site, each in the order of the space's types."""

    shared: tuple[Amount, ...]
    rows: tuple[tuple[int, ...], ...]
    names: tuple[tuple[str, ...], ...]


def groups_of(trial: Trial, space_names: Sequence[Sequence[str]], found: Screened) -> list[Group]:
    """Machines by what they share. Groups with the same machines at every site are one: the batch limit then changes nothing.

    Of those the one that differs least from the stated settings is kept.
    """
    stated = tuple(trial.lead.values[key] for key in BY_MACHINE if key in trial.keys)
    by_shared: dict[tuple[Amount, ...], dict[str, int]] = {}
    for (name, shared), row in found.row_of.items():
        by_shared.setdefault(shared, {})[name] = row
    kept: dict[tuple[tuple[int, ...], ...], Group] = {}
    nearest = sorted(by_shared, key=lambda shared: sum(one != other for one, other in zip(shared, stated, strict=True)))
    for shared in nearest:
        rows = by_shared[shared]
        names = tuple(
            tuple(name for name in choices if name in rows and found.runs[rows[name], place]) for place, choices in enumerate(space_names)
        )
        places = tuple(tuple(rows[name] for name in choices) for choices in names)
        if all(places):
            kept.setdefault(places, Group(shared, places, names))
    return list(kept.values())


@dataclass(frozen=True)
class Field:
    """Everything that the candidates of an option are made of."""

    trial: Trial
    cells: Cells
    groups: tuple[Group, ...]
    row_of: Mapping[Machine, int]
    """Rows of machines among the cells."""

    def rows(self, combination: Combination) -> tuple[int, ...]:
        """The rows of a combination's machines among the cells, by site."""
        group = self.groups[combination.group]
        return tuple(group.rows[site][place] for site, place in enumerate(combination.types))

    def kept_times(self, row: int) -> float:
        """The required times that a machine can keep at all, as a number."""
        return float(self.cells.sized[row, 0, 0, 0])


@dataclass(frozen=True, order=True)
class Combination:
    """Machines of all sites under a rule and a plan: cost or bound, and the places of group, rule, plan and of the type at each site."""

    bound: float
    group: int
    rule: int
    plan: int
    types: tuple[int, ...]


Order = list[list[tuple[float, int]]]
"""Cost and place of the types of each site, the cheapest first."""


def by_cost(field: Field, *, meeting: bool) -> Iterator[Combination]:
    """Yield every combination from the cheapest on.

    With `meeting` only machines count that meet every mandatory requirement at their site. Machines that can keep other required times
    than those beside them are left out: a fleet is then sized as none of the cells says.
    """
    cells = field.cells
    cost = np.where(cells.shortfall > 0, np.inf, cells.cost) if meeting else cells.cost
    orders = [order for number in range(len(field.groups)) for order in _orders(field, cost, number)]
    heap: list[tuple[Combination, int, tuple[int, ...]]] = []
    for number, (group, rule, plan, order) in enumerate(orders):
        first = (0,) * len(order)
        heap.append((_combination(field, (group, rule, plan), order, first), number, first))
    heapify(heap)
    while heap:
        combination, number, places = heappop(heap)
        yield combination
        group, rule, plan, order = orders[number]
        last = next((site for site in range(len(places) - 1, -1, -1) if places[site]), 0)
        for site in range(last, len(places)):  # each combination has one way to it: sites in their order
            further = (*places[:site], places[site] + 1, *places[site + 1 :])
            if further[site] < len(order[site]):
                heappush(heap, (_combination(field, (group, rule, plan), order, further), number, further))


def _orders(field: Field, cost: Array, number: int) -> Iterator[tuple[int, int, int, Order]]:
    """Yield the types of a group by cost, for each set of required times that they keep, each rule and each plan."""
    group = field.groups[number]
    for kept in sorted({field.kept_times(row) for rows in group.rows for row in rows}):
        here = [[(place, row) for place, row in enumerate(rows) if field.kept_times(row) == kept] for rows in group.rows]
        for rule, plan in np.ndindex(field.cells.rest.shape[1:]):
            costs = [[(float(cost[row, rule, plan, site]), place) for place, row in rows] for site, rows in enumerate(here)]
            order = [sorted(one for one in site if np.isfinite(one[0])) for site in costs]
            if all(order):
                yield number, rule, plan, order


def _combination(field: Field, key: tuple[int, int, int], order: Order, places: tuple[int, ...]) -> Combination:
    number, rule, plan = key
    chosen = [order[site][place] for site, place in enumerate(places)]
    row = field.groups[number].rows[0][chosen[0][1]]
    bound = sum(cost for cost, _ in chosen) + float(field.cells.rest[row, rule, plan])
    return Combination(bound, number, rule, plan, tuple(place for _, place in chosen))


def mixed(field: Field) -> list[Setting]:
    """Configurations whose types can keep different required times, so that no cell gives their cost: `MOST_MIXED` of them at most.

    Only targets can differ so: a type that cannot keep a mandatory time is in no configuration that meets it.
    """
    found: list[Setting] = []
    cells = field.cells
    for number, group in enumerate(field.groups):
        for types in product(*(range(len(rows)) for rows in group.rows)):
            rows = [group.rows[site][place] for site, place in enumerate(types)]
            if len({field.kept_times(row) for row in rows}) == 1:
                continue
            for rule, plan in np.ndindex(cells.rest.shape[1:]):
                if all(np.isfinite(cells.cost[row, rule, plan, site]) for site, row in enumerate(rows)):
                    found.append(setting_of(field, Combination(0.0, number, rule, plan, types)))
                    if len(found) >= MOST_MIXED:
                        return found
    return found


def setting_of(field: Field, combination: Combination) -> Setting:
    """The configuration of a combination."""
    trial, cells, group = field.trial, field.cells, field.groups[combination.group]
    machine_keys = tuple(key for key in BY_MACHINE if key in trial.keys)
    values: Mapping[str, Amount] = {
        **dict(zip(machine_keys, group.shared, strict=True)),
        **dict(cells.rules[combination.rule]),
        **({"plan": cells.plans[combination.plan]} if "plan" in trial.keys else {}),
    }
    instances = tuple(group.names[site][place] for site, place in enumerate(combination.types))
    return Setting(instances, tuple((key, values[key]) for key in trial.keys))


def changes(stated: Setting, setting: Setting) -> int:
    """How many settings differ between two configurations."""
    ours, theirs = ((*each.instances, *(value for _, value in each.shared)) for each in (stated, setting))
    return sum(one != other for one, other in zip(ours, theirs, strict=True))


def rounded(amount: float) -> float:
    """An amount to the cent, in which equal costs are equal."""
    return round(amount, 2)


def outcome_of(candidate: Candidate) -> tuple[object, ...]:
    """What a reader would tell apart: machines, precision, plan, cost and times. Settings that change none of these are one."""
    values = candidate.setting.values
    times = round(candidate.ttft, 3), round(candidate.latency, 3), round(candidate.availability, 6)
    return (candidate.setting.instances, values.get("precision"), values.get("plan"), rounded(candidate.tco), *times)


Rank = tuple[float, int, int]


def rank(trial: Trial, candidate: Candidate) -> Rank:
    """The order of candidates: cost to the cent, then requirements missed, then how little changes from the stated configuration."""
    return rounded(candidate.tco), candidate.gaps, changes(trial.lead, candidate.setting)
