"""Carries edited cells into a scenario's data: what the workbook computes with is what the scenario says, or the cell is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tco.language.line import Input
from tco.scenario.checks import CODES
from tco.scenario.quantity import LONGEST_TEXT, shown
from tco.scenario.scenario import CASES, Scenario
from tco.workbook.readback.cells import Value
from tco.workbook.readback.input_edits import TOPS, Edit, alike, day

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_LAST_YEAR = 3000
"""A number in a cell for a date is a year up to here, and a day beyond."""
WORDS = ("source", "date", "confidence", "note")


@dataclass
class Carried:
    """A scenario's data being edited: `Sheet!cell: what is wrong; expected; remedy`, and what was adjusted."""

    data: dict[str, Any]
    name: str
    """The workbook's, for the sources of what was edited."""
    issued: Scenario | None
    problems: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was adjusted, in the order of the cells."""
        return tuple(self.told)


def carry(data: dict[str, Any], edits: Iterable[Edit], issued: Scenario | None, name: str) -> Carried:
    """Put every edit into `data`, the issued scenario's, in place."""
    found = Carried(data, name, issued)
    inputs = {} if issued is None else {item.path: entry.input for entry in issued.entries.values() for item in entry.elements}
    by_place: dict[tuple[str | int, ...], list[Edit]] = {}
    for edit in edits:
        by_place.setdefault(edit.place, []).append(edit)
    for place, parts in by_place.items():
        sound = [edit for edit in parts if _sound(edit, found)]
        if place[0] == "catalogue":
            _fact(sound, found)
        elif parts[0].path in TOPS:
            _top(sound, found)
        else:
            _value(sound, inputs.get(parts[0].path), found)
    _horizon(by_place, found)
    _sites(found)
    _origins(data, by_place)
    return found


def _sound(edit: Edit, found: Carried) -> bool:
    """Whether a cell holds what its row can hold; what is wrong is told with the remedy."""
    number = isinstance(edit.before, float) or edit.part in ("low", "high")
    what = "a number" if number else "a text"
    if edit.formula and edit.after in (None, ""):
        remedy = "open the workbook in a spreadsheet program and save it, or type the value"
        found.problems.append(f"{edit.where}: the formula {edit.formula} has no stored result; expected {what}: {remedy}")
    elif edit.after in ERRORS:
        found.problems.append(f"{edit.where}: {edit.after} stands here; expected {what}: type the value of {edit.path}")
    elif edit.part == "value" and edit.after in (None, "") and edit.place[0] != "catalogue":
        found.problems.append(
            f"{edit.where}: the cell is empty; expected {what} (delivered: {_shown(edit.before)}): type the value of {edit.path}"
        )
    elif edit.after not in (None, "") and number != isinstance(edit.after, float) and edit.part not in WORDS and edit.before is not None:
        met = (
            f"{str(edit.after).upper()} is true or false"
            if isinstance(edit.after, bool)
            else f"{shown(edit.after)} is typed as {_kind(edit.after)}"
        )
        found.problems.append(f"{edit.where}: {met}; expected {what} (delivered: {_shown(edit.before)}): type it anew")
    else:
        return True
    return False


def _kind(value: Value) -> str:
    return "a text" if isinstance(value, str) else "a number"


def _shown(value: Value) -> str:
    return "nothing" if value is None else f"{value:,.12g}" if isinstance(value, float) else str(value)


def _top(parts: list[Edit], found: Carried) -> None:
    for edit in parts:
        text = str(edit.after)
        if edit.path == "start" and text.count("-") > 1:
            found.problems.append(f"{edit.where}: {text} is in the middle of a month; expected the first day of a month such as 2027-01-01")
        found.data[edit.path] = text.casefold() if text.casefold() in CASES else text


def _value(parts: list[Edit], item: Input | None, found: Carried) -> None:
    """One value with its range and provenance."""
    if not parts:
        return
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
    _range(node, parts, item, found)


def _provenance(node: Mapping[str, Any], edit: Edit, name: str) -> dict[str, Any]:
    """Where an edited value comes from: the source of the delivered one does not speak for it."""
    source = f"Edited in {name}; delivered {_shown(edit.before)} ({node.get('source', 'no source')})"
    return {"source": source if len(source) <= LONGEST_TEXT else f"{source[: LONGEST_TEXT - 1]}…", "confidence": "assumed"}


def _spelt(edit: Edit, item: Input | None, issued: Scenario | None) -> Value:
    """A name in the capitals that a scenario knows it by: a spreadsheet finds it in any."""
    if item is None or issued is None or not isinstance(edit.after, str):
        return edit.after
    if item.key in CODES:
        word = CODES[item.key]
        codes = ", ".join(code.strip().upper() for code in edit.after.split(","))
        return word if edit.after.strip().casefold() == word.casefold() else codes
    if not item.choices:
        return edit.after
    table = "sites" if item.choices == "axis:site" else item.choices
    names = [option.name for option in issued.compared] if item.choices == "axis:option" else issued.catalogue[table].names()
    return next((known for known in names if known.casefold() == str(edit.after).strip().casefold()), edit.after)


def _range(node: dict[str, Any], parts: list[Edit], item: Input | None, found: Carried) -> None:
    """The range of an edited value, as the workbook uses it: both ends or none, and around the value wherever it is read."""
    low, high, value = node.get("low"), node.get("high"), node["value"]
    where = parts[0].where
    if (low is None) != (high is None):
        found.told.append(f"{where}: {parts[0].path} has one end of a range only; left out, as the workbook leaves it out")
    elif low is None or high is None or not isinstance(value, float | int) or low <= value <= high:
        return
    elif item is not None and item.rises and found.data.get("case", "base") != "base":
        around = f"{_shown(float(low))} to {_shown(float(high))} is not around {_shown(float(value))}"
        remedy = "widen Low or High, empty both, or switch the case to base"
        found.problems.append(
            f"{where}: the range {around}, and the case {found.data['case']} reads it; expected low ≤ base ≤ high: {remedy}"
        )
        return
    else:
        around = f"the range {_shown(float(low))} to {_shown(float(high))} is not around {_shown(float(value))}"
        found.told.append(f"{where}: {parts[0].path}: {around}; left out: it belonged to another value")
    node.pop("low", None)
    node.pop("high", None)


def _fact(parts: list[Edit], found: Carried) -> None:
    """One fact of the catalogue, or the origin of a row."""
    for edit in parts:
        if alike(edit.before, edit.after):
            continue
        *above, last = edit.place
        if edit.part != "value":
            continue  # origins are laid over their facts once all of these are known
        entry = at_place(found.data, tuple(above))
        if edit.after in (None, ""):
            entry.pop(last, None)
        else:
            source = f"Edited in {found.name}; delivered {_shown(edit.before)}"
            entry[last] = {"value": edit.after, "source": source, "date": _day_of(found.data), "confidence": "assumed"}


def _origins(data: dict[str, Any], by_place: Mapping[tuple[str | int, ...], list[Edit]]) -> None:
    """Edited origins of a row: they speak for its edited facts, or for all of them where none was edited."""
    for place, parts in by_place.items():
        stated = {edit.part: str(edit.after) for edit in parts if edit.part != "value" and edit.after not in (None, "")}
        if place[0] != "catalogue" or not stated:
            continue
        entry = at_place(data, place)
        edited = [key[-1] for key in by_place if key[:-1] == place and isinstance(entry.get(key[-1]), dict)]
        for target in [entry[key] for key in edited] or [entry]:
            target.update(stated)


def _day_of(data: Mapping[str, Any]) -> str:
    return str(data.get("as_of") or data["catalogue"]["date"])


def _horizon(by_place: Mapping[tuple[str | int, ...], list[Edit]], found: Carried) -> None:
    """A shorter horizon cuts lists by month; a longer one has no columns in this workbook."""
    edit = next((edit for edit in by_place.get(("months",), []) if edit.part == "value" and isinstance(edit.after, float)), None)
    if edit is None or not isinstance(edit.before, float) or not isinstance(edit.after, float):
        return
    if edit.after > edit.before:
        remedy = f"build a longer one with `tco report --set months={edit.after:g}`"
        found.problems.append(
            f"{edit.where}: {edit.after:g} months; expected at most {edit.before:g}, the columns of this workbook: {remedy}"
        )
        return
    for holder, key in list(_monthly({name: part for name, part in found.data.items() if name != "catalogue"}, int(edit.before))):
        holder[key] = holder[key][: int(edit.after)]
        found.told.append(f"{edit.where}: {key} by month is cut to the first {edit.after:g} months")


def _monthly(here: Any, months: int) -> Iterator[tuple[Any, Any]]:
    """Lists with one value for each month, with what holds them."""
    children = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
    for key, part in children:
        listed = isinstance(part, list) and len(part) == months and all(isinstance(item, dict) and "value" in item for item in part)
        if listed:
            yield here, key
        else:
            yield from _monthly(part, months)


def _sites(found: Carried) -> None:
    """Values of sites that serve no region any more: an option has the sites that serve it."""
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
                found.told.append(f"{option['name']}: {key} of {site} is left out: no region is served from there any more")
        _commitments(option, serving, found)


def _commitments(option: dict[str, Any], serving: set[Any], found: Carried) -> None:
    """Commitments that commit nothing say nothing, wherever they stand: one at a site that serves no region is left out."""
    tranches = option.get("commitments", [])
    kept = [item for item in tranches if item["count"]["value"] or item["coverage"]["value"] or item["site"]["value"] in serving]
    if len(kept) < len(tranches):
        option["commitments"] = kept
        names = ", ".join(str(item["name"]) for item in tranches if item not in kept)
        found.told.append(f"{option['name']}: commitment {names} is left out: it commits nothing, at a site that serves no region")


def at_place(data: Any, place: tuple[str | int, ...]) -> Any:
    """What stands at a place of plain data."""
    for step in place:
        data = data[step]
    return data
