"""Whether a colour can be read on paper, and the nearest shade of it that can: for the accent of a client's house style."""

from __future__ import annotations

import re

LOWEST_TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text; 3 for bars (1.4.11) follows from it."""
PALEST_GROUND = "#f3f6f9"
"""The darkest ground on which the reports set text in the accent: a box with the recommendation."""
_STEPS = 256


def is_colour(text: str) -> bool:
    """Whether a text is a colour such as #0b5c8f."""
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text))


def contrast(colour: str, ground: str) -> float:
    """Contrast of two #rrggbb colours, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    darker, lighter = sorted((_luminance(colour), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_on_white(colour: str) -> float:
    """Contrast of a #rrggbb colour against white, from 1 to 21."""
    return contrast(colour, "#ffffff")


def readable(colour: str) -> str:
    """The colour itself where text in it can be read on our grounds, or else the lightest darker shade of it that can."""
    for step in range(_STEPS, -1, -1):
        shade = _mixed(colour, "#000000", step / _STEPS)
        if contrast(shade, PALEST_GROUND) >= LOWEST_TEXT_CONTRAST:
            return shade
    raise ValueError(f"{colour} has no shade that can be read")  # black can


def tint(colour: str, share: float) -> str:
    """A ground of this colour on white, at most so much of it that text in the colour itself can be read on it (0 is white)."""
    grounds = (_mixed(colour, "#ffffff", share * step / _STEPS) for step in range(_STEPS, 0, -1))
    return next((ground for ground in grounds if contrast(colour, ground) >= LOWEST_TEXT_CONTRAST), "#ffffff")


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
