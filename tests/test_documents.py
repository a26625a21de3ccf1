"""The three documents of a scenario: what they are called, that they belong together, and that a crash costs nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pypdf
import pytest
import weasyprint
from conftest import FEW, ONE, Written, every_book
from edited_books import API_ALONE
from openpyxl.writer.excel import ExcelWriter

from tco.documents import write_report
from tco.engine.evaluate import Results
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.simulate import Simulation, simulate
from tco.errors import TcoError
from tco.findings import Findings
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.summary import numbers
from tco.summary.answer.volumes import volumes_of
from tco.summary.fill_page import summary_page
from tco.summary.page import SummaryPage
from tco.summary.sentence import Figure, figures_of
from tco.workbook import sheet_columns

SUFFIXES = (".xlsx", ".pdf", ".resolved.yaml")


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def page_of(written: Written) -> SummaryPage:
    """The page as the report made it."""
    results = written.results
    findings = Findings(results, simulate(results, REPORT_DRAWS, SEED))
    return summary_page(results, digest(written.file(".resolved.yaml")), catalogue_sha256(results.scenario.catalogue), findings)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@every_book
def test_a_report_is_three_documents_named_after_the_scenario(written: Written, name: str) -> None:
    """Expected: workbook, PDF and resolved scenario in a folder of the scenario's name, and nothing else there."""
    assert names_in(written.folder) == sorted(f"{name}{suffix}" for suffix in SUFFIXES)
    assert sorted(written.report.files) == sorted(written.file(suffix) for suffix in SUFFIXES)
    assert written.report.missing == ""


@every_book
def test_no_document_is_closed_to_colleagues(written: Written) -> None:
    """Expected: whoever may read the folder may read the files; a temporary file's narrow mode is not left on them."""
    assert {path.stat().st_mode & 0o044 for path in written.report.files} == {0o044 & ~_umask()}


def _umask() -> int:
    before = os.umask(0o022)
    os.umask(before)
    return before


@ONE
def test_the_resolved_scenario_gives_the_same_documents_again(written: Written, name: str, tmp_path: Path) -> None:
    """Expected: the same bytes of all three, from the resolved file alone."""
    write_report(written.file(".resolved.yaml"), tmp_path)
    assert {suffix: digest(tmp_path / name / f"{name}{suffix}") for suffix in SUFFIXES} == {
        suffix: digest(written.file(suffix)) for suffix in SUFFIXES
    }


@every_book
def test_the_cover_carries_the_digest_of_the_resolved_scenario(written: Written) -> None:
    """Expected on the Cover and at the foot of the PDF: the SHA-256 of the file beside them."""
    expected = digest(written.file(".resolved.yaml"))
    cover = openpyxl.load_workbook(written.book, read_only=True)[sheet_columns.COVER]
    cells = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(written.file(".pdf")).pages)
    assert any(expected in cell for cell in cells)
    assert expected[:8] in "".join(pages.split())


@FEW
def test_the_json_carries_the_same_digest(written: Written) -> None:
    """Expected: one SHA-256 in `tco evaluate --format json`, on the Cover and of the file."""
    run = subprocess.run(
        [sys.executable, "-m", "tco.cli", "evaluate", str(written.scenario), "--format", "json"], capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout)["scenario"]["sha256"] == digest(written.file(".resolved.yaml"))


@every_book
def test_no_document_is_written_with_a_warning(written: Written) -> None:
    """Expected: WeasyPrint has nothing to say about any scenario."""
    assert written.report.warnings == ()


@every_book
def test_the_pdf_says_the_headline(written: Written) -> None:
    """Expected: the answer of the page, word by word, in the text of the first page."""
    text = pypdf.PdfReader(written.file(".pdf")).pages[0].extract_text()
    assert "".join(str(page_of(written).headline).split()) in "".join(text.split())


# ----------------------------------------------------------------------------------------- every figure has its cell


def values_of(key: str, results: Results) -> list[float]:
    """Every value of a line or an input, wherever it stands in the workbook."""
    found = [
        float(value)
        for sheet in results.every_model()
        if key in sheet.values
        for value in sheet.values[key].reshape(-1)
        if not isinstance(value, str)
    ]
    found += beside_the_plan(key, results)
    elements = [element for (_, owned), entry in results.scenario.entries.items() if owned == key for element in entry.elements]
    found += [
        float(amount)
        for element in elements
        for amount in (element.value, element.low, element.high)
        if amount is not None and not isinstance(amount, str)
    ]
    return found


def beside_the_plan(key: str, results: Results) -> list[float]:
    """What stands on the sheets that show more than the plan itself, by what a figure names as its line."""
    beside = findings_of(results)
    if key == "speed_band":
        return [cost for band in beside.bands.values() for cost in (band.tco_slow, band.tco_fast) if cost is not None]
    if key == "simulation" and beside.simulation:
        return list(drawn(beside.simulation))
    if key == "requirements":
        priced = [figure for price in beside.requirements.answer.values() for figure in (price.without, price.price)]
        return [figure for figure in (*priced, *(proof.saving for proof in beside.proofs)) if figure is not None]
    if key == "alternatives":
        searched = [(one.size, one.saving, one.best.tco if one.best else None) for one in beside.alternatives]
        return [float(figure) for figures in searched for figure in figures if figure is not None]
    if key == "sensitivity":
        found = beside.sensitivity
        ends = [end for swing in found.swings for pair in swing.costs.values() for end in pair if end is not None]
        return [*found.base.values(), *ends]
    if key == "volume":
        volumes = volumes_of(results, beside.crossings)
        multiples = [1.0, *volumes.multiples, *(item.multiple for item in volumes.crossings)] if volumes else []
        return [volumes.daily * multiple for multiple in multiples] if volumes else []
    return [float(month) for month in range(1, results.scenario.months + 1)] if key == "month_number" else []


_FOUND: dict[int, Findings] = {}


def findings_of(results: Results) -> Findings:
    """What is found beside a plan, once for all figures of its page."""
    if id(results) not in _FOUND:
        _FOUND[id(results)] = Findings(results, simulate(results, REPORT_DRAWS, SEED))
    return _FOUND[id(results)]


def drawn(simulation: Simulation) -> Iterator[float]:
    """Every figure of a simulation that a page may show."""
    yield simulation.unanswered
    for option in simulation.options.values():
        yield option.recommended
        if option.total:
            yield from (option.total.p10, option.total.p50, option.total.p80, option.total.p90)
        if option.budget and option.base_place is not None:
            yield from (option.base_place, option.budget.amount, option.budget.contingency_to_level, option.budget.with_own_contingency)


def readings(value: float, currency: str) -> Iterator[str]:
    """How a value may read on the page; a difference says that it is above zero."""
    yield numbers.money(value, currency)
    if value > 0:
        yield f"+{numbers.money(value, currency)}"
    yield numbers.exact_money(value, currency)
    for read in (numbers.number, numbers.short_number, numbers.count, numbers.percent, numbers.availability, numbers.duration):
        yield read(value)


def untraced(figure: Figure, results: Results) -> list[str]:
    """Why a figure does not come from the workbook; empty where it does."""
    if figure.value is None:
        return []
    close = [value for value in values_of(figure.line, results) if abs(abs(value) - abs(figure.value)) <= 1e-12 * abs(value)]
    if not close:
        return [f"{figure.text}: no value of {figure.line} is {figure.value}"]
    shown = figure.text.split(numbers.HARD_SPACE)[0]
    read = [text for value in {figure.value, *close} for text in readings(value, results.scenario.currency)]
    if not any(figure.text == text or shown == text.split(numbers.HARD_SPACE)[0] for text in read):
        return [f"{figure.text}: {figure.line} is {figure.value}, which reads {sorted(set(read))}"]
    return []


@FEW
def test_every_figure_on_the_page_is_a_cell_of_the_workbook(written: Written) -> None:
    """Expected: value and rounded text of each figure follow from a line or an input of the same results."""
    figures = list(figures_of(page_of(written)))
    assert len([figure for figure in figures if figure.value is not None]) > 20
    assert [problem for figure in figures for problem in untraced(figure, written.results)] == []


@every_book
def test_a_figure_that_nothing_stands_behind_is_found(written: Written) -> None:
    """Expected: another value and another text are each one problem, so that the test above can fail."""
    value = next(iter(written.results.options.values())).value("tco")
    currency = written.results.scenario.currency
    text = numbers.money(value, currency)
    assert untraced(Figure(value, text, "tco"), written.results) == []
    assert len(untraced(Figure(value * 1.001, text, "tco"), written.results)) == 1
    assert len(untraced(Figure(value, numbers.money(value * 1.01, currency), "tco"), written.results)) == 1


# ------------------------------------------------------------------------------------------------------------ crashes


@pytest.fixture
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario as small as they come."""
    path = tmp_path_factory.mktemp("plan") / "plan.yaml"
    path.write_text(API_ALONE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("where", "what"), [(ExcelWriter, "write_data"), (weasyprint.Document, "write_pdf")], ids=("xlsx", "pdf"))
def test_a_crash_while_writing_leaves_the_old_documents(
    where: type, what: str, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expected: the old bytes still there, and no temporary file."""
    write_report(plan, tmp_path)
    folder = tmp_path / "plan"
    before = {path.name: digest(path) for path in folder.iterdir()}

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(where, what, crash)
    with pytest.raises(RuntimeError, match="the power is gone"):
        write_report(plan, tmp_path)
    assert {path.name: digest(path) for path in folder.iterdir()} == before


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_document_that_cannot_be_replaced_is_the_readers_to_put_right(suffix: str, plan: Path, tmp_path: Path) -> None:
    """Expected: a folder that stands where a document should be is named, and no temporary file is left beside it."""
    folder = tmp_path / "plan"
    (folder / f"plan{suffix}").mkdir(parents=True)
    with pytest.raises(TcoError, match=rf"plan{suffix}"):
        write_report(plan, tmp_path)
    assert [name for name in names_in(folder) if name.startswith(".")] == []


def test_without_pango_the_workbook_is_written_and_the_remedy_named(plan: Path, tmp_path: Path) -> None:
    """Expected: exit code 3, workbook and resolved scenario, and one line that says how to get the PDF."""
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n", encoding="utf-8")
    surroundings = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "tco.cli", "report", str(plan), "-o", str(tmp_path / "out")]
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
    told = run.stderr.strip().splitlines()
    assert run.returncode == 3
    assert names_in(tmp_path / "out" / "plan") == ["plan.resolved.yaml", "plan.xlsx"]
    assert len(told) == 1, run.stderr
    assert "apt-get install libpango" in told[0]
