"""Renders a page: in this process, or with custom templates in a process that is ended beyond 30 seconds or 1 GB.

The process answers with one line of JSON and then the document, and never with anything that this one would run.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tco.errors import MissingPartError, TcoError
from tco.summary.output.html_page import web_page
from tco.summary.output.pdf import render_pdf
from tco.summary.output.pdf_archive import Attached
from tco.summary.output.template import Medium, to_html
from tco.summary.page import SummaryPage

SECONDS = 30
BYTES = 1_000_000_000
PACKAGE = Path(__file__).resolve().parents[3]


LONGEST_HTML = 20_000_000
"""Characters; the summary has a hundredth of this."""


@dataclass(frozen=True)
class Job:
    """A page to render, as a PDF with its attachments or as HTML for the screen; `template` is a folder of custom templates."""

    page: SummaryPage
    template: Path | None
    medium: Medium
    moment: datetime
    attached: tuple[Attached, ...] = ()


def rendered(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """The document and the warnings on the way; custom templates are rendered in a process that is held to limits.

    Raises TcoError where a template is wrong, MissingPartError where a PDF is wanted and Pango is missing.
    """
    if job.template is None:
        return render(job)
    return render_limited(job)


def render(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """The document and the warnings on the way, rendered in this process."""
    if job.medium == "screen":
        return web_page(job.page, job.template).encode(), ()
    html = to_html(job.page, job.template)
    if len(html) > LONGEST_HTML:
        raise TcoError(f"{job.template}: makes {len(html):,} characters of HTML; expected at most {LONGEST_HTML:,}")
    pdf = render_pdf(html, job.moment, job.attached)
    return pdf.pdf, tuple(pdf.warnings)


def render_limited(job: Job, seconds: float = SECONDS) -> tuple[bytes, tuple[str, ...]]:
    """The document and the warnings on the way.

    Raises TcoError where a template is wrong or goes beyond the limits, MissingPartError where Pango is missing.
    """
    paths = os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH", ""))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tco.summary.output.rendering"],
            input=pickle.dumps(job),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired:
        raise TcoError(f"{job.template}: took longer than {seconds:g} s, and was ended; look for a loop without end") from None
    head, _, document = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise TcoError(f"{job.template}: {_ended(done.returncode)}; look for a loop that grows a text, or a page of endless tables")
    report = json.loads(head)
    if "error" in report:
        raise (MissingPartError if report["missing"] else TcoError)(report["error"])
    return document, tuple(report["warnings"])


def _ended(code: int) -> str:
    if code == -getattr(signal, "SIGXCPU", 24):
        return f"took longer than {SECONDS} s, and was ended"
    return f"asked for more than {BYTES / 1e9:g} GB, and was ended"


def _answer(job: Job) -> bytes:
    """The output of the process: JSON, a line break, the document."""
    try:
        document, warnings = render(job)
    except TcoError as problem:
        return json.dumps({"error": str(problem), "missing": isinstance(problem, MissingPartError)}).encode() + b"\n"
    return json.dumps({"warnings": warnings}).encode() + b"\n" + document


def _limit() -> None:
    """Hold this process to its limits, where the system can."""
    with suppress(ImportError):  # Windows has no such limits: there only the time is limited, by the caller
        import resource  # noqa: PLC0415

        limits: list[tuple[int, int]] = [(resource.RLIMIT_AS, BYTES), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)]
        for kind, limit in limits:
            _, most = resource.getrlimit(kind)
            with suppress(ValueError, OSError):  # macOS knows the limit of memory and refuses to set it
                resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def main(read: Callable[[], bytes], write: Callable[[bytes], object]) -> int:
    """Run the process; 1 where it ran out of memory."""
    job: Job = pickle.loads(read())  # noqa: S301  (from the process that started this one)
    _limit()
    try:
        write(_answer(job))
    except MemoryError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer.read, sys.stdout.buffer.write))
