"""The tornado: the effect of each uncertain input on the cost of a month, the widest bar first."""

from __future__ import annotations

from dataclasses import dataclass

from tco.engine import sensitivity
from tco.engine.speed_band import PLACE
from tco.summary.answer.facts import Answer, month_number
from tco.summary.charts import svg
from tco.summary.evidence.assumptions import span, stated_in
from tco.summary.numbers import money
from tco.summary.sentence import Figure, Sentence, write_sentence

MOST_SWINGS = 8
NAME_WIDTH = 126.0
BAND, WIDEST_BAND, BAR = 25.0, 34.0, 11.0
FOOT = svg.LABEL_LINE + 4
SPEED, SPEED_SPAN = "Speed of the machines", "slow to fast end (P10 to P90)"
"""The place in the speed band has a name and words of its own on paper, where its ends -1 and 1 would say nothing."""
OWNERS = {"self_hosted": "Machines", "api": "API"}
"""Names of sections of a scenario, shown where two parts of a hybrid have the same input."""


@dataclass(frozen=True)
class Swing:
    """The result at the low and at the high end of one uncertain input."""

    label: str
    span: Sentence
    """The input's low and high: "2 to 5"."""
    at_low: Figure
    at_high: Figure
    assumed: bool

    @property
    def ends(self) -> tuple[Figure, Figure]:
        """The lower and the higher of both results."""
        return (self.at_low, self.at_high) if svg.size(self.at_low) <= svg.size(self.at_high) else (self.at_high, self.at_low)


@dataclass(frozen=True)
class TornadoChart:
    """Inputs by how far each moves the result, the widest first, at most eight."""

    title: Sentence
    caption: str
    alternative: Sentence
    base: Figure
    swings: tuple[Swing, ...]

    def __post_init__(self) -> None:
        """Refuse more bars than a reader takes in."""
        if len(self.swings) > MOST_SWINGS:
            raise ValueError(f"a tornado has at most {MOST_SWINGS} bars, not {len(self.swings)}")

    @property
    def least_height(self) -> float:
        """Height below which names would collide."""
        return BAND * len(self.swings) + FOOT

    def draw(self, width: float, height: float, accent: str) -> svg.Drawing:
        """A bar for each input between both results; a line marks the plan, and the input's span is under its name."""
        drawing = svg.Drawing(width, max(height, self.least_height), self.alternative.text)
        band = min((drawing.height - FOOT) / max(len(self.swings), 1), WIDEST_BAND)
        bottom = band * len(self.swings)
        results = [figure for swing in self.swings for figure in swing.ends]
        values = [*map(svg.size, results), svg.size(self.base)]
        beside = svg.widest(figure.text for figure in results) + 6
        across = svg.scale(min(values), max(values), NAME_WIDTH + beside, width - beside)
        for place, swing in enumerate(self.swings):
            middle = band * (place + 0.5)
            low, high = swing.ends
            start, end = across(svg.size(low)), across(svg.size(high))
            drawing.add(svg.Rectangle(start, middle - BAR / 2, end - start, BAR, svg.GREY, hatched=swing.assumed))
            drawing.add(*svg.wrapped(svg.Label(0.0, middle - svg.LABEL_LINE / 2, swing.label, "start", "name"), NAME_WIDTH, 1))
            drawing.add(*svg.wrapped(svg.Label(0.0, middle + svg.LABEL_LINE / 2, swing.span.text, "start", "axis"), NAME_WIDTH, 1))
            drawing.add(svg.Label(start - 4, middle, low.text, "end", "value"))
            drawing.add(svg.Label(end + 4, middle, high.text, "start", "value"))
        plan = across(svg.size(self.base))
        drawing.add(svg.Stroke(((plan, 0.0), (plan, bottom)), accent, 1.2))
        base = svg.Label(plan, bottom + FOOT - svg.LABEL_LINE / 2, self.base.text, "middle", "value", strong=True)
        drawing.add(svg.held(base, 0.0, width))
        return drawing


def tornado_chart(answer: Answer, moves: sensitivity.Sensitivity | None, varied: frozenset[str] | None = None) -> TornadoChart | None:
    """At most eight inputs, the widest first; None where nothing was computed or nothing moves the cost."""
    lead = answer.lead
    largest = moves.largest(lead.option, MOST_SWINGS) if lead and moves else ()
    swings = tuple(_swing(answer, swing, lead.option) for swing in largest if lead and (varied is None or swing.path in varied))
    if lead is None or moves is None or not swings:
        return None
    low, high = swings[0].ends
    base = _cost(answer, moves.base[lead.option])
    spoken = "; ".join(f"{swing.label} ({swing.span}): {swing.at_low} to {swing.at_high}" for swing in swings)
    return TornadoChart(
        write_sentence(
            "{label} moves the month of {option} the most: {low} to {high}", label=swings[0].label, option=lead.option, low=low, high=high
        ),
        f"Cost of month {month_number(moves.month - 1)} without what is paid once, {answer.currency}; one input at a time at its low "
        "and high; hatched: assumed",
        Sentence(f"Bars of the cost of a month around {base}. {spoken}."),
        base,
        swings,
    )


def _swing(answer: Answer, swing: sensitivity.Swing, option: str) -> Swing:
    low, high = swing.costs[option]
    if low is None or high is None:
        raise ValueError(f"{swing.label} has no cost at one of its ends and cannot be drawn")
    scenario = answer.results.scenario
    entry = scenario.entries[swing.owner, swing.key]
    # The value that was varied; for a list by month, its first.
    element = next((element for element in entry.elements if element.path == swing.path), entry.elements[0])
    costs = _cost(answer, low), _cost(answer, high)
    if swing.key == PLACE:
        return Swing(SPEED, Sentence(SPEED_SPAN), *costs, assumed=element.confidence == "assumed")
    label = f"{swing.label}, {' '.join(swing.where)}" if swing.where and len(entry.elements) > 1 else swing.label
    if swing.owner and scenario.parts(option) and sum(key == swing.key for _, key in scenario.entries) > 1:
        label = f"{OWNERS.get(swing.owner, swing.owner)}: {label}"
    ends = span(swing.low, swing.high, *stated_in(entry, element, answer.currency), swing.key)
    return Swing(label, ends, *costs, assumed=element.confidence == "assumed")


def _cost(answer: Answer, cost: float) -> Figure:
    return Figure(cost, money(cost, answer.currency), "sensitivity")
