"""What makes Excel offer to repair a workbook, or makes another program refuse it, looked for in the file itself.

The schemas of the standard are in no package that could be installed, and a file may keep to them and still be repaired: these checks are
the limits and the ties between parts that Excel holds a file to. `openxml-audit`, where it is installed, knows the schemas.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from package_check.book import Book, book_faults, book_of
from package_check.drawings import chart_faults, drawing_faults, table_faults
from package_check.parts import package_faults
from package_check.sheets import sheet_faults
from package_check.styles import style_faults

__all__ = ["faults"]


def faults(path: Path) -> list[str]:
    """Every fault of the workbook at `path`, as `part: what is wrong`; empty where Excel would open it without a word."""
    with ZipFile(path) as archive:
        found = list(package_faults(archive))
        return found or list(_inner(archive, book_of(archive)))  # a part that is no XML cannot be looked into


def _inner(archive: ZipFile, book: Book) -> Iterator[str]:
    yield from book_faults(book)
    yield from style_faults(archive.read("xl/styles.xml"))
    for sheet, part in book.sheets.items():
        with archive.open(part) as stream:
            yield from (f"{part} ({sheet}): {fault}" for fault in sheet_faults(stream, book))
    for part in archive.namelist():
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            yield from (f"{part}: {fault}" for fault in chart_faults(archive.read(part), book))
        if part.startswith("xl/drawings/drawing"):
            yield from (f"{part}: {fault}" for fault in drawing_faults(archive.read(part)))
    yield from table_faults(archive, book)
