"""The lines of cumulative cost by month, and the month from which the leading option is ahead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tco.engine.evaluate import Evaluated
from tco.language.formula import AXIS
from tco.summary.answer.facts import Answer, month_number, short_month
from tco.summary.charts import svg
from tco.summary.numbers import axis_money, money
from tco.summary.sentence import Figure, Sentence, write_sentence

NAME_WIDTH = 96.0
MONTH_WIDTH = 58.0
FOOT = svg.LABEL_LINE + 7  # below the plot, for the months
EDGE, GAP = 6.0, 2.0  # above it, and below the words of the crossing


@dataclass(frozen=True)
class Line:
    """One option's cumulative cost at the end of each month; the label at its end shows `end`."""

    name: str
    points: tuple[float, ...]
    """Currency, full precision, one per month of the chart."""
    end: Figure
    recommended: bool = False
    baseline: bool = False


@dataclass(frozen=True)
class LineChart:
    """Cumulative cost by month and option."""

    title: Sentence
    caption: str
    alternative: Sentence
    months: tuple[str, ...]
    """Names of the months as the axis shows them: "Jan 2027"."""
    currency: str
    """ISO code, for the axis."""
    lines: tuple[Line, ...]
    crossing: svg.Mark | None = None
    """The month from which the leading option has cost less in all than its rival."""

    @property
    def least_height(self) -> float:
        """Height below which the labels at the ends would collide."""
        return svg.curve_height(2) * len(self.lines) + FOOT + EDGE + GAP + (svg.LABEL_LINE if self.crossing else 0.0)

    @property
    def _head(self) -> float:
        """Height of what is above the plot: the words of the crossing."""
        return svg.LABEL_LINE + GAP if self.crossing else 0.0

    def draw(self, width: float, height: float, accent: str) -> svg.Drawing:
        """Each line is named at its end; the drawing is taller than `height` where the labels need it."""
        drawing = svg.Drawing(width, max(height, self.least_height), self.alternative.text)
        top, bottom = self._head + EDGE, drawing.height - FOOT
        highest = max((point for line in self.lines for point in line.points), default=0.0)
        ticks = svg.round_ticks(highest)
        costs = [axis_money(tick, self.currency, ticks[-1] / max(len(ticks) - 1, 1)) for tick in ticks]
        left, right = svg.widest(costs) + 7, width - NAME_WIDTH - svg.TO_NAME
        last = len(self.months) - 1
        across, up = svg.scale(0, last, left if last else right, right), svg.scale(0.0, highest, bottom, top)
        for tick, text in zip(ticks, costs, strict=True):
            drawing.add(svg.Stroke(((left, up(tick)), (right, up(tick))), svg.HAIRLINE if tick else svg.GREY))
            drawing.add(svg.Label(left - 6, up(tick), text, "end", "axis"))
        self._name_months(drawing, left, right, bottom + 4 + svg.LABEL_LINE / 2)
        if not self.lines:
            drawing.add(svg.Label((left + right) / 2, (top + bottom) / 2, "No option has an established cost.", "middle", "reason"))
        curves = [
            svg.Curve(
                tuple((across(month), up(cost)) for month, cost in zip(range(last + 1), line.points, strict=True)),
                accent if line.recommended else svg.MUTED if line.baseline else svg.GREY,
                2.6 if line.recommended else 1.5,
                (line.name, line.end.text),
                line.recommended,
                5.0 if line.recommended else 3.6,
            )
            for line in self.lines
        ]
        drawing.add_curves(curves, self._head, NAME_WIDTH)
        if self.crossing:
            x = across(self.crossing.place)
            drawing.add_mark(x, up(self.crossing.value), top, bottom)
            drawing.add(svg.held(svg.Label(x, svg.LABEL_LINE / 2, self.crossing.text.text, "middle", "reason"), left, width))
        return drawing

    def _name_months(self, drawing: svg.Drawing, left: float, right: float, y: float) -> None:
        """Add the names of the first, the middle and the last month; a single month is named once."""
        last = len(self.months) - 1
        if last:
            drawing.add(svg.Label(left, y, self.months[0], "start", "axis"))
        if (middle := last // 2) and right - left > 3 * MONTH_WIDTH:
            drawing.add(svg.Label(left + (right - left) * middle / last, y, self.months[middle], "middle", "axis"))
        drawing.add(svg.Label(right, y, self.months[-1], "end", "axis"))


def cost_lines(answer: Answer) -> LineChart:
    """Cumulative cost of every possible option, and the month from which the leading one has cost less than its rival."""
    lines = tuple(_line(answer, evaluated) for evaluated in answer.possible_as_listed)
    names = tuple(short_month(answer.month_name(month)) for month in range(answer.results.scenario.months))
    ends = ", ".join(f"{line.name} {line.end}" for line in lines)
    spoken = Sentence(f"Lines of cumulative cost by month, ending at {ends}." if lines else "No line: no option has an established cost.")
    crossing = _crossing(answer)
    return LineChart(_title(answer, crossing), f"Cumulative cost, {answer.currency}", spoken, names, answer.currency, lines, crossing)


def _line(answer: Answer, evaluated: Evaluated) -> Line:
    points = _cumulative(answer, evaluated)
    end = Figure(points[-1], money(points[-1], answer.currency), "cumulative_cost")
    return Line(evaluated.option, points, end, evaluated is answer.best, evaluated is answer.baseline)


def _cumulative(answer: Answer, evaluated: Evaluated) -> tuple[float, ...]:
    """Cumulative cost of an option at the end of each month."""
    place = list(answer.results.compared).index(evaluated.option)
    values = np.take(answer.results.comparison.values["cumulative_cost"], place, axis=AXIS["option"]).reshape(-1)
    return tuple(map(float, np.broadcast_to(values, (answer.results.scenario.months,))))


def _crossing(answer: Answer) -> svg.Mark | None:
    """The month from which on the leading option has cost less in all than its rival; None where it always or never has."""
    lead, rival = answer.lead, answer.rival
    if lead is None or rival is None:
        return None
    ours, theirs = (np.array(_cumulative(answer, evaluated)) for evaluated in (lead, rival))
    dearer = np.flatnonzero(ours >= theirs)
    if not len(dearer) or dearer[-1] == len(ours) - 1:
        return None
    month = int(dearer[-1]) + 1
    return svg.Mark(float(month), float(ours[month]), write_sentence("ahead from month {number}", number=month_number(month)))


def _title(answer: Answer, crossing: svg.Mark | None) -> Sentence:
    """The month from which the leading option is ahead, or the cost at which both end."""
    lead, rival = answer.lead, answer.rival
    if lead is None or rival is None:
        return Sentence("Cumulative cost by month")
    if crossing is not None:
        number = month_number(int(crossing.place))
        return write_sentence(
            "From month {number} {lead} has cost less in all than {other}", number=number, lead=lead.option, other=rival.option
        )
    return write_sentence(
        "After {months} months {lead} stands at {tco}, {other} at {against}",
        months=answer.months,
        lead=lead.option,
        tco=answer.money(lead, "tco"),
        other=rival.option,
        against=answer.money(rival, "tco"),
    )
