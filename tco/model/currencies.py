"""Currencies: what other currencies than the dollar are worth, for amounts that are stated in them.

No line reads these rates: an amount that says its `currency` is brought by them into the unit of its input before any line sees it
(tco/scenario/currency.py), in the workbook by the formula of its Active cell.
"""

from tco.line import Input

exchange_rates = Input(
    "Exchange rate",
    "money/currency",
    "finance.exchange_rates.*",
    "Scenario currency per 1 of this currency, for amounts that state it as their `currency`.",
    (),
    minimum=0.000001,
    rises=1,
    source="Stated by the scenario",
    by=("currency",),
)
"""What every rate has in common; the scenario says which currencies there are. That of the US dollar is `exchange_rate`."""
