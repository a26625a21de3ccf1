"""Rows of a sheet as the text of the file, each formula with its result: what openpyxl would write, and much faster.

Texts are written as UTF-8, as Excel does: SheetJS keeps eight bits of a letter that openpyxl writes by its number (`&#8211;`).

A sheet whose rows are rendered may be emptied: they take a fiftieth of the memory of its cells. So a large book is never held whole.
"""

# ruff: noqa: SLF001 — openpyxl writes by private attributes, and so must whoever writes in its place

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from operator import attrgetter
from typing import Any

from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

Result = float | str | bool
SheetResults = Mapping[tuple[int, int], Result]

_COLUMN = attrgetter("column")
_PLACE = frozenset({"index", "parent"})
"""Attributes of a row's dimensions that tell its place and not its look."""
_LIGHT = 1
"""Rows are kept for seconds: the lightest compression is the fastest and keeps a fiftieth already."""


@dataclass(frozen=True)
class Settled:
    """The rows of a sheet, compressed, with the links and comments of its cells, which go to other parts of the file."""

    dimension: str
    packed: tuple[bytes, ...]
    links: tuple[Any, ...]
    comments: tuple[Any, ...]

    def parts(self) -> Iterator[bytes]:
        """The text of the rows, in pieces."""
        unpack = zlib.decompressobj()
        for piece in self.packed:
            yield unpack.decompress(piece)
        yield unpack.flush()


def settled_rows(sheet: Any, results: SheetResults) -> Settled:
    """The rows of a sheet with the results of its formulas by row and column.

    Raises ValueError, naming sheet and cell, where formula and result do not pair or a result cannot be stored.
    """
    rows: dict[int, list[Any]] = {row: [] for row in sheet.row_dimensions}
    for cell in sheet._cells.values():
        rows.setdefault(cell.row, []).append(cell)
    writer = _Rows(sheet, results)
    pack = zlib.compressobj(_LIGHT)
    texts = (writer.row(number, sorted(rows[number], key=_COLUMN)).encode() for number in sorted(rows))
    packed = [piece for text in texts if (piece := pack.compress(text))]
    writer.refuse_surplus()
    return Settled(sheet.calculate_dimension(), (*packed, pack.flush()), tuple(writer.links), tuple(writer.comments))


def emptied(sheet: Any) -> None:
    """Let go of the cells of a sheet whose rows are settled."""
    sheet._cells.clear()
    sheet.row_dimensions.clear()


def _escaped(text: str) -> str:
    """A text inside an element, as lxml writes it."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return text


class _Rows:
    """Renders the rows of one sheet."""

    def __init__(self, sheet: Any, results: SheetResults) -> None:
        self.ws = sheet
        self.links: list[Any] = []
        self.comments: list[Any] = []
        self._results = results
        self._used = 0
        self._styles: dict[int, str] = {}
        self._heights: dict[tuple[Any, ...], str] = {}

    def row(self, number: int, cells: list[Any]) -> str:
        parts = []
        for cell in cells:
            if cell._comment is not None:
                self.comments.append(CommentRecord.from_cell(cell))
            if cell.hyperlink:
                self.links.append(cell.hyperlink)
            style = self._style(cell)
            if cell.data_type == "f":
                parts.append(self._formula(cell, style))
            elif cell._value is not None or style or cell._comment:
                parts.append(self._plain(cell, style))
        return f'<row r="{number}"{self._look(number)}>{"".join(parts)}</row>'

    def _look(self, number: int) -> str:
        """Height, outline level and what else a row has of its own; remembered, because most rows are alike."""
        row = self.ws.row_dimensions.get(number)
        if row is None:
            return ""
        key = (*(value for name, value in vars(row).items() if name not in _PLACE), *(row._style or ()))
        if key not in self._heights:
            self._heights[key] = "".join(f' {name}="{_escaped(value)}"' for name, value in row)
        return self._heights[key]

    def _formula(self, cell: Any, style: str) -> str:
        formula = cell._value
        if hasattr(formula, "ref"):
            raise ValueError(f"{self._name(cell)} holds an array formula or a data table; write an ordinary formula instead")
        kind, text = self._stored(self._results.get((cell.row, cell.column)), cell)
        self._used += 1
        typed = f' t="{kind}"' if kind else ""
        return f'<c r="{cell.coordinate}"{style}{typed}><f>{_escaped(formula[1:])}</f><v>{_escaped(text)}</v></c>'

    def _plain(self, cell: Any, style: str) -> str:
        """A cell that is no formula; an empty one has its look alone."""
        value, kind = cell._value, cell.data_type
        if kind == "d":
            value, kind = to_excel(value, self.ws.parent.epoch), "n"  # type: ignore[no-untyped-call]
        if value is None or value == "":
            return (
                f'<c r="{cell.coordinate}"{style}/>'  # without a type: to IronCalc an empty cell of type number is 0, and COUNT counts it
            )
        start = f'<c r="{cell.coordinate}"{style} t="{"inlineStr" if kind == "s" else kind}">'
        if kind != "s":
            text = safe_string(value)
            if isinstance(value, float) and float(text) != value:  # openpyxl keeps 16 digits, and a few numbers need 17
                text = repr(float(value))
            return f"{start}<v>{_escaped(text)}</v></c>"
        if not isinstance(value, str):
            raise TypeError(f"{self._name(cell)} holds rich text; write a plain one instead")
        kept = ' xml:space="preserve"' if value != value.strip() else ""
        return f"{start}<is><t{kept}>{_escaped(value)}</t></is></c>"

    def _style(self, cell: Any) -> str:
        """The cell's style number; remembered, because a book has thousands of cells and a few dozen styles."""
        style = cell._style
        attribute = self._styles.get(id(style))
        if attribute is None:
            attribute = self._styles[id(style)] = f' s="{cell.style_id}"' if cell.has_style else ""
        return attribute

    def _stored(self, result: Result | None, cell: Any) -> tuple[str, str]:
        """The type attribute and the text of a result; a number needs no type."""
        if isinstance(result, bool):
            return "b", "1" if result else "0"
        if isinstance(result, int | float):
            if not isfinite(result):
                raise ValueError(f"{self._name(cell)}: the result of {cell.value} is {result}; guard the line against it")
            return "", repr(float(result) + 0.0)  # + 0.0 turns -0.0 into 0.0
        if isinstance(result, str):
            return "str", result
        if result is None:
            raise ValueError(f"{self._name(cell)}: the formula {cell.value} has no result")
        raise ValueError(f"{self._name(cell)}: a result of type {type(result).__name__} cannot be stored: {result!r}")

    def _name(self, cell: Any) -> str:
        return f"{self.ws.title}!{cell.coordinate}"

    def refuse_surplus(self) -> None:
        """A result without a formula belongs to another cell: somebody counted rows wrongly."""
        if self._used == len(self._results):
            return
        for row, column in sorted(self._results):
            if (row, column) not in self.ws._cells or self.ws._cells[row, column].data_type != "f":
                raise ValueError(f"{self.ws.title}!{get_column_letter(column)}{row}: a result, but no formula")
