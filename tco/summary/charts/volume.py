"""The cost of a month against requests a day, with the plan and the break-even."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log, log10

import numpy as np

from tco.engine.crossings import Crossing
from tco.engine.evaluate import Evaluated
from tco.summary.answer.facts import Answer, month_number
from tco.summary.answer.volumes import Volumes
from tco.summary.charts import svg
from tco.summary.numbers import axis_money, short_number
from tco.summary.sentence import Sentence, write_sentence

NAME_WIDTH = 92.0
MARK_ROWS = 2  # rows of labels above the plot
HEAD, FOOT = MARK_ROWS * svg.LABEL_LINE + 6, svg.LABEL_LINE + 7  # above the plot, for the marks, and below it, for the volumes
LEAST_HEIGHT = 120.0
TICK_GAP = 8.0


@dataclass(frozen=True)
class VolumeLine:
    """Cost of a month of one option at each volume of the chart."""

    name: str
    points: tuple[float, ...]
    recommended: bool = False


@dataclass(frozen=True)
class VolumeChart:
    """Cost of a month against requests a day, both on a scale of equal ratios; the plan and the break-even are marked."""

    title: Sentence
    caption: str
    alternative: Sentence
    currency: str
    volumes: tuple[float, ...]
    lines: tuple[VolumeLine, ...]
    marks: tuple[svg.Mark, ...]

    def __post_init__(self) -> None:
        """Refuse what no scale of ratios can show."""
        if min(self.volumes, default=1.0) <= 0 or any(min(line.points) <= 0 for line in self.lines):
            raise ValueError("a scale of ratios shows only what is above zero")

    @property
    def least_height(self) -> float:
        """Height below which the names at the ends would collide."""
        return max(HEAD + FOOT + svg.curve_height(1) * len(self.lines), LEAST_HEIGHT)

    def draw(self, width: float, height: float, accent: str) -> svg.Drawing:
        """Each line is named at its end; marks have their words above the plot."""
        drawing = svg.Drawing(width, max(height, self.least_height), self.alternative.text)
        bottom = drawing.height - FOOT
        costs = [cost for line in self.lines for cost in line.points]
        low, high = log10(min(costs, default=1.0)), log10(max(costs, default=10.0))
        high = max(high, low + 0.1)
        ticks = [(tick, axis_money(tick, self.currency, tick)) for tick in _powers(low, high)]
        left, right = svg.widest(text for _, text in ticks) + 7, width - NAME_WIDTH - svg.TO_NAME
        first, last = log10(self.volumes[0]), log10(self.volumes[-1])
        across, up = svg.scale(first, last, left, right), svg.scale(low, high, bottom, HEAD)
        for tick, text in ticks:
            y = up(log10(tick))
            drawing.add(svg.Stroke(((left, y), (right, y)), svg.HAIRLINE))
            if not drawing.labels or drawing.labels[-1].y - y >= svg.LABEL_LINE:
                drawing.add(svg.Label(left - 6, y, text, "end", "axis"))
        drawing.add(svg.Stroke(((left, bottom), (right, bottom))))
        reached = float("-inf")
        for volume in _powers(first, last):
            text, x = short_number(volume), across(log10(volume))
            if x - (half := svg.label_width(text) / 2) >= reached + TICK_GAP:
                drawing.add(svg.Label(x, bottom + 4 + svg.LABEL_LINE / 2, text, "middle", "axis"))
                reached = x + half
        curves = [
            svg.Curve(
                tuple((across(log10(volume)), up(log10(cost))) for volume, cost in zip(self.volumes, line.points, strict=True)),
                accent if line.recommended else svg.GREY,
                2.4 if line.recommended else 1.4,
                (line.name,),
                line.recommended,
            )
            for line in self.lines
        ]
        drawing.add_curves(curves, HEAD - svg.LABEL_LINE / 2, NAME_WIDTH)
        for row, mark in enumerate(sorted(self.marks, key=lambda mark: mark.place)[:MARK_ROWS]):
            x, y, needed = across(log10(mark.place)), svg.LABEL_LINE * (row + 0.5), svg.label_width(mark.text.text) + 4
            drawing.add_mark(x, up(log10(mark.value)) if mark.value > 0 else None, svg.LABEL_LINE * row + 1, bottom)
            if row == 0 and len(self.marks) > 1 and x >= needed:  # two marks may be close: the words of the first go to the left
                drawing.add(svg.Label(x - 4, y, mark.text.text, "end", "reason"))
            else:
                drawing.add(svg.Label(min(x + 4, width - needed), y, mark.text.text, "start", "reason"))
        return drawing


def _powers(low: float, high: float) -> list[float]:
    """Powers of ten between two exponents, with 2 and 5 between them where few fit."""
    factors = (1.0,) if high - low > 1.5 else (1.0, 2.0, 5.0)
    values = (factor * 10.0**power for power in range(floor(low), ceil(high) + 1) for factor in factors)
    return [value for value in values if low <= log10(value) <= high]


def volume_chart(answer: Answer) -> VolumeChart | None:
    """Lines of all possible options that cost anything; the plan's volume and the break-even nearest to it are marked."""
    lead, volumes = answer.lead, answer.volumes
    if volumes is None or lead is None:
        return None
    lines = tuple(
        VolumeLine(evaluated.option, volumes.costs[evaluated.option], evaluated is answer.best)
        for evaluated in answer.possible_as_listed
        if min(volumes.costs[evaluated.option]) > 0
    )
    if len(lines) < 2:
        return None
    marks = [svg.Mark(volumes.daily, 0.0, write_sentence("plan: {volume} a day", volume=volumes.requests()))]
    if (crossing := answer.break_even) is not None:
        text = write_sentence("break-even: {volume} a day", volume=volumes.requests(crossing.multiple))
        marks.append(svg.Mark(volumes.daily * crossing.multiple, _cost_at(crossing.multiple, volumes, lead), text))
    return VolumeChart(
        _title(volumes, crossing, lead),
        f"Cost of month {month_number(volumes.month - 1)} by requests a day, without what is paid once, {answer.currency}",
        Sentence(
            f"Lines of the cost of a month against requests a day for {', '.join(line.name for line in lines)}; "
            f"{' '.join(f'{mark.text}.' for mark in marks)}"
        ),
        answer.currency,
        tuple(volumes.daily * multiple for multiple in volumes.multiples),
        lines,
        tuple(marks),
    )


def _cost_at(multiple: float, volumes: Volumes, evaluated: Evaluated) -> float:
    """Cost of a month between two of the volumes, read off the line as it is drawn."""
    return float(np.exp(np.interp(log(multiple), np.log(volumes.multiples), np.log(volumes.costs[evaluated.option]))))


def _title(volumes: Volumes, crossing: Crossing | None, lead: Evaluated) -> Sentence:
    if crossing is None:
        return write_sentence(
            "From {least} to {most} requests a day the same options cost more than {option}, and the same less",
            least=volumes.requests(volumes.multiples[0]),
            most=volumes.requests(volumes.multiples[-1]),
            option=lead.option,
        )
    return write_sentence(
        "From {volume} requests a day {option} costs less than {other}",
        volume=volumes.requests(crossing.multiple),
        option=crossing.option,
        other=crossing.other,
    )
