"""Puts edited cells into a scenario's data: what the workbook computes with is what the scenario says, or the cell is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tco.language.line import AUTO, AUTO_WORD, Input
from tco.scenario.jurisdictions import CODES, members_of
from tco.scenario.quantity import LONGEST_TEXT, shown
from tco.scenario.scenario import CASES, Scenario
from tco.scenario.yaml_data import Place
from tco.workbook.readback.cells import Value
from tco.workbook.readback.input_edits import TOPS, Edit, alike, at_place, day, places_of, readable
from tco.workbook.readback.recalculation import ERRORS

_LAST_YEAR = 3000
"""A number in a cell for a date is a year up to here, and a day beyond."""
WORDS = ("source", "date", "confidence", "note")


@dataclass
class Applied:
    """A scenario's data with edits in it: `Sheet!cell: what is wrong; expected; remedy`, and remarks on what was adjusted."""

    data: dict[str, Any]
    name: str
    """The workbook's, for the sources of what was edited."""
    issued: Scenario | None
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def apply_edits(data: dict[str, Any], edits: Iterable[Edit], issued: Scenario | None, name: str) -> Applied:
    """Put every edit into `data`, the issued scenario's, in place."""
    found = Applied(data, name, issued)
    inputs = {} if issued is None else {item.path: entry.input for entry in issued.entries.values() for item in entry.elements}
    by_place: dict[Place, list[Edit]] = {}
    for edit in edits:
        by_place.setdefault(edit.place, []).append(edit)
    for place, parts in by_place.items():
        sound = [edit for edit in parts if _sound(edit, found)]
        if place[0] == "catalogue":
            _fact(sound, found)
        elif parts[0].path in TOPS:
            _top(sound, found)
        elif sound:
            _value(sound, inputs.get(parts[0].path), found)
    _horizon(by_place, found)
    _sites(found)
    _origins(data, by_place)
    return found


def _sound(edit: Edit, found: Applied) -> bool:
    """True where the content of a cell fits its row; what is wrong is told with the remedy."""
    number = isinstance(edit.before, float) or edit.part in ("low", "high")
    what = "a number" if number else "a text"
    if edit.formula and edit.after in (None, ""):
        remedy = "open the workbook in a spreadsheet program and save it, or type the value"
        found.problems.append(f"{edit.where}: the formula {edit.formula} has no stored result; expected {what}: {remedy}")
    elif edit.after in ERRORS.values():
        found.problems.append(f"{edit.where}: {edit.after}; expected {what}: type the value of {edit.path}")
    elif edit.part == "value" and edit.after in (None, "") and edit.place[0] != "catalogue":
        found.problems.append(
            f"{edit.where}: the cell is empty; expected {what} (delivered: {readable(edit.before)}): type the value of {edit.path}"
        )
    elif edit.after not in (None, "") and number != isinstance(edit.after, float) and edit.part not in WORDS and edit.before is not None:
        kind = "a text" if isinstance(edit.after, str) else "a number"
        met = f"{str(edit.after).upper()} is true or false" if isinstance(edit.after, bool) else f"{shown(edit.after)} is typed as {kind}"
        found.problems.append(f"{edit.where}: {met}; expected {what} (delivered: {readable(edit.before)}): type it anew")
    else:
        return True
    return False


def _top(parts: list[Edit], found: Applied) -> None:
    for edit in parts:
        text = str(edit.after)
        if edit.path == "start" and text.count("-") > 1:
            found.problems.append(f"{edit.where}: {text} is in the middle of a month; expected the first day of a month such as 2027-01-01")
        found.data[edit.path] = text.casefold() if text.casefold() in CASES else text


def _value(parts: list[Edit], item: Input | None, found: Applied) -> None:
    """Put one value with its range and provenance into the data."""
    node = at_place(found.data, parts[0].place)
    changed = {edit.part: edit for edit in parts if not alike(edit.before, edit.after)}
    if "value" in changed:
        node |= _provenance(node, changed["value"], found.name)
    for part, edit in changed.items():
        if part == "source" and edit.after in (None, ""):
            node[part] = f"Not stated in {found.name}"
        elif edit.after in (None, ""):
            node.pop(part, None)
        elif part == "date" and isinstance(edit.after, float):
            node[part] = str(day(edit.after)) if edit.after > _LAST_YEAR else f"{edit.after:g}"
        else:
            node[part] = _spelt(edit, item, found.issued) if part == "value" else edit.after
    if "value" in changed and item is not None and item.key in CODES:
        _group(changed["value"], item.key, str(node["value"]), found)
    _range(node, parts, item, found)


def _group(edit: Edit, key: str, codes: str, found: Applied) -> None:
    """Refuse a group of countries in a region's rule: the workbook looks for each country, and would find none of its members."""
    whole = members_of(key, codes)
    if whole != codes:
        found.problems.append(f"{edit.where}: {codes} is a group of countries; expected its members, for which the workbook looks: {whole}")


def _provenance(node: Mapping[str, Any], edit: Edit, name: str) -> dict[str, Any]:
    """Source and confidence of an edited value: the source of the delivered one does not speak for it."""
    source = f"Edited in {name}; delivered {readable(edit.before)} ({node.get('source', 'no source')})"
    return {"source": source if len(source) <= LONGEST_TEXT else f"{source[: LONGEST_TEXT - 1]}…", "confidence": "assumed"}


def _spelt(edit: Edit, item: Input | None, issued: Scenario | None) -> Value:
    """The value of a cell; a name in the capitals that the scenario has: a spreadsheet finds it in any."""
    if item is not None and item.auto and edit.after == AUTO:
        return AUTO_WORD
    if item is None or issued is None or not isinstance(edit.after, str):
        return edit.after
    if item.key in CODES:
        word = CODES[item.key]
        codes = ", ".join(code.strip().upper() for code in edit.after.split(","))
        return word if edit.after.strip().casefold() == word.casefold() else codes
    if not item.choices:
        return edit.after
    table = "sites" if item.choices == "axis:site" else item.choices
    names = issued.catalogue[table].names() if table in issued.catalogue.tables else issued.axis(item.choices.removeprefix("axis:"))
    names = (*names, *([AUTO_WORD] if item.auto else []))
    return next((known for known in names if known.casefold() == str(edit.after).strip().casefold()), edit.after)


def _range(node: dict[str, Any], parts: list[Edit], item: Input | None, found: Applied) -> None:
    """Keep the range of an edited value only as the workbook uses it: with both ends, and around the value wherever it is read."""
    low, high, value = node.get("low"), node.get("high"), node["value"]
    where, path, case = parts[0].where, parts[0].path, found.data.get("case", "base")
    if (low is None) != (high is None):
        found.remarks.append(f"{where}: {path} has one end of a range only; left out, as the workbook leaves it out")
    elif low is None or high is None or not isinstance(value, float | int) or low <= value <= high:
        return
    else:
        around = f"the range {readable(float(low))} to {readable(float(high))} is not around {readable(float(value))}"
        if item is not None and item.rises and case != "base":
            remedy = "widen Low or High, empty both, or switch the case to base"
            found.problems.append(f"{where}: {around}, and the case {case} reads it; expected low ≤ base ≤ high: {remedy}")
            return
        found.remarks.append(f"{where}: {path}: {around}; left out: it belonged to another value")
    node.pop("low", None)
    node.pop("high", None)


def _fact(parts: list[Edit], found: Applied) -> None:
    """Put one fact into the catalogue; origins of rows are left to `_origins`."""
    for edit in parts:
        if edit.part != "value" or alike(edit.before, edit.after):
            continue
        *above, last = edit.place
        entry = at_place(found.data, tuple(above))
        if edit.after in (None, ""):
            entry.pop(last, None)
        else:
            source, date = f"Edited in {found.name}; delivered {readable(edit.before)}", found.data.get("as_of")
            entry[last] = {
                "value": edit.after,
                "source": source,
                "date": str(date or found.data["catalogue"]["date"]),
                "confidence": "assumed",
            }


def _origins(data: dict[str, Any], by_place: Mapping[Place, list[Edit]]) -> None:
    """Put edited origins of rows into the catalogue: they speak for edited facts, or for the whole row where none was edited."""
    for place, parts in by_place.items():
        stated = {edit.part: str(edit.after) for edit in parts if edit.part != "value" and edit.after not in (None, "")}
        if place[0] == "catalogue" and stated:
            entry = at_place(data, place)
            edited = [entry[key[-1]] for key in by_place if key[:-1] == place and isinstance(entry.get(key[-1]), dict)]
            for target in edited or [entry]:
                target.update(stated)


def _horizon(by_place: Mapping[Place, list[Edit]], found: Applied) -> None:
    """Cut lists by month to a shorter horizon; a longer one has no columns in this workbook."""
    edit = next((edit for edit in by_place.get(("months",), []) if edit.part == "value" and isinstance(edit.after, float)), None)
    if edit is None or not isinstance(edit.before, float) or not isinstance(edit.after, float):
        return
    if edit.after > edit.before:
        remedy = f"build a longer one with `tco report --set months={edit.after:g}`"
        found.problems.append(
            f"{edit.where}: {edit.after:g} months; expected at most {edit.before:g}, the columns of this workbook: {remedy}"
        )
        return
    for place in dict.fromkeys(place[:-1] for place in places_of(found.data).values() if isinstance(place[-1], int)):
        months = at_place(found.data, place)
        if len(months) == edit.before:
            del months[int(edit.after) :]
            found.remarks.append(f"{edit.where}: {place[-1]} by month is cut to the first {edit.after:g} months")


def _sites(found: Applied) -> None:
    """Leave out values of sites that serve no region any more: an option has the sites that serve it."""
    for option in found.data.get("options", []):
        served = option.get("served_from")
        if not isinstance(served, Mapping):
            continue
        serving = {part["value"] for part in served.values()}
        for key, part in option.items():
            if key == "served_from" or not isinstance(part, dict) or "value" in part or set(part) <= serving or set(part) <= set(served):
                continue
            for site in [name for name in part if name not in serving]:
                del part[site]
                found.remarks.append(f"{option['name']}: {key} of {site} is left out: no region is served from there any more")
        _commitments(option, serving, found)


def _commitments(option: dict[str, Any], serving: set[Any], found: Applied) -> None:
    """Leave out commitments that commit nothing, at a site that serves no region any more."""
    tranches = option.get("commitments", [])
    kept = [item for item in tranches if item["count"]["value"] or item["coverage"]["value"] or item["site"]["value"] in serving]
    if len(kept) < len(tranches):
        option["commitments"] = kept
        names = ", ".join(str(item["name"]) for item in tranches if item not in kept)
        found.remarks.append(f"{option['name']}: commitment {names} is left out: it commits nothing, at a site that serves no region")
