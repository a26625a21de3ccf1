"""`tco audit`: what somebody did to a workbook is found and named; editing inputs is what a workbook is for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import Written, only
from edited_books import API_ALONE, Book, cleared, formula, pasted, result, rewritten, typed, with_cells
from libreoffice_edits import edited_in_libreoffice
from recalculate import libreoffice
from stored_results import stored_results

from tco import evaluate, read, report
from tco.commands.audit import print_audit
from tco.errors import MissingPartError, TcoError
from tco.workbook import sheet_columns
from tco.workbook.file.saving import sheet_parts
from tco.workbook.one_month.layout import laid_out
from tco.workbook.readback import recalculation
from tco.workbook.readback.audit import Audit, audit
from tco.workbook.readback.importing import import_book
from tco.workbook.sheets.values import FIRST_OPTION_ROW, THEN

IN_PROGRAM = pytest.mark.xdist_group("edited in LibreOffice")
"""Such tests run in one process, for the edits are made once."""

# ------------------------------------------------------------------------------------------------------- tampering


def findings(found: Audit) -> tuple[list[str], list[str], list[str], list[str]]:
    """The cells of edited inputs, formulas and wrong results, and what was done to the build."""
    data = found.as_json()
    changes, wrong = data["formulas_changed"], data["results_wrong"]
    return (
        [item["cell"] for item in data["inputs_changed"]],
        [f"{item['sheet']}!{item['cell']} {item['what']}" for item in changes],
        [f"{item['sheet']}!{item['cell']}" for item in wrong],
        [" ".join(filter(None, (item["sheet"], item["place"], item["what"]))) for item in data["structure"]],
    )


@only("a100-h100-h200")
@pytest.mark.long
def test_a_workbook_as_issued_is_clean(written: Written) -> None:
    """Expected of a workbook with crossings and drawn values: nothing found, nothing noted."""
    found = audit(written.book)
    assert findings(found) == ([], [], [], [])
    assert found.notes == ()
    assert found.clean


@pytest.mark.long
def test_a_workbook_with_every_line_is_audited_and_imported_as_one(tmp_path: Path) -> None:
    """Expected: nothing found, no edit, and more formulas than the same plan has in a book of what it uses; edits reach every input."""
    path = tmp_path / "api.yaml"
    path.write_text(API_ALONE, encoding="utf-8")
    whole = Path(report(path, tmp_path / "whole", only="xlsx", draws=0, full=True).files[-1])
    folded = Path(report(path, tmp_path / "folded", only="xlsx", draws=0).files[-1])
    found = audit(whole)
    assert findings(found) == ([], [], [], [])
    assert found.clean
    assert audit(folded).clean
    assert import_book(whole).edits == import_book(folded).edits == ()
    assert import_book(whole).text == import_book(folded).text
    counts = [sum(len(cells) for cells in stored_results(book).values()) for book in (whole, folded)]
    assert counts[0] > 2 * counts[1]
    layout = laid_out(evaluate(read(path)), full=True)
    assert not layout.inputs.fixed
    cell = f"E{layout.inputs.blocks['API', 'go_live_month'].first_row}"
    edit = with_cells(whole, sheet_columns.INPUTS, {cell: typed(3)}, tmp_path / "edited.xlsx")
    assert [(change.path, change.after) for change in import_book(edit).edits] == [("options.API.go_live_month", 3.0)]
    assert import_book(edit).remarks == ()


def test_an_overwritten_formula_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: the cell, and what depends on it and still shows the old results."""
    cell = api_book.line("API", "tco")
    found = audit(with_cells(api_book.path, "API", {cell: typed(1.0)}, tmp_path / "b.xlsx"))
    assert f"API!{cell} overwritten" in findings(found)[1]
    assert not found.clean


def test_a_pasted_value_is_found_though_every_figure_is_right(api_book: Book, tmp_path: Path) -> None:
    """Expected: the cells that hold values now, and no wrong result."""
    cells = [api_book.line("API", "cost", column) for column in "GHI"]
    found = audit(with_cells(api_book.path, "API", dict.fromkeys(cells, pasted), tmp_path / "b.xlsx"))
    assert findings(found) == ([], [f"API!{cell} overwritten" for cell in cells], [], [])


def test_a_changed_constant_inside_a_formula_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: the altered formula with what stood there, and the results that no longer follow from it."""
    cell = api_book.line("API", "tco")
    found = audit(with_cells(api_book.path, "API", {cell: formula("SUM(", "0.9*SUM(")}, tmp_path / "b.xlsx"))
    assert findings(found)[1] == [f"API!{cell} altered"]
    assert f"API!{cell}" in findings(found)[2]
    assert found.formulas[0].before == str(found.formulas[0].after).replace("0.9*", "")


def test_a_formula_that_reads_another_cell_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: a total that begins a month later, by one letter."""
    cell = api_book.line("API", "tco")
    found = audit(with_cells(api_book.path, "API", {cell: formula("SUM($G", "SUM($H")}, tmp_path / "b.xlsx"))
    assert findings(found)[1] == [f"API!{cell} altered"]


def test_a_cleared_formula_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: the cell that is empty now."""
    cell = api_book.line("Checks", "all_checks")
    found = audit(with_cells(api_book.path, "Checks", {cell: cleared}, tmp_path / "b.xlsx"))
    assert f"Checks!{cell} cleared" in findings(found)[1]


def test_an_altered_result_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: the one stored result that the independent engine does not confirm."""
    cell = api_book.line("API", "tco")
    found = audit(with_cells(api_book.path, "API", {cell: result}, tmp_path / "b.xlsx"))
    assert findings(found) == ([], [], [f"API!{cell}"], [])
    assert found.results[0].stored == pytest.approx(0.9 * float(str(found.results[0].recalculated)))


def test_an_altered_label_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: a line that is called something else than what it computes."""
    cell = api_book.line("API", "tco", "A")
    found = audit(with_cells(api_book.path, "API", {cell: typed("Total, all included")}, tmp_path / "b.xlsx"))
    assert findings(found) == ([], [], [], [f"API {cell} text or number altered"])


def test_an_altered_delivered_value_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: an edit that hides itself is found by both: the input, and the value as issued beside it."""
    base, delivered = (api_book.input("requests_per_day", column=column) for column in "EH")
    found = audit(
        with_cells(api_book.path, sheet_columns.INPUTS, {base: typed(400_000.0), delivered: typed(400_000.0)}, tmp_path / "b.xlsx")
    )
    assert findings(found)[0] == [base]
    assert findings(found)[3] == [f"Inputs {delivered} text or number altered"]


def test_an_altered_draw_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: a value of the Simulation sheet that its draws and seed do not give."""
    cell = f"{THEN}{FIRST_OPTION_ROW}"
    found = audit(with_cells(api_book.path, sheet_columns.SIMULATION, {cell: typed(1.0)}, tmp_path / "b.xlsx"))
    assert f"Simulation {cell} text or number altered" in findings(found)[3]


def test_a_number_in_an_empty_cell_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: a number beside the months, where no formula was issued; a remark in words is only noted."""
    row = api_book.layout.sheet("API").blocks["cost"].first_row
    plain = rewritten_row(api_book.path, "API", row, f'<c r="Z{row}"><v>5</v></c>', tmp_path / "b.xlsx")
    words = rewritten_row(api_book.path, "API", row, f'<c r="Z{row}" t="inlineStr"><is><t>why?</t></is></c>', tmp_path / "c.xlsx")
    assert findings(audit(plain))[3] == [f"API Z{row} number typed"]
    assert findings(audit(words)) == ([], [], [], [])
    assert audit(words).notes == ("API: 1 text written into empty cells",)


def rewritten_row(path: Path, sheet: str, row: int, cell: str, target: Path) -> Path:
    """A copy with one more cell at the end of a row."""
    with ZipFile(path) as archive:
        part = sheet_parts(archive)[sheet]
    return rewritten(
        path, part, lambda text: re.sub(rf'(<row r="{row}".*?)</row>', rf"\g<1>{cell}</row>", text, count=1, flags=re.DOTALL), target
    )


def test_an_altered_scenario_sheet_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: the text that rebuilds the workbook is held against its digest."""
    line = next(
        row for row in openpyxl.load_workbook(api_book.path)[sheet_columns.SCENARIO].iter_rows() if str(row[1].value).startswith("title:")
    )
    found = audit(
        with_cells(api_book.path, sheet_columns.SCENARIO, {line[1].coordinate: typed("title: Another plan")}, tmp_path / "b.xlsx")
    )
    assert "Scenario text altered" in findings(found)[3]


def test_a_redirected_name_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: a name that other workbooks link to and that means another cell now."""
    found = audit(
        rewritten(api_book.path, "xl/workbook.xml", lambda text: text.replace(">Comparison!$D$", ">Comparison!$E$", 1), tmp_path / "b.xlsx")
    )
    assert [what.split()[-2:] for what in findings(found)[3]] == [["name", "redirected"]]


def test_a_hidden_sheet_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: a sheet that a reader does not see any more."""
    hide = formula('name="Checks"', 'name="Checks" state="veryHidden"')
    text = rewritten(api_book.path, "xl/workbook.xml", lambda xml: hide(re.sub(r' state="visible"', "", xml)), tmp_path / "b.xlsx")
    assert findings(audit(text))[3] == ["Checks sheet hidden"]


# ---------------------------------------------------------------------------------------- in a spreadsheet program

EDITS = {
    "untouched": [],
    "input": ['sheets.getByName("Inputs").getCellRangeByName("{requests}").Value = 750000'],
    "typed formula": ['sheets.getByName("Inputs").getCellRangeByName("{requests}").Formula = "=500000*1.5"'],
    "row deleted": ['sheets.getByName("API").Rows.removeByIndex({tco} - 1, 1)'],
    "row inserted": ['sheets.getByName("Demand").Rows.insertByIndex(14, 2)'],
    "input row deleted": ['sheets.getByName("Inputs").Rows.removeByIndex({row} - 1, 1)'],
    "column deleted": ['sheets.getByName("API").Columns.removeByIndex(9, 1)'],
    "column inserted": ['sheets.getByName("API").Columns.insertByIndex(9, 1)'],
    "columns inserted in several sheets": [
        f'sheets.getByName("{name}").Columns.insertByIndex({place}, 1)' for name in ("Demand", "API", "Comparison") for place in (11, 9)
    ],
    "row moved": [
        'sheets.getByName("Inputs").Rows.insertByIndex(29, 1)',
        'line = sheets.getByName("Inputs").getCellRangeByName("A{row}:Q{row}").RangeAddress',
        'sheets.getByName("Inputs").moveRange(sheets.getByName("Inputs").getCellRangeByName("A30").CellAddress, line)',
        'sheets.getByName("Inputs").getCellRangeByName("E30").Value = 750000',
    ],
    "fact below a row inserted": [
        'sheets.getByName("Catalogue").Rows.insertByIndex(8, 1)',
        'sheets.getByName("Catalogue").getCellRangeByName("{fact}").Value = 5',
    ],
    "sheet renamed": ['sheets.getByName("API").Name = "Our tariff"'],
    "sheet removed": ['sheets.removeByName("Sources")'],
    "sheet added": ['sheets.insertNewByName("Scratch", 3)'],
    "scenario removed": ['sheets.removeByName("Scenario")'],
}  # fmt: skip

FACT = "E12"
"""A number of the Catalogue, in the rows of today."""


@pytest.fixture(scope="module")
def in_program(api_book: Book, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Audit]:
    """The workbook edited in LibreOffice in each of these ways, recalculated, saved by it, and audited."""
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc` brings it")
    words = {
        "requests": api_book.input("requests_per_day"),
        "tco": api_book.line("API", "tco", ""),
        "row": api_book.input("requests_per_day", column=""),
        "fact": FACT,
    }
    folder = tmp_path_factory.mktemp("edited")
    edits = {name: [line.format(**words) for line in lines] for name, lines in EDITS.items()}
    return {name: audit(path) for name, path in edited_in_libreoffice(api_book.path, edits, folder).items()}


@IN_PROGRAM
def test_saving_in_another_program_alone_is_clean(in_program: Mapping[str, Audit]) -> None:
    """Expected: other styles, other XML, other order of strings: nothing found."""
    assert findings(in_program["untouched"]) == ([], [], [], [])
    assert in_program["untouched"].notes == ()


@IN_PROGRAM
def test_editing_an_input_is_no_tampering(in_program: Mapping[str, Audit], api_book: Book) -> None:
    """Expected: the input with what was delivered, and a clean workbook; a formula typed in its place is an input as well."""
    cell = api_book.input("requests_per_day")
    for name, typed_in in (("input", ""), ("typed formula", "=500000*1.5")):
        found = in_program[name]
        assert findings(found) == ([cell], [], [], [])
        assert (found.inputs[0].before, found.inputs[0].after, found.inputs[0].formula) == (500_000.0, 750_000.0, typed_in)
        assert found.clean


@IN_PROGRAM
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("row inserted", ["Demand 15 row inserted", "Demand 16 row inserted"]),
        ("column inserted", ["API J column inserted"]),
        (
            "columns inserted in several sheets",
            [f"{name} {column} column inserted" for name in ("Demand", "API", "Comparison") for column in "JM"],
        ),
        ("sheet renamed", ["Our tariff sheet renamed"]),
        ("sheet added", ["Scratch sheet added"]),
    ],
)
def test_what_moves_formulas_without_changing_them_is_told_alone(in_program: Mapping[str, Audit], name: str, expected: list[str]) -> None:
    """Expected: the one thing that was done, and none of the thousand references that moved with it."""
    assert findings(in_program[name]) == ([], [], [], expected)
    assert not in_program[name].clean


@IN_PROGRAM
@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("row moved", "E30", ["Inputs {row} row inserted", "Inputs 30 row moved"]),
        ("fact below a row inserted", FACT, ["Catalogue 9 row inserted"]),
    ],
)
def test_an_edit_is_read_wherever_its_row_is_now(
    in_program: Mapping[str, Audit], api_book: Book, name: str, cell: str, expected: list[str]
) -> None:
    """Expected: the edited cell, what was done to the rows, and no formula that only followed its row."""
    row = api_book.input("requests_per_day", column="")
    assert findings(in_program[name]) == ([cell], [], [], [text.format(row=row) for text in expected])


@IN_PROGRAM
@pytest.mark.parametrize(
    ("name", "expected"),
    [("row deleted", "API"), ("input row deleted", "Inputs"), ("column deleted", "API J"), ("sheet removed", "Sources")],
)
def test_a_deletion_is_told_with_the_formulas_that_lost_what_they_read(in_program: Mapping[str, Audit], name: str, expected: str) -> None:
    """Expected: what was deleted, and of the formulas only those that say #REF! now."""
    _, _, _, build = findings(in_program[name])
    assert len(build) == 1
    assert build[0].startswith(expected)
    assert all("#REF!" in str(change.after) for change in in_program[name].formulas)
    assert in_program[name].formulas or name == "sheet removed"


@IN_PROGRAM
def test_a_workbook_without_its_scenario_is_audited_as_far_as_it_goes(in_program: Mapping[str, Audit]) -> None:
    """Expected: the sheet that is gone, inputs by their delivered values, and words that say so."""
    found = in_program["scenario removed"]
    assert findings(found) == ([], [], [], ["Scenario sheet removed"])
    assert "Delivered" in found.notes[0]


# ------------------------------------------------------------------------------ programs that do not calculate


def test_an_edit_without_recalculation_is_noted_and_no_tampering(api_book: Book, tmp_path: Path) -> None:
    """Expected: results of before the edit, or none at all, are said to be so; nobody has falsified them."""
    cell = api_book.input("requests_per_day")
    old = audit(with_cells(api_book.path, sheet_columns.INPUTS, {cell: typed(750_000.0)}, tmp_path / "old.xlsx"))
    workbook = openpyxl.load_workbook(api_book.path)
    workbook[sheet_columns.INPUTS][cell] = 750_000
    workbook.save(tmp_path / "none.xlsx")
    none = audit(tmp_path / "none.xlsx")
    for found, words in ((old, "not recalculated"), (none, "no results are stored")):
        assert findings(found) == ([cell], [], [], [])
        assert len(found.notes) == 1
        assert words in found.notes[0]


def test_a_planted_result_beside_results_of_before_an_edit_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: what is neither the old result nor the new one is wrong."""
    cell, base = api_book.line("API", "tco"), api_book.input("requests_per_day")
    edited = with_cells(api_book.path, sheet_columns.INPUTS, {base: typed(750_000.0)}, tmp_path / "a.xlsx")
    found = audit(with_cells(edited, "API", {cell: result}, tmp_path / "b.xlsx"))
    assert findings(found)[2] == [f"API!{cell}"]


# --------------------------------------------------------------------------------------------- other versions


def test_a_workbook_of_another_version_is_held_against_its_fingerprints(api_book: Book, tmp_path: Path) -> None:
    """Expected: inputs and results as ever; formulas sheet by sheet and along their rows; and words that say so."""
    sheet = openpyxl.load_workbook(api_book.path)[sheet_columns.SCENARIO]
    rows = {str(row[0].value): row[1] for row in sheet.iter_rows(max_col=2)}
    program, demand = rows["Program"].coordinate, rows["Formulas of Demand"]
    machine = api_book.line("API", "cost", "H")
    other = with_cells(
        api_book.path, sheet_columns.SCENARIO, {program: typed("tco 0.0.9"), demand.coordinate: typed("0" * 16)}, tmp_path / "a.xlsx"
    )
    found = audit(with_cells(other, "API", {machine: pasted}, tmp_path / "b.xlsx"))
    assert "issued by tco 0.0.9" in found.notes[0]
    assert [change for change in findings(found)[1] if machine not in change and "breaks its row" not in change] == [
        "Demand! fingerprint of the formulas differs",
        "API! fingerprint of the formulas differs",
    ]
    assert any(machine in change for change in findings(found)[1])


def test_a_planted_result_in_a_workbook_of_another_version_is_found(api_book: Book, tmp_path: Path) -> None:
    """Expected: where the issued results are not known, an edited input is no excuse for a wrong one."""
    sheet = openpyxl.load_workbook(api_book.path)[sheet_columns.SCENARIO]
    rows = {str(row[0].value): row[1].coordinate for row in sheet.iter_rows(max_col=2)}
    issue = {rows["Program"]: typed("tco 0.0.9"), rows["Formulas of Demand"]: typed("0" * 16)}
    other = with_cells(api_book.path, sheet_columns.SCENARIO, issue, tmp_path / "a.xlsx")
    cell, base = api_book.line("API", "tco"), api_book.input("requests_per_day")
    edited = with_cells(other, sheet_columns.INPUTS, {base: typed(750_000.0)}, tmp_path / "b.xlsx")
    found = audit(with_cells(edited, "API", {cell: result}, tmp_path / "c.xlsx"))
    assert f"API!{cell}" in findings(found)[2]


def test_fingerprints_that_this_program_does_not_build_are_told(api_book: Book, tmp_path: Path) -> None:
    """Expected: where the version is the same, another fingerprint is no excuse: formulas are compared one by one all the same."""
    sheet = openpyxl.load_workbook(api_book.path)[sheet_columns.SCENARIO]
    cell = next(row[1].coordinate for row in sheet.iter_rows(max_col=2) if row[0].value == "Formulas of API")
    altered = with_cells(api_book.path, sheet_columns.SCENARIO, {cell: typed("0" * 16)}, tmp_path / "a.xlsx")
    tco = api_book.line("API", "tco")
    found = audit(with_cells(altered, "API", {tco: pasted}, tmp_path / "b.xlsx"))
    assert findings(found)[1] == [f"API!{tco} overwritten"]
    assert findings(found)[3] == ["Scenario fingerprints"]


# ------------------------------------------------------------------------------------------------- the command


def test_json_and_exit_codes_are_those_promised(api_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Expected: 0 clean, 0 inputs only, 1 otherwise; five keys that programs rely on."""
    edited = with_cells(api_book.path, sheet_columns.INPUTS, {api_book.input("requests_per_day"): typed(750_000.0)}, tmp_path / "a.xlsx")
    planted = with_cells(api_book.path, "API", {api_book.line("API", "tco"): pasted}, tmp_path / "b.xlsx")
    for path, code, clean in ((api_book.path, 0, True), (edited, 0, True), (planted, 1, False)):
        assert print_audit(path, "json") == code
        data = json.loads(capsys.readouterr().out)
        assert {"inputs_changed", "formulas_changed", "results_wrong", "structure", "clean"} <= data.keys()
        assert data["clean"] == clean
    assert print_audit(planted, "table") == 1
    assert "overwritten" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file"),
        (b"", "only a part"),
        (b"PK\x03\x04 cut short", "only a part"),
        (b"\xd0\xcf\x11\xe0 a password", "remove the password"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_remedy(content: bytes | None, words: str, tmp_path: Path) -> None:
    """Expected: one sentence that says what the file is and what is expected."""
    path = tmp_path / "book.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TcoError, match=words) as refused:
        audit(path)
    assert "expected a workbook that `tco report` wrote" in str(refused.value) or "save it as .xlsx" in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """Expected: what it lacks, and where workbooks of tco come from."""
    workbook = openpyxl.Workbook()
    workbook.save(tmp_path / "book.xlsx")
    with pytest.raises(TcoError, match=r"Scenario path.*`tco report`"):
        audit(tmp_path / "book.xlsx")


def test_a_missing_engine_is_named_with_its_remedy(api_book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expected: exit code 3, and the command that brings formualizer."""
    monkeypatch.setitem(__import__("sys").modules, "formualizer", None)
    with pytest.raises(MissingPartError, match="pip install formualizer") as refused:
        recalculation.recalculated(api_book.path, {})
    assert refused.value.exit_code == 3
