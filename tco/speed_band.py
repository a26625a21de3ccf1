"""The speed band as money: what each option costs if its hardware proves as slow, or as fast, as one measured result in ten."""

from __future__ import annotations

from dataclasses import dataclass

from tco.evaluate import Results, evaluate

PLACE = "band_place"
"""The input that moves every option along the band of its own accelerator."""
SLOW, FAST = -1.0, 1.0


@dataclass(frozen=True)
class SpeedBand:
    """One option that serves a model itself: its band at the site where it is widest, and its total cost at either end."""

    option: str
    calibrated: bool
    accelerators: tuple[str, ...]
    """Those that are not calibrated, or else all."""
    low: float
    high: float
    tco_slow: float | None
    """None where the option is not possible at that speed."""
    tco_fast: float | None


def speed_bands(results: Results) -> dict[str, SpeedBand]:
    """The band of every option whose speed is modelled, by its name; an API has none."""
    paths = [element.path for (_, key), entry in results.scenario.entries.items() if key == PLACE for element in entry.elements]
    if not paths:
        return {}
    slow, fast = (evaluate(results.scenario.with_values(dict.fromkeys(paths, place))) for place in (SLOW, FAST))
    return {name: _band(results, name, slow, fast) for name, sheet in results.options.items() if "speed_low" in sheet.values}


def _band(results: Results, name: str, slow: Results, fast: Results) -> SpeedBand:
    sheet = results.options[name]
    chips = [str(chip) for chip in sheet.values["accelerator"].reshape(-1)]
    known = sheet.values["is_calibrated"].reshape(-1)
    calibrated = bool(sheet.value("all_calibrated"))
    told = chips if calibrated else [chip for chip, is_known in zip(chips, known, strict=True) if not is_known]
    return SpeedBand(
        name,
        calibrated,
        tuple(dict.fromkeys(told)),
        float(sheet.values["speed_low"].min()),
        float(sheet.values["speed_high"].max()),
        _tco(slow, name),
        _tco(fast, name),
    )


def _tco(results: Results, name: str) -> float | None:
    sheet = results.options[name]
    return sheet.value("tco") if sheet.value("possible") else None
