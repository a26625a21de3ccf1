"""The native chart of the parts of every option's total cost: bars in layers, live like the lines of the Comparison that it draws."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from tco.model.gathered import PARTS
from tco.workbook import roles
from tco.workbook.charting import COLORS, SHORT_MONEY, show_axes, small, title
from tco.workbook.layout import CalculationSheet, Layout


def parts_chart(sheet: Worksheet, comparison: CalculationSheet, layout: Layout) -> Any:
    """A bar for each option, a layer for each part of the cost that any option has when the book is written."""
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 45
    chart.title = title(f"Parts of the total cost, {layout.scenario.currency}")
    for place, (key, label) in enumerate(PARTS.items()):
        if not comparison.sheet.values[f"drawn_{key}"].any():
            continue
        block = comparison.blocks[f"drawn_{key}"]
        first, last = block.first_row, block.first_row + block.rows() - 1
        series = Series(Reference(sheet, roles.CONSTANT, first, roles.CONSTANT, last), title=label)
        series.graphicalProperties = GraphicalProperties(solidFill=COLORS[place % len(COLORS)], ln=LineProperties(solidFill="FFFFFF"))
        chart.append(series)
        chart.set_categories(Reference(sheet, roles.WHERE, first, roles.WHERE, last))
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"  # the axis stays below where the options run from the top
    show_axes(chart)
    chart.y_axis.number_format = SHORT_MONEY
    chart.y_axis.scaling.min = 0
    return chart
