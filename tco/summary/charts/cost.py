"""The two charts of the first page: total cost by option, and cumulative cost by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tco.engine.evaluate import Evaluated
from tco.language.formula import AXIS
from tco.summary.answer.facts import Answer, short_month
from tco.summary.answer.headline import band_ends, month_number
from tco.summary.charts.data import Bar, BarChart, Line, LineChart, Mark
from tco.summary.charts.svg import (
    GREY,
    HAIRLINE,
    INK,
    LABEL_LINE,
    LABEL_SIZE,
    MUTED,
    NAME_WIDTH,
    Drawing,
    Label,
    Rectangle,
    Stroke,
    held,
    round_ticks,
    spread,
    wrapped,
)
from tco.summary.charts.text_width import text_width
from tco.summary.numbers import axis_money, money
from tco.summary.sentence import Figure, Sentence, write_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


MINIMUM_BAND = 24.0  # of one bar: two lines of a name
THICKEST_BAR = 44.0
MONTH_WIDTH = 58.0


def draw_bars(chart: BarChart, width: float, height: float, accent: str) -> Drawing:
    """Horizontal bars from zero in the order given; the drawing is taller than `height` where the names need it."""
    height = max(height, MINIMUM_BAND * len(chart.bars))
    left = NAME_WIDTH + 8
    room = width - left - max((text_width(bar.figure.text, LABEL_SIZE) for bar in chart.bars if _has_bar(bar)), default=0.0) - 6
    longest = max((_reach(bar) for bar in chart.bars), default=0.0)
    band = height / max(len(chart.bars), 1)
    thickness = min(band * 0.5, THICKEST_BAR)

    rectangles: list[Rectangle] = []
    strokes: list[Stroke] = [Stroke(((left, 0.0), (left, band * len(chart.bars))), GREY, 0.8)]
    labels: list[Label] = []
    for place, bar in enumerate(chart.bars):
        middle = band * (place + 0.5)
        labels += wrapped(Label(0, middle, bar.name, "start", "name", bar.recommended), NAME_WIDTH, 2)
        if not _has_bar(bar):
            labels += wrapped(Label(left + 6, middle, bar.reason or bar.figure.text, "start", "reason"), width - left - 6, 2)
            continue
        scale = room / longest if longest else 0.0
        length = (bar.figure.value or 0.0) * scale
        rectangles.append(Rectangle(left, middle - thickness / 2, length, thickness, accent if bar.recommended else GREY))
        if bar.low and bar.high and bar.low.value is not None and bar.high.value is not None:
            strokes += _whisker(left + bar.low.value * scale, left + bar.high.value * scale, middle, thickness)
        end = left + _reach(bar) * scale
        labels.append(Label(end + 5, middle, bar.figure.text, "start", "value", bar.recommended))
    return Drawing(width, height, chart.alternative.text, tuple(rectangles), tuple(strokes), tuple(labels))


def draw_lines(chart: LineChart, width: float, height: float, accent: str) -> Drawing:
    """Cumulative cost by month, each line named at its end; taller than `height` where the labels need it."""
    label_height = 2 * LABEL_LINE + 3
    bottom_room, top = LABEL_LINE + 7, 6.0 + (LABEL_LINE + 2 if chart.crossing else 0.0)
    height = max(height, label_height * len(chart.lines) + top + bottom_room)
    bottom = height - bottom_room
    highest = max((point for line in chart.lines for point in line.points), default=0.0)
    ticks = round_ticks(highest)
    tick_texts = [axis_money(tick, chart.currency, ticks[-1] / max(len(ticks) - 1, 1)) for tick in ticks]
    left = max(text_width(text, LABEL_SIZE) for text in tick_texts) + 7
    right = width - NAME_WIDTH - 14
    across = (right - left) / max(len(chart.months) - 1, 1)

    def position(month: int, cost: float) -> tuple[float, float]:
        return (left + across * month if len(chart.months) > 1 else right, bottom - (bottom - top) * cost / (highest or 1.0))

    strokes = [Stroke(((left, position(0, tick)[1]), (right, position(0, tick)[1])), HAIRLINE if tick else GREY, 0.8) for tick in ticks]
    labels = [Label(left - 6, position(0, tick)[1], text, "end", "axis") for tick, text in zip(ticks, tick_texts, strict=True)]
    labels += _month_labels(chart.months, left, across, bottom + 4 + LABEL_LINE / 2, right)

    if not chart.lines:
        labels.append(Label((left + right) / 2, (top + bottom) / 2, "No option has an established cost.", "middle", "reason"))

    ends = [position(len(chart.months) - 1, line.points[-1])[1] for line in chart.lines]
    middles = spread(ends, label_height, top - 6.0, height)
    for line, end, middle in sorted(zip(chart.lines, ends, middles, strict=True), key=lambda entry: entry[0].recommended):
        colour = _line_colour(line, accent)
        path = tuple(position(month, cost) for month, cost in enumerate(line.points))
        strokes.append(Stroke(path, colour, 2.6 if line.recommended else 1.5))
        strokes.append(Stroke(((right, end),), colour, 5.0 if line.recommended else 3.6))
        if abs(end - middle) > 1:
            strokes.append(Stroke(((right + 2, end), (right + 11, middle)), GREY, 0.5))
        name = Label(right + 14, middle - LABEL_LINE / 2, line.name, "start", "name", line.recommended)
        labels += [
            *wrapped(name, NAME_WIDTH, 1),
            Label(right + 14, middle + LABEL_LINE / 2, line.end.text, "start", "value", line.recommended),
        ]
    if chart.crossing:
        x, y = position(int(chart.crossing.place), chart.crossing.value)
        strokes += [Stroke(((x, top), (x, bottom)), MUTED, 0.8, dashed=True), Stroke(((x, y),), INK, 5.0)]
        labels.append(held(Label(x, LABEL_LINE / 2, chart.crossing.text.text, "middle", "reason"), left, width))
    return Drawing(width, height, chart.alternative.text, (), tuple(strokes), tuple(labels))


def lowest_height(bars: BarChart, lines: LineChart) -> float:
    """The least height at which neither chart's labels collide."""
    ends = (2 * LABEL_LINE + 3) * len(lines.lines) + (2 if lines.crossing else 1) * LABEL_LINE + 15
    return max(MINIMUM_BAND * len(bars.bars), ends)


def _has_bar(bar: Bar) -> bool:
    if bar.figure.value is not None and bar.figure.value < 0:
        raise ValueError(f"{bar.name!r}: a total cost of {bar.figure.value} cannot be drawn from zero")
    return bar.figure.value is not None and not bar.reason


def _reach(bar: Bar) -> float:
    """How far a bar and its whisker go."""
    if not _has_bar(bar):
        return 0.0
    return max(bar.figure.value or 0.0, (bar.high.value or 0.0) if bar.low and bar.high else 0.0)


def _whisker(start: float, end: float, middle: float, thickness: float) -> list[Stroke]:
    cap = min(thickness * 0.22, 6.0)
    return [
        Stroke(((start, middle), (end, middle)), INK, 1.0),
        Stroke(((start, middle - cap), (start, middle + cap)), INK, 1.0),
        Stroke(((end, middle - cap), (end, middle + cap)), INK, 1.0),
    ]


def _line_colour(line: Line, accent: str) -> str:
    if line.recommended:
        return accent
    return MUTED if line.baseline else GREY


def _month_labels(months: Sequence[str], left: float, across: float, y: float, right: float) -> list[Label]:
    """The first, the middle and the last month; where the axis has one month, that one."""
    if len(months) == 1:
        return [Label(right, y, months[0], "end", "axis")]
    labels = [Label(left, y, months[0], "start", "axis"), Label(right, y, months[-1], "end", "axis")]
    middle = (len(months) - 1) // 2
    if middle > 0 and right - left > 3 * MONTH_WIDTH:
        labels.insert(1, Label(left + across * middle, y, months[middle], "middle", "axis"))
    return labels


RANGE_OF_DRAWS = "; whiskers: P10 to P90 of the simulation"
RANGE_OF_SPEED = "; whiskers: at either end of the measured speeds (P10 to P90)"


def cost_bars(answer: Answer) -> BarChart:
    """Total cost by option; a whisker shows the range that is known of it."""
    bars = tuple(_bar(answer, evaluated) for evaluated in answer.results.compared.values())
    ranges = [f"{bar.name} {bar.figure}" + (f" ({bar.low} to {bar.high})" if bar.low else "") for bar in bars]
    spoken = Sentence(f"Bars of total cost by option: {', '.join(ranges)}.")
    caption = f"Total cost over {answer.months} months, {answer.currency}"
    range_of = RANGE_OF_DRAWS if answer.simulation else RANGE_OF_SPEED
    return BarChart(_bar_title(answer), caption + (range_of if any(bar.low for bar in bars) else ""), spoken, bars)


def _bar(answer: Answer, evaluated: Evaluated) -> Bar:
    if not evaluated.value("possible"):
        return Bar(evaluated.option, Figure(None, "not possible", ""), reason=f"not possible: {evaluated.text('reason')}")
    ends = answer.range_of(evaluated) if answer.simulation else band_ends(answer, evaluated)
    low, high = ends or (None, None)
    return Bar(evaluated.option, answer.money(evaluated, "tco"), recommended=evaluated is answer.best, low=low, high=high)


def _bar_title(answer: Answer) -> Sentence:
    if not answer.possible:
        return Sentence("No option is possible")
    cheapest, dearest = answer.possible[0], answer.possible[-1]
    if cheapest is dearest:
        return write_sentence("{option} costs {tco}", option=cheapest.option, tco=answer.money(cheapest, "tco"))
    return write_sentence(
        "Costs run from {low} ({cheapest}) to {high} ({dearest})",
        low=answer.money(cheapest, "tco"),
        cheapest=cheapest.option,
        high=answer.money(dearest, "tco"),
        dearest=dearest.option,
    )


def cost_lines(answer: Answer) -> LineChart:
    """Cumulative cost of every possible option, and where the recommended one passes the one it is held against."""
    results = answer.results
    lines = []
    for name, evaluated in results.compared.items():
        if evaluated.value("possible"):
            points = cumulative(answer, evaluated)
            end = Figure(points[-1], money(points[-1], answer.currency), "cumulative_cost")
            lines.append(Line(name, points, end, evaluated is answer.best, evaluated is answer.baseline))
    names = tuple(short_month(answer.month_name(month)) for month in range(results.scenario.months))
    ends = ", ".join(f"{line.name} {line.end}" for line in lines)
    spoken = Sentence(f"Lines of cumulative cost by month, ending at {ends}." if lines else "No line: no option has an established cost.")
    mark = crossing(answer)
    return LineChart(_line_title(answer, mark), f"Cumulative cost, {answer.currency}", spoken, names, answer.currency, tuple(lines), mark)


def cumulative(answer: Answer, evaluated: Evaluated) -> tuple[float, ...]:
    """What an option has cost in all by the end of each month."""
    place = list(answer.results.compared).index(evaluated.option)
    values = np.take(answer.results.comparison.values["cumulative_cost"], place, axis=AXIS["option"]).reshape(-1)
    return tuple(map(float, np.broadcast_to(values, (answer.results.scenario.months,))))


def crossing(answer: Answer) -> Mark | None:
    """The month from which on the option that leads the page has cost less in all than the other; None where it always or never has."""
    lead, other = answer.shown, rival(answer)
    if lead is None or other is None:
        return None
    ours, theirs = (np.array(cumulative(answer, evaluated)) for evaluated in (lead, other))
    dearer = np.flatnonzero(ours >= theirs)
    if not len(dearer) or dearer[-1] == len(ours) - 1:
        return None
    month = int(dearer[-1]) + 1
    return Mark(float(month), float(ours[month]), write_sentence("ahead from month {number}", number=month_number(month)))


def rival(answer: Answer) -> Evaluated | None:
    """The option that the leading one is held against: the baseline, or else the cheapest of the others."""
    lead, baseline = answer.shown, answer.baseline
    if baseline is not lead and baseline.value("possible"):
        return baseline
    return next((evaluated for evaluated in (*answer.eligible, *answer.possible) if evaluated is not lead), None)


def _line_title(answer: Answer, mark: Mark | None) -> Sentence:
    """From when the leading option is ahead, or where both end."""
    lead, other = answer.shown, rival(answer)
    if lead is None or other is None:
        return Sentence("Cumulative cost by month")
    if mark is not None:
        number = month_number(int(mark.place))
        return write_sentence(
            "From month {number} {lead} has cost less in all than {other}", number=number, lead=lead.option, other=other.option
        )
    return write_sentence(
        "After {months} months {lead} stands at {tco}, {other} at {against}",
        months=answer.months,
        lead=lead.option,
        tco=answer.money(lead, "tco"),
        other=other.option,
        against=answer.money(other, "tco"),
    )
