"""Succession: the announced last day of a price's model, the price that follows it, and the cost of changing over.

A price counts until the month that holds its model's last day. From that month on the successor's price counts: the one that
the option names, or else the catalogue's. Where none is known the same price goes on, times an input with a wide range. An option
that names its own price plans as if nothing were announced.
"""

from tco.language.line import AUTO_WORD, Input, Section
from tco.language.lookup import pick, row_of
from tco.language.vocabulary import choose, equal, greatest, holds, total

successor = Input(
    "Successor of the API price",
    "text",
    "options.*.successor",
    "The price that follows when the provider retires the model; auto takes the catalogue's, as far as it names one.",
    AUTO_WORD,
    choices="api_prices",
    auto=True,
    source="Documented default: as the provider has announced it",
)
price_after_retirement = Input(
    "Price after retirement, of the price before",
    "1",
    "api.price_after_retirement",
    "Where the model retires and no successor is known: the successor's price over the retired model's.",
    1.0,
    0.5,
    2.0,
    minimum=0.01,
    maximum=100.0,
    rises=1,
)
succession_migration = Input(
    "Migration to a successor, of the first migration",
    "share",
    "api.succession_migration",
    "Prompts, tests and release for the successor, paid in the month in which the model retires.",
    0.5,
    0.25,
    1.0,
    maximum=5.0,
    rises=1,
)


RETIREMENT = Section("Retirement and successor")


@RETIREMENT.line("Announced last day", "day")
def last_day(api_prices, price):
    """As a spreadsheet counts days; 0 where the provider has announced none."""
    return pick(api_prices, "retirement", price)


@RETIREMENT.line("Retirement is announced", "yes = 1")
def retirement_known(last_day):
    """1 where the catalogue names a last day."""
    return holds(last_day > 0)


@RETIREMENT.line("Months until retirement", "month")
def months_to_retirement(last_day, first_day, hours_per_day, hours_per_month, retirement_known):
    """In average months from the plan's first day; 0 where none is announced, negative where it is past."""
    return (last_day - first_day) * hours_per_day / hours_per_month * retirement_known


@RETIREMENT.line("Retired", "yes = 1")
def retired(retirement_known, last_day, day_after_month, in_horizon):
    """1 from the month that holds the model's last day."""
    return retirement_known * holds(last_day < day_after_month) * in_horizon


@RETIREMENT.line("Months after retirement", "month")
def months_retired(retired, period):
    """Months of the plan that the model does not last to the end of; 0 where it outlives the plan."""
    return total(retired, over="month") * period


@RETIREMENT.line("Retires inside the horizon", "yes = 1")
def retires_inside(retired):
    """1 where the plan needs a successor: a warning, no failed check."""
    return greatest(retired, over="month")


@RETIREMENT.line("Row of the price", "row")
def price_place(api_prices, price):
    """Its row in the catalogue."""
    return row_of(api_prices, price)


@RETIREMENT.line("Row of the option's own successor", "row")
def stated_row(api_prices, successor):
    """0 where the option leaves it to the catalogue."""
    return row_of(api_prices, successor)


@RETIREMENT.line("Row of the announced successor", "row")
def announced_row(api_prices, price):
    """As the catalogue has it; 0 where it names none."""
    return row_of(api_prices, pick(api_prices, "successor", price))


@RETIREMENT.line("Row of the successor", "row")
def successor_row(stated_row, announced_row):
    """The option's own, or else the announced one; 0 where none is known."""
    return choose(stated_row > 0, stated_row, announced_row)


@RETIREMENT.line("Row of the price in use", "row")
def price_row(retired, successor_row, price_place):
    """The price itself, and from retirement on its successor where one is known."""
    return choose(retired * successor_row > 0, successor_row, price_place)


@RETIREMENT.line("Price goes on", "yes = 1")
def goes_on(successor_row, price_place):
    """1 where the price is named as its own successor: retirement then changes nothing."""
    return holds(equal(successor_row, price_place))


@RETIREMENT.line("Model is replaced", "yes = 1")
def replaced(retired, last_day, day_of_month, live, goes_on):
    """1 in the month that holds its last day, where the option is live by then."""
    return retired * holds(last_day >= day_of_month) * live * (1 - goes_on)


NO_RETIREMENT = Section("Retirement")
"""Retirement for options whose model the client runs, or whose model nobody has stated."""


@NO_RETIREMENT.line("Months after retirement", "month", key="months_retired")
def never_retired():
    """None: no provider has announced an end."""
    return 0
