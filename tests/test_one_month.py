"""The sheets Volume and Sensitivity: one month's run rate by ordinary formulas, tied to the options' sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import formualizer
import openpyxl
import pytest
from changes import issued
from conftest import SCENARIOS
from edited_books import cleared, typed, with_cells
from recalculate import by_formualizer, disagreements, stored
from small_scenario import TEXT, changed, scenario_of
from workbook_lint import lint

from tco.catalogue.reader import load
from tco.engine.crossings import crossings
from tco.engine.evaluate import Results, evaluate
from tco.engine.sensitivity import sensitivity
from tco.findings import Findings
from tco.search.settle import read
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.layout import Layout
from tco.workbook.one_month.description import CASE, VOLUME, OneMonth
from tco.workbook.one_month.layout import FEWEST, MOST_FORMULAS, laid_out, tied
from tco.workbook.one_month.results import ranked

pytestmark = pytest.mark.xdist_group("one month")

CROSSED = "a100-h100-h200"
"""Three machines, of which a newer one undercuts an older one as the volume grows."""


LARGE = 500_000
"""Formulas of the largest Sensitivity sheet: below those of eight options' own sheets over five years."""


@pytest.fixture(scope="module")
def results() -> Results:
    return evaluate(read(SCENARIOS[CROSSED], ("self_hosted.tensor_parallel=8",)))


@pytest.fixture(scope="module")
def layout(results: Results) -> Layout:
    return laid_out(results)


@pytest.fixture(scope="module")
def book(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("one_month") / "book.xlsx"
    write_book(Findings(results), path, "0" * 64)
    return path


def sheet_of(layout: Layout, axis: str) -> OneMonth:
    return next(month for month in layout.one_month if month.axis == axis)


def without_ranges(results: Results) -> Results:
    """The same plan with every input certain."""
    plain = {
        place: replace(entry, elements=tuple(replace(item, low=None, high=None) for item in entry.elements))
        for place, entry in results.scenario.entries.items()
    }
    return evaluate(replace(results.scenario, entries=plain))


def test_the_sheets_stand_between_the_comparison_and_the_checks(book: Path) -> None:
    names = openpyxl.load_workbook(book, read_only=True).sheetnames
    first = names.index("Comparison")
    assert names[first : first + 5] == ["Comparison", "Volume", "Sensitivity", "Data", "Checks"]


def test_the_columns_of_crossings_show_who_is_cheaper_from_there_on(book: Path, layout: Layout, results: Results) -> None:
    """Recalculated: above 0 in a column before it (in the order of volumes), below 0 or nothing in the crossing's own and after it."""
    found = crossings(results)
    assert len(found) == 1
    month = sheet_of(layout, VOLUME)
    recalculated = by_formualizer(book)[sheet_columns.VOLUME]
    letters = [openpyxl.utils.get_column_letter(column) for column in range(sheet_columns.FIRST_PERIOD, month.last_column + 1)]
    by_volume = sorted(letters, key=lambda letter: float(str(recalculated[f"{letter}{sheet_columns.PERIOD_END_ROW}"])))
    for number, crossing in enumerate(found):
        row = month.order["pairs"].first_row + number
        own = letters[month.columns - len(found) + number]
        assert recalculated[f"{own}{sheet_columns.PERIOD_END_ROW}"] == pytest.approx(crossing.multiple)
        place = by_volume.index(own)
        assert all(float(str(recalculated[f"{letter}{row}"])) <= 0 for letter in by_volume[place:])
        assert any(float(str(recalculated[f"{letter}{row}"])) > 0 for letter in by_volume[:place])


def test_the_tornado_of_the_sheet_is_that_of_the_engine(book: Path, layout: Layout, results: Results) -> None:
    """The same inputs in the same order, with the same changes."""
    month = sheet_of(layout, CASE)
    recalculated = by_formualizer(book)[sheet_columns.SENSITIVITY]
    found = sensitivity(results)
    option = results.comparison.text("recommended")
    for rank, swing in enumerate(found.largest(option)):
        name, low, high = (recalculated[f"D{month.order[key].first_row + rank}"] for key in ("name", "low", "high"))
        assert str(name).startswith(swing.label)
        ends = swing.costs[option]
        assert (low, high) == tuple(pytest.approx((end or 0.0) - found.base[option], abs=1e-6) for end in ends)


def test_inputs_of_the_same_effect_keep_the_order_of_the_inputs(layout: Layout) -> None:
    """No column is named twice, whatever is the same."""
    month = sheet_of(layout, CASE)
    names = [column for column, _, _ in ranked(month, layout)]
    assert len(set(names)) == len(names)
    evaluated = month.results.evaluated
    level = replace(evaluated, values={**evaluated.values, "tornado_cost": 0 * evaluated.values["tornado_cost"]})
    flat = replace(month, results=replace(month.results, evaluated=level))
    assert [column for column, _, _ in ranked(flat, layout)] == [3 + 2 * place for place in range(len(names))]


def test_a_book_without_uncertain_inputs_has_no_sensitivity_sheet(results: Results, tmp_path: Path) -> None:
    write_book(Findings(without_ranges(results)), tmp_path / "book.xlsx", "0" * 64)
    names = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True).sheetnames
    assert "Volume" in names
    assert "Sensitivity" not in names
    assert lint(tmp_path / "book.xlsx") == []


def test_the_tie_fails_where_the_first_column_is_not_the_plans_month(layout: Layout) -> None:
    """Planted: a run rate one thousandth above the option's sheet."""
    month = sheet_of(layout, VOLUME)
    assert set(tied(month, layout)) == {1.0}
    name = next(iter(month.run_rate.options))
    sheet = month.run_rate.options[name]
    off = replace(sheet, values={**sheet.values, "recurring": sheet.values["recurring"] * 1.001})
    wrong = replace(month, run_rate=replace(month.run_rate, options={**month.run_rate.options, name: off}))
    assert tied(wrong, layout)[0] == 0.0


@pytest.mark.parametrize("sheet", [sheet_columns.VOLUME, sheet_columns.SENSITIVITY])
def test_the_master_check_of_the_book_hears_a_broken_tie(sheet: str, book: Path, layout: Layout, tmp_path: Path) -> None:
    """A row that somebody overwrote in the sheet: the option's sheet says something else."""
    month = next(month for month in layout.one_month if month.name == sheet)
    row = month.sections[1].sheet.blocks["recurring"].first_row
    with_cells(book, sheet, {f"G{row}": typed(1.0)}, tmp_path / "broken.xlsx")
    checks = layout.sheets[-1]
    assert stored(book)[checks.name][f"D{checks.last_row}"] == 1.0
    engine = formualizer.load_workbook(str(tmp_path / "broken.xlsx"))
    engine.evaluate_all()
    assert engine.get_value(checks.name, checks.last_row, sheet_columns.CONSTANT) == 0


def test_another_reference_month_moves_every_column(results: Results, book: Path, layout: Layout, tmp_path: Path) -> None:
    """Typed into the Inputs sheet, recalculated, and held against the engine; the first column is then month 3 of each sheet."""
    row = layout.inputs.blocks["", "reference_month"].first_row
    path = with_cells(book, sheet_columns.INPUTS, {f"E{row}": typed(3)}, tmp_path / "third.xlsx")
    engine = formualizer.load_workbook(str(path))
    engine.evaluate_all()
    month = sheet_of(layout, VOLUME)
    for section in month.sections[1:]:
        here = engine.get_value(sheet_columns.VOLUME, section.sheet.blocks["recurring"].first_row, sheet_columns.FIRST_PERIOD)
        option = layout.sheet(section.sheet.evaluated.option)
        there = engine.get_value(option.name, option.blocks["recurring"].first_row, sheet_columns.FIRST_PERIOD + 2)
        assert here == pytest.approx(there)


def test_large_plans_vary_fewer_inputs(tmp_path: Path) -> None:
    """Ten regions at ten sites with eight fleets: what is varied is bounded, and the recommended option's largest are among it."""
    sites = [str(name) for name in load()["sites"].names()[:10]]
    rows = "".join(f"  - {{name: R{number}, share: 10%, served_from: {site}}}\n" for number, site in enumerate(sites))
    fleets = "".join(f"  - {{name: M{number}, kind: cloud, instance: p5.48xlarge, price_per_hour: {40 + number}}}\n" for number in range(8))
    start, end = TEXT.index("  - {name: Singapore"), TEXT.index("service_levels:")
    text = TEXT[:start] + rows + TEXT[end:]
    start = text.index("  - {name: Machines")
    text = text[:start].replace("baseline: Machines", "baseline: M7") + fleets
    results = evaluate(scenario_of(text, tmp_path))
    best = sensitivity(results).largest(results.comparison.text("recommended"))
    month = sheet_of(laid_out(results, full=True), CASE)
    assert month.columns * month.last_row <= LARGE
    assert {swing.path for swing in best} <= {item.path for item in month.inputs}
    volume, month = laid_out(results).one_month
    formulas = sum(sheet.columns * sheet.last_row for sheet in (volume, month))
    assert formulas <= MOST_FORMULAS or len(month.inputs) == FEWEST
    assert {item.path for item in month.inputs} == {swing.path for swing in best[: len(month.inputs)]}


def test_a_list_by_month_is_varied_in_the_reference_month_while_every_month_has_a_range(tmp_path: Path) -> None:
    """Recalculated as issued; then with one month's low end emptied, which leaves the list no range, and so no effect."""
    listed = ", ".join(f"{{value: {400_000 + month}, low: {300_000 + month}, high: {900_000 + month}}}" for month in range(12))
    results = evaluate(
        scenario_of("reference_month: 4\n" + changed("requests_per_day: 500_000", f"requests_per_day: [{listed}]"), tmp_path)
    )
    path = tmp_path / "book.xlsx"
    write_book(Findings(results), path, "0" * 64)
    assert lint(path) == []
    assert disagreements(stored(path), by_formualizer(path), path=path) == []
    book = issued(path, results)
    (low,) = (field for field in book.fields if field.path == "workload.requests_per_day.7" and field.part == "low")
    emptied = with_cells(path, sheet_columns.INPUTS, {low.cell: cleared}, tmp_path / "emptied.xlsx")
    month = sheet_of(book.layout, CASE)
    (place,) = (number for number, item in enumerate(month.inputs) if item.entry.input.key == "requests_per_day")
    (row,) = (item.block.first_row for item in month.varied if item.entry.input.key == "requests_per_day")
    columns = [openpyxl.utils.get_column_letter(sheet_columns.FIRST_PERIOD + column) for column in (0, 2 * place + 1, 2 * place + 2)]
    assert [stored(path)[sheet_columns.SENSITIVITY][f"{letter}{row}"] for letter in columns] == [400_003, 300_003, 900_003]
    engine = formualizer.load_workbook(str(emptied))
    engine.evaluate_all()
    found = [engine.get_value(sheet_columns.SENSITIVITY, row, openpyxl.utils.column_index_from_string(letter)) for letter in columns]
    assert found == [400_003, 400_003, 400_003]
