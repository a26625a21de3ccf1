"""Requirements as plain data: what `tco evaluate --format json` says of their prices, ladders and best times."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tco.engine.ladder import Rung
from tco.engine.proof import Proof
from tco.engine.requirements import Price, Requirements
from tco.engine.stated_requirements import REQUIREMENTS


def requirements_data(found: Requirements) -> dict[str, Any]:
    """Prices, ladders and best times in the documented shape; null where something is not possible or nothing can be recommended."""
    return {
        "stated": dict(found.stated),
        "answer": {key: _price(price) | {"option": price.option} for key, price in found.answer.items()},
        "options": {name: {key: _price(price) for key, price in prices.items()} for name, prices in found.options.items()},
        "ladders": {key: [_rung(rung) for rung in ladder] for key, ladder in found.ladders.items()},
        "best_times": [asdict(best) for best in found.best],
    }


def price_of_promises(found: Requirements) -> dict[str, float | None]:
    """What each requirement costs the answer: 0 where it is not stated, None where nothing can be recommended with it or without."""
    return {key: found.answer[key].price if key in found.answer else 0.0 for key in REQUIREMENTS}


def proof_data(proof: Proof) -> dict[str, Any]:
    """An option that lacks only evidence; the saving is null where nothing can be recommended."""
    return asdict(proof) | {"lacking": list(proof.lacking), "to_show": list(proof.to_show)}


def _price(price: Price) -> dict[str, float | None]:
    return {"with": price.tco, "without": price.without, "price": price.price}


def _rung(rung: Rung) -> dict[str, Any]:
    outcome = rung.outcome
    found = {"value": rung.step.value, "answer": outcome.answer, "tco": outcome.tco, "options": dict(outcome.totals)}
    return found | ({"best_of": list(rung.step.best_of)} if rung.step.best_of else {})
