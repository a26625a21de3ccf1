"""The few kinds of error that a user meets, each with its remedy and its exit code, and how a message names what was meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

MOST_NAMES = 12
"""How many names a message lists before it stops."""


class TcoError(Exception):
    """Anything that stops a command and that the reader can put right."""

    exit_code = 2


class ScenarioError(TcoError):
    """What is wrong in a scenario: every problem at once, as `file:line: what; expected; did you mean`."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ModelError(TcoError):
    """A line of the model that cannot be read: raised at import, for whoever writes lines."""


class MissingPartError(TcoError):
    """A part that this machine lacks (Pango, LibreOffice), with the command that brings it."""

    exit_code = 3


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that was probably meant, capitals apart, or None."""
    plain = {item.casefold(): item for item in known}
    near = get_close_matches(name.casefold(), plain, 1)
    return plain[near[0]] if near else None


def expected(name: str, known: Collection[str]) -> str:
    """The end of a message about a name that is not known: what was probably meant, or what there is."""
    near = nearest(name, known)
    if near:
        return f"; did you mean {near}?"
    listed = list(known)
    return f"; expected one of {', '.join(listed[:MOST_NAMES])}{', …' if len(listed) > MOST_NAMES else ''}" if listed else ""
