"""A client's logo as a PNG, which a workbook can show; an SVG is drawn for it."""

from __future__ import annotations

import base64
import io

from lxml import etree

from tco.scenario.logo import PNG, SVG
from tco.summary.output.fonts import font_configuration
from tco.summary.output.pdf_archive import closed_fetcher

HEIGHT, WIDEST = 60, 900
"""Size of the page that an SVG is drawn on, in CSS pixels."""
SHARPNESS = 4
"""Dots for each CSS pixel, so that the logo prints well."""
_PAGE = """\
<style>@page {{ margin: 0; size: {width}px {height}px }} body {{ margin: 0 }} img {{ display: block; width: 100% }}</style>
<img style="height: {height}px" alt="" src="{address}">"""
_POINTS = 72 / 96


def logo_as_png(address: str) -> bytes:
    """The PNG of a checked logo's `data:` address. Raises MissingPartError where an SVG needs Pango, which this machine lacks."""
    if address.startswith(PNG):
        return base64.b64decode(address.removeprefix(PNG))
    fonts = font_configuration()
    import pypdfium2  # noqa: PLC0415  late: only SVG logos need it
    from weasyprint import HTML  # noqa: PLC0415  late: it needs Pango

    root = etree.fromstring(base64.b64decode(address.removeprefix(SVG)))
    ratio = float(root.get("width", "1")) / float(root.get("height", "1"))
    width, height = (HEIGHT * ratio, HEIGHT) if HEIGHT * ratio <= WIDEST else (WIDEST, WIDEST / ratio)
    html = _PAGE.format(width=round(width, 2), height=round(max(height, 1), 2), address=address)
    page = HTML(string=html, url_fetcher=closed_fetcher()).write_pdf(font_config=fonts)
    drawn = pypdfium2.PdfDocument(page)[0].render(scale=SHARPNESS / _POINTS, fill_color=(255, 255, 255, 0))
    file = io.BytesIO()
    drawn.to_pil().save(file, "PNG")
    return file.getvalue()
