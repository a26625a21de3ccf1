"""Where every text of a summary stands, measured on the boxes that WeasyPrint laid out; and the PDF written from the same boxes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tco.summary.output.pdf import Rendered, lay_out, render_pdf
from tco.summary.output.template import to_html
from tco.summary.page import SummaryPage

Placed = tuple[str, float, float, float]
"""A text with its left, right and bottom in CSS pixels."""
MOMENT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Sheets:
    """The texts on each sheet, in the order of the boxes, and the PDF with what was wrong on the way."""

    texts: list[list[Placed]]
    rendered: Rendered


def sheets_of(page: SummaryPage) -> Sheets:
    """A page laid out once: measured, then written."""
    html = to_html(page)
    document = lay_out(html).document
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415  after the fonts are set

    texts = [
        [
            (box.text, box.position_x, box.position_x + box.width, box.position_y + box.height)
            for box in sheet._page_box.children[0].descendants()
            if isinstance(box, TextBox)
        ]
        for sheet in document.pages
    ]
    return Sheets(texts, render_pdf(html, MOMENT))
