"""Inputs, catalogue tables and the calendar as arrays with all axes of `AXES`, of size 1 where they do not vary."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

import numpy as np

from tco.catalogue.table import DAY_ZERO, Table, day_number
from tco.language.dimensions import Dimensions
from tco.language.formula import AXES
from tco.language.lookup import Facts
from tco.model.demand.timeline import CALENDAR, CLOCK, HOUR, START
from tco.scenario.currency import Conversion, conversions, rates_of
from tco.scenario.scenario import Entry, Scenario

Array = np.ndarray


Drawn = Mapping[tuple[str, str], Array]
"""Drawn values of inputs, by owner and key: arrays with all axes, along `draw` and the input's own, before any currency conversion."""


def month_lengths(start: date, months: int) -> Array:
    """The days in each month of a plan, by the calendar: shape (months,)."""
    counted = (start.year * 12 + start.month - 1 + place for place in range(months))
    return np.array([float(monthrange(number // 12, number % 12 + 1)[1]) for number in counted])


def facts(table: Table) -> Facts:
    """A catalogue table as arrays. A missing number is 0, as an empty cell is in Excel; guards in the lines notice it."""
    return Facts(
        {
            column.key: np.array([row.values[column.key] or "" for row in table.rows], dtype=object)
            if column.unit == "text"
            else np.array([day_number(row.values[column.key]) for row in table.rows])
            if column.unit == "date"
            else np.array([float(row.values[column.key] or 0) for row in table.rows])
            for column in table.columns
        }
    )


def clock(scenario: Scenario) -> dict[str, Array]:
    """The inputs that count time, by key: numbers of the months and of the hours, from 1, days in each month, and the plan's first day.

    The first day is a number, as spreadsheets count days: from 30 December 1899.
    """
    return {
        CLOCK.key: shaped(np.arange(1.0, scenario.months + 1), ("month",)),
        HOUR.key: shaped(np.arange(1.0, len(scenario.axis("hour")) + 1), ("hour",)),
        CALENDAR.key: shaped(month_lengths(scenario.start, scenario.months), ("month",)),
        START.key: shaped(np.array(float((scenario.start - DAY_ZERO).days)), ()),
    }


def entry_array(entry: Entry, scenario: Scenario, instead: Drawn | None = None) -> Array:
    """An input's values as the lines read them: in the input's unit and the scenario's case, along the axes of the input.

    Values in a currency of their own are converted by the scenario's rates. `instead` replaces values of inputs, rates among them,
    before that conversion.
    """
    known = instead or {}
    place = entry.owner, entry.input.key
    stated = known[place] if place in known else stated_array(entry, scenario)
    if not rates_of(entry, scenario):
        return stated
    by_element = list(conversions(entry, scenario))
    factors = []
    for conversion in dict.fromkeys(by_element):  # elements of one currency share a factor, which may run along draws or cases
        chosen = laid_out(np.array([other == conversion for other in by_element], dtype=float), entry)
        factors.append(chosen * _factor(conversion, scenario, known))
    return np.asarray(stated * sum(factors))


def _factor(conversion: Conversion, scenario: Scenario, instead: Drawn) -> Array:
    """The factor that turns a stated amount into the unit of the input, from the rates."""
    keys = conversion.times, conversion.over
    times, over = (entry_array(scenario.entry(key), scenario, instead) if key else np.array(1.0) for key in keys)
    return np.asarray(times / over)


def stated_array(entry: Entry, scenario: Scenario) -> Array:
    """An input's values as they are stated, before any conversion: in the scenario's case, along the axes of the input."""
    values = [element.in_case(scenario.case, entry.input.rises) for element in entry.elements]
    return laid_out(np.array(values, dtype=object if entry.input.is_text else float), entry)


def laid_out(values: Array, entry: Entry) -> Array:
    """Values of shape (elements,) or (draws, elements) with all axes.

    An input's elements are in the order of its axes, the last one fastest.
    """
    sizes = {axis: len({element.where[place] for element in entry.elements}) for place, axis in enumerate(entry.dims)}
    sizes["draw"] = len(values) if values.ndim > 1 else 1
    return values.reshape([sizes.get(axis, 1) for axis in AXES])


def shaped(values: Array, dims: Dimensions) -> Array:
    """A flat list along one axis, or a single value where `dims` is empty, with all axes."""
    return np.asarray(values).reshape([-1 if axis in dims else 1 for axis in AXES])
