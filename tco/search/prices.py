"""Prices of APIs: what another price of the catalogue would cost in an option's place.

What the scenario states beside its own price (a discount, times, a place of processing) belongs to that price and its provider. Another
price is therefore tried without it: nothing that it keeps is confirmed, and a list of prices by cost is no recommendation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tco.catalogue.table import Row
from tco.engine.evaluate import evaluate
from tco.engine.input_arrays import stated_array
from tco.errors import TcoError, expected
from tco.language.line import AUTO_WORD
from tco.model.constants import NOT_ESTABLISHED
from tco.model.options import option_model
from tco.scenario.scenario import Amount, Scenario
from tco.search.candidates import rounded
from tco.search.trial import MACHINES, alone, along

PRICE = "price"
OF_THE_PRICE: Mapping[str, Amount] = {
    "input_price_given": 0.0, "output_price_given": 0.0, "api_discount": 0.0, "price_uplift": 0.0, "stated_ttft": 0.0, "stated_tpot": 0.0,
    "stated_latency": 0.0, "stated_availability": 0.0, "processed_in": NOT_ESTABLISHED, "successor": AUTO_WORD,
}  # fmt: skip
"""Inputs that a scenario states for its own price, and their values for any other."""
PROVISIONED = "provisioned_units"


@dataclass(frozen=True)
class PriceTried:
    """A price of the catalogue in an option's place."""

    price: str
    label: str
    provider: str
    model: str
    tco: float
    is_stated: bool
    is_eligible: bool
    """True where it meets every mandatory requirement as far as that is confirmed: only a stated price can."""
    retires: bool
    """True where it retires inside the horizon."""


@dataclass(frozen=True)
class FoundPrices:
    """Prices in the order of their cost."""

    option: str
    ranked: tuple[PriceTried, ...]
    size: int
    """Prices that were tried."""
    why_none: str
    """The reason for which no price is in reach; empty where one is."""


def searched_prices(scenario: Scenario, option: str, asked: Scenario | None = None, only: Sequence[str] = ()) -> FoundPrices:
    """Try every price that the option may take: those that its lists name, or those of the scenario's own model.

    `asked` is the scenario before a place-holder took the place of `auto`, where there was one; `only` are the only names tried. Raises
    TcoError for a name that the catalogue does not have.
    """
    table = scenario.catalogue["api_prices"]
    for name in only:
        if table.find(name) is None:
            raise TcoError(f"price: there is no {name} in the catalogue's api_prices{expected(name, table.names())}")
    rows = [row for row in table.rows if row.values["name"] in only] if only else list(in_reach(asked or scenario, option))
    if not rows:
        own = str(scenario.entry("model").elements[0].value) if ("", "model") in scenario.entries else "the scenario's model"
        why = f"the catalogue has no price of {own} within the lists of {option}; expected models: or providers: that have one"
        return FoundPrices(option, (), 0, why)
    if _is_provisioned(scenario, option):
        return FoundPrices(option, (), 0, f"{option} pays for provisioned units, which no price of the catalogue replaces")
    held, inputs = alone(scenario, option), option_model(scenario.option(option).kind.name).inputs
    names = [str(row.values["name"]) for row in rows]
    stated = str(scenario.entry(PRICE, option).elements[0].value)
    is_own = along([float(name == stated) for name in names], MACHINES) > 0
    drawn = {(held.entry(PRICE, option).owner, PRICE): along(names, MACHINES)}
    for key, neutral in OF_THE_PRICE.items():
        entry = held.entry(key, option)
        if key in inputs and any(item.value != neutral for item in entry.elements):
            stated_values = stated_array(entry, held)
            drawn[entry.owner, key] = np.where(is_own, stated_values, np.array(neutral, dtype=stated_values.dtype))
    wanted = ("tco", "possible", "eligible", "retires_inside")
    found = evaluate(held, drawn=drawn, wanted=wanted).options[option].values
    at = {key: np.broadcast_to(found[key].reshape(-1), (len(rows),)) for key in wanted}
    tried = [
        PriceTried(
            names[place],
            str(row.values["label"]),
            str(row.values["provider"]),
            str(row.values["model"]),
            float(at["tco"][place]),
            asked is None and names[place] == stated,
            bool(at["eligible"][place]),
            bool(at["retires_inside"][place]),
        )
        for place, row in enumerate(rows)
        if at["possible"][place]
    ]
    why = "" if tried else f"no price within the lists of {option} is complete, and long enough for the requests; expected other lists"
    order = sorted(tried, key=lambda one: (rounded(one.tco), not one.is_stated, names.index(one.price)))
    return FoundPrices(option, tuple(order), len(rows), why)


def _is_provisioned(scenario: Scenario, option: str) -> bool:
    return bool(scenario.entry(PROVISIONED, option).elements[0].value)


def in_reach(scenario: Scenario, option: str) -> Iterator[Row]:
    """Yield the prices of the option's lists, or of the stated price's model and the scenario's own; the stated price is among them."""
    choices = scenario.option(option).choices
    stated = scenario.entry(PRICE, option).elements[0].value
    table = scenario.catalogue["api_prices"]
    row_of_stated = table.find(str(stated))
    own = {str(row_of_stated.values["model"])} if row_of_stated else set()
    if row_of_stated is None or "models" in choices:
        own = set(choices.get("models", ())) or _models(scenario)
    for row in table.rows:
        name, provider, model = (str(row.values[key]) for key in ("name", "provider", "model"))
        named = "prices" not in choices or name in choices["prices"]
        if name == stated or (
            named
            and ("providers" not in choices or provider in choices["providers"])
            and (model in own or ("prices" in choices and "models" not in choices))
        ):
            yield row


def _models(scenario: Scenario) -> set[str]:
    return {str(item.value) for (_, key), entry in scenario.entries.items() if key == "model" for item in entry.elements}
