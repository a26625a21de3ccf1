"""The few kinds of error that a user meets, each with its remedy and its exit code."""


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
