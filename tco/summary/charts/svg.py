"""What charts are drawn from: rectangles, strokes and labels, how labels keep apart, and round ticks.

Coordinates are CSS pixels from the top left of the chart. The macros in `templates/charts.svg` only draw what stands here.
Labels are wrapped here, since text in a drawing does not wrap by itself; it stays text, in the fonts of any script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Literal

from tco.summary.charts.text_width import squeeze, text_width, wrap

INK = "#1b2733"
MUTED = "#55616e"
GREY = "#8592a3"  # the lightest grey that keeps contrast 3 against white
HAIRLINE = "#dfe4ea"
FAVOURABLE, ADVERSE = "#1e6b3a", "#b3261e"  # of a difference; its sign says the same

LABEL_SIZE = 9.4
LABEL_LINE, LABEL_BOX = 11.2, 160.0  # height of one line of a label, and width of its box; as in summary.css
NAME_WIDTH = 96.0
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
HATCH = 4.5  # between two strokes of a hatched bar
TOUCH = 0.5  # labels may come so near without standing on each other


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

    points: tuple[tuple[float, float], ...]
    colour: str
    thickness: float
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
        """Where the box of the text starts, which is as wide as the longest label may be."""
        return self.x - {"start": 0.0, "middle": LABEL_BOX / 2, "end": LABEL_BOX}[self.anchor]

    @property
    def top(self) -> float:
        """Where the box of the text starts."""
        return self.y - LABEL_LINE / 2


@dataclass(frozen=True)
class Drawing:
    """A chart ready to draw, with the words for those who do not see it."""

    width: float
    height: float
    alternative: str
    rectangles: tuple[Rectangle, ...]
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]


def spread(wanted: Sequence[float], size: float, lowest: float, highest: float) -> list[float]:
    """Middles of labels of height `size`, as near as can be to where they are wanted, none over another, all within bounds.

    Equal wishes keep their order. Neighbours that collide form a block around the mean of their wishes (least squares).
    """
    if size * len(wanted) > highest - lowest + 1e-9:
        raise ValueError(f"{len(wanted)} labels of {size} do not fit between {lowest} and {highest}")
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[tuple[float, int]] = []  # middle and number of labels
    for index in order:
        middle, members = _within(wanted[index], 1, size, lowest, highest), 1
        total = wanted[index]
        while blocks and blocks[-1][0] + size * blocks[-1][1] / 2 > middle - size * members / 2 + 1e-9:
            members += blocks.pop()[1]
            placed = sum(count for _, count in blocks)
            total = sum(wanted[member] for member in order[placed : placed + members])
            middle = _within(total / members, members, size, lowest, highest)
        blocks.append((middle, members))
    middles = [0.0] * len(wanted)
    remaining = iter(order)
    for middle, members in blocks:
        for place in range(members):
            middles[next(remaining)] = middle + size * (place - (members - 1) / 2)
    return middles


def round_ticks(highest: float) -> list[float]:
    """Round steps from zero up to `highest`, two to five of them; zero alone where there is nothing to show."""
    if highest <= 0:
        return [0.0]
    rough = highest / 5
    magnitude = 10.0 ** floor(log10(rough))
    step = next(factor * magnitude for factor in ROUND_STEPS if factor * magnitude >= rough * (1 - 1e-9))
    return [step * place for place in range(floor(highest / step + 1e-9) + 1)]


def wrapped(label: Label, width: float, lines: int) -> list[Label]:
    """The label's text in at most so many lines around its middle."""
    texts = wrap(label.text, width, LABEL_SIZE, lines) if lines > 1 else (squeeze(label.text, width, LABEL_SIZE),)
    top = label.y - LABEL_LINE * (len(texts) - 1) / 2
    return [replace(label, y=top + LABEL_LINE * place, text=text) for place, text in enumerate(texts)]


def held(label: Label, left: float, right: float) -> Label:
    """A label in the middle of its place, moved as far as it takes to stay between two bounds."""
    half = text_width(label.text, LABEL_SIZE) / 2
    return replace(label, x=min(max(label.x, left + half), max(right - half, left + half)))


def reach(label: Label) -> tuple[float, float, float, float]:
    """Left, right, top and bottom that the letters of a label take at most."""
    width = text_width(label.text, LABEL_SIZE)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return left, left + width, label.y - LABEL_LINE / 2, label.y + LABEL_LINE / 2


def collisions(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of labels of which one stands on the other."""
    boxes = [(label.text, *reach(label)) for label in drawing.labels]
    return [
        (one, other)
        for place, (one, left, right, top, bottom) in enumerate(boxes)
        for other, start, end, above, below in boxes[place + 1 :]
        if left < end - TOUCH and start < right - TOUCH and top < below - TOUCH and above < bottom - TOUCH
    ]


def _diagonals(area: Rectangle) -> Iterator[tuple[float, float, float, float]]:
    """Strokes at 45 degrees, `HATCH` apart along the width."""
    start = HATCH - area.height
    while start < area.width:
        left, right = max(start, 0.0), min(start + area.height, area.width)
        yield area.x + left, area.y + area.height - (left - start), area.x + right, area.y + area.height - (right - start)
        start += HATCH


def _within(middle: float, members: int, size: float, lowest: float, highest: float) -> float:
    half = size * members / 2
    return min(max(middle, lowest + half), highest - half)
