"""One pass of folding: every line of every model simplified by what is known of the lines and inputs that it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

import numpy as np

from tco.engine.evaluate import Evaluated, Results
from tco.engine.input_arrays import facts
from tco.engine.known_inputs import Place
from tco.language.dimensions import Dimensions
from tco.language.formula import AXES, Constant, Formula, Lookup, Reference, Span, leaves
from tco.language.line import Line, gathered_line
from tco.language.lookup import NUMBER, Facts
from tco.language.simplify import bounds_of, simplify
from tco.language.word import POSITIVE, UNBOUNDED, Bounds
from tco.model.demand.timeline import CALENDAR, CLOCK, CLOCKS, HOUR
from tco.scenario.scenario import Amount

Name = tuple[str, str]
"""A line as a whole book knows it: the name of its sheet, and its key."""
_EXACT = 1e-12
"""Relative differences below this are rounding."""


@dataclass(frozen=True)
class Root:
    """A line that readers expect: with all axes that it has in the plan, and a row of its own even where it is constant."""

    unless: float | None = None
    """The value that a line must not be known to have, or else it leaves the book: a component of cost 0, a check of a feature 1."""
    in_a_row: bool = True
    """False for a line that only must be found: where it repeats another one, there."""


@dataclass
class Limits:
    """The limits that earlier passes met: tables whose facts stay editable, and the axes along which ranges need a line."""

    tables: set[str] = field(default_factory=set)
    axes: dict[Name, set[str]] = field(default_factory=dict)

    def count(self) -> int:
        """The number of limits: a pass that meets no further one is the last."""
        return len(self.tables) + sum(map(len, self.axes.values()))


@dataclass
class Pass:
    """The state of one pass; `formulas`, `constants`, `repeats`, `dims` and `bounds` grow from sheet to sheet."""

    results: Results
    inputs: Mapping[Place, Amount]
    """The values of known inputs."""
    roots: Mapping[Name, Root]
    limits: Limits
    formulas: dict[Name, Formula] = field(default_factory=dict)
    constants: dict[Name, Constant] = field(default_factory=dict)
    repeats: dict[Name, str] = field(default_factory=dict)
    """Lines that only repeat another line or an input, with its key as their sheet reads it."""
    dims: dict[Name, Dimensions] = field(default_factory=dict)
    bounds: dict[Name, Bounds] = field(default_factory=dict)
    settled: set[Name] = field(default_factory=set)
    """Lines whose values no edit can change."""
    put_in: set[str] = field(default_factory=set)
    """Tables of which a fact was put into a formula."""
    needed: Limits = field(default_factory=Limits)
    """The limits that this pass met."""

    @cached_property
    def tables(self) -> dict[str, Facts]:
        """The catalogue."""
        return {name: facts(table) for name, table in self.results.scenario.catalogue.tables.items()}

    def run(self) -> None:
        """Simplify all models in the order of their sheets."""
        for evaluated in self.results.every_model():
            sheet = SheetPass(self, evaluated)
            for key in evaluated.model.gathered:
                sheet.gather(key)
            for line in evaluated.model.lines.values():
                sheet.fold(line)


@dataclass
class SheetPass:
    """The lines of one sheet, as `simplify` asks about them."""

    whole: Pass
    evaluated: Evaluated
    seen: dict[tuple[Formula, Dimensions], str] = field(default_factory=dict)
    """Lines of this sheet by their formula, so that a second one with the same repeats the first."""

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return name_of(self.evaluated)

    def locate(self, key: str) -> str | None:
        """The sheet of a line that this sheet reads; None for an input or a clock."""
        return located(key, self.evaluated)

    def gather(self, key: str) -> None:
        """A line of several options, known where it is the same in all of them."""
        sources = [(option, gathered_line(key)) for option in self.whole.results.scenario.axis("option", self.evaluated.option)]
        known = [self.whole.constants[source].value for source in sources if source in self.whole.constants]
        if len(known) == len(sources) and len(set(known)) == 1:
            self.whole.constants[self.name, key] = Constant(known[0], Reference(key))
        axes = {axis for option, line in sources for axis in self.whole.dims[option, line]} | {"option"}
        self.whole.dims[self.name, key] = self._ordered(axes, key)
        ends = [self.whole.bounds[source] for source in sources]
        self.whole.bounds[self.name, key] = min(low for low, _ in ends), max(high for _, high in ends)

    def fold(self, line: Line) -> None:
        """Simplify a line."""
        here = self.name, line.key
        found = simplify(line.formula, self)
        own = [leaf for leaf in leaves(found) if not isinstance(leaf, Lookup)]
        if not isinstance(found, Constant) and own and all(map(self._is_settled, own)) and self._is_put_in(found):
            self.whole.settled.add(here)
            found = self._alike(line.key, found)
        self.whole.formulas[here] = found
        self.whole.bounds[here] = bounds_of(found, self)
        inferred = {axis for leaf in leaves(found) if not isinstance(leaf, Lookup) for axis in self._axes_of(leaf)}
        dims = self.whole.dims[here] = self._ordered(inferred, line.key)
        if isinstance(found, Constant):
            self.whole.settled.add(here)
            self.whole.constants[here] = Constant(found.value, Reference(line.key))
        if here in self.whole.limits.axes:
            return
        stands = found.stands if isinstance(found, Constant) and not found.is_literal else found
        if isinstance(stands, Reference) and self._may_be_repeated(stands.key):
            self.whole.repeats[here] = stands.key
        elif not isinstance(found, Constant):
            first = self.seen.setdefault((found, dims), line.key)
            if first != line.key:
                self.whole.repeats[here] = first

    def _ordered(self, axes: Iterable[str], key: str) -> Dimensions:
        """The axes of a line: those inferred, those that ranges need, and for a root all that it has in the plan; none of one element."""
        here = self.name, key
        wanted = {*axes, *self.whole.limits.axes.get(here, ())}
        if here in self.whole.roots and self.whole.roots[here].in_a_row:
            wanted.update(self.evaluated.dims[key])
        return tuple(axis for axis in AXES if axis in wanted and self._is_wide(axis))

    def _is_wide(self, axis: str) -> bool:
        """True for an axis along which there is anything to add up; months and options have rows and columns even if there is one."""
        return axis in ("month", "option") or self.size(axis) > 1

    def _may_be_repeated(self, key: str) -> bool:
        """True for what other lines can read in place of a line that only repeats it."""
        if key in CLOCKS:
            return False
        return self.locate(key) is not None or "month" not in self.dims_of(key)

    def _alike(self, key: str, found: Formula) -> Formula:
        """A constant, where the values that no edit can change are the same everywhere."""
        values = self.evaluated.values[key]
        if values.dtype == object or float(np.ptp(values)) > _EXACT * max(1.0, abs(float(values.flat[0]))):
            return found
        self.whole.put_in.update(leaf.table for leaf in leaves(found) if isinstance(leaf, Lookup))
        value = float(values.flat[0])
        return Constant(float(round(value)) if abs(value - round(value)) < _EXACT else value, found)

    def _is_settled(self, leaf: Formula) -> bool:
        key = str(getattr(leaf, "key", ""))
        where = self.locate(key)
        return key == HOUR.key if where is None else (where, key) in self.whole.settled

    def _is_put_in(self, found: Formula) -> bool:
        return not any(isinstance(leaf, Lookup) and leaf.table in self.whole.limits.tables for leaf in leaves(found))

    def _axes_of(self, leaf: Formula) -> Iterable[str]:
        """The axes that a leaf gives to its formula: a range over all of an axis leaves that out."""
        own = self.dims_of(str(getattr(leaf, "key", "")))
        return (axis for axis in own if not isinstance(leaf, Span) or axis != leaf.over or leaf.reach != "all")

    def dims_of(self, key: str) -> Dimensions:
        """The axes of a line, an input or a clock."""
        where = self.locate(key)
        if where is not None:
            return self.whole.dims[where, key]
        axes = CLOCKS[key].by if key in CLOCKS else self.whole.results.scenario.entry(key, self.evaluated.option).dims
        return tuple(axis for axis in axes if self._is_wide(axis))

    # As `simplify` asks

    def resolved(self, key: str) -> Formula:
        """The key as a line of this sheet reads it."""
        where = self.locate(key)
        while where is not None and (where, key) in self.whole.repeats:
            key = self.whole.repeats[where, key]
            where = self.locate(key)
        if where is not None:
            return self.whole.constants.get((where, key), Reference(key))
        if key in CLOCKS:
            return Reference(key)
        owner = self.whole.results.scenario.entry(key, self.evaluated.option).owner
        return Constant(self.whole.inputs[owner, key], Reference(key)) if (owner, key) in self.whole.inputs else Reference(key)

    def bounds(self, key: str) -> Bounds:
        """The ends of a line; those that the Inputs sheet allows for an input."""
        where = self.locate(key)
        if where is not None:
            return self.whole.bounds[where, key]
        if key in CLOCKS:
            ends = {CLOCK.key: (1.0, float(self.whole.results.scenario.months)), HOUR.key: (1.0, 24.0), CALENDAR.key: (28.0, 31.0)}
            return ends.get(key, (1.0, inf))
        item = self.whole.results.scenario.entry(key, self.evaluated.option).input
        if item.is_text:
            return UNBOUNDED
        low, high = -inf if item.minimum is None else float(item.minimum), inf if item.maximum is None else float(item.maximum)
        convertible = any(element.currency for element in self.whole.results.scenario.entry(key, self.evaluated.option).elements)
        return (low if low == 0 or not convertible else -inf, high if not convertible else inf)

    def varies(self, key: str, axis: str) -> bool:
        """True where a line or an input has an axis."""
        return axis in self.dims_of(key)

    def must_vary(self, key: str, axis: str) -> None:
        """Remember for the next pass that a range needs a line along an axis."""
        where = self.locate(key)
        if where is not None:
            self.whole.needed.axes.setdefault((where, key), set()).add(axis)

    def size(self, axis: str) -> int:
        """The number of elements along an axis."""
        return len(self.whole.results.scenario.axis(axis, self.evaluated.option))

    def table(self, name: str) -> Facts | None:
        """A table whose facts may be put in, which is noted."""
        if name in self.whole.limits.tables:
            return None
        self.whole.put_in.add(name)
        return self.whole.tables[name]

    def facts_bounds(self, lookup: Lookup) -> Bounds:
        """No number in the catalogue is negative, which the book checks; a text has no bounds."""
        columns = [self.whole.tables[lookup.table].columns[column] for column in lookup.columns if column != NUMBER]
        return UNBOUNDED if any(column.dtype == object for column in columns) else POSITIVE


def name_of(evaluated: Evaluated) -> str:
    """The name of the sheet of a model: its option's, or its own."""
    return evaluated.option or evaluated.model.name


def located(key: str, evaluated: Evaluated) -> str | None:
    """The sheet of a line as the lines of a model read it; None for an input or a clock."""
    if key in evaluated.model.lines or key in evaluated.model.gathered:
        return name_of(evaluated)
    return next((model.name for model in evaluated.model.reads if key in model.lines or key in model.gathered), None)
