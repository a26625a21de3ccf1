"""Every drawing of the summary at the size that the layout gives it; what the page does not hold is None."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tco.summary.charts import draw_bars, draw_lines
from tco.summary.charts_of_evidence import draw_tornado, draw_volumes
from tco.summary.charts_of_parts import draw_bridge, draw_parts
from tco.summary.density import content_width
from tco.summary.room import BAR_SHARE, LINE_SHARE
from tco.summary.room_of_evidence import COLUMN

if TYPE_CHECKING:
    from tco.summary.drawing import Drawing
    from tco.summary.page import SummaryPage
    from tco.summary.room import Layout


@dataclass(frozen=True)
class Drawings:
    """The charts of pages 1 and 2, and of the appendix, ready to draw."""

    bars: Drawing
    lines: Drawing
    parts: Drawing | None
    bridge: Drawing | None
    tornado: Drawing | None
    volumes: Drawing | None


def draw_page(page: SummaryPage, layout: Layout) -> Drawings:
    """The page's charts; a chart that stands alone in its row has the whole width."""
    width = content_width(page)
    half = round(width * COLUMN) if page.tornado and page.volumes else round(width)
    height = layout.evidence_height
    return Drawings(
        draw_bars(page.bar_chart, round(width * BAR_SHARE), layout.chart_height, page.accent),
        draw_lines(page.line_chart, round(width * LINE_SHARE), layout.chart_height, page.accent),
        draw_parts(page.parts, round(width), page.accent) if page.parts else None,
        draw_bridge(page.bridge, round(width), page.accent) if page.bridge else None,
        draw_tornado(page.tornado, half, height, page.accent) if page.tornado else None,
        draw_volumes(page.volumes, half, height, page.accent) if page.volumes else None,
    )
