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
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
from lxml import etree
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.excel import ExcelWriter

from tco.errors import MissingPartError
from tco.files import replacing
from tco.workbook.file.parts import as_excel_writes
from tco.workbook.file.row_xml import Settled, SheetResults, settled_rows

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

ENTRY_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can state: builds must not differ by the clock


def save(
    workbook: Workbook,
    results: Mapping[str, SheetResults],
    path: Path,
    moment: datetime,
    settled: Mapping[str, Settled] | None = None,
) -> None:
    """Write `workbook` to `path` with `results[sheet title][row, column]` beside each formula.

    `settled` holds the rows of sheets that were rendered and emptied before, by title.

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
        _BookWriter(workbook, archive, results, settled or {}).write_data()


class _DatedArchive(ZipFile):
    """A zip file whose entries all carry one fixed date, and whose parts look as Excel writes them."""

    def entry(self, name: str) -> ZipInfo:
        info = ZipInfo(name, ENTRY_DATE)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0  # the same on every system
        return info

    def writestr(
        self, zinfo_or_arcname: ZipInfo | str, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        entry = self.entry(zinfo_or_arcname) if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname
        content = data.encode() if isinstance(data, str) else data
        super().writestr(entry, as_excel_writes(entry.filename, content), compress_type, compresslevel)


class _BookWriter(ExcelWriter):
    """Streams each sheet straight into the archive, with its results."""

    def __init__(
        self, workbook: Workbook, archive: _DatedArchive, results: Mapping[str, SheetResults], settled: Mapping[str, Settled]
    ) -> None:
        super().__init__(workbook, archive)
        self._settled = settled
        self._dated = archive
        self._results = results

    def write_worksheet(self, ws: Any) -> None:  # Any: the stubs leave out the private parts of a sheet
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        rows = self._settled.get(ws.title) or settled_rows(ws, self._results.get(ws.title, {}))
        with self._dated.open(self._dated.entry(ws.path[1:]), "w") as stream:
            writer = _SheetWriter(ws, stream, rows)
            try:
                writer.write()
            finally:
                writer.close()
        ws._rels = writer._rels
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    """Writes a sheet around its rows, which go past lxml as text."""

    ws: Any
    _rels: Any

    def __init__(self, ws: Any, out: IO[bytes], rows: Settled) -> None:
        super().__init__(ws, out)
        self._stream = out
        self._rows = rows

    def write_dimensions(self) -> None:
        """The range of the sheet when its rows were rendered."""
        self.xf.send(SheetDimension(self._rows.dimension).to_tree())

    def write_rows(self) -> None:
        """All rows in order; their links and comments go to other parts of the file."""
        self.ws._hyperlinks.extend(self._rows.links)
        self.ws._comments.extend(self._rows.comments)
        xf: Any = self.xf.send(True)  # Any: the stubs leave out what a generator of lxml gives
        with xf.element("sheetData"):
            xf.flush()
            for part in self._rows.parts():
                self._stream.write(part)
        self.xf.send(None)


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Sheet title → the name of its part in the archive, in the order of the book."""
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    sheets = book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
    parts = {sheet.get("name", ""): posixpath.join("/xl", targets[sheet.get(_RELATION)]).lstrip("/") for sheet in sheets}
    return {title: part for title, part in parts.items() if "/worksheets/" in part}
