"""A linter for the workbooks that `tco` writes: the rules of a model that a reviewer can trust, held by tests of every scenario.

`rules.py` lists the rules; `tco.workbook.sheet_columns` tells which row and column of a sheet has which role.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl

from tco.workbook import sheet_columns
from workbook_lint.colours import colour_findings
from workbook_lint.document import book_findings, hidden_findings, link_findings, package_findings, page_findings, result_findings
from workbook_lint.rows import (
    cell_findings,
    continuing,
    filled_rows,
    formula_findings,
    input_findings,
    line_findings,
    rows_read,
    series_findings,
    values_findings,
)
from workbook_lint.rules import Finding

__all__ = ["Finding", "lint"]


def lint(path: Path) -> list[Finding]:
    """Every breach of a rule in the workbook at `path`: the book's own first, then sheet by sheet."""
    return list(_findings(path))


def _findings(path: Path) -> Iterator[Finding]:
    book = openpyxl.load_workbook(path)
    names = {name: definition.attr_text or "" for name, definition in book.defined_names.items()}
    yield from package_findings(path)
    yield from book_findings(book)
    yield from result_findings(path)
    for sheet in book.worksheets:
        rows = filled_rows(sheet)
        yield from page_findings(sheet)
        yield from hidden_findings(sheet)
        yield from link_findings(sheet, frozenset(book.sheetnames))
        yield from cell_findings(sheet, rows)
        calculation = sheet.title not in sheet_columns.NOT_CALCULATION
        continued = continuing(rows) if calculation else set()
        yield from formula_findings(sheet, rows, continued, names, book)
        yield from colour_findings(sheet)
        if sheet.title == sheet_columns.INPUTS:
            yield from input_findings(sheet, rows, rows_read(book))
        if sheet.title in sheet_columns.OF_VALUES:
            yield from values_findings(sheet, rows)
        if calculation:
            yield from series_findings(sheet, rows, continued)
            yield from line_findings(sheet, rows)
