"""One scenario's documents: the resolved scenario, the workbook and the PDF, side by side in a folder of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tco.atomic import replacing
from tco.errors import MissingPartError, TcoError
from tco.evaluate import Results, evaluate
from tco.feasibility import check_feasible
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.scenario.reading import read
from tco.scenario.resolved import resolved_text
from tco.scenario.scenario import Scenario

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
    step: Callable[[str], None] = lambda _: None,
    second: Executor | None = None,
) -> Report:
    """Write the documents of one scenario under `folder`; `step` hears what is being done.

    `second`, if given, is a process that renders the PDF while this one writes the workbook.
    A machine that cannot write the PDF still gets the workbook. Raises TcoError for what the reader can put right.
    """
    step("calculating")
    remarks: list[str] = []
    results = feasible_results(path, settings, remarks.append)
    text = resolved_text(results.scenario)
    digest = hashlib.sha256(text.encode()).hexdigest()
    target = folder / results.scenario.name
    stem = target / results.scenario.name
    if path.suffix.lower() in WORKBOOKS and path.resolve() == stem.with_name(f"{stem.name}.xlsx").resolve():
        raise TcoError(f"{path}: the report would replace the workbook that it reads; choose another folder with -o DIR")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise TcoError(f"{target}: cannot make this folder ({problem.strerror}); choose another with -o DIR") from None
    files = [_write_text(stem.with_name(f"{stem.name}.resolved.yaml"), text)]
    pdf = stem.with_name(f"{stem.name}.pdf")
    rendering = _rendering(results, pdf, digest, second) if only != "xlsx" else None
    if only != "pdf":
        step("writing the workbook")
        from tco.workbook.book import write_book  # noqa: PLC0415  (openpyxl is needed only here)

        workbook = stem.with_name(f"{stem.name}.xlsx")
        write_book(results, workbook, digest)
        files.append(workbook)
    if rendering is None:
        return Report(tuple(files), warnings=tuple(remarks))
    step("writing the PDF")
    try:
        warnings = rendering()
    except MissingPartError as problem:
        return Report(tuple(files), missing=str(problem), warnings=tuple(remarks))
    return Report((*files, pdf), warnings=(*remarks, *warnings))


def _rendering(results: Results, path: Path, digest: str, second: Executor | None) -> Callable[[], tuple[str, ...]]:
    """What waits for the PDF and gives its warnings: it is under way already where there is a second process."""
    from tco.summary.context import summary_page  # noqa: PLC0415

    page = summary_page(results, digest, catalogue_sha256(results.scenario.catalogue))
    moment = datetime.combine(results.scenario.as_of, datetime.min.time(), UTC)
    if second is None:
        return partial(render_pdf_file, page, path, moment)
    return second.submit(render_pdf_file, page, path, moment).result


def prepare_pdf() -> None:
    """Load WeasyPrint and the fonts ahead of the first PDF; a missing part is told when a PDF is asked for."""
    from tco.summary.fonts import font_configuration  # noqa: PLC0415

    with suppress(MissingPartError):
        font_configuration()


def render_pdf_file(page: SummaryPage, path: Path, moment: datetime) -> tuple[str, ...]:
    """Write the PDF and give WeasyPrint's warnings; importing WeasyPrint takes half a second and may fail."""
    from tco.summary.render import write  # noqa: PLC0415

    return tuple(write(page, path, moment).warnings)


def _write_text(path: Path, text: str) -> Path:
    """Write a text file so that a crash leaves the old one."""
    with replacing(path) as file:
        file.write(text.encode())
    return path
