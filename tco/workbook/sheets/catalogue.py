"""The Catalogue sheet: the facts behind the dropdowns, each with its source and date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from openpyxl.utils import get_column_letter

from tco.catalogue.table import Origin, Row, Table, day_number
from tco.language.lookup import NUMBER
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.formats import DATE, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN, COLUMN_INDENTED, COLUMN_RIGHT, GREY, PALE, Look, Pages, finish, height_of, lines_of
from tco.workbook.places import TableArea
from tco.workbook.sheets.frame import open_sheet

_UNIT = Look(size=8.5, color=GREY, fill=PALE, wrap=True, align="right")
_NARROW, _WIDE, _NAME, _SOURCE = 11.0, 26.0, 32.0, 120.0
_WORDS = ("text", "date")
BESIDE = ("Date", "Confidence", "Source and note")
_FACT = Look(size=9.5, align="left", indent=1)
_DAY = Look(size=9.5, format=DATE, align="left", indent=1)
_ORIGIN = Look(size=8.5, color=GREY, align="left", indent=1)
_ORIGIN_HEAD = replace(COLUMN_INDENTED, wrap=False)
_PAGE_WIDTH = 200.0
PRICE_OPTION, PRICE_AGE, PRICE_DATE, PRICE_NAME = 2, 3, 4, 5
"""Columns of the prices in use."""


def write_catalogue(pen: Pen, layout: Layout) -> None:
    """Every table, one below the other."""
    tables = {name: layout.scenario.catalogue[name] for name in layout.tables}
    about = f"Facts as of {layout.scenario.catalogue.date}; override a price or a speed on the Inputs sheet, beside its own source."
    open_sheet(pen, sheet_columns.CATALOGUE, about, (1, 3), layout)
    widest = max(len(table.columns) for table in tables.values()) + 1 + len(BESIDE)
    widths = _widths(tables.values(), widest)
    for name, table in tables.items():
        _table(pen, table, layout.tables[name], widths, widest)
    if layout.prices:
        _prices(pen, layout, widest)
    pen.widths(widths)
    pen.sheet.freeze_panes = "C4"
    last = max([area.last_row for area in layout.tables.values()] + [price.row for price in layout.prices])
    finish(pen.sheet, last, widest, 3, Pages(_breaks(widths), title_columns=2))


def _prices(pen: Pen, layout: Layout, widest: int) -> None:
    """The age of the prices that options pay, as issued: what a dropdown chooses in the book later has its date on its own row."""
    head = layout.prices[0].row - 1
    judged = head - 1  # the row of the day on which they are judged
    pen.heading(judged - 1, "Prices in use, as issued", widest)
    pen.text(judged, PRICE_OPTION, "Judged as of", _FACT)
    pen.number(judged, PRICE_DATE, layout.scenario.as_of, _DAY)
    for column, text in {PRICE_OPTION: "Option", PRICE_NAME: "Price of", PRICE_AGE: "Age", PRICE_DATE: "Dated"}.items():
        pen.text(head, column, text, COLUMN_RIGHT if column == PRICE_AGE else COLUMN_INDENTED)
    pen.fill(head, 1, widest, COLUMN)
    date = get_column_letter(PRICE_DATE)
    for price in layout.prices:
        pen.text(price.row, PRICE_OPTION, price.option, _FACT)
        text = f"=${date}${judged} - ${date}{price.row}"
        pen.formula(price.row, PRICE_AGE, text, price.age, Look(size=9.5, format='#,##0" days"_)', align="right"))
        pen.number(price.row, PRICE_DATE, price.day, _DAY)
        pen.text(price.row, PRICE_NAME, f"{price.name}: {price.origin.source}, {price.origin.date}", _ORIGIN)


def _breaks(widths: dict[int, float]) -> list[int]:
    """The columns after which a printed page is full."""
    breaks, used = [], 0.0
    for column, width in sorted(widths.items()):
        if used + width > _PAGE_WIDTH:
            breaks.append(column - 1)
            used = widths[1] + widths[2]  # repeated on each page
        used += width
    return breaks


def _widths(tables: Iterable[Table], widest: int) -> dict[int, float]:
    """Each column as wide as its longest fact in any table, within reason; sources run on over the empty cells to their right."""
    widths = {1: 6.0, 2: _NAME} | dict.fromkeys(range(3, widest + 1), _NARROW)
    for table in tables:
        for place, column in enumerate(table.columns[1:], start=3):
            longest = max((len(str(row.values[column.key] or "")) for row in table.rows), default=0)
            widths[place] = min(max(widths[place], longest * 0.95 + 2.5, len(column.label) * 0.55), _WIDE)
    return widths | {widest - 1: 12.0, widest: _SOURCE}


def _table(pen: Pen, table: Table, area: TableArea, widths: dict[int, float], widest: int) -> None:
    """One table: title, heads, units and facts; bars reach to the column `widest`."""
    after = len(table.columns) + 2  # the first column of what is said beside the facts
    head, units = area.header_row, area.header_row + 1
    pen.heading(head - 1, table.title, widest)
    pen.text(head, area.columns[NUMBER], "Row", COLUMN)
    lines, unit_lines = 1, 1
    for column in table.columns:
        place, words = area.columns[column.key], column.unit in _WORDS
        unit = "" if words or column.unit == "1" else shown_unit(column.unit, "USD", column.label)
        pen.text(head, place, column.label, COLUMN_INDENTED if words else COLUMN_RIGHT)
        pen.text(units, place, unit, _UNIT)
        lines = max(lines, lines_of(column.label, widths[place] - 1, 9.5))
        unit_lines = max(unit_lines, lines_of(unit, widths[place], 8.5))
    pen.texts(head, after, BESIDE, _ORIGIN_HEAD)
    pen.fill(head, after + len(BESIDE), widest, COLUMN)
    pen.fill(units, 1, widest, _UNIT)
    pen.height(head, height_of(lines, 9.5))
    pen.height(units, height_of(unit_lines, 8.5))
    for number in range(1, len(table.rows) + 1):
        _row(pen, table, number, area, widths)


def _row(pen: Pen, table: Table, number: int, area: TableArea, widths: dict[int, float]) -> None:
    """One row of facts, counted from 1."""
    row = table.rows[number - 1]
    line = area.first_row + number - 1
    pen.number(line, area.columns[NUMBER], number, Look(size=8.5, color=GREY, format="0", align="center"))
    lines = 1
    for column in table.columns:
        value, place = row.values[column.key], area.columns[column.key]
        if column.unit == "date" and value is not None:
            pen.number(line, place, day_number(value), _DAY)
        elif isinstance(value, str):
            needed = lines_of(value, widths[place] - 3, 9.5)
            pen.text(line, place, value, replace(_FACT, wrap=True) if needed > 1 else _FACT)
            lines = max(lines, needed)
        elif value is not None:
            pen.number(line, place, value, Look(size=9.5, format=_fact_format(table, column.key), align="right"))
    pen.texts(line, len(table.columns) + 2, provenance(table, row), _ORIGIN)
    if lines > 1:
        pen.height(line, height_of(lines, 9.5))


def _fact_format(table: Table, key: str) -> str:
    """One format for a column: whole where all its figures are."""
    amounts = [value for row in table.rows if isinstance(value := row.values[key], int | float)]
    return "#,##0_)" if all(float(amount).is_integer() for amount in amounts) else "#,##0.00####_)"


def provenance(table: Table, row: Row) -> tuple[str, str, str]:
    """Date, confidence, and source with note of a row; facts that come from elsewhere are named with theirs."""
    labels = {column.key: column.label for column in table.columns}
    others: dict[Origin, list[str]] = {}
    for key, origin in row.origins.items():
        if origin != row.origin:
            others.setdefault(origin, []).append(labels[key])
    own = row.origin
    parts = [*filter(None, (own.source, own.note))]
    for origin, names in others.items():
        about = ", ".join(filter(None, (origin.source if origin.source != own.source else "", origin.date, origin.confidence)))
        parts.append(f"{', '.join(names)}: {'; '.join(filter(None, (about, origin.note)))}")
    return own.date, own.confidence, "; ".join(parts)
