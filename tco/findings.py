"""What the engine finds beside the plan itself: speed bands, what moves the cost, volumes at which options cross, the simulation.

Workbook and summary tell the same findings. Each is searched once, when the first of the two asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tco.crossings import Crossing, crossings
from tco.evaluate import Results
from tco.sensitivity import Sensitivity, sensitivity
from tco.simulation.simulate import Simulation
from tco.speed_band import SpeedBand, speed_bands


@dataclass(frozen=True)
class Findings:
    """Findings of one scenario, each as its own room gives it; a simulation where one was run."""

    results: Results
    simulation: Simulation | None = None

    @cached_property
    def bands(self) -> Mapping[str, SpeedBand]:
        """The speed band of every option whose speed is modelled."""
        return speed_bands(self.results)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """What each uncertain input does to the run rate."""
        return sensitivity(self.results)

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """Volumes at which the run rates of two options cross."""
        return crossings(self.results)
