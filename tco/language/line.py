"""A line of the model, an input, and the model they form.

A line is a function written once. Its name is its key, its parameters are what it reads, and its docstring is the sentence that
a finance reader sees. A section holds lines under one title; a model is an ordered list of sections. Every line comes after what
it reads, so that sheets flow from top to bottom and cycles cannot exist.
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

AUTO = -1
"""The number that stands for `auto`: the model finds the value itself."""
AUTO_WORD = "auto"
"""The word for it: in a scenario, and as the value of an input that holds a name."""

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
    """The category of cost, on lines that are a component of the total; empty on all others."""
    file: str = ""
    number: int = 0
    formula: Formula = field(default_factory=lambda: as_formula(0))
    """The line as a tree. `build` fills it in, because only a model knows which needs are catalogue tables."""

    @cached_property
    def leaves(self) -> tuple[Formula, ...]:
        """The references, spans and look-ups of its formula, each once."""
        return tuple(dict.fromkeys(leaves(self.formula)))

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Compute the line on numbers or arrays, or build its tree on formulas; its needs are given in order or by name."""
        return self.function(*arguments, **named)


@dataclass(frozen=True)
class CostCategory:
    """The names of a line's `category` elsewhere: ChargeCategory and ServiceCategory of FOCUS, its class in a budget, opex or capex."""

    charge: str
    service: str
    budget: str
    expenditure: str = "opex"


@dataclass(frozen=True)
class Input:
    """A figure that the reader may change: its place in a scenario, its unit, default, range and source.

    `path` is its place in the scenario; `options.*` is one for each option. `by` names the axes it always has. `monthly` allows a list
    by month. `choices` names the catalogue table or axis that its dropdown offers. `rises` is +1 where a higher value costs more, -1
    where it costs less, and 0 where neither can be said. `default` is a value, a value by kind of option, or a list along an axis of
    its own: `by` then names that axis, and `path` ends in `.*`. Where the default is None, the scenario must give a value.
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
    auto: bool = False
    """It may be left to the model: `auto` in a scenario, AUTO as a number, AUTO_WORD as a name."""
    searched: bool = False
    """It may be left to a search over the whole model: `auto` in a scenario, in whose place the search puts what it finds."""
    key: str = ""

    @property
    def is_text(self) -> bool:
        """True where it holds a name rather than a number."""
        return self.unit == "text"

    @property
    def of_option(self) -> bool:
        """True where every option has a value of its own."""
        return self.path.startswith("options.*.")


def line(label: str, unit: str, source: str = "", category: str = "", key: str = "") -> Callable[[Callable[..., Any]], Line]:
    """Make a line of a function; raises ModelError for a function without a docstring.

    `label` names its row and `unit` its figures. `source` is where the equation comes from, and `category` the category of its cost.
    `key` is the line's name where that is not the function's: two kinds of option may each have a variant of one line.
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
    """Make a line that applies a rule shared by several lines; its needs are the rule's arguments, in order.

    The rule's docstring is the line's sentence, unless `sentence` gives another.
    """
    code = rule.__code__

    def function(*arguments: Any, **named: Any) -> Any:
        return rule(*arguments, *(named[need] for need in needs if need in named))

    return Line(
        key, label, unit, sentence or inspect.getdoc(rule) or "", needs, function, file=code.co_filename, number=code.co_firstlineno
    )


class Section:
    """Lines under one title of a sheet, in the order in which they are written. A kind of option is composed of sections.

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
        """Make a line of a function and place it at the end of the section; the arguments are those of `line`."""

        def define(function: Callable[..., Any]) -> Line:
            self.lines.append(line(label, unit, source, category, key)(function))
            return self.lines[-1]

        return define

    def add(self, lines: Iterable[Line]) -> None:
        """Place lines that one rule makes at the end of the section."""
        self.lines.extend(lines)


def inputs_of(module: ModuleType) -> dict[str, Input]:
    """The inputs of a module, by the name each is assigned to. Inputs that count time have a key already and are left out."""
    return {name: replace(item, key=name) for name, item in vars(module).items() if isinstance(item, Input) and not item.key}


@dataclass(frozen=True)
class Model:
    """Sections of lines that read inputs, catalogue tables and the lines of the models before it."""

    name: str
    sections: tuple[Section, ...]
    inputs: Mapping[str, Input]
    reads: tuple[Model, ...] = ()
    gathered: tuple[str, ...] = ()
    """Keys of the lines that this model reads from the models of all options, along the axis `option`."""

    @cached_property
    def lines(self) -> dict[str, Line]:
        """All lines by key, in the order of the sheet."""
        return {item.key: item for section in self.sections for item in section.lines}

    def line(self, key: str) -> Line | None:
        """The line of a key, in this model or in one that it reads; None where there is none."""
        return self.lines.get(key) or next((found for model in self.reads if (found := model.line(key))), None)


def gathered_line(key: str) -> str:
    """The key of the option's line that a gathered key reads. A hybrid calls the `tco` of its parts `part_tco`, to have its own `tco`."""
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
    """Build the model of these sections: check every line's needs, and read every line as a tree.

    `inputs` and `tables` are all that a line may name; the model keeps the inputs that its lines read. Raises ModelError where a line
    needs something that no line above it provides; the message names file and line, and the key that was probably meant.
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
