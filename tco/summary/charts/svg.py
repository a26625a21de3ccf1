"""The vocabulary of all charts: rectangles, strokes, labels, curves named at their ends, marks, and scales.

Coordinates are CSS pixels from the top left of the chart. The macro in `templates/charts.svg` only draws what is here.
Labels are wrapped here, since text in a drawing does not wrap by itself; it stays text, in the fonts of any script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import floor, log10
from statistics import fmean
from typing import Literal

from tco.summary.charts.text_width import squeeze, text_width, wrap
from tco.summary.sentence import Figure, Sentence

Point = tuple[float, float]

INK = "#1b2733"
MUTED = "#55616e"
GREY = "#8592a3"  # the lightest grey that keeps contrast 3 against white
HAIRLINE = "#dfe4ea"

LABEL_SIZE = 9.4
LABEL_LINE, LABEL_BOX = 11.2, 160.0  # height of one line of a label, and width of its box; as in summary.css
TO_NAME = 14.0  # from the end of a curve to its name
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
HATCH = 4.5  # between two strokes of a hatched bar


@dataclass(frozen=True)
class Rectangle:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hatched: bool = False
    """Drawn as an outline with strokes across: it rests on an assumption."""

    @property
    def hatching(self) -> tuple[tuple[float, float, float, float], ...]:
        """The strokes across, each from its lower left to its upper right end, none outside the rectangle."""
        return tuple(_diagonals(self)) if self.hatched else ()


@dataclass(frozen=True)
class Stroke:
    """A line through points, or a dot where there is only one point."""

    points: tuple[Point, ...]
    colour: str = GREY
    thickness: float = 0.8
    dashed: bool = False


@dataclass(frozen=True)
class Label:
    """One line of text: `x` is its start, middle or end, as `anchor` says, and `y` the middle of its height."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"]
    kind: Literal["name", "value", "axis", "reason"]
    strong: bool = False

    @property
    def left(self) -> float:
        """Left edge of the box of the text, which is as wide as the longest label may be."""
        return self.x - {"start": 0.0, "middle": LABEL_BOX / 2, "end": LABEL_BOX}[self.anchor]

    @property
    def top(self) -> float:
        """Upper edge of the box of the text."""
        return self.y - LABEL_LINE / 2


@dataclass(frozen=True)
class Curve:
    """A line through points, with the texts beside its right end, one below the other: its name, and perhaps its last value."""

    points: tuple[Point, ...]
    colour: str
    thickness: float
    texts: tuple[str, ...]
    strong: bool
    dot: float = 0.0
    """Diameter of a dot at its end; 0 draws none."""


@dataclass(frozen=True)
class Mark:
    """A place on an axis that a chart names: the crossing of two lines, or the plan."""

    place: float
    """On the axis: a month counted from 0, or requests a day."""
    value: float
    """Height of the ring on the other axis; 0 draws none."""
    text: Sentence


@dataclass(frozen=True)
class Drawing:
    """A chart ready to draw, with the words for those who do not see it."""

    width: float
    height: float
    alternative: str
    rectangles: list[Rectangle] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def add(self, *shapes: Rectangle | Stroke | Label) -> None:
        """Add shapes and labels; what comes later is drawn over what came before."""
        for shape in shapes:
            if isinstance(shape, Rectangle):
                self.rectangles.append(shape)
            elif isinstance(shape, Stroke):
                self.strokes.append(shape)
            else:
                self.labels.append(shape)

    def add_mark(self, x: float, y: float | None, top: float, bottom: float) -> None:
        """Add a dashed line down the plot, with a ring at the height `y`, if any."""
        self.add(Stroke(((x, top), (x, bottom)), MUTED, dashed=True))
        if y is not None:
            self.add(Stroke(((x, y),), INK, 5.0))

    def add_curves(self, curves: Sequence[Curve], top: float, name_width: float) -> None:
        """Add curves, the strong one over all others, with their texts below `top`; a hair leads to texts that had to move."""
        height = curve_height(max((len(curve.texts) for curve in curves), default=0))
        middles = spread([curve.points[-1][1] for curve in curves], height, top, self.height)
        for curve, middle in sorted(zip(curves, middles, strict=True), key=lambda pair: pair[0].strong):
            right, end = curve.points[-1]
            self.add(Stroke(curve.points, curve.colour, curve.thickness))
            if curve.dot:
                self.add(Stroke(((right, end),), curve.colour, curve.dot))
            if abs(end - middle) > 1:
                self.add(Stroke(((right + 2, end), (right + TO_NAME - 3, middle)), thickness=0.5))
            name, *values = curve.texts
            first = middle - LABEL_LINE / 2 * len(values)
            self.add(*wrapped(Label(right + TO_NAME, first, name, "start", "name", curve.strong), name_width, 1))
            self.add(*(Label(right + TO_NAME, first + LABEL_LINE, value, "start", "value", curve.strong) for value in values))


def curve_height(texts: int) -> float:
    """Height that the texts at the end of a curve take, with the space to their neighbours."""
    return (LABEL_LINE + 1) * texts + 1


def size(figure: Figure) -> float:
    """The value of a figure as a length; nothing where it is not established."""
    return figure.value or 0.0


def label_width(text: str) -> float:
    """Greatest width of a label."""
    return text_width(text, LABEL_SIZE)


def widest(texts: Iterable[str]) -> float:
    """Width of the widest of some labels; 0 where there is none."""
    return max(map(label_width, texts), default=0.0)


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """The function from values between `low` and `high` to places between `start` and `end`; it gives `start` where both ends are equal."""
    step = (end - start) / (high - low) if high > low else 0.0
    return lambda value: start + (value - low) * step


def round_ticks(highest: float) -> list[float]:
    """Round steps from zero up to `highest`, two to five of them; zero alone where there is nothing to show."""
    if highest <= 0:
        return [0.0]
    rough = highest / 5
    magnitude = 10.0 ** floor(log10(rough))
    step = next(factor * magnitude for factor in ROUND_STEPS if factor * magnitude >= rough * (1 - 1e-9))
    return [step * place for place in range(floor(highest / step + 1e-9) + 1)]


def wrapped(label: Label, width: float, lines: int, above: float = 0.5) -> list[Label]:
    """A label cut to a width, in at most `lines` lines; `above` is the share of the further lines that go above its place."""
    texts = wrap(label.text, width, LABEL_SIZE, lines) if lines > 1 else (squeeze(label.text, width, LABEL_SIZE),)
    top = label.y - LABEL_LINE * (len(texts) - 1) * above
    return [replace(label, y=top + LABEL_LINE * place, text=text) for place, text in enumerate(texts)]


def held(label: Label, left: float, right: float) -> Label:
    """A centred label, moved as far as necessary to stay between two bounds."""
    half = label_width(label.text) / 2
    return replace(label, x=min(max(label.x, left + half), max(right - half, left + half)))


def spread(wanted: Sequence[float], height: float, lowest: float, highest: float) -> list[float]:
    """Middles of labels of one height, as near as possible to where they are wanted, without overlap and within bounds.

    Equal wishes keep their order. Neighbours that collide form a block around the mean of their wishes (least squares).
    """
    if height * len(wanted) > highest - lowest + 1e-9:
        raise ValueError(f"{len(wanted)} labels of {height} do not fit between {lowest} and {highest}")
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[list[float]] = []  # each wish less the height of the labels before it, so that a block has one place
    for place, index in enumerate(order):
        blocks.append([wanted[index] - height * place])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    first, last = lowest + height / 2, highest - height * (len(wanted) - 0.5)
    places = [min(max(fmean(block), first), last) for block in blocks for _ in block]
    middles = {index: places[place] + height * place for place, index in enumerate(order)}
    return [middles[index] for index in range(len(wanted))]


def _diagonals(area: Rectangle) -> Iterator[tuple[float, float, float, float]]:
    """Strokes at 45 degrees, `HATCH` apart along the width."""
    start = HATCH - area.height
    while start < area.width:
        left, right = max(start, 0.0), min(start + area.height, area.width)
        yield area.x + left, area.y + area.height - (left - start), area.x + right, area.y + area.height - (right - start)
        start += HATCH
