"""The lower part of Volume and Sensitivity: options side by side, crossings, effects in order, and the ties to the options' sheets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from openpyxl.utils import get_column_letter

from tco.engine.evaluate import Array
from tco.language.formula import AXIS
from tco.model.comparison.gathered import RUN_RATE
from tco.workbook import sheet_columns
from tco.workbook.addresses import BEFORE, HERE, formula_template
from tco.workbook.layout import Layout, described
from tco.workbook.look.style import BAD, BAD_FILL, GOOD, GOOD_FILL, mark
from tco.workbook.one_month.description import VOLUME, OneMonth
from tco.workbook.one_month.layout import all_tied, tied
from tco.workbook.one_month.pen import FIGURE, LINKED, OneMonthPen, Row
from tco.workbook.places import Block, quoted
from tco.workbook.sheets.calculation import EMPHASIS, place_name

_MONEY = "money/month"
_VERDICT = {"0": (BAD, BAD_FILL), "1": (GOOD, GOOD_FILL)}


def write_results(sheet: OneMonthPen) -> None:
    """Everything below the options' own lines."""
    _side_by_side(sheet)
    if sheet.across.axis == VOLUME:
        _pairs(sheet)
    else:
        _effects(sheet)
        _order(sheet)
    _ties(sheet)


def _side_by_side(sheet: OneMonthPen) -> None:
    here = sheet.across.results
    for key in RUN_RATE:
        item = described(key, here.evaluated, sheet.layout.results)
        for position, part in zip(here.blocks[key].positions(), sheet.across.compared_parts, strict=True):
            row = here.blocks[key].row(position)
            told = Row(row, f"{item.label}, by option", part.here.evaluated.option, item.unit, "As above, option by option.")
            sheet.write_link(told, part.here.blocks[key], {}, sheet.along(here.evaluated.values[key], position))
    for key, block in here.blocks.items():
        if key in here.evaluated.model.lines:
            _line(sheet, key, block)
    last = get_column_letter(sheet.across.last_column)
    for block in (here.blocks["eligible"], here.blocks["possible"]):
        mark(sheet.pen.sheet, f"G{block.first_row}:{last}{block.first_row + block.rows() - 1}", _VERDICT)


def _line(sheet: OneMonthPen, key: str, block: Block) -> None:
    here = sheet.across.results
    line = here.evaluated.model.lines[key]
    for position in block.positions():
        told = Row(
            block.row(position), line.label, place_name(block, position, here, sheet.layout), line.unit, line.sentence.splitlines()[0]
        )
        template = formula_template(line, position, here, sheet.layout)
        values = sheet.along(here.evaluated.values[key], position)
        if block.by_month:
            sheet.write_all(
                told, template.along(sheet.columns), values, replace(FIGURE, bold=key in EMPHASIS or key == "run_rate_recommended")
            )
        else:
            sheet.write_one(told, template.at(sheet_columns.CONSTANT), values[0])


def _pairs(sheet: OneMonthPen) -> None:
    """What one option costs less than another, for each crossing: negative from the crossing on."""
    drawn = sheet.across.results.blocks["drawn_recurring"]
    costs = sheet.across.results.evaluated.values["drawn_recurring"]
    names = list(sheet.layout.scenario.axis("option"))
    for number, crossing in enumerate(sheet.layout.inputs.crossings):
        mine, other = ({"option": names.index(name)} for name in (crossing.option, crossing.other))
        explained = "Negative where the first costs less: from the column of its crossing on."
        where = f"{crossing.option} less {crossing.other}"
        told = Row(sheet.across.order["pairs"].first_row + number, "Run rate against another option", where, _MONEY, explained)
        text = f"={HERE}{drawn.row(mine)} - {HERE}{drawn.row(other)}"
        sheet.write(told, text, sheet.along(costs, mine) - sheet.along(costs, other))


def _effects(sheet: OneMonthPen) -> None:
    """What every column does to the cost of the tornado's option, and what to sort by."""
    across, order = sheet.across, sheet.across.order
    found = effects(across, sheet.layout)
    cost, effect, sort = (order[key].first_row for key in ("cost", "effect", "sort"))
    plain, possible = (across.results.blocks[key].first_row for key in ("tornado_cost", "tornado_possible"))
    number, end = (block.first_row for block in across.switches)
    explained = "The plan’s own where the option is not possible: an end that cannot be has no effect."
    text = f"=IF({HERE}{possible} > 0, {HERE}{plain}, $G{plain})"
    sheet.write(Row(cost, "Cost that is compared", "", _MONEY, explained), text, found["cost"])

    condition = f"{HERE}${end} * {HERE}${number} > {HERE}${number}"
    between = f"=IF({condition}, ABS({HERE}{cost} - {BEFORE}{cost}), 0 - 1)"
    explained = "Between its ends, in the column of its high one; below 0 in all others."
    sheet.write(Row(effect, "Effect of an input", "", _MONEY, explained), between, found["effect"])
    explained = "A hair less for every later input, so that equal ones stand apart."
    tie = f"{HERE}${sheet_columns.PERIOD_ROW} * {sheet.constant('tie_step')}"
    sheet.write(Row(sort, "Effect to sort by", "", _MONEY, explained), f"={HERE}{effect} * (1 - {tie}) - {tie}", found["sort"])


def _order(sheet: OneMonthPen) -> None:
    """The largest effects on the tornado's option, one row for each rank."""
    blocks = sheet.across.order
    cost, sort = (blocks[key].first_row for key in ("cost", "sort"))
    names = sheet.column_names()
    for rank, (column, low, high) in enumerate(ranked(sheet.across, sheet.layout)):
        rows = {key: blocks[key].first_row + rank for key in ("rank", "column", "name", "low", "high")}
        at = f"$D{rows['column']}"
        row = partial(Row, where=f"rank {rank + 1}")
        told = row(rows["rank"], "Rank", unit="row", explained="1 is the largest effect.")
        sheet.write_one(told, f"=$D{rows['rank'] - 1} + 1" if rank else "=0 + 1", rank + 1)
        told = row(rows["column"], "Column of its high end", unit="row", explained="Where the effect of this rank stands.")
        sheet.write_one(told, f"=MATCH(LARGE({sheet.whole(sort)}, $D{rows['rank']}), {sheet.whole(sort)}, 0)", column)
        told = row(rows["name"], "Input, by effect", unit="text", explained="The name of the column.")
        sheet.write_one(told, f"=INDEX({sheet.whole(sheet_columns.PERIOD_END_ROW)}, {at})", names[column - 1])
        told = row(rows["low"], "Change at its low end", unit=_MONEY, explained="Against the plan.")
        sheet.write_one(told, f"=INDEX({sheet.whole(cost)}, {at} - 1) - $G${cost}", low)
        told = row(rows["high"], "Change at its high end", unit=_MONEY, explained="Against the plan.")
        sheet.write_one(told, f"=INDEX({sheet.whole(cost)}, {at}) - $G${cost}", high)


def _ties(sheet: OneMonthPen) -> None:
    """The first column against the options' sheets."""
    across, layout = sheet.across, sheet.layout
    last = get_column_letter(layout.last_period)
    recurring = across.results.blocks["recurring"]
    for number, held in enumerate(tied(across, layout)):
        there = layout.sheet(across.names[number])
        row, plan, tie = there.blocks["recurring"].first_row, across.ties_row + number, across.tie(number)
        text = f"=INDEX({quoted(there.name)}!$G${row}:${last}${row}, {sheet.month})"
        value = float(there.evaluated.along("recurring", "month")[across.found.month - 1])
        told = Row(plan, "Recurring cost on the option's sheet", there.name, _MONEY, "Of the reference month, in the plan.")
        sheet.write_one(told, text, value, LINKED)
        base = f"$G{recurring.row({'option': number})}"
        text = f"=IF(ABS({base} - $D{plan}) <= {sheet.constant('check_tolerance')} * ABS($D{plan}), 1, 0)"
        explained = "1 where the run rate gives what the option's sheet gives."
        sheet.write_one(Row(tie, "First column is the plan's month", there.name, "yes = 1", explained), text, held)
    first, end = across.tie(0), across.tie(len(across.names) - 1)
    told = Row(end + 1, "All first columns are the plan's month", "", "yes = 1", "Part of the master check.")
    sheet.write_one(told, f"=MIN($D{first}:$D{end})", all_tied(across, layout))
    mark(sheet.pen.sheet, f"D{first}:D{end + 1}", _VERDICT)


def effects(across: OneMonth, layout: Layout) -> dict[str, Array]:
    """The rows from which the tornado is sorted, by column."""
    tie = float(layout.scenario.entry("tie_step").elements[0].value)
    size = [1] * len(AXIS)
    size[AXIS[across.axis]] = across.columns
    values = across.results.evaluated.values
    plain, possible = (np.broadcast_to(values[key], size).reshape(-1) for key in ("tornado_cost", "tornado_possible"))
    cost = np.where(possible > 0, plain, plain[0])
    numbers = np.arange(1.0, across.columns + 1)
    high = (numbers % 2 == 1) & (numbers > 1)
    effect = np.where(high, np.abs(cost - np.concatenate([[0.0], cost[:-1]])), 0.0 - 1.0)
    return {"cost": cost, "effect": effect, "sort": effect * (1.0 - numbers * tie) - numbers * tie}


def ranked(across: OneMonth, layout: Layout) -> list[tuple[int, float, float]]:
    """For each rank the column of the high end, counted from 1, and the changes at the low and at the high end."""
    found = effects(across, layout)
    cost = found["cost"]
    columns = [int(at) for at in np.argsort(-found["sort"], kind="stable")[: across.order["rank"].rows()]]
    return [(at + 1, float(cost[at - 1] - cost[0]), float(cost[at] - cost[0])) for at in columns]
