"""What the engine finds beside the plan itself: speed bands, ranges, volumes. What is absent is left out of the page, never invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tco.evaluate import Results
from tco.sensitivity import Sensitivity, sensitivity
from tco.simulation.simulate import Simulation
from tco.speed_band import SpeedBand, speed_bands
from tco.summary.volume_chart import Volumes, volumes_of


@dataclass(frozen=True)
class Findings:
    """Findings of one scenario, each as its own room gives it."""

    bands: Mapping[str, SpeedBand] = field(default_factory=dict)
    sensitivity: Sensitivity | None = None
    volumes: Volumes | None = None
    simulation: Simulation | None = None


def findings_of(results: Results, simulation: Simulation | None = None) -> Findings:
    """Everything that the page can show of a scenario; a simulation is shown where one was run."""
    return Findings(speed_bands(results), sensitivity(results), volumes_of(results), simulation)
