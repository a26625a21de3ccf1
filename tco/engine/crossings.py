"""Crossings: volumes at which one option's run rate comes to stay below another's, searched on the model's own step curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context
from math import log

from tco.engine.break_even import search
from tco.engine.evaluate import Array, Results
from tco.engine.run_rate import over_volumes

MOST = 3
"""So many columns at most: those nearest to the plan's own volume."""
MOST_VOLUMES = 4000
"""Where curves run together for long, the search for a column of a sheet may stop early."""

_TYPED = Context(prec=15, rounding=ROUND_CEILING)
"""A cell holds fifteen digits of a typed number; rounded up, the crossing is still passed."""


@dataclass(frozen=True)
class Crossing:
    """From `multiple` times the reference month's volume on, `option` costs less a month than `other`."""

    option: str
    other: str
    multiple: float


def crossings(results: Results) -> tuple[Crossing, ...]:
    """Where the run rate of the recommended option or of the baseline crosses another's inside the volumes of the Volume sheet.

    In the order of the volumes. Impossible options are left out.
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
    """The recurring cost of each option that is compared in the reference month at multiples of its volume."""
    found = over_volumes(results, multiples)
    return {name: found.along(name, "recurring")[1:] for name in results.compared}
