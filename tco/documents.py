"""The documents of a scenario: resolved scenario, workbook and PDF, side by side in a folder of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tco.engine.evaluate import Results, evaluate
from tco.engine.feasibility import check_feasible
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.simulate import simulate
from tco.errors import MissingPartError, TcoError
from tco.files import replacing
from tco.findings import Findings
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario
from tco.search import advice
from tco.search.settle import read
from tco.summary.output.pdf_archive import SCENARIO_TYPE, WORKBOOK_TYPE, Attached
from tco.summary.output.rendering import Job, rendered
from tco.summary.output.template import check_template

if TYPE_CHECKING:
    from tco.summary.page import SummaryPage
    from tco.workbook.layout import Layout


@dataclass(frozen=True)
class Report:
    """The files that were written, the missing part that kept the PDF from being written, if any, and what the reader should know."""

    files: tuple[Path, ...]
    missing: str = ""
    warnings: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    """What stated configurations cost against the best that a search found."""


Tell = Callable[[str], None]
"""Takes a remark for the reader."""
WORKBOOKS = (".xlsx", ".xlsm")
"""The endings of workbooks; any other file is a scenario file."""


def in_silence(_: str) -> None:
    """Ignore a remark, for callers with nobody to tell."""


def feasible_results(path: Path, settings: tuple[str, ...] = (), tell: Tell = in_silence) -> Results:
    """Evaluate a scenario file or workbook. Raises ScenarioError where it is wrong, or an option cannot be bought or run."""
    results = evaluate(scenario_at(path, settings, tell))
    check_feasible(results)
    return results


def scenario_at(path: Path, settings: tuple[str, ...] = (), tell: Tell = in_silence) -> Scenario:
    """Read the scenario of a file, or of a workbook that tco wrote, with its edits.

    `tell` is called with each edit that no scenario can hold. Raises ScenarioError with every problem, by line or by cell.
    """
    if path.suffix.lower() not in WORKBOOKS:
        scenario = read(path, settings)
        for remark in scenario.remarks:
            tell(remark)
        return scenario
    from tco.workbook.readback.scenario import read_back, scenario_of_book  # noqa: PLC0415  (openpyxl is needed only here)

    found = read_back(path)
    scenario, left = scenario_of_book(found, settings)
    for remark in (*found.remarks, *left):
        tell(f"{path}: {remark}")
    for change in found.left_behind:
        tell(f"{path}: not carried over: {change}")
    for remark in scenario.remarks:
        tell(remark)
    return scenario


def write_report(  # noqa: PLR0913  (one argument for each thing that a caller may decide)
    path: Path,
    folder: Path,
    settings: tuple[str, ...] = (),
    *,
    only: str = "",
    draws: int = REPORT_DRAWS,
    seed: int = SEED,
    step: Callable[[str], None] = lambda _: None,
    second: Executor | None = None,
    template: Path | None = None,
    full: bool = False,
) -> Report:
    """Write the documents of one scenario into a folder of its name under `folder`; `step` is called with each step in words.

    `only` is "xlsx", "pdf" or "html", which is the summary for a browser; empty for workbook and PDF. Everything uncertain is drawn
    `draws` times from `seed`; with 0 draws the documents show no simulation. `second` is an executor with one process, which lays out the
    pages of the PDF while this one writes the workbook. `template` is a folder of templates that go before our own and are rendered in
    a process with limits. The workbook has what the plan uses; a `full` one has every line and every input.

    The PDF has the workbook attached, and is the same with `only="pdf"`. A machine that cannot write the PDF still writes the workbook.
    Raises TcoError for an error that the reader can put right.
    """
    if template:
        check_template(template)
    step("calculating")
    remarks: list[str] = []
    results = feasible_results(path, settings, remarks.append)
    remarks += results.scenario.brand.warnings
    text = resolved_text(results.scenario)
    digest = hashlib.sha256(text.encode()).hexdigest()
    step("drawing what is uncertain")
    found = Findings(results, simulate(results, draws, seed) if draws else None)
    target = folder / results.scenario.name
    stem = target / results.scenario.name
    if path.suffix.lower() in WORKBOOKS and path.resolve() == stem.with_name(f"{stem.name}.xlsx").resolve():
        raise TcoError(f"{path}: the report would replace the workbook that it reads; choose another folder with -o DIR")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise TcoError(f"{target}: cannot make this folder ({problem.strerror}); choose another with -o DIR") from None
    files = [_write(stem.with_name(f"{stem.name}.resolved.yaml"), text.encode())]
    from tco.workbook.one_month.layout import laid_out, varied_inputs  # noqa: PLC0415  (openpyxl is needed only here)

    layout = laid_out(results, found, full=full)
    page = _page(found.shown_with(varied_inputs(layout)), digest) if only != "xlsx" else None
    if page and only == "html":
        step("writing the HTML")
        job = Job(page, template, "screen", _moment(results))
        html, warnings = rendered(job)
        return Report((*files, _write(stem.with_name(f"{stem.name}.html"), html)), "", (*remarks, *warnings), _advice(found))
    if page and second and not template:
        second.submit(lay_out_page, page)
    step("writing the workbook")
    workbook = stem.with_name(f"{stem.name}.xlsx")
    if page is None:
        _write_book(found, workbook, digest, layout)
        return Report((*files, workbook), "", tuple(remarks), _advice(found))
    if only == "pdf":
        with TemporaryDirectory() as aside:
            book = _write_book(found, Path(aside) / workbook.name, digest, layout).read_bytes()
    else:
        book = _write_book(found, workbook, digest, layout).read_bytes()
        files.append(workbook)
    step("writing the PDF")
    pdf = stem.with_name(f"{stem.name}.pdf")
    attached = (
        Attached(workbook.name, WORKBOOK_TYPE, "The workbook in which every figure of this summary is a live formula", book),
        Attached(files[0].name, SCENARIO_TYPE, "The scenario with every default and catalogue fact, which runs by itself", text.encode()),
    )
    job = Job(page, template, "print", _moment(results), attached)
    try:
        warnings = second.submit(render_file, job, pdf).result() if second else render_file(job, pdf)
    except MissingPartError as problem:
        return Report(tuple(files), str(problem), tuple(remarks), _advice(found))
    return Report((*files, pdf), "", (*remarks, *warnings), _advice(found))


def _page(found: Findings, digest: str) -> SummaryPage:
    from tco.summary.fill_page import summary_page  # noqa: PLC0415

    return summary_page(found.results, digest, catalogue_sha256(found.results.scenario.catalogue), found)


def _moment(results: Results) -> datetime:
    return datetime.combine(results.scenario.as_of, datetime.min.time(), UTC)


def _write_book(found: Findings, path: Path, digest: str, layout: Layout) -> Path:
    """Write the workbook. Without Pango a logo that is an SVG is left out; the message about the missing PDF says what to install."""
    from tco.workbook.book import write_book  # noqa: PLC0415  (openpyxl is needed only here)

    logo, brand = b"", found.results.scenario.brand
    if brand.logo:
        from tco.summary.output.logo_png import logo_as_png  # noqa: PLC0415  (most reports have no logo)

        with suppress(MissingPartError):
            logo = logo_as_png(brand.logo)
    write_book(found, path, digest, logo, layout=layout)
    return path


def prepare_pdf() -> None:
    """Load WeasyPrint and the fonts before the first PDF. A missing part is reported later, when a PDF is written."""
    from tco.summary.output.fonts import font_configuration  # noqa: PLC0415

    with suppress(MissingPartError):
        font_configuration()


def lay_out_page(page: SummaryPage) -> None:
    """Lay out the pages of the summary before they are written: in the second process, while this one writes the workbook to attach."""
    from tco.summary.output.pdf import lay_out  # noqa: PLC0415
    from tco.summary.output.template import to_html  # noqa: PLC0415

    lay_out(to_html(page))


def render_file(job: Job, path: Path) -> tuple[str, ...]:
    """Write a document, whole or not at all, and return its warnings. Raises MissingPartError where WeasyPrint cannot be imported."""
    document, warnings = rendered(job)
    _write(path, document)
    return warnings


def _advice(found: Findings) -> tuple[str, ...]:
    """A sentence for each option whose stated configuration is not the best that was searched."""
    scenario = found.results.scenario
    sentences = (advice.told(one, scenario.option(one.option).sites, scenario.currency) for one in found.alternatives)
    return tuple(filter(None, sentences))


def _write(path: Path, content: bytes) -> Path:
    """Write a file so that a crash leaves the old one."""
    with replacing(path) as file:
        file.write(content)
    return path
