"""The charts at the head of the second page: what each uncertain input does, and cost against volume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log, log10
from typing import TYPE_CHECKING

import numpy as np

from tco.engine.crossings import Crossing, curves
from tco.engine.evaluate import Evaluated, Results
from tco.engine.sensitivity import Sensitivity
from tco.engine.sensitivity import Swing as Moved
from tco.engine.speed_band import PLACE
from tco.scenario.scenario import Element
from tco.summary.answer.facts import Answer
from tco.summary.answer.headline import month_number
from tco.summary.charts.data import MOST_SWINGS, Mark, Swing, TornadoChart, VolumeChart, VolumeLine
from tco.summary.charts.svg import (
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
from tco.summary.charts.text_width import squeeze, text_width
from tco.summary.evidence.assumptions import span, stated_in
from tco.summary.numbers import axis_money, money, short_number
from tco.summary.sentence import Figure, Sentence, write_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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


SPEED, SPEED_SPAN = "Speed of the machines", "slow to fast end (P10 to P90)"
"""How the place in the speed band is called on paper, where -1 and 1 say nothing."""


OWNERS = {"self_hosted": "Machines", "api": "API"}
"""How the sections of a scenario are called, where two parts of a hybrid have the same input."""


def tornado_chart(answer: Answer, found: Sensitivity | None) -> TornadoChart | None:
    """At most eight inputs, the widest first; None where nothing was computed or nothing moves the cost."""
    lead = answer.shown
    if lead is None or found is None:
        return None
    moved = found.largest(lead.option, MOST_SWINGS)
    swings = tuple(_swing(answer, item, lead.option) for item in moved)
    if not swings:
        return None
    base = found.base[lead.option]
    first = swings[0]
    low, high = sorted((first.at_low, first.at_high), key=lambda figure: figure.value or 0.0)
    title = write_sentence(
        "{label} moves the month of {option} the most: {low} to {high}", label=first.label, option=lead.option, low=low, high=high
    )
    spoken = "; ".join(f"{swing.label} ({swing.span}): {swing.at_low} to {swing.at_high}" for swing in swings)
    return TornadoChart(
        title,
        f"Cost of month {month_number(found.month - 1)} without what is paid once, {answer.currency}; one input at a time at its low "
        "and high; hatched: assumed",
        Sentence(f"Bars of the cost of a month around {money(base, answer.currency)}. {spoken}."),
        _figure(answer, base),
        swings,
    )


def _swing(answer: Answer, item: Moved, option: str) -> Swing:
    low, high = item.costs[option]
    if low is None or high is None:
        raise ValueError(f"{item.label} has no cost at one of its ends and cannot be drawn")
    assumed = _element(answer, item).confidence == "assumed"
    if item.key == PLACE:
        return Swing(SPEED, Sentence(SPEED_SPAN), _figure(answer, low), _figure(answer, high), assumed)
    label = f"{item.label}, {' '.join(item.where)}" if item.where and _several(answer, item) else item.label
    if sum(key == item.key for _, key in answer.results.scenario.entries) > 1 and answer.results.scenario.parts(option):
        label = f"{OWNERS.get(item.owner, item.owner)}: {label}" if item.owner else label
    entry = answer.results.scenario.entries[item.owner, item.key]
    told = span(item.low, item.high, *stated_in(entry, _element(answer, item), answer.currency), item.key)
    return Swing(label, told, _figure(answer, low), _figure(answer, high), assumed)


def _figure(answer: Answer, cost: float) -> Figure:
    return Figure(cost, money(cost, answer.currency), "sensitivity")


def _element(answer: Answer, item: Moved) -> Element:
    """The value of the scenario that was varied; of a list by month its first."""
    elements = answer.results.scenario.entries[item.owner, item.key].elements
    return next((element for element in elements if element.path == item.path), elements[0])


def _several(answer: Answer, item: Moved) -> bool:
    return len(answer.results.scenario.entries[item.owner, item.key].elements) > 1


POINTS = 49
LOWEST, HIGHEST = 0.1, 10.0
"""Multiples of the plan's volume that are drawn, unless a crossing lies further out."""


@dataclass(frozen=True)
class Volumes:
    """What the page knows of other volumes: the run rate of every option at multiples of the reference month's, and where they cross."""

    month: int
    """Counted from 1."""
    daily: float
    """Requests a day of the reference month."""
    multiples: tuple[float, ...]
    costs: Mapping[str, tuple[float, ...]]
    """By option, one for each multiple, the recurring cost of the month."""
    crossings: tuple[Crossing, ...]
    """From which multiple on one option stays cheaper than another."""


def volumes_of(results: Results, found: tuple[Crossing, ...]) -> Volumes | None:
    """Costs at volumes around the plan's and beyond the crossings that were found.

    None where the reference month has no requests: no multiple of nothing is another volume.
    """
    month = int(results.demand.value("run_rate_month"))
    values = results.demand.values["requests"]
    daily = float(np.broadcast_to(values, (*values.shape[:-1], results.scenario.months))[..., month - 1].sum())
    if not daily:
        return None
    ends = [item.multiple for item in found]
    multiples = np.geomspace(min([LOWEST, *ends]), max([HIGHEST, *ends]), POINTS)
    costs = curves(results, multiples)
    return Volumes(month, daily, tuple(map(float, multiples)), {name: tuple(map(float, cost)) for name, cost in costs.items()}, found)


def volume_chart(answer: Answer, found: Volumes | None) -> VolumeChart | None:
    """Lines of all possible options that cost anything; the plan's volume and the break-even nearest to it are marked."""
    lead = answer.shown
    if found is None or lead is None:
        return None
    volumes = tuple(found.daily * multiple for multiple in found.multiples)
    drawn = [
        evaluated
        for evaluated in answer.results.compared.values()
        if evaluated.value("possible") and min(found.costs[evaluated.option]) > 0
    ]
    if len(drawn) < 2:
        return None
    lines = tuple(VolumeLine(evaluated.option, found.costs[evaluated.option], evaluated is answer.best) for evaluated in drawn)
    plan = Mark(found.daily, 0.0, write_sentence("plan: {volume} a day", volume=requests(found.daily)))
    crossing = nearest(answer, found, lead)
    marks = [plan]
    if crossing is not None:
        volume = found.daily * crossing.multiple
        cost = float(np.exp(np.interp(log(volume), np.log(volumes), np.log(found.costs[lead.option]))))
        marks.append(Mark(volume, cost, write_sentence("break-even: {volume} a day", volume=requests(volume))))
    names = ", ".join(line.name for line in lines)
    said = f" {marks[1].text.text}." if crossing else ""
    return VolumeChart(
        _title(found, crossing, lead),
        f"Cost of month {month_number(found.month - 1)} by requests a day, without what is paid once, {answer.currency}",
        Sentence(f"Lines of the cost of a month against requests a day for {names}; {plan.text}.{said}"),
        answer.currency,
        volumes,
        lines,
        tuple(marks),
    )


def nearest(answer: Answer, found: Volumes, lead: Evaluated) -> Crossing | None:
    """The crossing of the leading option with another that could be chosen, or else with any, nearest to the plan's volume."""
    with_lead = [item for item in found.crossings if lead.option in (item.option, item.other)]
    rivals = {evaluated.option for evaluated in answer.eligible}
    chosen = [item for item in with_lead if {item.option, item.other} <= rivals | {lead.option}] or with_lead
    return min(chosen, key=lambda item: abs(log(item.multiple)), default=None)


def _title(found: Volumes, crossing: Crossing | None, lead: Evaluated) -> Sentence:
    if crossing is None:
        return write_sentence(
            "From {least} to {most} requests a day the same options cost more than {option}, and the same less",
            least=requests(found.daily * found.multiples[0]),
            most=requests(found.daily * found.multiples[-1]),
            option=lead.option,
        )
    volume = requests(found.daily * crossing.multiple)
    return write_sentence(
        "From {volume} requests a day {option} costs less than {other}", volume=volume, option=crossing.option, other=crossing.other
    )


def requests(volume: float) -> Figure:
    """So many requests a day, as the page shows them."""
    return Figure(volume, short_number(volume), "volume")
