"""The width of text, counted from a table: for labels in drawings, which do not wrap by themselves, and to choose a density.

Widths are those of Source Sans Bold, the widest face on the page, rounded up to the widest letter of each group; so a text
is never wider than counted. A test compares them with the font itself.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Width as a share of the font size: the letters that are at most as wide. Source: advance widths of SourceSansPro-Bold.ttf.
WIDTHS = {
    0.21: " \N{NO-BREAK SPACE}",
    0.31: "',.:;Iijl|\N{RIGHT SINGLE QUOTATION MARK}\N{MIDDLE DOT}",
    0.35: "!()-/[\\]f{}",
    0.4: "rt",
    0.47: "*?csz",
    0.53: "FJLY_evxy\N{EN DASH}\N{MULTIPLICATION SIGN}\N{MINUS SIGN}\N{LESS-THAN OR EQUAL TO}\N{GREATER-THAN OR EQUAL TO}",
    0.58: '"#$+0123456789<=>AESTVXZ^`abdghknopqu~\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}',
    0.62: "BCKPR",
    0.69: "&DGHNUOQ",
    0.77: "M",
    0.86: "Ww%m",
}
REGULAR = 0.94  # width of regular letters as a share of bold ones, in running text
OTHER_LETTER, WIDE_SIGN = 0.91, 1.0
ACCENT = 0.05  # the most that an accent adds to its letter
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
TAIL = 0.4  # of the width, for the end of a name that is too long


def text_width(text: str, size: float) -> float:
    """Greatest width of one line, in the unit of `size`, the font size; ideographs, kana and hangul take a full square."""
    return size * sum(map(_letter_width, text))


def count_lines(text: str, width: float, size: float) -> int:
    """Lines that a paragraph of regular letters takes in a column; an empty text takes one."""
    return max(len(wrap(text, width, size * REGULAR, len(text))), 1)


def wrap(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """Break a label between words, or within a word that is too long, into at most `lines` lines; an ellipsis replaces the rest."""
    broken: list[str] = []
    rest = " ".join(text.split())
    while rest and len(broken) < lines:
        if text_width(rest, size) <= width:
            return (*broken, rest)
        last = len(broken) == lines - 1
        end = _fitting(rest, width - (text_width(ELLIPSIS, size) if last else 0.0), size)
        space = rest.rfind(" ", 0, end + 1)
        cut = space if space > 0 and not last else end
        broken.append(rest[:cut].rstrip() + (ELLIPSIS if last else ""))
        rest = rest[cut:].lstrip()
    return tuple(broken)


def squeeze(text: str, width: float, size: float) -> str:
    """A label on one line. Where it is too long, an ellipsis replaces its middle, since names often differ at their ends."""
    rest = " ".join(text.split())
    if text_width(rest, size) <= width:
        return rest
    space = width - text_width(ELLIPSIS, size)
    end = _fitting(rest[::-1], space * TAIL, size)
    tail = rest[len(rest) - end :].lstrip()
    start = _fitting(rest, max(space - text_width(tail, size), 0.0), size)
    return f"{rest[:start].rstrip()}{ELLIPSIS}{tail}"


def _fitting(text: str, width: float, size: float) -> int:
    """The number of letters that fit, at least one."""
    reached = 0.0
    for place, letter in enumerate(text):
        reached += size * _letter_width(letter)
        if reached > width:
            return max(place, 1)
    return len(text)


@cache
def _letter_width(letter: str) -> float:
    if letter in WIDTH_OF:
        return WIDTH_OF[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE_SIGN
    plain = WIDTH_OF.get(unicodedata.normalize("NFD", letter)[0])
    return OTHER_LETTER if plain is None else plain + ACCENT
