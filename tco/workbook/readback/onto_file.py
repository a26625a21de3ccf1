"""Lays the edits of a workbook onto a scenario file: only the keys of edited values are touched, and all else stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from tco.errors import ScenarioError
from tco.language.line import AUTO, AUTO_WORD
from tco.scenario import yaml_edit
from tco.scenario.reading import read_from
from tco.scenario.scenario import Amount, Element, Scenario
from tco.scenario.source import Source, read_source, steps
from tco.scenario.yaml_data import parse
from tco.workbook.readback.differing_facts import Fact, differing_facts, override
from tco.workbook.readback.input_edits import TOPS, Edit, alike, at_place, places_of
from tco.workbook.readback.scenario import ReadBack

ORDER = ("value", "low", "high", "currency", "source", "date", "confidence", "note")


def laid_onto(found: ReadBack, scenario: Scenario | None, path: Path) -> tuple[str, list[str]]:
    """The text of the scenario file at `path` with the workbook's edits in it, and remarks on them.

    `scenario` is what the workbook says, None where this program cannot read it: then edited inputs alone are laid onto the file.
    Raises ScenarioError with everything that the file cannot say.
    """
    before = read_from(read_source(path))
    text, elements = path.read_text(encoding="utf-8"), _elements(before)
    told: list[str] = []
    problems: list[str] = []
    said = places_of(found.source.data)  # a value that was left out of the scenario is told elsewhere
    inputs = [edit for edit in found.edits if edit.path in said and not alike(edit.before, edit.after)]
    for name, parts in groupby(inputs, key=lambda edit: edit.path):
        edits = list(parts)
        told += _conflicts(edits, elements.get(name), path)
        try:
            text = _laid(text, found, name, edits)
        except KeyError:
            problems.append(
                f"{path}: {name} has no place in this file: a single value is in its way; expected a section there ({edits[0].where})"
            )
    facts = list(differing_facts(scenario.catalogue, before.catalogue)) if scenario else []
    problems += [
        f"{path}: {fact}: the `catalogue:` of a scenario cannot say it; import without --onto" for fact in facts if not fact.overridable
    ]
    for _, group in groupby((fact for fact in facts if fact.overridable), key=lambda fact: (fact.table, fact.keys)):
        row = list(group)
        text = _overridden(text, row)
        told += [f"override of {fact}" for fact in row]
    if problems:
        raise ScenarioError(problems)
    wanted = {name: _figures(element) for name, element in elements.items()}
    wanted |= {edit.path: _stated_figures(at_place(found.source.data, edit.place)) for edit in inputs if edit.path not in TOPS}
    _prove(text, path, {edit.path: edit for edit in inputs}, wanted)
    return text, told


def _elements(scenario: Scenario) -> dict[str, Element]:
    return {item.path: item for entry in scenario.entries.values() for item in entry.elements if item.path}


def _conflicts(edits: list[Edit], known: Element | None, path: Path) -> Iterator[str]:
    """Remarks on values of the file that are neither the delivered nor the edited ones."""
    for edit in edits:
        now = getattr(known, edit.part, None) if known else None
        if known and edit.part in ("value", "low", "high") and not alike(now, edit.before) and not alike(now, edit.after):
            delivered = f"the workbook was delivered with {edit.before}"
            yield f"{path.name} says {now} for {edit.path}, and {delivered}; the workbook's {edit.after} is taken"


def _laid(text: str, found: ReadBack, name: str, edits: list[Edit]) -> str:
    """The text with the edited parts of one value."""
    if name in TOPS:
        return yaml_edit.put(text, [name], found.source.data[name])
    names = steps(name)
    *above, last = names
    now = at_place(found.source.data, edits[0].place)
    parent, others = yaml_edit.find(text, above), _others(found, edits[0])
    if others and parent is not None and yaml_edit.single(parent):  # one value holds for all sites or regions: say it once for each
        text = yaml_edit.put(text, above, dict.fromkeys(others, yaml_edit.plain_data(parse(text)[0], above)))
    if "commitments" in names and yaml_edit.find(text, names[:3]) is None:
        return yaml_edit.put(text, names[:3], [{last: now["value"]}])
    stated, edited = yaml_edit.plain_data(parse(text)[0], names), {edit.part for edit in edits}
    if not (isinstance(stated, Mapping) and "value" in stated):
        whole = edited != {"value"} or "currency" in now
        return yaml_edit.put(text, names, {part: now[part] for part in ORDER if part in now} if whole else now["value"])
    # The source of the old value does not speak for a new one, and its range and currency go where the workbook has none.
    edited |= {"source", "date", "confidence"} & stated.keys() if "value" in edited else set()
    edited |= {part for part in ("low", "high") if part in stated and part not in now}
    edited |= {"currency"} if stated.get("currency") != now.get("currency") else set()
    for part in ORDER:
        if part in edited:
            text = yaml_edit.put(text, [*names, part], now[part]) if part in now else yaml_edit.drop(text, [*names, part])
    return text


def _others(found: ReadBack, edit: Edit) -> Mapping[str, Any]:
    """An edited value with those beside it, where an input has one for each site, region or month; empty where it has only one."""
    here = at_place(found.issue.data, edit.place[:-1])
    several = edit.place[0] in ("options", "regions", "workload") and len(edit.place) >= 4 and isinstance(here, Mapping)
    return here if several and all(isinstance(part, Mapping) and "value" in part for part in here.values()) else {}


def _overridden(text: str, facts: list[Fact]) -> str:
    """The text with the facts of one row in its `catalogue:`."""
    table = facts[0].table
    data, _ = parse(text)
    entries = yaml_edit.plain_data(data, ["catalogue", table]) or []
    same = next((number for number, entry in enumerate(entries) if all(entry.get(key) == value for key, value in facts[0].keys)), None)
    entry = override(facts)
    if same is None:
        return yaml_edit.append(text, ["catalogue", table], entry)
    for fact in facts:
        text = yaml_edit.put(text, ["catalogue", table, str(same + 1), fact.column], entry[fact.column])
    return text


Figures = tuple[object, ...]
"""Value, low end, high end and currency of an element, without its source."""


def _figures(element: Element) -> Figures:
    return _amount(element.value), element.low, element.high, element.currency


def _amount(value: Amount) -> Amount:
    """A value; the word where it is left to the model."""
    return AUTO_WORD if value == AUTO else value


def _stated_figures(value: Mapping[str, Any]) -> Figures:
    return _amount(value["value"]), value.get("low"), value.get("high"), value.get("currency", "")


def _prove(text: str, path: Path, edited: Mapping[str, Edit], wanted: Mapping[str, Figures]) -> None:
    """Read the new text: it must be a scenario that says every edited value, and every other one as before. Raises ScenarioError."""
    data, lines = parse(text)
    now = {name: _figures(element) for name, element in _elements(read_from(Source(path, data, lines))).items()}
    wrong = []
    for name, figures in now.items():
        expected = wanted.get(name, figures)
        if figures != expected:
            where = f" ({edited[name].where})" if name in edited else ""
            remedy = "import without --onto, or edit the file by hand"
            wrong.append(f"{path}: {name} would be {_told(figures)}; expected {_told(expected)}{where}: {remedy}")
    lost = [edit for name, edit in edited.items() if name not in now and name not in TOPS]
    wrong += [f"{path}: {edit.path} has no place in this file; expected it for {edit.where}" for edit in lost]
    if wrong:
        raise ScenarioError(wrong)


def _told(figures: Figures) -> str:
    value, _, _, currency = figures
    return f"{value} {currency}".rstrip()
