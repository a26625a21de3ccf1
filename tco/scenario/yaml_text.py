"""Plain data as YAML text: pleasant to read, with numbers at full precision, and unchanged when it is parsed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z(/][A-Za-z0-9_./()+*=~$-]*( [A-Za-z0-9_./()+*=~$;-]+)*")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]+)*")
_PRINTABLE = re.compile(r"[^ -~\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufefe\uff01-\uffef\U00010000-\U000effff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}

Plain = str | float | int | None | Mapping[str, object] | Sequence[object]


def scalar(value: object) -> str:
    """A number or a text on one line; text is quoted where YAML could read it as something else."""
    if isinstance(value, float | int):
        return _number(float(value))
    text = str(value)
    if _DAY.fullmatch(text) or (_PLAIN.fullmatch(text) and text.casefold() not in _WORDS):
        return text
    return _quoted(text)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def _quoted(text: str) -> str:
    escaped = re.sub(r'[\\"\n\t]', lambda found: _ESCAPES[found.group()], text)
    return '"' + _PRINTABLE.sub(lambda found: f"\\U{ord(found.group()):08X}", escaped) + '"'


def key(name: str) -> str:
    """A key, quoted where it must be."""
    return name if _BARE_KEY.fullmatch(name) and name.casefold() not in _WORDS else _quoted(name)


def flow(value: object) -> str:
    """Plain data of any kind on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(str(name))}: {flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def block(value: Mapping[str, object], depth: int, indent: str = "") -> Iterator[str]:
    """The lines of a mapping: `depth` levels have lines of their own, and everything deeper is on one line.

    A value with its range and source, which is a mapping with the key `value`, is on one line at any level.
    """
    for name, part in value.items():
        head = f"{indent}{key(str(name))}:"
        if isinstance(part, Mapping) and part and depth > 1 and "value" not in part:
            yield head
            yield from block(part, depth - 1, f"{indent}  ")
        elif isinstance(part, list | tuple) and part and depth > 1:
            yield head
            for item in part:
                yield from _item(item, depth - 1, f"{indent}  ")
        else:
            yield f"{head} {flow(part)}"


def _item(item: object, depth: int, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping) or "value" in item or depth <= 1:
        yield f"{indent}- {flow(item)}"
        return
    for number, line in enumerate(block(item, depth, f"{indent}  ")):
        yield line if number else f"{indent}- {line.strip()}"
