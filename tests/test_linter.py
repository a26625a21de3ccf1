"""A small book that keeps every rule, and for each rule one breach that the linter must find, alone and in its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.styles import Font, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from workbook_lint import lint
from workbook_lint.rules import RULES

from tco.workbook import sheet_columns
from tco.workbook.file.saving import save

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


def clean_book() -> Any:
    """Cover, summary, inputs, two calculation sheets, a simulation and sources, as small as the rules allow."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = "Assistant", "tco"
    for title in ("Cover", "Summary", "Inputs", "Demand", "Cloud GPU", "Simulation", "Sources"):
        sheet = book.create_sheet(title)
        sheet["A1"] = title
        sheet.print_area = "A1:N20"
        sheet.print_title_rows = "1:6"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A · tco 0.1.0", "&P of &N"
    fill_inputs(book["Inputs"])
    fill_demand(book["Demand"])
    fill_option(book["Cloud GPU"])
    book["Simulation"]["A2"], book["Simulation"]["A8"], book["Simulation"]["B8"] = "Values, not formulas: seed 1", "P90", 12.5
    book["Summary"]["A3"], book["Summary"]["B3"] = "Cost", "='Cloud GPU'!$D$9"
    book["Summary"]["A5"], book["Summary"]["B5"] = "Price", "=Inputs!$D$10"
    book["Cover"]["A2"] = "Inputs"
    book["Cover"]["A2"].hyperlink = Hyperlink(ref="A2", location="'Cloud GPU'!A1")
    book["Sources"]["A2"], book["Sources"]["B2"] = "Price list", "2026-11-20"
    book.defined_names["months_shown"] = DefinedName("months_shown", attr_text="Inputs!$D$9")
    return book


def fill_inputs(sheet: Any) -> None:
    sheet.freeze_panes = "B8"
    validation = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0", showErrorMessage=True, error="A number, 0 or more")
    sheet.add_data_validation(validation)
    for row, (label, unit, base) in enumerate(
        (("Requests a day", "requests/day", 500_000), ("Months", "months", 12), ("Price", "USD/h", 3)), 8
    ):
        values = [
            label,
            None,
            unit,
            f"=E{row}",
            base,
            None,
            None,
            base,
            f"=IF(E{row}=H{row},0,1)",
            "client",
            "2026-11-20",
            "assumed",
            None,
            label.lower(),
        ]
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
        sheet.cell(row, 5).font = Font(color="FF0000FF")
        sheet.cell(row, 5).protection = Protection(locked=False)
        validation.add(f"E{row}")


def fill_demand(sheet: Any) -> None:
    heading(sheet)
    line(sheet, 8, "Requests", "requests/month", "requests a day × days", across="=Inputs!$D$8*{0}4")
    line(sheet, 9, "Requests so far", "requests", "this month's and those before", across="={before}9+{0}8")
    line(sheet, 10, "Largest month", "requests/month", "largest of requests", constant="=MAX(G8:R8)")


def fill_option(sheet: Any) -> None:
    heading(sheet)
    line(sheet, 7, "Price", "USD/h", "from the inputs", constant="=Inputs!$D$10")
    line(sheet, 8, "Cost", "USD", "price × instances", across="=$D$7*ROUNDUP(ROUND(Demand!{0}8/$D$7,6),0)")
    line(sheet, 9, "Cost of all months", "USD", "total of cost", constant="=SUM(G8:R8)")


def heading(sheet: Any) -> None:
    sheet.freeze_panes = "G7"
    for column in range(7, 19):
        letter, before = (openpyxl.utils.get_column_letter(at) for at in (column, column - 1))
        sheet[f"{letter}4"] = f"={before}4+1"
        sheet[f"{letter}5"] = f"=EDATE(Inputs!$D$9,{letter}4)"


def line(sheet: Any, row: int, label: str, unit: str, words: str, constant: str = "", across: str = "") -> None:
    sheet.cell(row, sheet_columns.LABEL, label)
    sheet.cell(row, sheet_columns.UNIT, unit)
    sheet.cell(row, sheet_columns.EXPLANATION, words)
    if constant:
        sheet.cell(row, sheet_columns.CONSTANT, constant)
    for column in range(7, 19) if across else ():
        letter, before = (openpyxl.utils.get_column_letter(at) for at in (column, column - 1))
        sheet.cell(row, column, across.format(letter, before=before))


def saved(book: Any, path: Path) -> Path:
    """The book with a result beside each formula; the linter asks whether there is one, not whether it is right."""
    results = {
        sheet.title: {place: 1.0 for place, cell in sheet._cells.items() if cell.data_type == "f" and not hasattr(cell.value, "ref")}
        for sheet in book.worksheets
    }
    if any(hasattr(cell.value, "ref") for sheet in book.worksheets for cell in sheet._cells.values()):
        book.save(path)  # our own saving refuses array formulas
    else:
        save(book, results, path, MOMENT)
    return path


def rewritten(path: Path, part: str, pattern: str, replacement: str) -> None:
    """The file with the text of one part changed, or the part added: what another program might have done to it."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts.get(part, b"")
    parts[part] = re.sub(pattern, replacement, before.decode(), count=1).encode()
    assert parts[part] != before
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def formula(sheet: str, cell: str, text: str) -> Callable[[Any], None]:
    """Put `text` into `cell`."""

    def plant(book: Any) -> None:
        book[sheet][cell] = text

    return plant


def whole_row(text: str) -> Callable[[Any], None]:
    """Put `text` across row 8 of the option sheet, where {0} is the column."""
    return lambda book: line(book["Cloud GPU"], 8, "Cost", "USD", "words", across=text)


def attribute(sheet: str, path: str, value: Any) -> Callable[[Any], None]:
    """Set an attribute of a sheet, such as `page_setup.fitToHeight`."""

    def plant(book: Any) -> None:
        *owners, name = path.split(".")
        owner = book[sheet]
        for step in owners:
            owner = getattr(owner, step)
        setattr(owner, name, value)

    return plant


def style(sheet: str, cell: str, **styles: Any) -> Callable[[Any], None]:
    def plant(book: Any) -> None:
        for name, value in styles.items():
            setattr(book[sheet][cell], name, value)

    return plant


def hide_row(book: Any) -> None:
    book["Demand"].row_dimensions[9].hidden = True


def hide_column(book: Any) -> None:
    book["Demand"].column_dimensions["H"].hidden = True


def link_to_file(book: Any) -> None:
    book["Cover"]["A2"].hyperlink = Hyperlink(ref="A2", target="#Inputs!A1")


def link_to_nowhere(book: Any) -> None:
    book["Cover"]["A2"].hyperlink = Hyperlink(ref="A2", location="Forecast!A1")


def unread(book: Any) -> None:
    book["Cloud GPU"]["D7"], book["Summary"]["B5"] = "=Demand!$D$10", "='Cloud GPU'!$D$9"


def unvalidated(book: Any) -> None:
    book["Inputs"].data_validations.dataValidation[0].sqref.remove("E9")


def unexplained(book: Any) -> None:
    old = book["Inputs"].data_validations.dataValidation[0]
    old.sqref.remove("E9")
    book["Inputs"].add_data_validation(DataValidation("decimal", operator="greaterThan", formula1="0", sqref="E9"))


def name(text: str, refers_to: str) -> Callable[[Any], None]:
    def plant(book: Any) -> None:
        book.defined_names[text] = DefinedName(text, attr_text=refers_to)

    return plant


LONG = "=$D$7" + "+$D$7" * 36  # 185 characters
LONG_NAMES = "=" + "+".join(["'Cloud GPU'!$D$7"] * 10)  # 170 characters, but 80 with a name counted as one

BREACHES: list[tuple[str, str, str, Callable[[Any], None]]] = [
    ("same-across", "Cloud GPU", "K8", formula("Cloud GPU", "K8", "=$D$7*Demand!L8")),
    ("same-across", "Cloud GPU", "K8", formula("Cloud GPU", "K8", "free of charge")),
    ("same-across", "Cloud GPU", "R8", formula("Cloud GPU", "R8", "")),
    ("same-across", "Cloud GPU", "G8", formula("Cloud GPU", "G8", "")),
    ("too-long", "Cloud GPU", "D9", formula("Cloud GPU", "D9", LONG)),
    ("too-long", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=SUM(G8:K8)\n+SUM(L8:R8)")),
    ("nested-if", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=IF($D$7>0,1+IF($D$7>1,1,2),0)")),
    ("number-in-formula", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=SUM(G8:R8)*1.05")),
    ("number-in-formula", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=ROUND(MIN($D$7,6),0)")),
    ("number-in-formula", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=$D$7*2%")),
    ("number-in-formula", "Summary", "B3", formula("Summary", "B3", "='Cloud GPU'!$D$9/12")),
    ("text-in-formula", "Cloud GPU", "D9", formula("Cloud GPU", "D9", '=COUNTIF(G8:R8,"on-demand")')),
    ("number-outside-inputs", "Cloud GPU", "D9", formula("Cloud GPU", "D9", 730)),  # type: ignore[arg-type]  # a typed number
    ("number-outside-inputs", "Sources", "B2", formula("Sources", "B2", date(2026, 11, 20))),  # type: ignore[arg-type]  # a typed date
    ("number-outside-inputs", "Summary", "B4", formula("Summary", "B4", 12.5)),  # type: ignore[arg-type]  # what Simulation alone may hold
    ("values-unsaid", "Simulation", "A2", formula("Simulation", "A2", "")),
    ("values-unsaid", "Simulation", "A2", formula("Simulation", "A2", "P10 to P90 of the total, seed 1")),
    ("forbidden-function", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=NPV($D$7,G8:R8)")),
    ("forbidden-function", "Summary", "B3", formula("Summary", "B3", "=TODAY()")),
    ("unknown-function", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=_xlfn.XLOOKUP($D$7,G8:R8,G8:R8)")),
    ("index-of-row", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=INDEX(Demand!$G$8:$R$8, $D$7)")),
    ("index-of-row", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=INDEX(Demand!$G$8:$G$8, 1, $D$7)")),
    ("whole-column", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=SUM(Demand!G:G)")),
    ("whole-column", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=SUM(Demand!$8:$8)")),
    ("external-link", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=[1]Prices!$A$1")),
    ("external-link", "Cover", "A2", link_to_file),
    ("array-formula", "Cloud GPU", "D9", formula("Cloud GPU", "D9", ArrayFormula("D9", "=SUM(G8:R8*2)"))),  # type: ignore[arg-type]  # a cell takes it
    ("merged-cells", "Demand", "A12", lambda book: book["Demand"].merge_cells("A12:C12")),
    ("hidden", "Demand", "A9", hide_row),
    ("hidden", "Demand", "H1", hide_column),
    ("hidden", "Sources", "", attribute("Sources", "sheet_state", "veryHidden")),
    ("reads-forward", "Cloud GPU", "D7", formula("Cloud GPU", "D7", "=SUM(G8:R8)")),
    ("reads-forward", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=SUM(G9:R9)")),
    ("reads-forward", "Cloud GPU", "G8", whole_row("=SUM({0}8:{0}8)")),
    ("reads-forward", "Demand", "D10", formula("Demand", "D10", "=2*'Cloud GPU'!$D$7")),
    ("daisy-chain", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=D7")),
    ("time-axis", "Cloud GPU", "S5", formula("Cloud GPU", "S8", "=$D$7*ROUNDUP(ROUND(Demand!S8/$D$7,6),0)")),
    ("time-axis", "Demand", "A7", attribute("Demand", "freeze_panes", "G6")),
    ("label-missing", "Cloud GPU", "A9", formula("Cloud GPU", "A9", "")),
    ("unit-missing", "Cloud GPU", "C9", formula("Cloud GPU", "C9", "")),
    ("unit-missing", "Inputs", "C9", formula("Inputs", "C9", "")),
    ("explanation-missing", "Cloud GPU", "E8", formula("Cloud GPU", "E8", "")),
    ("label-twice", "Cloud GPU", "A9", formula("Cloud GPU", "A9", "Cost")),
    ("label-twice", "Inputs", "A10", formula("Inputs", "A10", "Months")),
    ("tokens-unqualified", "Cloud GPU", "C7", formula("Cloud GPU", "C7", "USD per million tokens")),
    ("input-locked", "Inputs", "E9", style("Inputs", "E9", protection=Protection(locked=True))),
    ("input-unread", "Inputs", "E10", unread),
    ("input-not-blue", "Inputs", "E9", style("Inputs", "E9", font=Font(color="FF000000"))),
    ("input-not-validated", "Inputs", "E9", unvalidated),
    ("input-without-message", "Inputs", "E9", unexplained),
    ("input-provenance", "Inputs", "J9", formula("Inputs", "J9", "")),
    ("input-provenance", "Inputs", "K9", formula("Inputs", "K9", "")),
    ("input-provenance", "Inputs", "L9", formula("Inputs", "L9", "")),
    ("input-not-active", "Inputs", "D9", formula("Inputs", "D9", 12)),  # type: ignore[arg-type]  # a typed number
    ("formula-unlocked", "Cloud GPU", "D9", style("Cloud GPU", "D9", protection=Protection(locked=False))),
    ("formula-blue", "Cloud GPU", "D9", style("Cloud GPU", "D9", font=Font(color="FF0000FF"))),
    ("error-value", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=SUM(G8:R8)+#REF!")),
    ("error-value", "Sources", "B2", formula("Sources", "B2", "#N/A")),
    ("unknown-reference", "Cloud GPU", "D9", formula("Cloud GPU", "D9", "=2*discount_rate")),
    ("unknown-reference", "Summary", "B3", formula("Summary", "B3", "=Forecast!$D$9")),
    ("unknown-reference", "Cover", "A2", link_to_nowhere),
    ("unknown-reference", "", "", name("lost", "#REF!")),
    ("name-like-address", "", "", name("TAX2026", "Inputs!$D$9")),
    ("print-area", "Demand", "", attribute("Demand", "print_area", None)),
    ("print-titles", "Demand", "", attribute("Demand", "_print_rows", None)),
    ("fit-to-width", "Demand", "", attribute("Demand", "page_setup.fitToHeight", 1)),
    ("footer", "Demand", "", attribute("Demand", "oddFooter.right.text", "")),
    ("properties", "", "", lambda book: setattr(book.properties, "title", None)),
]

REWRITTEN = [
    ("result-missing", "Cloud GPU", "D9", "xl/worksheets/sheet5.xml", '(</f>)<v>1.0</v>(</c><c r="E9")', r"\1\2"),
    ("error-value", "Cloud GPU", "D9", "xl/worksheets/sheet5.xml", "><f>SUM\\(G8:R8\\)</f><v>1.0", ' t="e"><f>SUM(G8:R8)</f><v>#DIV/0!'),
    ("macro", "", "", "xl/vbaProject.bin", "^$", "code"),
    ("external-link", "", "", "xl/externalLinks/externalLink1.xml", "^$", "<externalLink/>"),
    ("recalculation", "", "", "xl/workbook.xml", 'fullCalcOnLoad="1"', ""),
    ("recalculation", "", "", "xl/workbook.xml", 'calcMode="auto"', 'calcMode="manual"'),
]


def found(path: Path) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.sheet, finding.cell) for finding in lint(path)]


def test_a_book_that_keeps_every_rule_is_clean(tmp_path: Path) -> None:
    """Expected: nothing to say."""
    assert [str(finding) for finding in lint(saved(clean_book(), tmp_path / "book.xlsx"))] == []


@pytest.mark.parametrize(
    ("rule", "sheet", "cell", "plant"), BREACHES, ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(BREACHES)]
)
def test_one_breach_is_found_alone_and_in_its_place(rule: str, sheet: str, cell: str, plant: Callable[[Any], None], tmp_path: Path) -> None:
    """Expected: exactly the rule that was broken, at the cell that breaks it."""
    book = clean_book()
    plant(book)
    tolerated = {"result-missing", "properties", "recalculation"} if rule == "array-formula" else set()  # saved without results
    assert [place for place in found(saved(book, tmp_path / "book.xlsx")) if place[0] not in tolerated] == [(rule, sheet, cell)]


@pytest.mark.parametrize(
    ("rule", "sheet", "cell", "part", "pattern", "replacement"), REWRITTEN, ids=[f"{row[0]}-{row[3][3:]}" for row in REWRITTEN]
)
def test_a_breach_in_the_file_itself_is_found(
    rule: str, sheet: str, cell: str, part: str, pattern: str, replacement: str, tmp_path: Path
) -> None:
    """Expected: exactly the rule that another program broke when it touched the file."""
    path = saved(clean_book(), tmp_path / "book.xlsx")
    rewritten(path, part, pattern, replacement)
    assert found(path) == [(rule, sheet, cell)]


def test_every_rule_of_the_table_has_a_breach_that_shows_it_can_fail() -> None:
    """Expected: the table and the planted breaches name the same rules."""
    assert {row[0] for row in BREACHES} | {row[0] for row in REWRITTEN} == RULES.keys()


def test_the_name_of_a_sheet_counts_as_one_character(tmp_path: Path) -> None:
    """Expected: 170 characters pass where ten of the sheet names make up the excess."""
    book = clean_book()
    book["Summary"]["B3"] = LONG_NAMES
    assert len(LONG_NAMES) > 150
    assert found(saved(book, tmp_path / "book.xlsx")) == []


def test_a_finding_says_where_what_why_and_what_to_do(tmp_path: Path) -> None:
    """Expected: one line that a reader can act on."""
    book = clean_book()
    book["Cloud GPU"]["D9"] = "=SUM(G8:R8)*1.05"
    assert [str(finding) for finding in lint(saved(book, tmp_path / "book.xlsx"))] == [
        "Cloud GPU!D9 [number-in-formula] the number 1.05: a number inside a formula has no source and cannot be changed → "
        + RULES["number-in-formula"].remedy
    ]
