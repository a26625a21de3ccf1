"""Charts of one month's run rate, live: every option by volume, and what moves the cost of the recommended one."""

from __future__ import annotations

from typing import Any

from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.series import SeriesLabel
from openpyxl.utils import get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.charts import (
    COLORS,
    SHORT_MONEY,
    SIGNED_MONEY,
    along_row,
    axis_title,
    bars,
    color_of,
    curve,
    down,
    filled,
    label_in,
    point,
    scatter,
)
from tco.workbook.look.pen import Pen
from tco.workbook.one_month.description import VOLUME, OneMonth

_LOW, _HIGH = "8FAADC", COLORS[0]
_HEIGHT, _WIDTH = 12.0, 27.0
"""In centimetres."""


def write_chart(pen: Pen, month: OneMonth, layout: Layout) -> None:
    """The sheet's own chart, below its rows."""
    chart = chart_of(pen.sheet.parent, month, layout)
    chart.height, chart.width = _HEIGHT, _WIDTH
    pen.sheet.add_chart(chart, f"{get_column_letter(sheet_columns.FIRST_PERIOD)}{month.chart_row}")


def chart_of(book: Any, month: OneMonth, layout: Layout) -> Any:
    """The chart of Volume or of Sensitivity, to be put on any sheet of the book."""
    return (_by_volume if month.axis == VOLUME else _tornado)(book[month.name], month, layout)


def _by_volume(sheet: Any, month: OneMonth, layout: Layout) -> Any:
    """A curve for each option over requests per day, both on logarithmic axes, and the crossings that were searched."""
    asked, drawn = (month.results.blocks[key] for key in ("run_rate_requests", "drawn_recurring"))
    crossings = layout.inputs.crossings
    columns = sheet_columns.FIRST_PERIOD + 1, month.last_column - len(crossings)  # those of the chosen multiples
    chart = scatter(f"Monthly run rate by volume, {layout.scenario.currency}")
    for number, row in enumerate(range(drawn.first_row, drawn.last_row + 1)):
        xs, ys = (along_row(sheet, columns, each) for each in (asked.first_row, row))
        chart.series.append(curve(ys, xs, label_in(sheet, sheet_columns.WHERE, row), color_of(number)))
    names = layout.scenario.axis("option")
    for column, crossing in enumerate(crossings, start=columns[1] + 1):
        rows = asked.first_row, drawn.first_row + names.index(crossing.option)
        x, y = (along_row(sheet, (column, column), row) for row in rows)
        chart.series.append(point(y, x, f"{crossing.option} below {crossing.other}", 9))
    chart.legend.legendEntry = [LegendEntry(idx=drawn.rows() + number, delete=True) for number in range(len(crossings))]
    chart.x_axis.scaling.logBase = chart.y_axis.scaling.logBase = 10
    chart.x_axis.number_format = "#,##0"
    chart.y_axis.number_format = SHORT_MONEY
    marked = "; marked: where options cross, as issued" if crossings else ""
    chart.x_axis.title = axis_title(f"Requests per day, on logarithmic axes{marked}")
    return chart


def _tornado(sheet: Any, month: OneMonth, layout: Layout) -> Any:
    """The largest effects on the recommended option, the largest on top: at the low and at the high end of each input."""
    chart = bars(f"What moves the recommended option’s monthly cost (the baseline’s where none is), {layout.scenario.currency}", 40)
    chart.overlap = 100
    for key, legend, color in (("low", "Input at its low end", _LOW), ("high", "Input at its high end", _HIGH)):
        series = filled(down(sheet, sheet_columns.CONSTANT, month.order[key].span), SeriesLabel(v=legend), color)
        series.invertIfNegative = False
        chart.append(series)
    chart.set_categories(down(sheet, sheet_columns.CONSTANT, month.order["name"].span))
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.number_format = SIGNED_MONEY
    return chart
