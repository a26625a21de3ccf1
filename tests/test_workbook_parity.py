"""The workbook is the model: every scenario's book says by itself, in two engines that know nothing of ours, what the engine says."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from changes import Issued, by_engine, not_finite
from conftest import FEW, ONE, SCENARIOS, Written, every_book
from recalculate import Book, by_formualizer, disagreements, opened, stored
from stored_results import stored_results
from workbook_lint import lint

from tco.workbook import sheet_columns


def formulas_only(book: Book) -> Book:
    return {sheet: cells for sheet, cells in book.items() if cells}


@FEW
def test_what_is_stored_is_what_the_engine_found(issue: Issued) -> None:
    """Expected: every formula cell of the book, neither more nor fewer, with the engine's own value."""
    _, engine = by_engine(issue)
    assert disagreements(engine, formulas_only(stored(issue.path)), relative=0) == []


@every_book
def test_formualizer_recalculates_what_is_stored(written: Written) -> None:
    """Expected: the same numbers and texts, to one in a billion."""
    assert disagreements(stored(written.book), by_formualizer(written.book), path=written.book) == []


@pytest.mark.scenarios("base-and-bursts")
@pytest.mark.long
def test_libreoffice_recalculates_what_is_stored(written: Written, in_libreoffice: Book) -> None:
    """Expected: the same numbers and texts, to one in a billion; `test_import_random.py` asks it about edited books of others."""
    assert disagreements(stored(written.book), in_libreoffice, path=written.book) == []


@every_book
def test_no_cell_shows_an_error(written: Written) -> None:
    """Expected: a finite number or a word beside every formula."""
    assert not_finite(stored(written.book)) == []


@FEW
def test_every_number_outside_inputs_catalogue_and_simulation_is_a_formula(written: Written) -> None:
    """Expected: no typed number, date or truth value on any other sheet but the one that says it holds values."""
    book = opened(written.book)
    typed = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        if sheet.title not in sheet_columns.CONSTANTS_ALLOWED
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type not in ("f", "s", "inlineStr")
    ]
    assert typed == []


@ONE
def test_readers_of_stored_values_see_the_headline(written: Written) -> None:
    """Expected by openpyxl and pandas alike: the total of each option that is compared, as the engine has it, without any recalculation."""
    totals = {name: sheet.value("tco") for name, sheet in written.results.compared.items()}
    summary = openpyxl.load_workbook(written.book, data_only=True, read_only=True)[sheet_columns.SUMMARY]
    frame = pd.read_excel(written.book, sheet_name="Comparison", header=sheet_columns.HEADER_ROWS - 1)
    by_pandas = frame[frame["Line"] == "Total cost of ownership"].set_index("Where")["Constant"].to_dict()
    seen = {cell.value for row in summary.iter_rows() for cell in row}
    assert by_pandas == pytest.approx(totals, rel=1e-12)
    assert set(totals.values()) <= seen


@ONE
def test_pandas_reads_numbers_from_every_option_sheet(written: Written) -> None:
    """Expected: the monthly cost by month, as numbers."""
    for name, sheet in written.results.options.items():
        frame = pd.read_excel(written.book, sheet_name=name, header=None)
        row = frame[frame[0] == "Effective cost"].iloc[0, sheet_columns.FIRST_PERIOD - 1 :]
        assert row.astype(float).tolist() == pytest.approx(np.ravel(dict(sheet.values)["cost"]).tolist(), rel=1e-12)


@every_book
def test_the_linter_finds_nothing(written: Written) -> None:
    """Expected: every rule of a generated book holds."""
    assert [str(finding) for finding in lint(written.book)] == []


_BUILD = """
import sys
from pathlib import Path
from tco.documents import write_report
write_report(Path(sys.argv[1]), Path(sys.argv[2]), only="xlsx")
"""


@ONE
def test_two_builds_in_different_surroundings_are_the_same_file(written: Written, tmp_path: Path) -> None:
    """Expected: the same bytes whatever the order of hashing, the time zone, the language and the day's process."""
    surroundings = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/Los_Angeles", "LC_ALL": "C"}
    command = [sys.executable, "-c", _BUILD, str(written.scenario), str(tmp_path)]
    subprocess.run(command, env=surroundings, check=True, cwd=tmp_path)
    built = next(tmp_path.glob("*/*.xlsx"))
    assert sha256(built.read_bytes()).hexdigest() == sha256(written.book.read_bytes()).hexdigest()


def test_every_scenario_of_the_project_is_tried() -> None:
    """Expected: the two published stories at least, so that an empty folder cannot pass."""
    assert {"apac-assistant", "apac-published"} <= set(SCENARIOS)


@ONE
def test_a_wrong_stored_result_is_found(written: Written) -> None:
    """Expected: a result that is off by one in ten million is one disagreement, so that the tests above can fail."""
    book: Book = {sheet: dict(cells) for sheet, cells in stored_results(written.book).items()}
    cell = next(cell for cell, value in book["Comparison"].items() if isinstance(value, float) and value > 1)
    before = book["Comparison"][cell]
    assert isinstance(before, float)
    book["Comparison"][cell] = before * (1 + 1e-7)
    found = disagreements(book, by_formualizer(written.book), path=written.book)
    assert [line.partition(":")[0] for line in found] == [f"Comparison!{cell}"]
