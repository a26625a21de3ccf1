"""Formulas in a plain form that every spreadsheet program leaves alike, and a short digest of all formulas of a sheet.

A program that saves a workbook may space a formula differently, quote a sheet's name or put a prefix before a function: none of
that changes what a cell computes. Formulas hold no texts (the linter sees to that), so that nothing is lost without the spaces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_DROPPED = str.maketrans("", "", " \n\t$'")
_PREFIXES = ("_XLFN.", "_XLWS.", "_XLUDF.", "COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GET")


def plain(formula: str) -> str:
    """The formula in capitals, without spaces, absolute marks, quotes around names and prefixes of functions."""
    text = formula.translate(_DROPPED).upper()
    for prefix in _PREFIXES:
        if prefix in text:
            text = text.replace(prefix, "")
    return text


def fingerprint(formulas: Iterable[tuple[tuple[int, int], str]]) -> str:
    """Sixteen digits that change when a formula of a sheet changes or moves: each comes with its row and column."""
    ordered = sorted(formulas)
    texts = plain("\0".join(formula for _, formula in ordered)).split("\0")  # one call for a sheet
    listed = "\n".join(f"{row},{column}{text}" for ((row, column), _), text in zip(ordered, texts, strict=False))
    return hashlib.sha256(listed.encode()).hexdigest()[:16]
