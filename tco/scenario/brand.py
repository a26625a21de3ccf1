"""The client's house style, under `brand:` in a scenario: logo, accent colour and paper; and the shades of a colour that can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tco.errors import expected
from tco.scenario.logo import LONGEST_ADDRESS, read_logo
from tco.scenario.problems import Problems
from tco.scenario.quantity import attempt, shown, text

Paper = Literal["A4", "Letter"]
PAPERS: tuple[Paper, ...] = ("A4", "Letter")
KEYS = ("logo", "accent", "paper")
LOWEST_TEXT_CONTRAST = 4.5
"""The lowest contrast of text, from WCAG 2.2, success criterion 1.4.3; it includes the 3 that bars need (1.4.11)."""
PALEST_GROUND = "#f3f6f9"
"""The darkest ground behind text in the accent: the box of the recommendation."""
_STEPS = 256
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Brand:
    """The look of the client's documents. A resolved scenario contains the logo itself, and so runs without its file."""

    logo: str = ""
    """The `data:` address of a checked PNG or SVG; empty without a logo."""
    accent: str = ""
    """The colour as the client gave it, #rrggbb; empty for our own."""
    paper: Paper = "A4"

    @property
    def readable_accent(self) -> str:
        """The accent as the documents use it, darkened where text in it could not be read; empty for our own."""
        return readable(self.accent) if self.accent else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """The corrections that were made, each with its reason."""
        used = self.readable_accent
        if used == self.accent:
            return ()
        return (f"brand.accent: {self.accent} is too light for text (contrast below 4.5); the documents use {used}, a darker shade of it",)

    def given(self) -> dict[str, str]:
        """The keys that differ from their defaults, as a resolved scenario states them."""
        pairs = {"logo": self.logo, "accent": self.accent, "paper": self.paper}
        return {key: value for key, value in pairs.items() if value != getattr(Brand(), key)}


def read_brand(given: Any, folder: Path, problems: Problems) -> Brand:
    """Read the `brand:` section of a scenario; `folder` contains the logo's file, and what is wrong is reported to `problems`."""
    if given is None:
        return Brand()
    if not isinstance(given, Mapping):
        problems.tell(("brand",), f'brand: {shown(given)} is not a section; expected keys below it such as accent: "#0b5c8f"')
        return Brand()
    for key in given:
        if key not in KEYS:
            problems.tell(("brand", key), f"there is no key {shown(key)} in brand{expected(key, KEYS)}")
    texts = {key: _text(key, given[key], problems) for key in KEYS if key in given}
    logo, accent, paper = (texts.get(key) for key in KEYS)
    if accent and not _COLOUR.fullmatch(accent):
        problems.tell(("brand", "accent"), f'accent: {shown(accent)} is no colour; expected accent: "#0b5c8f", in quotes')
        accent = None
    known = next((size for size in PAPERS if size == paper), None)
    if paper and not known:
        problems.tell(("brand", "paper"), f"paper: {shown(paper)} is not known{expected(paper, PAPERS)}")
    address = attempt(problems, ("brand", "logo"), read_logo, logo, folder) if logo else None
    return Brand(address or "", (accent or "").lower(), known or "A4")


def _text(key: str, raw: Any, problems: Problems) -> str | None:
    if raw is None:
        hint = "; # begins a comment: put the colour in quotes" if key == "accent" else ""
        problems.tell(("brand", key), f"{key}: there is no value{hint}; expected a text, or no such line")
        return None
    found: str | None = attempt(problems, ("brand", key), text, raw, LONGEST_ADDRESS if key == "logo" else 200)
    return found


# Shades that can be read


def contrast(colour: str, ground: str) -> float:
    """The contrast of two #rrggbb colours, from 1 to 21. Source: WCAG 2.2, contrast ratio and relative luminance."""
    darker, lighter = sorted((_luminance(colour), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_on_white(colour: str) -> float:
    """The contrast of a #rrggbb colour against white, from 1 to 21."""
    return contrast(colour, "#ffffff")


def readable(colour: str) -> str:
    """The colour itself where text in it can be read on our grounds, otherwise the lightest of its darker shades that can."""
    for step in range(_STEPS, -1, -1):
        shade = _mixed(colour, "#000000", step / _STEPS)
        if contrast(shade, PALEST_GROUND) >= LOWEST_TEXT_CONTRAST:
            return shade
    raise ValueError(f"{colour} has no shade that can be read")  # never: black can be read


def tint(colour: str, share: float) -> str:
    """A ground of white with the given share of this colour, or less of it, so that text in the colour can be read on it."""
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
