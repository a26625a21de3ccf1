"""The speed band as money: the cost of each option if its hardware is as slow, or as fast, as one measured result in ten."""

from __future__ import annotations

from dataclasses import dataclass

from tco.engine.evaluate import Evaluated, Results, evaluate

PLACE = "band_place"
"""The input that moves every option along the band of its own accelerator."""
SLOW, FAST = -1.0, 1.0
"""Its values at the slow and at the fast end of the band."""


@dataclass(frozen=True)
class SpeedBand:
    """The band of one option that serves a model itself, or through one of its parts, and the total cost at either end.

    `low` and `high` are measured ÷ modelled output, one result in ten below and one in ten above: the widest over sites and parts.
    """

    option: str
    calibrated: bool
    accelerators: tuple[str, ...]
    """The accelerators that are not calibrated, or all where every one is."""
    low: float
    high: float
    tco_slow: float | None
    """Total cost at `low`; None where the option is not possible at that speed."""
    tco_fast: float | None


def speed_bands(results: Results) -> dict[str, SpeedBand]:
    """The band of every option whose speed is modelled, by name; an API has none."""
    paths = [element.path for (_, key), entry in results.scenario.entries.items() if key == PLACE for element in entry.elements]
    if not paths:
        return {}
    ends = (results.scenario.with_values(dict.fromkeys(paths, place)) for place in (SLOW, FAST))
    slow, fast = (evaluate(end, wanted=("tco", "possible"), settled=results) for end in ends)
    modelled = {name: [part for part in results.made_of(name) if "speed_low" in part.values] for name in results.options}
    return {name: _band(name, parts, slow, fast) for name, parts in modelled.items() if parts}


def _band(name: str, parts: list[Evaluated], slow: Results, fast: Results) -> SpeedBand:
    calibrated = all(part.value("all_calibrated") for part in parts)
    return SpeedBand(
        name,
        calibrated,
        tuple(dict.fromkeys(chip for part in parts for chip in _chips(part, every=calibrated))),
        min(float(part.values["speed_low"].min()) for part in parts),
        max(float(part.values["speed_high"].max()) for part in parts),
        _tco(slow, name),
        _tco(fast, name),
    )


def _chips(evaluated: Evaluated, *, every: bool) -> list[str]:
    """The accelerators of an option, all of them or those that are not calibrated."""
    known = evaluated.values["is_calibrated"].reshape(-1)
    return [str(chip) for chip, is_known in zip(evaluated.values["accelerator"].reshape(-1), known, strict=True) if every or not is_known]


def _tco(results: Results, name: str) -> float | None:
    evaluated = results.options[name]
    return evaluated.value("tco") if evaluated.value("possible") else None
