"""Amounts in a currency of their own: the cells of the rates that their formulas multiply and divide by, and their units."""

from __future__ import annotations

from tco.scenario.currency import Conversion, conversion
from tco.scenario.quantity import money_of
from tco.scenario.scenario import Element, Entry, Scenario
from tco.workbook import sheet_columns
from tco.workbook.layout import Layout
from tco.workbook.look.formats import shown_unit


def rates_text(rates: Conversion, layout: Layout, sheet: str) -> str:
    """The end of a formula of `sheet` that brings a stated amount into the unit that lines read; empty where nothing needs to."""
    return "".join(f" {sign} {_cell(key, layout, sheet)}" for sign, key in (("*", rates.times), ("/", rates.over)) if key)


def _cell(key: str, layout: Layout, sheet: str) -> str:
    address = layout.inputs.cell(key)
    return address.removeprefix(f"{sheet_columns.INPUTS}!") if sheet == sheet_columns.INPUTS else address


def unit_as_stated(entry: Entry, element: Element, scenario: Scenario) -> str:
    """The unit in which an element is typed, in a reader's words."""
    item = entry.input
    unit = item.unit.replace(money_of(item), "money", 1) if element.currency else item.unit
    return shown_unit(unit, element.currency or scenario.currency, item.label)


def unit_on_inputs(entry: Entry, element: Element, scenario: Scenario) -> str:
    """The same, with the unit of the Active cell where that is another one."""
    stated = unit_as_stated(entry, element, scenario)
    if not conversion(element, entry.input, scenario.currency).keys:
        return stated
    return f"{stated}; Active: {shown_unit(entry.input.unit, scenario.currency, entry.input.label)}"
