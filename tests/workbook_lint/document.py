"""Rules of the book as a document: printing, hidden parts, links and code, and the results stored beside the formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import get_column_letter
from stored_results import stored_results

from tco.workbook import sheet_columns
from workbook_lint.rules import Finding, finding

_ERROR_VALUES = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|R[0-9]*|C[0-9]*", re.IGNORECASE)
_FOOTER = {"sheet": r"&A|&\[Tab\]", "page": r"&P|&\[Page\]", "version": r"\d+\.\d+"}
_UNTITLED = frozenset({sheet_columns.COVER, sheet_columns.SUMMARY})  # laid out as pages, without a row of headings


def result_findings(path: Path) -> Iterator[Finding]:
    """Every formula has a result stored beside it, and none is an error."""
    for sheet, results in stored_results(path).items():
        for cell, result in results.items():
            if result is None:
                yield finding(sheet, cell, "result-missing", "a formula without a result")
            elif isinstance(result, str) and result in _ERROR_VALUES:
                yield finding(sheet, cell, "error-value", f"{result} stored")


def package_findings(path: Path) -> Iterator[Finding]:
    """The file holds sheets and nothing that runs or reaches out, and asks to be recalculated."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if "vba" in name.lower() or "/ctrlProps/" in name or "/activeX/" in name:
                yield finding("", "", "macro", name)
            if name.startswith("xl/externalLinks/externalLink") or name == "xl/connections.xml":
                yield finding("", "", "external-link", name)
        settings = etree.fromstring(archive.read("xl/workbook.xml")).find("{*}calcPr")  # openpyxl reads absent ones as set
    mode, on_load = ("auto", None) if settings is None else (settings.get("calcMode", "auto"), settings.get("fullCalcOnLoad"))
    if mode != "auto" or on_load not in {"1", "true"}:
        yield finding("", "", "recalculation", f"calculation is {mode}, on load {on_load or 'none'}")


def book_findings(book: Any) -> Iterator[Finding]:
    """Names refer to cells and read like none; the document has a title, a creator and both dates."""
    for name, definition in book.defined_names.items():
        if _ADDRESS.fullmatch(name):
            yield finding("", "", "name-like-address", name)
        if "#REF!" in (definition.attr_text or "#REF!"):
            yield finding("", "", "unknown-reference", f"the name {name} refers to {definition.attr_text}")
    for name in ("title", "creator", "created", "modified"):
        if getattr(book.properties, name) in {None, "", "openpyxl"}:
            yield finding("", "", "properties", f"no {name}")


def page_findings(sheet: Any) -> Iterator[Finding]:
    """A sheet prints whole, one page wide, with headings and footer on each page."""
    title = sheet.title
    if not sheet.print_area:
        yield finding(title, "", "print-area", "no print area")
    if title not in _UNTITLED and not sheet.print_title_rows:
        yield finding(title, "", "print-titles", "no repeated rows")
    page, setup = sheet.sheet_properties.pageSetUpPr, sheet.page_setup
    if not (page and page.fitToPage and setup.fitToWidth in {None, 1} and setup.fitToHeight == 0):
        yield finding(title, "", "fit-to-width", "no fit to one page wide")
    footer = " ".join(part.text or "" for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right))
    if lacking := [name for name, pattern in _FOOTER.items() if not re.search(pattern, footer)]:
        yield finding(title, "", "footer", f"no {', '.join(lacking)}")


def hidden_findings(sheet: Any) -> Iterator[Finding]:
    """A sheet hides and merges nothing."""
    title = sheet.title
    for area in sheet.merged_cells.ranges:
        yield finding(title, get_column_letter(area.min_col) + str(area.min_row), "merged-cells", str(area))
    if sheet.sheet_state != "visible":
        yield finding(title, "", "hidden", f"the sheet is {sheet.sheet_state}")
    for row, dimension in sheet.row_dimensions.items():
        if dimension.hidden:
            yield finding(title, f"A{row}", "hidden", f"row {row}")
    for column, dimension in sheet.column_dimensions.items():
        if dimension.hidden:
            yield finding(title, f"{column}1", "hidden", f"column {column}")


def link_findings(sheet: Any, titles: frozenset[str]) -> Iterator[Finding]:
    """Links lead to a web page or to a sheet of this book."""
    for _, cell in sorted(sheet._cells.items()):
        link = cell.hyperlink
        if link is None:
            continue
        if link.target and not link.target.startswith(("http://", "https://", "mailto:")):
            yield finding(sheet.title, cell.coordinate, "external-link", f"a link to the file {link.target}")
        elif link.location and link.location.rpartition("!")[0].strip("'").replace("''", "'") not in titles:
            yield finding(sheet.title, cell.coordinate, "unknown-reference", f"a link to {link.location}")
