"""Cells: every machine under every rule and plan, with its cost and its shortfalls at each site.

Cost and requirements are sums and extremes over sites, and a machine at one site does not move those of another: so each site is
computed with the same machine everywhere, and the types of the sites are put together afterwards. Two things join the sites. Support by
bands is charged on the bill of all of them: its least share of a further unit is then counted in the cell, which makes the cost a bound
and no figure. And a time that some site cannot keep at all sizes no site's fleet (see `Cells.sized`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from tco.model.promises.verdict import TIMES
from tco.scenario.scenario import Amount
from tco.search.machines import Machine, drawn_machines
from tco.search.space import Space
from tco.search.trial import MACHINES, PLANS, RULES, Array, Trial, along, by_site

AT_ONCE = 64
"""Machines that are computed together: more are no faster, and hold more memory."""
BESIDE: Mapping[str, str] = {"cloud": "beside_bill", "owned": "beside_servers"}
"""Lines with the cost by site beside `site_cost`, by kind of option."""
OF_ALL_SITES = ("support_by_bands", "support_tax")
"""Lines charged on the bill of all sites together."""
_MACHINE = (MACHINES, "site")
_RULE = (MACHINES, RULES, "site")
_ALL = (MACHINES, RULES, PLANS, "site")


@dataclass(frozen=True)
class Cells:
    """Arrays by machine, rule, plan and site, of shape (machines, rules, plans, sites) unless said."""

    rules: tuple[tuple[tuple[str, Amount], ...], ...]
    plans: tuple[Amount, ...]
    cost: Array
    """Cost of the site over the horizon, or its bound; infinite where the machine cannot run or has no price there."""
    rest: Array
    """What no site decides, of shape (machines, rules, plans)."""
    shortfall: Array
    """The largest part by which the site misses a mandatory requirement; 0 where it meets all of them."""
    sized: Array
    """Required times that the machine can keep at all, as a number in base two, of shape (machines, 1, 1, sites): the same everywhere."""
    is_bound: bool

    @property
    def count(self) -> int:
        """Machines under every rule and plan."""
        return self.rest.size


def cells_of(trial: Trial, space: Space, machines: Sequence[Machine], runs: Array) -> Cells:
    """Compute the cells of machines that run at one site at least; `runs`, of shape (machines, sites), says where."""
    rule_keys: tuple[str, ...] = tuple(key for key in ("spares", "autoscaling") if key in trial.keys)
    rules = list(product(*(space.shared[key] for key in rule_keys)))
    plans = space.shared.get("plan", ("",))
    shared = {key: along([rule[place] for rule in rules], RULES) for place, key in enumerate(rule_keys)}
    if "plan" in trial.keys:
        shared["plan"] = along(plans, PLANS)
    sites, least_share = len(trial.sites), _least_share_of_support(trial)
    required = required_of(trial)
    wanted = _wanted(trial, required)
    parts: list[tuple[Array, ...]] = []
    for start in range(0, len(machines), AT_ONCE):
        some = machines[start : start + AT_ONCE]
        found = trial.lines({**drawn_machines(trial, some), **shared}, wanted)
        shape = (len(some), len(rules), len(plans), sites)
        cost = np.broadcast_to(_by_site_cost(trial, found, sites), shape).copy()
        joined = sum(by_site(found[key], 1, _ALL, "sum")[..., 0] for key in OF_ALL_SITES if key in found)
        rest = np.broadcast_to(by_site(found["tco"], 1, _ALL)[..., 0], shape[:3]) - cost.sum(axis=-1) - joined
        if least_share:
            cost += least_share * by_site(found["provider_bill"], sites, _ALL, "sum")
        runs_here = runs[start : start + AT_ONCE, None, None, :] & (by_site(found["site_priced"], sites, _ALL) > 0)
        cost[~np.broadcast_to(runs_here, shape)] = np.inf
        short, sized = _shortfall(trial, found, required, sites), _sized(found, required, sites)
        parts.append((cost, rest, np.broadcast_to(short, shape), np.broadcast_to(sized, (len(some), 1, 1, sites))))
    cost, rest, shortfall, sized = (np.concatenate([part[place] for part in parts]) for place in range(4))
    named = tuple(tuple(zip(rule_keys, rule, strict=True)) for rule in rules)
    return Cells(named, tuple(plans), cost, rest, shortfall, sized, is_bound=bool(least_share))


def _wanted(trial: Trial, required: Mapping[str, float]) -> tuple[str, ...]:
    known = trial.settled.options[trial.option].values
    times = [key for key in required if key in TIMES]
    keys = ("tco", "site_cost", BESIDE[trial.scenario.option(trial.option).kind.name], "site_priced", "provider_bill", *OF_ALL_SITES)
    judged = [f"serving_{key}" for key in required]
    return tuple(key for key in (*keys, *judged, *(f"{key}_best" for key in times)) if key in known)


def _by_site_cost(trial: Trial, found: Mapping[str, Array], sites: int) -> Array:
    beside = BESIDE[trial.scenario.option(trial.option).kind.name]
    return by_site(found["site_cost"] + found[beside], sites, _ALL, "sum")


def _least_share_of_support(trial: Trial) -> float:
    """The least part that support by bands takes of one more unit of a site's bill, its tax included; 0 where support is one share."""
    if "banded_support" not in trial.inputs or not trial.number("banded_support"):
        return 0.0
    rows = trial.scenario.catalogue["support_bands"].rows
    last = float(rows[0].values["share"] or 0) - sum(float(row.values["relief"] or 0) for row in rows)
    return max(last, 0.0) * (1 + float(trial.settled.options[trial.option].values["mean_tax"].min()))


def required_of(trial: Trial) -> dict[str, float]:
    """Required times and availability by key, mandatory and not."""
    found = {key: trial.required(key) for key in (*TIMES, "availability")}
    return {key: value for key, value in found.items() if value}


def _shortfall(trial: Trial, found: Mapping[str, Array], required: Mapping[str, float], sites: int) -> Array:
    """The largest part by which a mandatory requirement is missed, by machine, rule and site with one plan."""
    worst: Array = np.zeros((1, 1, 1))
    for key, value in required.items():
        if not trial.is_mandatory(key):
            continue
        if key == "availability":
            kept = by_site(found["serving_availability"], sites, _RULE, "min")
            miss = np.where(kept < value - _SAME, (value - kept) / max(1 - value, _SAME), 0.0)
        else:
            miss = np.maximum(by_site(found[f"serving_{key}"], sites, _RULE, "max") / value - 1, 0.0)
        worst = np.maximum(worst, miss)
    return worst[:, :, None, :]


_SAME = 1e-9
"""A difference in availability that is none: the model's own tolerance."""


def _sized(found: Mapping[str, Array], required: Mapping[str, float], sites: int) -> Array:
    """Which required times a machine can keep at all."""
    number = np.zeros((1, sites))
    for power, key in enumerate(key for key in required if key in TIMES):
        can = by_site(found[f"{key}_best"], sites, _MACHINE) <= required[key]
        number = number + can * 2**power
    return number[:, None, None, :]
