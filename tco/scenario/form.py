"""The form of a scenario file: the keys that each section may contain, made from the inputs that the model declares.

A new input in a room of the model is a new key here, without further work: its `path` names the section.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tco.language.line import AUTO_WORD, Input
from tco.model.options import KINDS, inputs, option_model

SHARED = tuple(dict.fromkeys(kind.settings for kind in KINDS.values()))
"""Sections with assumptions that an option may replace by its own."""
REPLACEABLE = ("{kind}", *SHARED, *(kind.more_settings for kind in KINDS.values() if kind.more_settings), "model", "precision")
"""First steps of the paths of inputs that an option may replace by its own."""
COMMITMENTS = "options.*.commitments"
"""The path of the list of an option's commitments, as their inputs give it."""
DERIVED = ("name", "sites")
"""Inputs of an option that nobody writes, because they follow from the rest of the file."""
ROWS = {"regions": ("regions",), "workload.mix": ("workload", "mix")}
"""Places of the lists of named entries, by the path that their inputs give."""


@dataclass(frozen=True)
class Text:
    """A key that holds text: an example, the greatest length, and the only words that are allowed, if any."""

    example: str
    longest: int = 200
    required: bool = False
    words: tuple[str, ...] = ()


TEXTS: Mapping[str, Text] = {
    "title": Text("title: APAC customer assistant", required=True),
    "client": Text("client: Example Retail Group"),
    "prepared_by": Text("prepared_by: a name"),
    "name": Text("name: apac-assistant", 80),
    "currency": Text("currency: USD", 20),
    "start": Text("start: 2027-01", 10, required=True),
    "as_of": Text("as_of: 2026-11-20", 10),
    "case": Text("case: base", words=("base", "favourable", "adverse")),
    "distribution": Text("no such line", words=("triangular", "pert")),
}
DEPRECATED: Mapping[str, str] = {
    "distribution": "is no longer used: low, value and high are the P10, P50 and P90 of one shape (docs/simulation.md); leave the line out",
}
"""Keys that are still read and change nothing, and what is said of each where one stands."""
OPTION_TEXTS: Mapping[str, Text] = {
    "name": Text("name: Cloud GPU", 31, required=True),
    "kind": Text("kind: cloud", required=True, words=tuple(KINDS)),
    "quality": Text("quality: not established"),
    "note": Text("note: a line of text", 400),
    "part_of": Text("part_of: the name of an option of kind hybrid", 31),
    "split": Text("split: auto", words=(AUTO_WORD,)),
}
ROW_TEXTS: Mapping[str, Mapping[str, Text]] = {
    "regions": {"name": Text("name: Singapore", 80, required=True), "served_from": Text("served_from: ap-southeast-1", 80)},
    "workload.mix": {"name": Text("name: chat", 80, required=True)},
    COMMITMENTS: {"name": Text("name: first reservation", 80)},
}
LISTS = {
    "regions": "a list such as - {name: Singapore, share: 100%}",
    "options": "a list such as - {name: API, kind: api, price: gpt-4o-mini}",
    "commitments": "a list such as - {plan: reserved-1yr, count: 4, start: 1}",
    "correlations": "a list such as - {of: [workload.peak_to_average, self_hosted.derate], value: -0.4}",
    "mix": "a list such as - {name: chat, share: 100%, input_tokens: 500, output_tokens: 200}",
}
"""Examples of the lists of a scenario, by key."""


def last(path: str) -> str:
    """The key of an input in a file: the last step of its path that is not `*`."""
    return [step for step in path.split(".") if step != "*"][-1]


def head(item: Input) -> str:
    """The first step of an input's path."""
    return item.path.split(".")[0]


def of_commitment(item: Input) -> bool:
    """True where every commitment of an option has a value of its own."""
    return item.path.startswith(f"{COMMITMENTS}.*.")


@cache
def sections() -> Mapping[str, Mapping[str, Input]]:
    """Inputs by section and key; those at the top of a file are under an empty section name."""
    found: dict[str, dict[str, Input]] = {"": {}}
    for item in inputs().values():
        if not item.path or ("*" in item.path and not isinstance(item.default, tuple)):
            continue
        names = SHARED if head(item) == "{kind}" else (head(item),) if "." in item.path else ("",)
        for name in names:
            found.setdefault(name, {})[last(item.path)] = item
    return found


@cache
def row_inputs(path: str) -> Mapping[str, Input]:
    """The inputs of every entry of a list, by key."""
    return {last(item.path): item for item in inputs().values() if item.path.startswith(f"{path}.*.") and last(item.path) not in DERIVED}


@cache
def option_inputs(kind: str) -> Mapping[str, Input]:
    """The inputs that an option of this kind may give, by key: its own, and the shared ones that it may replace."""
    mine = option_model(kind).inputs.values()
    own = {last(item.path): item for item in mine if item.of_option and last(item.path) not in DERIVED and not of_commitment(item)}
    return own | {last(item.path): item for item in mine if head(item) in REPLACEABLE}


def option_texts(kind: str) -> tuple[str, ...]:
    """The texts that an option of this kind may give, by key; only a hybrid has a split."""
    return tuple(key for key in OPTION_TEXTS if key != "split" or KINDS[kind].has_parts)


@cache
def takes_commitments(kind: str) -> bool:
    """True where an option of this kind can have commitments."""
    return any(of_commitment(item) for item in option_model(kind).inputs.values())


def top_keys() -> tuple[str, ...]:
    """Every key that is allowed at the top of a scenario."""
    named = (name for name in sections() if name)
    return (*TEXTS, *sections()[""], *named, "regions", "options", "correlations", "notes", "brand", "catalogue")
