"""The resolved scenario: every input with its value, range and source, and the facts of the catalogue, in one file that runs by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

from tco.language.line import AUTO, AUTO_WORD, Input
from tco.scenario.catalogue_section import snapshot
from tco.scenario.form import DERIVED, sections
from tco.scenario.scenario import Element, Entry, Scenario
from tco.scenario.source import steps
from tco.scenario.yaml_text import block

HEADER = """\
# {title}: resolved.
#
# This is the scenario with everything that a run reads: the values that were given, the documented defaults that filled the rest,
# and the catalogue's facts as they stood. It runs by itself, needs no installed catalogue, and gives the same workbook and summary.
# The SHA-256 of this file is the one on the workbook's Cover and in the summary's footer: edit the scenario it came from, not this.
#
# Numbers are in the unit of their input; low, value and high are the P10, P50 and P90 of what is uncertain.
"""
SECTION_LEVELS, OPTION_LEVELS, TABLE_LEVELS = 2, 4, 5
"""The levels of a section that have lines of their own."""


def resolved_text(scenario: Scenario) -> str:
    """The scenario with every input and every fact of the catalogue written out. Reading it gives an equal scenario and the same text."""
    given = _given(scenario)
    tops = {name: value for name, value in given.items() if name in sections()[""]}
    parts: list[Iterator[str]] = [block(_texts(scenario), 1), block(tops, 1)]
    parts += [block({name: given[name]}, 4) for name in ("workload", "regions") if name in given]
    rest = sorted((name for name in sections() if name in given and name != "workload"), key=_order)
    parts += [block({name: given[name]}, SECTION_LEVELS) for name in rest]
    parts += [
        block({"options": given["options"]}, OPTION_LEVELS),
        block({"correlations": _correlations(scenario)}, 2) if scenario.correlations else iter(()),
        block({"notes": list(scenario.notes)}, 2) if scenario.notes else iter(()),
        block({"brand": scenario.brand.given()}, 2) if scenario.brand.given() else iter(()),
    ]
    parts.append(block({"catalogue": snapshot(scenario.catalogue)}, TABLE_LEVELS))
    written = ("\n".join(lines) for lines in map(list, parts) if lines)
    return HEADER.format(title=" ".join(scenario.title.split())) + "\n\n".join(chain([""], written))[1:] + "\n"


def scenario_sha256(scenario: Scenario) -> str:
    """The SHA-256 of the resolved scenario's text, in UTF-8."""
    return hashlib.sha256(resolved_text(scenario).encode()).hexdigest()


def _order(section: str) -> int:
    """The position of a section: promises first, then assumptions, and conventions last."""
    return {"service_levels": 0, "constants": 2}.get(section, 1)


def _texts(scenario: Scenario) -> dict[str, str]:
    texts = {
        "title": scenario.title,
        "client": scenario.client,
        "prepared_by": scenario.prepared_by,
        "name": scenario.name,
        "currency": scenario.currency,
        "start": f"{scenario.start:%Y-%m}",
        "as_of": scenario.as_of.isoformat(),
        "case": scenario.case,
    }
    return {name: text for name, text in texts.items() if text}


def _correlations(scenario: Scenario) -> list[dict[str, Any]]:
    return [{"of": list(one.of), "value": one.value} for one in scenario.correlations]


def _given(scenario: Scenario) -> dict[str, Any]:
    """The inputs by section, as plain data, in the order of the entries."""
    options: dict[str, dict[str, Any]] = {option.name: {"name": option.name, "kind": option.kind.name} for option in scenario.options}
    rows = {"regions": _named(scenario.regions), "mix": _named(scenario.classes)}
    data: dict[str, Any] = {"workload": {}, "options": options, "regions": rows["regions"]}
    for entry in scenario.entries.values():
        for element in entry.elements:
            if element.path:
                _put(data, rows["mix"], entry, element)
    for option in scenario.options:
        tranches = options[option.name].pop("commitments", {})
        if tranches:
            options[option.name]["commitments"] = [{"name": name, **tranche} for name, tranche in tranches.items()]
        texts = (("part_of", option.part_of), ("quality", option.quality), ("note", option.note))
        options[option.name] |= {name: text for name, text in texts if text} | {key: list(names) for key, names in option.choices.items()}
    data["workload"]["mix"] = list(rows["mix"].values())
    return data | {"regions": list(rows["regions"].values()), "options": list(options.values())}


def _named(names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {name: {"name": name} for name in names}


def _put(data: dict[str, Any], mix: dict[str, dict[str, Any]], entry: Entry, element: Element) -> None:
    names = steps(element.path)
    target: Any = data
    if names[:2] == ["workload", "mix"]:
        target, names = mix, names[2:]
    if names[-1] in DERIVED and not entry.owner:
        return
    if "month" in entry.dims:
        names = names[:-1]
    for name in names[:-1]:
        target = target.setdefault(name, {})
    value = _written(element, entry.input)
    if "month" in entry.dims:
        target.setdefault(names[-1], []).append(value)
    else:
        target[names[-1]] = value


def _written(element: Element, item: Input) -> dict[str, Any]:
    """An element as a mapping of everything known about it."""
    parts = {
        "value": AUTO_WORD if item.auto and element.value == AUTO else element.value,
        "low": element.low,
        "high": element.high,
        "source": element.source,
        "date": element.date,
        "confidence": element.confidence,
        "note": element.note,
        "currency": element.currency,
    }
    return {name: part for name, part in parts.items() if part not in (None, "")}
