"""What a saved workbook holds, what saving refuses, and that a second build is the same file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import openpyxl
import pytest
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from PIL import Image as Picture
from stored_results import stored_results

from tco.errors import TcoError
from tco.workbook.file.parts import as_excel_writes
from tco.workbook.file.row_xml import Result
from tco.workbook.file.saving import save

MOMENT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def book_of(*formulas: str) -> Any:
    """A book with the formulas in column A of its only sheet, `Cost`."""
    book: Any = openpyxl.Workbook()
    book.active.title = "Cost"
    for row, formula in enumerate(formulas, 1):
        book.active.cell(row, 1, formula)
    return book


def saved(path: Path, *results: Result) -> Path:
    """A book whose formulas have these results."""
    save(book_of(*["=1+1"] * len(results)), {"Cost": {(row, 1): result for row, result in enumerate(results, 1)}}, path, MOMENT)
    return path


def sheet_xml(path: Path) -> str:
    with ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("result", "xml"),
    [
        (0.1 + 0.2, '<c r="A1"><f>1+1</f><v>0.30000000000000004</v></c>'),
        (2, '<c r="A1"><f>1+1</f><v>2.0</v></c>'),
        (-0.0, '<c r="A1"><f>1+1</f><v>0.0</v></c>'),
        (1e300, '<c r="A1"><f>1+1</f><v>1e+300</v></c>'),
        (np.float64(1.5), '<c r="A1"><f>1+1</f><v>1.5</v></c>'),
        (True, '<c r="A1" t="b"><f>1+1</f><v>1</v></c>'),
        (False, '<c r="A1" t="b"><f>1+1</f><v>0</v></c>'),
        ("A & <B>", '<c r="A1" t="str"><f>1+1</f><v>A &amp; &lt;B&gt;</v></c>'),
        ("", '<c r="A1" t="str"><f>1+1</f><v></v></c>'),
    ],
)
def test_the_result_stands_beside_its_formula(result: Result, xml: str, tmp_path: Path) -> None:
    """Numbers in full precision without a type, booleans and texts with theirs."""
    assert xml in sheet_xml(saved(tmp_path / "book.xlsx", result))


def test_a_typed_number_keeps_every_digit(tmp_path: Path) -> None:
    """Expected: all 17 digits of a number that needs them, which openpyxl alone would cut to 16."""
    book = book_of()
    book["Cost"]["A1"] = 2.7286445817440557
    save(book, {}, tmp_path / "book.xlsx", MOMENT)
    assert openpyxl.load_workbook(tmp_path / "book.xlsx")["Cost"]["A1"].value == 2.7286445817440557


def test_what_was_stored_is_read_back(tmp_path: Path) -> None:
    """Expected: the very values, an empty text told apart from nothing."""
    path = saved(tmp_path / "book.xlsx", 0.1, True, "", "香港")
    assert stored_results(path) == {"Cost": {"A1": 0.1, "A2": True, "A3": "", "A4": "香港"}}


def test_pandas_and_previews_see_the_results(tmp_path: Path) -> None:
    """Expected 0.1 where openpyxl's own saving would show nothing."""
    path = saved(tmp_path / "book.xlsx", 0.1)
    assert openpyxl.load_workbook(path, data_only=True)["Cost"]["A1"].value == 0.1
    assert openpyxl.load_workbook(path)["Cost"]["A1"].value == "=1+1"


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ({"Cost": {}}, "Cost!A1: the formula =1\\+1 has no result"),
        ({}, "Cost!A1: the formula =1\\+1 has no result"),
        ({"Cost": {(1, 1): float("nan")}}, "Cost!A1: the result of =1\\+1 is nan"),
        ({"Cost": {(1, 1): float("inf")}}, "Cost!A1: the result of =1\\+1 is inf"),
        ({"Cost": {(1, 1): MOMENT}}, "Cost!A1: a result of type datetime cannot be stored"),
        ({"Cost": {(1, 1): 2.0, (7, 2): 1.0}}, "Cost!B7: a result, but no formula"),
        ({"Cost": {(1, 1): 2.0}, "Profit": {}}, "sheets that the workbook lacks: Profit"),
    ],
)
def test_formulas_and_results_that_do_not_pair_are_refused(results: Any, message: str, tmp_path: Path) -> None:
    """Expected: the sheet and the cell by name, and no file."""
    with pytest.raises(ValueError, match=message):
        save(book_of("=1+1"), results, tmp_path / "book.xlsx", MOMENT)
    assert list(tmp_path.iterdir()) == []


def test_an_array_formula_is_refused(tmp_path: Path) -> None:
    """Expected: the cell by name, since other programs recalculate it differently."""
    book = book_of("=1+1")
    book["Cost"]["A1"] = ArrayFormula("A1", "=SUM(B1:B2*2)")
    with pytest.raises(ValueError, match=r"Cost!A1 holds an array formula"):
        save(book, {"Cost": {(1, 1): 1.0}}, tmp_path / "book.xlsx", MOMENT)


def test_a_failed_saving_leaves_the_old_book_alone(tmp_path: Path) -> None:
    """Expected: the old bytes under the name, and nothing else in the folder."""
    path = saved(tmp_path / "book.xlsx", 1.0)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="no result"):
        save(book_of("=2+2", "=3+3"), {"Cost": {(1, 1): 4.0}}, path, MOMENT)
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.xlsx"]
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_the_readers_to_put_right(tmp_path: Path) -> None:
    """Expected: the path and a remedy, not a traceback."""
    with pytest.raises(TcoError, match=r"missing/book\.xlsx cannot be written .*choose another folder"):
        saved(tmp_path / "missing" / "book.xlsx", 1.0)


def full_book() -> tuple[Any, dict[str, dict[tuple[int, int], Result]]]:
    """A book with everything that must come through: chart, picture, note, link, validation, colour rule, styles, a name."""
    book = book_of("=1+1", "=A1*2", "=A2*2")
    sheet = book["Cost"]
    sheet["A1"].font = Font(color="FF006100", bold=True)
    sheet["A1"].hyperlink = Hyperlink(ref="A1", location="'Other sheet'!A1")
    sheet["A2"].comment = Comment("Twice", "tco")
    sheet["B1"] = "label – 香港"
    sheet["B2"] = 5
    sheet.row_dimensions[9].height = 30
    below = CellIsRule(operator="lessThan", formula=["0"], font=Font(bold=True))  # type: ignore[no-untyped-call]  # the stubs lack it
    sheet.conditional_formatting.add("A1:A3", below)
    validation = DataValidation("whole", operator="greaterThan", formula1="0", showErrorMessage=True, error="Above 0")
    validation.add("B2")
    validation.add("B5:B7")
    sheet.add_data_validation(validation)
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "D2")
    picture = BytesIO()
    Picture.new("RGB", (4, 4), "white").save(picture, "PNG")
    sheet.add_image(Image(picture), "D20")
    book.create_sheet("Other sheet")["A1"] = "=Cost!A3"
    return book, {"Cost": {(1, 1): 2.0, (2, 1): 4.0, (3, 1): 8.0}, "Other sheet": {(1, 1): 8.0}}


def test_only_results_dates_and_forms_differ_from_a_plain_saving(tmp_path: Path) -> None:
    """Expected: every part that openpyxl itself writes, in the form of `parts.py`, byte for byte once the results are taken out."""
    book, results = full_book()
    save(book, results, tmp_path / "ours.xlsx", MOMENT)
    plain, _ = full_book()
    plain.calculation.calcMode = "auto"
    plain.save(tmp_path / "plain.xlsx")
    with ZipFile(tmp_path / "ours.xlsx") as ours, ZipFile(tmp_path / "plain.xlsx") as theirs:
        assert ours.namelist() == theirs.namelist()
        assert any("chart1.xml" in name for name in ours.namelist())
        assert any("image1.png" in name for name in ours.namelist())
        for name in ours.namelist():
            content = ours.read(name)
            for number in (b"2.0", b"4.0", b"8.0"):
                content = content.replace(b"</f><v>" + number + b"</v>", b"</f><v></v>")
            letters = re.sub(rb"&#(\d+);", lambda found: chr(int(found[1])).encode(), theirs.read(name))
            expected = as_excel_writes(name, letters).replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
            assert content == expected or name == "docProps/core.xml", name


def test_what_a_reader_sees_comes_through(tmp_path: Path) -> None:
    """Expected: chart, picture, note, link, validation and colour rule in the file that was read back."""
    book, results = full_book()
    save(book, results, tmp_path / "book.xlsx", MOMENT)
    sheet: Any = openpyxl.load_workbook(tmp_path / "book.xlsx")["Cost"]
    assert (len(sheet._charts), len(sheet._images)) == (1, 1)
    assert sheet["A2"].comment.text == "Twice"
    assert sheet["A1"].hyperlink.location == "'Other sheet'!A1"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2 B5:B7"
    assert len(sheet.conditional_formatting) == 1
    assert sheet["A1"].font.bold


BUILD = """
import sys; sys.path[:0] = sys.argv[2:]
from pathlib import Path
from test_saving import MOMENT, full_book
from tco.workbook.file.saving import save
save(*full_book(), Path(sys.argv[1]), MOMENT)
"""


def test_two_builds_are_the_same_file(tmp_path: Path) -> None:
    """Expected: equal bytes from two processes whose sets and dictionaries hash differently."""
    builds = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xlsx"
        command = [sys.executable, "-c", BUILD, str(path), *sys.path, str(Path(__file__).parent)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        builds.append(path.read_bytes())
    assert builds[0] == builds[1]


def test_no_entry_carries_the_clock(tmp_path: Path) -> None:
    """Expected: one fixed date in the archive and the given moment, in UTC, in the document's properties."""
    moment = datetime(2026, 11, 20, 20, 0, tzinfo=timezone(timedelta(hours=8)))
    save(book_of("=1+1"), {"Cost": {(1, 1): 2.0}}, tmp_path / "book.xlsx", moment)
    with ZipFile(tmp_path / "book.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(tmp_path / "book.xlsx").properties
    assert {properties.created, properties.modified} == {moment.astimezone(UTC).replace(tzinfo=None)}


def test_the_book_asks_to_be_recalculated(tmp_path: Path) -> None:
    """Expected: automatic calculation and full calculation on load, so that a program never rests on what is stored."""
    with ZipFile(saved(tmp_path / "book.xlsx", 2.0)) as archive:
        settings = archive.read("xl/workbook.xml").decode().partition("<calcPr ")[2]
    assert 'calcMode="auto"' in settings
    assert 'fullCalcOnLoad="1"' in settings


def test_a_saved_book_can_be_read_by_others(tmp_path: Path) -> None:
    """Expected: the permissions of any new file, not those of a temporary one."""
    path = saved(tmp_path / "book.xlsx", 2.0)
    (tmp_path / "plain").touch()
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_parts_have_the_form_that_excel_gives_them(tmp_path: Path) -> None:
    """Expected: what ExcelJS asks for: `xdr:` before every element of a drawing's own, relative targets; fonts in the schema's order."""
    book, results = full_book()
    save(book, results, tmp_path / "book.xlsx", MOMENT)
    with ZipFile(tmp_path / "book.xlsx") as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        assert drawing.startswith('<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a=')
        assert "<xdr:oneCellAnchor><xdr:from><xdr:col>" in drawing
        assert 'Target="../drawings/drawing1.xml"' in archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        assert 'Target="../charts/chart1.xml"' in archive.read("xl/drawings/_rels/drawing1.xml.rels").decode()
        assert 'Target="worksheets/sheet1.xml"' in archive.read("xl/_rels/workbook.xml.rels").decode()
        assert not [name for name in archive.namelist() if name.endswith(".rels") and b'Target="/' in archive.read(name)]
        assert '<font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/>' in archive.read("xl/styles.xml").decode()


def test_an_empty_cell_has_its_look_and_no_type(tmp_path: Path) -> None:
    """Expected: no `t="n"`, which IronCalc reads as the number 0, so that COUNT counts a cell that is empty."""
    book = book_of()
    book["Cost"]["B2"].font = Font(bold=True)
    save(book, {}, tmp_path / "book.xlsx", MOMENT)
    assert '<c r="B2" s="1"/>' in sheet_xml(tmp_path / "book.xlsx")
