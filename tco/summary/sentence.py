"""Figures and the sentences that quote them, so that every number on paper can be traced to a line of the workbook."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Figure:
    """A number on the page: its full value, the text shown, and the key of the workbook's line that holds it."""

    value: float | None
    """Full precision; None where the run could not establish it."""
    text: str
    """The text that the reader sees, made by tco.summary.numbers."""
    line: str
    """The key of the line; empty where the text is a word like "baseline"."""

    def __post_init__(self) -> None:
        """Refuse a number without a value or a line behind it."""
        if not self.text:
            raise ValueError(f"the figure of line {self.line!r} has no text")
        if self.value is None and re.search(r"\d", self.text):
            raise ValueError(f"the figure {self.text!r} shows digits but carries no value")
        if self.value is not None and not self.line:
            raise ValueError(f"the figure {self.text!r} names no line of the workbook")

    def __str__(self) -> str:
        """The text on the page."""
        return self.text


@dataclass(frozen=True)
class Sentence:
    """Words with the figures they quote, in the order of reading."""

    text: str
    figures: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sentence that carries a figure without quoting it."""
        for figure in self.figures:
            if figure.text not in self.text:
                raise ValueError(f"the sentence {self.text!r} carries the figure {figure.text!r} and does not quote it")

    def __str__(self) -> str:
        """The words on the page."""
        return self.text


def write_sentence(pattern: str, **parts: Figure | str) -> Sentence:
    """Fill a pattern like "Serve from {option} and save {saving}"; the figures among the parts are kept for tracing."""
    return Sentence(pattern.format(**parts), tuple(part for part in parts.values() if isinstance(part, Figure)))


def figures_of(part: object) -> Iterator[Figure]:
    """Walk a page, or any part of one, and yield its figures in the order of the fields, to trace each to its line."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, tuple):
        for member in part:
            yield from figures_of(member)
    elif dataclasses.is_dataclass(part):
        for entry in dataclasses.fields(part):
            yield from figures_of(getattr(part, entry.name))
