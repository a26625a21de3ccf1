"""Folding: the lines that a plan uses, with everything that it leaves at its default put into their formulas.

Inputs that a scenario does not state, that have no range and are alike everywhere are known beforehand (`known_inputs.py`). A pass over
the models (`fold_pass.py`) simplifies every line by what is known of the lines above it; what the roots that readers expect then read is
the book. Axes are inferred again from the simplified formulas: without a profile, hours fall away.

A pass may find that it went too far: a range needs a line along an axis, or a table is still read by a formula that stays live, so that a
reader may edit its facts. The next pass then knows. The engine never folds: it computes every line, and tests hold the folded formulas
against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from tco.engine.evaluate import Evaluated, Results
from tco.engine.fold_pass import Limits, Name, Pass, Root, located, name_of
from tco.engine.known_inputs import Place, known_inputs
from tco.language.dimensions import Dimensions
from tco.language.formula import AXES, AXIS, Formula, Lookup, Reference, Span, counted, leaves
from tco.language.line import Model, Section, gathered_line
from tco.language.simplify import printable
from tco.model.demand.timeline import CLOCKS

SHOWN = ("month", "option")
"""Axes that always have columns or rows, even for one element."""


@dataclass(frozen=True)
class Folded:
    """The models of a book, by the name of their sheet, with what is left of each."""

    models: Mapping[str, Model]
    """Sections of live lines with simplified formulas; the lines of a book that is not folded are all there are."""
    dims: Mapping[str, Mapping[str, Dimensions]]
    repeats: Mapping[str, Mapping[str, str]]
    """Keys of lines that only repeat another line or an input, with the key of that."""
    known: frozenset[Place]
    """Inputs that were put into formulas: an edit takes effect when the book is issued again."""
    read: frozenset[Place]
    """Inputs that any formula of a line reads."""
    tables: frozenset[str]
    """Catalogue tables that any formula of a line reads."""
    counted: frozenset[str] = frozenset()
    """Axes whose elements any formula counts."""
    is_whole: bool = False
    """True for a book with every line."""

    def lines(self, name: str) -> tuple[str, ...]:
        """The keys of a sheet's lines, those that it gathers first."""
        return (*self.models[name].gathered, *self.models[name].lines)

    @property
    def has_hours(self) -> bool:
        """True where any line is by the hour of the day, or counts the hours."""
        return "hour" in self.counted or any("hour" in self.dims[name][key] for name in self.models for key in self.lines(name))

    def of(self, evaluated: Evaluated) -> Evaluated:
        """A model of any results of the scenario as the book has it: its lines and their axes; all values are the engine's own.

        An axis of one element is kept, though no formula needs it, for it has a name.
        """
        name = name_of(evaluated)
        dims = self.dims[name]
        if self.is_whole:
            return evaluated
        single = {
            key: [axis for axis in axes if evaluated.values[key].shape[AXIS[axis]] == 1 and axis not in SHOWN]
            for key, axes in evaluated.dims.items()
        }
        shown = {key: tuple(axis for axis in AXES if axis in axes or axis in single[key]) for key, axes in dims.items()}
        return Evaluated(self.models[name], evaluated.option, evaluated.values, shown)


def whole(results: Results) -> Folded:
    """Every line and every input of a scenario."""
    models = {name_of(evaluated): evaluated for evaluated in results.every_model()}
    return Folded(
        {name: evaluated.model for name, evaluated in models.items()},
        {name: evaluated.dims for name, evaluated in models.items()},
        {name: {} for name in models},
        frozenset(),
        frozenset(results.scenario.entries),
        frozenset(results.scenario.catalogue.tables),
        is_whole=True,
    )


def folded(results: Results, roots: Mapping[Name, Root], workings: Collection[str] = ()) -> Folded:
    """Fold the models of a scenario to the lines behind these roots and behind reports, which no line reads.

    `workings` are the keys of lines that no line reads and that are no reports either.
    """
    known, limits = known_inputs(results.scenario), Limits()
    while True:
        found = Pass(results, known, roots, limits)
        found.run()
        live = _Live(found, workings)
        met = limits.count()
        offered = {results.scenario.entries[place].input.choices for place in live.inputs - known.keys()}
        limits.tables |= found.put_in & (live.tables | offered)
        for name, axes in found.needed.axes.items():
            limits.axes.setdefault(name, set()).update(axes)
        if limits.count() == met:
            return _folded(found, live, known)


def _folded(found: Pass, live: _Live, known: Mapping[Place, object]) -> Folded:
    models: dict[str, Model] = {}
    for evaluated in found.results.every_model():
        name, model = name_of(evaluated), evaluated.model
        sections = []
        for section in model.sections:
            lines = []
            for line in section.lines:
                if (name, line.key) in live.lines:
                    formula = live.formulas[name, line.key]
                    read = (leaf.table if isinstance(leaf, Lookup) else str(getattr(leaf, "key", "")) for leaf in leaves(formula))
                    lines.append(replace(line, formula=formula, needs=tuple(dict.fromkeys(read))))
            sections += [Section(section.title, lines)] if lines else []
        reads = tuple(models[each.name] for each in model.reads)
        gathered = tuple(key for key in model.gathered if (name, key) in live.lines)
        models[name] = Model(model.name, tuple(sections), model.inputs, reads, gathered)
    names = list(models)
    repeats = {name: {key: target for (sheet, key), target in found.repeats.items() if sheet == name} for name in names}
    dims = {name: {key: axes for (sheet, key), axes in found.dims.items() if sheet == name} for name in names}
    axes = frozenset(axis for model in models.values() for line in model.lines.values() for axis in counted(line.formula))
    return Folded(models, dims, repeats, frozenset(known), frozenset(live.inputs), frozenset(live.tables), axes)


class _Live:
    """The lines, inputs and tables behind the roots and the reports, by going through what each formula reads."""

    def __init__(self, found: Pass, workings: Collection[str]) -> None:
        self.found = found
        self.models = {name_of(evaluated): evaluated for evaluated in found.results.every_model()}
        self.formulas: dict[Name, Formula] = {}
        self.lines: set[Name] = set()
        self.inputs: set[Place] = set()
        self.tables: set[str] = set()
        ahead = [*self._roots(), *self._reports(workings)]
        while ahead:
            name = ahead.pop()
            if name not in self.lines:
                self.lines.add(name)
                ahead += self._read(name)

    def _roots(self) -> Iterator[Name]:
        for name, root in self.found.roots.items():
            if root.unless is None or name not in self.found.constants or self.found.constants[name].value != root.unless:
                yield from (name,) if root.in_a_row else self._line_of(name[1], self.models[name[0]])

    def _reports(self, workings: Collection[str]) -> Iterator[Name]:
        """Lines that no line reads: they are there for the reader, as long as they are not known."""
        read = {
            name for evaluated in self.models.values() for line in evaluated.model.lines.values() for name in _needs(line.needs, evaluated)
        }
        gathered = {
            (option, gathered_line(key))
            for evaluated in self.models.values()
            for key in evaluated.model.gathered
            for option in self._options(evaluated)
        }
        for name, evaluated in self.models.items():
            for key in evaluated.model.lines:
                here = name, key
                folded_away = here in self.found.constants or here in self.found.repeats or key in workings
                if not folded_away and here not in read and here not in gathered:
                    yield here

    def _options(self, evaluated: Evaluated) -> tuple[str, ...]:
        return self.found.results.scenario.axis("option", evaluated.option)

    def _read(self, name: Name) -> Iterator[Name]:
        """The lines that a line reads, as its sheet writes it; inputs and tables are noted."""
        sheet, key = name
        evaluated = self.models[sheet]
        if key in evaluated.model.gathered:
            for option in self._options(evaluated):
                yield from self._line_of(gathered_line(key), self.models[option])
            return
        target = self.found.repeats.get(name)
        formula = self.formulas[name] = Reference(target) if target else printable(self.found.formulas[name])
        for leaf in leaves(formula):
            if isinstance(leaf, Lookup):
                self.tables.add(leaf.table)
            elif isinstance(leaf, Reference | Span):
                yield from self._line_of(leaf.key, evaluated)

    def _line_of(self, key: str, evaluated: Evaluated) -> Iterator[Name]:
        where = located(key, evaluated)
        root = self.found.roots.get((where, key)) if where else None
        if where is not None and (where, key) in self.found.repeats and not (root and root.in_a_row):
            yield from self._line_of(self.found.repeats[where, key], self.models[where])
        elif where is not None:
            yield where, key
        elif key not in CLOCKS:
            self.inputs.add((self.found.results.scenario.entry(key, evaluated.option).owner, key))


def _needs(needs: tuple[str, ...], evaluated: Evaluated) -> Iterator[Name]:
    for need in needs:
        where = located(need, evaluated)
        if where is not None:
            yield where, need
