"""The Data sheet: one flat table of every cost, in the words of accountants and of FOCUS."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import openpyxl
import pytest
from small_scenario import TEXT, scenario_of

from tco.engine.evaluate import evaluate
from tco.model.money.cost_categories import CATEGORIES, CHARGE_CATEGORIES, COST_CLASSES, SERVICE_CATEGORIES
from tco.model.options import KINDS, option_model
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import Styles
from tco.workbook.one_month.layout import laid_out
from tco.workbook.sheets.data import (
    AMOUNT,
    BUDGET,
    FIRST_ROW,
    HEADER_ROW,
    LINE,
    MONTH_ENDING,
    OPTION,
    QUARTER,
    TABLE,
    YEAR,
    column_range,
    write_data,
)


@dataclass(frozen=True)
class Written:
    """The sheet of the small scenario, and the results beside its formulas."""

    layout: Layout
    pen: Pen

    def rows(self) -> range:
        """Those of the table below its head."""
        return range(FIRST_ROW, self.pen.sheet.max_row + 1)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    results = evaluate(scenario_of(TEXT, tmp_path_factory.mktemp("data")))
    layout = laid_out(results)
    book = openpyxl.Workbook()
    pen = Pen(book.create_sheet(sheet_columns.DATA), Styles(book))
    write_data(pen, layout)
    return Written(layout, pen)


def test_the_rows_of_an_option_add_up_to_its_total_cost(written: Written) -> None:
    found: Counter[str] = Counter()
    for row in written.rows():
        found[written.pen.sheet.cell(row, OPTION).value] += written.pen.results[row, AMOUNT]  # type: ignore[assignment,operator]
    assert {name: sheet.value("tco") for name, sheet in written.layout.results.compared.items()} == pytest.approx(dict(found))


def test_the_rows_of_a_class_add_up_to_the_class(written: Written) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for row in written.rows():
        place = tuple(written.pen.sheet.cell(row, column).value for column in (OPTION, BUDGET))
        found[place] += written.pen.results[row, AMOUNT]  # type: ignore[assignment,index,operator]
    classes = {
        (name, label): sheet.value(f"{key}_total")
        for name, sheet in written.layout.results.compared.items()
        for key, label in COST_CLASSES.items()
    }
    assert {place: value for place, value in classes.items() if place in found} == pytest.approx(dict(found))
    assert {value for place, value in classes.items() if place not in found} <= {0}


def test_every_amount_is_a_link_that_stays_right_when_the_table_is_sorted(written: Written) -> None:
    """Absolute addresses: a relative one would move with its row."""
    for row in written.rows():
        where, _, cell = written.pen.sheet.cell(row, AMOUNT).value.partition("!")
        assert where.strip("='") == written.pen.sheet.cell(row, OPTION).value
        assert cell.count("$") == 2


def test_the_table_has_a_name_and_ends_with_its_last_row(written: Written) -> None:
    found = written.pen.sheet.tables[TABLE]
    assert found.ref == f"A{HEADER_ROW}:M{written.pen.sheet.max_row}"
    assert column_range(AMOUNT, written.layout) == f"Data!$I${FIRST_ROW}:$I${written.pen.sheet.max_row}"


def test_each_row_says_its_month_quarter_and_year(written: Written) -> None:
    """By links to the months of Demand."""
    months = [[written.pen.results[row, column] for column in (MONTH_ENDING, QUARTER, YEAR)] for row in written.rows()[:12]]
    assert months[:2] == [[46418, 1, 2027], [46446, 1, 2027]]
    assert months[-1] == [46752, 4, 2027]


def test_a_line_by_site_has_a_row_for_each_site_and_month(written: Written) -> None:
    lines = [written.pen.sheet.cell(row, LINE).value for row in written.rows()]
    assert (lines.count("Compute"), lines.count("People")) == (24, 24)


def test_a_line_that_the_plan_does_not_use_has_no_rows(written: Written) -> None:
    assert "Support by bands" not in {written.pen.sheet.cell(row, LINE).value for row in written.rows()}


def test_every_category_of_a_cost_line_has_its_words_and_no_other_has() -> None:
    """A hybrid's rows are those of its parts."""
    used = {item.category for name, kind in KINDS.items() if not kind.has_parts for item in option_model(name).lines.values()} - {""}
    assert used == set(CATEGORIES)


def test_the_words_are_those_that_focus_allows() -> None:
    assert {item.charge for item in CATEGORIES.values()} <= set(CHARGE_CATEGORIES)
    assert {item.service for item in CATEGORIES.values()} <= set(SERVICE_CATEGORIES)


def test_only_hardware_that_is_bought_is_capital_expenditure() -> None:
    assert [name for name, item in CATEGORIES.items() if item.expenditure == "capex"] == ["Hardware", "Non-production hardware"]
