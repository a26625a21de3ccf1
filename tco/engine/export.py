"""Results as plain data for other programs: JSON, and a flat table. Keys are those of lines and do not change silently."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from tco.engine.break_even import BreakEven
from tco.engine.evaluate import Evaluated, Results
from tco.engine.leaving import at_largest, at_year_ends
from tco.engine.proof import proofs
from tco.engine.requirements import requirements
from tco.engine.requirements_data import price_of_promises, proof_data, requirements_data
from tco.engine.speed_band import SpeedBand
from tco.engine.stated_requirements import REQUIREMENTS
from tco.engine.succession import Succession, successions
from tco.language.formula import AXIS
from tco.model.money.cost_categories import COST_CLASSES
from tco.scenario.scenario import Scenario

TOTALS = {
    "tco": "tco",
    "tco_per_month": "tco_per_month",
    "list_cost_per_month": "list_cost_per_month",
    "tco_with_contingency": "tco_with_contingency",
    "cash": "cash_total",
    "npv": "npv",
    "usage_price": "usage_price",
    "cost_per_million_output_tokens": "cost_per_million_output_tokens",
    "cost_per_million_tokens": "cost_per_million_tokens",
    "cost_per_thousand_requests": "cost_per_thousand_requests",
    "remaining_commitment": "remaining_commitment",
    "largest_outstanding": "largest_outstanding",
    "run_rate_year_two": "run_rate_year_two",
    "blended_price": "blended_price",
    "tokens_per_dollar": "tokens_per_dollar",
    "cost_per_user_and_month": "cost_per_user",
    "closing_assets": "closing_assets",
}
"""The names of totals in JSON, each with the key of the line that holds it."""

PER_TRAFFIC = (
    "usage_price",
    "cost_per_million_output_tokens",
    "cost_per_million_tokens",
    "cost_per_thousand_requests",
    "blended_price",
    "tokens_per_dollar",
)
"""Totals that mean nothing where there is no traffic."""

PROMISES = REQUIREMENTS
NO_TRAFFIC = "no traffic in the horizon"


def as_json(  # noqa: PLR0913  (one argument for each search that a caller may have made)
    results: Results,
    sha256: str,
    catalogue_sha256: str,
    break_evens: list[BreakEven],
    bands: Mapping[str, SpeedBand] | None = None,
    *,
    splits: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The whole run in the documented shape. What is not established is null, with a reason beside it."""
    scenario = results.scenario
    comparison = results.comparison
    required = requirements(results)
    replaced = {found.option: found for found in successions(results)}
    return {
        "scenario": heading(scenario, sha256),
        "options": {
            name: _option(evaluated, results)
            | {"speed_band": _speed_band((bands or {}).get(name)), "succession": _succession(replaced.get(name))}
            for name, evaluated in results.options.items()
        },
        "comparison": {
            "baseline": scenario.entry("baseline").elements[0].value,
            "recommended": comparison.text("recommended") if comparison.value("any_eligible") else None,
            "reason": "the cheapest option that keeps every hard promise"
            if comparison.value("any_eligible")
            else "no option keeps every hard promise",
            "price_of_promises": price_of_promises(required),
            "savings": {
                name: float(saving) if results.options[name].value("possible") else None
                for name, saving in zip(results.compared, comparison.along("saving", "option"), strict=True)
            },
            "break_even": _break_even(break_evens, results.demand),
            "cheapest_split": dict(splits or {}),
        },
        "requirements": requirements_data(required),
        "proof": [proof_data(proof) for proof in proofs(results)],
        "demand": {"lines": _lines(results.demand, scenario)},
        "checks": {"lines": _lines(results.checks, scenario), "all": bool(results.checks.value("all_checks"))},
        "regions": list(scenario.regions),
        "catalogue": {"date": scenario.catalogue.date, "sha256": catalogue_sha256},
    }


def heading(scenario: Scenario, sha256: str) -> dict[str, Any]:
    """The scenario that the figures belong to."""
    return {
        "title": scenario.title,
        "name": scenario.name,
        "sha256": sha256,
        "currency": scenario.currency,
        "start": f"{scenario.start:%Y-%m}",
        "months": scenario.months,
        "as_of": scenario.as_of.isoformat(),
        "case": scenario.case,
    }


def _option(evaluated: Evaluated, results: Results) -> dict[str, Any]:
    possible = bool(evaluated.value("possible"))
    traffic = evaluated.value("horizon_requests") > 0
    reason = "" if possible and traffic else NO_TRAFFIC if possible else evaluated.text("reason")
    option = results.scenario.option(evaluated.option)
    return {
        "kind": option.kind.name,
        "part_of": option.part_of or None,
        "possible": possible,
        "reason": reason or None,
        "quality": option.quality,
        "totals": totals_of(evaluated, results),
        "cost_classes": {key: evaluated.value(f"{key}_total") if possible else None for key in COST_CLASSES},
        "utilisation": _utilisation(evaluated) if possible else None,
        "leaving": _leaving(evaluated, results.scenario.months) if possible else None,
        "promises": {promise: _promise(promise, evaluated, results) for promise in PROMISES},
        "lines": _lines(evaluated, results.scenario),
    }


def totals_of(evaluated: Evaluated, results: Results) -> dict[str, float | None]:
    """The totals of an option by their names in JSON; None where the option is not possible, or a total needs traffic or users it lacks."""
    unknown = set() if evaluated.value("horizon_requests") > 0 else {*PER_TRAFFIC}
    if not results.scenario.entry("users", evaluated.option).elements[0].value:
        unknown.add("cost_per_user_and_month")
    possible = bool(evaluated.value("possible"))
    return {name: evaluated.value(line) if possible and name not in unknown else None for name, line in TOTALS.items()}


def _speed_band(band: SpeedBand | None) -> dict[str, Any] | None:
    """The band of an option's speed and its cost at either end; null for an API, whose speed is not modelled."""
    if band is None:
        return None
    return {
        "calibrated": band.calibrated,
        "low": band.low,
        "high": band.high,
        "tco_at_low": band.tco_slow,
        "tco_at_high": band.tco_fast,
    }


def _utilisation(evaluated: Evaluated) -> dict[str, float] | None:
    """Utilisation of the option's machines on average and at the peak; null for an option that pays for none."""
    if not evaluated.value("capacity_sum"):
        return None
    return {"average": evaluated.value("mean_utilisation"), "peak": evaluated.value("highest_utilisation")}


def _leaving(evaluated: Evaluated, months: int) -> dict[str, Any]:
    """The cost of leaving after each year of the plan, and after the month in which it is largest; null where it is never anything."""
    largest = at_largest(evaluated)
    return {
        "largest": asdict(largest) if largest else None,
        "year_ends": [asdict(one) for one in at_year_ends(evaluated, months)],
    }


def _succession(found: Succession | None) -> dict[str, Any] | None:
    """The retirement of the option's model, and the price that follows; null where it is not inside the horizon."""
    if found is None:
        return None
    return {
        "price": found.price,
        "last_day": found.day.isoformat(),
        "month": found.month,
        "successor": found.successor or None,
        "source": found.origin.source if found.origin else None,
        "migration": found.migration,
        "successor_last_day": found.successor_day or None,
    }


def _promise(promise: str, evaluated: Evaluated, results: Results) -> dict[str, Any]:
    names = results.scenario.catalogue["statuses"].names()
    status = names[int(evaluated.value(f"{promise}_status")) - 1]
    hard = bool(results.scenario.entry(f"{promise}_hard", evaluated.option).elements[0].value)
    if promise == "residency":
        return {"status": status, "hard": hard}
    if promise == "limits" and "limits_margin" not in evaluated.values:
        return {"status": status, "hard": hard}
    value = evaluated.value(f"service_{promise}")
    known = value > 0 or (promise == "availability" and evaluated.value("availability_known") > 0)
    margin = evaluated.value(f"{promise}_margin") if status in ("kept", "broken") else None
    promised = 1.0 if promise == "limits" else results.scenario.entry(f"{promise}_promise", evaluated.option).elements[0].value
    return {"status": status, "hard": hard, "value": value if known else None, "promise": promised or None, "margin": margin}


def _break_even(found: list[BreakEven], demand: Evaluated) -> dict[str, dict[str, Any]]:
    base = demand.value("daily_requests") if not demand.dims["daily_requests"] else None
    pairs: dict[str, dict[str, Any]] = {}
    for item in found:
        volume = None if item.multiple is None or base is None else item.multiple * base
        pairs.setdefault(item.option, {})[item.other] = {
            "multiple": item.multiple,
            "requests_per_day": volume,
            "reason": item.reason or None,
        }
    return pairs


def _lines(evaluated: Evaluated, scenario: Scenario) -> dict[str, Any]:
    return {
        key: {
            "label": line.label,
            "unit": line.unit.replace("money", scenario.currency),
            "by": list(evaluated.dims[key]),
            "value": _finite(_by_dims(evaluated, key).tolist()),
        }
        for key, line in evaluated.model.lines.items()
    }


def _by_dims(evaluated: Evaluated, key: str) -> np.ndarray:
    """A line's values with the axes of the line alone, in the order of `dims`; a single number has no axis."""
    values = evaluated.values[key]
    return values.reshape([values.shape[AXIS[axis]] for axis in evaluated.dims[key]])


def _finite(value: Any) -> Any:
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


COLUMNS = (
    "sheet", "line", "label", "unit",
    "region", "code", "site", "workload", "tangent", "degree", "point", "tranche", "hour", "option", "month", "value", "spare", "clock",
)  # fmt: skip


def flat(results: Results, wanted: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """One row for every line, or every wanted one, by element and month, as `--format csv` writes them."""
    scenario = results.scenario
    for evaluated in results.every_model():
        for key, line in evaluated.model.lines.items():
            if wanted is not None and key not in wanted:
                continue
            values = _by_dims(evaluated, key)
            for index in np.ndindex(values.shape):
                place = {axis: scenario.axis(axis, evaluated.option)[at] for axis, at in zip(evaluated.dims[key], index, strict=True)}
                row = {
                    "sheet": evaluated.option or evaluated.model.name,
                    "line": key,
                    "label": line.label,
                    "unit": line.unit.replace("money", scenario.currency),
                }
                yield {**dict.fromkeys(COLUMNS, ""), **row, **place, "value": values[index]}
