"""Where the rows of Volume and Sensitivity stand.

Only what varies along the columns stands there again; everything else is read where it stands, a line by month through a
cell of its own that takes the reference month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tco.engine.evaluate import VOLUMES, Evaluated, Results
from tco.engine.findings import Findings
from tco.engine.run_rate import PURCHASE_MONTH, RunRate, compared, looks_back, over_volumes, targets, vintages
from tco.engine.sensitivity import Uncertain, drawn_inputs, one_at_a_time, renewed, varied_entries
from tco.language.formula import AXES
from tco.language.line import Line
from tco.model.comparison.gathered import RUN_RATE, RUN_RATE_DEMAND
from tco.model.demand.timeline import CALENDAR, CLOCK
from tco.model.options import TABLES, demand_model, run_rate_model
from tco.scenario.currency import conversions
from tco.workbook import sheet_columns
from tco.workbook.check_rows import book_rows
from tco.workbook.layout import Layout, described, lay_out, sheet_name
from tco.workbook.one_month.description import CASE, VOLUME, OneMonth, OptionLines, Pick, Varied
from tco.workbook.places import Block, CalculationSheet, Heading

TORNADO = "Tornado"
"""The section of the run rate's model that the Volume sheet leaves out."""
MOST_FORMULAS = 150_000
"""A Sensitivity sheet with more would be slow to open; it then shows the largest effects of fewer options' inputs."""
RANKS = 8
"""Bars of the tornado."""


def laid_out(results: Results, findings: Findings | None = None) -> Layout:
    """Every place of the book, those of Volume and Sensitivity among them; what was not found before is searched here."""
    found = findings or Findings(results)
    layout = lay_out(results, found.crossings)
    sheets = [_plan(layout, sheet_columns.VOLUME, VOLUME, _volumes(layout), ())]
    for count in (RANKS, 5, 3, 2, 1):
        inputs = drawn_inputs(results, found.sensitivity, count)
        sheets[1:] = [_plan(layout, sheet_columns.SENSITIVITY, CASE, one_at_a_time(results, inputs), inputs)] if inputs else []
        if not inputs or sheets[1].last_row * sheets[1].columns <= MOST_FORMULAS:
            break
    checks = layout.sheets[-1]
    rows = book_rows(results, checks.last_row + 2, tuple(sheet.name for sheet in sheets))
    longer = replace(checks, last_row=rows.last_row)
    return replace(layout, one_month=tuple(sheets), sheets=(*layout.sheets[:-1], longer), book_rows=rows)


def again(layout: Layout, results: Results) -> Layout:
    """The same places with the results of an edited scenario."""
    sheets = tuple(replace(place, evaluated=sheet) for place, sheet in zip(layout.sheets, results.every_model(), strict=True))
    layout = replace(layout, results=results, sheets=sheets)
    return replace(layout, one_month=tuple(_again(sheet, layout) for sheet in layout.one_month))


def _again(across: OneMonth, layout: Layout) -> OneMonth:
    inputs = renewed(across.inputs, layout.scenario)
    found = _volumes(layout) if across.axis == VOLUME else one_at_a_time(layout.results, inputs)
    sheet = compared(layout.results, found)
    own = layout.results.options
    parts = tuple(
        replace(part, here=replace(part.here, evaluated=own.get(part.here.evaluated.option, layout.results.demand)))
        for part in across.parts
    )
    varied = tuple(replace(item, entry=layout.scenario.entries[item.entry.owner, item.entry.input.key]) for item in across.varied)
    results = replace(across.results, evaluated=sheet)
    return replace(across, inputs=inputs, found=found, compared=sheet, parts=parts, varied=varied, results=results)


def volumes(layout: Layout) -> list[float]:
    """The chosen multiples of the volume, and the crossings that were searched."""
    chosen = [float(item.value) for item in layout.scenario.entry("volume_multiple").elements]
    return chosen + [crossing.multiple for crossing in layout.inputs.crossings]


def _volumes(layout: Layout) -> RunRate:
    return over_volumes(layout.results, np.array(volumes(layout)))


class _Rows:
    """The next free row of a sheet that is being laid out."""

    def __init__(self, name: str) -> None:
        self.name, self.next, self.headings = name, sheet_columns.BODY_ROW, list[Heading]()

    def heading(self, title: str) -> None:
        if self.headings:
            self.next += 1
        self.headings.append(Heading(self.next, title))
        self.next += 1

    def block(self, axes: Sequence[str] = (), sizes: Sequence[int] = (), *, across: bool = True) -> Block:
        made = Block(self.name, self.next, tuple(axes), tuple(sizes), across)
        self.next += made.rows()
        return made


def _plan(layout: Layout, name: str, axis: str, found: RunRate, inputs: tuple[Uncertain, ...]) -> OneMonth:
    """Give every row of a sheet its place."""
    rows = _Rows(name)
    rows.heading("Reference month")
    month, days = rows.block(across=False), rows.block(across=False)
    switches: tuple[Block, ...] = ()
    if axis == VOLUME:
        rows.heading("Volume that is asked for")
    else:
        rows.heading("Cases")
        switches = rows.block(), rows.block()
        rows.heading("Uncertain inputs")
    varied = tuple(_varied(rows, layout, axis, inputs))
    known = {CLOCK.key: month, CALENDAR.key: days}
    own = {(item.entry.owner, item.entry.input.key): item.block for item in varied}
    sheets = [(layout.sheets[0], found.demand), *((layout.sheet(key), sheet) for key, sheet in found.options.items())]
    places = _Places(layout, axis, known, own)
    shared = tuple(places.shared(rows, sheets))
    parts = tuple(places.part(rows, there, sheet) for there, sheet in sheets)
    compared_sheet = compared(layout.results, found)
    results = places.results(rows, compared_sheet, parts)
    order = dict(_pairs(rows, layout) if axis == VOLUME else _order(rows, len(inputs)))
    rows.heading("The plan's own month")
    ties_row = rows.next
    rows.next += 2 * len(layout.scenario.compared) + 1
    values = (name, axis, inputs, found, compared_sheet, month, days, switches, varied, shared, parts)
    return OneMonth(*values, results, order, tuple(rows.headings), layout.scenario.axis("option"), ties_row, rows.next - 1)


def _pairs(rows: _Rows, layout: Layout) -> Iterator[tuple[str, Block]]:
    """One row for each crossing that was searched."""
    if layout.inputs.crossings:
        rows.heading("Crossings")
        yield "pairs", rows.block(("pair",), (len(layout.inputs.crossings),))


def _order(rows: _Rows, inputs: int) -> Iterator[tuple[str, Block]]:
    """The effect of every input by column, and the largest effects by rank."""
    rows.heading("Effects")
    yield from ((key, rows.block()) for key in ("cost", "effect", "sort"))
    rows.heading("Effects in order")
    for key in ("rank", "column", "name", "low", "high"):
        yield key, rows.block(("rank",), (min(RANKS, inputs),), across=False)


def _varied(rows: _Rows, layout: Layout, axis: str, inputs: tuple[Uncertain, ...]) -> Iterator[Varied]:
    if axis == VOLUME:
        for key in VOLUMES:
            yield Varied(layout.scenario.entry(key), rows.block())
        return
    for entry in varied_entries(layout.results, inputs):
        numbers = {item.place or 0: number for number, item in enumerate(inputs, start=1) if item.entry is entry}
        axes = tuple(each for each in entry.dims if each != "month")
        sizes = [len(layout.scenario.axis(each, entry.owner)) for each in axes]
        foreign = any(each.keys for each in conversions(entry, layout.scenario))
        stated = rows.block(axes, sizes, across=False) if foreign else None
        yield Varied(entry, rows.block(axes, sizes), numbers, stated)


@dataclass
class _Places:
    """Finds where a line of the sheet reads each of its needs, and lays out what has no place yet."""

    layout: Layout
    axis: str
    known: dict[str, Block]
    varied: Mapping[tuple[str, str], Block]
    inputs_by_month: dict[tuple[str, str], Block] = field(default_factory=dict)
    of_demand: dict[str, Block] = field(default_factory=dict)

    def _moves(self, evaluated: Evaluated) -> tuple[str, ...]:
        """A sheet's lines that vary along the columns, after what it gathers that does."""
        return tuple(key for key in (*evaluated.model.gathered, *evaluated.model.lines) if self.axis in evaluated.dims.get(key, ()))

    def _needs(self, there: CalculationSheet, evaluated: Evaluated) -> Iterator[str]:
        """What a sheet's varying lines read that does not vary with them, and the results that do not vary."""
        moving = self._moves(evaluated)
        needs = [need for key in moving if key in evaluated.model.lines for need in evaluated.model.lines[key].needs]
        read = targets(self.layout.scenario, there.evaluated.option) if there.evaluated.option else RUN_RATE_DEMAND
        for need in dict.fromkeys([*needs, *read]):
            if need not in moving and need not in TABLES and need not in self.known:
                yield need

    def shared(self, rows: _Rows, sheets: Sequence[tuple[CalculationSheet, Evaluated]]) -> Iterator[Pick]:
        """Inputs and lines of demand by month, which several options read."""
        demand, moving = sheets[0][0], self._moves(sheets[0][1])
        begun = False
        for there, sheet in sheets:
            for need in self._needs(there, sheet):
                item = demand_model().line(need)
                if item and need not in moving and need not in self.of_demand and demand.blocks[need].by_month:
                    source, owner = demand.blocks[need], ""
                elif item or there.evaluated.model.line(need) or need not in there.evaluated.model.inputs:
                    continue
                else:
                    entry = self.layout.scenario.entry(need, there.evaluated.option)
                    place = entry.owner, need
                    if entry.dims != ("month",) or place in self.varied or place in self.inputs_by_month:
                        continue
                    source, owner = self.layout.inputs.blocks[place], entry.owner
                if not begun:
                    rows.heading("Of the plan, in the reference month")
                begun = True
                block = rows.block(source.row_axes if item else (), source.sizes if item else (), across=False)
                if item:
                    self.of_demand[need] = block
                else:
                    self.inputs_by_month[owner, need] = block
                yield Pick(need, item or there.evaluated.model.inputs[need], owner, block, source)

    def part(self, rows: _Rows, there: CalculationSheet, evaluated: Evaluated) -> OptionLines:
        """The rows of demand or of an option."""
        option = there.evaluated.option
        rows.heading(option or sheet_name(there.evaluated))
        moving = self._moves(evaluated)
        blocks = dict(self.known)
        picks = []
        for need in self._needs(there, evaluated):
            source = there.blocks.get(need)
            if source and source.by_month and need not in self.of_demand:
                blocks[need] = rows.block(source.row_axes, source.sizes, across=False)
                picks.append(Pick(need, described(need, there.evaluated, self.layout.results), option, blocks[need], source))
            else:
                place = self._place(need, there)
                blocks |= {need: place} if place else {}
        lines = evaluated.model.lines
        back = [key for key in moving if key in lines and looks_back(lines[key], there.evaluated.dims[key])]
        chain = vintages(evaluated.model, there.evaluated.dims, moving)
        bought = rows.block(across=False) if chain else None
        if bought:
            picks.append(Pick(PURCHASE_MONTH, lines[PURCHASE_MONTH], option, bought, there.blocks[PURCHASE_MONTH]))
        for key in back:
            source = there.blocks[key]
            block = rows.block(source.row_axes, source.sizes, across=False) if source.by_month else source
            picks.append(Pick(key, lines[key], option, block, source, in_plan=True))
        alone = {}
        for key in moving:
            axes = tuple(axis for axis in AXES if axis in evaluated.dims[key] and axis != self.axis)
            if key in evaluated.model.gathered:  # options run innermost, as on the option's own sheet
                axes = (*(axis for axis in axes if axis != "option"), "option")
            sizes = [len(self.layout.scenario.axis(axis, option)) for axis in axes]
            if key in back or key in chain:
                alone[key] = rows.block(axes, sizes)
            blocks[key] = rows.block(axes, sizes)
        if not option:
            self.known |= {key: blocks[key] for key in moving}
        here = CalculationSheet(rows.name, there.evaluated, blocks, (), rows.next - 1, one_month=True)
        return OptionLines(here, tuple(picks), moving, alone, chain, bought)

    def _place(self, need: str, there: CalculationSheet) -> Block | None:
        """Where a need stands that no row of the option's part holds; None for what every sheet reads alike."""
        if need in self.of_demand:
            return self.of_demand[need]
        if need in there.blocks:
            return there.blocks[need]
        demand = self.layout.sheets[0].blocks
        if need in demand:
            return demand[need]
        item = there.evaluated.model.inputs.get(need) or demand_model().inputs.get(need)
        if item is None or not item.path:
            return None
        place = self.layout.scenario.entry(need, there.evaluated.option).owner, need
        return self.varied.get(place) or self.inputs_by_month.get(place) or self.layout.inputs.blocks[place]

    def results(self, rows: _Rows, evaluated: Evaluated, parts: Sequence[OptionLines]) -> CalculationSheet:
        """All options side by side."""
        model = run_rate_model()
        options = self.layout.scenario.axis("option")
        blocks = {"requests": parts[0].here.blocks["requests"]}
        rows.heading("Side by side")
        for key in RUN_RATE:
            blocks[key] = rows.block(("option",), (len(options),))
        for section in model.sections:
            if section.title == TORNADO and self.axis == VOLUME:
                continue
            rows.heading(section.title)
            for line in section.lines:
                axes = tuple(axis for axis in evaluated.dims[line.key] if axis != self.axis)
                sizes = [len(self.layout.scenario.axis(axis)) for axis in axes]
                blocks[line.key] = rows.block(axes, sizes, across=self.axis in evaluated.dims[line.key])
        return CalculationSheet(rows.name, evaluated, blocks, (), rows.next - 1, one_month=True)


def label_of(pick: Pick, layout: Layout) -> str:
    """What a picked value is called."""
    item = pick.item if isinstance(pick.item, Line) else described(pick.key, layout.sheets[0].evaluated, layout.results)
    return f"{item.label}, in the plan" if pick.in_plan else item.label


def tied(across: OneMonth, layout: Layout) -> list[float]:
    """1 for each option whose first column is the plan's month."""
    tolerance = float(layout.scenario.entry("check_tolerance").elements[0].value)
    found = []
    for name, sheet in layout.results.compared.items():
        plan = float(sheet.along("recurring", "month")[across.found.month - 1])
        found.append(float(abs(float(across.found.along(name, "recurring")[0]) - plan) <= tolerance * abs(plan)))
    return found


def all_tied(across: OneMonth, layout: Layout) -> float:
    """1 where all are."""
    return min(tied(across, layout))
