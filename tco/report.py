"""One scenario's documents: the resolved scenario, the workbook and the PDF, side by side in a folder of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tco.atomic import replacing
from tco.errors import MissingPartError, TcoError
from tco.evaluate import Results, evaluate
from tco.feasibility import check_feasible
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.scenario.reading import read
from tco.scenario.resolved import resolved_text

PARTS = ("xlsx", "pdf")


@dataclass(frozen=True)
class Report:
    """What was written, and what could not be: a missing part, or a warning that somebody should see."""

    files: tuple[Path, ...]
    missing: str = ""
    warnings: tuple[str, ...] = ()


def feasible_results(path: Path, settings: tuple[str, ...] = ()) -> Results:
    """A scenario's results; raises ScenarioError where the file is wrong or an option cannot be."""
    results = evaluate(read(path, settings))
    check_feasible(results)
    return results


def write_report(
    path: Path, folder: Path, settings: tuple[str, ...] = (), only: str = "", step: Callable[[str], None] = lambda _: None
) -> Report:
    """Write the documents of one scenario under `folder`; `step` hears what is being done.

    A machine that cannot write the PDF still gets the workbook. Raises TcoError for what the reader can put right.
    """
    step("calculating")
    results = feasible_results(path, settings)
    text = resolved_text(results.scenario)
    digest = hashlib.sha256(text.encode()).hexdigest()
    target = folder / results.scenario.name
    stem = target / results.scenario.name
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise TcoError(f"{target}: cannot make this folder ({problem.strerror}); choose another with -o DIR") from None
    files = [_write_text(stem.with_name(f"{stem.name}.resolved.yaml"), text)]
    missing = ""
    warnings: tuple[str, ...] = ()
    if only != "pdf":
        step("writing the workbook")
        from tco.workbook.book import write_book  # noqa: PLC0415  (openpyxl is needed only here)

        workbook = stem.with_name(f"{stem.name}.xlsx")
        write_book(results, workbook, digest)
        files.append(workbook)
    if only != "xlsx":
        step("writing the PDF")
        try:
            pdf = stem.with_name(f"{stem.name}.pdf")
            warnings = _write_pdf(results, pdf, digest)
            files.append(pdf)
        except MissingPartError as problem:
            missing = str(problem)
    return Report(tuple(files), missing, warnings)


def _write_pdf(results: Results, path: Path, digest: str) -> tuple[str, ...]:
    from datetime import UTC, datetime  # noqa: PLC0415

    from tco.summary.context import summary_page  # noqa: PLC0415  (WeasyPrint is slow to import and may be missing)
    from tco.summary.render import write  # noqa: PLC0415

    page = summary_page(results, digest, catalogue_sha256(results.scenario.catalogue))
    rendered = write(page, path, datetime.combine(results.scenario.as_of, datetime.min.time(), UTC))
    return tuple(rendered.warnings)


def _write_text(path: Path, text: str) -> Path:
    """Write a text file so that a crash leaves the old one."""
    with replacing(path) as file:
        file.write(text.encode())
    return path
