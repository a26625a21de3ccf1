"""The charts at the head of the second page: what each uncertain input does, and cost against volume."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from tco.summary.drawing import (
    GREY,
    HAIRLINE,
    INK,
    LABEL_LINE,
    LABEL_SIZE,
    MUTED,
    Drawing,
    Label,
    Rectangle,
    Stroke,
    held,
    spread,
    wrapped,
)
from tco.summary.letters import squeeze, text_width
from tco.summary.numbers import axis_money, short_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tco.summary.chart_data import Mark, TornadoChart, VolumeChart

SWING_NAME = 126.0  # of the names beside a tornado
SWING_BAND, WIDEST_BAND, SWING_BAR = 25.0, 34.0, 11.0
SWING_FOOT = LABEL_LINE + 4
VOLUME_NAME = 92.0
MARK_ROWS = 2  # rows of labels above the plot of volumes
TICK_GAP = 8.0


def tornado_height(chart: TornadoChart) -> float:
    """Least height of the drawing of a tornado."""
    return SWING_BAND * len(chart.swings) + SWING_FOOT


def draw_tornado(chart: TornadoChart, width: float, height: float, accent: str) -> Drawing:
    """A bar for each input from the result at its one end to that at its other, around the plan; the input's span under its name."""
    height = max(height, tornado_height(chart))
    band = min((height - SWING_FOOT) / max(len(chart.swings), 1), WIDEST_BAND)
    values = [figure.value or 0.0 for swing in chart.swings for figure in (swing.at_low, swing.at_high)] + [chart.base.value or 0.0]
    least, most = min(values), max(values)
    widest = max((text_width(figure.text, LABEL_SIZE) for swing in chart.swings for figure in (swing.at_low, swing.at_high)), default=0.0)
    left, right = SWING_NAME + widest + 6, width - widest - 6
    scale = (right - left) / (most - least) if most > least else 0.0

    def across(value: float) -> float:
        return left + (value - least) * scale

    middle_line = across(chart.base.value or 0.0)
    rectangles, labels = [], []
    for place, swing in enumerate(chart.swings):
        middle = band * (place + 0.5)
        ends = sorted((swing.at_low, swing.at_high), key=lambda figure: figure.value or 0.0)
        start, end = (across(figure.value or 0.0) for figure in ends)
        rectangles.append(Rectangle(start, middle - SWING_BAR / 2, end - start, SWING_BAR, GREY, hatched=swing.assumed))
        name = (squeeze(swing.label, SWING_NAME, LABEL_SIZE),)
        labels += [Label(0.0, middle - LABEL_LINE / 2, text, "start", "name") for text in name]
        labels += [
            Label(0.0, middle + LABEL_LINE / 2, text, "start", "axis") for text in (squeeze(swing.span.text, SWING_NAME, LABEL_SIZE),)
        ]
        labels.append(Label(start - 4, middle, ends[0].text, "end", "value"))
        labels.append(Label(end + 4, middle, ends[1].text, "start", "value"))
    strokes = [Stroke(((middle_line, 0.0), (middle_line, band * len(chart.swings))), accent, 1.2)]
    base = Label(middle_line, band * len(chart.swings) + SWING_FOOT - LABEL_LINE / 2, chart.base.text, "middle", "value", strong=True)
    labels.append(held(base, 0.0, width))
    return Drawing(width, height, chart.alternative.text, tuple(rectangles), tuple(strokes), tuple(labels))


def volumes_height(chart: VolumeChart) -> float:
    """Least height of the drawing of volumes: every line has its name beside its end."""
    return max(MARK_ROWS * LABEL_LINE + (LABEL_LINE + 2) * len(chart.lines) + LABEL_LINE + 12, 120.0)


def draw_volumes(chart: VolumeChart, width: float, height: float, accent: str) -> Drawing:
    """Cost of a month against requests a day, both on scales of equal ratios, each line named at its end."""
    height = max(height, volumes_height(chart))
    top, bottom = MARK_ROWS * LABEL_LINE + 6, height - LABEL_LINE - 7
    costs = [cost for line in chart.lines for cost in line.points]
    low, high = log10(min(costs, default=1.0)), log10(max(costs, default=10.0))
    high = max(high, low + 0.1)
    ticks = _powers(low, high)
    texts = [axis_money(tick, chart.currency, tick) for tick in ticks]
    left = max((text_width(text, LABEL_SIZE) for text in texts), default=0.0) + 7
    right = width - VOLUME_NAME - 14
    first, last = log10(chart.volumes[0]), log10(chart.volumes[-1])

    def x_of(volume: float) -> float:
        return left + (right - left) * (log10(volume) - first) / max(last - first, 1e-9)

    def y_of(cost: float) -> float:
        return bottom - (bottom - top) * (log10(cost) - low) / (high - low)

    strokes = [Stroke(((left, y_of(tick)), (right, y_of(tick))), HAIRLINE, 0.8) for tick in ticks]
    strokes.append(Stroke(((left, bottom), (right, bottom)), GREY, 0.8))
    labels = _apart([Label(left - 6, y_of(tick), text, "end", "axis") for tick, text in zip(ticks, texts, strict=True)])
    labels += _volume_ticks(first, last, x_of, bottom + 4 + LABEL_LINE / 2)
    ends = [y_of(line.points[-1]) for line in chart.lines]
    middles = spread(ends, LABEL_LINE + 2, top - LABEL_LINE / 2, height)
    for line, end, middle in sorted(zip(chart.lines, ends, middles, strict=True), key=lambda entry: entry[0].recommended):
        colour = accent if line.recommended else GREY
        path = tuple((x_of(volume), y_of(cost)) for volume, cost in zip(chart.volumes, line.points, strict=True))
        strokes.append(Stroke(path, colour, 2.4 if line.recommended else 1.4))
        if abs(end - middle) > 1:
            strokes.append(Stroke(((right + 2, end), (right + 11, middle)), GREY, 0.5))
        labels += wrapped(Label(right + 14, middle, line.name, "start", "name", line.recommended), VOLUME_NAME, 1)
    for row, mark in enumerate(sorted(chart.marks, key=lambda mark: mark.place)[:MARK_ROWS]):
        x = x_of(mark.place)
        strokes.append(Stroke(((x, LABEL_LINE * row + 1), (x, bottom)), MUTED, 0.8, dashed=True))
        if mark.value > 0:
            strokes.append(Stroke(((x, y_of(mark.value)),), INK, 5.0))
        labels.append(_beside(mark, x, LABEL_LINE * (row + 0.5), width, first=row == 0 and len(chart.marks) > 1))
    return Drawing(width, height, chart.alternative.text, (), tuple(strokes), tuple(labels))


def _beside(mark: Mark, x: float, y: float, width: float, *, first: bool) -> Label:
    """The label of a mark above the plot: the first of several to the left of its line, where it fits, any other to the right."""
    needed = text_width(mark.text.text, LABEL_SIZE) + 4
    if first and x >= needed:
        return Label(x - 4, y, mark.text.text, "end", "reason")
    return Label(min(x + 4, width - needed), y, mark.text.text, "start", "reason")


def _powers(low: float, high: float) -> list[float]:
    """Powers of ten between two exponents, with 2 and 5 between them where few fit."""
    exponents = range(floor(low), ceil(high) + 1)
    factors = (1.0,) if high - low > 1.5 else (1.0, 2.0, 5.0)
    return [factor * 10.0**power for power in exponents for factor in factors if low <= log10(factor * 10.0**power) <= high]


def _apart(labels: Sequence[Label]) -> list[Label]:
    """Labels from the bottom up, without those that would stand on the one before."""
    kept: list[Label] = []
    for label in labels:
        if not kept or kept[-1].y - label.y >= LABEL_LINE:
            kept.append(label)
    return kept


def _volume_ticks(first: float, last: float, x_of: Callable[[float], float], y: float) -> list[Label]:
    """Round volumes along the axis, without those that would stand on the one before."""
    kept: list[Label] = []
    reached = float("-inf")
    for tick in _powers(first, last):
        x = x_of(tick)
        text = short_number(tick)
        half = text_width(text, LABEL_SIZE) / 2
        if x - half >= reached + TICK_GAP:
            kept.append(Label(x, y, text, "middle", "axis"))
            reached = x + half
    return kept
