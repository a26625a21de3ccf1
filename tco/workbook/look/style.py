"""The look of cells and pages: fonts, fills, borders, marks that follow the results, and how a sheet prints."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from tco import __version__
from tco.scenario.brand import tint
from tco.workbook import sheet_columns

FONT = "Calibri"
INK, GREY, FAINT, WHITE = "1F2933", "5F6B7A", "97A3B0", "FFFFFF"
ACCENT, PALE, LINE, QUIET = "1F4E79", "EEF3F8", "C9D3DE", "F4F5F7"
INPUT_FILL, INPUT_EDGE, BAND = "FFF9E5", "E6D6A8", "DCE6F1"
GOOD, BAD, OPEN = "0B6B3A", "B00020", "9A5B00"
GOOD_FILL, BAD_FILL, OPEN_FILL = "E4F3EA", "FBE6E8", "FCF0DC"
Shown = tuple[str, str]
"""Colours of a font and of the fill behind it."""
KEPT, BROKEN, UNKNOWN = (GOOD, GOOD_FILL), (BAD, BAD_FILL), (OPEN, OPEN_FILL)
VERDICT = {"0": BROKEN, "1": KEPT}
"""The colours of a check."""


def lines_of(text: str, width: float, size: float = 10) -> int:
    """The lines of a text in a column of so many characters, with room to spare for other programs' fonts; `size` in points."""
    per_line = max(width * 12 / size, 1)
    return sum(max(1, -int(-len(part) // per_line)) for part in text.split("\n"))


def height_of(lines: int, size: float = 10) -> float:
    """The height of a row of so many lines, in points."""
    return round(lines * size * 1.32 + 3.5, 1)


@dataclass(frozen=True)
class Look:
    """One appearance of a cell."""

    bold: bool = False
    italic: bool = False
    size: float = 10
    color: str = INK
    fill: str = ""
    format: str = "General"
    align: str = ""
    wrap: bool = False
    indent: int = 0
    unlocked: bool = False
    top: bool = False
    bottom: bool = False
    underline: bool = False
    box: bool = False
    shrink: bool = False
    vertical: str = "center"


def _code(color: str) -> str:
    """A colour as the files of a workbook write it."""
    return color.removeprefix("#").upper()


class Styles:
    """Shared style objects: each look is made once and then only pointed at, which keeps writing fast."""

    def __init__(self, book: Workbook, accent: str = "") -> None:
        """`accent` (#rrggbb) replaces the house's own colour in every look, and its tints the house's own tints."""
        self._sheet = book.create_sheet("~styles")
        self._colors = {ACCENT: _code(accent), BAND: _code(tint(accent, 0.16)), PALE: _code(tint(accent, 0.07))} if accent else {}
        self._made: dict[Look, Any] = {}
        self._book = book

    def apply(self, cell: Any, look: Look) -> None:
        """Give a cell a look."""
        cell._style = self.of(look)  # noqa: SLF001  (setting six style attributes on every cell halves the writing speed)

    def of(self, look: Look) -> Any:
        """The look as openpyxl keeps it in a cell."""
        style = self._made.get(look)
        if style is None:
            style = self._made[look] = self._make(look)
        return style

    def color(self, color: str) -> str:
        """The colour of this book in place of one of the house's own."""
        return self._colors.get(color, color)

    def _make(self, look: Look) -> Any:
        cell: Any = self._sheet.cell(1, 1)
        color, fill = self.color(look.color), self.color(look.fill)
        edge = Side("thin", LINE)
        cell.font = Font(FONT, look.size, bold=look.bold, italic=look.italic, color=color, underline="single" if look.underline else None)
        cell.fill = PatternFill("solid", fill) if fill else PatternFill()
        cell.number_format = look.format
        cell.alignment = Alignment(look.align or None, look.vertical, wrap_text=look.wrap, indent=look.indent, shrink_to_fit=look.shrink)
        frame = Side("thin", INPUT_EDGE) if look.box else None
        strong = Side("thin", GREY)
        cell.border = Border(
            left=frame, right=frame, top=frame or (strong if look.top else None), bottom=frame or (edge if look.bottom else None)
        )
        cell.protection = Protection(locked=not look.unlocked)
        return copy(cell._style)  # noqa: SLF001  (see apply)

    def done(self) -> None:
        """Remove the sheet on which styles were made."""
        self._book.remove(self._sheet)


TITLE = Look(bold=True, size=16, color=ACCENT)
SUBTITLE = Look(size=10, color=GREY)
HEADING = Look(bold=True, size=11, color=ACCENT, fill=BAND)
COLUMN = Look(bold=True, size=9, color=WHITE, fill=ACCENT, wrap=True)
COLUMN_RIGHT = Look(bold=True, size=9, color=WHITE, fill=ACCENT, wrap=True, align="right")
COLUMN_CENTER = Look(bold=True, size=9, color=WHITE, fill=ACCENT, wrap=True, align="center")
COLUMN_INDENTED = Look(bold=True, size=9, color=WHITE, fill=ACCENT, wrap=True, align="left", indent=1)
TEXT = Look()
SMALL = Look(size=8.5, color=GREY)
LINK_BLUE = "0563C1"
LINK = Look(size=9, color=LINK_BLUE, underline=True)
TITLE_HEIGHT, HEADING_HEIGHT, COLUMN_HEIGHT = 26.0, 19.0, 20.0


def mark(sheet: Any, area: str, meaning: dict[str, Shown]) -> None:
    """Colour the cells of an area that hold one of these words (or numbers, as text), live."""
    for word, (color, fill) in meaning.items():
        shown = DifferentialStyle(font=Font(color=color, bold=True), fill=PatternFill(bgColor=fill))
        quoted = word.replace('"', '""')
        value = word if word.isdigit() else f'"{quoted}"'
        sheet.conditional_formatting.add(area, Rule(type="cellIs", operator="equal", formula=[value], dxf=shown))


def mark_row(sheet: Any, area: str, condition: str) -> None:
    """Highlight the rows of an area in which a condition on its first row's cells holds, live."""
    shown = DifferentialStyle(font=Font(bold=True), fill=PatternFill(bgColor=GOOD_FILL))
    sheet.conditional_formatting.add(area, Rule(type="expression", formula=[condition], dxf=shown))


@dataclass(frozen=True)
class Pages:
    """The columns after which a new page begins, the number of columns that are repeated on each page, and its orientation."""

    breaks: Sequence[int] = ()
    title_columns: int = 0
    landscape: bool = True


def finish(sheet: Any, last_row: int, last_column: int, title_rows: int, pages: Pages = Pages()) -> None:
    """Printing and view: areas up to the last row and column, repeated titles, footer with sheet, version and page; no gridlines."""
    sheet.sheet_view.showGridLines = False
    edges = [0, *(column for column in pages.breaks if column < last_column), last_column]
    letters = [(get_column_letter(before + 1), get_column_letter(after)) for before, after in pairwise(edges)]
    sheet.print_area = ",".join(f"{first}1:{last}{last_row}" for first, last in letters)
    if pages.title_columns:
        sheet.print_title_cols = f"A:{get_column_letter(pages.title_columns)}"
    if title_rows:
        sheet.print_title_rows = f"1:{title_rows}"
    sheet.page_setup.orientation = "landscape" if pages.landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = "&A", 8
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = f"tco {__version__}", 8
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "Page &P of &N", 8


TAB_COLORS = {sheet_columns.COVER: ACCENT, sheet_columns.SUMMARY: ACCENT, sheet_columns.INPUTS: "BF9000", sheet_columns.CATALOGUE: "BF9000"}
