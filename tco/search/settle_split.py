"""`split: auto` of a hybrid: its split, and in turn what its parts leave to a search, until neither moves."""

from __future__ import annotations

from tco.scenario.scenario import Scenario
from tco.search.draft import Draft
from tco.search.settle_option import search_option
from tco.search.splits import Pair, Search, Split, cheapest_split

FOUND = "Search: the cheapest split of 0.1 % that meets every mandatory requirement"
NEAREST = "Search: no split meets every mandatory requirement, and this comes nearest"
START = "Search: a split to start from"
MOST_ROUNDS = 4
"""Rounds in which the machines of the parts and the split are searched in turn."""
_WHOLE = 1e-6


def start_split(draft: Draft, hybrid: str) -> None:
    """Put a split to start from into the draft: the stated one, or half of everything where that leaves a part without requests."""
    scenario = draft.scenario
    first, second = (part.name for part in scenario.parts(hybrid))
    ends = {part: [float(scenario.entry(key, part).elements[0].value) for key in ("slice_from", "slice_to")] for part in (first, second)}
    if any(pair != [0.0, 1.0] for pair in ends.values()):
        base, burst = sorted(ends, key=ends.__getitem__)
        level = max(ends[burst][0], 0.0) or ends[base][1]
        draft.put_split(hybrid, (base, burst), Split({}, level if 0 < level < 1 else 0.5, 0.0, kept=False), START)
        return
    shares = [[float(item.value) for item in scenario.entry("carried_share", part).elements] for part in (first, second)]
    adds_up = all(abs(one + other - 1) < _WHOLE for one, other in zip(*shares, strict=True))
    own = shares[0] if adds_up and all(map(any, shares)) else [0.5] * len(scenario.regions)
    draft.put_split(hybrid, (first, second), Split(dict(zip(scenario.regions, own, strict=True)), None, 0.0, kept=False), START)


def search_split(draft: Draft, hybrid: str) -> None:
    """Search the split and what the parts leave to a search, in turn, and put the best of all rounds into the draft.

    Raises ScenarioError where nothing can run a part at all.
    """
    left = [part.name for part in draft.scenario.parts(hybrid) if part.name in draft.scenario.searched]
    best: tuple[tuple[float, ...], Draft, Search] | None = None
    before, is_fixed = None, not left
    for number in range(1, MOST_ROUNDS + 1):
        held = draft.held()
        for part in left:
            if number == 1 or _answers(held, hybrid, part):
                search_option(draft, held, part)
        held = draft.held()
        search = cheapest_split(held, hybrid)
        draft.put_split(hybrid, search.parts, search.nearest, FOUND if search.cheapest else NEAREST)
        rank = _rank(held, search)
        if best is None or rank < best[0]:
            best = rank, draft.copy(), search
        is_fixed = is_fixed or draft.data == before
        if is_fixed:
            break
        before = draft.copy().data
    assert best is not None
    draft.data = best[1].data
    draft.put_split(
        hybrid, best[2].parts, best[2].nearest, FOUND if best[2].cheapest else NEAREST, _told(best[2], left, number, is_fixed=is_fixed)
    )


def _answers(held: Scenario, hybrid: str, part: str) -> bool:
    """True where a part answers requests at the split of the draft; another machine for nothing would be found by no search."""
    pair = Pair(held, hybrid)
    return pair.settled.options[part].value("horizon_requests") > 0


def _rank(held: Scenario, search: Search) -> tuple[float, ...]:
    pair = Pair(held, search.hybrid)
    split = search.nearest
    point = (split.level,) if split.level is not None else tuple(split.shares.values())
    pair.try_all([point])
    return pair.rank(point)[:2]


def _told(search: Search, left: list[str], rounds: int, *, is_fixed: bool) -> str:
    """Words on the way to a split, for the note beside it."""
    others = "every 0.1 % of each line" if search.at_least is None else "the others of every 0.1 % proven to cost no less"
    told = f"{len(search.tried):,} splits were computed, {others}"
    if not left:
        return told
    turns = f"{rounds} round{'s' * (rounds > 1)}"
    moved = "until neither moved" if is_fixed else "and the best of these"
    return f"{told}; split and what {' and '.join(left)} left to a search in turn, {turns} {moved}"
