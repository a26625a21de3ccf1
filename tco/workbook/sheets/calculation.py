"""Calculation sheets: a model's lines as rows, months across, every cell a formula with its result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
from openpyxl.utils import get_column_letter

from tco.language.formula import AXES, AXIS
from tco.language.line import Line, gathered_line
from tco.workbook import sheet_columns
from tco.workbook.addresses import HERE, Template, formula_template, words
from tco.workbook.layout import Layout, described
from tco.workbook.look.formats import DATE, number_format, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    BAD,
    BAD_FILL,
    COLUMN,
    COLUMN_HEIGHT,
    COLUMN_RIGHT,
    FAINT,
    GOOD,
    GOOD_FILL,
    GREY,
    HEADING,
    HEADING_HEIGHT,
    INK,
    LINK,
    OPEN,
    OPEN_FILL,
    PALE,
    SUBTITLE,
    TITLE,
    TITLE_HEIGHT,
    Look,
    Pages,
    finish,
    height_of,
    lines_of,
    mark,
)
from tco.workbook.one_month.layout import all_tied
from tco.workbook.places import Block, CalculationSheet, Position, quoted

GREEN = sheet_columns.LINK_GREEN
WIDTHS = {
    sheet_columns.LABEL: 40.0,
    sheet_columns.WHERE: 21.0,
    sheet_columns.UNIT: 25.0,
    sheet_columns.CONSTANT: 17.0,
    sheet_columns.EXPLANATION: 64.0,
    sheet_columns.OPENING: 1.5,
}
PERIOD_WIDTH = 14.5
PERIODS_A_PAGE = 12
EMPHASIS = frozenset(
    {
        "tco",
        "cost",
        "cash",
        "site_cost",
        "service_cost",
        "npv",
        "recommended",
        "recommended_tco",
        "recommended_saving",
        "saving",
        "eligible",
        "all_checks",
    }
)
"""Lines that a reader looks for: totals and answers."""

STANDING = "calibration"
"""The line that says in words what stands behind an option's speed."""

_HEADS = {sheet_columns.CONSTANT: COLUMN_RIGHT, sheet_columns.EXPLANATION: replace(COLUMN, align="left", indent=1)}
_AGAIN = "As above."
_LABEL, _LABEL_AGAIN, _LABEL_TOTAL = (
    Look(size=9.5, vertical="top", **more) for more in ({}, {"color": FAINT}, {"bold": True, "top": True})
)
_WHERE, _WHERE_TOTAL = (Look(size=9, color=GREY, vertical="top", shrink=True, top=top) for top in (False, True))
_UNIT, _UNIT_TOTAL = (Look(size=9, color=GREY, vertical="top", shrink=True, top=top) for top in (False, True))
_WORDS = Look(size=8.5, color=GREY, wrap=True, vertical="top", align="left", indent=1)
_WORDS_AGAIN = Look(size=8.5, color=FAINT, vertical="top", align="left", indent=1)
_WORDS_TOTAL = Look(size=8.5, color=GREY, wrap=True, vertical="top", top=True, align="left", indent=1)


def write_calculation(pen: Pen, here: CalculationSheet, layout: Layout, subtitle: str) -> None:
    """One model's sheet, from its title to its last line."""
    _header(pen, here, layout, subtitle)
    for heading in here.headings:
        pen.text(heading.row, sheet_columns.LABEL, heading.title, HEADING)
        pen.fill(heading.row, sheet_columns.WHERE, layout.last_period, HEADING)
        pen.height(heading.row, HEADING_HEIGHT)
    for key in here.evaluated.model.gathered:
        _gathered(pen, key, here, layout)
    for key, line in here.evaluated.model.lines.items():
        _line(pen, key, line, here, layout)
    pen.widths(WIDTHS | dict.fromkeys(range(sheet_columns.FIRST_PERIOD, layout.last_period + 1), PERIOD_WIDTH))
    _marks(pen, here, layout)
    pen.sheet.freeze_panes = pen.sheet.cell(sheet_columns.BODY_ROW, sheet_columns.EXPLANATION)
    pen.sheet.column_dimensions[get_column_letter(sheet_columns.EXPLANATION)].outlineLevel = 1
    pen.sheet.sheet_format.outlineLevelRow, pen.sheet.column_dimensions.max_outline = 2, 1
    pen.sheet.sheet_properties.outlinePr.summaryBelow = False
    pen.sheet.sheet_properties.outlinePr.summaryRight = False
    for first, last in _sections(here):
        for row in range(first, last + 1):
            pen.sheet.row_dimensions[row].outlineLevel = 1
    for block in here.blocks.values():  # a line of many rows folds to its first
        for row in range(block.first_row + 1, block.first_row + block.rows()):
            pen.sheet.row_dimensions[row].outlineLevel = 2
    years = range(sheet_columns.OPENING + PERIODS_A_PAGE, layout.last_period, PERIODS_A_PAGE)
    finish(
        pen.sheet,
        here.last_row,
        layout.last_period,
        sheet_columns.HEADER_ROWS,
        Pages((sheet_columns.EXPLANATION, *years), title_columns=sheet_columns.CONSTANT),
    )


def _sections(here: CalculationSheet) -> list[tuple[int, int]]:
    """First and last row below each heading."""
    ends = [heading.row - 2 for heading in here.headings[1:]] + [here.last_row]
    return [(heading.row + 1, end) for heading, end in zip(here.headings, ends, strict=True)]


def _marks(pen: Pen, here: CalculationSheet, layout: Layout) -> None:
    """Colours that follow the results: status words, and on the Checks sheet what holds."""
    verdict, unit = (
        (status_colors(layout), "text")
        if here.name != sheet_columns.CHECKS
        else ({"0": (BAD, BAD_FILL), "1": (GOOD, GOOD_FILL)}, "yes = 1")
    )
    areas = []
    for key, block in here.blocks.items():
        if described(key, here.evaluated, layout.results).unit == unit:
            columns = _columns(block, layout)
            first, last = get_column_letter(columns[0]), get_column_letter(columns[-1])
            areas.append(f"{first}{block.first_row}:{last}{block.first_row + block.rows() - 1}")
    if areas:
        mark(pen.sheet, " ".join(areas), verdict)


def status_colors(layout: Layout) -> dict[str, tuple[str, str]]:
    """The words of the promises with their font and fill; a word that says nothing against an option has none."""
    broken, kept, unknown = (str(row.values["name"]) for row in layout.scenario.catalogue["statuses"].rows[:3])
    return {broken: (BAD, BAD_FILL), kept: (GOOD, GOOD_FILL), unknown: (OPEN, OPEN_FILL)}


def _header(pen: Pen, here: CalculationSheet, layout: Layout, subtitle: str) -> None:
    pen.text(sheet_columns.TITLE_ROW, sheet_columns.LABEL, here.name, TITLE)
    pen.height(sheet_columns.TITLE_ROW, TITLE_HEIGHT)
    pen.height(sheet_columns.HEADER_ROWS, COLUMN_HEIGHT)
    pen.text(sheet_columns.SUBTITLE_ROW, sheet_columns.LABEL, subtitle, SUBTITLE)
    stands = STANDING in here.blocks
    pen.link(sheet_columns.STANDING_ROW, sheet_columns.LABEL, "Back to the cover", f"{sheet_columns.COVER}!A1", LINK)
    pen.link(
        sheet_columns.SUBTITLE_ROW if stands else sheet_columns.STANDING_ROW,
        sheet_columns.WHERE,
        "To the summary",
        f"{sheet_columns.SUMMARY}!A1",
        LINK,
    )
    master_check(pen, sheet_columns.TITLE_ROW, sheet_columns.CONSTANT, layout)
    if stands:
        _standing(pen, here, layout)
    for column, text in (
        (sheet_columns.LABEL, "Line"),
        (sheet_columns.WHERE, "Where"),
        (sheet_columns.UNIT, "Unit"),
        (sheet_columns.CONSTANT, "Constant"),
        (sheet_columns.EXPLANATION, "How it is computed"),
    ):
        pen.text(sheet_columns.HEADER_ROWS, column, text, _HEADS.get(column, COLUMN))
    pen.fill(sheet_columns.HEADER_ROWS, sheet_columns.OPENING, layout.last_period, COLUMN)
    pen.text(sheet_columns.PERIOD_ROW, sheet_columns.CONSTANT, "Month", Look(size=8.5, color=GREY, align="right"))
    pen.text(sheet_columns.PERIOD_END_ROW, sheet_columns.CONSTANT, "Month ending", Look(size=8.5, color=GREY, align="right"))
    first = here.name == layout.sheets[0].name
    start = f"{sheet_columns.INPUTS}!$E${layout.inputs.case_row + 1}"
    for month in range(1, layout.scenario.months + 1):
        column = sheet_columns.FIRST_PERIOD + month - 1
        letter = get_column_letter(column)
        number = (
            f"={get_column_letter(column - 1)}{sheet_columns.PERIOD_ROW} + 1"
            if first
            else f"={layout.sheets[0].name}!{letter}${sheet_columns.PERIOD_ROW}"
        )
        end = (
            f"=EDATE({start}, {letter}{sheet_columns.PERIOD_ROW}) - 1"
            if first
            else f"={layout.sheets[0].name}!{letter}${sheet_columns.PERIOD_END_ROW}"
        )
        color = INK if first else GREEN
        pen.formula(sheet_columns.PERIOD_ROW, column, number, month, Look(size=9, color=color, format="0_)", align="right", fill=PALE))
        pen.formula(
            sheet_columns.PERIOD_END_ROW,
            column,
            end,
            month_end(layout.scenario.start, month),
            Look(size=9, bold=True, color=color, format=DATE, align="right", fill=PALE),
        )


def _standing(pen: Pen, here: CalculationSheet, layout: Layout) -> None:
    """Whether measured results stand behind the option's speed, in red where they do not.

    In columns that are repeated on every printed page, so that it is whole on each.
    """
    look = Look(size=9, bold=True, color=GREY, align="left")
    text = f"=${get_column_letter(sheet_columns.CONSTANT)}${here.blocks[STANDING].first_row}"
    pen.formula(sheet_columns.STANDING_ROW, sheet_columns.WHERE, text, here.evaluated.text(STANDING), look)
    unsure = str(layout.scenario.entry("uncalibrated_words", here.evaluated.option).elements[0].value)
    mark(pen.sheet, f"{get_column_letter(sheet_columns.WHERE)}{sheet_columns.STANDING_ROW}", {unsure: (BAD, BAD_FILL)})


def month_end(start: date, month: int) -> int:
    """The serial number of the last day of a plan's month, counted from 1."""
    months = start.year * 12 + start.month - 1 + month
    return (date(months // 12, months % 12 + 1, 1) - date(1899, 12, 30)).days - 1


def master_check(pen: Pen, row: int, column: int, layout: Layout) -> None:
    """The cell that says whether every check holds; it reads forward, so that each sheet's header can show it."""
    checks = layout.sheet(sheet_columns.CHECKS)
    at = checks.last_row if layout.book_rows else checks.blocks["all_checks"].first_row
    look = Look(bold=True, size=9, color=GOOD, format='[=1]"All checks hold";"CHECK FAILS"', align="left")
    text = f"={quoted(checks.name)}!${get_column_letter(sheet_columns.CONSTANT)}${at}"
    pen.formula(row, column, text, master_value(layout), look)
    mark(pen.sheet, f"{get_column_letter(column)}{row}", {"0": (BAD, BAD_FILL)})


def master_value(layout: Layout) -> float:
    """1 where every check of the model holds, and every one that the book adds."""
    return min(
        [layout.sheet(sheet_columns.CHECKS).evaluated.value("all_checks"), *(all_tied(across, layout) for across in layout.one_month)]
    )


def _gathered(pen: Pen, key: str, here: CalculationSheet, layout: Layout) -> None:
    """A line of every option, one row for each element, linked to the option's sheet."""
    block = here.blocks[key]
    item = described(key, here.evaluated, layout.results)
    unit = shown_unit(item.unit, layout.scenario.currency, item.label)
    look = Look(size=9.5, color=GREEN, format=number_format(item.unit), align="right", vertical="top", shrink=True)
    names = layout.scenario.axis("option", here.evaluated.option)
    for position in block.positions():
        name = names[position["option"]]
        there = layout.sheet(name).blocks[gathered_line(key)]
        source_row = there.row(position)
        row = block.row(position)
        where = place_name(block, position, here, layout)
        describe(pen, row, Described(item.label, where, unit, "As on the option's own sheet."), again=row > block.first_row)
        columns = _columns(block, layout)
        letter = HERE if there.by_month else f"${get_column_letter(sheet_columns.CONSTANT)}"
        formulas = Template(f"={quoted(name)}!{letter}${source_row}").along(columns)
        pen.formulas(row, columns.start, formulas, along_months(here, key, position, len(columns)), look)


def _line(pen: Pen, key: str, line: Line, here: CalculationSheet, layout: Layout) -> None:
    block = here.blocks[key]
    explained = f"{line.sentence.splitlines()[0]}\n= {words(line, here, layout)}"
    total = key in EMPHASIS
    unit = shown_unit(line.unit, layout.scenario.currency, line.label)
    look = Look(size=9.5, format=number_format(line.unit), align="right", bold=total, top=total, vertical="top", shrink=True)
    pen.height(block.first_row, height_of(lines_of(explained, WIDTHS[sheet_columns.EXPLANATION], 8.5), 8.5))
    for position in block.positions():
        row = block.row(position)
        told = Described(line.label, place_name(block, position, here, layout), unit, explained)
        describe(pen, row, told, again=row > block.first_row, total=total)
        columns = _columns(block, layout)
        formulas = formula_template(line, position, here, layout).along(columns)
        pen.formulas(row, columns.start, formulas, along_months(here, key, position, len(columns)), look)
        if total:
            pen.fill(row, sheet_columns.CONSTANT, layout.last_period, _LABEL_TOTAL)


class Described(NamedTuple):
    """What stands before a row's figures."""

    label: str
    where: str
    unit: str
    explained: str


def describe(pen: Pen, row: int, told: Described, *, again: bool, total: bool = False) -> None:
    """The columns before the figures; the rows of one line after its first repeat it quietly."""
    pen.text(row, sheet_columns.LABEL, told.label, _LABEL_TOTAL if total else _LABEL_AGAIN if again else _LABEL)
    pen.text(row, sheet_columns.WHERE, told.where, _WHERE_TOTAL if total else _WHERE)
    pen.text(row, sheet_columns.UNIT, told.unit, _UNIT_TOTAL if total else _UNIT)
    if again:
        pen.text(row, sheet_columns.EXPLANATION, _AGAIN, _WORDS_AGAIN)
    else:
        pen.text(row, sheet_columns.EXPLANATION, told.explained, _WORDS_TOTAL if total else _WORDS)


def place_name(block: Block, position: Position, here: CalculationSheet, layout: Layout) -> str:
    """The names of an element, such as `ap-southeast-1 · chat`."""
    return " · ".join(layout.scenario.axis(axis, here.evaluated.option)[position[axis]] for axis in block.row_axes)


def _columns(block: Block, layout: Layout) -> range:
    return (
        range(sheet_columns.FIRST_PERIOD, layout.last_period + 1)
        if block.by_month
        else range(sheet_columns.CONSTANT, sheet_columns.CONSTANT + 1)
    )


def along_months(here: CalculationSheet, key: str, position: Position, count: int) -> list[float | str]:
    """An element's values in the first `count` months; the same in each where they do not vary by month."""
    array = here.evaluated.values[key]
    places: list[int | slice] = [min(position.get(axis, 0), size - 1) for axis, size in zip(AXES, array.shape, strict=True)]
    places[AXIS["month"]] = slice(count)
    return list(np.broadcast_to(array[tuple(places)], count).tolist())
