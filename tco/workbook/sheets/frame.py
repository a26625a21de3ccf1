"""The frame of the sheets: title, way back and master check of each; column heads, groups and pages of those that hold lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import (
    BROKEN,
    COLUMN,
    COLUMN_HEIGHT,
    COLUMN_INDENTED,
    COLUMN_RIGHT,
    FAINT,
    GOOD,
    GREY,
    SUBTITLE,
    TITLE,
    TITLE_HEIGHT,
    Look,
    Pages,
    finish,
    mark,
)
from tco.workbook.one_month.layout import all_tied
from tco.workbook.places import Heading, cell

WIDTHS = {
    sheet_columns.LABEL: 40.0,
    sheet_columns.WHERE: 21.0,
    sheet_columns.UNIT: 25.0,
    sheet_columns.CONSTANT: 17.0,
    sheet_columns.EXPLANATION: 64.0,
    sheet_columns.OPENING: 1.5,
}
"""Columns before the first month, volume or case, in characters."""
_PERIOD_WIDTH = 14.5
_PERIODS_A_PAGE = 12
_AGAIN = "As above."
_LABEL, _LABEL_AGAIN = Look(size=9.5, vertical="top"), Look(size=9.5, vertical="top", color=FAINT)
LABEL_TOTAL = Look(size=9.5, vertical="top", bold=True, top=True)
_ASIDE, _ASIDE_TOTAL = (Look(size=9, color=GREY, vertical="top", shrink=True, top=top) for top in (False, True))
_WORDS, _WORDS_TOTAL = (Look(size=8.5, color=GREY, wrap=True, vertical="top", top=top, align="left", indent=1) for top in (False, True))
_WORDS_AGAIN = Look(size=8.5, color=FAINT, vertical="top", align="left", indent=1)
_PERIOD = Look(size=8.5, color=GREY, align="right")


def open_sheet(pen: Pen, title: str, subtitle: str, check: tuple[int, int], layout: Layout) -> None:
    """Title, subtitle, the way back to the cover, and the master check in the row and column `check`."""
    pen.text(sheet_columns.TITLE_ROW, 1, title, TITLE)
    pen.height(sheet_columns.TITLE_ROW, TITLE_HEIGHT)
    pen.text(sheet_columns.SUBTITLE_ROW, 1, subtitle, SUBTITLE)
    pen.link(sheet_columns.LINKS_ROW, 1, "Back to the cover", f"{sheet_columns.COVER}!A1")
    master_check(pen, *check, layout)


def master_check(pen: Pen, row: int, column: int, layout: Layout) -> None:
    """The cell that tells whether every check holds; it reads forward, so that the header of each sheet can show it."""
    checks = layout.checks
    last = checks.last_row if layout.book_rows else checks.blocks["all_checks"].first_row
    look = Look(bold=True, size=9, color=GOOD, format='[=1]"All checks hold";"CHECK FAILS"', align="left")
    pen.formula(row, column, f"={cell(checks.name, sheet_columns.CONSTANT, last)}", master_value(layout), look)
    mark(pen.sheet, f"{get_column_letter(column)}{row}", {"0": BROKEN})


def master_value(layout: Layout) -> float:
    """1 where every check of the model holds, and every one that the book adds."""
    return min([layout.checks.evaluated.value("all_checks"), *(all_tied(month, layout) for month in layout.one_month)])


def column_heads(pen: Pen, explanation: str, periods: tuple[str, str], last_column: int) -> None:
    """The heads of the columns before the figures, and what the two rows above the figures hold."""
    pen.texts(sheet_columns.HEADER_ROWS, sheet_columns.LABEL, ("Line", "Where", "Unit"), COLUMN)
    pen.text(sheet_columns.HEADER_ROWS, sheet_columns.CONSTANT, "Constant", COLUMN_RIGHT)
    pen.text(sheet_columns.HEADER_ROWS, sheet_columns.EXPLANATION, explanation, COLUMN_INDENTED)
    pen.fill(sheet_columns.HEADER_ROWS, sheet_columns.OPENING, last_column, COLUMN)
    pen.height(sheet_columns.HEADER_ROWS, COLUMN_HEIGHT)
    for row, text in zip((sheet_columns.PERIOD_ROW, sheet_columns.PERIOD_END_ROW), periods, strict=True):
        pen.text(row, sheet_columns.CONSTANT, text, _PERIOD)


class Labels(NamedTuple):
    """The words before a row's figures."""

    label: str
    where: str
    unit: str
    explained: str


def write_labels(pen: Pen, row: int, labels: Labels, *, again: bool = False, total: bool = False) -> None:
    """The columns before the figures; the rows of one line after its first repeat it quietly."""
    pen.text(row, sheet_columns.LABEL, labels.label, LABEL_TOTAL if total else _LABEL_AGAIN if again else _LABEL)
    pen.texts(row, sheet_columns.WHERE, (labels.where, labels.unit), _ASIDE_TOTAL if total else _ASIDE)
    look = _WORDS_AGAIN if again else _WORDS_TOTAL if total else _WORDS
    pen.text(row, sheet_columns.EXPLANATION, _AGAIN if again else labels.explained, look)


def finish_lines(pen: Pen, headings: Sequence[Heading], last_row: int, last_column: int, below: int = 0) -> None:
    """Widths, frozen panes, a group of the explanations and of the rows below each heading, pages of twelve columns.

    The last section ends at `last_row`; so many rows `below` it are printed too.
    """
    sheet = pen.sheet
    pen.widths(WIDTHS | dict.fromkeys(range(sheet_columns.FIRST_PERIOD, last_column + 1), _PERIOD_WIDTH))
    sheet.freeze_panes = sheet.cell(sheet_columns.BODY_ROW, sheet_columns.EXPLANATION)
    sheet.column_dimensions[get_column_letter(sheet_columns.EXPLANATION)].outlineLevel = 1
    sheet.sheet_format.outlineLevelRow = sheet.column_dimensions.max_outline = 1
    sheet.sheet_properties.outlinePr.summaryBelow = sheet.sheet_properties.outlinePr.summaryRight = False
    ends = [heading.row - 2 for heading in headings[1:]] + [last_row]
    for heading, end in zip(headings, ends, strict=True):
        for row in range(heading.row + 1, end + 1):
            sheet.row_dimensions[row].outlineLevel = 1
    breaks = range(sheet_columns.OPENING + _PERIODS_A_PAGE, last_column, _PERIODS_A_PAGE)
    pages = Pages((sheet_columns.EXPLANATION, *breaks), title_columns=sheet_columns.CONSTANT)
    finish(sheet, last_row + below, last_column, sheet_columns.HEADER_ROWS, pages)
