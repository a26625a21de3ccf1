"""The bridge from one option's total cost to another's, class by class."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from tco.engine.evaluate import Evaluated
from tco.model.money.cost_categories import COST_CLASSES
from tco.summary.answer.facts import Answer
from tco.summary.answer.texts import in_sentence, listed
from tco.summary.charts import svg
from tco.summary.charts.parts import LEAST, caption, is_assumed, is_split
from tco.summary.numbers import MINUS, money
from tco.summary.sentence import Figure, Sentence, write_sentence

ADDS_UP = 1e-6
"""The largest gap between the steps and the totals, as a share of the larger total."""
FAVOURABLE, ADVERSE = "#1e6b3a", "#b3261e"  # of a step; its sign says the same
HEIGHT = 128.0
HEAD, FOOT = svg.LABEL_LINE + 3, 2 * svg.LABEL_LINE + 5
WIDEST_COLUMN, BAR_SHARE, WIDEST_BAR = 172.0, 0.5, 64.0  # a bar takes a share of its column


@dataclass(frozen=True)
class Step:
    """The difference in one class of the cost between both options; hatched where it rests on an assumption."""

    label: str
    figure: Figure
    """With its sign: positive where the second option costs more."""
    assumed: bool = False


@dataclass(frozen=True)
class BridgeChart:
    """The steps from one option's total cost to another's; classes without a difference are left out."""

    title: Sentence
    caption: str
    alternative: Sentence
    names: tuple[str, str]
    totals: tuple[Figure, Figure]
    recommended: str
    """Its name; empty where none is, or it is neither of the two."""
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Refuse steps that do not lead from the one total to the other."""
        first, last = map(svg.size, self.totals)
        reached = first + sum(svg.size(step.figure) for step in self.steps)
        if abs(reached - last) > ADDS_UP * max(first, last):
            raise ValueError(f"the steps lead from {first} to {reached}, not to {last}")

    @property
    def height(self) -> float:
        """Height of the drawing, whatever its width."""
        return HEIGHT

    def draw(self, width: float, accent: str) -> svg.Drawing:
        """Bars of both totals from zero, and between them a floating bar for each step; figures are above the bars, names below."""
        drawing = svg.Drawing(width, HEIGHT, self.alternative.text)
        first, last = (Step(name, total) for name, total in zip(self.names, self.totals, strict=True))
        bars = (first, *self.steps, last)
        levels = list(accumulate((svg.size(step.figure) for step in self.steps), initial=svg.size(first.figure)))
        spans = [(0.0, levels[0]), *pairwise(levels), (0.0, svg.size(last.figure))]
        column = min(width / len(bars), WIDEST_COLUMN)
        half, bottom = min(column * BAR_SHARE, WIDEST_BAR) / 2, HEIGHT - FOOT
        up = svg.scale(0.0, max(max(span) for span in spans), bottom, HEAD)
        drawing.add(svg.Stroke(((0.0, bottom), (column * len(bars), bottom))))
        for place, (bar, (start, end)) in enumerate(zip(bars, spans, strict=True)):
            middle, strong = column * (place + 0.5), bar.label == self.recommended
            top, low = up(max(start, end)), up(min(start, end))
            step_colour = FAVOURABLE if end < start else ADVERSE
            total_colour = accent if strong else svg.GREY
            colour = total_colour if bar in (first, last) else step_colour
            drawing.add(svg.Rectangle(middle - half, top, 2 * half, low - top, colour, hatched=bar.assumed))
            if bar is not last:  # to the next bar, at the level where it begins
                drawing.add(svg.Stroke(((middle + half, up(end)), (middle + column - half, up(end))), thickness=0.6))
            drawing.add(svg.Label(middle, top - svg.LABEL_LINE / 2 - 1, bar.figure.text, "middle", "value", strong))
            name = svg.Label(middle, bottom + 3 + svg.LABEL_LINE / 2, bar.label, "middle", "name", strong)
            drawing.add(*svg.wrapped(name, max(column - 8, min(column + 1, _longest_word(bar.label))), 2, above=0))
        return drawing


def _longest_word(label: str) -> float:
    """Width of the word that a line of the label must hold, so that it is not broken inside it."""
    return svg.widest(label.split())


def bridge_chart(answer: Answer) -> BridgeChart | None:
    """Steps from the baseline to the option that leads the page, or else to its rival.

    None where there is no other, no difference, or one of the two is today's spend, whose parts nobody stated.
    """
    start, end = answer.baseline, answer.lead
    if end is start:
        end = answer.rival
    if end is None or not start.value("possible") or not (is_split(answer, start) and is_split(answer, end)):
        return None
    least = LEAST * max(start.value("tco"), end.value("tco"))
    differences = {key: _difference(answer, key, end) for key in COST_CLASSES}
    steps = tuple(
        Step(COST_CLASSES[key], figure, assumed=is_assumed(answer, (start, end), key))
        for key, figure in differences.items()
        if abs(svg.size(figure)) > least
    )
    if not steps:
        return None
    same = [COST_CLASSES[key] for key, figure in differences.items() if abs(svg.size(figure)) <= least < start.value(f"{key}_total")]
    largest = max(steps, key=lambda step: abs(svg.size(step.figure)))
    totals = answer.money(start, "tco"), answer.money(end, "tco")
    spoken = ", ".join(f"{step.label} {step.figure}" for step in steps)
    return BridgeChart(
        write_sentence(
            "From {start} to {end} the largest step is {label}: {step}",
            start=start.option,
            end=end.option,
            label=in_sentence(largest.label),
            step=largest.figure,
        ),
        caption(answer)
        + ("; hatched: assumed" if any(step.assumed for step in steps) else "")
        + (f"; the same in both: {listed([in_sentence(label) for label in same])}" if same else ""),
        Sentence(f"Steps from {start.option}, {totals[0]}, to {end.option}, {totals[1]}: {spoken}."),
        (start.option, end.option),
        totals,
        answer.best.option if answer.best else "",
        steps,
    )


def _difference(answer: Answer, key: str, evaluated: Evaluated) -> Figure:
    """The difference of a class of the cost against the baseline, with its sign."""
    value = answer.against_baseline(f"{key}_difference", evaluated)
    text = money(value, answer.currency)
    return Figure(value, text if text.startswith(MINUS) else f"+{text}", f"{key}_difference")
