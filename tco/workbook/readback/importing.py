"""Imports an edited workbook as a scenario file, with lists of what changed, what was adjusted and what is left behind."""

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
    """The text of the scenario, with the edits in it, remarks, and changes that no scenario can say."""

    text: str
    edits: tuple[Edit, ...]
    remarks: tuple[str, ...]
    left_behind: tuple[str, ...]


def import_book(book: Path, onto: Path | None = None) -> Imported:
    """The scenario of an edited workbook: a whole resolved one, or the scenario file `onto` with the edits laid onto it.

    Raises ScenarioError with every reason why it cannot.
    """
    found = read_back(book)
    scenario, left = _scenario(found, onto)
    if onto is not None:
        text, told = laid_onto(found, scenario, onto)
        return Imported(text, found.edits, (*found.remarks, *left, *told), found.left_behind)
    assert scenario is not None
    return Imported(resolved_text(scenario), found.edits, (*found.remarks, *left, *_from_elsewhere(scenario)), found.left_behind)


def _scenario(found: ReadBack, onto: Path | None) -> tuple[Scenario | None, tuple[str, ...]]:
    """The workbook's scenario with remarks; None where only its edited inputs can be read, which a file can still take."""
    try:
        return scenario_of_book(found)
    except ScenarioError as refused:
        facts = any(edit.place[0] == "catalogue" for edit in found.edits)
        if onto is None or facts or found.issued is not None:
            raise
        return None, (f"{refused.problems[0]}: only its edited inputs are taken",)


def _from_elsewhere(scenario: Scenario) -> tuple[str, ...]:
    """Remarks on the facts of the scenario that the installed catalogue has otherwise."""
    return tuple(f"carried along: {fact}" for fact in differing_facts(scenario.catalogue, load()))
