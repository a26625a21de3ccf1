"""Changes values in the text of a YAML file and keeps every other character: comments, order, spacing, and the form of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from tco.scenario.yaml_text import flow, key

Steps = Sequence[str]
"""A path: each step is a key, the name of an entry of a list, or its number from 1."""


def put(text: str, names: Steps, value: object) -> str:
    """The text with a value at a path. Missing steps are added at the end of the mapping they belong to.

    Raises KeyError where the path leads through a single value.
    """
    node = _root(text)
    for number, name in enumerate(names):
        child = _child(node, name)
        if child is None:
            return _added(text, node, name, _nested(names[number + 1 :], value))
        node = child
    return _replaced(text, node, value)


def drop(text: str, names: Steps) -> str:
    """The text without a key of a mapping; unchanged where the key is not there."""
    *above, last = names
    parent = find(text, above)
    pairs = parent.value if _kind(parent) == "MappingNode" else []
    place = next((number for number, (item, _) in enumerate(pairs) if item.value == last), None)
    if place is None:
        return text
    if parent.flow_style:
        rest = [pair for number, pair in enumerate(pairs) if number != place]
        return _replaced(text, parent, None, "{" + ", ".join(text[item.start_mark.index : _end(part)] for item, part in rest) + "}")
    item, part = pairs[place]
    start, end = text.rfind("\n", 0, item.start_mark.index) + 1, text.find("\n", _end(part))
    return text[:start] + text[end + 1 if end >= 0 else len(text) :]


def append(text: str, names: Steps, value: object) -> str:
    """The text with one more entry at the end of a list, which is made where there is none."""
    node = find(text, names)
    if _kind(node) != "SequenceNode" or not node.value:
        return put(text, names, [value])
    end = _end(node.value[-1])
    if node.flow_style:
        return f"{text[:end]}, {flow(value)}{text[end:]}"
    return _with_line(text, end, " " * node.start_mark.column + f"- {flow(value)}")


def find(text: str, names: Steps) -> Any:
    """The YAML node at a path, or None."""
    node = _root(text)
    for name in names:
        node = _child(node, name)
    return node


def single(node: Any) -> bool:
    """True where a node states one value: a scalar, a list, or a mapping with the key `value`."""
    return _kind(node) != "MappingNode" or any(item.value == "value" for item, _ in node.value)


def _root(text: str) -> Any:
    return YAML(typ="safe", pure=True).compose(StringIO(text))


def _kind(node: Any) -> str:
    return type(node).__name__


def _child(node: Any, name: str) -> Any:
    if _kind(node) == "MappingNode":
        return next((part for item, part in node.value if item.value == name), None)
    if _kind(node) == "SequenceNode":
        named = (entry for entry in node.value if any(item.value == "name" and part.value == name for item, part in _pairs(entry)))
        number = int(name) if name.isascii() and name.isdigit() else 0
        return next(named, node.value[number - 1] if 1 <= number <= len(node.value) else None)
    return None


def _pairs(node: Any) -> list[Any]:
    return list(node.value) if _kind(node) == "MappingNode" else []


def _nested(names: Steps, value: object) -> object:
    for name in reversed(names):
        value = {name: value}
    return value


def _end(node: Any) -> int:
    """The position after the last character of a node; in a block of lines, after that of its last part."""
    if _kind(node) == "ScalarNode" or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _replaced(text: str, node: Any, value: object, written: str = "") -> str:
    start, end = int(node.start_mark.index), _end(node)
    space = " " if text[:start].endswith(":") else ""
    return text[:start] + space + (written or flow(value)) + text[end:]


def _added(text: str, node: Any, name: str, value: object) -> str:
    """The text with a key at the end of a mapping."""
    if _kind(node) == "ScalarNode" and node.value in ("", "null", "~"):
        return _replaced(text, node, {name: value})
    if _kind(node) != "MappingNode":
        raise KeyError(name)
    line = f"{key(name)}: {flow(value)}"
    if not node.value:
        return _replaced(text, node, {name: value})
    end = _end(node.value[-1][1])
    if node.flow_style:
        return f"{text[:end]}, {line}{text[end:]}"
    return _with_line(text, end, " " * node.value[0][0].start_mark.column + line)


def _with_line(text: str, after: int, line: str) -> str:
    """The text with a new line below the one that contains the character at `after`."""
    end = text.find("\n", after)
    return f"{text[:end]}\n{line}{text[end:]}" if end >= 0 else f"{text}\n{line}\n"


def plain_data(node: Mapping[str, Any] | Any, names: Steps) -> Any:
    """The value at a path of plain data, with lists read by name or number as in `put`; None where there is none."""
    for name in names:
        if isinstance(node, Mapping):
            node = node.get(name)
        elif isinstance(node, list):
            named = [item for item in node if isinstance(item, Mapping) and item.get("name") == name]
            number = int(name) if name.isascii() and name.isdigit() else 0
            node = named[0] if named else node[number - 1] if 1 <= number <= len(node) else None
        else:
            return None
    return node
