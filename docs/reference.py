"""Writes docs/inputs.md, the reference of every input, from the declarations in tco/model: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

from tco.language.line import AUTO, AUTO_WORD, Input
from tco.model.options import KINDS, checks_model, comparison_model, demand_model, inputs, option_model, run_rate_model

TARGET = Path(__file__).with_name("inputs.md")

_INTRODUCTION = """Every input of a scenario: its key, unit, default (its P50) with its range (P10 and P90), and what it is.
Made from the model by `make docs`. An option may replace anything of `self_hosted`, `owned` or `api`, and `model` and `precision`,
by its own value.
"""
_SECTIONS = {
    "": "Top level",
    "workload": "workload",
    "regions": "regions (each)",
    "service_levels": "service_levels",
    "self_hosted": "self_hosted",
    "owned": "owned",
    "api": "api",
    "current": "current",
    "finance": "finance",
    "options": "options (each)",
    "constants": "constants",
}


def text() -> str:
    """The text of the page."""
    models = (demand_model(), comparison_model(), run_rate_model(), checks_model(), *(option_model(kind) for kind in KINDS))
    used = {key for model in models for key in model.inputs} | {"exchange_rates"}
    parts = [
        "# Inputs\n",
        _INTRODUCTION,
    ]
    for section, title in _SECTIONS.items():
        rows = [_row(item, place) for item in inputs().values() if item.key in used for place in _places(item) if place[0] == section]
        if rows:
            parts.append(
                f"## {title}\n\n| key | unit | default | low to high | what it is |\n|---|---|---|---|---|\n"
                + "\n".join(dict.fromkeys(rows))
                + "\n"
            )
    return "\n".join(parts)


def _places(item: Input) -> list[tuple[str, str]]:
    """The sections that contain an input, each with its key there."""
    if item.path in ("", "options.*.name", "options.*.sites.*") or item.by == ("clock",):
        return []
    steps = [step for step in item.path.split(".") if step != "*"]
    if len(steps) == 1:
        return [("", steps[0])]
    if steps[0] == "{kind}":
        return [("self_hosted", steps[-1]), ("api", steps[-1])]
    return [(steps[0], ".".join(steps[1:]))]


def _row(item: Input, place: tuple[str, str]) -> str:
    default, low, high = (end.get(place[0]) if isinstance(end, dict) else end for end in (item.default, item.low, item.high))
    span = "" if low is None else f"{_shown(low)} to {_shown(high)}"
    notes = [item.note.rstrip(".")] if item.note else [item.label]
    if item.by:
        notes.append(f"by {' and '.join(item.by)}")
    if item.monthly:
        notes.append("or a list by month")
    if item.choices and item.choices != "axis:clock":  # a dropdown of the workbook, not of a scenario
        offered = item.choices.removeprefix("axis:").replace("_", " ")
        notes.append(f"one of the option’s {offered}s" if item.choices.startswith("axis") else f"one of the catalogue’s {offered}")
    if item.searched:
        notes.append("or `auto`, which a [search](search.md) replaces")
    usual = "required" if default is None else AUTO_WORD if item.auto and default == AUTO else _shown(default)
    return f"| `{place[1]}` | {item.unit} | {usual} | {span} | {'; '.join(notes)}. |"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "none"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    sys.exit(0)
