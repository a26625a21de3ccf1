"""Renders HTML as PDF: the same bytes every time, and nothing is read outside the HTML.

WeasyPrint is imported late: it needs Pango from the system, and only this command does. A page is laid out once.
"""

from __future__ import annotations

import gc
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tco.errors import TcoError
from tco.files import replacing
from tco.summary.output.fonts import font_configuration
from tco.summary.output.pdf_archive import VARIANT, Attached, closed_fetcher, write_archive
from tco.summary.output.template import to_html
from tco.summary.page import SummaryPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint import Document

    from tco.summary.page import SummaryPage


MISSING_GLYPH = ".notdef glyph rendered"


@dataclass(frozen=True)
class Rendered:
    """A finished PDF, the warnings on the way (any of them is a defect of the report), and the number of pages."""

    pdf: bytes
    warnings: list[str]
    pages: int


@dataclass(frozen=True)
class LaidOut:
    """A document that is laid out and not yet written, with the warnings on the way."""

    document: Document
    warnings: tuple[str, ...]


@lru_cache(maxsize=1)
def lay_out(html: str) -> LaidOut:
    """Lay out the HTML. The last document is kept until it is written, so that layout can start before the attachments are there.

    Raises MissingPartError where Pango is missing, TcoError where the HTML asks for anything but a `data:` address.
    """
    with _refusals(), _heard_warnings() as warnings, _no_collecting():
        return LaidOut(_lay_out(html), tuple(warnings))


def render_pdf(html: str, moment: datetime, attached: tuple[Attached, ...] = ()) -> Rendered:
    """Lay the HTML out and write it as a tagged PDF (PDF/A-3a, PDF/UA-1), dated `moment` (UTC where it names no zone).

    Raises MissingPartError where Pango is missing, TcoError where the HTML asks for anything but a `data:` address.
    """
    at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    laid_out = lay_out(html)
    lay_out.cache_clear()
    with _refusals(), _heard_warnings() as warnings, _no_collecting():
        pdf = write_archive(laid_out.document, at.strftime("%Y-%m-%dT%H:%M:%SZ"), at, attached)
    heard = dict.fromkeys((*laid_out.warnings, *warnings))
    rendered = Rendered(pdf, [_remedy(warning) for warning in heard], len(laid_out.document.pages))
    del laid_out
    gc.collect(1)  # boxes refer to each other: collected while young, or the memory of many reports would grow
    return rendered


def write(page: SummaryPage, path: Path, moment: datetime, attached: tuple[Attached, ...] = ()) -> Rendered:
    """Write the PDF whole or not at all, on two pages, or more where the content needs them."""
    rendered = render_pdf(to_html(page), moment, attached)
    with replacing(path) as file:
        file.write(rendered.pdf)
    return rendered


def _lay_out(html: str) -> Document:
    fonts = font_configuration()
    from weasyprint import HTML  # noqa: PLC0415  late: it needs Pango

    return HTML(string=html, url_fetcher=closed_fetcher()).render(font_config=fonts, pdf_variant=VARIANT)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn a refused address into a TcoError; an address within an SVG picture becomes a warning instead."""
    font_configuration()
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415  late: it needs Pango

    try:
        yield
    except FatalURLFetchingError as error:
        raise TcoError(f"the summary reads nothing outside itself: {error}; give images as data:image/png") from error


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Put off the garbage collector, which took a tenth of the half second that a report takes."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _heard_warnings() -> Iterator[list[str]]:
    """Collect the warnings of WeasyPrint instead of printing them."""
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
