"""Cash by quarter: when the option that leads the page is paid."""

from __future__ import annotations

import numpy as np

from tco.summary.answer import Answer, by_month, short_month
from tco.summary.makeup import buyers
from tco.summary.numbers import money
from tco.summary.sentence import Figure, write_sentence
from tco.summary.tables import QuarterTable

MOST = 8
"""Quarters for which the page has room; the workbook shows all."""


def quarters(answer: Answer) -> QuarterTable | None:
    """Payments of the first two years by quarter; None where no option is possible."""
    lead, months = answer.shown, answer.results.scenario.months
    if lead is None:
        return None
    cash, ends = by_month(lead, "quarter_cash", months), np.flatnonzero(by_month(lead, "quarter_ends", months))
    kept = ends[:MOST]
    first = answer.money_in(lead, "quarter_cash", int(kept[0]))
    purchases = ", purchases of servers among them" if buyers(answer.results, lead) else ""
    caption = f"Payments in the quarter that ends with the month{purchases}, {answer.currency}"
    if len(ends) > len(kept):
        caption += "; later quarters stand in the workbook"
    return QuarterTable(
        write_sentence("The first quarter takes {first} of the {cash} that {option} is billed", first=first,
                       cash=answer.money(lead, "cash_total"), option=lead.option),
        caption,
        tuple(short_month(answer.month_name(int(month))) for month in kept),
        tuple(Figure(float(cash[month]), money(float(cash[month]), answer.currency), "quarter_cash") for month in kept),
    )  # fmt: skip
