"""The results that a saved workbook holds beside its formulas, as the file has them."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from tco.workbook.file.row_xml import Result
from tco.workbook.file.saving import sheet_parts

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def stored_results(path: Path) -> dict[str, dict[str, Result | None]]:
    """Sheet title → coordinate → what is stored beside the formula there; None where nothing is.

    Numbers as the file has them (dates as serial numbers), errors as their text (`#DIV/0!`). Cells without a formula
    are left out. openpyxl's own `data_only=True` would turn dates into datetimes and could not tell empty text from none.
    """
    with ZipFile(path) as archive:
        shared = _shared_texts(archive)
        return {title: _sheet_results(archive, part, shared) for title, part in sheet_parts(archive).items()}


def _shared_texts(archive: ZipFile) -> list[str]:
    """The table of texts, in which Gnumeric keeps the results of formulas as well."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    table = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in table.iterfind(f"{_MAIN}si")]


def _sheet_results(archive: ZipFile, part: str, shared: list[str]) -> dict[str, Result | None]:
    found: dict[str, Result | None] = {}
    with archive.open(part) as stream:
        for _, row in etree.iterparse(stream, tag=f"{_MAIN}row"):  # row by row: an event for every cell costs twice the time
            for cell in row:
                texts = {child.tag: child.text for child in cell}
                if f"{_MAIN}f" in texts:
                    kind, text = cell.get("t", "n"), texts.get(f"{_MAIN}v")
                    found[cell.get("r", "")] = shared[int(text or 0)] if kind == "s" else _read(kind, text)
            row.clear()
    return found


def _read(kind: str, text: str | None) -> Result | None:
    if kind == "str":
        return text or ""
    if text is None:
        return None
    if kind == "n":
        return float(text)
    return text == "1" if kind == "b" else text
