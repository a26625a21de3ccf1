"""Nothing in the file of a book makes Excel offer to repair it; each check is shown to find the fault that it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from conftest import Written, every_book
from edited_books import Book as Small
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from package_check import faults
from test_saving import MOMENT, full_book

from tco.workbook.file.saving import save

SHEET, OTHER, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"
CHART, DRAWING, TABLE, TYPES = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/tables/table1.xml", "[Content_Types].xml"
RELATIONS, SHEET_RELATIONS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
DEEP, WIDE = "ABS(" * 65 + "1" + ")" * 65, f"SUM({','.join(['1'] * 256)})"


def sound_book(path: Path) -> Path:
    """A book with one of everything that is checked."""
    book, results = full_book()
    sheet: Any = book["Cost"]
    sheet["B3"] = datetime(2027, 1, 31)  # noqa: DTZ001 — a cell takes no time zone
    for place, text in {"F30": "Option", "G30": "Amount", "F31": "API"}.items():
        sheet[place] = text
    sheet["G31"] = 5
    sheet.add_table(Table(displayName="Costs", ref="F30:G31"))
    sheet.merge_cells("A40:B41")
    sheet.merge_cells("C40:D41")
    sheet.column_dimensions["B"].width = 20
    sheet.oddFooter.left.text = "A footer"
    sheet.print_area = "A1:B9"
    book.defined_names["total"] = DefinedName("total", attr_text="Cost!$A$3")
    save(book, results, path, MOMENT)
    return path


def changed(path: Path, target: Path, parts: Mapping[str, bytes | None]) -> Path:
    """A copy of the file with other contents in some parts; None leaves a part out."""
    with ZipFile(path) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in [*source.namelist(), *(name for name in parts if name not in source.namelist())]:
            content = parts.get(name, source.read(name) if name in source.namelist() else b"")
            if content is not None:
                copy.writestr(name, content)
    return target


PLANTED = [
    # The package.
    ("no well-formed XML", OTHER, "</sheetData>", ""),
    ("begins with {http://purl.oclc.org/main}worksheet", OTHER, 'xmlns="[^"]*"', 'xmlns="http://purl.oclc.org/main"'),
    ("no content type", TYPES, '<Default Extension="png"[^>]*>', ""),
    ("the content type of any XML, not its own", TYPES, '<Override PartName="/xl/tables/table1.xml"[^>]*>', ""),
    ("the type of xl/lost.xml, which is not there", TYPES, "</Types>", '<Override PartName="/xl/lost.xml" ContentType="a/b"/></Types>'),
    ("xl/styles.xml has two types", TYPES, '(<Override PartName="/xl/styles.xml"[^>]*>)', r"\1\1"),
    ("xl/lost.xml is not there", SHEET_RELATIONS, "</Rel", '<Relationship Id="x" Type="t" Target="../lost.xml"/></Rel'),
    ("rid1 is twice there", RELATIONS, 'Id="rId2"', 'Id="rId1"'),
    (
        "two relationships lead to xl/worksheets/sheet1.xml",
        RELATIONS,
        "</Rel",
        '<Relationship Id="x" Type="t" Target="worksheets/sheet1.xml"/></Rel',
    ),
    ("two of http://schemas", RELATIONS, '(<Relationship Type="[^"]*/)theme(" Target="[^"]*" )', r"\1styles\2"),
    ("xl/drawings/drawing1.xml: in no relationship", SHEET_RELATIONS, '<Relationship [^>]*drawing1.xml"[^>]*>', ""),
    ("rId9 is no relationship of it", SHEET, '<drawing [^>]*r?:?id="rId1"', '<drawing xmlns:q="{R}" q:id="rId9"'),
    # The book.
    ("at most 31 are possible", BOOK, 'name="Other sheet"', f'name="{"x" * 32}"'),
    ("has a character that Excel forbids", BOOK, 'name="Other sheet"', 'name="Other: sheet"'),
    ("two sheets are called cost", BOOK, 'name="Other sheet"', 'name="COST"'),
    ("sheet number 1 is there twice", BOOK, 'sheetId="2"', 'sheetId="1"'),
    ("no sheet is visible", BOOK, 'state="visible"', 'state="hidden"'),
    ("the name total refers to the sheet Lost", BOOK, r"Cost!\$A\$3", "Lost!$A$3"),
    ("the name total refers to nothing", BOOK, r"Cost!\$A\$3", "#REF!"),
    ("the name Q1 is none that Excel takes", BOOK, 'name="total"', 'name="Q1"'),
    ("is there twice", BOOK, "(<definedName name=.total.*?</definedName>)", r"\1\1"),
    ("belongs to a sheet that is not there", BOOK, 'localSheetId="0"', 'localSheetId="7"'),
    # Styles.
    ("fonts says 7 and has", STYLES, '<fonts count="[0-9]+"', '<fonts count="7"'),
    ("a style has fontId 99", STYLES, 'fontId="1"', 'fontId="99"'),
    ("a style has the number format 164, which", STYLES, '<numFmt numFmtId="164"', '<numFmt numFmtId="180"'),
    ("the colour 0F0 has not eight digits", STYLES, 'rgb="FF006100"', 'rgb="0F0"'),
    ("a font whose parts are not in the order", STYLES, '(<sz val="11"/>)(<color theme="1"/>)', r"\2\1"),
    # A sheet.
    ("mergeCells after hyperlinks", SHEET, "(<mergeCells .*?</mergeCells>)(.*?)(<printOptions|<pageMargins)", r"\2\1\3"),
    ("row 1 after row 1", SHEET, '<row r="2"', '<row r="1"'),
    ("the cell C1 is out of its place", SHEET, '<c r="A2"', '<c r="C1"'),
    ("style 99, and there are", SHEET, '<c r="A1" s="1"', '<c r="A1" s="99"'),
    ("a formula of 8200 characters", SHEET, r"<f>1\+1</f>", f"<f>{'1+' * 4099}11</f>"),
    ("a formula 65 levels deep", SHEET, r"<f>1\+1</f>", f"<f>{DEEP}</f>"),
    ("256 arguments of one function", SHEET, r"<f>1\+1</f>", f"<f>{WIDE}</f>"),
    ("brackets that do not pair", SHEET, r"<f>1\+1</f>", "<f>SUM(1</f>"),
    ("two equals signs", SHEET, r"<f>1\+1</f>", "<f>=1+1</f>"),
    ("the sheet Lost is not there", SHEET, r"<f>1\+1</f>", "<f>1+Lost!A1</f>"),
    ("a formula without a result", SHEET, "<v>2.0</v>", ""),
    ("nan is no number", SHEET, "<v>2.0</v>", "<v>nan</v>"),
    ("2.0 is no value of type b", SHEET, '<c r="A1" s="1"><f>1', '<c r="A1" s="1" t="b"><f>1'),
    ("a text of 32768 characters", SHEET, "label", "x" * 32_763),
    ("the shared text 3, and there are 0", SHEET, '<c r="B2" t="n"><v>5', '<c r="B2" t="s"><v>3'),
    ("3000000 is no date", SHEET, "<v>46418</v>", "<v>3000000</v>"),
    ("merged ranges overlap", SHEET, 'ref="C40:D41"', 'ref="B40:D41"'),
    ("mergeCells says 5 and has 2", SHEET, '<mergeCells count="2"', '<mergeCells count="5"'),
    ("a rule has the style 4", SHEET, 'dxfId="0"', 'dxfId="4"'),
    ("priority 1 is that of two rules", SHEET, "(<cfRule .*?</cfRule>)", r"\1\1"),
    ("a list of 300 characters", SHEET, "<formula1>0", f'<formula1>"{"x" * 300}"'),
    ("a validation reads the sheet Lost", SHEET, "<formula1>0", "<formula1>Lost!$A$1"),
    ("error has 300 characters", SHEET, 'error="Above 0"', f'error="{"x" * 300}"'),
    ("a link to Lost!A1, which is not there", SHEET, "location=\"'Other sheet'!A1\"", 'location="Lost!A1"'),
    ("a column 300.0 wide", SHEET, 'width="20"', 'width="300"'),
    ("oddFooter has", SHEET, "A footer", "x" * 256),
    # Tables, drawings, charts.
    ("the cells above them say", SHEET, "<t>Amount", "<t>Cost"),
    ("1 columns for a range of 2", TABLE, r"<tableColumn id=.7.[^>]*/>", ""),
    ("the name total is that of a range too", TABLE, 'displayName="Costs"', 'displayName="total"'),
    ("two objects have the number 1", DRAWING, '<xdr:cNvPr id="2"', '<xdr:cNvPr id="1"'),
    ("reads the sheet Lost, which is not there", CHART, "'Cost'!", "'Lost'!"),
    ("axes that are not there", CHART, '(<axId val=")[0-9]+', r"\g<1>77"),
]


@pytest.mark.parametrize(("said", "part", "pattern", "replacement"), PLANTED, ids=[row[0][:40] for row in PLANTED])
def test_a_planted_fault_is_found(said: str, part: str, pattern: str, replacement: str, tmp_path: Path) -> None:
    """Expected: the fault in its part, of a book that had none."""
    path = sound_book(tmp_path / "sound.xlsx")
    with ZipFile(path) as archive:
        before = archive.read(part).decode()
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    after = re.sub(pattern, replacement.replace("{R}", relations), before, count=0 if "state=" in pattern else 1, flags=re.DOTALL)
    assert after != before, f"nothing in {part} matches {pattern}"
    found = faults(changed(path, tmp_path / "planted.xlsx", {part: after.encode()}))
    assert [fault for fault in found if said in fault], found


def test_a_sound_book_has_no_fault(tmp_path: Path) -> None:
    """Expected: nothing to say of the book in which the faults are planted."""
    assert faults(sound_book(tmp_path / "sound.xlsx")) == []


def test_a_part_that_is_missing_or_belongs_to_nothing_is_found(tmp_path: Path) -> None:
    """Expected: the relationship that leads nowhere, the type without a part, and the part that nobody asked for."""
    path = sound_book(tmp_path / "sound.xlsx")
    missing = faults(changed(path, tmp_path / "missing.xlsx", {CHART: None}))
    assert f"{TYPES}: the type of {CHART}, which is not there" in missing
    assert f"xl/drawings/_rels/drawing1.xml.rels: {CHART} is not there" in missing
    assert "xl/extra.png: in no relationship" in faults(changed(path, tmp_path / "extra.xlsx", {"xl/extra.png": b""}))
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(path, "a") as archive:
        archive.writestr(CHART, archive.read(CHART))
    assert f"{CHART}: twice in the archive" in faults(path)


@pytest.mark.long
@every_book
def test_excel_has_nothing_to_repair(written: Written) -> None:
    """Expected: no fault in any part of the book."""
    assert faults(written.book) == []


def test_the_schemas_have_nothing_to_say(api_book: Small) -> None:
    """Expected: no error by the schemas of Microsoft's Open XML SDK, which openxml-audit carries; its advice on shared texts is left."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: `make clients` brings it")
    result = audit.OpenXmlValidator(max_errors=0).validate(str(api_book.path))
    said = {str(error.description) for error in result.errors if "inline-string" not in str(error.description)}
    assert said == set()
