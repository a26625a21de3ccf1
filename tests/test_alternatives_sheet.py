"""The Alternatives sheet shows what the search found as values that say so, and tells when the book has been changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from changes import Change, by_engine, changed_book, issued
from recalculate import by_formualizer, opened, stored
from small_scenario import changed, scenario_of
from workbook_lint import lint

from tco.engine.evaluate import Results, evaluate
from tco.findings import Findings
from tco.scenario.resolved import scenario_sha256
from tco.search.advice import told
from tco.summary.evidence.alternatives import alternatives
from tco.workbook import sheet_columns
from tco.workbook.book import write_book
from tco.workbook.readback.audit import audit
from tco.workbook.sheets.values import FIRST_OPTION_ROW

FIRST_TOTAL = 8
"""The column of a configuration's total."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("alternatives")


@pytest.fixture(scope="module")
def results(folder: Path) -> Results:
    text = changed("ttft: 2 s", "ttft: 2 s\n  latency: 20 s").replace("months: 12", "months: 3")
    return evaluate(scenario_of(text.replace("inf2.48xlarge}", "inf2.48xlarge, tensor_parallel: 4, precision: int8}"), folder))


@pytest.fixture(scope="module")
def book(results: Results, folder: Path) -> Path:
    write_book(Findings(results), folder / "book.xlsx", scenario_sha256(results.scenario))
    return folder / "book.xlsx"


def sheet_of(path: Path) -> Any:
    return opened(path)[sheet_columns.ALTERNATIVES]


def words(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_the_header_says_that_they_are_values_of_a_version_and_a_date(book: Path) -> None:
    text = sheet_of(book)["A2"].value
    assert text.startswith("Values, not formulas: searched in the model itself, tco ")
    assert text.endswith("scenario of 2026-11-20")


def test_every_candidate_and_every_reason_is_on_the_sheet(book: Path, results: Results) -> None:
    sheet = sheet_of(book)
    totals = {round(cell.value, 2) for cell in next(sheet.iter_cols(FIRST_TOTAL, FIRST_TOTAL)) if isinstance(cell.value, int | float)}
    (found,) = Findings(results).alternatives
    assert found.stated is not None
    assert {round(candidate.tco, 2) for candidate in (found.stated, *found.ranked)} <= totals
    text = "\n".join(words(sheet))
    assert "As stated: inf2.48xlarge" in text
    for lost in found.lost:
        assert lost.instance in text
    for reason in found.left_out:
        assert f"Not searched: {reason}" in text
    assert "what another provider keeps is not yet confirmed" in text


def test_its_only_formulas_tie_it_to_the_book(book: Path, results: Results) -> None:
    """Expected: the total of each option in the book now, its change, and the verdict; the linter has nothing to say."""
    cells = stored(book)[sheet_columns.ALTERNATIVES]
    options = len(results.compared)
    rows = {int("".join(filter(str.isdigit, cell))) for cell in cells}
    assert set(range(FIRST_OPTION_ROW, FIRST_OPTION_ROW + options + 1)) <= rows
    assert lint(book) == []


def test_an_edit_shows_that_the_book_is_no_longer_as_it_was_searched(book: Path, results: Results, tmp_path: Path) -> None:
    before = issued(book, results)
    field = next(field for field in before.fields if (field.path, field.part) == ("self_hosted.staff", "value"))
    change = Change(field, 5.0)
    found = by_formualizer(changed_book(before, [change], tmp_path / "edited.xlsx"))[sheet_columns.ALTERNATIVES]
    assert found[f"B{FIRST_OPTION_ROW + len(results.compared)}"] == 0
    expected = by_engine(before, [change])[1][sheet_columns.ALTERNATIVES]
    assert {cell: found[cell] for cell in expected} == {cell: pytest.approx(value) for cell, value in expected.items()}


def test_an_untouched_book_is_clean(book: Path) -> None:
    assert audit(book).clean


def test_the_summary_and_the_console_say_the_same(results: Results) -> None:
    findings = Findings(results)
    (found,) = findings.alternatives
    (sentence,) = alternatives(findings)
    line = told(found, results.scenario.option("Machines").sites, "USD")
    assert found.saving > 0
    assert f"USD {found.saving:,.0f}" in line
    assert "which meets the same requirements" in sentence.text
    assert found.saving in [figure.value for figure in sentence.figures]
