"""Where everything lives: the cell of every input, catalogue fact and line, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tco.engine.crossings import Crossing
from tco.engine.evaluate import Evaluated, Results
from tco.engine.prices_in_use import age, counted_from, price_facts
from tco.language.line import Input, Line, gathered_line
from tco.language.lookup import NUMBER
from tco.model.options import KINDS
from tco.scenario.scenario import Entry, Scenario
from tco.workbook import sheet_columns
from tco.workbook.check_rows import BookRows
from tco.workbook.one_month.description import OneMonth
from tco.workbook.places import Block, CalculationSheet, Heading, InputRows, PriceRow, TableArea


@dataclass(frozen=True)
class Layout:
    """Every place of the book."""

    results: Results
    inputs: InputRows
    tables: Mapping[str, TableArea]
    sheets: tuple[CalculationSheet, ...]
    prices: tuple[PriceRow, ...] = ()
    across: tuple[OneMonth, ...] = ()
    """Volume, and Sensitivity where any input is uncertain."""
    book_rows: BookRows | None = None
    """On the Checks sheet, the rows that the book adds to the model's; the last of them is the master check."""

    @property
    def scenario(self) -> Scenario:
        """The scenario whose book this is."""
        return self.results.scenario

    @property
    def last_period(self) -> int:
        """The column of the last month."""
        return sheet_columns.FIRST_PERIOD + self.scenario.months - 1

    def sheet(self, name: str) -> CalculationSheet:
        """The calculation sheet of this name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def find(self, key: str, here: CalculationSheet) -> Block:
        """The block of a line or input as a line of sheet `here` reads it."""
        if key in here.blocks:
            return here.blocks[key]
        for model in here.evaluated.model.reads:
            other = self.sheet(model.name)
            if key in other.blocks:
                return other.blocks[key]
        entry = self.scenario.entry(key, here.evaluated.option)
        return self.inputs.blocks[entry.owner, key]


Belongs = Callable[[Input, str], bool]
"""Whether an input with this owner stands in a section."""


def _owned_by(section: str) -> Belongs:
    return lambda _, owner: owner == section


def _below(section: str) -> Belongs:
    return lambda item, owner: not owner and item.path.startswith(section)


def _shared_by_kind() -> Iterator[tuple[str, Belongs]]:
    """The shared assumptions of each kind of option, under the kind's own titles."""
    found: dict[str, Belongs] = {}
    for kind in KINDS.values():
        if kind.settings_title:
            found.setdefault(kind.settings_title, _owned_by(kind.settings))
        if kind.more_settings_title:
            found[kind.more_settings_title] = _below(kind.more_settings)
    yield from found.items()


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


def lay_out(results: Results, found: tuple[Crossing, ...]) -> Layout:
    """Give every input, fact and line its cells, and a column of the Volume sheet to each crossing."""
    scenario = results.scenario
    tables = _tables(scenario)
    return Layout(
        results,
        _inputs(scenario, found),
        tables,
        tuple(_calculation(sheet, scenario) for sheet in results.every_model()),
        tuple(_prices(results, max(area.last_row for area in tables.values()) + 5)),
    )


def _prices(results: Results, first: int) -> Iterator[PriceRow]:
    """Option by option; its rows stand together."""
    paid = ((name, price, origin) for name in results.options for price, origin in price_facts(results, name))
    for row, (option, price, origin) in enumerate(paid, start=first):
        yield PriceRow(row, option, price, origin, counted_from(origin.date, results), age(origin.date, results))


def _inputs(scenario: Scenario, found: tuple[Crossing, ...]) -> InputRows:
    row = sheet_columns.INPUT_BODY_ROW + 4  # the case switch and the first month stand first
    blocks: dict[tuple[str, str], Block] = {}
    headings = [Heading(sheet_columns.INPUT_BODY_ROW, "Case")]
    volume_row = 0
    for title, entries in input_sections(scenario):
        if not entries:
            continue
        headings.append(Heading(row, title))
        row += 1
        if title == VOLUMES:
            volume_row = row
            row += 1
        for entry in entries:
            sizes = tuple(len(scenario.axis(axis, entry.owner)) for axis in entry.dims)
            blocks[entry.owner, entry.input.key] = block = Block(sheet_columns.INPUTS, row, entry.dims, sizes, by_month=False)
            row += block.rows()
        row += 1 + (len(found) if title == VOLUMES else 0)
    return InputRows(blocks, tuple(headings), sheet_columns.INPUT_BODY_ROW + 1, volume_row, found, row - 2)


def _tables(scenario: Scenario) -> dict[str, TableArea]:
    row = 4
    areas = {}
    for name, table in scenario.catalogue.tables.items():
        columns = {NUMBER: 1} | {column.key: place for place, column in enumerate(table.columns, start=2)}
        first = row + 3
        areas[name] = TableArea(row + 1, first, first + len(table.rows) - 1, columns)
        row = first + len(table.rows) + 1
    return areas


def _calculation(evaluated: Evaluated, scenario: Scenario) -> CalculationSheet:
    row = sheet_columns.BODY_ROW
    blocks: dict[str, Block] = {}
    headings: list[Heading] = []

    def place(key: str) -> None:
        nonlocal row
        axes = tuple(axis for axis in evaluated.dims[key] if axis != "month")
        if key in evaluated.model.gathered:  # options run innermost, so that a line can add them up
            axes = (*(axis for axis in axes if axis != "option"), "option")
        sizes = tuple(len(scenario.axis(axis, evaluated.option)) for axis in axes)
        blocks[key] = block = Block(sheet_name(evaluated), row, axes, sizes, "month" in evaluated.dims[key])
        row += block.rows()

    if evaluated.model.gathered:
        headings.append(Heading(row, "From the option sheets"))
        row += 1
        for key in evaluated.model.gathered:
            place(key)
        row += 1
    for section in evaluated.model.sections:
        headings.append(Heading(row, section.title))
        row += 1
        for line in section.lines:
            place(line.key)
        row += 1
    return CalculationSheet(sheet_name(evaluated), evaluated, blocks, tuple(headings), row - 2)


def sheet_name(evaluated: Evaluated) -> str:
    """An option's own name, and the model's name elsewhere."""
    return evaluated.option or evaluated.model.name


def described(key: str, evaluated: Evaluated, results: Results) -> Line | Input:
    """The line or input of a key as a sheet reads it: a gathered one is described by the first option that has it."""
    found = evaluated.model.line(key) or evaluated.model.inputs.get(key)
    if found is None:
        found = next(line for option in results.options.values() if (line := option.model.line(gathered_line(key))))
    return found
