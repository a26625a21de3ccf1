"""The book's own checks, below the model's: that its sheets agree with each other, what calls for attention, and the master check."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tco.engine.prices_in_use import price_age_limit
from tco.workbook import sheet_columns
from tco.workbook.addresses import is_link
from tco.workbook.check_rows import ALLOWED, DATA_TIE, HEADLINE, IN_DATA, OWN, PRICED, RUN_RATE, SHOWN, TOTALS, WARNING, BookRow, BookRows
from tco.workbook.layout import Layout
from tco.workbook.look.formats import number_format, shown_unit
from tco.workbook.look.pen import Pen
from tco.workbook.look.style import KEPT, UNKNOWN, VERDICT, Look, height_of, mark
from tco.workbook.one_month.layout import all_tied
from tco.workbook.places import cell, cells
from tco.workbook.sheets.catalogue import PRICE_AGE
from tco.workbook.sheets.data import AMOUNT, OPTION, column_range, option_total
from tco.workbook.sheets.frame import Labels, master_value, write_labels

_UNIT = "yes = 1"
_MASTER = Look(size=9.5, align="right", vertical="top", bold=True, format=number_format(_UNIT))
_COMPUTED = replace(_MASTER, bold=False)
_WARNINGS = {"retires_inside": ("No API retires inside the horizon", "1 where none is announced, or one after the plan's last month.")}


@dataclass(frozen=True)
class _Check:
    """The words of a row, its formula and its result."""

    label: str
    where: str
    explained: str
    formula: str
    result: float
    unit: str = _UNIT

    @property
    def look(self) -> Look:
        """Green where it only shows another cell."""
        return replace(
            _COMPUTED, format=number_format(self.unit), color=sheet_columns.LINK_GREEN if is_link(self.formula) else _COMPUTED.color
        )


def write_book_checks(pen: Pen, layout: Layout) -> None:
    """The last sections of the Checks sheet."""
    rows = layout.book_rows
    if rows is None:
        raise ValueError("a layout without its sheets of one month has no rows of the book")
    if rows.warnings:
        pen.heading(rows.first_row, "Worth a look: no part of the master check", layout.last_period)
        mark(pen.sheet, f"D{rows.first_row + 1}:D{rows.book_row - 2}", {"0": UNKNOWN, "1": KEPT})
    pen.heading(rows.book_row, "The book", layout.last_period)
    for row, item in rows.placed():
        check = _CHECKS[item.kind](item, layout, rows)
        labels = Labels(check.label, check.where, shown_unit(check.unit, layout.scenario.currency), check.explained)
        write_labels(pen, row, labels)
        pen.height(row, height_of(1))
        pen.formula(row, sheet_columns.CONSTANT, check.formula, check.result, check.look)
    last = rows.last_row
    explained = "The model's checks and those of the book; shown in every sheet's header."
    labels = Labels("All checks of the book hold", "", shown_unit(_UNIT, layout.scenario.currency), explained)
    write_labels(pen, last, labels)
    own = layout.checks.blocks["all_checks"].first_row
    text = f"=MIN($D{own}, $D{rows.verdicts_row}:$D{last - 1})"
    pen.formula(last, sheet_columns.CONSTANT, text, master_value(layout), _MASTER)
    mark(pen.sheet, f"D{rows.verdicts_row}:D{last}", VERDICT)


def _warning(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    sheet = layout.sheet(item.name)
    label, explained = _WARNINGS[item.key]
    return _Check(label, item.name, explained, f"=1 - {sheet.cell(item.key)}", 1.0 - sheet.evaluated.value(item.key))


def _priced(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    prices = [price for price in layout.prices if price.option == item.name]
    ages = cells(sheet_columns.CATALOGUE, (PRICE_AGE, PRICE_AGE), (prices[0].row, prices[-1].row))
    text = f"=IF(MAX({ages}) <= {layout.inputs.cell('price_age_limit')}, 1, 0)"
    held = float(max(price.age for price in prices) <= price_age_limit(layout.results))
    explained = "1 where its prices as issued, listed at the end of the Catalogue sheet, are within the limit."
    return _Check("No price is too old", item.name, explained, text, held)


def _own(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    sheet = layout.sheet(item.name)
    label = sheet.evaluated.model.lines[item.key].label
    return _Check(label, item.name, "As on the option's own sheet.", f"={sheet.cell(item.key)}", sheet.evaluated.value(item.key))


def _in_data(item: BookRow, layout: Layout, rows: BookRows) -> _Check:
    names, amounts = (column_range(column, layout) for column in (OPTION, AMOUNT))
    text = f"=SUMPRODUCT(({names} = $B{rows.row_of(IN_DATA, item.name)}) * {amounts})"
    return _Check("Cost on the Data sheet", item.name, "All rows of the option.", text, option_total(item.name, layout), "money")


def _data_tie(item: BookRow, layout: Layout, rows: BookRows) -> _Check:
    sheet = layout.sheet(item.name)
    total = sheet.cell("tco")
    difference = f"ABS($D{rows.row_of(IN_DATA, item.name)} - {total})"
    text = f"=IF({difference} <= {layout.inputs.cell('check_tolerance')} * {total}, 1, 0)"
    cost = sheet.evaluated.value("tco")
    held = float(abs(option_total(item.name, layout) - cost) <= layout.shared_value("check_tolerance") * cost)
    return _Check("Data gives the option's total", item.name, "1 where its rows add up to the total cost of ownership.", text, held)


def _totals(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    position = {"option": list(layout.results.compared).index(item.name)}
    sheet = layout.sheet(item.name)
    same = [f"{layout.comparison.cell(key, position)} = {sheet.cell(key)}" for key in ("tco", "npv")]
    explained = "1 where its total cost and its net present value stand there."
    return _Check("Comparison shows the option's figures", item.name, explained, _all_same(same), 1.0)


def _shown(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    labels = dict(sheet_columns.SUMMARY_COLUMNS)
    column, first = list(labels).index(item.name) + 2, sheet_columns.SUMMARY_TABLE_ROW + 1
    last = first + len(layout.scenario.compared) - 1
    same = f"({cells(sheet_columns.SUMMARY, (column, column), (first, last))} = {layout.comparison.cells(item.name)})"
    text = f"=IF(SUMPRODUCT({same} * 1) = COUNT({layout.comparison.cells('tco')}), 1, 0)"
    return _Check("Summary shows the comparison", labels[item.name], "1 where every option's does.", text, 1.0)


def _headline(_item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    shown = sheet_columns.SUMMARY_CARD_ROW + 1
    same = [
        f"{cell(sheet_columns.SUMMARY, column, shown)} = {layout.comparison.cell(key)}" for key, column, _ in sheet_columns.SUMMARY_CARDS
    ]
    explained = "1 where recommendation, its cost, its saving and the baseline are those of the comparison."
    return _Check("Summary's headline is the comparison's", "", explained, _all_same(same), 1.0)


def _all_same(same: list[str]) -> str:
    return f"=IF(AND({', '.join(same)}), 1, 0)"


def _run_rate(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    month = next(month for month in layout.one_month if month.name == item.name)
    explained = "1 where its first column gives the reference month of every option's sheet."
    text = f"={cell(month.name, sheet_columns.CONSTANT, month.last_row)}"
    return _Check(f"{month.name} starts from the plan", "", explained, text, all_tied(month, layout))


def _allowed(item: BookRow, layout: Layout, _rows: BookRows) -> _Check:
    """The bounds by which formulas were folded, held for what a reader may type."""
    if item.name == sheet_columns.INPUTS:
        column = (sheet_columns.INPUT_OUTSIDE, sheet_columns.INPUT_OUTSIDE)
        marks = cells(sheet_columns.INPUTS, column, (layout.inputs.case_row, layout.inputs.last_row))
        explained = "1 where every value on the Inputs sheet, ranges too, is one that is allowed there."
        return _Check("Inputs are within their bounds", "", explained, f"=IF(SUM({marks}) = 0, 1, 0)", 1.0)
    areas = layout.tables.values()
    last = max(max(area.columns.values()) for area in areas), max(area.last_row for area in areas)
    facts = cells(sheet_columns.CATALOGUE, (1, last[0]), (min(area.first_row for area in areas), last[1]))
    text = f"=IF(MIN({facts}) >= 0, 1, 0)"
    return _Check("No fact of the catalogue is negative", "", "1 where none is: formulas rely on it.", text, 1.0)


_CHECKS = {
    ALLOWED: _allowed,
    WARNING: _warning,
    PRICED: _priced,
    IN_DATA: _in_data,
    OWN: _own,
    TOTALS: _totals,
    SHOWN: _shown,
    HEADLINE: _headline,
    DATA_TIE: _data_tie,
    RUN_RATE: _run_rate,
}
