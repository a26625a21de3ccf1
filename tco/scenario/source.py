"""The data of a scenario file, the file and line of every key for error messages, and the changes that `--set` makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tco.errors import ScenarioError, expected
from tco.scenario.yaml_data import NotYamlError, Place, parse

LARGEST_FILE = 8_000_000
"""The largest file that is read, in bytes; a resolved scenario has about a tenth of this."""

SECTIONS = "title, start, workload, regions and options"


@dataclass(frozen=True)
class Source:
    """The data of a scenario file, with the line of every place in it."""

    path: Path
    data: dict[str, Any]
    lines: Mapping[Place, int] = field(default_factory=dict)
    set_places: Mapping[Place, str] = field(default_factory=dict)
    """Places that the command line set, each with the `--set` that did."""

    def line(self, place: Place) -> int:
        """The line, from 1, of a place or of the nearest place above it that is in the file; 0 where the command line set it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.set_places:
                return 0
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1

    def where(self, place: Place) -> str:
        """`file:line` of a place or of the nearest place above it that is in the file, or the `--set` that wrote it."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.set_places:
                return self.set_places[place[:length]]
            if place[:length] in self.lines:
                break
            made = next((words for known, words in self.set_places.items() if known[:length] == place[:length]), None)
            if made:
                return made
        return f"{self.path}:{self.line(place)}"


def read_source(path: Path) -> Source:
    """Read a file. Raises ScenarioError where it cannot be read, is not YAML, or contains a key twice."""
    text = _text(path)
    try:
        data, lines = parse(text)
    except NotYamlError as problem:
        raise ScenarioError([f"{path}:{problem.line}: {problem.message}"]) from None
    if data is None:
        raise ScenarioError([f"{path}:1: the file is empty; expected {SECTIONS}"])
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a single value"
        raise ScenarioError([f"{path}:1: {what} stands at the top; expected a mapping with {SECTIONS}"])
    return Source(path, data, lines)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        near = sorted(file.name for file in path.parent.glob("*.yaml")) if path.parent.is_dir() else []
        instead = expected(path.name, near) or "; expected a scenario file such as scenario.yaml"
        raise ScenarioError([f"{path}: no such file{instead}"]) from None
    except IsADirectoryError:
        raise ScenarioError([f"{path}: this is a folder; expected a scenario file such as scenario.yaml"]) from None
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else "its name cannot stand"
        raise ScenarioError([f"{path}: cannot be read ({reason}); expected a scenario file"]) from None
    if len(raw) > LARGEST_FILE:
        raise ScenarioError([f"{path}: {len(raw):,} bytes; expected a scenario of at most {LARGEST_FILE:,}"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise ScenarioError([f"{path}:{line}: this is not UTF-8 text; expected a YAML file saved as UTF-8"]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def with_settings(source: Source, settings: tuple[str, ...]) -> Source:
    """Apply `--set path=value` settings, such as `options.API.price=gpt-4o-mini` or `months=24`.

    A step of the path is a key, the name of an entry of a list, or its number from 1; a name with a dot is in double quotes. The value
    is YAML. It replaces a value together with its range and its source, which belonged to the old value. Unknown keys are refused later,
    with those of the file. Raises ScenarioError with every setting that does not fit.
    """
    data = copied(source.data)
    problems: list[str] = []
    places = dict(source.set_places)
    for setting in settings:
        path, sign, text = setting.partition("=")
        path = path.strip()
        try:
            if not sign or not path:
                raise ValueError("expected path=value, such as workload.requests_per_day=1_000_000")  # noqa: TRY301  (one kind of error for every mistake)
            places[_put(data, steps(path), _setting_value(text))] = f"--set {path}"
        except ValueError as problem:
            problems.append(f"--set {setting}: {problem}")
    if problems:
        raise ScenarioError(problems)
    return replace(source, data=data, set_places=places)


def _setting_value(text: str) -> Any:
    try:
        value, _ = parse(text.strip())
    except NotYamlError as problem:
        raise ValueError(f"the value is not understood: {problem.message}") from None
    if value is None:
        raise ValueError("there is no value; expected path=value")
    return value


def steps(path: str) -> list[str]:
    """The steps of a path: `options."My 1.5".plan` has three. Raises ValueError where a step is empty or a quote is open."""
    parts = [""]
    quoted = False
    for sign in path:
        if sign == '"':
            quoted = not quoted
        elif sign == "." and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    if quoted or not all(parts):
        raise ValueError('the path has an empty step or an open quote; expected steps joined by dots, such as options."My 1.5".plan')
    return parts


def join(*names: str) -> str:
    """A path of these steps, with names that contain a dot in double quotes."""
    return ".".join(f'"{name}"' if "." in name else name for name in names)


def _put(data: Any, names: list[str], value: Any) -> Place:
    place: list[str | int] = []
    target = data
    for position, name in enumerate(names):
        final = position == len(names) - 1
        if isinstance(target, list):
            step: str | int = _position(target, name, ".".join(names[:position]))
        elif isinstance(target, dict):
            step = name
            if not final and name not in target:
                target[name] = {}
        else:
            above = ".".join(names[:position])
            raise ValueError(f"{above} is a single value and holds no {name}; expected {above}=value")  # noqa: TRY004  (one kind of error for every mistake)
        place.append(step)
        if final:
            target[step] = value
        else:
            target = target[step]
    return tuple(place)


def copied(value: Any) -> Any:
    """A copy that shares nothing with the original, so that a setting changes one place even where aliases repeat its value."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def _position(items: list[Any], name: str, path: str) -> int:
    named = [str(item.get("name")) if isinstance(item, dict) else "" for item in items]
    if name in named:
        return named.index(name)
    if name.isascii() and name.isdigit() and 1 <= int(name[:9]) <= len(items):
        return int(name) - 1
    instead = expected(name, [item for item in named if item]) or f"; expected a number from 1 to {len(items)}"
    raise ValueError(f"there is no {name} in {path}{instead}")
