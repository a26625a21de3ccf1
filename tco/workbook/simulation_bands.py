"""Both ends of the speed band as money, on the Simulation sheet: what each option costs if its hardware proves slow, or fast.

A reader gets the same figures by moving `self_hosted.band_place` to -1 or 1; they stand here as values because the plan's own
lines show one place in the band at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tco.speed_band import SpeedBand
from tco.workbook.formats import number_format
from tco.workbook.pen import Pen
from tco.workbook.style import COLUMN, COLUMN_RIGHT, HEADING, HEADING_HEIGHT, QUIET, Look

_HEADS = ("Option", "Slowest of its measured output (P10)", "Fastest (P90)", "Total cost when slow", "Total cost when fast")
_NAME = Look(size=10, bold=True, bottom=True)
_VALUE = Look(size=10, fill=QUIET, align="right", bottom=True, shrink=True)


def write_bands(pen: Pen, row: int, bands: Mapping[str, SpeedBand], last_column: int) -> int:
    """A table from this row on; returns the row after it. Nothing where no option's speed is modelled."""
    if not bands:
        return row
    pen.text(row, 1, "Total cost at either end of the measured speeds", HEADING)
    pen.fill(row, 2, last_column, HEADING)
    pen.height(row, HEADING_HEIGHT)
    for column, name in enumerate(_HEADS, start=1):
        pen.text(row + 1, column, name, COLUMN if column == 1 else COLUMN_RIGHT)
    pen.height(row + 1, 40)
    for here, band in enumerate(bands.values(), start=row + 2):
        pen.text(here, 1, band.option, _NAME)
        for column, value, form in (
            (2, band.low, "0%_)"),
            (3, band.high, "0%_)"),
            (4, band.tco_slow, number_format("money")),
            (5, band.tco_fast, number_format("money")),
        ):
            if value is None:
                pen.text(here, column, "not possible", _VALUE)
            else:
                pen.number(here, column, value, replace(_VALUE, format=form))
    return row + 3 + len(bands)
