"""Run rates at volumes other than the plan's, and the volumes at which two options cross."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tco.engine.crossings import Crossing, curves
from tco.engine.evaluate import Results
from tco.summary.numbers import short_number
from tco.summary.sentence import Figure

POINTS = 49
LOWEST, HIGHEST = 0.1, 10.0
"""Multiples of the plan's volume that are drawn, unless a crossing lies further out."""


@dataclass(frozen=True)
class Volumes:
    """The run rate of every option at multiples of the reference month's volume, and where they cross."""

    month: int
    """Counted from 1."""
    daily: float
    """Requests a day of the reference month."""
    multiples: tuple[float, ...]
    costs: Mapping[str, tuple[float, ...]]
    """The recurring cost of the month at each multiple, by option."""
    crossings: tuple[Crossing, ...]
    """The multiples from which on one option stays cheaper than another."""

    def requests(self, multiple: float = 1.0) -> Figure:
        """Requests a day at a multiple of the plan's volume, as the page shows them."""
        return Figure(self.daily * multiple, short_number(self.daily * multiple), "volume")


def volumes_of(results: Results, crossings: tuple[Crossing, ...]) -> Volumes | None:
    """Costs at volumes around the plan's and beyond the crossings.

    None where the reference month has no requests: no multiple of nothing is another volume.
    """
    month = int(results.demand.value("run_rate_month"))
    values = results.demand.values["requests"]
    daily = float(np.broadcast_to(values, (*values.shape[:-1], results.scenario.months))[..., month - 1].sum())
    if not daily:
        return None
    ends = [crossing.multiple for crossing in crossings]
    multiples = np.geomspace(min([LOWEST, *ends]), max([HIGHEST, *ends]), POINTS)
    costs = curves(results, multiples)
    return Volumes(month, daily, tuple(map(float, multiples)), {name: tuple(map(float, cost)) for name, cost in costs.items()}, crossings)
