"""What several tests share: every scenario of the project, read, evaluated and written once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
import small_scenario
from changes import Issued, issued
from edited_books import Book, book_of
from recalculate import Book as Recalculated
from recalculate import by_libreoffice_many, libreoffice

from tco.evaluate import Results, evaluate
from tco.report import Report, write_report
from tco.scenario.reading import read

# The same examples in every run: a failure is a change of ours, never of the dice.
hypothesis.settings.register_profile("steady", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
SCENARIOS = {path.stem: path for path in sorted((ROOT / "scenarios").glob("*.yaml"))}


@dataclass(frozen=True)
class Written:
    """A scenario's documents, and the results they were written from."""

    scenario: Path
    folder: Path
    results: Results
    report: Report

    def file(self, suffix: str) -> Path:
        """One of the documents, by what its name ends with."""
        return self.folder / f"{self.results.scenario.name}{suffix}"

    @property
    def book(self) -> Path:
        """The workbook."""
        return self.file(".xlsx")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="Write tests/golden anew from today's results, to be read in the diff.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a scenario's `name` runs for every one of them."""
    marks = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    own = {part.strip() for names in marks for part in (names.split(",") if isinstance(names, str) else names)}
    if "name" in metafunc.fixturenames and "name" not in own:
        metafunc.parametrize("name", sorted(SCENARIOS), scope="session")


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Written]:
    """Every scenario's documents, written once."""
    folder = tmp_path_factory.mktemp("output")
    found = {}
    for name, path in SCENARIOS.items():
        report = write_report(path, folder)
        found[name] = Written(path, folder / name, evaluate(read(path)), report)
    return found


@pytest.fixture(scope="session")
def written(documents: Mapping[str, Written], name: str) -> Written:
    """The documents of the scenario that the test is about."""
    return documents[name]


@pytest.fixture(scope="session")
def issue(written: Written) -> Issued:
    """Its workbook with what a reader may edit in it."""
    return issued(written.book, written.results)


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small scenario's workbook, for tests that edit it."""
    return book_of(small_scenario.TEXT, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def in_libreoffice(documents: Mapping[str, Written]) -> Mapping[str, Recalculated]:
    """Every scenario's workbook, recalculated in one start of LibreOffice."""
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc` brings the second opinion")
    paths = [written.book for written in documents.values()]
    return dict(zip(documents, by_libreoffice_many(paths), strict=True))
