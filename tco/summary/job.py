"""A summary to render: which page, with whose templates, for paper or for the screen; and the two ways to do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tco.errors import TcoError
from tco.summary.archive import Attached
from tco.summary.page import SummaryPage
from tco.summary.template import Medium, to_html

LONGEST_HTML = 20_000_000
"""Characters; the summary has a hundredth of this."""


@dataclass(frozen=True)
class Job:
    """A page to render: as a PDF with its attachments, or as HTML for the screen; `template` is a folder of somebody's own."""

    page: SummaryPage
    template: Path | None
    medium: Medium
    moment: datetime
    attached: tuple[Attached, ...] = ()


def rendered(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """The document and what was wrong on the way; with somebody's own templates, from a process that is held to limits.

    Raises TcoError where a template is wrong, MissingPartError where a PDF is wanted and Pango is missing.
    """
    if job.template is None:
        return render(job)
    from tco.summary.limited import render_limited  # noqa: PLC0415  (few reports need it, and it needs this)

    return render_limited(job)


def render(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """The document, rendered here."""
    if job.medium == "screen":
        from tco.summary.web import web_page  # noqa: PLC0415

        return web_page(job.page, job.template).encode(), ()
    from tco.summary.render import render_pdf  # noqa: PLC0415

    html = to_html(job.page, job.template)
    if len(html) > LONGEST_HTML:
        raise TcoError(f"{job.template}: makes {len(html):,} characters of HTML; expected at most {LONGEST_HTML:,}")
    pdf = render_pdf(html, job.moment, job.attached)
    return pdf.pdf, tuple(pdf.warnings)
