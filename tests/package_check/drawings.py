"""Tables, drawings and charts: what they are called, what they cover and what they read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries

from package_check.book import Book, formula_faults
from package_check.parts import MAIN, twice

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PLACE = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def drawing_faults(content: bytes) -> Iterator[str]:
    """Anchors that end before they begin, and objects with one number."""
    root = etree.fromstring(content)
    for anchor in root.iter(f"{_PLACE}twoCellAnchor"):
        (left, top), (right, bottom) = (
            tuple(int(anchor.findtext(f"{_PLACE}{end}/{_PLACE}{axis}") or 0) for axis in ("col", "row")) for end in ("from", "to")
        )
        if right < left or bottom < top:
            yield f"an anchor from column {left}, row {top} back to column {right}, row {bottom}"
    yield from (f"two objects have the number {number}" for number in twice([each.get("id", "") for each in root.iter(f"{_PLACE}cNvPr")]))


def chart_faults(content: bytes, book: Book) -> Iterator[str]:
    """References to sheets that are not there, and remembered points that are not as many as they say."""
    root = etree.fromstring(content)
    for reference in root.iter(f"{_CHART}f"):
        formula = reference.text or ""
        yield from (f"reads the sheet {title}, which is not there" for title in book.missing(formula))
        yield from formula_faults(formula)
        if "#REF!" in formula or not formula:
            yield f"reads nothing: {formula}"
    for kept in root.iter(f"{_CHART}numCache", f"{_CHART}strCache"):
        count = kept.find(f"{_CHART}ptCount")
        most = max((int(point.get("idx", 0)) + 1 for point in kept.iter(f"{_CHART}pt")), default=0)
        if count is not None and most > int(count.get("val", 0)):
            yield f"remembers {most} points and says {count.get('val')}"
    axes = {
        each.get("val", "") for axis in root.iter(*(f"{_CHART}{kind}Ax" for kind in ("cat", "val", "date", "ser"))) for each in axis[:1]
    }
    named = {each.get("val", "") for each in root.iter(f"{_CHART}axId")}
    if named - axes:
        yield f"axes that are not there: {', '.join(sorted(named - axes))}"


def table_faults(archive: ZipFile, book: Book) -> Iterator[str]:
    """Tables whose columns are not those of their range, and whose heads are not in the cells."""
    tables = {part: etree.fromstring(archive.read(part)) for part in archive.namelist() if part.startswith("xl/tables/")}
    for key in ("id", "displayName"):
        yield from (f"xl/tables: two tables have the {key} {value}" for value in twice([each.get(key, "") for each in tables.values()]))
    for part, table in tables.items():
        if table.get("displayName", "").lower() in book.names:
            yield f"{part}: the name {table.get('displayName')} is that of a range too"
        left, top, right, bottom = (place or 0 for place in range_boundaries(table.get("ref", "")))
        columns = [column.get("name", "") for column in table.iter(f"{MAIN}tableColumn")]
        listing = table.find(f"{MAIN}tableColumns")
        if len(columns) != right - left + 1 or (listing is not None and listing.get("count") != str(len(columns))):
            yield f"{part}: {len(columns)} columns for a range of {right - left + 1}"
        if bottom <= top:
            yield f"{part}: a table without a row"
        yield from (f"{part}: two columns are called {name}" for name in twice(columns))
        heads = _heads(archive, book, part, left, top, right)
        if heads != columns:
            yield f"{part}: its columns are called {columns}, the cells above them say {heads}"


def _heads(archive: ZipFile, book: Book, part: str, left: int, row: int, right: int) -> list[str]:
    """The texts in the row of heads of the sheet that a table belongs to."""
    for sheet in book.sheets.values():
        folder, _, file = sheet.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        if relations not in archive.namelist():
            continue
        targets = {
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))) for each in etree.fromstring(archive.read(relations))
        }
        if f"/{part}" in targets:
            texts = {}
            for _, line in etree.iterparse(archive.open(sheet), tag=f"{MAIN}row", huge_tree=True):
                if int(line.get("r", 0)) == row:
                    texts = {cell.get("r", ""): "".join(cell.itertext()) for cell in line}
                    break
                line.clear()
            return [texts.get(f"{get_column_letter(column)}{row}", "") for column in range(left, right + 1)]
    return []
