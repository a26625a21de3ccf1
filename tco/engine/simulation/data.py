"""A simulation as plain data for other programs: JSON, and a flat table. Keys are promises, as those of `tco evaluate` are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tco.engine.simulation.distribution import NAME
from tco.engine.simulation.drawing import Uncertain
from tco.engine.simulation.odds import Odds
from tco.engine.simulation.simulate import OptionSimulation, Simulation
from tco.engine.simulation.spread import LEVELS, Spread
from tco.scenario.currency import stated_unit

CHANCES = ("possible", "keeps_promises", "cheapest", "recommended", "saves")
"""The shares of draws that every option has."""
_FIGURES = ("p10", "p50", "p90", "mean", "p10_error", "p90_error", "mean_error")
_BUDGET = ("amount", "level", "contingency_to_level", "own_contingency", "with_own_contingency")
COLUMNS = (
    *("option", "base", *_FIGURES, *(f"saving_{figure}" for figure in _FIGURES[:4]), *CHANCES),
    *("p80", "base_place", "budget", *(f"budget_{figure}" for figure in _BUDGET[1:])),
)
"""New ones come last."""


def as_json(simulation: Simulation) -> dict[str, Any]:
    """The whole run. What is not established is null: money of an option that is possible in no draw, and the saving of the baseline."""
    answer = simulation.answer
    return {
        "draws": simulation.draws,
        "seed": simulation.seed,
        "distribution": NAME,
        "levels": list(LEVELS),
        "recommended": answer,
        "recommendation_holds": _share(simulation, simulation.answer_holds),
        "no_option_keeps_its_promises": _share(simulation, simulation.unanswered),
        "odds": _odds(simulation.odds),
        "options": {name: _option(option, simulation) for name, option in simulation.options.items()},
        "correlations": [{"of": list(one.of), "value": one.value} for one in simulation.scenario.correlations],
        "inputs": [part for item in simulation.inputs for part in _input(item, simulation)],
    }


def flat(simulation: Simulation) -> Iterator[dict[str, Any]]:
    """One row for every option, as `--format csv` writes them."""
    for option in simulation.options.values():
        row = {"option": option.name, "base": option.base}
        row |= {key: getattr(option.total, key) for key in _FIGURES if option.total}
        row |= {f"saving_{key}": getattr(option.saving, key) for key in _FIGURES[:4] if option.saving}
        row |= {"p80": option.total.p80, "base_place": option.base_place} if option.total else {}
        row |= {f"budget_{key}".removesuffix("_amount"): getattr(option.budget, key) for key in _BUDGET if option.budget}
        yield {**dict.fromkeys(COLUMNS), **row, **{chance: getattr(option, chance) for chance in CHANCES}}


def _option(option: OptionSimulation, simulation: Simulation) -> dict[str, Any]:
    return {
        "base": option.base,
        "total": option.total and {**_spread(option.total), "base_place": option.base_place},
        "budget": option.budget and {key: getattr(option.budget, key) for key in _BUDGET},
        "saving": option.saving and _spread(option.saving),
        "probabilities": {chance: _share(simulation, getattr(option, chance)) for chance in CHANCES},
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {**{key: getattr(spread, key) for key in (*_FIGURES, "p80")}, "curve": list(spread.curve)}


def _odds(odds: Odds | None) -> dict[str, Any] | None:
    return None if odds is None else {"class": odds.name, "share": odds.share, "rival": odds.rival, "rival_share": odds.rival_share}


def _share(simulation: Simulation, share: float | None) -> dict[str, float] | None:
    return None if share is None else {"share": share, "error": simulation.error(share)}


def _input(item: Uncertain, simulation: Simulation) -> Iterator[dict[str, Any]]:
    for element in (element for element in item.entry.elements if element.is_uncertain):
        yield {
            "path": element.path,
            "label": item.entry.input.label,
            "unit": stated_unit(item.entry.input, element).replace("money", simulation.scenario.currency),
            "low": element.low,
            "value": element.value,
            "high": element.high,
            "confidence": element.confidence,
        }
