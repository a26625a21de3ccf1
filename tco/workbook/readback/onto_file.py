"""Lays the edits of a workbook onto a scenario file: only the keys of edited values are touched, whatever stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from tco.errors import ScenarioError
from tco.scenario import yaml_edit
from tco.scenario.reading import read_from
from tco.scenario.scenario import Element, Scenario
from tco.scenario.source import Source, read_source, steps
from tco.scenario.yaml_data import parse
from tco.workbook.readback.differing_facts import Fact, differing_facts, override
from tco.workbook.readback.input_edits import TOPS, Edit, alike, place_of
from tco.workbook.readback.scenario import ReadBack

ORDER = ("value", "low", "high", "currency", "source", "date", "confidence", "note")


def laid_onto(found: ReadBack, scenario: Scenario | None, path: Path) -> tuple[str, list[str]]:
    """The text of the scenario file at `path` with the workbook's edits in it, and what is to be said of them.

    `scenario` is what the workbook says, None where this program cannot read it: then edited inputs alone are laid onto the file.
    Raises ScenarioError with everything that the file cannot say.
    """
    source = read_source(path)
    text, before = path.read_text(encoding="utf-8"), read_from(source)
    told: list[str] = []
    problems: list[str] = []
    inputs = [edit for edit in found.edits if edit.place[0] != "catalogue" and not alike(edit.before, edit.after)]
    after = _elements(scenario) if scenario else {}
    for name, parts in groupby(inputs, key=lambda edit: edit.path):
        edits = list(parts)
        if not _stands(found, edits[0]):
            continue  # left out of the scenario, and told
        told += _conflicts(edits, _elements(before).get(name), path)
        try:
            text = _laid(text, found, name, edits, after.get(name))
        except KeyError:
            problems.append(
                f"{path}: {name} cannot stand in this file: a single value is in its way; expected a section there ({edits[0].where})"
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
    kept = [edit for edit in inputs if _stands(found, edit)]
    _prove(text, path, {edit.path: edit for edit in kept}, _expected(_elements(before), after, kept))
    return text, told


def _elements(scenario: Scenario) -> dict[str, Element]:
    return {item.path: item for entry in scenario.entries.values() for item in entry.elements if item.path}


def _conflicts(edits: list[Edit], known: Element | None, path: Path) -> Iterator[str]:
    """Values of the file that are neither what was delivered nor what the workbook says now."""
    for edit in edits:
        now = getattr(known, edit.part, None) if known else None
        if known and edit.part in ("value", "low", "high") and not alike(now, edit.before) and not alike(now, edit.after):
            delivered = f"the workbook was delivered with {edit.before}"
            yield f"{path.name} says {now} for {edit.path}, and {delivered}; the workbook's {edit.after} is taken"


def _laid(text: str, found: ReadBack, name: str, edits: list[Edit], element: Element | None) -> str:
    """One value with the parts of it that were edited."""
    if name in TOPS:
        return yaml_edit.put(text, [name], found.source.data[name])
    names = steps(name)
    *above, last = names
    now = _plain(found, edits[0], element)
    parent = yaml_edit.find(text, above)
    if parent is not None and yaml_edit.single(parent) and _spread(found, edits[0]):
        text = _each(text, above, found, edits[0])
    if "commitments" in names and yaml_edit.find(text, names[:3]) is None:
        return yaml_edit.put(text, names[:3], [{last: now["value"]}])
    node = yaml_edit.find(text, names)
    only = {edit.part for edit in edits} == {"value"} and "currency" not in now
    mapping = node is not None and "value" in yaml_edit.keys(node)
    if only and not mapping:
        return yaml_edit.put(text, names, now["value"])
    if not mapping:
        return yaml_edit.put(text, names, {part: now[part] for part in ORDER if part in now})
    stated = yaml_edit.keys(node)
    changed = {edit.part for edit in edits} | (
        {"source", "date", "confidence"} & set(stated) if "value" in {edit.part for edit in edits} else set()
    )
    changed |= {part for part in ("low", "high") if part in stated and part not in now}
    changed |= {"currency"} if _stated_currency(node) != now.get("currency") else set()
    for part in ORDER:
        if part in changed:
            text = yaml_edit.put(text, [*names, part], now[part]) if part in now else yaml_edit.drop(text, [*names, part])
    return text


def _stated_currency(node: Any) -> str | None:
    """The currency that a value of the file says."""
    return next((str(part.value) for item, part in node.value if item.value == "currency"), None)


def _stands(found: ReadBack, edit: Edit) -> bool:
    """Whether the scenario that the workbook says still has the value of an edit."""
    return edit.path in TOPS or place_of(found.source.data, edit.path) is not None


def _plain(found: ReadBack, edit: Edit, element: Element | None) -> dict[str, Any]:
    """Everything that the workbook says of a value: as this program reads it, or as it stands in the workbook's own scenario."""
    if element is None:
        here: Any = found.source.data
        for step in edit.place:
            here = here[step]
        return dict(here)
    stated = {part: getattr(element, part) for part in ORDER}
    return {part: value for part, value in stated.items() if value not in (None, "")}


def _spread(found: ReadBack, edit: Edit) -> Mapping[str, Any] | None:
    """The values beside an edited one where an input has one for each site, region or month; None where it has only one."""
    here: Any = found.issue.data
    for step in edit.place[:-1]:
        here = here[step]
    several = (
        isinstance(here, Mapping) and "name" not in here and len(edit.place) > 2 and edit.place[0] in ("options", "regions", "workload")
    )
    return (
        here if several and all(isinstance(part, Mapping) and "value" in part for part in here.values()) and len(edit.place) >= 4 else None
    )


def _each(text: str, names: list[str], found: ReadBack, edit: Edit) -> str:
    """A value that holds for all sites or regions, written once for each of them."""
    others = _spread(found, edit) or {}
    data, _ = parse(text)
    value = yaml_edit.plain_data(data, names)
    return yaml_edit.put(text, names, dict.fromkeys(others, value))


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


def _expected(before: Mapping[str, Element], after: Mapping[str, Element], edits: list[Edit]) -> dict[str, Element]:
    """What the file must say: the edited values as the workbook says them, all others as before."""
    found = dict(before)
    for edit in edits:
        if edit.path in after:
            found[edit.path] = after[edit.path]
        elif edit.path in found and edit.part in ("value", "low", "high"):
            changed: dict[str, Any] = {edit.part: edit.after}
            found[edit.path] = replace(found[edit.path], **changed)
    return found


def _said(element: Element) -> tuple[object, ...]:
    """What an element says, wherever it comes from."""
    return element.value, element.low, element.high, element.currency


def _prove(text: str, path: Path, edited: Mapping[str, Edit], wanted: Mapping[str, Element]) -> None:
    """Read the new text: it must be a scenario that says every edited value, and every other one as before. Raises ScenarioError."""
    data, lines = parse(text)
    now = _elements(read_from(Source(path, data, lines)))
    wrong = []
    for name, element in now.items():
        expected = wanted.get(name, element)
        if _said(element) != _said(expected):
            where = f" ({edited[name].where})" if name in edited else ""
            remedy = "import without --onto, or edit the file by hand"
            wrong.append(f"{path}: {name} would be {_told(element)}; expected {_told(expected)}{where}: {remedy}")
    lost = [edit for name, edit in edited.items() if name not in now and name not in TOPS]
    wrong += [f"{path}: {edit.path} has no place in this file; expected it for {edit.where}" for edit in lost]
    if wrong:
        raise ScenarioError(wrong)


def _told(element: Element) -> str:
    return f"{element.value} {element.currency}".rstrip()
