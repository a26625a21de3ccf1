"""What several tests share: every scenario of the project, read, evaluated and written once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest
import small_scenario
from changes import Issued, issued
from edited_books import API_ALONE, Book, book_of
from recalculate import Book as Recalculated
from recalculate import by_libreoffice, libreoffice

from tco.documents import Report, write_report
from tco.engine.evaluate import Results, evaluate
from tco.search.settle import read

# The same examples in every run: a failure is a change of ours, never of the dice.
hypothesis.settings.register_profile("steady", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("steady")

# Books are millions of small objects: looking through them for garbage as often as Python does costs a fifth of all time.
gc.set_threshold(50_000, 20, 20)

Test = TypeVar("Test", bound=Callable[..., object])
ROOT = Path(__file__).parent.parent
SCENARIOS = {path.stem: path for path in sorted((ROOT / "scenarios").glob("*.yaml"))}


TWELVE_CHIPS = ("options.Inferentia.instance=inf2.48xlarge", "options.Inferentia.tensor_parallel=12")
"""Settings of apac-assistant: all chips of an Inferentia instance serve one copy, which misses the required 5 s by a hair."""
MANY = "apac-published"
"""The scenario of which many edited books are tried."""


def only(*names: str) -> pytest.MarkDecorator:
    """Runs a test that asks for a scenario's `name` for these alone, because it is about them."""
    return pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names], scope="session")


FEW = pytest.mark.scenarios(MANY, "base-and-bursts")
"""Runs a test for these, where one story is as good as the other; for every scenario with `--every-scenario`."""
OF_EACH_KIND = (MANY, "hybrid-residency", "bank-hong-kong", "reservation-left", "retrieval-copilot")
KINDS = pytest.mark.scenarios(*OF_EACH_KIND)
"""The same where each kind of option, of sheet and of profile must be seen once."""


def every_book(test: Test) -> Test:
    """Runs a proof of a scenario's documents for the same ones, and with `--other-books` (`make books`) for all others."""
    return pytest.mark.proof(KINDS(test))


ONE = pytest.mark.scenarios(MANY)
"""The same where one story must do."""
ASKED = pytest.mark.scenarios()
"""Runs a test with `--every-scenario` alone, because another one shows the same of one story at less cost."""


LONG = (MANY, "test_odd_scenarios", "test_probes", "test_import", "base-and-bursts", "test_audit", "test_commands")
"""Groups of tests that take longest, to be begun first: a process that begins one of them last keeps the others waiting."""


LONG_PROOFS = {
    "test_random_changes", "test_import_random", "edited in LibreOffice", "test_odd_scenarios", "test_probes", "test_one_month",
    "test_summary_extremes", "reservation-left",
}  # fmt: skip
"""Files and groups of tests that `make test` leaves to `make proof`: hundreds of edited books, other programs, scenarios at the edges, the
largest of the five books."""


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
    parser.addoption(
        "--other-books", action="store_true", help="Run the proofs of documents for the scenarios that `make test` leaves out."
    )
    parser.addoption("--renew-pictures", action="store_true", help="Approve today's pages: write tests/pictures_approved anew.")
    parser.addoption(
        "--every-scenario", action="store_true", help="Try for every scenario what a few stand for otherwise; takes an hour or more."
    )
    parser.addoption("--renew-golden", action="store_true", help="Write tests/golden anew from today's results, to be read in the diff.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a scenario's `name` runs for every one of them, unless it says that a few will do."""
    marks = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    own = {part.strip() for names in marks for part in (names.split(",") if isinstance(names, str) else names)}
    if "name" in metafunc.fixturenames and "name" not in own:
        # All tests of a scenario run in one process, so that its documents are written once.
        few = metafunc.definition.get_closest_marker("scenarios")
        chosen = few.args if few and not metafunc.config.getoption("--every-scenario") else sorted(SCENARIOS)
        if metafunc.config.getoption("--other-books") and metafunc.definition.get_closest_marker("proof"):
            chosen = sorted(SCENARIOS.keys() - set(OF_EACH_KIND))
        left = [] if chosen else [pytest.mark.skip(reason="tried with --every-scenario")]
        names = [pytest.param(name, marks=[pytest.mark.xdist_group(name), *left]) for name in chosen or (MANY,)]
        metafunc.parametrize("name", names, scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file that belong to no other group run in one process, so that what they share is made once; long groups first.

    Long proofs are marked before any test is chosen by its mark.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        if LONG_PROOFS & {item.path.stem, _group(item)}:
            item.add_marker(pytest.mark.long)
    items.sort(key=_turn)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a group of tests leaves behind goes before the next one begins."""
    if nextitem is None or _group(nextitem) != _group(item):
        gc.collect()


def _group(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    return str(mark.args[0]) if mark else ""


def _turn(item: pytest.Item) -> int:
    group = _group(item)
    return LONG.index(group) if group in LONG else len(LONG) + (group not in SCENARIOS)


class Documents(Mapping[str, Written]):
    """Every scenario's documents, each written when it is first asked for, and once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[str, Written] = {}

    def __getitem__(self, name: str) -> Written:
        if name not in self.found:
            path = SCENARIOS[name]
            self.found[name] = Written(path, self.folder / name, evaluate(read(path)), write_report(path, self.folder))
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SCENARIOS)

    def __len__(self) -> int:
        return len(SCENARIOS)


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Written]:
    """The documents of all scenarios, by name."""
    return Documents(tmp_path_factory.mktemp("output"))


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
def api_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A workbook as small as they come, for tests that recalculate many of them."""
    return book_of(API_ALONE, tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="session")
def in_libreoffice(written: Written) -> Recalculated:
    """Its workbook, recalculated by LibreOffice."""
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc` brings the second opinion")
    return by_libreoffice(written.book)
