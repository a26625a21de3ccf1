"""The charts of the parts of the cost: of every option side by side, and step by step from one option to another."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from tco.summary.drawing import ADVERSE, FAVOURABLE, GREY, LABEL_LINE, LABEL_SIZE, Drawing, Label, Rectangle, Stroke, wrapped
from tco.summary.letters import text_width

if TYPE_CHECKING:
    from tco.summary.chart_data import BridgeChart, PartsChart

OPTION_WIDTH = 150.0  # of the names beside the parts of the cost
PART_BAND, PART_BAR, PART_HEAD = 19.0, 10.0, 2 * LABEL_LINE + 6
BRIDGE_HEIGHT = 128.0
WIDEST_COLUMN, BRIDGE_BAR, WIDEST_BAR = 172.0, 0.5, 64.0  # of a bridge; the bar as a share of its column
BRIDGE_HEAD, BRIDGE_FOOT = LABEL_LINE + 3, 2 * LABEL_LINE + 5


def parts_height(chart: PartsChart) -> float:
    """Height of the drawing of the parts."""
    return PART_HEAD + PART_BAND * len(chart.options)


def draw_parts(chart: PartsChart, width: float, accent: str) -> Drawing:
    """A column of bars for each part, one scale for all; every bar has its figure beside it."""
    column = (width - OPTION_WIDTH) / max(len(chart.columns), 1)
    widest = max((text_width(figure.text, LABEL_SIZE) for part in chart.columns for figure in part.figures), default=0.0)
    room = max(column - widest - 14, 4.0)
    highest = max((figure.value or 0.0 for part in chart.columns for figure in part.figures), default=0.0)
    rectangles: list[Rectangle] = []
    strokes = [Stroke(((0.0, PART_HEAD - 2), (width, PART_HEAD - 2)), GREY, 0.8)]
    labels: list[Label] = []
    middles = [PART_HEAD + PART_BAND * (place + 0.5) for place in range(len(chart.options))]
    for name, middle in zip(chart.options, middles, strict=True):
        labels += wrapped(Label(0.0, middle, name, "start", "name", name == chart.recommended), OPTION_WIDTH - 10, 1)
    for place, part in enumerate(chart.columns):
        left = OPTION_WIDTH + column * place
        name = f"{part.label} (assumed)" if part.assumed else part.label
        head = wrapped(Label(left, LABEL_LINE, name, "start", "axis", part.total), column - 6, 2)
        labels += [replace(label, y=label.y + (2 - len(head)) * LABEL_LINE / 2) for label in head]  # they stand on the line
        for name, figure, middle in zip(chart.options, part.figures, middles, strict=True):
            length = room * (figure.value or 0.0) / highest if highest else 0.0
            colour = accent if name == chart.recommended else GREY
            rectangles.append(Rectangle(left, middle - PART_BAR / 2, length, PART_BAR, colour, hatched=part.assumed))
            labels.append(Label(left + length + 4, middle, figure.text, "start", "value", part.total and name == chart.recommended))
        strokes.append(Stroke(((left, PART_HEAD), (left, PART_HEAD + PART_BAND * len(chart.options))), GREY, 0.6))
    return Drawing(width, parts_height(chart), chart.alternative.text, tuple(rectangles), tuple(strokes), tuple(labels))


def draw_bridge(chart: BridgeChart, width: float, accent: str) -> Drawing:
    """Both totals from zero, between them a floating bar for each step; every figure stands above its bar, every name below."""
    names = (chart.names[0], *(step.label for step in chart.steps), chart.names[1])
    figures = (chart.totals[0], *(step.figure for step in chart.steps), chart.totals[1])
    levels = list(accumulate((step.figure.value or 0.0 for step in chart.steps), initial=chart.totals[0].value or 0.0))
    spans = [(0.0, levels[0]), *pairwise(levels), (0.0, chart.totals[1].value or 0.0)]
    colours = [_colour(chart.names[0], chart, accent)]
    colours += [FAVOURABLE if (step.figure.value or 0.0) < 0 else ADVERSE for step in chart.steps]
    colours.append(_colour(chart.names[1], chart, accent))
    hatched = (False, *(step.assumed for step in chart.steps), False)
    column = min(width / len(names), WIDEST_COLUMN)
    bottom, highest = BRIDGE_HEIGHT - BRIDGE_FOOT, max(max(span) for span in spans)

    def height_of(value: float) -> float:
        return bottom - (bottom - BRIDGE_HEAD) * max(value, 0.0) / (highest or 1.0)

    rectangles: list[Rectangle] = []
    strokes = [Stroke(((0.0, bottom), (column * len(names), bottom)), GREY, 0.8)]
    labels: list[Label] = []
    for place, (name, figure, (start, end)) in enumerate(zip(names, figures, spans, strict=True)):
        middle, half = column * (place + 0.5), min(column * BRIDGE_BAR, WIDEST_BAR) / 2
        top, low = height_of(max(start, end)), height_of(min(start, end))
        rectangles.append(Rectangle(middle - half, top, 2 * half, low - top, colours[place], hatched=hatched[place]))
        if place + 1 < len(names):  # to the next bar, at the level where it begins
            strokes.append(Stroke(((middle + half, height_of(end)), (middle + column - half, height_of(end))), GREY, 0.6))
        strong = name == chart.recommended
        labels.append(Label(middle, top - LABEL_LINE / 2 - 1, figure.text, "middle", "value", strong))
        told = wrapped(Label(middle, bottom + 3 + LABEL_LINE, name, "middle", "name", strong), column - 8, 2)
        labels += [replace(label, y=label.y - (2 - len(told)) * LABEL_LINE / 2) for label in told]  # they hang from the line
    return Drawing(width, BRIDGE_HEIGHT, chart.alternative.text, tuple(rectangles), tuple(strokes), tuple(labels))


def _colour(name: str, chart: BridgeChart, accent: str) -> str:
    return accent if name == chart.recommended else GREY
