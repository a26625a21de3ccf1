"""From the page's data to HTML and to PDF, the same bytes every time and without reading anything but the package.

WeasyPrint is imported late: it needs Pango from the system, and only this command does. A page is laid out once.
"""

from __future__ import annotations

import gc
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tco.atomic import replacing
from tco.errors import MissingPartError, TcoError
from tco.summary.drawings import draw_page
from tco.summary.fonts import families, font_configuration
from tco.summary.room import choose_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2
    from weasyprint import Document

    from tco.summary.page import SummaryPage

MISSING_GLYPH = ".notdef glyph rendered"


@dataclass(frozen=True)
class Rendered:
    """A finished PDF, what was wrong on the way (nothing, or the report has a defect), and how many pages it has."""

    pdf: bytes
    warnings: list[str]
    pages: int


def templates_folder() -> Path:
    """The folder of templates: inside the installed package, or at the top of the checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "summary.html").is_file():
            return folder
    raise MissingPartError("the templates are missing from this installation; install tco again")


def to_html(page: SummaryPage) -> str:
    """The whole document as one HTML text, style and drawings included, set as densely as its content needs."""
    layout = choose_layout(page)
    return (
        _environment()
        .get_template("summary.html")
        .render(
            page=page,
            layout=layout,
            drawings=draw_page(page, layout),
            fonts=", ".join(f"'{family}'" for family in families(page.language, _names(page))) + ", sans-serif",
        )
    )


def render_pdf(html: str, moment: datetime) -> Rendered:
    """Lay the HTML out and write it as a tagged PDF (PDF/UA-1), dated `moment` (UTC where it names no zone).

    Raises MissingPartError where Pango is missing, TcoError where the HTML asks for anything but a `data:` address.
    """
    stamp = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with _refusals(), _heard_warnings() as warnings, _no_collecting():
        document = _lay_out(html)
        document.metadata.created = document.metadata.modified = stamp
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)
    return Rendered(pdf, [_remedy(warning) for warning in warnings], len(document.pages))


def write(page: SummaryPage, path: Path, moment: datetime) -> Rendered:
    """Write the PDF whole or not at all, on two pages, or more where the content needs them."""
    rendered = render_pdf(to_html(page), moment)
    with replacing(path) as file:
        file.write(rendered.pdf)
    return rendered


def _names(page: SummaryPage) -> str:
    """The texts that come from the client, and so may be in any script."""
    return " ".join((page.client, page.title, page.prepared_for, *(row.name for row in page.options.rows)))


def _lay_out(html: str) -> Document:
    fonts = font_configuration()
    from weasyprint import HTML  # noqa: PLC0415  late: it needs Pango
    from weasyprint.urls import URLFetcher  # noqa: PLC0415  late: it needs Pango

    fetcher = URLFetcher(allowed_protocols=frozenset({"data"}), allow_redirects=False, fail_on_errors=True)
    return HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, pdf_variant="pdf/ua-1")


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn a refused address into an error of ours; one within an SVG picture comes back as a warning instead."""
    font_configuration()
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415  late: it needs Pango

    try:
        yield
    except FatalURLFetchingError as error:
        raise TcoError(f"the summary reads nothing outside itself: {error}; give images as data:image/png") from error


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # noqa: PLC0415  late: importing the summary should cost nothing

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Put off the garbage collector: a report is over in half a second, and looking through its boxes took a tenth of that."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _heard_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint complains about instead of printing it."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() not in heard:
                heard.append(record.getMessage())

    logger, listener = logging.getLogger("weasyprint"), Listener(logging.WARNING)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate


def _remedy(warning: str) -> str:
    if warning.startswith(MISSING_GLYPH):
        return f"a name needs a font that this machine lacks (Debian and Ubuntu: apt-get install fonts-noto-cjk): {warning}"
    return re.sub(r"(data:[^,;\s]{0,40})[^\s'\"]+", r"\1…", warning)  # a whole picture would hide the message
