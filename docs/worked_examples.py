"""Writes docs/worked-examples.md from the cases in tests/cases, which the tests compute: `make docs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from math import log10
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tco.model.options import KINDS, option_model

TARGET = Path(__file__).with_name("worked-examples.md")
CASES = Path(__file__).parent.parent / "tests" / "cases"
TITLES = {
    "A": "A chat service on one B200",
    "B": "The sweet spot of DeepSeek-V3",
    "C": "Llama 2 70B on A100, H100 and H200",
    "D": "The KV cache of one request",
    "E": "What batching is worth",
    "F": "Twelve months for an assistant in Asia-Pacific",
    "G": "A compliance checker before and after",
}
RUN = {
    "A": "b200-chat.yaml",
    "B": "deepseek-sweet-spot.yaml",
    "C": "a100-h100-h200.yaml",
    "D": "batching.yaml",
    "E": "batching.yaml",
    "F": "apac-published.yaml",
    "G": "compliance-checker.yaml",
}
"""The scenario that runs an example, by its letter."""

_INTRODUCTION = """Published figures, and what the model's own lines make of them. Made by `make docs` from the cases in `tests/cases`; the
tests compute every one of them, to the digits printed here. A to D are the ideal roofline: the same lines with efficiencies 1 and
overheads 0 (the engine `ideal`), and the rounded inputs of their authors. Where a published figure does not hold, the model keeps the
right one.
"""
_REPORTED = """## H. Reported gains

Ranges that others measured elsewhere: bounds of plausibility, and no cases. `tests/test_reported_ranges.py` holds the model's lines to
them: speculative decoding 2 to 3 times (Google, 2023); Mixtral 8x7B reads all its experts and computes 13 of 47 billion parameters;
continuous over static batching 2 to 5 times (Anyscale); INT4 over FP16 3.5 times on one A100 (TGI 1.4), never more than the weights
shrink; a bandwidth utilisation below 40 % is a warning in the book (MLPerf v4.0: 50 to 70 % when well run).
"""
Case = dict[str, Any]


def cases() -> list[Case]:
    """Every case, in the order of the files."""
    return [case for file in sorted(CASES.glob("*.yaml")) for case in YAML(typ="safe").load(file)]


def text() -> str:
    """The text of the page."""
    parts = ["# Worked examples\n", _INTRODUCTION]
    for letter, title in TITLES.items():
        own = [case for case in cases() if case.get("example") == letter]
        sources = "; ".join(dict.fromkeys(case["source"] for case in own))
        parts.append(f"## {letter}. {title}\n\n{sources}.")
        if letter in RUN:
            parts[-1] += f" To run it: `tco report scenarios/{RUN[letter]}`."
        rows = [row for case in own for row in _rows(case)]
        parts.append("\n| case | line | figure | by hand |\n|---|---|---|---|\n" + "\n".join(rows) + "\n")
        doubts = [row for case in own for row in _doubts(case)]
        if doubts:
            parts.append("| published | right | why |\n|---|---|---|\n" + "\n".join(doubts) + "\n")
        notes = [f"- {note}" for case in own for note in case.get("notes", ())]
        if notes:
            parts.append("\n".join(notes) + "\n")
    return "\n".join([*parts, _REPORTED])


def figures(case: Case) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The option, the key and the figure of every line that a case expects; the option is empty without a scenario."""
    lines = case["output"] if "scenario" in case else {"": case["output"]}
    for option, expected in lines.items():
        for key, figure in expected.items():
            yield option, key, figure


def _rows(case: Case) -> Iterator[str]:
    name = case["name"]
    for option, key, figure in figures(case):
        label, unit = _described(key)
        line = f"{option}: {label}" if option else label
        yield f"| {name} | {line} (`{key}`) | {shown(figure['value'], unit, figure['margin'])} | {figure['hand']} |"
        name = ""


def _doubts(case: Case) -> Iterator[str]:
    right = {(option, key): figure for option, key, figure in figures(case)}
    for doubt in case.get("published_otherwise", ()):
        place = (doubt.get("option", ""), doubt["line"])
        label, unit = _described(doubt["line"])
        line = f"{place[0]}: {label}" if place[0] else label
        value, margin = right[place]["value"], right[place]["margin"]
        yield f"| {line}: {shown(doubt['published'], unit, margin)} | {shown(value, unit, margin)} | {doubt['why']} |"


def _described(key: str) -> tuple[str, str]:
    found = next(line for kind in KINDS if (line := option_model(kind).line(key)))
    return found.label, found.unit


def shown(value: float, unit: str, margin: float) -> str:
    """A figure in a unit that reads well: milliseconds instead of thousandths of a second, money with the digits of its margin."""
    if unit.split("/", maxsplit=1)[0] == "s":
        return f"{value * 1e3:,.6g} ms" if value >= 1e-4 else f"{value * 1e6:,.6g} µs"
    if unit.startswith("operation/") and value >= 1e9:
        return f"{value / 1e9:,.6g} billion operations"
    if unit.startswith("money"):
        return f"{value:,.{round(-log10(2 * margin))}f} USD"
    if unit.startswith("share"):
        return f"{value:.4g}"
    return f"{value:,.7g} {unit}"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    sys.exit(0)
