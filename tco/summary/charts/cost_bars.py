"""The bars of total cost: one for each option, with its range where one is known."""

from __future__ import annotations

from dataclasses import dataclass

from tco.engine.evaluate import Evaluated
from tco.summary.answer.facts import Answer
from tco.summary.charts import svg
from tco.summary.sentence import Figure, Sentence, write_sentence

NAME_WIDTH = 96.0
MINIMUM_BAND = 24.0  # of one bar: two lines of a name
THICKEST_BAR = 44.0
RANGE_OF_DRAWS = "; whiskers: P10 to P90 of the simulation"
RANGE_OF_SPEED = "; whiskers: at either end of the measured speeds (P10 to P90)"


@dataclass(frozen=True)
class Bar:
    """One option in the bar chart. Without a value the name stays, with the reason in place of the bar."""

    name: str
    figure: Figure
    recommended: bool = False
    reason: str = ""
    ends: tuple[Figure, ...] = ()
    """Both ends of its range, drawn as a whisker; empty where no range is known."""


@dataclass(frozen=True)
class BarChart:
    """Total cost by option. The title states the finding, the caption what is drawn and its unit."""

    title: Sentence
    caption: str
    alternative: Sentence
    """The words for somebody who does not see the chart."""
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        """Refuse a cost that cannot be drawn from zero."""
        for bar in self.bars:
            if svg.size(bar.figure) < 0:
                raise ValueError(f"{bar.name!r}: a total cost of {bar.figure.value} cannot be drawn from zero")

    @property
    def least_height(self) -> float:
        """Height below which names would collide."""
        return MINIMUM_BAND * len(self.bars)

    def draw(self, width: float, height: float, accent: str) -> svg.Drawing:
        """Horizontal bars from zero in the order given; the drawing is taller than `height` where the names need it."""
        drawing = svg.Drawing(width, max(height, self.least_height), self.alternative.text)
        known = [bar for bar in self.bars if bar.figure.value is not None]
        left, right = NAME_WIDTH + 8, width - svg.widest(bar.figure.text for bar in known) - 6
        across = svg.scale(0.0, max((svg.size(figure) for bar in known for figure in (bar.figure, *bar.ends)), default=0.0), left, right)
        band = drawing.height / max(len(self.bars), 1)
        thickness = min(band * 0.5, THICKEST_BAR)
        drawing.add(svg.Stroke(((left, 0.0), (left, band * len(self.bars)))))
        for place, bar in enumerate(self.bars):
            middle = band * (place + 0.5)
            drawing.add(*svg.wrapped(svg.Label(0.0, middle, bar.name, "start", "name", bar.recommended), NAME_WIDTH, 2))
            if bar.figure.value is None:
                reason = svg.Label(left + 6, middle, bar.reason or bar.figure.text, "start", "reason")
                drawing.add(*svg.wrapped(reason, width - left - 6, 2))
                continue
            end = across(bar.figure.value)
            colour = accent if bar.recommended else svg.GREY
            drawing.add(svg.Rectangle(left, middle - thickness / 2, end - left, thickness, colour))
            if bar.ends:
                low, high = (across(svg.size(figure)) for figure in bar.ends)
                _whisker(drawing, low, high, middle, min(thickness * 0.22, 6.0))
                end = max(end, high)
            drawing.add(svg.Label(end + 5, middle, bar.figure.text, "start", "value", bar.recommended))
        return drawing


def _whisker(drawing: svg.Drawing, low: float, high: float, middle: float, cap: float) -> None:
    """Add a line between two places, and a cap at each of them."""
    drawing.add(svg.Stroke(((low, middle), (high, middle)), svg.INK, 1.0))
    for x in (low, high):
        drawing.add(svg.Stroke(((x, middle - cap), (x, middle + cap)), svg.INK, 1.0))


def cost_bars(answer: Answer) -> BarChart:
    """Total cost by option; a whisker shows the range where one is known."""
    bars = tuple(_bar(answer, evaluated) for evaluated in answer.results.compared.values())
    ranges = [f"{bar.name} {bar.figure}" + (f" ({' to '.join(map(str, bar.ends))})" if bar.ends else "") for bar in bars]
    caption = f"Total cost over {answer.months} months, {answer.currency}"
    if any(bar.ends for bar in bars):
        caption += RANGE_OF_DRAWS if answer.simulation else RANGE_OF_SPEED
    return BarChart(_title(answer), caption, Sentence(f"Bars of total cost by option: {', '.join(ranges)}."), bars)


def _bar(answer: Answer, evaluated: Evaluated) -> Bar:
    if not evaluated.value("possible"):
        return Bar(evaluated.option, Figure(None, "not possible", ""), reason=f"not possible: {evaluated.text('reason')}")
    ends = answer.range_of(evaluated) if answer.simulation else answer.band_ends(evaluated)
    return Bar(evaluated.option, answer.money(evaluated, "tco"), recommended=evaluated is answer.best, ends=ends)


def _title(answer: Answer) -> Sentence:
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
