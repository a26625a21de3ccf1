"""`auto` in a scenario: what a search finds takes its place, so that whatever is computed, written or resolved holds it.

A scenario is read twice. What is left to the search is first given a place-holder; each option is searched; then the data is read again
with what was found, each value with its source. The second reading is the scenario, and its resolved file runs again without a search.
"""

from __future__ import annotations

from pathlib import Path

from tco.errors import ScenarioError
from tco.scenario.reading import read_from
from tco.scenario.scenario import Scenario
from tco.scenario.source import Source, read_source, with_settings
from tco.search.draft import Draft
from tco.search.settle_option import search_option
from tco.search.settle_split import search_split, start_split


def read(path: Path, settings: tuple[str, ...] = ()) -> Scenario:
    """Read a scenario file with `--set` settings, and search what it leaves to a search. Raises ScenarioError with all problems."""
    return settled(with_settings(read_source(path), settings))


def settled(source: Source) -> Scenario:
    """The scenario of data in memory, with what a search found in place of every `auto`. Raises ScenarioError with all problems."""
    scenario = read_from(source)
    if not scenario.searched:
        return scenario
    draft, problems = Draft(source, scenario), list[str]()
    hybrids = [option.name for option in scenario.options if option.split]
    for hybrid in hybrids:
        start_split(draft, hybrid)
    held = draft.held()
    by_themselves = [name for name in scenario.searched if name not in hybrids and scenario.option(name).part_of not in hybrids]
    for name in by_themselves:
        try:
            search_option(draft, held, name)
        except ScenarioError as problem:
            problems += problem.problems
    for hybrid in hybrids:
        try:
            search_split(draft, hybrid)
        except ScenarioError as problem:
            problems += problem.problems
    if problems:
        raise ScenarioError(problems)
    draft.drop_shared()
    return draft.read()
