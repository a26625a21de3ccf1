"""Where every text of a summary stands, measured on the boxes that WeasyPrint laid out."""

from __future__ import annotations

from tco.summary.fonts import font_configuration
from tco.summary.page import SummaryPage
from tco.summary.template import to_html

Placed = tuple[str, float, float, float]
"""A text with its left, right and bottom in CSS pixels."""


def placed(page: SummaryPage) -> list[list[Placed]]:
    """The texts on each sheet, in the order of the boxes."""
    fonts = font_configuration()
    import weasyprint  # noqa: PLC0415  after the fonts are set
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415  after the fonts are set

    sheets = weasyprint.HTML(string=to_html(page)).render(font_config=fonts).pages
    return [
        [
            (box.text, box.position_x, box.position_x + box.width, box.position_y + box.height)
            for box in sheet._page_box.children[0].descendants()
            if isinstance(box, TextBox)
        ]
        for sheet in sheets
    ]
