"""The Roofline sheet: the time of a decode step by batch for every self-hosted option and site, and the batch that the option has."""

from __future__ import annotations

from typing import Any

from openpyxl.chart.series import SeriesLabel
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from tco.workbook import sheet_columns
from tco.workbook.expected_lines import BESIDE_THE_CURVES, ROOFLINE
from tco.workbook.layout import Layout
from tco.workbook.look.charts import COLORS, LINE_WIDTH, axis_title, curve, down, point, scatter
from tco.workbook.look.formats import number_format, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import GREY, SMALL, Look, finish
from tco.workbook.places import CalculationSheet, Position, along
from tco.workbook.sheets.calculation import place_name
from tco.workbook.sheets.frame import open_sheet

CURVES = (  # line, its name in the legend, colour, width in the unit of drawings
    *zip(
        ROOFLINE,
        ("Larger of reading weights and arithmetic", "Reading weights", "Arithmetic", "Reading KV caches", "Overhead", "Whole step"),
        ("BFD3E6", COLORS[0], COLORS[1], COLORS[2], COLORS[6], "000000"),
        (57150, 19050, 19050, 19050, 19050, LINE_WIDTH),
        strict=True,
    ),
)
_NOTE = (
    "All of it is linked to the options’ sheets: change context, precision, hardware or an engine on the Inputs sheet and the curves move. "
    "Batches of the curves: constants.roofline_batches."
)
_LABEL, _VALUE, _UNIT, _CHART = 1, 2, 3, 5
_TOP = 6
_ROWS = len(BESIDE_THE_CURVES) + 3
_ROW_HEIGHT = 15.0
_BLOCKS_A_PAGE = 2
_TINY = "0.00E+00"
"""A token's arithmetic takes microseconds."""
_WIDTHS = {_LABEL: 44.0, _VALUE: 18.0, _UNIT: 22.0, 4: 2.0} | dict.fromkeys(range(_CHART, _CHART + 10), 11.0)


def has_roofline(sheet: CalculationSheet) -> bool:
    """Tell whether a sheet belongs to an option that is served on hardware."""
    return "roofline_step" in sheet.blocks


def write_roofline(pen: Pen, layout: Layout) -> None:
    """The whole sheet."""
    about = "A decode step gives each request of the batch its next tokens: what it waits for, and at which batch that changes"
    open_sheet(pen, sheet_columns.ROOFLINE, about, (1, _VALUE), layout)
    pen.text(4, 1, _NOTE, SMALL)
    row = _TOP
    blocks = [(sheet, position) for sheet in filter(has_roofline, layout.sheets) for position in sheet.blocks["batch"].positions()]
    for number, (sheet, position) in enumerate(blocks):
        if number and not number % _BLOCKS_A_PAGE:
            pen.sheet.row_breaks.append(Break(id=row - 1))
        _block(pen, row, sheet, position, layout)
        row += _ROWS
    pen.widths(_WIDTHS)
    pen.sheet.freeze_panes = pen.sheet.cell(5, 1)
    finish(pen.sheet, row - 1, max(_WIDTHS), 4)


def _block(pen: Pen, row: int, sheet: CalculationSheet, position: Position, layout: Layout) -> None:
    """The table of one option at one site, and its chart beside it."""
    name = place_name(sheet.blocks["batch"], position, sheet, layout, sheet.name)
    pen.heading(row, name, max(_WIDTHS))
    for offset, key in enumerate(BESIDE_THE_CURVES, start=1):
        line = sheet.evaluated.model.lines[key]
        pen.text(row + offset, _LABEL, line.label, Look(size=9.5, color=GREY))
        form = _TINY if line.unit == "s/token" else number_format(line.unit)
        look = Look(size=9.5, color=sheet_columns.LINK_GREEN, align="right", shrink=True, format=form)
        value = along(sheet.evaluated.values[key], position, "month", 1)[0]
        pen.formula(row + offset, _VALUE, f"={sheet.cell(key, position)}", value, look)
        unit = "" if line.unit == "text" else shown_unit(line.unit, layout.scenario.currency, line.label)
        pen.text(row + offset, _UNIT, unit, Look(size=8.5, color=GREY, align="left", indent=1))
        pen.height(row + offset, _ROW_HEIGHT)
    chart = _chart(pen, sheet, position, layout, name)
    chart.height = (len(BESIDE_THE_CURVES) + 1) * _ROW_HEIGHT / 72 * 2.54
    chart.width = sum(width * 7 + 5 for column, width in _WIDTHS.items() if column >= _CHART) / 96 * 2.54
    pen.sheet.add_chart(chart, f"{get_column_letter(_CHART)}{row + 1}")


def _chart(pen: Pen, sheet: CalculationSheet, position: Position, layout: Layout, name: str) -> Any:
    """Each part of a decode step by batch, and the option's own batch as a marked point."""
    points, page = layout.find("roofline_batch", sheet), pen.sheet.parent[sheet.name]
    xs = down(pen.sheet.parent[points.sheet], sheet_columns.INPUT_ACTIVE, points.span)
    chart = scatter(f"{name}: seconds of a decode step by batch")
    for key, legend, color, width in CURVES:
        first = sheet.blocks[key].row({**position, "point": 0})
        ys = down(page, sheet_columns.CONSTANT, (first, first + points.rows() - 1))
        chart.series.append(curve(ys, xs, SeriesLabel(v=legend), color, width))
    rows = (sheet.blocks[key].row(position) for key in ("batch", "decode_step"))
    x, y = (down(page, sheet_columns.CONSTANT, (row, row)) for row in rows)
    chart.series.append(point(y, x, "Operating point", 10))
    chart.x_axis.scaling.logBase = 2
    chart.x_axis.number_format = "#,##0"
    chart.x_axis.title = axis_title("Batch: requests in flight")
    chart.y_axis.title = axis_title("Seconds")
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format = "0.000"
    return chart
