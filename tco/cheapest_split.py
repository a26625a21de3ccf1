"""The cheapest split of a hybrid among those tried: as given, whole regions, and one share for all; each tried in the model itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from tco.errors import TcoError
from tco.evaluate import Results, evaluate
from tco.scenario.scenario import Scenario

STEPS = 20
"""Steps of 5 % from none of the requests to all of them."""
MOST_REGIONS = 5
"""Up to so many regions every way to give whole regions to either part is tried."""


@dataclass(frozen=True)
class Split:
    """One way to share the requests between the two parts of a hybrid."""

    shares: dict[str, float]
    """The first part's share of each region; the second takes the rest."""
    tco: float
    kept: bool
    """Whether the hybrid is possible and keeps every promise with it."""


@dataclass(frozen=True)
class Search:
    """What was tried for a hybrid, and the cheapest split that keeps every promise."""

    hybrid: str
    parts: tuple[str, str]
    tried: tuple[Split, ...]
    cheapest: Split | None


def searches(results: Results) -> list[Search]:
    """For every hybrid of two parts; hybrids of more are not searched."""
    scenario = results.scenario
    return [search(results, option.name) for option in scenario.options if len(scenario.parts(option.name)) == 2]


def search(results: Results, hybrid: str) -> Search:
    """Try the shares as given, whole regions for either part, and one share of all regions in steps.

    Raises TcoError for a hybrid that has not two parts.
    """
    scenario = results.scenario
    names = tuple(part.name for part in scenario.parts(hybrid))
    if len(names) != 2:
        raise TcoError(f"{hybrid} has {len(names)} parts; expected a hybrid of two, whose shares can be moved from one to the other")
    first, second = names
    given = tuple(float(element.value) for element in scenario.entry("carried_share", first).elements)
    count = len(scenario.regions)
    whole = list(product((0.0, 1.0), repeat=count)) if count <= MOST_REGIONS else []
    even = [(step / STEPS,) * count for step in range(STEPS + 1)]
    tried = tuple(_split(scenario, hybrid, first, second, shares) for shares in dict.fromkeys([given, *even, *whole]))
    kept = [split for split in tried if split.kept]
    return Search(hybrid, (first, second), tried, min(kept, key=lambda split: split.tco) if kept else None)


def _split(scenario: Scenario, hybrid: str, first: str, second: str, shares: tuple[float, ...]) -> Split:
    values = {
        element.path: share if name == first else 1 - share
        for name in (first, second)
        for element, share in zip(scenario.entry("carried_share", name).elements, shares, strict=True)
    }
    sheet = evaluate(scenario.with_values(values)).options[hybrid]
    return Split(dict(zip(scenario.regions, shares, strict=True)), sheet.value("tco"), bool(sheet.value("eligible")))
