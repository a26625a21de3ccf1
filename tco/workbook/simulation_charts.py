"""The Simulation sheet's native charts: cumulative curves of the totals, and how often an option is what one hopes."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter

from tco.simulation.simulate import Simulation
from tco.simulation.spread import LEVELS
from tco.workbook.addresses import quoted
from tco.workbook.charting import COLORS, show_axes, small, title
from tco.workbook.pen import Pen

SPREAD_FOR_LOG = 20.0
"""How many times the smallest figure the largest must be before a logarithmic axis shows both better."""
CHARTED = 3
"""Columns of the table of shares that are drawn: from its third on."""


def curves(pen: Pen, row: int, simulation: Simulation) -> Any:
    """Cumulative curves from the table at a row: the steeper, the surer."""
    options = [option.total for option in simulation.options.values() if option.total]
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    chart.title = title("Share of draws in which the total is not exceeded")
    ys = Reference(pen.sheet, 1, row + 2, 1, row + 1 + len(LEVELS))
    for place, _ in enumerate(options):
        xs = Reference(pen.sheet, 2 + place, row + 2, 2 + place, row + 1 + len(LEVELS))
        series = Series(ys, xs)
        series.tx = SeriesLabel(strRef=StrRef(f"{quoted(pen.sheet.title)}!${get_column_letter(2 + place)}${row + 1}"))
        series.marker = Marker("none")
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=COLORS[place % len(COLORS)], w=25400))
        series.smooth = False
        chart.series.append(series)
    show_axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    figures = [figure for total in options for figure in total.curve]
    if figures and min(figures) > 0 and max(figures) > SPREAD_FOR_LOG * min(figures):
        chart.x_axis.scaling.logBase = 10
    chart.x_axis.majorGridlines = None
    chart.x_axis.number_format = '[>=1000000]#,##0.0,,"m";[>=1000]#,##0,"k";#,##0'
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    return chart


def bars(pen: Pen, row: int, simulation: Simulation) -> Any:
    """How often each option keeps its promises, is the cheapest, and is the answer: columns of the table at a row."""
    count = len(simulation.options)
    chart: Any = BarChart()
    chart.type, chart.gapWidth = "bar", 60
    chart.title = title("Share of draws by option")
    for place in range(CHARTED):
        column = 3 + place
        series = Series(Reference(pen.sheet, column, row + 2, column, row + 1 + count))
        series.tx = SeriesLabel(strRef=StrRef(f"{quoted(pen.sheet.title)}!${get_column_letter(column)}${row + 1}"))
        series.graphicalProperties = GraphicalProperties(solidFill=COLORS[place])
        chart.append(series)
    chart.set_categories(Reference(pen.sheet, 1, row + 2, 1, row + 1 + count))
    chart.x_axis.scaling.orientation = "maxMin"
    show_axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format = "0%"
    chart.y_axis.crosses = "max"  # at the foot, though the options run downwards
    return chart
