"""The Data sheet: every component of every option's cost by place and month, one row each, for pivots and other workbooks.

Amounts and months are links to the sheets on which they are computed, with absolute addresses, so that the table can be sorted.
A hybrid's rows are those of its parts, so that all rows of an option are its total cost of ownership.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from tco.engine.evaluate import Array
from tco.model.money.cost_categories import CATEGORIES, COST_CLASSES, FOCUS_VERSION
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.formats import DATE, number_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN, COLUMN_INDENTED, COLUMN_RIGHT, Look, finish
from tco.workbook.places import Block, CalculationSheet, Position, along, cell, cells
from tco.workbook.sheets.calculation import month_end, place_name
from tco.workbook.sheets.frame import open_sheet

TABLE = "CostData"
"""The name of the table in formulas of other workbooks."""

OPTION, PART, WHERE, MONTH_ENDING, QUARTER, YEAR, LINE, UNIT, AMOUNT, EXPENDITURE, CHARGE, SERVICE, BUDGET = range(1, 14)
_HEADS = {
    OPTION: ("Option", 26.0),
    PART: ("Part of a hybrid", 22.0),
    WHERE: ("Site or region", 20.0),
    MONTH_ENDING: ("Month ending", 12.0),
    QUARTER: ("Fiscal quarter", 9.5),
    YEAR: ("Fiscal year", 9.5),
    LINE: ("Line", 34.0),
    UNIT: ("Unit", 8.0),
    AMOUNT: ("Amount", 15.0),
    EXPENDITURE: ("Opex or capex", 10.0),
    CHARGE: ("FOCUS ChargeCategory", 17.0),
    SERVICE: ("FOCUS ServiceCategory", 27.0),
    BUDGET: ("Cost class", 26.0),
}
_FIGURES = frozenset({MONTH_ENDING, QUARTER, YEAR, AMOUNT})
HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
EVERYWHERE = "all"
_TEXT = Look(size=9, align="left")
_BESIDE = replace(_TEXT, indent=1)
_LINK = Look(size=9, color=sheet_columns.LINK_GREEN, align="right")
_LINKED = {
    MONTH_ENDING: replace(_LINK, format=DATE),
    QUARTER: replace(_LINK, format=number_format("quarter")),
    YEAR: replace(_LINK, format=number_format("year")),
    AMOUNT: replace(_LINK, format=number_format("USD"), shrink=True),
}


@dataclass(frozen=True)
class Component:
    """A component of an option's cost at one place: the line, its sheet and rows, and the element."""

    option: str
    sheet: CalculationSheet
    key: str
    block: Block
    position: Position

    def amounts(self, months: int) -> Array:
        """The cost of each of so many months, in the scenario's currency: shape (months,)."""
        return along(self.sheet.evaluated.values[self.key], self.position, "month", months)


def components(layout: Layout) -> Iterator[Component]:
    """Every component of every option that is compared, a hybrid's by its parts."""
    for name in layout.results.compared:
        for evaluated in layout.results.made_of(name):
            sheet = layout.sheet(evaluated.option)
            for key, line in sheet.evaluated.model.lines.items():
                if line.category:
                    block = sheet.blocks[key]
                    yield from (Component(name, sheet, key, block, position) for position in block.positions())


def option_total(option: str, layout: Layout) -> float:
    """The sum of an option's rows."""
    months = layout.scenario.months
    own = (item for item in components(layout) if item.option == option)
    return float(sum(np.sum(item.amounts(months)) for item in own))


def last_row(layout: Layout) -> int:
    """The row of the table's last month."""
    return FIRST_ROW + sum(1 for _ in components(layout)) * layout.scenario.months - 1


def column_range(column: int, layout: Layout) -> str:
    """The cells of a column, below its head, as another sheet reads them."""
    return cells(sheet_columns.DATA, (column, column), (FIRST_ROW, last_row(layout)))


def write_data(pen: Pen, layout: Layout) -> None:
    """The whole sheet."""
    about = f"Effective cost by component, place and month, for pivots and other workbooks (table {TABLE}); words of FOCUS {FOCUS_VERSION}"
    open_sheet(pen, sheet_columns.DATA, about, (3, WHERE), layout)
    for column, (head, _) in _HEADS.items():
        beside = COLUMN_INDENTED if column - 1 in _FIGURES else COLUMN
        pen.text(HEADER_ROW, column, head, COLUMN_RIGHT if column in _FIGURES else beside)
    pen.height(HEADER_ROW, 30)
    row, months = FIRST_ROW, _months(layout)
    for component in components(layout):
        row = _rows(pen, row, component, months, layout)
    pen.widths({column: width for column, (_, width) in _HEADS.items()})
    table = Table(displayName=TABLE, ref=f"A{HEADER_ROW}:{get_column_letter(BUDGET)}{row - 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    # Named here, for openpyxl would read the cells of the headings, and those are written and let go by then.
    table.tableColumns = [TableColumn(id=place, name=head) for place, (head, _) in enumerate(_HEADS.values(), start=1)]
    table.autoFilter = AutoFilter(ref=table.ref)
    pen.sheet.add_table(table)
    pen.sheet.freeze_panes = pen.sheet.cell(FIRST_ROW, PART)
    finish(pen.sheet, row - 1, BUDGET, HEADER_ROW)


def _months(layout: Layout) -> list[dict[int, tuple[str, float]]]:
    """For each month its end, fiscal quarter and fiscal year by column of the table: the link to each, and its result."""
    scenario, demand = layout.scenario, layout.demand
    ends = [month_end(scenario.start, month + 1) for month in range(scenario.months)]
    columns = {MONTH_ENDING: (sheet_columns.PERIOD_END_ROW, ends)}
    for column, key in ((QUARTER, "fiscal_quarter"), (YEAR, "fiscal_year")):
        columns[column] = demand.blocks[key].first_row, demand.evaluated.along(key, "month").tolist()
    return [
        {
            column: (f"={cell(demand.name, sheet_columns.FIRST_PERIOD + month, row)}", values[month])
            for column, (row, values) in columns.items()
        }
        for month in range(scenario.months)
    ]


def _rows(pen: Pen, row: int, component: Component, months: list[dict[int, tuple[str, float]]], layout: Layout) -> int:
    """The rows of a component, one for each of the `months`; returns the row after them."""
    sheet, line = component.sheet, component.sheet.evaluated.model.lines[component.key]
    category = CATEGORIES[line.category]
    texts = {
        OPTION: component.option,
        **({PART: sheet.name} if sheet.name != component.option else {}),
        WHERE: place_name(component.block, component.position, sheet, layout) or EVERYWHERE,
        LINE: line.label,
        UNIT: layout.scenario.currency,
        EXPENDITURE: category.expenditure,
        CHARGE: category.charge,
        SERVICE: category.service,
        BUDGET: COST_CLASSES[category.budget],
    }
    looks = {column: _BESIDE if column - 1 in _FIGURES else _TEXT for column in texts}
    source = component.block.row(component.position)
    amounts = component.amounts(len(months)).tolist()
    for period, (links, amount) in enumerate(zip(months, amounts, strict=True), start=sheet_columns.FIRST_PERIOD):
        for column, text in texts.items():
            pen.text(row, column, text, looks[column])
        for column, (formula, result) in links.items():
            pen.formula(row, column, formula, result, _LINKED[column])
        column = period if component.block.by_month else sheet_columns.CONSTANT
        pen.formula(row, AMOUNT, f"={cell(sheet.name, column, source)}", amount, _LINKED[AMOUNT])
        row += 1
    return row
