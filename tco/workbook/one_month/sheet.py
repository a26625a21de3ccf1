"""Volume and Sensitivity as sheets: the plan's lines with volumes or cases across, every cell a formula with its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter

from tco.engine.evaluate import Array
from tco.engine.input_arrays import month_lengths
from tco.engine.run_rate import at_month
from tco.language.formula import AXES
from tco.language.line import Line, gathered_line
from tco.model.comparison.gathered import RUN_RATE
from tco.model.demand.timeline import CALENDAR, CLOCK
from tco.scenario.currency import Conversion, conversion, in_case, stated_unit
from tco.scenario.scenario import Element, Entry
from tco.workbook import sheet_columns
from tco.workbook.addresses import HERE, formula_template
from tco.workbook.conversion import rates_text
from tco.workbook.layout import Layout, described
from tco.workbook.look.formats import number_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    COLUMN_HEIGHT,
    COLUMN_RIGHT,
    INK,
    PALE,
    Look,
    height_of,
    lines_of,
)
from tco.workbook.one_month.description import CASE, VOLUME, OneMonth, OptionLines, Pick, Varied
from tco.workbook.one_month.layout import label_of, volumes
from tco.workbook.one_month.pen import FIGURE, LINKED, OneMonthPen, Row, owner_name
from tco.workbook.one_month.results import write_results
from tco.workbook.places import Block, CalculationSheet, Position, quoted
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


def write_across(pen: Pen, across: OneMonth, layout: Layout) -> None:
    """The whole sheet, without its chart."""
    sheet = OneMonthPen(pen, across, layout)
    _header(sheet)
    _columns(sheet)
    _month(sheet)
    _inputs(sheet)
    for pick in across.shared:
        _pick(sheet, pick)
    for part in across.parts:
        _part(sheet, part)
    write_results(sheet)
    finish_lines(pen, across.headings, across.last_row, across.last_column, below=across.chart_row + across.chart_rows - across.last_row)
    pen.widths({sheet_columns.LABEL: _LABEL_WIDTH})


def _header(sheet: OneMonthPen) -> None:
    """Title, what the sheet is, and the headings of its sections."""
    pen, across = sheet.pen, sheet.across
    open_sheet(pen, across.name, _WHAT[across.axis], (sheet_columns.TITLE_ROW, sheet_columns.CONSTANT), sheet.layout)
    results = f"{across.name}!A{across.results.blocks[RUN_RATE[0]].first_row - 1}"
    pen.link(sheet_columns.STANDING_ROW, sheet_columns.WHERE, "To the results", results)
    pen.link(sheet_columns.STANDING_ROW, sheet_columns.UNIT, "To the chart", f"{across.name}!G{across.chart_row}")
    column_heads(pen, "What it is", ("Column", "Volume" if across.axis == VOLUME else "Input"), across.last_column)
    for heading in across.headings:
        pen.heading(heading.row, heading.title, across.last_column)


def _columns(sheet: OneMonthPen) -> None:
    """The heads of the volumes or cases."""
    pen, across, layout = sheet.pen, sheet.across, sheet.layout
    by_volume = across.axis == VOLUME
    first = layout.inputs.volume_row
    multiples = f"{sheet_columns.INPUTS}!$D${first}:$D${first + across.columns - 1}"
    names, values = sheet.column_names(), [1.0, *volumes(layout)]
    for number, (column, letter) in enumerate(sheet.letters()):
        pen.formula(
            sheet_columns.PERIOD_ROW, column, f"={get_column_letter(column - 1)}{sheet_columns.PERIOD_ROW} + 1", number + 1, _NUMBER
        )
        if by_volume:
            pen.formula(
                sheet_columns.PERIOD_END_ROW, column, f"=INDEX({multiples}, {letter}${sheet_columns.PERIOD_ROW})", values[number], _MULTIPLE
            )
        else:
            pen.text(sheet_columns.PERIOD_END_ROW, column, names[number], _NAME)
        pen.text(sheet_columns.HEADER_ROWS, column, _note(across, layout, number), COLUMN_RIGHT)
    pen.height(sheet_columns.PERIOD_END_ROW, 16 if by_volume else 50)
    pen.height(sheet_columns.HEADER_ROWS, 50 if by_volume and layout.inputs.crossings else COLUMN_HEIGHT)


def _note(across: OneMonth, layout: Layout, number: int) -> str:
    """What stands in the header below a column's name."""
    if not number:
        return "Plan"
    if across.axis == CASE:
        return "High" if number % 2 == 0 else "Low"
    crossing = number - across.columns + len(layout.inputs.crossings)
    if crossing < 0:
        return ""
    found = layout.inputs.crossings[crossing]
    return f"{found.option} below {found.other}"


def _month(sheet: OneMonthPen) -> None:
    """The reference month, its length, and which input is varied in which column."""
    across, layout = sheet.across, sheet.layout
    demand = layout.sheets[0]
    told = Row(across.month.first_row, "Reference month", "", "month", _MEANING)
    sheet.write_one(told, f"={quoted(demand.name)}!$D${demand.blocks['run_rate_month'].first_row}", across.found.month, LINKED)
    sheet.pen.height(across.month.first_row, height_of(lines_of(_MEANING, WIDTHS[sheet_columns.EXPLANATION], 8.5), 8.5))
    ends = (
        f"{quoted(demand.name)}!$G${sheet_columns.PERIOD_END_ROW}:${get_column_letter(layout.last_period)}${sheet_columns.PERIOD_END_ROW}"
    )
    days = month_lengths(layout.scenario.start, layout.scenario.months)[across.found.month - 1]
    told = Row(across.days.first_row, "Days of the reference month", "", CALENDAR.unit, "By the calendar.")
    sheet.write_one(told, f"=DAY(INDEX({ends}, {sheet.month}))", days, LINKED)
    if across.axis == CASE:
        number, end = (block.first_row for block in across.switches)
        numbers = np.arange(1, across.columns + 1)
        told = Row(number, "Input that is varied", "", "row", "Counted from the first below; 0 in the first column, where none is.")
        sheet.write(told, f"=ROUNDDOWN({HERE}${sheet_columns.PERIOD_ROW} / 2, 0)", numbers // 2)
        told = Row(end, "End that it takes", "", "row", "1 is its low end, 2 its high one.")
        sheet.write(told, f"=MOD({HERE}${sheet_columns.PERIOD_ROW}, 2) + 1", numbers % 2 + 1)


def _inputs(sheet: OneMonthPen) -> None:
    """The inputs that differ by column; those that are varied one at a time are counted in the column of constants."""
    counted = 0
    for item in sheet.across.varied:
        for position in item.block.positions():
            place = next(iter(position.values()), 0)
            row = item.block.row(position)
            if place in item.numbers:
                look = replace(FIGURE, format=number_format("row"))
                sheet.pen.formula(row, sheet_columns.CONSTANT, f"=$D${counted} + 1" if counted else "=0 + 1", item.numbers[place], look)
                counted = row
            _input(sheet, item, position, varied=place in item.numbers)


def _input(sheet: OneMonthPen, item: Varied, position: Position, *, varied: bool) -> None:
    entry = item.entry
    there = sheet.layout.inputs.blocks[entry.owner, entry.input.key]
    by_month = entry.dims == ("month",)
    first, last = (there.first_row, there.first_row + there.rows() - 1) if by_month else (there.row(position), there.row(position))
    active = f"INDEX({sheet_columns.INPUTS}!$D${first}:$D${last}, {sheet.month})" if by_month else f"{sheet_columns.INPUTS}!$D${first}"
    elements = () if by_month else entry.elements[next(iter(position.values()), 0)].where
    where = " · ".join(filter(None, (owner_name(entry.owner), *elements)))
    rates = ""
    if item.stated:
        element = entry.elements[sheet.across.found.month - 1 if by_month else next(iter(position.values()), 0)]
        active, rates = _stated(sheet, item.stated.row(position), (entry, element), active, where)
    text = active
    if sheet.across.axis == VOLUME:
        text = f"{active} * {HERE}${sheet_columns.PERIOD_END_ROW}"
    elif varied:
        number, end = (block.first_row for block in sheet.across.switches)
        ends, own = f"{sheet_columns.INPUTS}!$F${first}:$G${last}", f"{sheet_columns.INPUTS}!$D${first}:$D${last}"
        both = f"COUNT({ends}) / COUNT({own}) - 1" if by_month else f"COUNT({ends}) - 1"  # 1 where it has both ends
        place = sheet.month if by_month else "1"
        text = f"IF({HERE}${number} * ({both}) = $D{item.block.row(position)}, INDEX({ends}, {place}, {HERE}${end}), {active})"
    told = Row(item.block.row(position), entry.input.label, where, entry.input.unit, "As the Inputs sheet has it, varied by column.")
    values = sheet.along(sheet.across.found.inputs[entry.owner, entry.input.key], position)
    sheet.write(told, f"={text}{rates}", values, LINKED)


def _stated(sheet: OneMonthPen, row: int, what: tuple[Entry, Element], active: str, where: str) -> tuple[str, str]:
    """Write the plan's own value in the currency in which it is stated; where it stands, and what then converts it in each column."""
    entry, element = what
    scenario = sheet.layout.scenario
    rates = conversion(element, entry.input, scenario.currency)
    back = rates_text(Conversion(rates.over, rates.times), sheet.layout, sheet.across.name)
    unit = stated_unit(entry.input, element)
    told = Row(row, f"{entry.input.label}, as stated", where, unit, "As the Inputs sheet has it, before its conversion.")
    sheet.write_one(told, f"={active}{back}", element.in_case(scenario.case, entry.input.rises), LINKED)
    return (f"$D{row}", sheet.rates(rates)) if rates.keys else (active, "")


def _pick(sheet: OneMonthPen, pick: Pick) -> None:
    """A value of the plan in the reference month; a line without months is read on its own sheet."""
    if pick.block is pick.source:
        return
    month, label = sheet.across.found.month, label_of(pick, sheet.layout)
    explained = "As its own sheet has it in the reference month."
    if pick.source.sheet == sheet_columns.INPUTS:
        entry = sheet.layout.scenario.entries[pick.owner, pick.key]
        first, last = pick.source.first_row, pick.source.first_row + pick.source.rows() - 1
        value = in_case(entry.elements[month - 1], entry, sheet.layout.scenario)
        told = Row(pick.block.first_row, label, owner_name(pick.owner), pick.item.unit, explained)
        sheet.write_one(told, f"=INDEX({sheet_columns.INPUTS}!$D${first}:$D${last}, {sheet.month})", value, LINKED)
        return
    there = sheet.layout.sheet(pick.source.sheet)
    values = at_month(there.evaluated.values[pick.key], month - 1)
    last_letter = get_column_letter(sheet.layout.last_period)
    for position in pick.block.positions():
        row = pick.source.row(position)
        where = " · ".join(filter(None, (pick.owner, place_name(pick.block, position, there, sheet.layout))))
        text = f"=INDEX({quoted(there.name)}!$G{row}:${last_letter}{row}, {sheet.month})"
        sheet.write_one(Row(pick.block.row(position), label, where, pick.item.unit, explained), text, _at(values, position), LINKED)


def _part(sheet: OneMonthPen, part: OptionLines) -> None:
    """Demand's or an option's lines that vary."""
    for pick in part.picks:
        _pick(sheet, pick)
    option = part.here.evaluated.option
    plans = {pick.key: pick.block for pick in part.picks if pick.in_plan}
    found = sheet.across.found.options[option] if option else sheet.across.found.demand
    apart = {key: part.alone[key] for key in part.vintages} | ({CLOCK.key: part.bought} if part.bought else {})
    beside = replace(part.here, blocks={**part.here.blocks, **apart})
    for key in part.lines:
        if key in part.here.evaluated.model.gathered:
            _gathered(sheet, part, key)
            continue
        line = part.here.evaluated.model.lines[key]
        if key in part.alone:
            here = beside if key in part.vintages else part.here
            _line(sheet, here, line, part.alone[key], sheet.across.found.alone[option][key], alone=True)
        if key not in plans:
            _line(sheet, part.here, line, part.here.blocks[key], found.values[key])
            continue
        for position in part.alone[key].positions():
            row = part.here.blocks[key].row(position)
            where = " · ".join(filter(None, (option, place_name(part.alone[key], position, part.here, sheet.layout))))
            text = _in_proportion(sheet, part.alone[key].row(position), plans[key], position)
            sheet.write(Row(row, line.label, where, line.unit, _PROPORTION), text, sheet.along(found.values[key], position))


def _line(  # noqa: PLR0913  (a line, where it stands, and what it gives)
    sheet: OneMonthPen, here: CalculationSheet, line: Line, block: Block, values: Array, *, alone: bool = False
) -> None:
    """The rows of a line that is computed column by column."""
    label = line.label + _ALONE if alone else line.label
    for position in block.positions():
        where = " · ".join(filter(None, (here.evaluated.option, place_name(block, position, here, sheet.layout))))
        told = Row(block.row(position), label, where, line.unit, line.sentence.splitlines()[0])
        sheet.write_all(told, formula_template(line, position, here, sheet.layout).along(sheet.columns), sheet.along(values, position))


def _gathered(sheet: OneMonthPen, part: OptionLines, key: str) -> None:
    """A line of a hybrid's parts, one row for each of its elements, linked to where it stands."""
    option, block = part.here.evaluated.option, part.here.blocks[key]
    item = described(key, part.here.evaluated, sheet.layout.results)
    names = sheet.layout.scenario.axis("option", option)
    parts = {each.here.evaluated.option: each for each in sheet.across.parts}
    values = sheet.across.found.options[option].values[key]
    for position in block.positions():
        there = parts[names[position["option"]]].here.blocks[gathered_line(key)]
        where = " · ".join(filter(None, (option, place_name(block, position, part.here, sheet.layout))))
        told = Row(block.row(position), item.label, where, item.unit, "As the part has it.")
        sheet.write_link(told, there, position, sheet.along(values, position))


def _in_proportion(sheet: OneMonthPen, row: int, plan: Block, position: Position) -> str:
    """A line that looks back over months, in proportion to what it is in the plan."""
    there = f"{'' if plan.sheet == sheet.across.name else quoted(plan.sheet) + '!'}$D{plan.row(position)}"
    return f"=IF($G{row} > 0, {HERE}{row} * ({there} / $G{row}), {HERE}{row} + {there})"


def _at(values: Array, position: Mapping[str, int]) -> Any:
    return values[tuple(min(position.get(axis, 0), size - 1) for axis, size in zip(AXES, values.shape, strict=True))]
