"""`tco import`: an edited workbook comes back as a scenario, whole or laid onto the file it came from, and nothing is lost in silence."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from edited_books import API_ALONE, DRAWS, Book, book_of, cleared, typed, with_cells

from tco.catalogue.table import Row
from tco.commands.import_ import import_scenario
from tco.documents import scenario_at, write_report
from tco.engine.evaluate import evaluate
from tco.errors import ScenarioError, TcoError
from tco.scenario.resolved import resolved_text
from tco.workbook import sheet_columns
from tco.workbook.one_month.layout import laid_out
from tco.workbook.readback.importing import import_book
from tco.workbook.readback.scenario import read_back

Edits = Mapping[str, Callable[[str], str]]


def edited(book: Book, edits: Edits, folder: Path, sheet: str = sheet_columns.INPUTS) -> Path:
    """The small book with other cells."""
    return with_cells(book.path, sheet, edits, folder / "edited.xlsx")


def element(path: Path, name: str) -> tuple[object, object, object, str, str]:
    """Value, range, source and confidence of a path in a scenario file or workbook."""
    found = {item.path: item for entry in scenario_at(path).entries.values() for item in entry.elements}[name]
    return found.value, found.low, found.high, found.source, found.confidence


def fact(book: Book, table: str, name: str, column: str) -> str:
    """The cell of a catalogue fact."""
    area, rows = book.layout.tables[table], book.layout.scenario.catalogue[table]
    number = (
        rows.names().index(name) if rows.keys == 1 else next(place for place, row in enumerate(rows.rows) if row.values["instance"] == name)
    )
    return f"{openpyxl.utils.get_column_letter(area.columns[column])}{area.first_row + number}"


# ------------------------------------------------------------------------------------------------------ round trip


def test_a_workbook_without_edits_is_the_scenario_it_was_issued_with(api_book: Book) -> None:
    """Expected: the resolved scenario, byte for byte, and nothing to say."""
    found = import_book(api_book.path)
    assert found.text == api_book.path.with_name("small.resolved.yaml").read_text(encoding="utf-8")
    assert (found.edits, found.remarks, found.left_behind) == ((), (), ())


def test_laying_no_edits_onto_a_file_changes_nothing(api_book: Book, tmp_path: Path) -> None:
    """Expected: the same bytes."""
    path = tmp_path / "scenario.yaml"
    path.write_text(API_ALONE, encoding="utf-8")
    assert import_book(api_book.path, path).text == API_ALONE


def test_a_workbook_is_a_scenario_everywhere(api_book: Book, tmp_path: Path) -> None:
    """Expected: a report of the workbook gives the same workbook, byte for byte."""
    write_report(api_book.path, tmp_path, only="xlsx", draws=DRAWS)
    assert (tmp_path / "small" / "small.xlsx").read_bytes() == api_book.path.read_bytes()


def test_a_report_never_replaces_the_workbook_that_it_reads(api_book: Book) -> None:
    """Expected: a refusal that names the way out."""
    with pytest.raises(TcoError, match=r"would replace the workbook that it reads.*-o DIR"):
        write_report(api_book.path, api_book.path.parent.parent, only="xlsx")


def test_settings_go_on_top_of_what_was_edited(api_book: Book, tmp_path: Path) -> None:
    """Expected: the workbook's requests, the command line's months."""
    path = edited(api_book, {api_book.input("requests_per_day"): typed(600_000.0)}, tmp_path)
    scenario = scenario_at(path, ("months=3",))
    assert (scenario.months, scenario.entry("requests_per_day").elements[0].value) == (3, 600_000.0)


# ----------------------------------------------------------------------------------------------------------- edits


def test_an_edited_value_comes_back_with_a_source_that_says_so(api_book: Book, tmp_path: Path) -> None:
    """Expected: the new value, assumed, edited in this workbook, with what was delivered and where that came from."""
    path = edited(api_book, {api_book.input("requests_per_day"): typed(600_000.0)}, tmp_path)
    source = "Edited in edited.xlsx; delivered 500,000 (Scenario file)"
    assert element(path, "workload.requests_per_day") == (600_000.0, None, None, source, "assumed")


def test_an_edit_of_what_the_plan_does_not_use_is_carried_and_takes_effect_when_it_is_issued_again(api_book: Book, tmp_path: Path) -> None:
    """A month in which the API goes live, grey in the workbook: told, stated in the scenario, and live in the next workbook."""
    place = "API", "go_live_month"
    assert place in api_book.layout.inputs.fixed
    path = edited(api_book, {api_book.input("go_live_month", "API"): typed(3)}, tmp_path)
    found = read_back(path)
    cell = f"Inputs!{api_book.input('go_live_month', 'API')}"
    told = "is not used in the workbook as issued; the edit takes effect when it is issued again"
    assert found.remarks == (f"{cell}: options.API.go_live_month {told}",)
    scenario = scenario_at(path)
    assert scenario.entries[place].elements[0].value == 3
    assert place not in laid_out(evaluate(scenario)).inputs.fixed


def test_ranges_sources_and_confidence_come_back(api_book: Book, tmp_path: Path) -> None:
    """Expected: every part that was edited, and the value as it was."""
    cells = {letter: api_book.input("peak_to_average", column=letter) for letter in "FGJL"}
    edits = {cells["F"]: typed(2.0), cells["G"]: typed(9.0), cells["J"]: typed("our logs"), cells["L"]: typed("measured")}
    path = edited(api_book, edits, tmp_path)
    assert element(path, "workload.peak_to_average")[1:] == (2.0, 9.0, "our logs", "measured")


def test_an_erased_source_is_not_stated(api_book: Book, tmp_path: Path) -> None:
    """Expected: the value as it was, from nowhere; neither the file nor the command line said it."""
    path = edited(api_book, {api_book.input("peak_to_average", column="J"): cleared}, tmp_path)
    assert element(path, "workload.peak_to_average")[3] == "Not stated in edited.xlsx"


def test_dropdowns_and_switches_come_back(small_book: Book, tmp_path: Path) -> None:
    """Expected: model, precision, plan, baseline, case and first month; names in other capitals are the same names."""
    case_row = small_book.layout.inputs.case_row
    edits = {
        small_book.input("precision"): typed("FP8"),
        small_book.input("plan", "Machines"): typed("reserved-1yr"),
        small_book.input("baseline"): typed("API"),
        f"E{case_row}": typed("Adverse"),
        f"E{case_row + 1}": typed(46447.0),
    }
    scenario = scenario_at(edited(small_book, edits, tmp_path))
    assert (scenario.case, f"{scenario.start:%Y-%m}") == ("adverse", "2027-03")
    assert [scenario.entry(key, "Machines").elements[0].value for key in ("precision", "plan")] == ["fp8", "reserved-1yr"]
    assert scenario.entry("baseline").elements[0].value == "API"


def test_rules_of_residency_come_back_in_the_capitals_of_a_scenario(small_book: Book, tmp_path: Path) -> None:
    """Expected: countries in capitals, and the words for no rule and for no knowledge as a scenario spells them."""
    edits = {
        small_book.input("allowed"): typed("hk, sg"),
        f"E{small_book.layout.inputs.blocks['', 'allowed'].first_row + 1}": typed("ANY"),
        small_book.input("processed_in", "API"): typed("Not Established"),
    }
    scenario = scenario_at(edited(small_book, edits, tmp_path))
    assert [element.value for element in scenario.entry("allowed").elements] == ["HK, SG", "any"]
    assert scenario.entry("processed_in", "API").elements[0].value == "not established"


def test_a_group_of_countries_in_a_rule_is_refused_for_the_workbook_looks_for_each(small_book: Book, tmp_path: Path) -> None:
    """Expected: the members to type, since the book has computed as if none of them were allowed."""
    path = edited(small_book, {small_book.input("allowed"): typed("gcc")}, tmp_path)
    with pytest.raises(ScenarioError, match=r"GCC is a group of countries; expected its members, .*: AE, BH, KW, OM, QA, SA"):
        scenario_at(path)


def test_what_is_left_to_the_model_comes_back_as_the_word_and_a_number_as_a_number(small_book: Book, tmp_path: Path) -> None:
    """Expected: an untouched cell is no edit; a number typed over the word fixes it, and the number behind the word brings it back."""
    cell = small_book.input("spares", "self_hosted")
    assert "spares: {value: auto" in resolved_text(scenario_at(small_book.path))
    fixed = edited(small_book, {cell: typed(2.0)}, tmp_path)
    assert scenario_at(fixed).entry("spares", "Machines").elements[0].value == 2
    (tmp_path / "again").mkdir()
    assert "spares: {value: auto" in resolved_text(scenario_at(edited(small_book, {cell: typed(-1.0)}, tmp_path / "again")))


def test_edited_facts_come_along_and_reach_the_money(small_book: Book, tmp_path: Path) -> None:
    """Expected: a price of the Catalogue sheet in the scenario, with a source that says so; other facts keep theirs."""
    successor = fact(small_book, "api_prices", "gpt-6-luna", "input")  # at whose price the plan goes on from January
    edits = {fact(small_book, "api_prices", "gpt-4o-mini", "input"): typed(0.3), successor: typed(3.0)}
    path = edited(small_book, edits, tmp_path, sheet_columns.CATALOGUE)
    scenario = scenario_at(path)
    row = scenario.catalogue["api_prices"].find("gpt-4o-mini")
    before = small_book.layout.scenario.catalogue["api_prices"].find("gpt-4o-mini")
    assert isinstance(row, Row)
    assert isinstance(before, Row)
    assert (row.values["input"], row.origin_of("input").source) == (0.3, "Edited in edited.xlsx; delivered 0.15")
    assert row.origin_of("output") == before.origin_of("output")
    assert evaluate(scenario).options["API"].value("tco") > small_book.layout.results.options["API"].value("tco")


def test_a_shorter_horizon_comes_back_and_a_longer_one_is_refused(small_book: Book, tmp_path: Path) -> None:
    """Expected: six months; for twenty-four the workbook has no columns, and the remedy is a command."""
    assert scenario_at(edited(small_book, {small_book.input("horizon"): typed(6.0)}, tmp_path)).months == 6
    with pytest.raises(ScenarioError, match=r"Inputs!E\d+: 24 months; expected at most 12.*--set months=24"):
        scenario_at(edited(small_book, {small_book.input("horizon"): typed(24.0)}, tmp_path))


def test_a_region_that_moves_takes_the_site_it_leaves_out_of_the_option(small_book: Book, tmp_path: Path) -> None:
    """Expected: both regions from Singapore; the machines of Sydney are left out, and that is told."""
    row = small_book.layout.inputs.blocks["Machines", "served_from"].first_row + 1
    found = import_book(edited(small_book, {f"E{row}": typed("ap-southeast-1")}, tmp_path))
    assert any("ap-southeast-2 is left out" in remark for remark in found.remarks)
    assert scenario_at(tmp_path / "edited.xlsx").option("Machines").sites == ("ap-southeast-1",)


def test_a_base_beyond_its_range_leaves_the_range_behind(api_book: Book, tmp_path: Path) -> None:
    """Expected: the value without its range, told; refused where the case reads the range."""
    base = api_book.input("peak_to_average")
    found = import_book(edited(api_book, {base: typed(40.0)}, tmp_path))
    assert element(tmp_path / "edited.xlsx", "workload.peak_to_average")[:3] == (40.0, None, None)
    assert [remark for remark in found.remarks if remark.startswith(f"Inputs!{base}") and "left out" in remark]
    adverse = {base: typed(40.0), f"E{api_book.layout.inputs.case_row}": typed("adverse")}
    with pytest.raises(ScenarioError, match="expected low ≤ base ≤ high: widen Low or High"):
        scenario_at(edited(api_book, adverse, tmp_path))


# -------------------------------------------------------------------------------------------------------- refusals


def test_every_wrong_cell_is_named_at_once(small_book: Book, tmp_path: Path) -> None:
    """Expected: sheet, cell, what is expected and what to do, for each of them."""
    cells = [small_book.input(key, owner) for key, owner in (("requests_per_day", ""), ("instance", "Machines"), ("staff", "self_hosted"))]
    edits = {cells[0]: cleared, cells[1]: typed(7.0), cells[2]: typed("two")}
    with pytest.raises(ScenarioError) as refused:
        scenario_at(edited(small_book, edits, tmp_path))
    problems = refused.value.problems
    assert [cell for cell in cells if any(f"Inputs!{cell}: " in problem for problem in problems)] == cells
    assert all("expected" in problem for problem in problems)
    assert len(problems) == 3


def test_a_value_that_no_scenario_may_hold_is_told_by_its_cell(small_book: Book, tmp_path: Path) -> None:
    """Expected: the words of the scenario's own checks, with the cell in place of a line."""
    base = small_book.input("region_share")
    with pytest.raises(ScenarioError, match=rf"Inputs!{base}: .*add up to 130%; expected 100%"):
        scenario_at(edited(small_book, {base: typed(0.9)}, tmp_path))


def test_a_formula_without_a_result_is_refused_with_the_remedy(api_book: Book, tmp_path: Path) -> None:
    """Expected: what a program that does not calculate left behind is not taken for nothing."""
    cell = api_book.input("requests_per_day")
    workbook = openpyxl.load_workbook(api_book.path)
    workbook[sheet_columns.INPUTS][cell] = "=500000*2"
    workbook.save(tmp_path / "edited.xlsx")
    with pytest.raises(ScenarioError, match=rf"Inputs!{cell}: the formula =500000\*2 has no stored result.*open the workbook"):
        scenario_at(tmp_path / "edited.xlsx")


def test_changes_that_no_scenario_can_say_are_told(api_book: Book, tmp_path: Path) -> None:
    """Expected: the formula and the name, each with its cell; exit code 1 where something stays behind."""
    cell = api_book.line("API", "tco")
    path = with_cells(api_book.path, "API", {cell: typed(1.0)}, tmp_path / "a.xlsx")
    rows = openpyxl.load_workbook(api_book.path)[sheet_columns.INPUTS].iter_rows(max_col=sheet_columns.INPUT_KEY)
    name = next(
        row[sheet_columns.INPUT_BASE - 1].coordinate
        for row in rows
        if row[sheet_columns.INPUT_BASE - 1].value == "API" and not row[-1].value
    )
    path = with_cells(path, sheet_columns.INPUTS, {name: typed("Servers")}, tmp_path / "b.xlsx")
    told = import_book(path).left_behind
    assert any(f"API!{cell}: formula overwritten" in change for change in told)
    assert any(f"Inputs!{name}: API is now Servers" in change for change in told)
    assert import_scenario(path, None, tmp_path / "c.yaml", "table", force=False) == 1


# -------------------------------------------------------------------------------------------------------- --onto

COMMENTED = """\
# A plan for two regions.
title: A plan
start: 2027-01
months: 12      # a year
workload:
  requests_per_day: 500_000   # from the business case
  peak_to_average: {value: 3, low: 2, high: 5, source: request logs, confidence: measured}
  mix:
    - {name: chat, share: 100%,   input_tokens: 500, output_tokens: 200}
regions:
  - {name: Singapore, share: 60%, served_from: ap-southeast-1, allowed: [SG]}
  - {name: Sydney,    share: 40%, served_from: ap-southeast-2, allowed: [AU]}
service_levels:
  ttft: 2 s

model: llama-3.3-70b
baseline: Machines
self_hosted: {staff: 2}   # half of two teams
options:
  # the incumbent
  - name: Machines
    kind: cloud
    instance: inf2.48xlarge
  - {name: API, kind: api, price: gpt-4o-mini}
"""


@pytest.fixture(scope="module")
def commented(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The workbook of a scenario with comments."""
    return book_of(COMMENTED, tmp_path_factory.mktemp("commented"))


def onto(book: Book, edits: Edits, folder: Path, sheet: str = sheet_columns.INPUTS) -> list[tuple[str, str]]:
    """The lines of the commented file that edits change, as they were and as they are; what is added comes with an empty line."""
    path = folder / "small.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    text = import_book(edited(book, edits, folder, sheet), path).text
    old, new = COMMENTED.splitlines(), text.splitlines()
    gone = [line for line in old if line not in new]
    return list(zip(gone + [""] * (len(new) - len(old)), [line for line in new if line not in old], strict=True))


def test_only_the_edited_value_changes_in_the_file(commented: Book, tmp_path: Path) -> None:
    """Expected: one number; the comment behind it, the order and every other line stay."""
    found = onto(commented, {commented.input("requests_per_day"): typed(750_000.0)}, tmp_path)
    assert found == [("  requests_per_day: 500_000   # from the business case", "  requests_per_day: 750000   # from the business case")]


def test_a_value_with_its_source_says_that_it_was_edited(commented: Book, tmp_path: Path) -> None:
    """Expected: the source of the delivered value does not speak for the new one."""
    ((_, new),) = onto(commented, {commented.input("peak_to_average"): typed(4.0)}, tmp_path)
    source = "Edited in edited.xlsx; delivered 3 (request logs)"
    assert new == f"  peak_to_average: {{value: 4, low: 2, high: 5, source: {source}, confidence: assumed}}"


def test_a_default_that_was_edited_is_added_where_it_belongs(commented: Book, tmp_path: Path) -> None:
    """Expected: a key at the end of its section."""
    edits = {commented.input("latency_promise"): typed(9.0)}
    assert ("", "  latency: 9") in onto(commented, edits, tmp_path)


def test_a_choice_of_one_site_is_written_for_each_site(commented: Book, tmp_path: Path) -> None:
    """Expected: the other site keeps what held for both."""
    cell = commented.input("instance", "Machines")
    assert onto(commented, {cell: typed("p5.48xlarge")}, tmp_path) == [
        ("    instance: inf2.48xlarge", "    instance: {ap-southeast-1: p5.48xlarge, ap-southeast-2: inf2.48xlarge}")
    ]


def test_edited_facts_become_overrides_with_their_source(commented: Book, tmp_path: Path) -> None:
    """Expected: one entry in a `catalogue:` of the file, which says who changed what; the file then reads as the workbook does."""
    cell = fact(commented, "api_prices", "gpt-4o-mini", "input")
    ((_, new),) = onto(commented, {cell: typed(0.3)}, tmp_path, sheet_columns.CATALOGUE)
    assert new.startswith("catalogue: {api_prices: [{name: gpt-4o-mini, input: {value: 0.3, source: ")
    assert "Edited in edited.xlsx; delivered 0.15" in new


def test_a_file_that_was_changed_meanwhile_is_told(commented: Book, tmp_path: Path) -> None:
    """Expected: three figures: the file's, the delivered one and the workbook's, which is taken."""
    path = tmp_path / "small.yaml"
    path.write_text(COMMENTED.replace("500_000", "400_000"), encoding="utf-8")
    found = import_book(edited(commented, {commented.input("requests_per_day"): typed(750_000.0)}, tmp_path), path)
    assert any(all(figure in remark for figure in ("400000", "500000", "750000")) for remark in found.remarks)


@pytest.mark.parametrize("seed", range(3))
def test_the_file_says_what_the_workbook_says(commented: Book, seed: int, tmp_path: Path) -> None:
    """Expected: with several edits at once the file gives the workbook's values and ranges at every path."""
    keys = [
        ("requests_per_day", "", 7e5),
        ("peak_to_average", "", 4.5),
        ("staff", "self_hosted", 3.0),
        ("ttft_promise", "", 1.5),
        ("model", "", "llama-2-70b"),
        ("plan", "Machines", "reserved-1yr"),
        ("instance", "Machines", "p5.48xlarge"),
        ("horizon", "", 9.0),
    ]
    chosen = [key for place, key in enumerate(keys) if (place + seed) % 3]
    edits = {commented.input(key, owner): typed(value) for key, owner, value in chosen}
    path = tmp_path / "small.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    book = edited(commented, edits, tmp_path)
    path.write_text(import_book(book, path).text, encoding="utf-8")
    ours, theirs = (
        {item.path: (item.value, item.low, item.high) for entry in scenario_at(one).entries.values() for item in entry.elements}
        for one in (path, book)
    )
    assert ours == theirs


# ------------------------------------------------------------------------------------------------- other versions


def another_version(book: Book, data: Mapping[str, str], edits: Edits, folder: Path) -> Path:
    """The small book as if a program with other inputs had issued it: its scenario says other words, and its digest fits them."""
    workbook = openpyxl.load_workbook(book.path)
    sheet = workbook[sheet_columns.SCENARIO]
    rows = list(sheet.iter_rows(max_col=2))
    first = next(place for place, row in enumerate(rows) if row[0].value == "The scenario file") + 1
    for row in rows[first:]:
        for old, new in data.items():
            if isinstance(row[1].value, str):
                row[1].value = row[1].value.replace(old, new)
    text = "\n".join(str(row[1].value or "") for row in rows[first:]) + "\n"
    facts = {str(row[0].value): row[1] for row in rows}
    facts["Program"].value, facts["SHA-256 of the scenario"].value = "tco 0.0.9", sha256(text.encode()).hexdigest()
    for row in workbook[sheet_columns.INPUTS].iter_rows(min_col=sheet_columns.INPUT_KEY, max_col=sheet_columns.INPUT_KEY):
        for old, new in data.items():
            row[0].value = str(row[0].value).replace(old, new) if row[0].value else None
    workbook.save(folder / "old.xlsx")
    return with_cells(folder / "old.xlsx", sheet_columns.INPUTS, edits, folder / "edited.xlsx")


def test_a_workbook_of_another_version_is_read_or_refused_with_the_reason(api_book: Book, tmp_path: Path) -> None:
    """Expected: both versions are named; its catalogue may be exchanged; an input that is not known stops the import."""
    edits = {api_book.input("requests_per_day"): typed(750_000.0)}
    without = another_version(api_book, {"maximum_context": "longest_context_of_old"}, edits, tmp_path)
    told: list[str] = []
    scenario = scenario_at(without, (), told.append)
    assert scenario.entry("requests_per_day").elements[0].value == 750_000.0
    assert any("issued by tco 0.0.9" in remark and "installed catalogue" in remark for remark in told)
    unknown = another_version(api_book, {"peak_to_average": "peak_factor_of_old"}, edits, tmp_path)
    with pytest.raises(ScenarioError, match=r"issued by tco 0.0.9.*--onto") as refused:
        scenario_at(unknown)
    assert any("peak_factor_of_old" in problem for problem in refused.value.problems)
    path = tmp_path / "small.yaml"
    path.write_text(API_ALONE, encoding="utf-8")
    assert "requests_per_day: 750000" in import_book(unknown, path).text


# ------------------------------------------------------------------------------------------------------ the command


def test_nothing_is_replaced_without_being_asked_or_told(api_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Expected: beside the workbook by default; a file that is there stops it, --force and -o replace it and say so."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(api_book.path.read_bytes())
    target = tmp_path / "plan.yaml"
    assert import_scenario(path, None, None, "table", force=False) == 0
    assert target.read_text(encoding="utf-8") == resolved_text(api_book.layout.scenario)
    with pytest.raises(TcoError, match=r"is there already.*--force"):
        import_scenario(path, None, None, "table", force=False)
    capsys.readouterr()
    assert import_scenario(path, None, None, "table", force=True) == 0
    assert "(replaced)" in capsys.readouterr().out


def test_the_list_of_changes_is_for_programs_too(api_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Expected: file, changes from and to, notes, and what is not carried over."""
    cell = api_book.input("requests_per_day")
    import_scenario(edited(api_book, {cell: typed(600_000.0)}, tmp_path), None, tmp_path / "a.yaml", "json", force=False)
    data = json.loads(capsys.readouterr().out)
    change = {"sheet": "Inputs", "cell": cell, "path": "workload.requests_per_day", "part": "value", "from": 500_000.0, "to": 600_000.0}
    assert data == {"file": str(tmp_path / "a.yaml"), "changes": [change], "notes": [], "not_carried_over": []}
