"""Volume and Sensitivity as sheets: the plan's lines with volumes or cases across, every cell a formula with its result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from openpyxl.utils import get_column_letter

from tco.engine.input_arrays import month_lengths
from tco.engine.run_rate import at_month
from tco.language.line import Line, gathered_line
from tco.language.printing import nth
from tco.model.comparison.gathered import RUN_RATE
from tco.model.demand.timeline import CALENDAR, CLOCK
from tco.model.options import WHOSE
from tco.scenario.currency import Conversion, conversion, in_case, stated_unit
from tco.workbook import sheet_columns
from tco.workbook.addresses import BEFORE, HERE, Template, rates_text
from tco.workbook.layout import Layout, described
from tco.workbook.look.formats import number_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import COLUMN_HEIGHT, COLUMN_RIGHT, INK, PALE, Look, height_of, lines_of
from tco.workbook.one_month.description import CASE, ROWS_FOR_CHART, VOLUME, OneMonth, OptionLines, Pick, Varied
from tco.workbook.one_month.layout import volumes
from tco.workbook.one_month.results import write_results
from tco.workbook.one_month.writer import FIGURE, LINKED, Row, Writer
from tco.workbook.places import Block, Position, active_cells, along, cell, cells, quoted
from tco.workbook.sheets.calculation import place_name
from tco.workbook.sheets.frame import WIDTHS, column_heads, finish_lines, open_sheet

_LABEL_WIDTH = 52.0
_ALONE = ", if all months were alike"
_PROPORTION = "In the proportion in which the plan’s history has it; where the month alone has nothing, what the plan has is added."
_NUMBER = Look(size=9, color=INK, format="0_)", align="right", fill=PALE)
_NAME = Look(bold=True, size=9, color=INK, align="right", fill=PALE, wrap=True)
_MULTIPLE = replace(_NAME, format='0.0##"×"_)', color=sheet_columns.LINK_GREEN)
_WHAT = {
    VOLUME: "Run rate of one month at multiples of its volume, without what is paid once",
    CASE: "Run rate of one month with one uncertain input at its low or its high end, everything else as it is",
}
_MEANING = (
    "The same lines as on the options’ sheets, read for the reference month (see Inputs); the first column is the plan’s own month. "
    "Ranges over months are the month alone, its promises too; what earlier months leave behind in it stays in proportion to the plan."
)


def write_one_month(pen: Pen, month: OneMonth, layout: Layout) -> None:
    """The whole sheet, without its chart."""
    writer = Writer(pen, month, layout)
    _header(writer)
    _columns(writer)
    _month(writer)
    _inputs(writer)
    for pick in month.shared:
        _pick(writer, pick)
    for section in month.sections:
        _section(writer, section)
    write_results(writer)
    finish_lines(pen, month.headings, month.last_row, month.last_column, ROWS_FOR_CHART)
    pen.widths({sheet_columns.LABEL: _LABEL_WIDTH})


def _header(writer: Writer) -> None:
    """Title, subtitle, links, column heads, and the headings of the sections."""
    pen, month = writer.pen, writer.month
    open_sheet(pen, month.name, _WHAT[month.axis], (sheet_columns.TITLE_ROW, sheet_columns.CONSTANT), writer.layout)
    results_row = month.results.blocks[RUN_RATE[0]].first_row - 1
    pen.link(sheet_columns.LINKS_ROW, sheet_columns.WHERE, "To the results", f"{month.name}!A{results_row}")
    pen.link(sheet_columns.LINKS_ROW, sheet_columns.UNIT, "To the chart", f"{month.name}!G{month.chart_row}")
    column_heads(pen, "What it is", ("Column", "Volume" if month.axis == VOLUME else "Input"), month.last_column)
    for heading in month.headings:
        pen.heading(heading.row, heading.title, month.last_column)


def _columns(writer: Writer) -> None:
    """The heads of the volumes or cases: number, multiple or input, and a note."""
    pen, month, layout = writer.pen, writer.month, writer.layout
    first = sheet_columns.FIRST_PERIOD
    numbers = Template(f"={BEFORE}{sheet_columns.PERIOD_ROW} + 1").along(writer.columns)
    pen.formulas(sheet_columns.PERIOD_ROW, first, numbers, range(1, month.columns + 1), _NUMBER)
    if month.axis == VOLUME:
        multiples = active_cells((layout.inputs.volume_row, layout.inputs.volume_row + month.columns - 1))
        formulas = Template(f"={nth(multiples, f'{HERE}${sheet_columns.PERIOD_ROW}')}").along(writer.columns)
        pen.formulas(sheet_columns.PERIOD_END_ROW, first, formulas, [1.0, *volumes(layout)], _MULTIPLE)
    else:
        pen.texts(sheet_columns.PERIOD_END_ROW, first, month.column_names, _NAME)
    notes = [_note(month, layout, number) for number in range(month.columns)]
    pen.texts(sheet_columns.HEADER_ROWS, first, notes, COLUMN_RIGHT)
    pen.height(sheet_columns.PERIOD_END_ROW, 16 if month.axis == VOLUME else 50)
    pen.height(sheet_columns.HEADER_ROWS, 50 if month.axis == VOLUME and layout.inputs.crossings else COLUMN_HEIGHT)


def _note(month: OneMonth, layout: Layout, number: int) -> str:
    """The note below a column's name; columns are counted from 0."""
    if not number:
        return "Plan"
    if month.axis == CASE:
        return "High" if number % 2 == 0 else "Low"
    crossings = layout.inputs.crossings
    first = month.columns - len(crossings)
    return f"{crossings[number - first].option} below {crossings[number - first].other}" if number >= first else ""


def _month(writer: Writer) -> None:
    """The reference month, its length, and which input is varied in which column."""
    month, layout, demand = writer.month, writer.layout, writer.layout.demand
    row = Row(month.month.first_row, "Reference month", "", "month", _MEANING)
    writer.write_one(row, f"={demand.cell('run_rate_month')}", month.run_rate.month, LINKED)
    writer.pen.height(row.row, height_of(lines_of(_MEANING, WIDTHS[sheet_columns.EXPLANATION], 8.5), 8.5))
    days = month_lengths(layout.scenario.start, layout.scenario.months)[month.run_rate.month - 1]
    row = Row(month.days.first_row, "Days of the reference month", "", CALENDAR.unit, "By the calendar.")
    writer.write_one(row, f"=DAY({writer.in_month(layout.months(demand, sheet_columns.PERIOD_END_ROW))})", days, LINKED)
    if month.axis == CASE:
        number, end = (block.first_row for block in month.switches)
        columns = np.arange(1, month.columns + 1)
        row = Row(number, "Input that is varied", "", "row", "Counted from the first below; 0 in the first column, where none is.")
        writer.write(row, f"=ROUNDDOWN({HERE}${sheet_columns.PERIOD_ROW} / 2, 0)", columns // 2)
        row = Row(end, "End that it takes", "", "row", "1 is its low end, 2 its high one.")
        writer.write(row, f"=MOD({HERE}${sheet_columns.PERIOD_ROW}, 2) + 1", columns % 2 + 1)


def _inputs(writer: Writer) -> None:
    """The inputs that differ by column; those that are varied one at a time are counted in the column of constants."""
    counted = 0  # the row that holds the number of the last input
    for item in writer.month.varied:
        for position in item.block.positions():
            row, number = item.block.row(position), item.numbers.get(_index(position))
            if number:
                look = replace(FIGURE, format=number_format("row"))
                writer.pen.formula(row, sheet_columns.CONSTANT, f"=$D${counted} + 1" if counted else "=0 + 1", number, look)
                counted = row
            _input(writer, item, position, varied=bool(number))


def _index(position: Position) -> int:
    """The index of an element of an input that has one row axis at most, counted from 0."""
    return next(iter(position.values()), 0)


def _input(writer: Writer, item: Varied, position: Position, *, varied: bool) -> None:
    """An input that differs by column: `varied` one at a time, multiplied by the volume, or converted by a rate that is varied."""
    month, entry = writer.month, item.entry
    source = writer.layout.inputs.blocks[entry.owner, entry.input.key]
    by_month = entry.dims == ("month",)
    rows = source.span if by_month else (source.row(position),) * 2
    active = writer.in_month(active_cells(rows)) if by_month else cell(sheet_columns.INPUTS, sheet_columns.INPUT_ACTIVE, rows[0])
    where = WHOSE.get(entry.owner, entry.owner)
    if not by_month:
        where = " · ".join(filter(None, (where, *entry.elements[_index(position)].where)))
    active, rates = _stated(writer, item, position, active, where)
    text = active
    row = item.block.row(position)
    if month.axis == VOLUME:
        text = f"{active} * {HERE}${sheet_columns.PERIOD_END_ROW}"
    elif varied:
        number, end = (block.first_row for block in month.switches)
        ends = cells(sheet_columns.INPUTS, (sheet_columns.INPUT_LOW, sheet_columns.INPUT_HIGH), rows)
        has_both = f"COUNT({ends}) / COUNT({active_cells(rows)}) - 1" if by_month else f"COUNT({ends}) - 1"  # 1 where it has both ends
        place = f"$D${month.month.first_row}" if by_month else "1"
        text = f"IF({HERE}${number} * ({has_both}) = $D{row}, INDEX({ends}, {place}, {HERE}${end}), {active})"
    values = writer.along(month.run_rate.inputs[entry.owner, entry.input.key], position)
    explained = "As the Inputs sheet has it, varied by column."
    writer.write(Row(row, entry.input.label, where, entry.input.unit, explained), f"={text}{rates}", values, LINKED)


def _stated(writer: Writer, item: Varied, position: Position, active: str, where: str) -> tuple[str, str]:
    """The formula of the plan's own value, and what then converts it in each column.

    An input in a currency of its own has a row for its value as it is stated, which is written here.
    """
    month, layout, entry = writer.month, writer.layout, item.entry
    if item.stated is None:
        return active, ""
    element = entry.elements[month.run_rate.month - 1 if entry.dims == ("month",) else _index(position)]
    rates = conversion(element, entry.input, layout.scenario.currency)
    back = rates_text(Conversion(rates.over, rates.times), layout, month.name)
    row = Row(
        item.stated.row(position),
        f"{entry.input.label}, as stated",
        where,
        stated_unit(entry.input, element),
        "As the Inputs sheet has it, before its conversion.",
    )
    writer.write_one(row, f"={active}{back}", element.in_case(layout.scenario.case, entry.input.rises), LINKED)
    if not rates.keys:
        return active, ""
    own = {item.entry.input.key: item.block for item in month.varied if not item.entry.owner}
    text = ""
    for sign, key in (("*", rates.times), ("/", rates.over)):
        if key:  # a rate that is varied is read in its column
            text += f" {sign} {HERE}${own[key].first_row}" if key in own else f" {sign} {layout.inputs.cell(key)}"
    return f"$D{row.row}", text


def _pick(writer: Writer, pick: Pick) -> None:
    """A value of the plan in the reference month; a line without months is read on its own sheet."""
    if pick.block is pick.source:
        return
    layout, number = writer.layout, writer.month.run_rate.month
    item = pick.item if isinstance(pick.item, Line) else described(pick.key, layout.demand.evaluated, layout.results)
    label = f"{item.label}, in the plan" if pick.in_plan else item.label
    explained = "As its own sheet has it in the reference month."
    if pick.source.sheet == sheet_columns.INPUTS:
        entry = layout.scenario.entries[pick.owner, pick.key]
        value = in_case(entry.elements[number - 1], entry, layout.scenario)
        row = Row(pick.block.first_row, label, WHOSE.get(pick.owner, pick.owner), pick.item.unit, explained)
        writer.write_one(row, f"={writer.in_month(active_cells(pick.source.span))}", value, LINKED)
        return
    sheet = layout.sheet(pick.source.sheet)
    values = at_month(sheet.evaluated.values[pick.key], number - 1)
    first, last = (get_column_letter(column) for column in (sheet_columns.FIRST_PERIOD, layout.last_period))
    for position in pick.block.positions():
        where = place_name(pick.block, position, sheet, layout, pick.owner)
        source = pick.source.row(position)
        text = f"={writer.in_month(f'{quoted(sheet.name)}!${first}{source}:${last}{source}')}"
        row = Row(pick.block.row(position), label, where, pick.item.unit, explained)
        writer.write_one(row, text, along(values, position, "month", 1)[0], LINKED)


def _section(writer: Writer, section: OptionLines) -> None:
    """The lines of demand or of an option that vary, after what they read in the reference month."""
    for pick in section.picks:
        _pick(writer, pick)
    run_rate, sheet = writer.month.run_rate, section.sheet
    option = sheet.evaluated.option
    values = (run_rate.options[option] if option else run_rate.demand).values
    plans = {pick.key: pick.block for pick in section.picks if pick.in_plan}
    apart = {key: section.alone[key] for key in section.vintages} | ({CLOCK.key: section.bought} if section.bought else {})
    chained = replace(sheet, blocks={**sheet.blocks, **apart})  # as lines on the way to a sum of vintages read each other
    for key in section.lines:
        if key in sheet.evaluated.model.gathered:
            _gathered(writer, section, key)
            continue
        line = sheet.evaluated.model.lines[key]
        if key in section.alone:
            reader = chained if key in section.vintages else sheet
            writer.write_line(line, section.alone[key], reader, run_rate.alone[option][key], label=line.label + _ALONE)
        if key not in plans:
            writer.write_line(line, sheet.blocks[key], sheet, values[key])
            continue
        for position in section.alone[key].positions():
            where = place_name(section.alone[key], position, sheet, writer.layout, option)
            row = Row(sheet.blocks[key].row(position), line.label, where, line.unit, _PROPORTION)
            text = _in_proportion(writer, section.alone[key].row(position), plans[key], position)
            writer.write(row, text, writer.along(values[key], position))


def _gathered(writer: Writer, section: OptionLines, key: str) -> None:
    """A line of a hybrid's parts, one row for each element, linked to the rows of the part."""
    layout, sheet = writer.layout, section.sheet
    option, block = sheet.evaluated.option, sheet.blocks[key]
    item = described(key, sheet.evaluated, layout.results)
    names = layout.scenario.axis("option", option)
    sections = {each.sheet.evaluated.option: each for each in writer.month.sections}
    values = writer.month.run_rate.options[option].values[key]
    for position in block.positions():
        source = sections[names[position["option"]]].sheet.blocks[gathered_line(key)]
        row = Row(block.row(position), item.label, place_name(block, position, sheet, layout, option), item.unit, "As the part has it.")
        writer.write_link(row, source, position, writer.along(values, position))


def _in_proportion(writer: Writer, row: int, plan: Block, position: Position) -> str:
    """The formula of a line that looks back over months, in proportion to its value in the plan; `row` holds the month alone."""
    value = f"{'' if plan.sheet == writer.month.name else quoted(plan.sheet) + '!'}$D{plan.row(position)}"
    return f"=IF($G{row} > 0, {HERE}{row} * ({value} / $G{row}), {HERE}{row} + {value})"
