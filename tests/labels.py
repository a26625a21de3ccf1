"""The space that the labels of a drawing take, and which of them would be printed over each other."""

from __future__ import annotations

from itertools import combinations

from tco.summary.charts.svg import LABEL_LINE, Drawing, Label, label_width

TOUCH = 0.5
"""Labels may come so near without covering each other."""


def extent(label: Label) -> tuple[float, float, float, float]:
    """Left, right, top and bottom that the letters of a label take at most."""
    width = label_width(label.text)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return left, left + width, label.y - LABEL_LINE / 2, label.y + LABEL_LINE / 2


def collisions(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of labels of which one covers the other."""
    return [
        (one.text, other.text)
        for one, other in combinations(drawing.labels, 2)
        for (left, right, top, bottom), (start, end, above, below) in [(extent(one), extent(other))]
        if left < end - TOUCH and start < right - TOUCH and top < below - TOUCH and above < bottom - TOUCH
    ]
