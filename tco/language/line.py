"""A line of the model, an input, and the model they form.

A line is a function written once: its name is the key, its parameters are what it reads, its docstring the sentence
that a finance reader sees. A section holds lines under one title; a model is an ordered list of sections. A line stands
below what it reads, so sheets flow from top to bottom and cycles cannot exist.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import ModuleType
from typing import Any, Literal

from tco.errors import ModelError, nearest
from tco.language.formula import Formula, Reference, TableReference, as_formula, leaves

Confidence = Literal["measured", "published", "assumed"]


@dataclass(frozen=True)
class Line:
    """One row of the model: a function with a label, a unit, a sentence and a source."""

    key: str
    label: str
    unit: str
    sentence: str
    needs: tuple[str, ...]
    function: Callable[..., Any]
    source: str = ""
    category: str = ""
    """The kind of cost, on lines that are a component of the total."""
    file: str = ""
    number: int = 0
    formula: Formula = field(default_factory=lambda: as_formula(0))
    """The tree, once a model has said which of the needs are catalogue tables."""

    @cached_property
    def leaves(self) -> tuple[Formula, ...]:
        """What its formula reads, each once."""
        return tuple(dict.fromkeys(leaves(self.formula)))

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """The line on numbers, on arrays or on formulas: whatever its needs are given as."""
        return self.function(*arguments, **named)


@dataclass(frozen=True)
class CostCategory:
    """What a line's `category` is called elsewhere: ChargeCategory and ServiceCategory of FOCUS, and opex or capex in the books."""

    charge: str
    service: str
    expenditure: str = "opex"


@dataclass(frozen=True)
class Input:
    """A figure that the reader may change: where it stands in a scenario, its unit, default, range and source.

    `path` is its place in the scenario (`options.*` for one of each option); `by` the dimensions it always has;
    `monthly` says that it may be a list by month. `choices` names the catalogue table or axis that its dropdown offers.
    `rises` is +1 where a higher value costs more, -1 where it costs less, 0 where neither can be said.
    `default` is a value, a value by kind of option, or a list along an axis of its own (then `by` names the axis, and `path` ends
    in `.*`); None means that the scenario must give it.
    """

    label: str
    unit: str
    path: str
    note: str
    default: Any = None
    low: Any = None
    high: Any = None
    source: str = "Judgement; replace by the client's own figure"
    confidence: Confidence = "assumed"
    by: tuple[str, ...] = ()
    monthly: bool = False
    choices: str = ""
    minimum: float | None = 0.0
    maximum: float | None = None
    whole: bool = False
    rises: int = 0
    key: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it holds a name rather than a number."""
        return self.unit == "text"

    @property
    def of_option(self) -> bool:
        """Whether every option has its own."""
        return self.path.startswith("options.*.")


def line(label: str, unit: str, source: str = "", category: str = "", key: str = "") -> Callable[[Callable[..., Any]], Line]:
    """Make a line of a function.

    `label` names its row, `unit` its figures, `source` says where the equation comes from, `category` what kind of cost it is.
    `key` is the line's name where that is not the function's: two kinds of option may each have their own variant of one line.
    """

    def define(function: Callable[..., Any]) -> Line:
        code, name = function.__code__, key or function.__name__
        needs = tuple(inspect.signature(function).parameters)
        sentence = inspect.getdoc(function) or ""
        if not sentence:
            raise ModelError(f"{code.co_filename}:{code.co_firstlineno}: line {name} has no docstring; say in one sentence what it is")
        return Line(name, label, unit, sentence, needs, function, source, category, code.co_filename, code.co_firstlineno)

    return define


def applied(rule: Callable[..., Any], key: str, label: str, unit: str, *needs: str, sentence: str = "") -> Line:
    """A line of a rule that several lines share: the rule's arguments are these needs, in order.

    The rule's docstring is its sentence, unless it says one of its own.
    """
    code = rule.__code__

    def function(*arguments: Any, **named: Any) -> Any:
        return rule(*arguments, *(named[need] for need in needs if need in named))

    return Line(
        key, label, unit, sentence or inspect.getdoc(rule) or "", needs, function, file=code.co_filename, number=code.co_firstlineno
    )


class Section:
    """Lines under one title of a sheet, in the order in which they are written; kinds of option are composed of sections.

    A file may hold several. Each line is written below its section:

        USE = Section("Use")

        @USE.line("Option is live", "yes = 1")
        def live(in_horizon, month_number, first_live_month):
            ...
    """

    def __init__(self, title: str, lines: Iterable[Line] = ()) -> None:
        self.title = title
        self.lines = list(lines)

    def line(self, label: str, unit: str, source: str = "", category: str = "", key: str = "") -> Callable[[Callable[..., Any]], Line]:
        """Make a line of a function and place it below those that the section has; arguments as of `line`."""

        def define(function: Callable[..., Any]) -> Line:
            self.lines.append(line(label, unit, source, category, key)(function))
            return self.lines[-1]

        return define

    def add(self, lines: Iterable[Line]) -> None:
        """Place lines that one rule makes below those that the section has."""
        self.lines.extend(lines)


def inputs_of(module: ModuleType) -> dict[str, Input]:
    """A module's inputs by key: the name each is assigned to. What has a key of its own counts time and is no input."""
    return {name: replace(item, key=name) for name, item in vars(module).items() if isinstance(item, Input) and not item.key}


@dataclass(frozen=True)
class Model:
    """Sections of lines that read inputs, catalogue tables and the lines of the models before it."""

    name: str
    sections: tuple[Section, ...]
    inputs: Mapping[str, Input]
    reads: tuple[Model, ...] = ()
    gathered: tuple[str, ...] = ()
    """Lines of every option's model that this model reads along the axis `option`."""

    @cached_property
    def lines(self) -> dict[str, Line]:
        """All lines by key, in order."""
        return {item.key: item for section in self.sections for item in section.lines}

    def line(self, key: str) -> Line | None:
        """This model's line, or that of a model it reads."""
        return self.lines.get(key) or next((found for model in self.reads if (found := model.line(key))), None)


def gathered_line(key: str) -> str:
    """The line of an option that a gathered key reads: a hybrid gives the lines of its parts names of their own."""
    return key.removeprefix("part_")


def build(  # noqa: PLR0913  (what a model is made of)
    name: str,
    sections: Iterable[Section],
    inputs: Mapping[str, Input],
    tables: Collection[str],
    reads: tuple[Model, ...] = (),
    *,
    gathered: Collection[str] = (),
) -> Model:
    """The model of these sections; raises `ModelError` where a line needs what does not stand above it.

    The message names file and line and the name that was probably meant.
    """
    built: list[Section] = []
    known = {key for model in reads for key in _all_keys(model)} | set(inputs) | set(tables) | set(gathered)
    used: dict[str, Input] = {}
    for section in sections:
        lines = []
        for item in section.lines:
            _check_needs(item, known)
            used |= {need: inputs[need] for need in item.needs if need in inputs}
            lines.append(replace(item, formula=_tree(item, tables)))
            known.add(item.key)
        built.append(Section(section.title, lines))
    return Model(name, tuple(built), used, reads, tuple(gathered))


def _all_keys(model: Model) -> set[str]:
    return set(model.lines) | {key for below in model.reads for key in _all_keys(below)}


def _check_needs(item: Line, known: set[str]) -> None:
    for need in item.needs:
        if need not in known:
            near = nearest(need, known)
            meant = f"; did you mean {near}?" if near else ""
            raise ModelError(f"{item.file}:{item.number}: line {item.key} needs {need}, which is no input, table or line above it{meant}")
    if item.key in known:
        raise ModelError(f"{item.file}:{item.number}: there is already a line, input or table called {item.key}; choose another name")


def _tree(item: Line, tables: Collection[str]) -> Formula:
    try:
        return as_formula(item.function(**{need: TableReference(need) if need in tables else Reference(need) for need in item.needs}))
    except ModelError as problem:
        raise ModelError(f"{item.file}:{item.number}: line {item.key}: {problem}") from None
