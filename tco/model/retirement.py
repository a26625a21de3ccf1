"""Retirement: the announced last day of the provider's model against the horizon."""

from tco.line import line
from tco.lookup import pick
from tco.vocabulary import holds


@line("Announced last day", "day")
def last_day(api_prices, price):
    """As a spreadsheet counts days; 0 where the provider has announced none."""
    return pick(api_prices, "retirement", price)


@line("Retirement is announced", "yes = 1")
def retirement_known(last_day):
    """1 where the catalogue names a last day."""
    return holds(last_day > 0)


@line("Months until retirement", "month")
def months_to_retirement(last_day, first_day, hours_per_day, hours_per_month, retirement_known):
    """In average months from the plan's first day; 0 where none is announced, negative where it is past."""
    return (last_day - first_day) * hours_per_day / hours_per_month * retirement_known


@line("Retires inside the horizon", "yes = 1")
def retires_inside(retirement_known, months_to_retirement, horizon):
    """1 where the plan needs a successor, whose price nobody knows yet: a warning, no failed check."""
    return retirement_known * holds(months_to_retirement < horizon)
