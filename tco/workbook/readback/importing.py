"""Brings an edited workbook back as a scenario file, and says what changed, what was adjusted and what stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tco.catalogue.reader import load
from tco.errors import ScenarioError
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario
from tco.workbook.readback.differing_facts import differing_facts
from tco.workbook.readback.input_edits import Edit
from tco.workbook.readback.onto_file import laid_onto
from tco.workbook.readback.scenario import ReadBack, read_back, scenario_of_book


@dataclass(frozen=True)
class Imported:
    """The text of the scenario, and what is to be said of it."""

    text: str
    edits: tuple[Edit, ...]
    remarks: tuple[str, ...]
    left_behind: tuple[str, ...]


def import_book(book: Path, onto: Path | None = None) -> Imported:
    """The scenario that an edited workbook says: a whole resolved one, or the scenario file `onto` with the edits laid onto it.

    Raises ScenarioError with everything that stands in the way.
    """
    found = read_back(book)
    scenario, left = _scenario(found, onto)
    if onto is not None:
        text, told = laid_onto(found, scenario, onto)
        return Imported(text, found.edits, (*found.remarks, *left, *told), found.left_behind)
    assert scenario is not None
    return Imported(resolved_text(scenario), found.edits, (*found.remarks, *left, *_from_elsewhere(scenario)), found.left_behind)


def _scenario(found: ReadBack, onto: Path | None) -> tuple[Scenario | None, tuple[str, ...]]:
    """What the workbook says; where another version's workbook cannot be read, its edited inputs can still be laid onto a file."""
    try:
        return scenario_of_book(found)
    except ScenarioError as refused:
        facts = any(edit.place[0] == "catalogue" for edit in found.edits)
        if onto is None or facts or found.issued is not None:
            raise
        return None, (f"{refused.problems[0]}: only its edited inputs are taken",)


def _from_elsewhere(scenario: Scenario) -> tuple[str, ...]:
    """Facts that the scenario carries and the installed catalogue has otherwise."""
    return tuple(f"carried along: {fact}" for fact in differing_facts(scenario.catalogue, load()))
