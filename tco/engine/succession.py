"""Successions: APIs whose model the provider retires inside the plan, the price that follows, and the cost of moving to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tco.catalogue.table import DAY_ZERO, Origin
from tco.engine.evaluate import Evaluated, Results


@dataclass(frozen=True)
class Succession:
    """The retirement of the model behind one API option, inside the horizon."""

    option: str
    price: str
    """The catalogue's name of the price whose model retires."""
    day: date
    """The announced last day of the model."""
    month: int
    """The first month of the plan, counted from 1, that is not paid at its price."""
    successor: str
    """The price that follows; empty where none is known, and then the same price goes on."""
    origin: Origin | None
    """The catalogue's source for the successor; None where the option names it, or nobody does."""
    own: bool
    """The option states prices of its own, which count in every month."""
    migration: float
    """The cost of moving to the successor; 0 where the option goes live after the retirement."""
    successor_day: str
    """The announced last day of the successor's model, where the plan outlives that too: its price goes on all the same."""


def successions(results: Results) -> Iterator[Succession]:
    """Every retirement inside the horizon, in the order of the options, parts of hybrids among them."""
    for evaluated in results.options.values():
        if "retires_inside" in evaluated.values and evaluated.value("retires_inside"):
            yield _succession(results, evaluated)


def _succession(results: Results, evaluated: Evaluated) -> Succession:
    table, name = results.scenario.catalogue["api_prices"], evaluated.option
    price, stated = (str(results.scenario.entry(key, name).elements[0].value) for key in ("price", "successor"))
    place = int(evaluated.value("successor_row"))
    row = table.rows[place - 1] if place else None
    old = table.find(price)
    day = row.values["retirement"] if row else None
    outlived = row is not None and row.values["name"] != price and isinstance(day, str) and day <= f"{_last_day(results):%Y-%m-%d}"
    return Succession(
        name,
        price,
        DAY_ZERO + timedelta(evaluated.value("last_day")),
        int(np.argmax(evaluated.along("retired", "month") > 0)) + 1,
        str(row.values["name"]) if row else "",
        old.origin_of("successor") if old and row and table.find(stated) is None else None,
        not evaluated.values["catalogue_in_use"].all(),
        float(evaluated.along("succession_work", "month").sum()),
        str(day) if outlived else "",
    )


def _last_day(results: Results) -> date:
    """The last day of the plan."""
    return DAY_ZERO + timedelta(float(results.demand.along("day_after_month", "month")[-1]) - 1)


def told(found: Succession, currency: str) -> str:
    """One line of text about the retirement, with amounts in full."""
    said = (
        f"{found.option}: {found.price} retires on {found.day.isoformat()}, inside the plan; from month {found.month} on {follows(found)}"
    )
    paid = (
        f"; moving to {'the' if found.successor else 'a'} successor costs {currency} {found.migration:,.2f} in that month"
        if found.migration
        else ""
    )
    return said + paid + (f"; {found.successor} itself retires on {found.successor_day}" if found.successor_day else "")


def follows(found: Succession) -> str:
    """The price that counts after the retirement, as a clause."""
    if found.own:
        return "the option's own price goes on"
    if not found.successor:
        return "the same price goes on, as no successor is known"
    return "the same price goes on, as the scenario says" if found.successor == found.price else f"the price of {found.successor} counts"
