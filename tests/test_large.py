"""A book of ten regions, sixty months and eight options: 1.7 million formulas. Opt in with `pytest -m large`; takes several minutes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import large_scenario
import pytest
from changes import Change, by_engine, changed_book, issued, not_finite, random_changes, recalculated, wrong_cells
from recalculate import by_formualizer, by_libreoffice_many, disagreements, libreoffice, stored
from workbook_lint import lint

from tco.engine.evaluate import evaluate
from tco.search.settle import read

pytestmark = pytest.mark.large

MINUTES = 60.0
REPORT = """
import resource, sys
from pathlib import Path
from tco.documents import write_report
write_report(Path(sys.argv[1]), Path(sys.argv[2]), only="xlsx", draws=0, full=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Large:
    """A written book, and the most memory that writing it took, in MB."""

    path: Path
    memory: float


def written(folder: Path, options: int) -> Large:
    """The book of so many of the options, written in a process of its own."""
    scenario = folder / f"large-{options}.yaml"
    scenario.write_text(large_scenario.text(options=options))
    run = subprocess.run([sys.executable, "-c", REPORT, str(scenario), str(folder)], check=True, capture_output=True, text=True)
    return Large(folder / scenario.stem / f"{scenario.stem}.xlsx", float(run.stdout))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    return written(tmp_path_factory.mktemp("large"), 8)


def test_twice_the_options_take_hardly_more_memory(large: Large, tmp_path: Path) -> None:
    """Expected: less than a third more for eight options than for four, and less than 0.7 GB: the book is never held whole."""
    half = written(tmp_path, 4)
    assert large.memory < 1.33 * half.memory
    assert large.memory < 700


def test_formualizer_recalculates_what_is_stored(large: Large) -> None:
    """Expected: the same numbers and texts, to one in a billion, in more than a million and a half cells."""
    results = stored(large.path)
    assert sum(map(len, results.values())) > 1_500_000
    assert disagreements(results, by_formualizer(large.path), path=large.path) == []


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_recalculates_what_is_stored(large: Large) -> None:
    """Expected: the same numbers and texts, to one in a billion."""
    found = by_libreoffice_many([large.path], MINUTES * 60)[0]
    assert disagreements(stored(large.path), found, path=large.path) == []


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_both_engines_agree_on_the_edited_book(large: Large, tmp_path: Path) -> None:
    """Expected in every formula: the engine's value of the scenario with random edits, other choices of dropdowns and another case."""
    book = issued(large.path, evaluate(read(large.path.parent.parent / "large-8.yaml")))
    (case,) = (field for field in book.fields if field.path == "case")
    changes = (*(change for change in random_changes(book, 0) if change.field is not case), Change(case, "adverse"))
    path = changed_book(book, changes, tmp_path / "changed.xlsx")
    _, engine = by_engine(book, changes)
    assert not_finite(engine) == []
    for found in (recalculated(path, engine), by_libreoffice_many([path], MINUTES * 60)[0]):
        assert wrong_cells(book, engine, {sheet: cells for sheet, cells in found.items() if cells}) == []


def test_the_linter_finds_nothing(large: Large) -> None:
    assert lint(large.path) == []
