"""Writing into one sheet: text, inputs and formulas, each formula together with its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from tco.workbook.look.style import HEADING, HEADING_HEIGHT, LINK, TEXT, Look, Styles

Result = float | str


@dataclass(frozen=True)
class Pen:
    """A sheet being written, and the results of the formulas written so far by (row, column)."""

    sheet: Any  # a Worksheet: the stubs leave out half of what it can
    styles: Styles
    results: dict[tuple[int, int], Result] = field(default_factory=dict)

    def text(self, row: int, column: int, text: str, look: Look = TEXT) -> None:
        """A text that is no formula, whatever it begins with."""
        cell = self._cell(row, column, "s", self.styles.of(look))
        cell._value = cell.check_string(text)  # noqa: SLF001  (see _cell)

    def texts(self, row: int, first: int, texts: Iterable[str], look: Look = TEXT) -> None:
        """Texts of one look side by side from a column on."""
        for column, text in enumerate(texts, start=first):
            self.text(row, column, text, look)

    def heading(self, row: int, title: str, last: int) -> None:
        """The title of a section, and its bar as far as the column `last`."""
        self.text(row, 1, title, HEADING)
        self.fill(row, 2, last, HEADING)
        self.height(row, HEADING_HEIGHT)

    def number(self, row: int, column: int, value: Any, look: Look) -> None:
        """A typed number or date: inputs and catalogue facts only."""
        cell = self.sheet.cell(row, column, value)
        self.styles.apply(cell, look)

    def formula(self, row: int, column: int, formula: str, result: Any, look: Look) -> None:
        """A formula with the engine's result."""
        self.formulas(row, column, (formula,), (result,), look)

    def formulas(self, row: int, first: int, formulas: Iterable[str], results: Iterable[Any], look: Look) -> None:
        """Formulas of one look side by side from a column on, each with the engine's result."""
        style = self.styles.of(look)
        for column, (formula, result) in enumerate(zip(formulas, results, strict=True), start=first):
            self._cell(row, column, "f", style)._value = formula  # noqa: SLF001  (see _cell)
            self.results[row, column] = result if isinstance(result, str) else float(result)

    def _cell(self, row: int, column: int, kind: str, style: Any) -> Any:
        """A new cell of a kind that is known: openpyxl would guess it from the value, and look for a cell that is there already."""
        cell: Any = Cell(self.sheet, row, column)
        cell.data_type, cell._style = kind, style  # noqa: SLF001
        self.sheet._cells[row, column] = cell  # noqa: SLF001
        return cell

    def link(self, row: int, column: int, text: str, target: str, look: Look = LINK) -> None:
        """A text that leads to a place in this book, such as `'Cloud GPU'!A1`."""
        self.text(row, column, text, look)
        cell = self.sheet.cell(row, column)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, display=text)  # a bare text would make an external link

    def fill(self, row: int, first: int, last: int, look: Look) -> None:
        """Give empty cells of a row a look."""
        for column in range(first, last + 1):
            cell = self.sheet.cell(row, column)
            if cell.value is None:
                self.styles.apply(cell, look)

    def widths(self, widths: dict[int, float]) -> None:
        """Column widths in characters."""
        for column, width in widths.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = width

    def height(self, row: int, points: float) -> None:
        """The height of a row."""
        self.sheet.row_dimensions[row].height = points
