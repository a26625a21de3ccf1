"""The cheapest split of a hybrid: its shares moved in steps, each tried in the model itself."""

from __future__ import annotations

from dataclasses import dataclass

from tco.errors import TcoError
from tco.evaluate import Results, evaluate
from tco.scenario.scenario import Scenario

STEPS = 20
"""Steps of 5 % from none of the requests to all of them."""


@dataclass(frozen=True)
class Split:
    """One way to share the requests of every region between the two parts of a hybrid."""

    share: float
    """Of the first part; the second takes the rest."""
    tco: float
    kept: bool
    """Whether the hybrid is possible and keeps every promise with it."""


@dataclass(frozen=True)
class Search:
    """What was tried for a hybrid, in the order of the first part's share, and the cheapest split that keeps every promise."""

    hybrid: str
    parts: tuple[str, str]
    tried: tuple[Split, ...]
    cheapest: Split | None


def searches(results: Results) -> list[Search]:
    """For every hybrid of two parts; hybrids of more are not searched."""
    scenario = results.scenario
    return [search(results, option.name) for option in scenario.options if len(scenario.parts(option.name)) == 2]


def search(results: Results, hybrid: str) -> Search:
    """Move the same share of every region from one part to the other, in steps, and keep the cheapest that keeps every promise.

    Raises TcoError for a hybrid that has not two parts.
    """
    scenario = results.scenario
    names = tuple(part.name for part in scenario.parts(hybrid))
    if len(names) != 2:
        raise TcoError(f"{hybrid} has {len(names)} parts; expected a hybrid of two, whose shares can be moved from one to the other")
    first, second = names
    tried = tuple(_split(scenario, hybrid, first, second, step / STEPS) for step in range(STEPS + 1))
    kept = [split for split in tried if split.kept]
    return Search(hybrid, (first, second), tried, min(kept, key=lambda split: split.tco) if kept else None)


def _split(scenario: Scenario, hybrid: str, first: str, second: str, share: float) -> Split:
    values = {
        element.path: part_share
        for name, part_share in ((first, share), (second, 1 - share))
        for element in scenario.entry("carried_share", name).elements
    }
    sheet = evaluate(scenario.with_values(values)).options[hybrid]
    return Split(share, sheet.value("tco"), bool(sheet.value("eligible")))
