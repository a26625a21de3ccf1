"""Crossings: volumes from which one option's run rate stays below another's, searched on the model's own step curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context
from math import log

from tco.engine.break_even import search
from tco.engine.evaluate import Array, Results
from tco.engine.run_rate import over_volumes

MOST = 3
"""The largest number of crossings, which are columns of a sheet: those nearest to the plan's own volume."""
MOST_VOLUMES = 4000
"""The largest number of volumes that are tried; where curves stay close for long, a search for a column of a sheet may stop early."""

_TYPED = Context(prec=15, rounding=ROUND_CEILING)
"""Fifteen digits, as a cell keeps of a typed number; rounded up, so that the typed volume has passed the crossing."""


@dataclass(frozen=True)
class Crossing:
    """From `multiple` times the reference month's volume on, `option` costs less a month than `other`."""

    option: str
    other: str
    multiple: float


def crossings(results: Results) -> tuple[Crossing, ...]:
    """Find where the run rate of the recommended option or of the baseline crosses another's, within the volumes of the Volume sheet.

    Crossings are in the order of their volumes. Options that are not possible are left out.
    """
    possible = [name for name, evaluated in results.compared.items() if evaluated.value("possible")]
    looked_at = {results.comparison.text("recommended"), str(results.scenario.entry("baseline").elements[0].value)}
    multiples = [float(element.value) for element in results.scenario.entry("volume_multiple").elements]
    found = [
        Crossing(item.option, item.other, _typed(item.multiple))
        for item in search(possible, lambda volumes: curves(results, volumes), MOST_VOLUMES)
        if item.multiple is not None and looked_at & {item.option, item.other} and min(multiples) <= item.multiple <= max(multiples)
    ]
    nearest = sorted(found, key=lambda item: abs(log(item.multiple)))[:MOST]
    return tuple(sorted(nearest, key=lambda item: item.multiple))


def _typed(multiple: float) -> float:
    return float(_TYPED.create_decimal_from_float(multiple))


def curves(results: Results, multiples: Array) -> Mapping[str, Array]:
    """The recurring cost of each compared option in the reference month, by name: shape (multiples,), in money per month."""
    found = over_volumes(results, multiples)
    return {name: found.along(name, "recurring")[1:] for name in results.compared}
