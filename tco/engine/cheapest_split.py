"""The cheapest split of a hybrid among those tried; each is tried in the model itself.

Where the parts share by region, the splits are the given one, whole regions for either part, and one share for all regions. Where
one part takes a base and the other the bursts, they are levels of the peak.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from tco.engine.evaluate import Results, evaluate
from tco.errors import TcoError
from tco.scenario.scenario import Scenario

STEPS = 20
"""Steps of 5 % from none of the requests to all of them."""
MOST_REGIONS = 5
"""With at most this many regions, every way to give whole regions to either part is tried."""


@dataclass(frozen=True)
class Split:
    """One way to share the requests between the two parts of a hybrid."""

    shares: dict[str, float]
    """The first part's share of each region; the second takes the rest."""
    level: float | None
    """The share of the peak up to which the first part answers, where the parts take a base and bursts."""
    tco: float
    kept: bool
    """True where the hybrid is possible with it and keeps every hard promise."""


@dataclass(frozen=True)
class Search:
    """The splits tried for a hybrid, and the cheapest of those that keep every hard promise."""

    hybrid: str
    parts: tuple[str, str]
    tried: tuple[Split, ...]
    cheapest: Split | None


def searches(results: Results) -> list[Search]:
    """Search every hybrid of two parts; those with more are left out."""
    scenario = results.scenario
    return [search(results, option.name) for option in scenario.options if len(scenario.parts(option.name)) == 2]


def search(results: Results, hybrid: str) -> Search:
    """Search one hybrid for its cheapest split. Raises TcoError for a hybrid that does not have two parts."""
    scenario = results.scenario
    names = tuple(part.name for part in scenario.parts(hybrid))
    if len(names) != 2:
        raise TcoError(f"{hybrid} has {len(names)} parts; expected a hybrid of two, whose shares can be moved from one to the other")
    first, second = names
    if _starts(scenario, first) or _starts(scenario, second):
        base, burst = sorted(names, key=lambda name: _starts(scenario, name))
        tried = tuple(_sliced(results, hybrid, base, burst, level) for level in _levels(scenario, names))
    else:
        given = tuple(float(element.value) for element in scenario.entry("carried_share", first).elements)
        count = len(scenario.regions)
        whole = list(product((0.0, 1.0), repeat=count)) if count <= MOST_REGIONS else []
        even = [(step / STEPS,) * count for step in range(STEPS + 1)]
        tried = tuple(_split(results, hybrid, first, second, shares) for shares in dict.fromkeys([given, *even, *whole]))
    kept = [split for split in tried if split.kept]
    return Search(hybrid, (first, second), tried, min(kept, key=lambda split: split.tco) if kept else None)


def _starts(scenario: Scenario, part: str) -> float:
    return float(scenario.entry("slice_from", part).elements[0].value)


def _levels(scenario: Scenario, parts: tuple[str, ...]) -> list[float]:
    """The given level, and every step of the peak."""
    return sorted({max(_starts(scenario, part) for part in parts), *(step / STEPS for step in range(STEPS + 1))})


def _sliced(results: Results, hybrid: str, base: str, burst: str, level: float) -> Split:
    """Try the base up to a level of the peak, and the bursts above it."""
    scenario = results.scenario
    values = {scenario.entry(key, part).elements[0].path: level for key, part in (("slice_to", base), ("slice_from", burst))}
    shares = {element.where[0]: float(element.value) for element in scenario.entry("carried_share", base).elements}
    return _tried(results, hybrid, values, shares, level)


def _split(results: Results, hybrid: str, first: str, second: str, shares: tuple[float, ...]) -> Split:
    scenario = results.scenario
    values = {
        element.path: share if name == first else 1 - share
        for name in (first, second)
        for element, share in zip(scenario.entry("carried_share", name).elements, shares, strict=True)
    }
    return _tried(results, hybrid, values, dict(zip(scenario.regions, shares, strict=True)), None)


def _tried(results: Results, hybrid: str, values: dict[str, float], shares: dict[str, float], level: float | None) -> Split:
    evaluated = evaluate(results.scenario.with_values(values), wanted=("tco", "eligible"), settled=results).options[hybrid]
    return Split(shares, level, evaluated.value("tco"), bool(evaluated.value("eligible")))
