"""Saves a workbook with the result beside every formula, whole or not at all, and in the same bytes each time.

openpyxl stores formulas without results, and then Protected View, file previews, pandas and `data_only=True` show nothing.
The engine knows every result, so it is written as `<v>` beside `<f>`. A spreadsheet believes a stored result until it
recalculates: a missing, surplus or non-finite one is therefore refused here, and the tests recalculate books independently.

Leans on two writer classes of openpyxl 3.1, hence the pin of its version.
"""

# ruff: noqa: SLF001 — openpyxl writes by private attributes, and so must whoever writes in its place

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
from lxml import etree
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.compat import safe_string
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from tco.atomic import replacing
from tco.errors import MissingPartError

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

Result = float | str | bool
SheetResults = Mapping[tuple[int, int], Result]

ENTRY_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can state: builds must not differ by the clock

_COLUMN = attrgetter("column")
_PLACE = frozenset({"index", "parent"})
"""What a row's dimensions say about where it is, not how it looks."""


def save(workbook: Workbook, results: Mapping[str, SheetResults], path: Path, moment: datetime) -> None:
    """Write `workbook` to `path` with `results[sheet title][row, column]` beside each formula.

    `moment` becomes the document's created and modified date (UTC; a naive one is taken as UTC). Writes to a temporary
    file in the same folder and then renames it, so that `path` is the old book or the new one and nothing between.

    Raises ValueError, naming sheet and cell, where formula and result do not pair or a result cannot be stored: a fault
    of ours, not of the reader. Raises TcoError where the file cannot be written.
    """
    if not openpyxl.LXML:
        raise MissingPartError("lxml is missing or switched off; install it with `pip install lxml` and unset OPENPYXL_LXML")
    if workbook.write_only:
        raise ValueError("a write-only workbook has written its sheets already and cannot take results")
    if surplus := results.keys() - set(workbook.sheetnames):
        raise ValueError(f"results for sheets that the workbook lacks: {', '.join(sorted(surplus))}")
    stamp = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    workbook.properties.created = stamp
    workbook.properties.modified = stamp
    workbook.calculation.calcMode = "auto"
    workbook.calculation.fullCalcOnLoad = True
    with replacing(path) as file, _DatedArchive(file, "w", ZIP_DEFLATED) as archive:
        _BookWriter(workbook, archive, results).write_data()


class _DatedArchive(ZipFile):
    """A zip file whose entries all carry one fixed date."""

    def entry(self, name: str) -> ZipInfo:
        info = ZipInfo(name, ENTRY_DATE)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0  # the same on every system
        return info

    def writestr(
        self, zinfo_or_arcname: ZipInfo | str, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        entry = self.entry(zinfo_or_arcname) if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname
        super().writestr(entry, data, compress_type, compresslevel)


class _BookWriter(ExcelWriter):
    """Streams each sheet straight into the archive, with its results."""

    def __init__(self, workbook: Workbook, archive: _DatedArchive, results: Mapping[str, SheetResults]) -> None:
        super().__init__(workbook, archive)
        self._dated = archive
        self._results = results

    def write_worksheet(self, ws: Any) -> None:  # Any: the stubs leave out the private parts of a sheet
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        with self._dated.open(self._dated.entry(ws.path[1:]), "w") as stream:
            writer = _SheetWriter(ws, stream, self._results.get(ws.title, {}))
            try:
                writer.write()
            finally:
                writer.close()
        writer.refuse_surplus()
        ws._rels = writer._rels
        self.manifest.append(ws)


def _escaped(text: str) -> str:
    """A text inside an element, as lxml writes it."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return text


class _SheetWriter(WorksheetWriter):
    """Writes rows whose formula cells carry their results.

    Rows go past lxml as text, in the very bytes that openpyxl would write: an element for each cell costs several times as much.
    """

    ws: Any
    _rels: Any

    def __init__(self, ws: Any, out: IO[bytes], results: SheetResults) -> None:
        super().__init__(ws, out)
        self._stream = out
        self._results = results
        self._used = 0
        self._styles: dict[int, str] = {}
        self._heights: dict[tuple[Any, ...], str] = {}

    def write_rows(self) -> None:
        """All rows in order, each as one text."""
        rows: dict[int, list[Any]] = {row: [] for row in self.ws.row_dimensions}
        for cell in self.ws._cells.values():
            rows.setdefault(cell.row, []).append(cell)
        xf: Any = self.xf.send(True)  # Any: the stubs leave out what a generator of lxml gives
        with xf.element("sheetData"):
            xf.flush()
            for number in sorted(rows):
                self._stream.write(self._row(number, sorted(rows[number], key=_COLUMN)).encode("ascii", "xmlcharrefreplace"))
        self.xf.send(None)

    def _row(self, number: int, cells: list[Any]) -> str:
        parts = []
        for cell in cells:
            if cell._comment is not None:
                self.ws._comments.append(CommentRecord.from_cell(cell))
            if cell.hyperlink:
                self.ws._hyperlinks.append(cell.hyperlink)
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
        """A cell that is no formula, as openpyxl writes it."""
        value, kind = cell._value, cell.data_type
        if kind == "d":
            value, kind = to_excel(value, self.ws.parent.epoch), "n"  # type: ignore[no-untyped-call]
        start = f'<c r="{cell.coordinate}"{style} t="{"inlineStr" if kind == "s" else kind}">'
        if value is None or value == "":
            return f"{start}</c>"
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
        found = self._styles.get(id(style))
        if found is None:
            found = self._styles[id(style)] = f' s="{cell.style_id}"' if cell.has_style else ""
        return found

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


# ---------------------------------------------------------------------------------------------------------- reading

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def stored_results(path: Path) -> dict[str, dict[str, Result | None]]:
    """Sheet title → coordinate → what is stored beside the formula there; None where nothing is.

    Numbers as they stand in the file (dates as serial numbers), errors as their text (`#DIV/0!`). Cells without a formula
    are left out. openpyxl's own `data_only=True` would turn dates into datetimes and could not tell empty text from none.
    """
    with ZipFile(path) as archive:
        return {title: _sheet_results(archive, part) for title, part in sheet_parts(archive).items()}


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Sheet title → the name of its part in the archive, in the order of the book."""
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    sheets = book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
    parts = {sheet.get("name", ""): posixpath.join("/xl", targets[sheet.get(_RELATION)]).lstrip("/") for sheet in sheets}
    return {title: part for title, part in parts.items() if "/worksheets/" in part}


def _sheet_results(archive: ZipFile, part: str) -> dict[str, Result | None]:
    found: dict[str, Result | None] = {}
    with archive.open(part) as stream:
        for _, cell in etree.iterparse(stream, tag=f"{_MAIN}c"):
            if cell.find(f"{_MAIN}f") is not None:
                found[cell.get("r", "")] = _read(cell.get("t", "n"), cell.find(f"{_MAIN}v"))
            cell.clear()
    return found


def _read(kind: str, value: Any) -> Result | None:
    if kind == "str":
        return "" if value is None else value.text or ""
    if value is None or value.text is None:
        return None
    if kind == "b":
        return bool(value.text == "1")
    if kind == "n":
        return float(value.text)
    return str(value.text)
