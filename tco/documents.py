"""One scenario's documents: the resolved scenario, the workbook and the PDF, side by side in a folder of their own."""

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
from tco.engine.findings import Findings
from tco.engine.simulation import REPORT_DRAWS, SEED
from tco.engine.simulation.simulate import simulate
from tco.errors import MissingPartError, TcoError
from tco.files import replacing
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.scenario.reading import read
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario
from tco.summary.output.pdf_archive import SCENARIO_TYPE, WORKBOOK_TYPE, Attached
from tco.summary.output.rendering import Job, rendered
from tco.summary.output.template import check_template

if TYPE_CHECKING:
    from tco.summary.page import SummaryPage


@dataclass(frozen=True)
class Report:
    """What was written, and what could not be: a missing part, or a warning that somebody should see."""

    files: tuple[Path, ...]
    missing: str = ""
    warnings: tuple[str, ...] = ()


Tell = Callable[[str], None]
WORKBOOKS = (".xlsx", ".xlsm")
"""What the names of workbooks end with; everything else is a scenario file."""


def _in_silence(_: str) -> None:
    """For callers who have nobody to tell."""


def feasible_results(path: Path, settings: tuple[str, ...] = (), tell: Tell = _in_silence) -> Results:
    """The results of a scenario file or workbook; raises ScenarioError where the file is wrong or an option cannot be."""
    results = evaluate(scenario_at(path, settings, tell))
    check_feasible(results)
    return results


def scenario_at(path: Path, settings: tuple[str, ...] = (), tell: Tell = _in_silence) -> Scenario:
    """The scenario of a file, or of a workbook that tco wrote with whatever was edited in it; `tell` hears what it could not carry.

    Raises ScenarioError with every problem, by line or by cell.
    """
    if path.suffix.lower() not in WORKBOOKS:
        return read(path, settings)
    from tco.workbook.readback.scenario import read_back, scenario_of_book  # noqa: PLC0415  (openpyxl is needed only here)

    found = read_back(path)
    scenario, left = scenario_of_book(found, settings)
    for remark in (*found.remarks, *left):
        tell(f"{path}: {remark}")
    for change in found.left_behind:
        tell(f"{path}: not carried over: {change}")
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
) -> Report:
    """Write the documents of one scenario under `folder`; `step` hears what is being done.

    Everything uncertain is drawn `draws` times from `seed`, or not at all where that is 0: the documents then show no simulation.
    `second`, if given, is one process that sets the pages of the PDF while this one writes the workbook, and then writes them
    with the workbook attached: the PDF is the same with `only="pdf"`. `only="html"` writes the summary for a browser.
    `template` is a folder of templates over our own; they are rendered in a process with limits.
    A machine that cannot write the PDF still gets the workbook. Raises TcoError for what the reader can put right.
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
    page = _page(found, digest) if only != "xlsx" else None
    if page and only == "html":
        step("writing the HTML")
        job = Job(page, template, "screen", _moment(results))
        html, warnings = rendered(job)
        return Report((*files, _write(stem.with_name(f"{stem.name}.html"), html)), warnings=(*remarks, *warnings))
    if page and second and not template:
        second.submit(lay_out_page, page)
    step("writing the workbook")
    workbook = stem.with_name(f"{stem.name}.xlsx")
    if page is None:
        _write_book(found, workbook, digest)
        return Report((*files, workbook), warnings=tuple(remarks))
    if only == "pdf":
        with TemporaryDirectory() as aside:
            book = _write_book(found, Path(aside) / workbook.name, digest).read_bytes()
    else:
        book = _write_book(found, workbook, digest).read_bytes()
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
        return Report(tuple(files), str(problem), tuple(remarks))
    return Report((*files, pdf), warnings=(*remarks, *warnings))


def _page(found: Findings, digest: str) -> SummaryPage:
    from tco.summary.fill_page import summary_page  # noqa: PLC0415

    return summary_page(found.results, digest, catalogue_sha256(found.results.scenario.catalogue), found)


def _moment(results: Results) -> datetime:
    return datetime.combine(results.scenario.as_of, datetime.min.time(), UTC)


def _write_book(found: Findings, path: Path, digest: str) -> Path:
    """Write the workbook; without Pango a logo that is an SVG stays out of it, which the missing PDF tells."""
    from tco.workbook.book import write_book  # noqa: PLC0415  (openpyxl is needed only here)

    logo, brand = b"", found.results.scenario.brand
    if brand.logo:
        from tco.summary.output.logo_png import logo_as_png  # noqa: PLC0415  (most reports have no logo)

        with suppress(MissingPartError):
            logo = logo_as_png(brand.logo)
    write_book(found, path, digest, logo)
    return path


def prepare_pdf() -> None:
    """Load WeasyPrint and the fonts ahead of the first PDF; a missing part is told when a PDF is asked for."""
    from tco.summary.output.fonts import font_configuration  # noqa: PLC0415

    with suppress(MissingPartError):
        font_configuration()


def lay_out_page(page: SummaryPage) -> None:
    """Set the pages of the summary ahead of writing them: in the second process, while the workbook to attach is written."""
    from tco.summary.output.pdf import lay_out  # noqa: PLC0415
    from tco.summary.output.template import to_html  # noqa: PLC0415

    lay_out(to_html(page))


def render_file(job: Job, path: Path) -> tuple[str, ...]:
    """Write the document whole or not at all and give its warnings; importing WeasyPrint takes half a second and may fail."""
    document, warnings = rendered(job)
    _write(path, document)
    return warnings


def _write(path: Path, content: bytes) -> Path:
    """Write a file so that a crash leaves the old one."""
    with replacing(path) as file:
        file.write(content)
    return path
