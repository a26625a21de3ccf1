"""Every line of a scenario's book as text: what it says, its value, its formula and its words, so that a change shows as a diff.

`pytest tests/test_golden.py --renew-golden` writes the files anew; read the diff before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

import pytest
from conftest import Written
from openpyxl.worksheet.worksheet import Worksheet
from recalculate import opened, stored

from tco.workbook import sheet_columns
from tco.workbook.file.row_xml import Result

GOLDEN = Path(__file__).parent / "golden"
SCENARIO = "apac-published"
ONE_MONTH = (sheet_columns.VOLUME, sheet_columns.SENSITIVITY)
"""Sheets that repeat the lines of the options' own."""
MOST_LINES = 60
"""Lines of a diff that a failure shows."""


def golden_lines(sheet: Worksheet, results: Mapping[str, Result | None]) -> Iterator[str]:
    """Label, where, unit, value of the constant or of the first month, formula, and words where they differ from the row above."""
    above = ""
    for row in range(sheet_columns.BODY_ROW, sheet.max_row + 1):
        label, where, unit, words = (
            sheet.cell(row, column).value
            for column in (sheet_columns.LABEL, sheet_columns.WHERE, sheet_columns.UNIT, sheet_columns.EXPLANATION)
        )
        cell = next(
            (
                found
                for column in (sheet_columns.CONSTANT, sheet_columns.FIRST_PERIOD)
                if (found := sheet.cell(row, column)).value is not None
            ),
            None,
        )
        if cell is None:
            yield from (["", f"## {label}"] if label else [])
            continue
        value = results[cell.coordinate]
        shown = f"{value:.12g}" if isinstance(value, float) else repr(value)
        yield f"{label}{f' | {where}' if where else ''} [{unit or ''}]: {shown}"
        yield f"    {cell.coordinate} {cell.value}"
        said = " ".join(str(words).split())
        if said not in (above, "As above."):
            yield f"    {said}"
            above = said


def golden_texts(written: Written) -> dict[str, str]:
    """The text of every calculation sheet, by its file's name."""
    book, results = opened(written.book), stored(written.book)
    sheets = [sheet for sheet in book.worksheets if sheet.title not in (*sheet_columns.NOT_CALCULATION, *ONE_MONTH)]
    return {
        f"{written.results.scenario.name}.{sheet.title.lower().replace(' ', '-')}.txt": "\n".join(
            [f"# {sheet.title}", *golden_lines(sheet, results[sheet.title])]
        )
        + "\n"
        for sheet in sheets
    }


@pytest.fixture(scope="module", params=[pytest.param(SCENARIO, marks=pytest.mark.xdist_group(SCENARIO))])
def texts(request: pytest.FixtureRequest, documents: Mapping[str, Written]) -> dict[str, str]:
    found = golden_texts(documents[request.param])
    if request.config.getoption("--renew-golden"):
        GOLDEN.mkdir(exist_ok=True)
        for old in GOLDEN.glob(f"{request.param}.*.txt"):
            old.unlink()
        for name, text in found.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
    return found


def difference(name: str, text: str) -> list[str]:
    """What changed against the golden file, as a diff; empty where nothing did."""
    path = GOLDEN / name
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return list(unified_diff(before, text.splitlines(), f"golden/{name}", "today", n=1, lineterm=""))


def test_every_line_is_as_it_was(texts: dict[str, str]) -> None:
    """Expected: the golden files, to twelve digits; renew them with --renew-golden where the change is meant."""
    changed = [line for name, text in texts.items() for line in difference(name, text)]
    more = f"\n… {len(changed) - MOST_LINES} lines more" if len(changed) > MOST_LINES else ""
    assert not changed, "\n".join(["pytest --renew-golden, if this is meant:", *changed[:MOST_LINES]]) + more


def test_no_golden_file_is_left_over(texts: dict[str, str]) -> None:
    """Expected: as many files as calculation sheets, so that none is compared with nothing."""
    scenario = next(iter(texts)).partition(".")[0]
    assert sorted(path.name for path in GOLDEN.glob(f"{scenario}.*.txt")) == sorted(texts)


def test_a_changed_figure_shows_as_a_diff(texts: dict[str, str]) -> None:
    """Expected: the line before and after, so that the comparison can fail."""
    name, text = next(iter(texts.items()))
    line = next(line for line in text.splitlines() if line.startswith("Requests of all regions"))
    changed = difference(name, text.replace(line, f"{line}9"))
    assert f"-{line}" in changed
    assert f"+{line}9" in changed
