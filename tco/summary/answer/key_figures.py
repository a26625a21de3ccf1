"""The four figures under the recommendation, each with its comparator, and cash by quarter."""

from __future__ import annotations

import numpy as np

from tco.engine.evaluate import Evaluated
from tco.summary.answer.facts import Answer, by_month, short_month
from tco.summary.answer.option_parts import buyers
from tco.summary.answer.texts import KEY_LABELS as LABELS
from tco.summary.answer.texts import PER_MILLION
from tco.summary.numbers import NOT_ESTABLISHED, money, percent
from tco.summary.page import KeyFigure
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import QuarterTable

UNKNOWN = Figure(None, NOT_ESTABLISHED, "")


def key_figures(answer: Answer) -> tuple[KeyFigure, ...]:
    """Total, saving, cost per 1,000 requests and break-even volume of the leading option."""
    evaluated = answer.lead
    labels = [label.format(months=answer.months, baseline=answer.baseline.option) for label in LABELS.values()]
    if evaluated is None:
        return tuple(KeyFigure(label, UNKNOWN, Sentence("no option is possible")) for label in labels)
    total, saving, per_request, volume = labels
    return (
        KeyFigure(total, answer.money(evaluated, "tco"), _with_quantiles(answer, evaluated, _against(answer, evaluated))),
        _saving(answer, evaluated, saving),
        _per_request(answer, evaluated, per_request),
        _break_even(answer, volume),
    )


def _with_quantiles(answer: Answer, evaluated: Evaluated, against: Sentence) -> Sentence:
    """The total's P50 and P80 before what it is held against; as it is where nothing was drawn."""
    drawn = answer.simulation.options[evaluated.option].total if answer.simulation else None
    if drawn is None:
        return against
    p50, p80 = (Figure(value, money(value, answer.currency), "simulation") for value in (drawn.p50, drawn.p80))
    return Sentence(f"P50 {p50}, P80 {p80}; {against.text}", (p50, p80, *against.figures))


def _against(answer: Answer, evaluated: Evaluated) -> Sentence:
    other = answer.baseline if evaluated is not answer.baseline else answer.runner_up
    if other is None:
        return Sentence("nothing to compare with" if len(answer.results.compared) == 1 else "the baseline itself")
    if not other.value("possible"):
        return Sentence(f"{other.option} is not possible")
    return write_sentence("{tco} for {other}", tco=answer.money(other, "tco"), other=other.option)


def _saving(answer: Answer, evaluated: Evaluated, label: str) -> KeyFigure:
    if evaluated is answer.baseline:
        return KeyFigure(label, Figure(None, "none", ""), Sentence("it is the baseline"))
    if not answer.baseline.value("possible"):
        return KeyFigure(label, UNKNOWN, Sentence("the baseline is not possible"))
    saving, share = answer.saving(evaluated), answer.saving_share(evaluated)
    return KeyFigure(
        label,
        Figure(saving, money(saving, answer.currency), "saving"),
        write_sentence("{share} of its cost", share=Figure(share, percent(share), "saving_share")),
    )


def _per_request(answer: Answer, evaluated: Evaluated, label: str) -> KeyFigure:
    """The full cost of requests, and below it the price per million tokens that compares with list prices."""
    if not evaluated.value("horizon_requests"):
        return KeyFigure(label, UNKNOWN, Sentence("no traffic"))
    lines = {"usage": "usage_price", "full": "cost_per_million_tokens"}
    told = write_sentence(PER_MILLION, **{name: answer.money(evaluated, line) for name, line in lines.items()})
    return KeyFigure(label, answer.money(evaluated, "cost_per_thousand_requests"), told)


def _break_even(answer: Answer, label: str) -> KeyFigure:
    """The crossing nearest to the plan's volume, by the run rate of the reference month; a sentence where there is none."""
    volumes, crossing = answer.volumes, answer.break_even
    if volumes is None:
        return KeyFigure(label, UNKNOWN, Sentence("no traffic"))
    plan = volumes.requests()
    if crossing is not None:
        option, other = crossing.option, crossing.other
        comparator = write_sentence("above it {option} costs less than {other}; plan {plan}", option=option, other=other, plan=plan)
        return KeyFigure(label, volumes.requests(crossing.multiple), comparator)
    if len(answer.possible) < 2:
        return KeyFigure(label, Figure(None, "none", ""), write_sentence("no other option; plan {plan}", plan=plan))
    least, most = volumes.requests(volumes.multiples[0]), volumes.requests(volumes.multiples[-1])
    return KeyFigure(
        label, Figure(None, "none", ""), write_sentence("between {least} and {most}; plan {plan}", least=least, most=most, plan=plan)
    )


MOST = 8
"""Quarters for which the page has room; the workbook shows all."""


def quarters(answer: Answer) -> QuarterTable | None:
    """Payments of the first two years by quarter; None where no option is possible."""
    lead, months = answer.lead, answer.results.scenario.months
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
