"""The Checks sheet: each check can fail, in the book itself, and turns the master check red; what calls for attention does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import formualizer
import pytest
from edited_books import Book

from tco.findings import Findings
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.check_rows import BookRow, BookRows
from tco.workbook.layout import Layout
from tco.workbook.one_month.layout import laid_out
from tco.workbook.sheets.data import AMOUNT, FIRST_ROW

Cell = tuple[str, int, int]


@dataclass(frozen=True)
class Live:
    """The small book in a spreadsheet engine, where cells can be overwritten and put back."""

    engine: formualizer.Workbook
    layout: Layout

    @property
    def rows(self) -> BookRows:
        """What the book adds to the model's checks."""
        assert self.layout.book_rows
        return self.layout.book_rows

    def checks(self) -> dict[int, float]:
        """The verdict of each row of the Checks sheet."""
        self.engine.evaluate_all()
        rows = range(sheet_columns.BODY_ROW, self.rows.last_row + 1)
        found = {row: self.engine.get_value(sheet_columns.CHECKS, row, sheet_columns.CONSTANT) for row in rows}
        return {row: float(value) for row, value in found.items() if value is not None}

    def of_model(self, key: str) -> int:
        """The row of a check of the model."""
        return self.layout.sheet(sheet_columns.CHECKS).blocks[key].first_row

    def line(self, sheet: str, key: str, column: int = sheet_columns.CONSTANT, row: int = 0) -> Cell:
        """A cell of a line."""
        return sheet, self.layout.sheet(sheet).blocks[key].first_row + row, column

    def input(self, key: str, owner: str = "") -> Cell:
        """The base of an input."""
        return sheet_columns.INPUTS, self.layout.inputs.blocks[owner, key].first_row, sheet_columns.INPUT_BASE

    @contextmanager
    def overwritten(self, cell: Cell, value: object) -> Iterator[dict[int, float]]:
        """The checks while a cell holds another value."""
        sheet, row, column = cell
        formula, before = self.engine.get_formula(sheet, row, column), self.engine.get_value(sheet, row, column)
        self.engine.set_value(sheet, row, column, value)
        try:
            yield self.checks()
        finally:
            if formula:
                self.engine.set_formula(sheet, row, column, formula)
            else:
                self.engine.set_value(sheet, row, column, before)


@pytest.fixture(scope="module")
def live(small_book: Book) -> Live:
    return Live(formualizer.load_workbook(str(small_book.path)), small_book.layout)


@pytest.fixture(scope="module")
def whole(small_book: Book, tmp_path_factory: pytest.TempPathFactory) -> Live:
    """The same book with every line."""
    findings, path = Findings(small_book.layout.results), tmp_path_factory.mktemp("whole") / "whole.xlsx"
    write_book(findings, path, "0" * 64, full=True)
    return Live(formualizer.load_workbook(str(path)), laid_out(findings.results, findings, full=True))


def planted(live: Live) -> dict[str, tuple[Cell, object, int]]:
    """What somebody might do to the book, by what it is: the cell, what is typed there, and the row of the check that sees it."""
    rows, month = live.rows, sheet_columns.FIRST_PERIOD
    places = {item: row for row, item in rows.placed()}
    card = (sheet_columns.SUMMARY, sheet_columns.SUMMARY_CARD_ROW + 1, sheet_columns.SUMMARY_CARDS[1][1])
    shown = (sheet_columns.SUMMARY, sheet_columns.SUMMARY_TABLE_ROW + 1, 2)
    standing = 2 + [key for key, _ in sheet_columns.SUMMARY_COLUMNS].index("standing")
    volume = next(month for month in live.layout.one_month if month.name == sheet_columns.VOLUME)
    recurring = (sheet_columns.VOLUME, volume.results.blocks["recurring"].first_row, month)
    return {
        "a total typed over on the Summary": (shown, 1.0, places[BookRow("shown", "tco")]),
        "a word typed over on the Summary": ((*shown[:2], standing), "nothing", places[BookRow("shown", "standing")]),
        "a headline typed over": (card, 1.0, places[BookRow("headline")]),
        "a total typed over on the Comparison": (live.line("Comparison", "tco"), 1.0, places[BookRow("totals", "Machines")]),
        "an amount typed over in the Data": ((sheet_columns.DATA, FIRST_ROW, AMOUNT), 1e6, places[BookRow("data tie", "Machines")]),
        "the first column of Volume typed over": (recurring, 1.0, places[BookRow("run rate", sheet_columns.VOLUME)]),
        "a cost that is no sum of its components": (
            live.line("Machines", "service_cost", month),
            1e6,
            places[BookRow("own", "Machines", "components_agree")],
        ),
        "a payment typed over": (live.line("Machines", "service_cash", month), 1e6, places[BookRow("own", "Machines", "views_agree")]),
        "half a month in the horizon": (live.input("horizon"), 6.5, live.of_model("horizon_covered")),
        "shares of regions above 100 %": (live.input("region_share"), 0.9, live.of_model("region_shares_add_up")),
        "shares of classes below 100 %": (live.input("class_share"), 0.9, live.of_model("class_shares_add_up")),
        "a fleet cut to one instance": (live.line("Machines", "instances", month), 1.0, live.of_model("every_peak_carried")),
        "a peak below the average": (live.input("peak_to_average"), 0.5, places[BookRow("allowed", sheet_columns.INPUTS)]),
        "a fact below 0": (
            (sheet_columns.CATALOGUE, live.layout.tables["offers"].first_row, live.layout.tables["offers"].columns["on_demand"]),
            -1.0,
            places[BookRow("allowed", sheet_columns.CATALOGUE)],
        ),
        "load that a site is not asked for": (live.line("Machines", "site_peak_load", month), 0.0, live.of_model("everything_served")),
    }


def test_every_check_of_the_book_as_issued_holds(live: Live) -> None:
    found = live.checks()
    assert {row: found[row] for row in range(live.rows.verdicts_row, live.rows.last_row + 1)} == dict.fromkeys(
        range(live.rows.verdicts_row, live.rows.last_row + 1), 1.0
    )


def test_each_check_sees_what_it_is_for_and_turns_the_master_check_red(live: Live) -> None:
    """Fifteen ways to break the book, one after the other; it is whole again afterwards."""
    for what, (cell, value, row) in planted(live).items():
        with live.overwritten(cell, value) as found:
            assert (found[row], found[live.rows.last_row]) == (0.0, 0.0), what
    assert live.checks()[live.rows.last_row] == 1.0


def test_a_check_of_what_a_plan_does_not_use_is_in_the_book_with_every_line(live: Live, whole: Live) -> None:
    """No commitments, and every option live from the first month: nothing can be wrong there, until a book that has the lines is edited."""
    item = BookRow("own", "Machines", "commitments_agree")
    assert item not in live.rows.verdicts
    hours = whole.line("Machines", "unused_hours", sheet_columns.FIRST_PERIOD), 1.0
    later = whole.input("go_live_month", "API"), 4.0
    rows = next(place for place, other in whole.rows.placed() if other == item), whole.of_model("volume_shared")
    for (cell, value), row in zip((hours, later), rows, strict=True):
        with whole.overwritten(cell, value) as found:
            assert (found[row], found[whole.rows.last_row]) == (0.0, 0.0)


def test_a_model_that_retires_inside_the_horizon_is_worth_a_look_and_no_failure(live: Live) -> None:
    """GPT-5.1 ends on 1 April 2027."""
    row = next(place for place, item in live.rows.placed() if item == BookRow("warning", "API", "retires_inside"))
    with live.overwritten(live.input("price", "API"), "gpt-5.1") as found:
        assert (found[row], found[live.rows.last_row]) == (0.0, 1.0)


def test_a_price_older_than_the_limit_is_worth_a_look_and_no_failure(live: Live) -> None:
    """A limit one day below the oldest price of the machines, and the oldest itself."""
    oldest = max(price.age for price in live.layout.prices if price.option == "Machines")
    row = next(place for place, item in live.rows.placed() if item == BookRow("priced", "Machines"))
    for limit, held in ((oldest - 1, 0.0), (oldest, 1.0)):
        with live.overwritten(live.input("price_age_limit"), float(limit)) as found:
            assert (found[row], found[live.rows.last_row]) == (held, 1.0)


def test_no_verdict_is_left_out_of_the_master_check(live: Live) -> None:
    own, first, last = live.of_model("all_checks"), live.rows.verdicts_row, live.rows.last_row
    found = str(live.engine.get_formula(sheet_columns.CHECKS, last, sheet_columns.CONSTANT)).replace(" ", "").removeprefix("=")
    assert found == f"MIN($D{own},$D{first}:$D{last - 1})"
    assert live.layout.sheet(sheet_columns.CHECKS).last_row == last


def test_other_workbooks_can_read_an_options_total_by_its_name(live: Live, small_book: Book) -> None:
    names = {item["name"]: item for item in live.engine.get_named_ranges()}
    assert {"option_names", "option_tco", "option_npv", "master_check", "recommended_tco"} <= set(names)
    live.engine.set_formula(sheet_columns.SCENARIO, 1, 30, '=INDEX(option_tco, MATCH("API", option_names, 0))')
    assert live.engine.evaluate_cell(sheet_columns.SCENARIO, 1, 30) == pytest.approx(small_book.layout.results.options["API"].value("tco"))
