"""Reads the cells of a workbook file, whichever program saved it, and those of a workbook that is still in memory.

Read from the file's own parts and not through openpyxl: an edited file may hold what openpyxl refuses or turns into something else
(a date where a number was typed), and both the formula and what is stored beside it are wanted, in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from tco.catalogue.table import DAY_ZERO
from tco.workbook.file.saving import sheet_parts

Value = float | str | bool | None
Place = tuple[int, int]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STORED, _FORMULA, _INLINE = f"{_MAIN}v", f"{_MAIN}f", f"{_MAIN}is"
_SECONDS = 86_400


class Cell(NamedTuple):
    """The content of a cell: a value as typed, or a formula (with its =) and the value stored beside it."""

    value: Value
    formula: str = ""


EMPTY = Cell(None)
"""The content of an empty cell."""
Grid = dict[Place, Cell]
"""The filled cells of a sheet by row and column."""


def at(place: Place) -> str:
    """A place as a spreadsheet writes it, such as D12."""
    return f"{get_column_letter(place[1])}{place[0]}"


def read_cells(archive: ZipFile) -> dict[str, Grid]:
    """Every sheet's filled cells, in the order of the book. Raises KeyError or etree.XMLSyntaxError where the file is broken."""
    parts = sheet_parts(archive)
    names = archive.namelist()
    strings = _strings(archive) if "xl/sharedStrings.xml" in names else []
    return {title: dict(_sheet(archive, part, strings)) for title, part in parts.items()}


def _strings(archive: ZipFile) -> list[str]:
    with archive.open("xl/sharedStrings.xml") as stream:
        found = []
        for _, item in etree.iterparse(stream, tag=f"{_MAIN}si", resolve_entities=False):
            found.append(_text(item))
            item.clear()
    return found


def _text(item: Any) -> str:
    """The text of a string, with runs of different looks joined and phonetic hints left out."""
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t") if part.getparent().tag != f"{_MAIN}rPh")


def _sheet(archive: ZipFile, part: str, strings: list[str]) -> Iterator[tuple[Place, Cell]]:
    """A sheet's filled cells. Row by row: an event for every cell costs twice the time, and the whole tree its memory."""
    shared: dict[str, tuple[str, str]] = {}
    columns: dict[str, int] = {}
    with archive.open(part) as stream:
        for _, row in etree.iterparse(stream, tag=f"{_MAIN}row", resolve_entities=False):
            for item in row:
                kind, name = item.get("t", "n"), item.get("r", "")
                formula, value = "", None
                for child in item:
                    tag = child.tag
                    if tag == _STORED:
                        value = _value(kind, child.text, strings)
                    elif tag == _FORMULA:
                        formula = _formula(child, name, shared)
                    elif tag == _INLINE:
                        value = _text(child)
                if formula or value not in (None, ""):
                    letters = name.rstrip("0123456789")
                    column = columns.get(letters) or columns.setdefault(letters, column_index_from_string(letters))
                    yield (int(name[len(letters) :]), column), Cell(value, formula)
            row.clear()


def _formula(written: Any, name: str, shared: dict[str, tuple[str, str]]) -> str:
    """A formula with its =; one that is shared with other cells as it is in this cell."""
    text, kind, number = written.text or "", written.get("t", "normal"), written.get("si", "")
    if kind == "shared" and text:
        shared[number] = (f"={text}", name)
    if kind == "shared" and not text:
        origin, where = shared.get(number, ("", name))
        return str(Translator(origin, origin=where).translate_formula(name)) if origin else "=#REF!"
    return f"={text}" if kind in ("normal", "shared") else f"={{{text or kind}}}"


def _value(kind: str, text: str | None, strings: list[str]) -> Value:
    if kind == "str":
        return text or ""
    if text is None:
        return None
    if kind == "n":
        return float(text)
    if kind == "s":
        return strings[int(text)]
    if kind == "b":
        return text == "1"
    return serial(datetime.fromisoformat(text)) if kind == "d" else text


def serial(moment: date) -> float:
    """A date as spreadsheets count days."""
    part = (moment.hour * 3600 + moment.minute * 60 + moment.second) / _SECONDS if isinstance(moment, datetime) else 0.0
    return float(moment.toordinal() - DAY_ZERO.toordinal()) + part


def cells_of(book: Workbook, results: Mapping[str, Mapping[Place, float | str]]) -> dict[str, Grid]:
    """The cells of a workbook in memory, as `read_cells` would give them once it is saved with these results."""
    return {sheet.title: dict(_written(sheet, results.get(sheet.title, {}))) for sheet in book.worksheets}


def _written(sheet: Any, results: Mapping[Place, float | str]) -> Iterator[tuple[Place, Cell]]:
    for place, cell in sheet._cells.items():  # noqa: SLF001  (iterating the rectangle would create empty cells)
        value = cell.value
        if cell.data_type == "f":
            yield place, Cell(results.get(place), str(value))
        elif isinstance(value, date):
            yield place, Cell(serial(value))
        elif value not in (None, ""):
            yield place, Cell(value if isinstance(value, str | bool) else float(value))


def defined_names(archive: ZipFile) -> dict[str, str]:
    """The names that the book's maker defined, with the cells they refer to; a spreadsheet program's own are left out."""
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    found = ((item.get("name", ""), item.text or "") for item in book.iterfind(f"{_MAIN}definedNames/{_MAIN}definedName"))
    return {name: text for name, text in found if not name.startswith("_xlnm")}


def hidden_sheets(archive: ZipFile) -> list[str]:
    """Sheets that a reader does not see."""
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    sheets = book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
    return [sheet.get("name", "") for sheet in sheets if sheet.get("state", "visible") != "visible"]
