"""Charts of one month's run rate, live: every option by volume, and what moves the cost of the recommended one."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.charts import COLORS, SHORT_MONEY, SIGNED_MONEY, axis_title, show_axes, small, title
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import BAD
from tco.workbook.one_month.description import VOLUME, OneMonth
from tco.workbook.places import quoted

_LOW, _HIGH = "8FAADC", COLORS[0]
_HEIGHT, _WIDTH = 12.0, 27.0


def write_chart(pen: Pen, across: OneMonth, layout: Layout) -> None:
    """The sheet's own chart, below its rows."""
    chart = volume_chart(pen.sheet.parent, across, layout) if across.axis == VOLUME else tornado_chart(pen.sheet.parent, across, layout)
    chart.height, chart.width = _HEIGHT, _WIDTH
    pen.sheet.add_chart(chart, f"{get_column_letter(sheet_columns.FIRST_PERIOD)}{across.chart_row}")


def volume_chart(book: Any, across: OneMonth, layout: Layout) -> Any:
    """A curve for each option over requests per day, both on logarithmic axes, and the crossings that were searched."""
    sheet = book[across.name]
    asked, drawn = (across.results.blocks[key] for key in ("run_rate_requests", "drawn_recurring"))
    crossings = layout.inputs.crossings
    first, last = sheet_columns.FIRST_PERIOD + 1, across.last_column - len(crossings)
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    chart.title = title(f"Monthly run rate by volume, {layout.scenario.currency}")
    for place in range(drawn.rows()):
        row = drawn.first_row + place
        series = _points(sheet, asked.first_row, row, (first, last))
        series.tx = SeriesLabel(strRef=StrRef(f"{quoted(sheet.title)}!${get_column_letter(sheet_columns.WHERE)}${row}"))
        series.marker = Marker("none")
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=COLORS[place % len(COLORS)], w=25400))
        chart.series.append(series)
    names = layout.scenario.axis("option")
    for number, crossing in enumerate(crossings, start=last + 1):
        series = _points(sheet, asked.first_row, drawn.first_row + names.index(crossing.option), (number, number))
        series.tx = SeriesLabel(v=f"{crossing.option} below {crossing.other}")
        series.marker = Marker("diamond", size=9, spPr=GraphicalProperties(solidFill=BAD))
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        chart.series.append(series)
    show_axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    chart.legend.legendEntry = [LegendEntry(idx=drawn.rows() + number, delete=True) for number in range(len(crossings))]
    chart.x_axis.scaling.logBase = chart.y_axis.scaling.logBase = 10
    chart.x_axis.majorGridlines = None
    chart.x_axis.number_format = "#,##0"
    chart.y_axis.number_format = SHORT_MONEY
    chart.x_axis.title = axis_title(
        "Requests per day, on logarithmic axes" + ("; marked: where options cross, as issued" if crossings else "")
    )
    return chart


def _points(sheet: Any, xs: int, ys: int, columns: tuple[int, int]) -> Any:
    first, last = columns
    series = Series(Reference(sheet, first, ys, last, ys), Reference(sheet, first, xs, last, xs))
    series.smooth = False
    return series


def tornado_chart(book: Any, across: OneMonth, layout: Layout) -> Any:
    """The largest effects on the option of the tornado, the largest on top: at the low and at the high end of each input."""
    sheet = book[across.name]
    chart: Any = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "bar", 40, 100
    chart.title = title(f"What moves the recommended option’s monthly cost (the baseline’s where none is), {layout.scenario.currency}")
    for key, legend, color in (("low", "Input at its low end", _LOW), ("high", "Input at its high end", _HIGH)):
        block = across.order[key]
        series = Series(
            Reference(sheet, sheet_columns.CONSTANT, block.first_row, sheet_columns.CONSTANT, block.first_row + block.rows() - 1),
            title=legend,
        )
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        series.invertIfNegative = False
        chart.append(series)
    names = across.order["name"]
    chart.set_categories(
        Reference(sheet, sheet_columns.CONSTANT, names.first_row, sheet_columns.CONSTANT, names.first_row + names.rows() - 1)
    )
    show_axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.crosses = "max"  # the axis below, though the first bar is on top
    chart.y_axis.number_format = SIGNED_MONEY
    return chart
