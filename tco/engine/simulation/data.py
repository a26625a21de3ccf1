"""A simulation as plain data for other programs: JSON, and a flat table. Keys are promises, as those of `tco evaluate` are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tco.engine.simulation.drawing import Uncertain, is_uncertain
from tco.engine.simulation.simulate import OptionSimulation, Simulation
from tco.engine.simulation.spread import LEVELS, Spread
from tco.scenario.currency import stated_unit

CHANCES = ("possible", "keeps_promises", "cheapest", "recommended", "saves")
"""The shares of draws that every option has."""
_FIGURES = ("p10", "p50", "p90", "mean", "p10_error", "p90_error", "mean_error")
COLUMNS = ("option", "base", *_FIGURES, *(f"saving_{figure}" for figure in _FIGURES[:4]), *CHANCES)


def as_json(simulation: Simulation) -> dict[str, Any]:
    """The whole run. What is not established is null: money of an option that is possible in no draw, and the saving of the baseline."""
    answer = simulation.answer
    return {
        "draws": simulation.draws,
        "seed": simulation.seed,
        "distribution": simulation.scenario.distribution,
        "levels": list(LEVELS),
        "recommended": answer,
        "recommendation_holds": _share(simulation, simulation.answer_holds),
        "no_option_keeps_its_promises": _share(simulation, simulation.unanswered),
        "options": {name: _option(option, simulation) for name, option in simulation.options.items()},
        "inputs": [part for item in simulation.inputs for part in _input(item, simulation)],
    }


def flat(simulation: Simulation) -> Iterator[dict[str, Any]]:
    """One row for every option, as `--format csv` writes them."""
    for option in simulation.options.values():
        row = {"option": option.name, "base": option.base}
        row |= {key: getattr(option.total, key) for key in _FIGURES if option.total}
        row |= {f"saving_{key}": getattr(option.saving, key) for key in _FIGURES[:4] if option.saving}
        yield {**dict.fromkeys(COLUMNS), **row, **{chance: getattr(option, chance) for chance in CHANCES}}


def _option(option: OptionSimulation, simulation: Simulation) -> dict[str, Any]:
    return {
        "base": option.base,
        "total": _spread(option.total),
        "saving": _spread(option.saving),
        "probabilities": {chance: _share(simulation, getattr(option, chance)) for chance in CHANCES},
    }


def _spread(spread: Spread | None) -> dict[str, Any] | None:
    return None if spread is None else {**{key: getattr(spread, key) for key in _FIGURES}, "curve": list(spread.curve)}


def _share(simulation: Simulation, share: float | None) -> dict[str, float] | None:
    return None if share is None else {"share": share, "error": simulation.error(share)}


def _input(item: Uncertain, simulation: Simulation) -> Iterator[dict[str, Any]]:
    for element in filter(is_uncertain, item.entry.elements):
        yield {
            "path": element.path,
            "label": item.entry.input.label,
            "unit": stated_unit(item.entry.input, element).replace("money", simulation.scenario.currency),
            "low": element.low,
            "value": element.value,
            "high": element.high,
            "confidence": element.confidence,
        }
