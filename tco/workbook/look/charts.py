"""How the native charts of the book look: titles, axes and small print, in one place."""

from __future__ import annotations

from typing import Any

from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from tco.workbook.look.style import GREY, INK, LINE

COLORS = ("1F4E79", "C55A11", "548235", "7F6000", "7030A0", "2E75B6", "7F7F7F", "843C0C")
GRID = "E3E8EE"
_GAP = 114_300
"""Between charts that stand side by side: 12 pixels, in the unit of drawings."""
SIGNED_MONEY = '[>=1000]+#,##0,"k";[<=-1000]−#,##0,"k";0'
SHORT_MONEY = '[>=1000000]#,##0.0,,"m";[>=1000]#,##0,"k";#,##0'


def small(size: int) -> RichText:
    """Grey text of a size in hundredths of a point."""
    text = CharacterProperties(sz=size, solidFill=GREY)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=text), endParaRPr=text)])


def title(text: str) -> Title:
    """A chart's title as all of ours look."""
    look = CharacterProperties(sz=1100, b=True, solidFill=INK)
    run = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])
    return Title(tx=Text(rich=RichText(p=[run])), overlay=False)


def put(sheet: Any, chart: Any, columns: tuple[int, int], rows: tuple[int, int]) -> None:
    """Put a chart over whole columns and rows, from the first to the last of each: its frame then fits the tables in every program."""
    (left, right), (top, bottom) = columns, rows
    inset = _GAP if left > 1 else 0
    chart.anchor = TwoCellAnchor("oneCell", _from=AnchorMarker(left - 1, inset, top - 1, 0), to=AnchorMarker(right, 0, bottom, 0))
    sheet.add_chart(chart)


def show_axes(chart: Any) -> None:
    """Axes shown and quiet (openpyxl hides them otherwise in new spreadsheet programs)."""
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = small(900)
        axis.majorTickMark = "none"
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID))


def axis_title(text: str) -> Any:
    """What an axis measures, in quiet print."""
    found: Any = title(text)
    for run in (run for paragraph in found.tx.rich.p for run in paragraph.r):
        run.rPr.sz, run.rPr.b, run.rPr.solidFill = 900, False, GREY
    return found
