"""The Summary sheet: the answer first, the options side by side, and native charts that stay live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tco.model.comparison.gathered import PARTS
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout, described
from tco.workbook.look.charts import COLORS, SHORT_MONEY, put, show_axes, small, title
from tco.workbook.look.formats import number_format
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    ACCENT,
    BROKEN,
    COLUMN,
    COLUMN_CENTER,
    COLUMN_RIGHT,
    GREY,
    PALE,
    SMALL,
    Look,
    finish,
    mark,
    mark_row,
)
from tco.workbook.one_month.charts import tornado_chart, volume_chart
from tco.workbook.one_month.description import VOLUME
from tco.workbook.places import CalculationSheet, quoted
from tco.workbook.sheets.calculation import status_colors
from tco.workbook.sheets.frame import open_sheet


def parts_chart(sheet: Worksheet, comparison: CalculationSheet, layout: Layout) -> Any:
    """A bar for each option, a layer for each part of the cost that any option has when the book is written."""
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 45
    chart.title = title(f"Parts of the total cost, {layout.scenario.currency}")
    for place, (key, label) in enumerate(PARTS.items()):
        if not comparison.evaluated.values[f"drawn_{key}"].any():
            continue
        block = comparison.blocks[f"drawn_{key}"]
        first, last = block.first_row, block.first_row + block.rows() - 1
        series = Series(Reference(sheet, sheet_columns.CONSTANT, first, sheet_columns.CONSTANT, last), title=label)
        series.graphicalProperties = GraphicalProperties(solidFill=COLORS[place % len(COLORS)], ln=LineProperties(solidFill="FFFFFF"))
        chart.append(series)
        chart.set_categories(Reference(sheet, sheet_columns.WHERE, first, sheet_columns.WHERE, last))
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"  # the axis stays below where the options run from the top
    show_axes(chart)
    chart.y_axis.number_format = SHORT_MONEY
    chart.y_axis.scaling.min = 0
    return chart


_CARD_ROW, _TABLE_ROW = sheet_columns.SUMMARY_CARD_ROW, sheet_columns.SUMMARY_TABLE_ROW
_LAST = len(sheet_columns.SUMMARY_COLUMNS) + 1
_OPTION_WIDTH, _FIGURE_WIDTH, _WORD_WIDTH = 30.0, 14.0, 15.0
_WORD_WIDTHS = {"standing": 27.0}  # a reason why an option is not possible is a sentence
_CARD, _CARD_VALUE = Look(size=9, color=GREY, fill=PALE), Look(bold=True, size=14, color=ACCENT, fill=PALE, align="left")
_SHARE = '#,##0.0%_);(#,##0.0%);"–"_)'
_NOTE = (
    "The recommended option's row is shaded green. A promise that is not established counts as not kept; a soft one does not decide. "
    "Savings are the baseline less the option; (1,234) is negative."
)


def write_summary(pen: Pen, layout: Layout) -> None:
    """The whole sheet."""
    scenario = layout.scenario
    comparison = layout.comparison
    about = f"{scenario.months} months from {scenario.start:%B %Y}; nominal, before income tax, in {scenario.currency}"
    open_sheet(pen, f"{sheet_columns.SUMMARY}: {scenario.title}", about, (3, 3), layout)
    _cards(pen, comparison, layout)
    _table(pen, comparison, layout)
    widths = {1: _OPTION_WIDTH} | {
        column: _WORD_WIDTHS.get(key, _WORD_WIDTH) if _is_word(key, comparison, layout) else _FIGURE_WIDTH
        for column, (key, _) in enumerate(sheet_columns.SUMMARY_COLUMNS, start=2)
    }
    pen.widths(widths)
    last = _charts(pen, comparison, layout)
    pen.sheet.freeze_panes = "B4"
    finish(pen.sheet, last, _LAST, 3)


def _cards(pen: Pen, comparison: CalculationSheet, layout: Layout) -> None:
    currency = layout.scenario.currency
    labels = (
        "Recommended: keeps all hard promises",
        f"Its total cost of ownership, {currency}",
        f"Its saving against the baseline, {currency}",
        f"Total cost of the baseline, {currency}",
    )
    pen.height(_CARD_ROW, 18)
    pen.height(_CARD_ROW + 1, 28)
    for (key, first, last), label in zip(sheet_columns.SUMMARY_CARDS, labels, strict=True):
        unit = comparison.evaluated.model.lines[key].unit
        value = comparison.evaluated.text(key) if unit == "text" else comparison.evaluated.value(key)
        pen.text(_CARD_ROW, first, label, _CARD)
        look = replace(_CARD_VALUE, format=number_format(unit), shrink=unit != "text")
        pen.formula(_CARD_ROW + 1, first, f"={comparison.cell(key)}", value, look)
        pen.fill(_CARD_ROW, first + 1, last, _CARD)
        pen.fill(_CARD_ROW + 1, first + 1, last, _CARD_VALUE)


def _unit(key: str, comparison: CalculationSheet, layout: Layout) -> str:
    return described(key, comparison.evaluated, layout.results).unit


def _is_word(key: str, comparison: CalculationSheet, layout: Layout) -> bool:
    return _unit(key, comparison, layout) == "text"


def _table(pen: Pen, comparison: CalculationSheet, layout: Layout) -> None:
    options = layout.scenario.compared
    pen.heading(_TABLE_ROW - 1, "Options side by side", _LAST)
    pen.text(_TABLE_ROW, 1, "Option", COLUMN)
    pen.height(_TABLE_ROW, 40)
    for column, (key, label) in enumerate(sheet_columns.SUMMARY_COLUMNS, start=2):
        pen.text(_TABLE_ROW, column, label, COLUMN_CENTER if _is_word(key, comparison, layout) else COLUMN_RIGHT)
    for place, option in enumerate(options):
        row = _TABLE_ROW + 1 + place
        pen.height(row, 27)
        pen.link(row, 1, option.name, f"{quoted(option.name)}!A1", Look(bold=True, color="0563C1", underline=True, bottom=True))
        for column, (key, _) in enumerate(sheet_columns.SUMMARY_COLUMNS, start=2):
            unit = _unit(key, comparison, layout)
            value = comparison.evaluated.values[key].reshape(-1)[place]
            look = replace(_WORD if unit == "text" else _FIGURE, format=_SHARE if unit == "share" else number_format(unit))
            pen.formula(row, column, f"={comparison.cell(key, {'option': place})}", value, look)
    last = _TABLE_ROW + len(options)
    words = [
        get_column_letter(column)
        for column, (key, _) in enumerate(sheet_columns.SUMMARY_COLUMNS, start=2)
        if _is_word(key, comparison, layout)
    ]
    reasons = (str(row.values["name"]) for row in layout.scenario.catalogue["reasons"].rows[1:])  # the first says that it is possible
    meanings = status_colors(layout) | dict.fromkeys(reasons, BROKEN)
    mark(pen.sheet, f"{words[0]}{_TABLE_ROW + 1}:{words[-1]}{last}", meanings)
    mark_row(pen.sheet, f"A{_TABLE_ROW + 1}:{get_column_letter(_LAST)}{last}", f"$A{_TABLE_ROW + 1}=$A${_CARD_ROW + 1}")
    pen.text(last + 1, 1, _NOTE, SMALL)


_FIGURE = Look(size=10, color=sheet_columns.LINK_GREEN, align="right", bottom=True, shrink=True)
_WORD = Look(size=9.5, color=sheet_columns.LINK_GREEN, align="center", wrap=True, bottom=True)


def _charts(pen: Pen, comparison: CalculationSheet, layout: Layout) -> int:
    """The charts in rows of two below the table, a last one alone as wide as the table; returns the last row that they cover."""
    top = _TABLE_ROW + len(layout.scenario.compared) + 3
    height = min(max(9.0, 2.5 + 1.1 * len(layout.scenario.compared)), 14.0)
    half = 8  # columns that the first chart covers: half of the width
    rows = int(height / 2.54 * 72 / 15) + 1  # of 15 points, and one between
    made = [_bars(pen, comparison, layout), _lines(pen, comparison, layout)]
    draw = {across.axis: volume_chart if across.axis == VOLUME else tornado_chart for across in layout.one_month}
    made += [draw[across.axis](pen.sheet.parent, across, layout) for across in layout.one_month]
    made.append(parts_chart(pen.sheet.parent[comparison.name], comparison, layout))
    for number, chart in enumerate(made):
        alone = number == len(made) - 1 and not number % 2
        columns = (half + 1, _LAST) if number % 2 else (1, _LAST if alone else half)
        row = top + number // 2 * rows
        put(pen.sheet, chart, columns, (row, row + rows - 2))
    return top + (len(made) + 1) // 2 * rows - 1


def _bars(pen: Pen, comparison: CalculationSheet, layout: Layout) -> Any:
    sheet = pen.sheet.parent[comparison.name]
    block = comparison.blocks["drawn_tco"]
    first, last = block.first_row, block.first_row + block.rows() - 1
    bars: Any = BarChart()
    bars.type, bars.gapWidth = "bar", 45
    bars.title = title(f"Total cost of ownership, {layout.scenario.currency}")
    series = Series(Reference(sheet, sheet_columns.CONSTANT, first, sheet_columns.CONSTANT, last), title="Total cost")
    series.graphicalProperties = GraphicalProperties(solidFill=COLORS[0])
    for place in range(block.rows()):
        point = DataPoint(idx=place, invertIfNegative=False)
        point.graphicalProperties = GraphicalProperties(solidFill=COLORS[place % len(COLORS)])
        series.dPt.append(point)
    series.dLbls = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False, dLblPos="outEnd", txPr=small(900)
    )
    series.dLbls.numFmt = "#,##0"
    bars.append(series)
    bars.set_categories(Reference(sheet, sheet_columns.WHERE, first, sheet_columns.WHERE, last))
    bars.legend = None
    bars.x_axis.scaling.orientation = "maxMin"
    show_axes(bars)
    bars.y_axis.delete = True  # the labels say it
    bars.y_axis.majorGridlines = None
    bars.y_axis.scaling.min = 0
    return bars


def _lines(pen: Pen, comparison: CalculationSheet, layout: Layout) -> Any:
    sheet = pen.sheet.parent[comparison.name]
    lines: Any = LineChart()
    lines.title = title(f"Cumulative cost by month, {layout.scenario.currency}")
    cumulative = comparison.blocks["cumulative_cost"]
    for place in range(len(layout.scenario.compared)):
        row = cumulative.row({"option": place})
        one = Series(Reference(sheet, sheet_columns.FIRST_PERIOD, row, layout.last_period, row))
        one.tx = SeriesLabel(strRef=StrRef(f"{quoted(sheet.title)}!${get_column_letter(sheet_columns.WHERE)}${row}"))
        one.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=COLORS[place % len(COLORS)], w=25400))
        one.smooth = False
        lines.append(one)
    lines.set_categories(
        Reference(sheet, sheet_columns.FIRST_PERIOD, sheet_columns.PERIOD_END_ROW, layout.last_period, sheet_columns.PERIOD_END_ROW)
    )
    lines.legend.position = "b"
    lines.legend.txPr = small(900)
    show_axes(lines)
    lines.x_axis.number_format = "mmm yy"
    lines.x_axis.tickLblSkip = lines.x_axis.tickMarkSkip = max(1, layout.scenario.months // 12)
    lines.y_axis.number_format = SHORT_MONEY
    lines.y_axis.scaling.min = 0
    return lines
