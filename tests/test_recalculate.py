"""Both engines that judge our workbooks are judged first: each function that we use, against values known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from other_engines import by_gnumeric, by_ironcalc, needs_gnumeric, needs_ironcalc
from recalculate import Book, by_formualizer, by_libreoffice, by_libreoffice_many, disagreements, edited, libreoffice, stored
from workbook_lint.formulas import FUNCTIONS

from tco.workbook.file.row_xml import Result
from tco.workbook.file.saving import save

needs_libreoffice = pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
ENGINES = [
    pytest.param(by_formualizer, id="formualizer"),
    pytest.param(by_libreoffice, id="libreoffice", marks=needs_libreoffice),
    pytest.param(by_gnumeric, id="gnumeric", marks=needs_gnumeric),
    pytest.param(by_ironcalc, id="ironcalc", marks=needs_ironcalc),
]
Engine = Callable[[Path], Book]

A_DAY = datetime(2026, 1, 31)  # noqa: DTZ001 — a cell takes no time zone
COLUMN: dict[str, Any] = {
    "A1": 3,
    "A2": 1.5,
    "A3": -2,
    "A4": "text",
    "A6": "香港",
    "A7": "新加坡",
    "A8": "Hong Kong",
    "A9": "C++ (1/2) #1",
    "A10": A_DAY,
}

PROBES: list[tuple[str, Result]] = [
    ("=SUM('Cloud GPU'!$A$1:$A$3)", 2.5),
    ("=SUM('Cloud GPU'!$A$1:$A$5)", 2.5),  # a text and a blank cell count for nothing
    ("=SUMPRODUCT('Cloud GPU'!A1:A3, 'Cloud GPU'!B1:B3)", 0.0),
    ("=SUMPRODUCT(('Cloud GPU'!A1:A3>0)*'Cloud GPU'!B1:B3)", 3.0),
    ("=SUMPRODUCT('Cloud GPU'!A1:A5, 'Cloud GPU'!B1:B5)", 0.0),
    ("=SUMIF('Cloud GPU'!A6:A9, 'Cloud GPU'!A7, 'Cloud GPU'!B6:B9)", 7.0),
    ("=COUNT('Cloud GPU'!B1:B2)", 2.0),
    ("=ISNUMBER(SEARCH('Cloud GPU'!A9, 'Cloud GPU'!A9))", True),
    ("=ISNUMBER(SEARCH('Cloud GPU'!A9, 'Cloud GPU'!A6))", False),
    ("=COUNTIF('Cloud GPU'!A1:A9, 'Cloud GPU'!A8)", 1.0),
    ("=IF('Cloud GPU'!A1>2, 'Cloud GPU'!A6, 'Cloud GPU'!A1)", "香港"),
    ("=IF('Cloud GPU'!A5, 1, 2)", 2.0),
    ("=DAY('Cloud GPU'!A10)", 31.0),
    ("=INDEX('Cloud GPU'!A1:B3, 2, 2)", 2.0),
    ("=INDEX('Cloud GPU'!A1:A10, 5)", 0.0),  # a blank cell reads as nought
    ("=MATCH('Cloud GPU'!A7, 'Cloud GPU'!A1:A9, 0)", 7.0),
    ("=MATCH('Cloud GPU'!A9, 'Cloud GPU'!A1:A9, 0)", 9.0),
    ("=MATCH(2, 'Cloud GPU'!B1:B9, 0)", 2.0),
    ("=ROWS('Cloud GPU'!A1:A9)", 9.0),  # whatever is in them
    ("=COLUMNS('Cloud GPU'!A1:B9)", 2.0),
    ("=MIN('Cloud GPU'!A1:A3)", -2.0),
    ("=MAX('Cloud GPU'!A1:A3)", 3.0),
    ("=MAX('Cloud GPU'!A4:A5)", 0.0),  # nothing but a text and a blank cell
    ("=MAX('Cloud GPU'!A5)", 0.0),
    ("=LARGE('Cloud GPU'!A1:A3, 2)", 1.5),
    ("=EXP(0-1)", 0.36787944117144233),
    ("=EXP(8192*LN(1-0.125))", 0.0),  # smaller than any number: as a power it is an error to LibreOffice
    ("=ROUND(0-2.5, 0)", -3.0),
    ("=ROUND(3.0000005, 6)", 3.000001),  # half away from zero, as round_up relies on
    ("=ROUNDUP(ROUND(0.1*3*10, 6), 0)", 3.0),
    ("=ROUNDDOWN(2.9, 0)", 2.0),
    ("=AND('Cloud GPU'!A1>2, 'Cloud GPU'!A2>2)", False),
    ("=OR('Cloud GPU'!A1>2, 'Cloud GPU'!A2>2)", True),
    ("=NOT('Cloud GPU'!A1>2)", False),
    ("=ABS('Cloud GPU'!A3)", 2.0),
    ("=DATE(2026, 1, 31)", 46053.0),
    ("=EOMONTH('Cloud GPU'!A10, 1)", 46081.0),  # of February 2026
    ("=EDATE('Cloud GPU'!A10, 1)", 46081.0),  # the 28th: February has no 31st
    ("=YEAR('Cloud GPU'!A10)", 2026.0),
    ("=MONTH('Cloud GPU'!A10)", 1.0),
    ("='Cloud GPU'!A10", 46053.0),
    ("=BINOMDIST(3, 10, 0.5, TRUE)", 0.171875),
    ("=BINOMDIST(3, 10, 0.5, 1)", 0.171875),
    ("=LN(1)", 0.0),
    ("=LN(0.5)", -0.6931471805599453),
    ("=SQRT(6.25)", 2.5),
    ("=SQRT(0)", 0.0),
    ("=LEN('Cloud GPU'!A6)", 2.0),
    ("=MID('Cloud GPU'!A6, 2, 2)", "港"),
    ("=ISNUMBER(FIND('Cloud GPU'!A6, 'Cloud GPU'!A6))", True),
    ("=LOG(8, 2)", 3.0),
    ("=2^ROUNDUP(ROUND(LOG(8, 2), 6), 0)", 8.0),  # no step to 16 by rounding noise
    ("=MATCH(MIN('Cloud GPU'!A1:A3), 'Cloud GPU'!A1:A3, 0)", 3.0),
    ("=SUMPRODUCT(('Cloud GPU'!A1:A9='Cloud GPU'!A7)*'Cloud GPU'!B1:B9)", 7.0),
    ("=MOD(0-7, 3)", 2.0),
    ("=2^0.5", 2**0.5),
    ("=-2^2", 4.0),  # not -4: minus binds tighter than a power
    ("='Cloud GPU'!A2>='Cloud GPU'!A1", False),
    ("='Cloud GPU'!A8<>'Cloud GPU'!A6", True),
    ("='Cloud GPU'!A6", "香港"),
    ("='Cloud GPU'!A5", 0.0),
    ("=1/'Cloud GPU'!A5", "#DIV/0!"),
]


def probe_book(path: Path, results: list[Result]) -> Path:
    """A book with the probes in column A of its second sheet and `results` stored beside them."""
    workbook = openpyxl.Workbook()
    inputs = workbook.worksheets[0]
    inputs.title = "Cloud GPU"
    for coordinate, value in COLUMN.items():
        inputs[coordinate] = value
    for row in range(1, 11):
        inputs.cell(row, 2, row)
    sheet = workbook.create_sheet("Probes")
    for row, (formula, _) in enumerate(PROBES, 1):
        sheet.cell(row, 1, formula).number_format = "#,##0.00"  # hides a boolean from LibreOffice, and must not matter
    save(workbook, {"Probes": {(row, 1): result for row, result in enumerate(results, 1)}}, path, A_DAY)
    return path


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A book in which every stored result is wrong."""
    return probe_book(tmp_path / "planted.xlsx", [-99.0] * len(PROBES))


def expected_book() -> Book:
    return {"Cloud GPU": {}, "Probes": {f"A{row}": result for row, (_, result) in enumerate(PROBES, 1)}}


@pytest.mark.parametrize("engine", ENGINES)
def test_each_function_gives_its_known_value_although_a_wrong_one_is_stored(engine: Engine, planted: Path) -> None:
    """Expected values stand beside the probes; each stored result is -99, so an engine that believed the file would fail."""
    assert set(stored(planted)["Probes"].values()) == {-99.0}
    assert disagreements(expected_book(), engine(planted)) == []


def test_every_function_that_a_formula_may_use_is_probed() -> None:
    """The linter's closed list holds nothing that was not tried in both engines."""
    formulas = " ".join(formula for formula, _ in PROBES)
    assert sorted(name for name in FUNCTIONS if f"{name}(" not in formulas) == []


def exact_tail(k: int, n: int, up: float) -> float:
    """The chance of at most `k` of `n`, in whole numbers, without rounding until the end."""
    share, whole = up.as_integer_ratio()

    def weight(numbers: range) -> int:
        return sum(comb(n, j) * share**j * (whole - share) ** (n - j) for j in numbers)

    below = weight(range(k + 1)) if k < n / 2 else whole**n - weight(range(k + 1, n + 1))  # whichever side is shorter
    return float(Fraction(below, whole**n))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_binomial_tail_is_right_to_one_in_a_billion_up_to_500_instances(engine: Engine, tmp_path: Path) -> None:
    """Expected values come from exact arithmetic.

    Small tails are right to 1e-12 in absolute terms only (LibreOffice takes them from 1, formualizer may exceed 1 by 2e-13),
    which is ample for an availability; a line must not divide by such a tail.
    """
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sizes = (1, 3, 8, 20, 100, 300, 500)
    cases = [(k, n, up) for n in sizes for k in {0, n // 2, *range(max(n - 8, 0), n + 1)} for up in (0.5, 0.9, 0.99, 0.9999)]
    for row, case in enumerate(cases, 1):
        for column, value in enumerate(case, 1):
            sheet.cell(row, column, value)
        sheet.cell(row, 4, f"=BINOMDIST(A{row}, B{row}, C{row}, 1)")
    workbook.save(tmp_path / "tail.xlsx")
    found = engine(tmp_path / "tail.xlsx")["Sheet"]
    close = {case: pytest.approx(exact_tail(*case), rel=1e-9, abs=1e-12) for case in cases}
    wrong = {case: found[f"D{row}"] for row, case in enumerate(cases, 1) if found[f"D{row}"] != close[case]}
    assert wrong == {}


@needs_libreoffice
def test_one_start_of_libreoffice_recalculates_several_books_in_order(tmp_path: Path) -> None:
    """Expected: each book its own results, though both files bear the same name."""
    paths = []
    for number in (1, 2):
        workbook = openpyxl.Workbook()
        workbook.worksheets[0]["A1"] = number
        workbook.worksheets[0]["A2"] = "=A1*2"
        (tmp_path / str(number)).mkdir()
        paths.append(tmp_path / str(number) / "book.xlsx")
        workbook.save(paths[-1])
    assert by_libreoffice_many(paths) == [{"Sheet": {"A2": 2.0}}, {"Sheet": {"A2": 4.0}}]


def test_an_edited_book_is_recalculated_from_the_edit(tmp_path: Path) -> None:
    """Expected 6 from 3 × 2 after the input turns from 1 to 3; the stored 2 is gone."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = 1
    workbook.worksheets[0]["A2"] = "=A1*2"
    save(workbook, {"Sheet": {(2, 1): 2.0}}, tmp_path / "issued.xlsx", A_DAY)
    changed = edited(tmp_path / "issued.xlsx", {("Sheet", "A1"): 3}, tmp_path / "edited.xlsx")
    assert by_formualizer(changed) == {"Sheet": {"A2": 6.0}}
    assert stored(changed) == {"Sheet": {"A2": None}}


def test_an_edit_of_a_formula_is_refused(tmp_path: Path) -> None:
    """Only inputs are edited: overwriting a formula would hide what the test is about."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A2"] = "=A1*2"
    workbook.save(tmp_path / "issued.xlsx")
    with pytest.raises(ValueError, match="Sheet!A2 is a formula, not an input: =A1\\*2"):
        edited(tmp_path / "issued.xlsx", {("Sheet", "A2"): 3}, tmp_path / "edited.xlsx")


@pytest.mark.parametrize(
    ("expected", "found", "line"),
    [
        ({"A1": 1.0}, {"A1": 1.00000001}, "S!A1: expected 1.0, found 1.00000001"),
        ({"A1": 1.0}, {}, "S!A1: expected 1.0, found no formula"),
        ({}, {"A1": 1.0}, "S!A1: expected no formula, found 1.0"),
        ({"A1": 1.0}, {"A1": True}, "S!A1: expected 1.0, found True"),
        ({"A1": 0.0}, {"A1": ""}, "S!A1: expected 0.0, found ''"),
        ({"A1": 1.0}, {"A1": "#DIV/0!"}, "S!A1: expected 1.0, found '#DIV/0!'"),
        ({"A1": None}, {"A1": None}, "S!A1: expected None, found None"),
        ({"A1": 1.0}, {"A1": float("nan")}, "S!A1: expected 1.0, found nan"),
    ],
)
def test_a_disagreement_names_cell_and_both_values(expected: dict[str, Result], found: dict[str, Result], line: str) -> None:
    """A missing cell, another type, an error and a number that is off by 1e-8 are each one line."""
    assert disagreements({"S": {**expected}}, {"S": {**found}}) == [line]


def test_rounding_noise_is_no_disagreement() -> None:
    """Expected: nothing to say about 1e-10, in relative terms."""
    assert disagreements({"S": {"A1": 1e12, "A2": "x", "A3": True}}, {"S": {"A1": 1e12 + 10, "A2": "x", "A3": True}}) == []


def test_a_difference_that_cancels_is_judged_by_what_it_subtracts(tmp_path: Path) -> None:
    """Expected: 1e-4 is noise beside a million, and a disagreement when nothing is known of the precedents."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = 1_000_000.0
    workbook.worksheets[0]["A2"] = "=A1-999999.9999"
    save(workbook, {"Sheet": {(2, 1): 1e-4}}, tmp_path / "book.xlsx", A_DAY)
    found: Book = {"Sheet": {"A2": 1.5e-4}}
    assert disagreements(stored(tmp_path / "book.xlsx"), found, path=tmp_path / "book.xlsx") == []
    assert disagreements(stored(tmp_path / "book.xlsx"), found) == ["Sheet!A2: expected 0.0001, found 0.00015"]
