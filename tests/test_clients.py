"""Libraries that read workbooks without recalculating them find every stored value: in web pages (ExcelJS, SheetJS) and in notebooks."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import FEW, ONE, Written
from edited_books import API_ALONE, book_of
from edited_books import Book as Small
from openpyxl.utils import coordinate_to_tuple
from package_check import faults
from PIL import Image
from recalculate import Value, by_formualizer, disagreements, opened, stored

from tco.workbook import sheet_columns
from tco.workbook.sheets.data import HEADER_ROW

CLIENTS = Path(__file__).parent / "clients"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(
    NODE is None or not (CLIENTS / "node_modules" / "exceljs").exists(),
    reason="ExcelJS and SheetJS are not installed: `make clients` brings them where npm is",
)


def by_node(path: Path, copy: Path | None = None) -> Any:
    """What ExcelJS and SheetJS find in a book; ExcelJS saves it again as `copy`."""
    command = [str(NODE), "read.js", str(path), *([str(copy)] if copy else [])]
    run = subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def in_book(found: Mapping[str, Any], path: Path) -> dict[str, dict[str, Value]]:
    """Of the values that a library found, those of formulas; a formula whose result is an empty text may be left out."""
    return {
        sheet: {cell: typed(found["sheets"][sheet]["values"].get(cell), value) for cell, value in cells.items()}
        for sheet, cells in stored(path).items()
    }


def typed(value: Any, wanted: Value) -> Value:
    """A value as the file has it: a date as its number, nothing as an empty text where that is what is stored."""
    if isinstance(value, datetime | date):
        return float((date(value.year, value.month, value.day) - date(1899, 12, 30)).days)
    if value is None and wanted == "":
        return ""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


@needs_node
@FEW
def test_exceljs_and_sheetjs_find_every_stored_result(written: Written) -> None:
    """Expected: all sheets in their order, a value beside each formula, the names, the table."""
    found = by_node(written.book)
    book = opened(written.book)
    for library in found.values():
        assert list(library["sheets"]) == book.sheetnames
        assert {"recommended", "master_check"} <= set(library["names"])
        assert sum(sheet["formulas"] for sheet in library["sheets"].values()) == sum(map(len, stored(written.book).values()))
        assert disagreements(stored(written.book), in_book(library, written.book), relative=1e-15) == []
    assert found["exceljs"]["tables"] == ["CostData"]


@needs_node
def test_exceljs_saves_a_book_again_that_still_recalculates(api_book: Small, tmp_path: Path) -> None:
    """Expected: every formula of the copy, with the results of the book; its charts are lost, which ExcelJS cannot write."""
    by_node(api_book.path, tmp_path / "copy.xlsx")
    assert disagreements(stored(api_book.path), by_formualizer(tmp_path / "copy.xlsx"), path=api_book.path) == []


@needs_node
def test_exceljs_finds_the_logo(tmp_path: Path) -> None:
    """Expected: the client's logo on the Cover, which is the drawing that ExcelJS reads."""
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "logo.png")
    book = book_of(f"{API_ALONE}brand: {{logo: logo.png}}\n", tmp_path)
    assert faults(book.path) == []
    assert by_node(book.path)["exceljs"]["pictures"] == 1


@pytest.mark.long
@FEW
def test_calamine_reads_every_stored_result(written: Written) -> None:
    """Expected: every sheet, and beside each formula what is stored there."""
    calamine = pytest.importorskip("python_calamine", reason="python-calamine is not installed: `pip install -e '.[dev]'`")
    book = calamine.CalamineWorkbook.from_path(str(written.book))
    assert book.sheet_names == opened(written.book).sheetnames
    rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    wanted = stored(written.book)
    found = {
        name: {cell: typed(_at(rows[name], *coordinate_to_tuple(cell)), value) for cell, value in cells.items()}
        for name, cells in wanted.items()
    }
    assert disagreements(wanted, found, relative=1e-15) == []


def _at(rows: list[list[Any]], row: int, column: int) -> Any:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


@ONE
def test_polars_reads_every_sheet_and_adds_up_the_totals(written: Written) -> None:
    """Expected: no sheet is refused, and the amounts of Data add up to each option's total to the cent."""
    polars = pytest.importorskip("polars", reason="polars is not installed: `make clients` brings it")
    pytest.importorskip("fastexcel", reason="fastexcel is not installed: `make clients` brings it")
    sheets = polars.read_excel(written.book, sheet_id=0, has_header=False, infer_schema_length=None)
    assert list(sheets) == opened(written.book).sheetnames
    data = polars.read_excel(written.book, sheet_name=sheet_columns.DATA, read_options={"header_row": HEADER_ROW - 1})
    totals = dict(data.group_by("Option").agg(polars.col("Amount").sum()).iter_rows())
    assert totals == pytest.approx({name: sheet.value("tco") for name, sheet in written.results.options.items()}, abs=0.005)


@ONE
def test_pandas_reads_the_same_through_calamine(written: Written) -> None:
    """Expected: the total of each option, from the quicker of pandas' two readers."""
    pytest.importorskip("python_calamine", reason="python-calamine is not installed: `pip install -e '.[dev]'`")

    data = pd.read_excel(written.book, sheet_name=sheet_columns.DATA, header=HEADER_ROW - 1, engine="calamine")
    totals = data.groupby("Option")["Amount"].sum().to_dict()
    assert totals == pytest.approx({name: sheet.value("tco") for name, sheet in written.results.options.items()}, abs=0.005)
