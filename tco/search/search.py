"""The search of one option: candidates by cost, the nearest misses, and why the other types lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from tco.model.promises.verdict import JUDGED
from tco.scenario.scenario import Option, Scenario
from tco.search.candidates import (
    Candidate,
    Combination,
    Field,
    by_cost,
    groups_of,
    judged,
    meets,
    mixed,
    outcome_of,
    rank,
    rounded,
    setting_of,
)
from tco.search.cells import AT_ONCE, cells_of, required_of
from tco.search.machines import Screened, Step, screened
from tco.search.single import Single, one_at_a_time
from tco.search.space import EVERYTHING, Choices, Space, space_of
from tco.search.trial import Setting, Trial

TOP = 10
"""Candidates that are shown of each option."""
_MOST_EQUALS = 400
"""Candidates that are judged beyond those shown, to put equal costs into their order."""
_MARGIN = 0.005
"""Half a cent: costs nearer than this are equal."""


@dataclass(frozen=True)
class Lost:
    """A type of instance that is in none of the best configurations, and the reason."""

    site: str
    instance: str
    reason: str
    dearer: float | None = None
    """How much more the cheapest configuration with it costs, as a part of the best; None where none meets every requirement."""


@dataclass(frozen=True)
class Found:
    """What a search of an option found."""

    option: str
    stated: Candidate | None
    """The configuration as the scenario states it; None where it is left to the search."""
    ranked: tuple[Candidate, ...]
    """Candidates that meet every mandatory requirement, the cheapest first; equals count once.

    Residency and rate limits are left aside where no setting moves them: the sites miss them, whatever runs there.
    """
    misses: tuple[Candidate, ...]
    """Cheaper candidates that miss a mandatory requirement, the nearest first."""
    lost: tuple[Lost, ...]
    steps: tuple[Step, ...]
    """What was tried, and how many candidates each step left."""
    size: int
    """Configurations that these steps cover."""
    left_out: tuple[str, ...]
    """What was not searched, with the reason."""
    precisions: tuple[str, ...] = ()
    """Precisions that were searched, where there are several: each answers differently, and none is known to answer as well."""
    single: tuple[Single, ...] = ()
    """Stated settings that cost more than another value, all others as stated: the largest saving first."""

    @property
    def best(self) -> Candidate | None:
        """The cheapest configuration that meets every mandatory requirement that a setting can move; None where there is none."""
        return self.ranked[0] if self.ranked else None

    @property
    def saving(self) -> float:
        """What the best configuration saves against the stated one; 0 where that is the best, or meets less."""
        if self.best is None or self.stated is None or not set(self.stated.missed) <= set(self.best.missed):
            return 0.0
        return max(rounded(self.stated.tco) - rounded(self.best.tco), 0.0)


def on_machines(option: Option) -> bool:
    """True for an option whose machines a search can choose."""
    return "instances" in option.kind.choices


def searched(scenario: Scenario, option: str, choices: Choices = EVERYTHING, *, top: int = TOP) -> Found:
    """Search an option on machines for its cheapest configurations. Raises TcoError for choices that are not known."""
    trial = Trial(scenario, option)
    return search(trial, space_of(trial, choices), top)


def found_for(scenario: Scenario, option: str, choices: Choices, left: frozenset[str]) -> tuple[Candidate | None, tuple[str, ...]]:
    """The configuration that takes the place of `auto`, and the requirements that it misses by necessity.

    A requirement that no configuration meets is left out of the search, as a time that no batch keeps sizes no fleet: the cheapest that
    meets the others is taken. Where they cannot be met together, the nearest miss; None where nothing can run. `left` are the
    settings that the scenario leaves to the search.
    """

    def best(*targets: str) -> Candidate | None:
        trial = Trial(scenario, option, left=left, instead={f"{key}_hard": 0.0 for key in targets})
        return search(trial, space_of(trial, choices), top=1).best

    found = best()
    if found:
        return found, ()
    trial = Trial(scenario, option, left=left)
    mandatory = [key for key in required_of(trial) if trial.is_mandatory(key)]
    missed = [key for key in mandatory if not best(*(other for other in mandatory if other != key))]
    found = best(*missed) if missed else None
    if found:
        return found, tuple(missed)
    nearest = search(trial, space_of(trial, choices), top=1).misses
    return (nearest[0], nearest[0].missed) if nearest else (None, ())


def search(trial: Trial, space: Space, top: int = TOP) -> Found:
    """Search a space."""
    machines = screened(trial, space)
    stated = judged(trial, [trial.lead])[0] if not trial.left else None
    if not machines.machines:
        lost = _lost(trial, space, machines, None, None)
        return Found(trial.option, stated, (), (), lost, machines.steps, space.size, space.left_out)
    cells = cells_of(trial, space, machines.machines, machines.runs)
    field = Field(trial, cells, tuple(groups_of(trial, space.instances, machines)), machines.row_of)
    ranked = _ranked(field, top)
    misses = _misses(field, ranked, top)
    precisions = tuple(map(str, space.shared.get("precision", ()))) if len(space.shared.get("precision", ())) > 1 else ()
    single = one_at_a_time(field, space, stated) if stated and meets(stated) else ()
    meeting = int((np.isfinite(cells.cost) & (cells.shortfall <= 0)).any(axis=-1).sum())
    steps = (*machines.steps, Step("with rules and plans", cells.count), Step("that meet every requirement at a site", meeting))
    lost = _lost(trial, space, machines, field, ranked[0] if ranked else None)
    return Found(trial.option, stated, tuple(ranked[:top]), misses, lost, steps, space.size, space.left_out, precisions, single)


def _ranked(field: Field, top: int) -> list[Candidate]:
    """The cheapest candidates that meet every requirement, each judged by the model; equals count once.

    Where the cells hold bounds, candidates are judged until no bound lies below the last of those that are shown.
    """
    trial, found = field.trial, dict[tuple[object, ...], Candidate]()
    apart = mixed(field)
    for start in range(0, len(apart), AT_ONCE):
        _keep(trial, judged(trial, apart[start : start + AT_ONCE]), found)
    limit = np.inf
    tried = 0
    combinations = by_cost(field, meeting=True)
    while tried < top + _MOST_EQUALS:
        some = list(islice(combinations, 32))
        if not some or some[0].bound > limit + _MARGIN:
            break
        settings = [setting_of(field, combination) for combination in some]
        tried += len(settings)
        _keep(trial, judged(trial, settings), found)
        costs = sorted(candidate.tco for candidate in found.values())
        limit = costs[top - 1] if len(costs) >= top else np.inf
    return sorted(found.values(), key=lambda candidate: rank(trial, candidate))


def _keep(trial: Trial, candidates: Sequence[Candidate], found: dict[tuple[object, ...], Candidate]) -> None:
    """Keep those that meet every requirement, of equals the one that changes least."""
    for candidate in candidates:
        if meets(candidate):
            key = outcome_of(candidate)
            if key not in found or rank(trial, candidate) < rank(trial, found[key]):
                found[key] = candidate


def _misses(field: Field, ranked: Sequence[Candidate], top: int) -> tuple[Candidate, ...]:
    """Candidates that miss a requirement and cost less than the best, or all where nothing meets every one: the nearest first."""
    best = ranked[0].tco if ranked else np.inf
    near: list[tuple[float, float, Setting]] = []
    for combination in islice(by_cost(field, meeting=False), _MOST_EQUALS):
        if combination.bound > best - _MARGIN:
            break
        rows = field.rows(combination)
        short = max(float(field.cells.shortfall[row, combination.rule, combination.plan, site]) for site, row in enumerate(rows))
        if short > 0:
            near.append((short, combination.bound, setting_of(field, combination)))
    near.sort(key=lambda one: one[:2])
    found: dict[tuple[object, ...], Candidate] = {}
    for candidate in judged(field.trial, [setting for *_, setting in near[: 4 * top]]):
        if candidate.is_possible and not meets(candidate):
            found.setdefault((candidate.setting.instances, *candidate.setting.shared), candidate)
    return tuple(found.values())[:top]


def _lost(trial: Trial, space: Space, machines: Screened, field: Field | None, best: Candidate | None) -> tuple[Lost, ...]:
    """The types of each site that the best configuration does not use, in the order of what they would cost."""
    found, short = [], []
    for place, site in enumerate(trial.sites):
        for name in space.instances[place]:
            if best and best.setting.instances[place] == name:
                continue
            if (site, name) in machines.obstacles:
                found.append(Lost(site, name, machines.obstacles[site, name]))
            elif field is not None:
                lost, nearest = _outbid(field, (place, site, name), best)
                found.append(lost)
                if nearest:
                    short.append((len(found) - 1, nearest))
    for (number, _), candidate in zip(short, judged(trial, [setting for _, setting in short]), strict=True):
        found[number] = replace(found[number], reason=_shortfall_told(trial, candidate))
    return tuple(sorted(found, key=lambda lost: (trial.sites.index(lost.site), lost.dearer is None, lost.dearer or 0.0)))


def _outbid(field: Field, where: tuple[int, str, str], best: Candidate | None) -> tuple[Lost, Setting | None]:
    """A type that runs: how much dearer its cheapest configuration is, or the setting in which it comes nearest to the requirements."""
    place, site, name = where
    cells = field.cells
    meeting = np.where(cells.shortfall > 0, np.inf, cells.cost)
    least, nearest, setting = np.inf, (np.inf, np.inf), None
    for number, group in enumerate(field.groups):
        if name not in group.names[place]:
            continue
        row = group.rows[place][group.names[place].index(name)]
        others = sum(
            (meeting[list(rows), :, :, other].min(axis=0) for other, rows in enumerate(group.rows) if other != place),
            np.zeros(cells.rest.shape[1:]),
        )
        least = min(least, float((meeting[row, :, :, place] + others + cells.rest[row]).min()))
        runs = np.isfinite(cells.cost[row, :, :, place])
        for rule, plan in np.argwhere(runs):
            near = float(cells.shortfall[row, rule, plan, place]), float(cells.cost[row, rule, plan, place])
            if near < nearest:
                nearest = near
                types = tuple(names.index(name) if name in names else 0 for names in group.names)
                setting = setting_of(field, Combination(near[1], number, int(rule), int(plan), types))
    if setting is None:
        return Lost(site, name, "no price on any plan that is searched"), None
    if np.isfinite(least) and best:
        dearer = least / best.tco - 1
        return Lost(site, name, f"{dearer:.1%} dearer at its best" if dearer > _SHOWN else "as cheap as the best", dearer), None
    if nearest[0] > 0:
        return Lost(site, name, ""), setting
    return Lost(
        site, name, "meets every requirement here, but shares no precision and degree with a machine that does at another site"
    ), None


_SHOWN = 0.0005
"""A difference that rounds to 0.1 %."""


def _shortfall_told(trial: Trial, candidate: Candidate) -> str:
    """The requirements that a candidate misses, with its figures."""
    figures = {"ttft": candidate.ttft, "latency": candidate.latency, "availability": candidate.availability}
    told = []
    for key in candidate.missed:
        asked = trial.required(key) if key in figures else 0.0
        if key == "availability":
            told.append(f"availability {candidate.availability:.3%} at its best, {asked:.4g} required")
        elif key in figures:
            told.append(f"{'TTFT' if key == 'ttft' else key} {figures[key]:.2f} s at its best, {asked:g} s required")
        else:
            told.append(f"{JUDGED[key][0]} missed")
    return "; ".join(told) or "misses a mandatory requirement"
