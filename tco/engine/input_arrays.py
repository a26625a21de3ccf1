"""Inputs, catalogue tables and the calendar as arrays with all axes."""

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
"""Values of uncertain inputs by owner and key, as they are stated, with all axes: they run along `draw`."""


def month_lengths(start: date, months: int) -> Array:
    """Days of each month of a plan by the calendar."""
    counted = (start.year * 12 + start.month - 1 + place for place in range(months))
    return np.array([float(monthrange(number // 12, number % 12 + 1)[1]) for number in counted])


def facts(table: Table) -> Facts:
    """A catalogue table as arrays; a missing number is 0, as an empty cell is in Excel, and guards in the lines tell."""
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
    """The inputs that count time, by key: month numbers from 1, hours of the day from 1, days of each month, and the plan's first day.

    The first day is counted as a spreadsheet does: in days since 30 December 1899.
    """
    return {
        CLOCK.key: shaped(np.arange(1.0, scenario.months + 1), ("month",)),
        HOUR.key: shaped(np.arange(1.0, len(scenario.axis("hour")) + 1), ("hour",)),
        CALENDAR.key: shaped(month_lengths(scenario.start, scenario.months), ("month",)),
        START.key: shaped(np.array(float((scenario.start - DAY_ZERO).days)), ()),
    }


def entry_array(entry: Entry, scenario: Scenario, instead: Drawn | None = None) -> Array:
    """An input's values in the scenario's case as the lines read them, shaped along its axes: in the unit of the input.

    `instead`, if given, holds values that take the place of inputs' own, each as it is stated: before its conversion.
    """
    known = instead or {}
    place = entry.owner, entry.input.key
    stated = known[place] if place in known else stated_array(entry, scenario)
    if not rates_of(entry, scenario):
        return stated
    found = list(conversions(entry, scenario))
    parts = []
    for one in dict.fromkeys(found):
        mine = laid_out(np.array([each == one for each in found], dtype=float), entry)
        parts.append(mine * _factor(one, scenario, known))
    return np.asarray(stated * sum(parts))


def _factor(found: Conversion, scenario: Scenario, instead: Drawn) -> Array:
    """What a stated amount is multiplied by, from the rates."""
    times, over = (entry_array(scenario.entry(key), scenario, instead) if key else np.array(1.0) for key in (found.times, found.over))
    return np.asarray(times / over)


def stated_array(entry: Entry, scenario: Scenario) -> Array:
    """An input's values in the scenario's case as they are stated, shaped along its axes."""
    values = [element.in_case(scenario.case, entry.input.rises) for element in entry.elements]
    return laid_out(np.array(values, dtype=object if entry.input.is_text else float), entry)


def laid_out(values: Array, entry: Entry) -> Array:
    """Values by element, or by draw and element, with all axes: an input's elements are in the order of its axes, the last one fastest."""
    sizes = {axis: len({element.where[place] for element in entry.elements}) for place, axis in enumerate(entry.dims)}
    sizes["draw"] = len(values) if values.ndim > 1 else 1
    return values.reshape([sizes.get(axis, 1) for axis in AXES])


def shaped(values: Array, dims: Dimensions) -> Array:
    """A flat list along one axis, or a single value, with all axes."""
    return np.asarray(values).reshape([-1 if axis in dims else 1 for axis in AXES])
