"""What the engine finds beside the plan itself: speed bands, ranges, and volumes. What is absent is left out of the page, never invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tco.evaluate import Results
from tco.speed_band import SpeedBand, speed_bands


@dataclass(frozen=True)
class Findings:
    """Findings of one scenario, each as its own room gives it."""

    bands: Mapping[str, SpeedBand] = field(default_factory=dict)


def findings_of(results: Results) -> Findings:
    """Everything that the page can show of a scenario and that takes no longer than the page itself."""
    return Findings(speed_bands(results))
