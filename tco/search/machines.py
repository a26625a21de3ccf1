"""Machines: types of instance with precision, degree and batch limit, and the first obstacle to each at each site.

Whatever is dropped here is dropped by a proof: the lines of the model themselves say that it cannot run, or another candidate equals it in
every line. Two rules are no proofs, and are told as what they are: a replica stays within as many instances as the scenario allows it, and
a precision is confirmed on the hardware unless the stated option is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from tco.scenario.scenario import Amount
from tco.search.space import Space, dearer_twins
from tco.search.trial import INSTANCE, MACHINES, Array, Trial, along, by_site

BY_MACHINE = ("precision", "tensor_parallel_given", "server_batch")
"""Settings that belong to a machine, beside its type."""
Machine = tuple[str, tuple[Amount, ...]]
"""A type of instance, and its values of `BY_MACHINE` as far as they are searched."""

_AXES = (MACHINES, "site")
_RUNS = (
    "offer", "site_supported", "site_fits", "site_linked", "support_row", "instances_per_replica", "weights_in_memory", "chip_memory",
    "tensor_parallel",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of the screening: what it asks, how many machines were left after it, and whether it is a proof or a rule."""

    what: str
    left: int
    proven: bool = True


@dataclass(frozen=True)
class Screened:
    """Machines that run at one site at least."""

    machines: tuple[Machine, ...]
    """Each with another batch at some site."""
    row_of: Mapping[Machine, int]
    """The place among `machines` of each machine that runs, those with the same batch at every site together."""
    runs: Array
    """True where a machine runs, of shape (machines, sites)."""
    obstacles: Mapping[tuple[str, str], str]
    """By site and type: why no machine of this type runs there."""
    steps: tuple[Step, ...]


def screened(trial: Trial, space: Space) -> Screened:
    """The machines of a space that can run, and the obstacles to the others."""
    keys = tuple(key for key in BY_MACHINE if key in trial.keys)
    twins = [dearer_twins(trial, site, names) for site, names in zip(trial.sites, space.instances, strict=True)]
    names = tuple(dict.fromkeys(name for choices in space.instances for name in choices))
    limits = space.shared["server_batch"]
    tried = [
        (name, shared)
        for name in names
        for shared in product(*((limits[:1] if key == "server_batch" else space.shared[key]) for key in keys))
    ]
    found = trial.lines(drawn_machines(trial, tried), tuple(key for key in _RUNS if key in _known(trial)))
    at = {key: by_site(values, len(trial.sites), _AXES) for key, values in found.items()}
    why = _obstacles(_Asked(trial, space, at, twins), tried)
    runs = np.array([[not obstacle for obstacle in row] for row in why])
    steps = [Step("types with precision and degree", len(tried)), *_steps(why)]
    left = [machine for machine, row in zip(tried, runs, strict=True) if row.any()]
    kept, row_of, steps_of_batch = _distinct(trial, left, limits)
    runs_by_name = dict(zip(tried, runs, strict=True))
    first = {machine: runs_by_name[machine[0], (*machine[1][:-1], limits[0])] for machine in kept}
    obstacles = {
        (site, name): _farthest([why[number][place] for number, machine in enumerate(tried) if machine[0] == name])
        for place, site in enumerate(trial.sites)
        for name in space.instances[place]
    }
    rows = np.array([first[machine] for machine in kept]).reshape(len(kept), len(trial.sites))
    return Screened(tuple(kept), row_of, rows, {key: text for key, text in obstacles.items() if text}, (*steps, *steps_of_batch))


def drawn_machines(trial: Trial, machines: Sequence[Machine]) -> dict[str, Array]:
    """The inputs of machines, the same type at every site, along the axis of machines."""
    keys = tuple(key for key in BY_MACHINE if key in trial.keys)
    shared = {key: along([machine[1][place] for machine in machines], MACHINES) for place, key in enumerate(keys)}
    return trial.machines(along([machine[0] for machine in machines], MACHINES)) | shared


def _known(trial: Trial) -> Mapping[str, Array]:
    return trial.settled.options[trial.option].values


# Obstacles


_RULES = ("spreads over", "precision is not confirmed")
_ORDER = ("not offered", "same chips", "precision", "weights", "link", *_RULES)
"""Obstacles by their first words, in the order in which they are asked."""


@dataclass(frozen=True)
class _Asked:
    """What the machines are asked about."""

    trial: Trial
    space: Space
    at: Mapping[str, Array]
    """Lines by machine and site."""
    twins: Sequence[Mapping[str, str]]


def _obstacles(asked: _Asked, tried: Sequence[Machine]) -> list[list[str]]:
    """The first obstacle to each machine at each site; empty where there is none."""
    sites = range(len(asked.trial.sites))
    found = [[_cannot(asked, number, place, name) for place in sites] for number, (name, _) in enumerate(tried)]
    passes = np.array([[not text for text in row] for row in found])
    support, spread = asked.at["support_row"], asked.at["instances_per_replica"]
    # where no machine of a site keeps a rule the rule falls there: the model may be too large for every single instance
    most = np.where(passes, np.maximum(spread, 1.0), np.inf).min(axis=0)
    confirmed = np.where(passes & (spread <= most), support, 0.0).max(axis=0)
    for number, machine in enumerate(tried):
        for place in sites:
            if found[number][place] or _is_stated(asked.trial, machine, place):
                continue
            if spread[number, place] > most[place]:
                found[number][place] = f"spreads over {spread[number, place]:.0f} instances a replica, over the slower network"
            elif support[number, place] < confirmed[place]:
                found[number][place] = "precision is not confirmed on its chips"
    return found


def _cannot(asked: _Asked, number: int, place: int, name: str) -> str:
    """The reason for which a machine cannot run at a site, or for which another one is as good in every line."""
    at, site = {key: values[number, place] for key, values in asked.at.items()}, asked.trial.sites[place]
    if name not in asked.space.instances[place] or ("offer" in at and not at["offer"] and not asked.trial.has_own_price(site, name)):
        return "not offered there"
    if name in asked.twins[place]:
        return f"same chips as {asked.twins[place][name]}, at no lower price"
    if not at["site_supported"]:
        return "precision does not run on its chips"
    if not at["site_fits"]:
        memory = f"{at['tensor_parallel']:.0f} × {at['chip_memory']:,.0f} GB"
        return f"weights and caches do not fit: {at['weights_in_memory']:,.0f} GB of weights on {memory}"
    return "" if at["site_linked"] else "link between the instances of a replica has no known bandwidth"


def _is_stated(trial: Trial, machine: Machine, place: int) -> bool:
    """True for the machine that the scenario itself names: no rule is asked of it."""
    name, shared = machine
    own = tuple(trial.lead.values[key] for key in BY_MACHINE[: len(shared)])
    return INSTANCE not in trial.left and name == trial.lead.instances[place] and shared[:-1] == own[:-1]


def _farthest(obstacles: Sequence[str]) -> str:
    """The obstacle of the machine that came nearest to running; empty where one runs."""
    if not all(obstacles):
        return ""
    return max(obstacles, key=lambda text: next((place for place, start in enumerate(_ORDER) if text.startswith(start)), 0))


def _steps(why: Sequence[Sequence[str]]) -> list[Step]:
    """Machines left after each kind of obstacle, at one site at least."""
    told = {
        "not offered": "offered at a site",
        "same chips": "with the cheapest host of their chips",
        "precision does": "run the precision",
        "weights": "hold the weights",
        "link": "have a known link",
        "spreads": "with a replica in one instance",
        "precision is": "with the precision confirmed",
    }
    starts, steps = list(told), []
    for number, start in enumerate(starts):
        gone = starts[: number + 1]
        left = sum(any(not text.startswith(tuple(gone)) for text in row) for row in why)
        steps.append(Step(told[start], left, proven=start not in ("spreads", "precision is")))
    return steps


# Batch limits


def _distinct(
    trial: Trial, machines: Sequence[Machine], limits: Sequence[Amount]
) -> tuple[list[Machine], dict[Machine, int], tuple[Step, ...]]:
    """Machines with every batch limit: one for each batch that they lead to, for nothing else reads the limit.

    Where the degree is left to the model the limit moves it as well, so that each limit is then kept.
    """
    with_limits = [(name, (*shared[:-1], limit)) for name, shared in machines for limit in limits]
    if not with_limits:
        return [], {}, (Step("with each batch limit", 0), Step("with different batches", 0))
    found = trial.lines(drawn_machines(trial, with_limits), ("batch", "tensor_parallel"))
    batches = by_site(found["batch"], len(trial.sites), _AXES)
    degrees = by_site(found["tensor_parallel"], len(trial.sites), _AXES)
    kept: dict[tuple[object, ...], int] = {}
    row_of: dict[Machine, int] = {}
    first: list[Machine] = []
    for number, machine in enumerate(with_limits):
        name, shared = machine
        same = (name, shared[:-1], *batches[number], *degrees[number])
        if same not in kept:
            kept[same] = len(first)
            first.append(machine)
        row_of[machine] = kept[same]
    return first, row_of, (Step("with each batch limit", len(with_limits)), Step("with different batches", len(first)))
