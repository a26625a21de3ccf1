"""One YAML file: its data by a fast parse, and the lines of its values by a slower one when something is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from tco.errors import ScenarioError

Place = tuple[str | int, ...]


def parse(file: Path) -> object:
    """The plain data of a file. Raises ScenarioError where the file is missing or not YAML."""
    if not file.is_file():
        raise ScenarioError([f"{file}:1: no such file; expected the catalogue's table of that name"])
    try:
        return YAML(typ="safe").load(file)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError([f"{file}:{line}: not YAML: {error.problem}; expected the form of the other files"]) from None


@cache
def _nodes(file: Path) -> Node:
    node: Node = YAML(typ="safe", pure=True).compose(file)
    return node


def line_of(file: Path, place: Place) -> int:
    """The line, from 1, of a place, or of the nearest place above it that the file contains."""
    node: Node = _nodes(file)
    line = node.start_mark.line
    for step in place:
        if isinstance(node, MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
    return int(line) + 1
