"""The Summary sheet: the answer first, the options side by side, and native charts that stay live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils import get_column_letter

from tco.engine.simulation.simulate import Simulation
from tco.model.money.cost_categories import COST_CLASSES
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout, described
from tco.workbook.look.charts import COLORS, SHORT_MONEY, along_row, bars, color_of, curve, down, filled, label_in, lines, put, small
from tco.workbook.look.formats import number_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    ACCENT,
    BROKEN,
    COLUMN,
    COLUMN_CENTER,
    COLUMN_RIGHT,
    GREY,
    LINK_BLUE,
    PALE,
    SMALL,
    WHITE,
    Look,
    finish,
    mark,
    mark_row,
)
from tco.workbook.one_month.charts import chart_of
from tco.workbook.places import quoted
from tco.workbook.sheets.budget import write_budgets, write_class
from tco.workbook.sheets.calculation import status_colors
from tco.workbook.sheets.frame import open_sheet

_CARD_ROW, _TABLE_ROW = sheet_columns.SUMMARY_CARD_ROW, sheet_columns.SUMMARY_TABLE_ROW
_LAST = len(sheet_columns.SUMMARY_COLUMNS) + 1
_HALF = 8
"""The last column that the first chart of a row covers."""
_OPTION_WIDTH, _FIGURE_WIDTH, _WORD_WIDTH = 30.0, 14.0, 15.0
_WORD_WIDTHS = {"standing": 27.0}  # a reason why an option is not possible is a sentence
_CARD, _CARD_VALUE = Look(size=9, color=GREY, fill=PALE), Look(bold=True, size=14, color=ACCENT, fill=PALE, align="left")
_FIGURE = Look(size=10, color=sheet_columns.LINK_GREEN, align="right", bottom=True, shrink=True)
_WORD = Look(size=9.5, color=sheet_columns.LINK_GREEN, align="center", wrap=True, bottom=True)
_SHARE = '#,##0.0%_);(#,##0.0%);"–"_)'
_FORMATS = {"share": _SHARE, "month": '0_);(0);"–"_)'}
"""Formats of the table by unit, where they are not those of the sheets: month 0 is none."""
_NOTE = (
    "The recommended option's row is shaded green. A promise that is not established counts as not kept; a soft one does not decide. "
    "Savings are the baseline less the option; (1,234) is negative. From the month in which the model of an API retires its successor's "
    "price counts."
)


def write_summary(pen: Pen, layout: Layout, simulation: Simulation | None = None) -> None:
    """The whole sheet; with budgets and the odds of the recommendation where a simulation was run."""
    scenario = layout.scenario
    about = f"{scenario.months} months from {scenario.start:%B %Y}; nominal, before income tax, in {scenario.currency}"
    open_sheet(pen, f"{sheet_columns.SUMMARY}: {scenario.title}", about, (3, 3), layout)
    _cards(pen, layout)
    _table(pen, layout)
    if simulation:
        write_class(pen, _CARD_ROW + 2, layout, simulation)
    charts = write_budgets(pen, _TABLE_ROW + len(scenario.compared) + 3, layout, simulation, _LAST) + 1
    last = _charts(pen, layout, charts)
    pen.sheet.freeze_panes = "B4"
    finish(pen.sheet, last, _LAST, 3)


def _cards(pen: Pen, layout: Layout) -> None:
    """The headlines: recommendation, its cost, its saving, the baseline's cost."""
    currency, comparison = layout.scenario.currency, layout.comparison
    labels = (
        "Recommended",
        f"Its total cost of ownership, {currency}",
        f"Its saving against the baseline, {currency}",
        f"Total cost of the baseline, {currency}",
    )
    pen.height(_CARD_ROW, 18)
    pen.height(_CARD_ROW + 1, 28)
    for (key, first, last), label in zip(sheet_columns.SUMMARY_CARDS, labels, strict=True):
        unit = comparison.evaluated.model.lines[key].unit
        pen.text(_CARD_ROW, first, label, _CARD)
        look = replace(_CARD_VALUE, format=number_format(unit), shrink=unit != "text")
        pen.formula(_CARD_ROW + 1, first, f"={comparison.cell(key)}", comparison.evaluated.values[key].item(), look)
        pen.fill(_CARD_ROW, first + 1, last, _CARD)
        pen.fill(_CARD_ROW + 1, first + 1, last, _CARD_VALUE)


def _table(pen: Pen, layout: Layout) -> None:
    """The options side by side: a row for each, the recommended one shaded."""
    comparison, options = layout.comparison, layout.scenario.compared
    units = {key: described(key, comparison.evaluated, layout.results).unit for key, _ in sheet_columns.SUMMARY_COLUMNS}
    pen.heading(_TABLE_ROW - 1, "Options side by side", _LAST)
    pen.text(_TABLE_ROW, 1, "Option", COLUMN)
    pen.height(_TABLE_ROW, 40)
    widths = {1: _OPTION_WIDTH}
    words = []
    for column, (key, label) in enumerate(sheet_columns.SUMMARY_COLUMNS, start=2):
        is_word = units[key] == "text"
        pen.text(_TABLE_ROW, column, label, COLUMN_CENTER if is_word else COLUMN_RIGHT)
        widths[column] = _WORD_WIDTHS.get(key, _WORD_WIDTH) if is_word else _FIGURE_WIDTH
        words += [get_column_letter(column)] if is_word else []
    pen.widths(widths)
    first, last = _TABLE_ROW + 1, _TABLE_ROW + len(options)
    for number, option in enumerate(options):
        row = first + number
        pen.height(row, 27)
        pen.link(row, 1, option.name, f"{quoted(option.name)}!A1", Look(bold=True, color=LINK_BLUE, underline=True, bottom=True))
        for column, (key, unit) in enumerate(units.items(), start=2):
            value = comparison.evaluated.values[key].reshape(-1)[number]
            look = replace(_WORD if unit == "text" else _FIGURE, format=_FORMATS.get(unit) or number_format(unit))
            pen.formula(row, column, f"={comparison.cell(key, {'option': number})}", value, look)
    reasons = (str(row.values["name"]) for row in layout.scenario.catalogue["reasons"].rows[1:])  # the first says that it is possible
    mark(pen.sheet, f"{words[0]}{first}:{words[-1]}{last}", status_colors(layout) | dict.fromkeys(reasons, BROKEN))
    mark_row(pen.sheet, f"A{first}:{get_column_letter(_LAST)}{last}", f"$A{first}=$A${_CARD_ROW + 1}")
    pen.text(last + 1, 1, _NOTE, SMALL)


def _charts(pen: Pen, layout: Layout, top: int) -> int:
    """The charts in rows of two from a row on, a last one alone as wide as the table; returns the last row that they cover."""
    height = min(max(9.0, 2.5 + 1.1 * len(layout.scenario.compared)), 14.0)
    rows = int(height / 2.54 * 72 / 15) + 1  # of 15 points, and one between
    book = pen.sheet.parent
    page = book[layout.comparison.name]
    charts = [_totals(page, layout), _cumulative(page, layout)]
    charts += [*(chart_of(book, month, layout) for month in layout.one_month), _parts(page, layout)]
    for number, chart in enumerate(charts):
        alone = number == len(charts) - 1 and not number % 2
        columns = (_HALF + 1, _LAST) if number % 2 else (1, _LAST if alone else _HALF)
        row = top + number // 2 * rows
        put(pen.sheet, chart, columns, (row, row + rows - 2))
    return top + (len(charts) + 1) // 2 * rows - 1


def _totals(page: Any, layout: Layout) -> Any:
    """A bar for each option's total cost, with its figure; `page` is the Comparison, as in the charts below."""
    block = layout.comparison.blocks["drawn_tco"]
    chart = bars(f"Total cost of ownership, {layout.scenario.currency}", 45)
    series = filled(down(page, sheet_columns.CONSTANT, block.span), SeriesLabel(v="Total cost"), COLORS[0])
    for number in range(block.rows()):
        point = DataPoint(idx=number, invertIfNegative=False)
        point.graphicalProperties = GraphicalProperties(solidFill=color_of(number))
        series.dPt.append(point)
    series.dLbls = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False, dLblPos="outEnd", txPr=small(900)
    )
    series.dLbls.numFmt = "#,##0"
    chart.append(series)
    chart.set_categories(down(page, sheet_columns.WHERE, block.span))
    chart.legend = chart.y_axis.crosses = chart.y_axis.majorGridlines = None
    chart.y_axis.delete = True  # the labels say it
    chart.y_axis.scaling.min = 0
    return chart


def _cumulative(page: Any, layout: Layout) -> Any:
    """A curve for each option's cost up to each month."""
    block, columns = layout.comparison.blocks["cumulative_cost"], (sheet_columns.FIRST_PERIOD, layout.last_period)
    chart = lines(f"Cumulative cost by month, {layout.scenario.currency}")
    for number in range(len(layout.scenario.compared)):
        row = block.row({"option": number})
        chart.append(curve(along_row(page, columns, row), None, label_in(page, sheet_columns.WHERE, row), color_of(number)))
    chart.set_categories(along_row(page, columns, sheet_columns.PERIOD_END_ROW))
    chart.x_axis.number_format = "mmm yy"
    chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = max(1, layout.scenario.months // 12)
    chart.y_axis.number_format = SHORT_MONEY
    chart.y_axis.scaling.min = 0
    return chart


def _parts(page: Any, layout: Layout) -> Any:
    """A bar for each option, a layer for each class of the cost that any option has when the book is written."""
    comparison = layout.comparison
    chart = bars(f"Total cost by class, {layout.scenario.currency}", 45)
    chart.grouping, chart.overlap = "stacked", 100
    for number, (key, label) in enumerate(COST_CLASSES.items()):
        if comparison.evaluated.values[f"drawn_{key}"].any():
            span = comparison.blocks[f"drawn_{key}"].span
            chart.append(filled(down(page, sheet_columns.CONSTANT, span), SeriesLabel(v=label), color_of(number), WHITE))
            chart.set_categories(down(page, sheet_columns.WHERE, span))
    chart.y_axis.number_format = SHORT_MONEY
    chart.y_axis.scaling.min = 0
    return chart
