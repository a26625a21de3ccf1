"""Two more engines recalculate the books: Gnumeric, which finance teams on Linux open them with, and IronCalc, which web pages do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from changes import Issued, changed_book, random_changes
from conftest import ONE, Written, every_book
from other_engines import by_gnumeric, by_ironcalc, needs_gnumeric, needs_ironcalc
from recalculate import Book, by_formualizer, disagreements, stored

from tco.language.printing import nth


@needs_gnumeric
@pytest.mark.long
@every_book
def test_gnumeric_recalculates_what_is_stored(written: Written) -> None:
    """Expected: the same numbers and texts, to one in a billion, in spite of a wrong number stored beside each formula."""
    assert disagreements(stored(written.book), by_gnumeric(written.book), path=written.book) == []


@needs_ironcalc
@pytest.mark.long
@every_book
def test_ironcalc_recalculates_what_is_stored(written: Written) -> None:
    """Expected: the same numbers and texts, to one in a billion, in spite of a wrong number stored beside each formula."""
    assert disagreements(stored(written.book), by_ironcalc(written.book), path=written.book) == []


@pytest.mark.parametrize(
    ("area", "formula"),
    [
        ("$G$7:$K$7", "INDEX($G$7:$K$7, 1, $D9)"),
        ("Demand!$G$5:$R$5", "INDEX(Demand!$G$5:$R$5, 1, $D9)"),
        ("'Cloud 7'!G7:K7", "INDEX('Cloud 7'!G7:K7, 1, $D9)"),
        ("Inputs!$D$12:$D$23", "INDEX(Inputs!$D$12:$D$23, $D9)"),
        ("$D$1:$D$11", "INDEX($D$1:$D$11, $D9)"),
        ("Inputs!$D$45:$D$45", "Inputs!$D$45"),
        ("Inputs!$D$45", "Inputs!$D$45"),
    ],
)
def test_a_cell_of_a_range_is_named_as_every_program_reads_it(area: str, formula: str) -> None:
    """Expected: the column of a row, the row of a column, and the cell itself where there is but one."""
    assert nth(area, "$D9") == formula


@ONE
@pytest.mark.long
@pytest.mark.parametrize(
    "engine",
    [pytest.param(by_gnumeric, id="gnumeric", marks=needs_gnumeric), pytest.param(by_ironcalc, id="ironcalc", marks=needs_ironcalc)],
)
@pytest.mark.parametrize("seed", range(2))
def test_both_recalculate_a_changed_book_as_formualizer_does(
    issue: Issued, seed: int, engine: Callable[[Path], Book], tmp_path: Path
) -> None:
    """Expected: the same after dropdowns and numbers were changed; `test_random_changes.py` holds formualizer to the engine."""
    path = changed_book(issue, random_changes(issue, seed), tmp_path / "changed.xlsx")
    assert disagreements(by_formualizer(path), engine(path), path=path) == []
