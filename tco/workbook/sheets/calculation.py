"""Calculation sheets: a model's lines as rows, months across, every cell a formula with its result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from openpyxl.utils import get_column_letter

from tco.language.line import Line, gathered_line
from tco.workbook import sheet_columns
from tco.workbook.addresses import BEFORE, HERE, Template, formula_template, words
from tco.workbook.expected_lines import CALIBRATION, EMPHASIS
from tco.workbook.layout import Layout, described
from tco.workbook.look.formats import DATE, number_format, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import BROKEN, GREY, INK, KEPT, PALE, UNKNOWN, VERDICT, Look, Shown, height_of, lines_of, mark
from tco.workbook.places import Block, CalculationSheet, Position, along, quoted
from tco.workbook.sheets.frame import LABEL_TOTAL, WIDTHS, Labels, column_heads, finish_lines, open_sheet, write_labels

_FIGURE = Look(size=9.5, align="right", vertical="top", shrink=True)


def write_calculation(pen: Pen, sheet: CalculationSheet, layout: Layout, subtitle: str) -> None:
    """The sheet of one model, from its title to its last line."""
    _header(pen, sheet, layout, subtitle)
    for heading in sheet.headings:
        pen.heading(heading.row, heading.title, layout.last_period)
    for key in sheet.evaluated.model.gathered:
        _gathered(pen, key, sheet, layout)
    for line in sheet.evaluated.model.lines.values():
        _line(pen, line, sheet, layout)
    _marks(pen, sheet, layout)
    finish_lines(pen, sheet.headings, sheet.last_row, layout.last_period)
    pen.sheet.sheet_format.outlineLevelRow = 2
    for block in own_blocks(sheet).values():  # a line of many rows folds to its first
        for row in range(block.first_row + 1, block.last_row + 1):
            pen.sheet.row_dimensions[row].outlineLevel = 2


def own_blocks(sheet: CalculationSheet) -> dict[str, Block]:
    """The blocks of the lines that have rows on the sheet, without those that only repeat others."""
    model = sheet.evaluated.model
    return {key: sheet.blocks[key] for key in (*model.gathered, *model.lines)}


def _marks(pen: Pen, sheet: CalculationSheet, layout: Layout) -> None:
    """Colours that follow the results: words of promises, and on the Checks sheet verdicts."""
    meaning, unit = (VERDICT, "yes = 1") if sheet.name == sheet_columns.CHECKS else (status_colors(layout), "text")
    areas = []
    for key, block in own_blocks(sheet).items():
        if described(key, sheet.evaluated, layout.results).unit == unit:
            columns = _columns(block, layout)
            first, last = get_column_letter(columns[0]), get_column_letter(columns[-1])
            areas.append(f"{first}{block.first_row}:{last}{block.last_row}")
    if areas:
        mark(pen.sheet, " ".join(areas), meaning)


def status_colors(layout: Layout) -> dict[str, Shown]:
    """The words of the promises with their colours; a word that says nothing against an option has none."""
    broken, kept, unknown = (str(row.values["name"]) for row in layout.scenario.catalogue["statuses"].rows[:3])
    return {broken: BROKEN, kept: KEPT, unknown: UNKNOWN}


def _header(pen: Pen, sheet: CalculationSheet, layout: Layout, subtitle: str) -> None:
    """Title, links, what supports the option's speed, column heads, and the number and the end of each month."""
    open_sheet(pen, sheet.name, subtitle, (sheet_columns.TITLE_ROW, sheet_columns.CONSTANT), layout)
    has_speed = CALIBRATION in sheet.blocks
    link_row = sheet_columns.SUBTITLE_ROW if has_speed else sheet_columns.LINKS_ROW
    pen.link(link_row, sheet_columns.WHERE, "To the summary", f"{sheet_columns.SUMMARY}!A1")
    if has_speed:
        _calibration(pen, sheet, layout)
    column_heads(pen, "How it is computed", ("Month", "Month ending"), layout.last_period)
    columns = range(sheet_columns.FIRST_PERIOD, layout.last_period + 1)
    months = range(1, layout.scenario.months + 1)
    if sheet is layout.demand:  # the one sheet that counts months; all others link to it
        number = f"={BEFORE}{sheet_columns.PERIOD_ROW} + 1"
        end = f"=EDATE({layout.inputs.start_cell}, {HERE}{sheet_columns.PERIOD_ROW}) - 1"
    else:
        number, end = (f"={layout.demand.name}!{HERE}${row}" for row in (sheet_columns.PERIOD_ROW, sheet_columns.PERIOD_END_ROW))
    look = Look(size=9, color=INK if sheet is layout.demand else sheet_columns.LINK_GREEN, format="0_)", align="right", fill=PALE)
    pen.formulas(sheet_columns.PERIOD_ROW, columns.start, Template(number).along(columns), months, look)
    ends = [month_end(layout.scenario.start, month) for month in months]
    pen.formulas(sheet_columns.PERIOD_END_ROW, columns.start, Template(end).along(columns), ends, replace(look, bold=True, format=DATE))


def _calibration(pen: Pen, sheet: CalculationSheet, layout: Layout) -> None:
    """The words on the measurements that support the option's speed, in red where there are none.

    In columns that are repeated on every printed page, so that they are whole on each.
    """
    look = Look(size=9, bold=True, color=GREY, align="left")
    text = f"=${get_column_letter(sheet_columns.CONSTANT)}${sheet.blocks[CALIBRATION].first_row}"
    pen.formula(sheet_columns.LINKS_ROW, sheet_columns.WHERE, text, sheet.evaluated.text(CALIBRATION), look)
    unsure = str(layout.scenario.entry("uncalibrated_words", sheet.evaluated.option).elements[0].value)
    mark(pen.sheet, f"{get_column_letter(sheet_columns.WHERE)}{sheet_columns.LINKS_ROW}", {unsure: BROKEN})


def month_end(start: date, month: int) -> int:
    """The serial number of the last day of a plan's month, counted from 1."""
    months = start.year * 12 + start.month - 1 + month
    return (date(months // 12, months % 12 + 1, 1) - date(1899, 12, 30)).days - 1


def _gathered(pen: Pen, key: str, sheet: CalculationSheet, layout: Layout) -> None:
    """A line of several options, one row for each element, linked to the option's own sheet."""
    block = sheet.blocks[key]
    item = described(key, sheet.evaluated, layout.results)
    unit = shown_unit(item.unit, layout.scenario.currency, item.label)
    look = replace(_FIGURE, color=sheet_columns.LINK_GREEN, format=number_format(item.unit))
    names = layout.scenario.axis("option", sheet.evaluated.option)
    columns = _columns(block, layout)
    for position in block.positions():
        name = names[position["option"]]
        source = layout.sheet(name).origin(gathered_line(key))
        letter = HERE if source.by_month else f"${get_column_letter(sheet_columns.CONSTANT)}"
        row = block.row(position)
        labels = Labels(item.label, place_name(block, position, sheet, layout), unit, "As on the option's own sheet.")
        write_labels(pen, row, labels, again=row > block.first_row)
        formulas = Template(f"={quoted(source.sheet)}!{letter}${source.row(_at_first(source, position))}").along(columns)
        pen.formulas(row, columns.start, formulas, along(sheet.evaluated.values[key], position, "month", len(columns)).tolist(), look)


def _at_first(source: Block, position: Position) -> Position:
    """The position of a gathered row on its option's own sheet; what is alike in all options need not name an axis."""
    return {**dict.fromkeys(source.row_axes, 0), **position}


def _line(pen: Pen, line: Line, sheet: CalculationSheet, layout: Layout) -> None:
    """The rows of a line, one for each element."""
    block = sheet.blocks[line.key]
    explained = f"{line.sentence.splitlines()[0]}\n= {words(line, sheet, layout)}"
    total = line.key in EMPHASIS
    unit = shown_unit(line.unit, layout.scenario.currency, line.label)
    look = replace(_FIGURE, format=number_format(line.unit), bold=total, top=total)
    columns = _columns(block, layout)
    pen.height(block.first_row, height_of(lines_of(explained, WIDTHS[sheet_columns.EXPLANATION], 8.5), 8.5))
    for position in block.positions():
        row = block.row(position)
        labels = Labels(line.label, place_name(block, position, sheet, layout), unit, explained)
        write_labels(pen, row, labels, again=row > block.first_row, total=total)
        formulas = formula_template(line, position, sheet, layout).along(columns)
        pen.formulas(row, columns.start, formulas, along(sheet.evaluated.values[line.key], position, "month", len(columns)).tolist(), look)
        if total:
            pen.fill(row, sheet_columns.CONSTANT, layout.last_period, LABEL_TOTAL)


def place_name(block: Block, position: Position, sheet: CalculationSheet, layout: Layout, *before: str) -> str:
    """The names of an element after other words, such as `ap-southeast-1 · chat`."""
    names = (layout.scenario.axis(axis, sheet.evaluated.option)[position[axis]] for axis in block.row_axes)
    return " · ".join(filter(None, (*before, " · ".join(names))))


def _columns(block: Block, layout: Layout) -> range:
    """The columns of a line's figures: those of all months, or that of constants."""
    first, last = (sheet_columns.FIRST_PERIOD, layout.last_period) if block.by_month else (sheet_columns.CONSTANT, sheet_columns.CONSTANT)
    return range(first, last + 1)
