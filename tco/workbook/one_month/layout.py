"""The rows of Volume and Sensitivity, decided before anything is written.

Only what varies along the columns has rows of its own there. Everything else is read on its own sheet, a line by month through a
cell that takes the reference month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tco.engine.evaluate import VOLUMES, Evaluated, Results
from tco.engine.folded_month import folded_month, folded_targets
from tco.engine.folding import folded, whole
from tco.engine.prices_in_use import price_facts
from tco.engine.run_rate import PURCHASE_MONTH, RunRate, compared, looks_back, over_volumes, targets, vintages
from tco.engine.sensitivity import Uncertain, drawn_inputs, one_at_a_time, renewed, varied_entries
from tco.findings import Findings
from tco.language.line import Input, Line
from tco.model.comparison.gathered import RUN_RATE, RUN_RATE_DEMAND
from tco.model.demand.timeline import CALENDAR, CLOCK
from tco.model.options import TABLES, demand_model
from tco.scenario.currency import conversions
from tco.workbook import sheet_columns
from tco.workbook.check_rows import book_rows
from tco.workbook.expected_lines import WORKINGS, expected
from tco.workbook.layout import Layout, described, lay_out, line_block, sheet_name
from tco.workbook.one_month.description import CASE, VOLUME, OneMonth, OptionLines, Pick, Varied
from tco.workbook.places import Block, CalculationSheet, Rows

TORNADO = "Tornado"
"""The section of the run rate's model that the Volume sheet leaves out."""
MOST_FORMULAS = 25_000
"""Volume and Sensitivity together; where they would have more, Sensitivity shows the largest effects of fewer inputs."""
MOST_IN_WHOLE = 150_000
"""A Sensitivity sheet with more would be slow to open in a book with every line."""
RANKS, FEWEST = 8, 3
"""Bars of the tornado: at most, and however large the sheet is with them."""


def laid_out(results: Results, findings: Findings | None = None, *, full: bool = False) -> Layout:
    """Every place of the book, those of Volume and Sensitivity among them; what the findings lack is searched here.

    The book has what the plan uses; a `full` one has every line and every input.
    """
    findings = findings or Findings(results)
    left = whole(results) if full else folded(results, expected(results), WORKINGS)
    layout = lay_out(results, findings.crossings, left, frozenset(_of_sheets(findings)))
    months = [_plan(layout, VOLUME, _over_volumes(layout), ())]
    most = MOST_IN_WHOLE if full else MOST_FORMULAS - months[0].last_row * months[0].columns
    for most_of, count in _bars(full=full):
        inputs = drawn_inputs(results, findings.sensitivity, count, most_of)
        if not inputs:
            break
        months[1:] = [_plan(layout, CASE, one_at_a_time(results, inputs), inputs)]
        if months[1].last_row * months[1].columns <= most:
            break
    names = tuple(month.name for month in months)
    rows = book_rows(results, left, layout.checks.last_row + 2, names)
    checks = replace(layout.checks, last_row=rows.last_row)
    return replace(layout, one_month=tuple(months), sheets=(*layout.sheets[:-1], checks), book_rows=rows)


def varied_inputs(layout: Layout) -> frozenset[str]:
    """Paths of the inputs that the Sensitivity sheet varies."""
    return frozenset(item.path for month in layout.one_month for item in month.inputs)


def _of_sheets(findings: Findings) -> Iterator[str]:
    """The keys of inputs that sheets read beside the lines."""
    results = findings.results
    yield from ("check_tolerance", "volume_multiple")
    if any(fact for name in results.options for fact in price_facts(results, name)):
        yield "price_age_limit"
    if drawn_inputs(results, findings.sensitivity, RANKS):
        yield "tie_step"
    if findings.simulation:
        yield "budget_level"
        yield from ("clear_from", "leaning_from") if findings.simulation.odds else ()


def _bars(*, full: bool) -> Iterator[tuple[int, int]]:
    """The number of bars of the recommended option, and of every other one, from the most that a sheet shows to the fewest."""
    yield from ((RANKS, count) for count in (RANKS, 5, 3, 2, 1))
    if not full:
        yield from ((count, 0) for count in range(RANKS, FEWEST - 1, -1))


def again(layout: Layout, results: Results) -> Layout:
    """The same places with the results of an edited scenario."""
    models = map(layout.folded.of, results.every_model())
    sheets = tuple(replace(sheet, evaluated=model) for sheet, model in zip(layout.sheets, models, strict=True))
    layout = replace(layout, results=results, sheets=sheets)
    return replace(layout, one_month=tuple(_again(month, layout) for month in layout.one_month))


def _again(month: OneMonth, layout: Layout) -> OneMonth:
    results, entries = layout.results, layout.scenario.entries
    inputs = renewed(month.inputs, layout.scenario)
    run_rate = _over_volumes(layout) if month.axis == VOLUME else one_at_a_time(results, inputs)
    return replace(
        month,
        inputs=inputs,
        run_rate=folded_month(run_rate, layout.folded, results),
        varied=tuple(replace(item, entry=entries[item.entry.owner, item.entry.input.key]) for item in month.varied),
        sections=tuple(
            replace(section, sheet=replace(section.sheet, evaluated=layout.sheet(sheet_name(section.sheet.evaluated)).evaluated))
            for section in month.sections
        ),
        results=replace(month.results, evaluated=compared(results, run_rate)),
    )


def volumes(layout: Layout) -> list[float]:
    """The chosen multiples of the volume, and the crossings that were searched."""
    chosen = [float(item.value) for item in layout.scenario.entry("volume_multiple").elements]
    return chosen + [crossing.multiple for crossing in layout.inputs.crossings]


def _over_volumes(layout: Layout) -> RunRate:
    return over_volumes(layout.results, np.array(volumes(layout)))


def _plan(layout: Layout, axis: str, run_rate: RunRate, inputs: tuple[Uncertain, ...]) -> OneMonth:
    """Give every row of a sheet its place."""
    rows = Rows(sheet_columns.VOLUME if axis == VOLUME else sheet_columns.SENSITIVITY, sheet_columns.BODY_ROW)
    rows.heading("Reference month")
    month, days = rows.block(), rows.block()
    switches: tuple[Block, ...] = ()
    if axis == VOLUME:
        rows.heading("Volume that is asked for")
    else:
        rows.heading("Cases")
        switches = rows.block(by_month=True), rows.block(by_month=True)
        rows.heading("Uncertain inputs")
    varied = tuple(_varied(rows, layout, axis, inputs))
    own = {(item.entry.owner, item.entry.input.key): item.block for item in varied}
    planner = _Planner(layout, axis, rows, {CLOCK.key: month, CALENDAR.key: days}, own)
    left = folded_month(run_rate, layout.folded, layout.results)
    models = [(layout.demand, left.demand), *((layout.sheet(name), monthly) for name, monthly in left.options.items())]
    shared = planner.shared(models)
    sections = tuple(planner.section(sheet, monthly) for sheet, monthly in models)
    results = planner.results(compared(layout.results, run_rate), sections[0])
    order = dict(_pairs(rows, layout) if axis == VOLUME else _order(rows, len(inputs)))
    rows.heading("The plan's own month")
    ties_row = rows.next
    rows.next += 2 * len(layout.scenario.compared) + 1
    return OneMonth(
        name=rows.sheet,
        axis=axis,
        inputs=inputs,
        run_rate=left,
        month=month,
        days=days,
        switches=switches,
        varied=varied,
        shared=shared,
        sections=sections,
        results=results,
        order=order,
        headings=tuple(rows.headings),
        names=layout.scenario.axis("option"),
        ties_row=ties_row,
        last_row=rows.last,
    )


def _pairs(rows: Rows, layout: Layout) -> Iterator[tuple[str, Block]]:
    """One row for each crossing that was searched."""
    if layout.inputs.crossings:
        rows.heading("Crossings")
        yield "pairs", rows.block(("pair",), (len(layout.inputs.crossings),), by_month=True)


def _order(rows: Rows, inputs: int) -> Iterator[tuple[str, Block]]:
    """The effect of every input by column, and the largest effects by rank."""
    rows.heading("Effects")
    yield from ((key, rows.block(by_month=True)) for key in ("cost", "effect", "sort"))
    rows.heading("Effects in order")
    yield from ((key, rows.block(("rank",), (min(RANKS, inputs),))) for key in ("rank", "column", "name", "low", "high"))


def _varied(rows: Rows, layout: Layout, axis: str, inputs: tuple[Uncertain, ...]) -> Iterator[Varied]:
    """The inputs that differ by column: the volume, or the uncertain ones and those that a varied rate converts."""
    if axis == VOLUME:
        read = (key for key in VOLUMES if ("", key) in layout.folded.read)
        yield from (Varied(layout.scenario.entry(key), rows.block(by_month=True)) for key in read)
        return
    for entry in varied_entries(layout.results, inputs):
        numbers = {item.place or 0: number for number, item in enumerate(inputs, start=1) if item.entry is entry}
        axes = tuple(each for each in entry.dims if each != "month")
        sizes = [len(layout.scenario.axis(each, entry.owner)) for each in axes]
        foreign = any(each.keys for each in conversions(entry, layout.scenario))
        stated = rows.block(axes, sizes) if foreign else None
        yield Varied(entry, rows.block(axes, sizes, by_month=True), numbers, stated)


@dataclass
class _Planner:
    """Lays out what varies, and what it reads in the reference month; remembers which block holds each need.

    Each sheet comes with `monthly`, the lines of its model that the run rate needs, read for that month.

    `known` holds what every section reads alike, by key; `varied` the inputs that differ by column, by owner and key.
    """

    layout: Layout
    axis: str
    rows: Rows
    known: dict[str, Block]
    varied: Mapping[tuple[str, str], Block]
    of_demand: dict[str, Block] = field(default_factory=dict)
    inputs_by_month: dict[tuple[str, str], Block] = field(default_factory=dict)

    def _moving(self, monthly: Evaluated) -> tuple[str, ...]:
        """The lines of a model that vary along the columns, those that it gathers first."""
        return tuple(key for key in (*monthly.model.gathered, *monthly.model.lines) if self.axis in monthly.dims.get(key, ()))

    def _needs(self, sheet: CalculationSheet, monthly: Evaluated) -> Iterator[str]:
        """The keys that the varying lines of a model read and that do not vary with them, and the results that do not vary."""
        moving, lines = self._moving(monthly), monthly.model.lines
        needs = [need for key in moving if key in lines for need in lines[key].needs]
        option = sheet.evaluated.option
        read = self._targets(option) if option else RUN_RATE_DEMAND
        for need in dict.fromkeys([*needs, *read]):
            if need not in moving and need not in TABLES and need not in self.known:
                yield need

    def _targets(self, option: str) -> tuple[str, ...]:
        """The keys that are read of an option."""
        layout = self.layout
        if layout.folded.is_whole:
            return targets(layout.scenario, option)
        return folded_targets(layout.scenario, layout.folded, option)

    def shared(self, models: Sequence[tuple[CalculationSheet, Evaluated]]) -> tuple[Pick, ...]:
        """Lines of demand and inputs by month that options read, each in the reference month."""
        demand, moving = self.layout.demand, self._moving(models[0][1])
        sources: dict[tuple[str, str], tuple[Line | Input, Block]] = {}
        for sheet, monthly in models:
            for need in self._needs(sheet, monthly):
                if line := demand.evaluated.model.line(need):
                    if need not in moving and demand.blocks[need].by_month:
                        sources["", need] = line, demand.blocks[need]
                elif not sheet.evaluated.model.line(need) and need in sheet.evaluated.model.inputs:
                    entry = self.layout.scenario.entry(need, sheet.evaluated.option)
                    place = entry.owner, need
                    if entry.dims == ("month",) and place not in self.varied:
                        sources.setdefault(place, (sheet.evaluated.model.inputs[need], self.layout.inputs.blocks[place]))
        if sources:
            self.rows.heading("Of the plan, in the reference month")
        picks = []
        for (owner, need), (item, source) in sources.items():
            if isinstance(item, Line):
                block = self.of_demand[need] = self.rows.block(source.row_axes, source.sizes)
            else:
                block = self.inputs_by_month[owner, need] = self.rows.block()
            picks.append(Pick(need, item, owner, block, source))
        return tuple(picks)

    def section(self, sheet: CalculationSheet, monthly: Evaluated) -> OptionLines:
        """The rows of demand or of an option: what it reads in the reference month, then its lines that vary."""
        option, lines = sheet.evaluated.option, monthly.model.lines
        self.rows.heading(sheet_name(sheet.evaluated))
        moving = self._moving(monthly)
        blocks = dict(self.known)
        picks = []
        for need in self._needs(sheet, monthly):
            source = sheet.blocks.get(need)
            if source and source.by_month and need not in self.of_demand:
                blocks[need] = self.rows.block(source.row_axes, source.sizes)
                picks.append(Pick(need, described(need, sheet.evaluated, self.layout.results), option, blocks[need], source))
            elif block := self._elsewhere(need, sheet):
                blocks[need] = block
        back = [key for key in moving if key in lines and looks_back(lines[key], sheet.evaluated.dims[key])]
        chain = vintages(monthly.model, sheet.evaluated.dims, moving)
        bought = self.rows.block() if chain else None
        if bought:
            picks.append(Pick(PURCHASE_MONTH, lines[PURCHASE_MONTH], option, bought, sheet.blocks[PURCHASE_MONTH]))
        for key in back:
            source = sheet.blocks[key]
            block = self.rows.block(source.row_axes, source.sizes) if source.by_month else source
            picks.append(Pick(key, lines[key], option, block, source, in_plan=True))
        alone = {}
        for key in moving:
            if key in back or key in chain:
                alone[key] = line_block(self.rows, key, monthly, self.layout.scenario, self.axis)
            blocks[key] = line_block(self.rows, key, monthly, self.layout.scenario, self.axis)
        repeats = self.layout.folded.repeats[sheet.name].items()
        blocks |= {key: blocks[target] for key, target in repeats if target in blocks and key not in blocks}
        if not option:
            self.known |= {key: blocks[key] for key in moving}
        own = CalculationSheet(self.rows.sheet, sheet.evaluated, blocks, (), self.rows.last, one_month=True)
        return OptionLines(own, tuple(picks), moving, alone, chain, bought)

    def _elsewhere(self, need: str, sheet: CalculationSheet) -> Block | None:
        """The block of a need that has no row in the section itself; None for what every sheet reads alike."""
        for blocks in (self.of_demand, sheet.blocks, self.layout.demand.blocks):
            if need in blocks:
                return blocks[need]
        item = sheet.evaluated.model.inputs.get(need) or demand_model().inputs.get(need)
        if item is None or not item.path:
            return None
        place = self.layout.scenario.entry(need, sheet.evaluated.option).owner, need
        return self.varied.get(place) or self.inputs_by_month.get(place) or self.layout.inputs.blocks[place]

    def results(self, monthly: Evaluated, demand: OptionLines) -> CalculationSheet:
        """The options that are compared side by side: the lines of the run rate's own model, and what it reads of options."""
        blocks = {"requests": demand.sheet.blocks["requests"]}
        sections: list[tuple[str, tuple[str, ...]]] = [("Side by side", RUN_RATE)]
        sections += [(section.title, tuple(line.key for line in section.lines)) for section in monthly.model.sections]
        for title, keys in sections:
            if title != TORNADO or self.axis == CASE:
                self.rows.heading(title)
                blocks |= {key: line_block(self.rows, key, monthly, self.layout.scenario, self.axis) for key in keys}
        return CalculationSheet(self.rows.sheet, monthly, blocks, (), self.rows.last, one_month=True)


def tied(month: OneMonth, layout: Layout) -> list[float]:
    """1 for each option whose first column is the plan's month, and 0 for the others."""
    tolerance = layout.shared_value("check_tolerance")
    held = []
    for name, model in layout.results.compared.items():
        plan = float(model.along("recurring", "month")[month.run_rate.month - 1])
        first = float(month.run_rate.along(name, "recurring")[0])
        held.append(float(abs(first - plan) <= tolerance * abs(plan)))
    return held


def all_tied(month: OneMonth, layout: Layout) -> float:
    """1 where all options are tied."""
    return min(tied(month, layout))
