"""Filling the form of a scenario from a file: each value is read by itself, and all problems are reported with their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tco.errors import expected, nearest
from tco.language.line import Input
from tco.model.options import KINDS
from tco.scenario.form import (
    COMMITMENTS,
    LISTS,
    OPTION_TEXTS,
    ROW_TEXTS,
    TEXTS,
    Text,
    option_inputs,
    option_texts,
    row_inputs,
    sections,
    takes_commitments,
    top_keys,
)
from tco.scenario.problems import Problems
from tco.scenario.quantity import MAPPING_KEYS, Given, attempt, is_single, read_value, shown, text, wanted
from tco.scenario.yaml_data import Place

Months = tuple[Given | None, ...]
Values = dict[Place, Given | Months]
"""Values by place: one value, or a list by month."""


@dataclass(frozen=True)
class Named:
    """An entry of a list: its position, from 0, and its texts by key."""

    position: int
    texts: Mapping[str, str]
    commitments: tuple[Named, ...] = ()
    """The commitments of an option; empty for any other entry."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that a search may choose from, by the key of an option that lists them."""

    @property
    def name(self) -> str:
        """The text of its key `name`."""
        return self.texts["name"]


@dataclass(frozen=True)
class Filled:
    """The content of a file: its texts, the entries of its lists, and every value of an input by its place."""

    texts: Mapping[str, str]
    notes: tuple[str, ...]
    regions: tuple[Named, ...]
    classes: tuple[Named, ...]
    options: tuple[Named, ...]
    values: Mapping[Place, Given | Months]
    catalogue: Mapping[str, Any]
    brand: Any = None
    """The section as it is in the file; brand.py reads it."""
    correlations: Any = None
    """The section as it is in the file; correlations.py reads it."""


def fill(data: Mapping[str, Any], problems: Problems) -> Filled:
    """Fill the form. What is wrong is reported to `problems` and left out of the form."""
    values: Values = {}
    _refuse_unknown(data, top_keys(), (), problems)
    texts = _texts(data, TEXTS, (), problems)
    _inputs(data, sections()[""], (), values, problems)
    for name, items in sections().items():
        section = _mapping(data.get(name), (name,), problems, next(iter(items))) if name else {}
        known = (*items, "mix") if name == "workload" else tuple(items)
        _refuse_unknown(section, known, (name,), problems)
        _inputs(section, items, (name,), values, problems)
    workload = data.get("workload")
    mix = workload.get("mix") if isinstance(workload, Mapping) else None
    regions = _rows(data.get("regions"), "regions", ("regions",), values, problems)
    classes = _rows(mix, "workload.mix", ("workload", "mix"), values, problems)
    options = _options(data.get("options"), values, problems)
    notes, catalogue = _notes(data.get("notes"), problems), _mapping(data.get("catalogue"), ("catalogue",), problems, "offers")
    return Filled(texts, notes, regions, classes, options, values, catalogue, data.get("brand"), data.get("correlations"))


def _refuse_unknown(given: Mapping[str, Any], known: tuple[str, ...], place: Place, problems: Problems, where: str = "here") -> None:
    for key in given:
        if key not in known:
            problems.tell((*place, key), f"there is no key {shown(key)} {where}{expected(key, known)}")
            meant = nearest(key, known)
            if meant and meant not in given:
                problems.excuse((*place, meant))


def _mapping(given: Any, place: Place, problems: Problems, example: str) -> Mapping[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        problems.tell(place, f"{place[-1]}: {shown(given)} is not a section; expected keys below it such as {example}")
        return {}
    return given


def _texts(given: Mapping[str, Any], known: Mapping[str, Text], place: Place, problems: Problems) -> dict[str, str]:
    found = {}
    for key, form in known.items():
        here = (*place, key)
        raw = given.get(key)
        if raw is None:
            if form.required and not problems.told(here):
                problems.tell(here, f"{key} is missing; expected {form.example}")
            continue
        if key in ("start", "as_of") and isinstance(raw, int | float):
            raw = str(raw)
        value = attempt(problems, here, text, raw, form.longest)
        if value == "" and form.required:
            problems.tell(here, f"{key}: the text is empty; expected {form.example}")
        elif value and form.words and value not in form.words:
            problems.tell(here, f"{key}: {shown(value)} is not known{expected(value, form.words)}")
        elif value:
            found[key] = value
    return found


def _inputs(given: Mapping[str, Any], items: Mapping[str, Input], place: Place, values: Values, problems: Problems) -> None:
    for key, item in items.items():
        if given.get(key) is None:
            if key in given:
                problems.tell((*place, key), f"{key}: there is no value; expected {wanted(item)}, or no such line")
            continue
        _input(given[key], item, (*place, key), values, problems)


def _input(raw: Any, item: Input, place: Place, values: Values, problems: Problems) -> None:
    if isinstance(raw, list) and not item.is_text:
        if item.monthly:
            values[place] = tuple(read_value(part, item, (*place, number), problems) for number, part in enumerate(raw))
        else:
            problems.tell(place, f"{place[-1]}: a list stands here; expected one value, {wanted(item)}")
    elif item.path.endswith(".*") and not is_single(raw):
        for name, part in raw.items():
            _input(part, replace(item, path=item.path.removesuffix(".*")), (*place, name), values, problems)
    else:
        _keep(place, read_value(raw, item, place, problems), values)


def _keep(place: Place, value: Given | None, values: Values) -> None:
    if value is not None:
        values[place] = value


def _entries(given: Any, place: Place, problems: Problems) -> list[tuple[int, Mapping[str, Any]]]:
    """The entries of a list, with their positions; anything but a mapping is reported and left out."""
    form = LISTS[str(place[-1])]
    if given is None or given == []:
        if not problems.told(place):
            problems.tell(place, f"{place[-1]} is missing; expected {form}")
        return []
    if not isinstance(given, list):
        problems.tell(place, f"{place[-1]}: {shown(given)} stands here; expected {form}")
        return []
    for position, entry in enumerate(given):
        if not isinstance(entry, Mapping):
            problems.tell((*place, position), f"{place[-1]}: {shown(entry)} is no entry of this list; expected {form}")
    return [(position, entry) for position, entry in enumerate(given) if isinstance(entry, Mapping)]


def _rows(given: Any, path: str, place: Place, values: Values, problems: Problems) -> tuple[Named, ...]:
    items, texts = row_inputs(path), ROW_TEXTS[path]
    found = []
    for position, entry in _entries(given, place, problems):
        here = (*place, position)
        _refuse_unknown(entry, (*texts, *items), here, problems)
        _inputs(entry, items, here, values, problems)
        found.append(Named(position, _texts(entry, texts, here, problems)))
    return _sound(found, place, problems)


def _options(given: Any, values: Values, problems: Problems) -> tuple[Named, ...]:
    found = []
    for position, entry in _entries(given, ("options",), problems):
        here: Place = ("options", position)
        texts = _texts(entry, OPTION_TEXTS, here, problems)
        kind = texts.get("kind")
        if kind:
            items = option_inputs(kind)
            tranches = ("commitments",) if takes_commitments(kind) else ()
            lists = KINDS[kind].choices
            _refuse_unknown(entry, (*option_texts(kind), *items, *lists, *tranches), here, problems, f"in an option of kind {kind}")
            _inputs(entry, items, here, values, problems)
            commitments = _commitments(entry.get("commitments"), here, values, problems) if tranches else ()
            choices = {key: _choices(entry[key], (*here, key), problems) for key in lists if key in entry}
            found.append(Named(position, texts, commitments, choices))
    return _sound(found, ("options",), problems)


def _choices(given: Any, place: Place, problems: Problems) -> tuple[str, ...]:
    """The names of a list that a search may choose from."""
    parts = given if isinstance(given, list) else [given]
    names = [attempt(problems, place, text, part, 200) for part in parts]
    if not names and not problems.told(place):
        problems.tell(place, f"{place[-1]}: the list is empty; expected names to choose from, or no such line")
    return tuple(name for name in names if name)


def _commitments(given: Any, option: Place, values: Values, problems: Problems) -> tuple[Named, ...]:
    """The commitments of an option; one without a name has its number as its name."""
    if given is None or given == []:
        return ()
    place: Place = (*option, "commitments")
    items, texts = row_inputs(COMMITMENTS), ROW_TEXTS[COMMITMENTS]
    found = []
    for position, entry in _entries(given, place, problems):
        here: Place = (*place, position)
        _refuse_unknown(entry, (*texts, *items), here, problems)
        _inputs(entry, items, here, values, problems)
        found.append(Named(position, {"name": str(position + 1), **_texts(entry, texts, here, problems)}))
    return _sound(found, place, problems)


def _sound(entries: list[Named], place: Place, problems: Problems) -> tuple[Named, ...]:
    """The entries with names that differ from each other and can be used in a path; all others are reported and left out."""
    seen: set[str] = set()
    sound = []
    for entry in entries:
        here = (*place, entry.position, "name")
        if "name" not in entry.texts:
            continue
        name = entry.name
        if name.casefold() in seen:
            problems.tell(here, f"name: {name} stands twice in {place[-1]}; expected names that differ by more than capitals")
        elif '"' in name or "\n" in name or "=" in name:
            problems.tell(here, f'name: {shown(name)} holds a quote, an = or a line break; expected a name without " and =')
        elif name in MAPPING_KEYS:
            problems.tell(here, f"name: {name} is a word of values with a range; expected another name")
        else:
            sound.append(entry)
        seen.add(name.casefold())
    return tuple(sound)


def _notes(given: Any, problems: Problems) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        problems.tell(("notes",), f'notes: {shown(given)} stands here; expected a list such as - "A sentence."')
        return ()
    read = [attempt(problems, ("notes", position), text, note, 1000) for position, note in enumerate(given)]
    return tuple(note for note in read if note)
