"""YAML text as plain data, with the line of every key. Refuses what a scenario must not contain.

The parser's events are read one by one: duplicate keys are seen, dates stay text, and neither deep nesting nor aliases of aliases
can exhaust the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Place = tuple[str | int, ...]
"""The path to a value: keys of mappings, and positions in lists from 0."""

DEEPEST = 40
"""The deepest nesting that is read."""
LARGEST = 200_000
"""The largest number of values in a file; values that aliases repeat count each time."""

_INTEGER = re.compile(r"[-+]?\d[\d_]*")
_DECIMAL = re.compile(r"[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][-+]?\d+)?")
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_TEXT_TAG = "tag:yaml.org,2002:str"
_MERGE = "<<"

_IN_WORDS = (
    (r"cannot start any token", "a character that cannot stand here; expected quotes around text that begins with @, ` or %"),
    (r"mapping values are not allowed", "a second colon, or wrong indentation; expected quotes around text that holds ': '"),
    (r"did not find expected '-' indicator", "the indentation of this list is uneven; expected every - in one column"),
    (r"did not find expected key", "wrong indentation; expected every key of a mapping in one column"),
    (r"',' or '\}'", "a { without its }; expected {key: value, key: value}"),
    (r"',' or '\]'", "a [ without its ]; expected [value, value]"),
    (r"unexpected end of stream", "a quote that is not closed; expected the same quote at the end of the text"),
    (r"could not find expected ':'", "a line without its colon; expected key: value"),
    (r"expected node content", "a value is cut short; expected every bracket and brace with its partner"),
    (r"undefined alias", "an alias of an anchor that does not stand above it; expected &name before *name"),
)


class NotYamlError(ValueError):
    """Text that cannot be read: its line, from 1, and a message with the remedy."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


class _Reading:
    """The state of one reading: lines by place, anchors with their values and sizes, and the number of values so far."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.size = 0

    def grow(self, size: int, line: int) -> None:
        self.size += size
        if self.size > LARGEST:
            raise NotYamlError(line, f"more than {LARGEST:,} values, repeated aliases counted; expected a file without aliases of aliases")

    def value(self, event: Any, events: Iterator[Any], place: Place) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(place, line)
        if len(place) > DEEPEST:
            raise NotYamlError(line, f"nested more than {DEEPEST} deep; expected the sections of a scenario")
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event.anchor, line)
        if event.tag not in (None, "!", _TEXT_TAG):
            raise NotYamlError(line, f"the tag {event.tag} is not understood; expected a plain value")
        before = self.size
        if event.anchor:
            self.anchors[event.anchor] = None
        self.grow(1, line)
        found: Any
        if kind == "ScalarEvent":
            found = _scalar(event.value) if event.implicit[0] else event.value
        elif kind == "SequenceStartEvent":
            found = [self.value(item, events, (*place, position)) for position, item in enumerate(_until_end(events))]
        else:
            found = self._mapping(events, place)
        if event.anchor:
            self.anchors[event.anchor] = (found, self.size - before)
        return found

    def _alias(self, anchor: str, line: int) -> Any:
        known = self.anchors.get(anchor)
        if known is None:
            inside = anchor in self.anchors
            fault = "stands inside what it names" if inside else "has no anchor above it"
            raise NotYamlError(line, f"the alias *{anchor} {fault}; expected &{anchor} above it")
        self.grow(known[1], line)
        return known[0]

    def _mapping(self, events: Iterator[Any], place: Place) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key in _until_end(events):
            line = key.start_mark.line + 1
            if type(key).__name__ != "ScalarEvent":
                raise NotYamlError(line, "a key that is no name; expected key: value")
            name = str(key.value)
            if name in own:
                raise NotYamlError(line, f"the key {name} stands twice here; expected it once: keep one of them")
            self.lines[(*place, name)] = line
            found = self.value(next(events), events, (*place, name))
            if name == _MERGE and key.implicit[0]:
                parts = found if isinstance(found, list) else [found]
                if not all(isinstance(part, dict) for part in parts):
                    raise NotYamlError(line, "<< merges a value that is no mapping; expected <<: *name of a mapping")
                merged = {item: value for part in reversed(parts) for item, value in part.items()} | merged
            else:
                own[name] = found
        return merged | own


def _until_end(events: Iterator[Any]) -> Iterator[Any]:
    """The first event of every item of the list or mapping that has just begun. The caller consumes the other events of each item."""
    for event in events:
        if type(event).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
            return
        yield event


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        digits = text.replace("_", "")
        return int(digits) if len(digits) <= 300 else float("inf")
    return float(text.replace("_", "")) if _DECIMAL.fullmatch(text) else text


def parse(text: str) -> tuple[Any, dict[Place, int]]:
    """Parse a YAML text into plain data, and the line of every place in it.

    Data are mappings, lists, text, numbers, truth values and None; dates stay text. Raises NotYamlError.
    """
    events = _events(text)
    reading = _Reading()
    first = next((event for event in events if type(event).__name__ not in ("StreamStartEvent", "DocumentStartEvent")), None)
    if first is None or type(first).__name__ == "StreamEndEvent":
        return None, {}
    data = reading.value(first, events, ())
    for event in events:
        if type(event).__name__ == "DocumentStartEvent":
            raise NotYamlError(event.start_mark.line + 1, "a second document begins here; expected one scenario in a file")
    return data, reading.lines


def _events(text: str) -> Iterator[Any]:
    try:
        yield from YAML(typ="safe").parse(StringIO(text))
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise NotYamlError(mark.line + 1 if mark else 1, _in_words(problem, text)) from None
    except (YAMLError, ValueError):
        raise NotYamlError(_strange_line(text), "a control character or half a character; expected plain text in UTF-8") from None


def _in_words(problem: MarkedYAMLError, text: str) -> str:
    mark = problem.problem_mark
    lines = text.splitlines()
    if mark and mark.line < len(lines) and lines[mark.line][: mark.column + 1].strip(" -").startswith("\t"):
        return "a tab indents this line; expected spaces"
    for pattern, words in _IN_WORDS:
        if re.search(pattern, str(problem.problem)):
            return words
    return f"this is not YAML ({problem.problem}); expected key: value, with even indentation"


def _strange_line(text: str) -> int:
    strange = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)
    return text.count("\n", 0, strange.start()) + 1 if strange else 1
