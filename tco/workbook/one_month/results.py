"""The lower part of Volume and Sensitivity: options side by side, crossings, effects in order, and the ties to the options' sheets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from openpyxl.utils import get_column_letter

from tco.engine.evaluate import Array
from tco.language.printing import nth
from tco.model.comparison.gathered import RUN_RATE
from tco.workbook import sheet_columns
from tco.workbook.addresses import BEFORE, HERE
from tco.workbook.expected_lines import EMPHASIS
from tco.workbook.layout import Layout, described
from tco.workbook.look.style import VERDICT, mark
from tco.workbook.one_month.description import VOLUME, OneMonth
from tco.workbook.one_month.layout import all_tied, tied
from tco.workbook.one_month.writer import FIGURE, LINKED, Row, Writer
from tco.workbook.places import ONLY, along

_MONEY = "money/month"


def write_results(writer: Writer) -> None:
    """Everything below the options' own lines."""
    _side_by_side(writer)
    if writer.month.axis == VOLUME:
        _pairs(writer)
    else:
        _effects(writer)
        _order(writer)
    _ties(writer)


def _side_by_side(writer: Writer) -> None:
    """The run rate of each option that is compared, and the lines that compare them."""
    month, sheet = writer.month, writer.month.results
    for key in RUN_RATE:
        item = described(key, sheet.evaluated, writer.layout.results)
        for position, section in zip(sheet.blocks[key].positions(), month.compared, strict=True):
            name = section.sheet.evaluated.option
            row = Row(sheet.blocks[key].row(position), f"{item.label}, by option", name, item.unit, "As above, option by option.")
            writer.write_link(row, section.sheet.blocks[key], ONLY, writer.along(sheet.evaluated.values[key], position))
    for key, line in sheet.evaluated.model.lines.items():
        if key in sheet.blocks:
            emphatic = sheet.blocks[key].by_month and (key in EMPHASIS or key == "run_rate_recommended")
            writer.write_line(line, sheet.blocks[key], sheet, sheet.evaluated.values[key], look=replace(FIGURE, bold=emphatic))
    last = get_column_letter(month.last_column)
    for key in ("eligible", "possible"):
        mark(writer.pen.sheet, f"G{sheet.blocks[key].first_row}:{last}{sheet.blocks[key].last_row}", VERDICT)


def _pairs(writer: Writer) -> None:
    """For each crossing, the cost of one option less that of another: negative from the crossing on."""
    sheet = writer.month.results
    block, values = sheet.blocks["drawn_recurring"], sheet.evaluated.values["drawn_recurring"]
    names = writer.month.names
    for number, crossing in enumerate(writer.layout.inputs.crossings):
        mine, other = ({"option": names.index(name)} for name in (crossing.option, crossing.other))
        explained = "Negative where the first costs less: from the column of its crossing on."
        where = f"{crossing.option} less {crossing.other}"
        row = Row(writer.month.order["pairs"].first_row + number, "Run rate against another option", where, _MONEY, explained)
        text = f"={HERE}{block.row(mine)} - {HERE}{block.row(other)}"
        writer.write(row, text, writer.along(values, mine) - writer.along(values, other))


def _effects(writer: Writer) -> None:
    """The effect of every column on the cost of the tornado's option, and what to sort by."""
    month, order = writer.month, writer.month.order
    values = effects(month, writer.layout)
    cost, effect, sort = (order[key].first_row for key in ("cost", "effect", "sort"))
    plain, possible = (month.results.blocks[key].first_row for key in ("tornado_cost", "tornado_possible"))
    number, end = (block.first_row for block in month.switches)
    explained = "The plan’s own where the option is not possible: an end that cannot be has no effect."
    text = f"=IF({HERE}{possible} > 0, {HERE}{plain}, $G{plain})"
    writer.write(Row(cost, "Cost that is compared", "", _MONEY, explained), text, values["cost"])

    condition = f"{HERE}${end} * {HERE}${number} > {HERE}${number}"
    between = f"=IF({condition}, ABS({HERE}{cost} - {BEFORE}{cost}), 0 - 1)"
    explained = "Between its ends, in the column of its high one; below 0 in all others."
    writer.write(Row(effect, "Effect of an input", "", _MONEY, explained), between, values["effect"])
    explained = "A hair less for every later input, so that equal ones stand apart."
    tie = f"{HERE}${sheet_columns.PERIOD_ROW} * {writer.layout.inputs.cell('tie_step')}"
    writer.write(Row(sort, "Effect to sort by", "", _MONEY, explained), f"={HERE}{effect} * (1 - {tie}) - {tie}", values["sort"])


def _order(writer: Writer) -> None:
    """The largest effects on the tornado's option, one row for each rank."""
    blocks, names = writer.month.order, writer.month.column_names
    cost, sorted_by, heads = blocks["cost"].first_row, writer.whole(blocks["sort"].first_row), writer.whole(sheet_columns.PERIOD_END_ROW)
    costs = writer.whole(cost)
    for number, (column, low, high) in enumerate(ranked(writer.month, writer.layout)):
        rank, place = (blocks[key].first_row + number for key in ("rank", "column"))
        for key, label, unit, explained, text, value in (
            ("rank", "Rank", "row", "1 is the largest effect.", f"=$D{rank - 1} + 1" if number else "=0 + 1", number + 1),
            (
                "column",
                "Column of its high end",
                "row",
                "Where the effect of this rank stands.",
                f"=MATCH(LARGE({sorted_by}, $D{rank}), {sorted_by}, 0)",
                column,
            ),
            ("name", "Input, by effect", "text", "The name of the column.", f"={nth(heads, f'$D{place}')}", names[column - 1]),
            ("low", "Change at its low end", _MONEY, "Against the plan.", f"={nth(costs, f'$D{place} - 1')} - $G${cost}", low),
            ("high", "Change at its high end", _MONEY, "Against the plan.", f"={nth(costs, f'$D{place}')} - $G${cost}", high),
        ):
            writer.write_one(Row(blocks[key].first_row + number, label, f"rank {number + 1}", unit, explained), text, value)


def _ties(writer: Writer) -> None:
    """The first column against the options' sheets."""
    month, layout = writer.month, writer.layout
    recurring = month.results.blocks["recurring"]
    for number, held in enumerate(tied(month, layout)):
        sheet = layout.sheet(month.names[number])
        plan, tie = month.ties_row + number, month.tie(number)
        text = f"={writer.in_month(layout.months(sheet, sheet.blocks['recurring'].first_row))}"
        value = float(sheet.evaluated.along("recurring", "month")[month.run_rate.month - 1])
        row = Row(plan, "Recurring cost on the option's sheet", sheet.name, _MONEY, "Of the reference month, in the plan.")
        writer.write_one(row, text, value, LINKED)
        base = f"$G{recurring.row({'option': number})}"
        text = f"=IF(ABS({base} - $D{plan}) <= {layout.inputs.cell('check_tolerance')} * ABS($D{plan}), 1, 0)"
        explained = "1 where the run rate gives what the option's sheet gives."
        writer.write_one(Row(tie, "First column is the plan's month", sheet.name, "yes = 1", explained), text, held)
    first, last = month.tie(0), month.tie(len(month.names))
    row = Row(last, "All first columns are the plan's month", "", "yes = 1", "Part of the master check.")
    writer.write_one(row, f"=MIN($D{first}:$D{last - 1})", all_tied(month, layout))
    mark(writer.pen.sheet, f"D{first}:D{last}", VERDICT)


def effects(month: OneMonth, layout: Layout) -> dict[str, Array]:
    """The rows from which the tornado is sorted: `cost`, `effect` and `sort`, each of the shape (columns,), in money a month."""
    step = layout.shared_value("tie_step")
    values = month.results.evaluated.values
    plain, possible = (along(values[key], ONLY, month.axis, month.columns) for key in ("tornado_cost", "tornado_possible"))
    cost = np.where(possible > 0, plain, plain[0])
    numbers = np.arange(1.0, month.columns + 1)
    high = (numbers % 2 == 1) & (numbers > 1)
    effect = np.where(high, np.abs(cost - np.concatenate([[0.0], cost[:-1]])), 0.0 - 1.0)
    return {"cost": cost, "effect": effect, "sort": effect * (1.0 - numbers * step) - numbers * step}


def ranked(month: OneMonth, layout: Layout) -> list[tuple[int, float, float]]:
    """For each rank the column of the high end, counted from 1, and the changes at the low and at the high end."""
    values = effects(month, layout)
    cost = values["cost"]
    columns = [int(place) for place in np.argsort(-values["sort"], kind="stable")[: month.order["rank"].rows()]]
    return [(place + 1, float(cost[place - 1] - cost[0]), float(cost[place] - cost[0])) for place in columns]
