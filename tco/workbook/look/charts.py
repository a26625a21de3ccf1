"""Native charts of the book: empty ones of each kind, series and axes as all of them look."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from tco.workbook.look.style import BAD, GREY, INK, LINE
from tco.workbook.places import cell

COLORS = (
    "1F4E79", "C55A11", "548235", "7F6000", "7030A0", "2E75B6", "7F7F7F", "843C0C", "00808A", "B8860B", "9E480E", "6B8E9F", "5B2C6F",
)  # fmt: skip
GRID = "E3E8EE"
_GAP = 114_300
"""The gap between charts side by side: 12 pixels, in the unit of drawings."""
LINE_WIDTH = 25_400
"""The width of a curve: 2 points, in the unit of drawings."""
SIGNED_MONEY = '[>=1000]+#,##0,"k";[<=-1000]−#,##0,"k";0'
SHORT_MONEY = '[>=1000000]#,##0.0,,"m";[>=1000]#,##0,"k";#,##0'


def scatter(text: str) -> Any:
    """An empty chart of curves over figures, with its title."""
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    _framed(chart, text)
    chart.x_axis.majorGridlines = None
    return chart


def lines(text: str) -> Any:
    """An empty chart of curves over months, with its title."""
    return _framed(LineChart(), text)


def bars(text: str, gap: int) -> Any:
    """An empty chart of horizontal bars, the first on top and the figures below, with its title; `gap` is in % of a bar's height."""
    chart: Any = BarChart()
    chart.type, chart.gapWidth = "bar", gap
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    return _framed(chart, text)


def _framed(chart: Any, text: str) -> Any:
    """A chart with its title, quiet axes (which openpyxl hides from new spreadsheet programs) and its legend below."""
    chart.title = _title(text)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = small(900)
        axis.majorTickMark = "none"
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    chart.legend.position = "b"
    chart.legend.txPr = small(900)
    return chart


def down(sheet: Any, column: int, rows: tuple[int, int]) -> Reference:
    """The cells of a column from the first to the last row."""
    return Reference(sheet, column, rows[0], column, rows[1])


def along_row(sheet: Any, columns: tuple[int, int], row: int) -> Reference:
    """The cells of a row from the first to the last column."""
    return Reference(sheet, columns[0], row, columns[1], row)


def label_in(sheet: Any, column: int, row: int) -> SeriesLabel:
    """The name of a series, as a cell has it."""
    return SeriesLabel(strRef=StrRef(cell(sheet.title, column, row)))


def curve(ys: Reference, xs: Reference | None, label: SeriesLabel, color: str, width: int = LINE_WIDTH) -> Any:
    """A curve, over the figures `xs` or over the categories of its chart."""
    series: Any = Series(ys, xs) if xs else Series(ys)
    series.tx = label
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=color, w=width))
    series.smooth = False
    if xs:
        series.marker = Marker("none")
    return series


def point(y: Reference, x: Reference, label: str, size: int) -> Any:
    """One marked point."""
    series: Any = Series(y, x, title=label)
    series.marker = Marker("diamond", size=size, spPr=GraphicalProperties(solidFill=BAD))
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    series.smooth = False
    return series


def filled(values: Reference, label: SeriesLabel, color: str, edge: str = "") -> Any:
    """Bars of one colour."""
    series: Any = Series(values)
    series.tx = label
    series.graphicalProperties = GraphicalProperties(solidFill=color, ln=LineProperties(solidFill=edge) if edge else None)
    return series


def color_of(number: int) -> str:
    """The colour of an option or a part, counted from 0."""
    return COLORS[number % len(COLORS)]


def small(size: int) -> RichText:
    """Grey text of a size in hundredths of a point."""
    text = CharacterProperties(sz=size, solidFill=GREY)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=text), endParaRPr=text)])


def _title(text: str) -> Title:
    """The title of a chart."""
    look = CharacterProperties(sz=1100, b=True, solidFill=INK)
    run = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])
    return Title(tx=Text(rich=RichText(p=[run])), overlay=False)


def axis_title(text: str) -> Any:
    """The measure of an axis, in quiet print."""
    title: Any = _title(text)
    for run in (run for paragraph in title.tx.rich.p for run in paragraph.r):
        run.rPr.sz, run.rPr.b, run.rPr.solidFill = 900, False, GREY
    return title


def put(sheet: Any, chart: Any, columns: tuple[int, int], rows: tuple[int, int]) -> None:
    """Put a chart over whole columns and rows, from the first to the last of each: its frame then fits the tables in every program."""
    (left, right), (top, bottom) = columns, rows
    inset = _GAP if left > 1 else 0
    chart.anchor = TwoCellAnchor("oneCell", _from=AnchorMarker(left - 1, inset, top - 1, 0), to=AnchorMarker(right, 0, bottom, 0))
    sheet.add_chart(chart)
