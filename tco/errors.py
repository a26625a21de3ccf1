"""The kinds of error that a user meets, each with its exit code, and the part of their messages that suggests a name."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

MOST_NAMES = 12
"""The most names that a message lists."""


class TcoError(Exception):
    """An error that stops a command and that the reader can put right. Its text contains the remedy."""

    exit_code = 2


class ScenarioError(TcoError):
    """The problems of a scenario, all at once, as `file:line: what is wrong; what was expected; did you mean`."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ModelError(TcoError):
    """A line of the model that cannot be read. It is raised at import, for the author of the line."""


class MissingPartError(TcoError):
    """A part that this machine lacks, such as Pango, with the command that installs it."""

    exit_code = 3


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that was probably meant, whatever its capitals; None where none is near."""
    plain = {item.casefold(): item for item in known}
    near = get_close_matches(name.casefold(), plain, 1)
    return plain[near[0]] if near else None


def expected(name: str, known: Collection[str]) -> str:
    """The end of a message about an unknown name: the name that was probably meant, or the names that there are."""
    near = nearest(name, known)
    if near:
        return f"; did you mean {near}?"
    listed = list(known)
    return f"; expected one of {', '.join(listed[:MOST_NAMES])}{', …' if len(listed) > MOST_NAMES else ''}" if listed else ""
