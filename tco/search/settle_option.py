"""`auto` in one option: its machines, its price and its commitments are searched, and what was found is put into the draft."""

from __future__ import annotations

from collections.abc import Sequence

from tco.engine.evaluate import evaluate
from tco.engine.feasibility import obstacles
from tco.errors import ScenarioError
from tco.scenario.scenario import Scenario
from tco.search.candidates import rounded
from tco.search.commitments import COUNT, COVERAGE, FoundCounts, best_counts
from tco.search.draft import Draft, free_of, is_left
from tco.search.prices import searched_prices
from tco.search.search import Found, found_for, search
from tco.search.space import Choices, space_of
from tco.search.trial import INSTANCE, Setting, Trial, alone

FOUND = "Search: the cheapest that meets every mandatory requirement"
MISSING = "Search: nothing meets the required {missed}; the cheapest without it"
PRICE = "Search: the cheapest price in reach; what its provider keeps is not yet confirmed"
COMMITTED = "Search: the number of instances at which the option costs least"


def search_option(draft: Draft, held: Scenario, name: str) -> None:
    """Search what an option leaves to a search, and put what was found into the draft. Raises ScenarioError where nothing can run at all.

    `held` is the scenario of the draft with place-holders.
    """
    scenario = draft.scenario
    keys, option = scenario.searched[name], scenario.option(name)
    machines = keys - {COVERAGE}
    place = next(item.place for key in sorted(keys) for item in scenario.entry(key, name).elements if is_left(item))
    if option.kind.run_by_provider:
        best = searched_prices(held, name, scenario)
        if not best.ranked:
            raise ScenarioError([f"{place}: price: {best.why_none}"])
        draft.put_price(name, best.ranked[0].price, PRICE)
        return
    if machines:
        sites = frozenset(item.where[0] for item in scenario.entry(INSTANCE, name).elements if is_left(item))
        left = free_of(scenario, name) - {COVERAGE}
        choices = Choices(left, sites)
        found, missed = found_for(held, name, choices, left)
        if found is None:
            trial = Trial(held, name, left=left)
            raise ScenarioError([f"{place}: nothing can run {name}: {told_in_short(search(trial, space_of(trial, choices)))}"])
        source = MISSING.format(missed=" and ".join(missed)) if missed else FOUND
        draft.put_setting(name, found.setting, source)
        if COVERAGE in keys:
            trial = Trial(held, name, left=left)
            cheapest = () if missed else search(trial, space_of(trial, choices)).ranked
            _with_commitments(draft, name, [candidate.setting for candidate in cheapest or (found,)], source)
            return
    if COVERAGE in keys:
        _put_counts(draft, name, _counts(held, scenario, name))


def told_in_short(found: Found) -> str:
    """Why a search found nothing: the obstacles to the types of instance, each once; expected another model, site or list."""
    reasons = dict.fromkeys(f"{lost.instance}: {lost.reason}" for lost in found.lost)
    some = list(reasons)[:6]
    more = f", and {len(reasons) - len(some)} more" if len(reasons) > len(some) else ""
    return f"{'; '.join(some) or 'no type is offered there'}{more}; expected another site, model or precision, or a longer list"


# Commitments


def _with_commitments(draft: Draft, name: str, settings: Sequence[Setting], source: str) -> None:
    """Search the commitments of each of some configurations, and put the cheapest of both together into the draft."""
    tried: list[tuple[float, int, Draft, FoundCounts]] = []
    refused: ScenarioError | None = None
    for place, setting in enumerate(settings):
        trial = draft.copy()
        trial.put_setting(name, setting, source)
        try:
            counts = _counts(trial.held(), draft.scenario, name)
        except ScenarioError as problem:  # the plan of the commitment has no price for this type
            refused = refused or problem
            continue
        tried.append((rounded(counts.best.tco), place, trial, counts))
    if not tried:
        assert refused is not None
        raise refused
    _, _, best, counts = min(tried, key=lambda one: one[:2])
    draft.data = best.data
    _put_counts(
        draft, name, counts, f", with each of the {len(tried)} cheapest configurations without commitments" if len(tried) > 1 else ""
    )


def _counts(held: Scenario, scenario: Scenario, name: str) -> FoundCounts:
    """The cheapest counts of the commitments that say `auto`. Raises ScenarioError where a plan has no price, as for any commitment."""
    left = [item.where[0] for item in scenario.entry(COVERAGE, name).elements if is_left(item)]
    paths = {item.path: 1.0 for item in held.entry(COUNT, name).elements if item.where[0] in left}
    unpriced = [text for text in obstacles(evaluate(alone(held.with_values(paths), name))) if "price" in text]
    if unpriced:
        raise ScenarioError(unpriced)
    found = best_counts(held, name, left)
    assert found is not None, "a commitment is named"
    return found


def _put_counts(draft: Draft, name: str, found: FoundCounts, more: str = "") -> None:
    counts = {tranche: count for tranche, count, free in zip(found.names, found.best.counts, found.searched, strict=True) if free}
    draft.put_counts(name, counts, COMMITTED, f"{found.tried:,} counts were computed{more}")
