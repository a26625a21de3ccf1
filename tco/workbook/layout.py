"""The cell of every input, catalogue fact and line, decided before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from tco.engine.crossings import Crossing
from tco.engine.evaluate import Evaluated, Results
from tco.engine.fold_pass import name_of
from tco.engine.folding import Folded
from tco.engine.known_inputs import Place
from tco.engine.prices_in_use import age, counted_from, price_facts
from tco.language.line import Input, Line, gathered_line
from tco.language.lookup import NUMBER
from tco.model.options import KINDS
from tco.scenario.currency import rates_in_use
from tco.scenario.scenario import Entry, Scenario
from tco.workbook import sheet_columns
from tco.workbook.check_rows import BookRows
from tco.workbook.one_month.description import OneMonth
from tco.workbook.places import Block, CalculationSheet, InputRows, PriceRow, Rows, TableArea, cells


@dataclass(frozen=True)
class Layout:
    """Every place of the book."""

    results: Results
    folded: Folded
    """What is left of the models; `sheets` have it already."""
    inputs: InputRows
    tables: Mapping[str, TableArea]
    sheets: tuple[CalculationSheet, ...]
    """Demand, the options (a hybrid below its parts), the comparison and the checks, in the order of the book."""
    prices: tuple[PriceRow, ...] = ()
    one_month: tuple[OneMonth, ...] = ()
    """Volume, and Sensitivity where any input is uncertain."""
    book_rows: BookRows | None = None
    """On the Checks sheet, the rows that the book adds to the model's; the last of them is the master check."""

    @property
    def scenario(self) -> Scenario:
        """The scenario whose book this is."""
        return self.results.scenario

    @property
    def demand(self) -> CalculationSheet:
        """The sheet on which months are counted and dated."""
        return self.sheets[0]

    @property
    def comparison(self) -> CalculationSheet:
        """The sheet with the options side by side."""
        return self.sheets[-2]

    @property
    def checks(self) -> CalculationSheet:
        """The sheet with the master check."""
        return self.sheets[-1]

    @property
    def last_period(self) -> int:
        """The column of the last month."""
        return sheet_columns.FIRST_PERIOD + self.scenario.months - 1

    def months(self, sheet: CalculationSheet, row: int) -> str:
        """The address of a row over all months, such as `Demand!$G$5:$R$5`."""
        return cells(sheet.name, (sheet_columns.FIRST_PERIOD, self.last_period), (row, row))

    def sheet(self, name: str) -> CalculationSheet:
        """The calculation sheet of this name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def find(self, key: str, sheet: CalculationSheet) -> Block:
        """The block of a line or input as a line of `sheet` reads it."""
        if key in sheet.blocks:
            return sheet.blocks[key]
        for model in sheet.evaluated.model.reads:
            other = self.sheet(model.name)
            if key in other.blocks:
                return other.blocks[key]
        entry = self.scenario.entry(key, sheet.evaluated.option)
        return self.inputs.blocks[entry.owner, key]

    def shared_value(self, key: str) -> float:
        """A single number that all options share, as the scenario has it."""
        return float(self.scenario.entry(key).elements[0].value)


Belongs = Callable[[Input, str], bool]
"""Tells by an input and its owner whether it belongs to a section."""


def _owned_by(section: str) -> Belongs:
    return lambda _, owner: owner == section


def _below(section: str) -> Belongs:
    return lambda item, owner: not owner and item.path.startswith(section)


def _shared_by_kind() -> Iterator[tuple[str, Belongs]]:
    """The shared assumptions of each kind of option, under the kind's own titles."""
    sections: dict[str, Belongs] = {}
    for kind in KINDS.values():
        if kind.settings_title:
            sections.setdefault(kind.settings_title, _owned_by(kind.settings))
        if kind.more_settings_title:
            sections[kind.more_settings_title] = _below(kind.more_settings)
    yield from sections.items()


INPUT_ORDER: tuple[tuple[str, Belongs], ...] = (
    ("Scenario", lambda item, owner: not owner and "." not in item.path),
    ("Workload", _below("workload")),
    ("Regions", _below("regions")),
    ("Service levels", _below("service_levels")),
    *_shared_by_kind(),
    ("Finance", _below("finance")),
    ("Options", _below("options")),
)
"""The sections of the Inputs sheet; after them one for each option, and the constants."""


LEFT_OUT = "Not used in this plan: state it in the scenario and issue again"
"""The last section of a folded book's Inputs sheet: what no formula reads."""
VOLUMES = "Volume sheet: its columns"
"""The section of the Inputs sheet that holds the plan's own volume, the chosen multiples and the crossings that were searched."""


def input_sections(scenario: Scenario) -> Iterator[tuple[str, list[Entry]]]:
    """The Inputs sheet's sections: title and entries."""
    entries = list(scenario.entries.values())
    for title, belongs in INPUT_ORDER:
        yield title, [entry for entry in entries if belongs(entry.input, entry.owner)]
    for option in scenario.options:
        yield f"Option: {option.name}", [entry for entry in entries if entry.owner == option.name]
    yield VOLUMES, [scenario.entry("volume_multiple")]
    constants = (entry for entry in entries if not entry.owner and entry.input.path.startswith("constants"))
    yield "Constants", [entry for entry in constants if entry.input.key != "volume_multiple"]


def lay_out(results: Results, crossings: tuple[Crossing, ...], folded: Folded, of_sheets: Collection[str]) -> Layout:
    """Give every input, fact and line that is left its cells, and a column of the Volume sheet to each crossing.

    `of_sheets` are the keys of inputs that sheets read beside the lines.
    """
    scenario = results.scenario
    read = _read(scenario, folded, of_sheets)
    tables = _tables(scenario, shown_tables(scenario, folded, read))
    inputs = _inputs(scenario, crossings, folded, read)
    sheets: list[CalculationSheet] = []
    for evaluated in results.every_model():
        sheets.append(_calculation(folded.of(evaluated), scenario))
        _repeated(sheets, inputs, folded, scenario)
    return Layout(
        results,
        folded,
        inputs,
        tables,
        tuple(sheets),
        tuple(_prices(results, max(area.last_row for area in tables.values()) + 5)),
    )


def _repeated(sheets: list[CalculationSheet], inputs: InputRows, folded: Folded, scenario: Scenario) -> None:
    """Lines of the last sheet that only repeat another line or an input are found where that is."""
    own = sheets[-1]
    evaluated = own.evaluated
    above = {sheet.name: sheet.blocks for sheet in sheets}
    blocks, origins = dict(own.blocks), dict[str, Block]()
    for key, target in folded.repeats[name_of(evaluated)].items():
        found = blocks.get(target) or next(
            (above[model.name][target] for model in evaluated.model.reads if target in above[model.name]), None
        )
        if found is None and target in evaluated.model.inputs:
            found = inputs.blocks[scenario.entry(target, evaluated.option).owner, target]
        if found is not None:
            (origins if key in blocks else blocks)[key] = found
    sheets[-1] = replace(own, blocks=blocks, origins=origins)


def _prices(results: Results, first: int) -> Iterator[PriceRow]:
    """The prices in use from a row on, option by option."""
    paid = ((name, price, origin) for name in results.options for price, origin in price_facts(results, name))
    for row, (option, price, origin) in enumerate(paid, start=first):
        yield PriceRow(row, option, price, origin, counted_from(origin.date, results), age(origin.date, results))


def _inputs(scenario: Scenario, crossings: tuple[Crossing, ...], folded: Folded, read: frozenset[Place]) -> InputRows:
    rows = Rows(sheet_columns.INPUTS, sheet_columns.INPUT_BODY_ROW)
    rows.heading("Case")
    case_row = rows.next
    rows.next += 2  # the case switch and the first month
    blocks: dict[tuple[str, str], Block] = {}
    volume_row = 0
    for title, entries in _by_use(scenario, read):
        if not entries:
            continue
        rows.heading(title)
        if title == VOLUMES:
            volume_row = rows.next
            rows.next += 1
        for entry in entries:
            sizes = [len(scenario.axis(axis, entry.owner)) for axis in entry.dims]
            blocks[entry.owner, entry.input.key] = rows.block(entry.dims, sizes)
        if title == VOLUMES:
            rows.next += len(crossings)
    fixed = folded.known | (blocks.keys() - read)
    return InputRows(blocks, tuple(rows.headings), case_row, volume_row, crossings, rows.last, frozenset(fixed))


def _by_use(scenario: Scenario, read: frozenset[Place]) -> Iterator[tuple[str, list[Entry]]]:
    """The sections of the Inputs sheet with what is read, and one with all that is not."""
    rest: list[Entry] = []
    for title, entries in input_sections(scenario):
        used = [entry for entry in entries if (entry.owner, entry.input.key) in read]
        rest += [entry for entry in entries if (entry.owner, entry.input.key) not in read]
        yield title, used
    yield LEFT_OUT, rest


def _read(scenario: Scenario, folded: Folded, of_sheets: Collection[str]) -> frozenset[Place]:
    """Inputs that a formula reads: of a line, or of a sheet; and the names along an axis that any line has."""
    if folded.is_whole:
        return folded.read
    rates = {("", entry.input.key) for entry in rates_in_use(scenario)}
    axes = {(name, axis) for name, lines in folded.dims.items() for key in folded.lines(name) for axis in lines[key]}
    lists = {
        (entry.owner, entry.input.choices.removeprefix("axis:"))
        for place, entry in scenario.entries.items()
        if place in folded.read and entry.input.choices.startswith("axis:")
    }
    names = {
        (entry.owner, entry.input.key)
        for entry in scenario.entries.values()
        if not any(element.path for element in entry.elements)
        and (entry.dims[0] in folded.counted or any(axis == entry.dims[0] and entry.owner in ("", name) for name, axis in axes))
    }
    return folded.read | rates | lists | names | {("", key) for key in of_sheets}


def _tables(scenario: Scenario, shown: frozenset[str]) -> dict[str, TableArea]:
    row = 4
    areas = {}
    for name in (name for name in scenario.catalogue.tables if name in shown):
        table = scenario.catalogue[name]
        columns = {NUMBER: 1} | {column.key: place for place, column in enumerate(table.columns, start=2)}
        first = row + 3
        areas[name] = TableArea(row + 1, first, first + len(table.rows) - 1, columns)
        row = first + len(table.rows) + 1
    return areas


def shown_tables(scenario: Scenario, folded: Folded, read: frozenset[Place]) -> frozenset[str]:
    """Catalogue tables on the Catalogue sheet: those that formulas read, and those that dropdowns offer."""
    live = read - folded.known
    offered = {entry.input.choices for place, entry in scenario.entries.items() if place in live}
    return frozenset(scenario.catalogue.tables) & (folded.tables | offered | {"cases", *(("hours",) if folded.has_hours else ())})


def _calculation(evaluated: Evaluated, scenario: Scenario) -> CalculationSheet:
    rows = Rows(sheet_name(evaluated), sheet_columns.BODY_ROW)
    sections = [("From the option sheets", evaluated.model.gathered)] if evaluated.model.gathered else []
    sections += [(section.title, tuple(line.key for line in section.lines)) for section in evaluated.model.sections]
    blocks: dict[str, Block] = {}
    for title, keys in sections:
        rows.heading(title)
        blocks |= {key: line_block(rows, key, evaluated, scenario) for key in keys}
    return CalculationSheet(rows.sheet, evaluated, blocks, tuple(rows.headings), rows.last)


def line_block(rows: Rows, key: str, evaluated: Evaluated, scenario: Scenario, along: str = "month") -> Block:
    """The next rows for a line: one for each element of its axes but `along`, the axis of the columns.

    Options run fastest where lines of several are gathered, so that another line can add them up.
    """
    axes = [axis for axis in evaluated.dims[key] if axis != along]
    if key in evaluated.model.gathered:
        axes = [*(axis for axis in axes if axis != "option"), "option"]
    sizes = [len(scenario.axis(axis, evaluated.option)) for axis in axes]
    return rows.block(axes, sizes, by_month=along in evaluated.dims[key])


def sheet_name(evaluated: Evaluated) -> str:
    """The name of an option, and of the model elsewhere."""
    return name_of(evaluated)


def described(key: str, evaluated: Evaluated, results: Results) -> Line | Input:
    """The line or input of a key as a sheet reads it: a gathered one is described by the first option that has it."""
    item = evaluated.model.line(key) or evaluated.model.inputs.get(key)
    if item is None:
        item = next(line for option in results.options.values() if (line := option.model.line(gathered_line(key))))
    return item
