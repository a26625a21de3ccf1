"""The decision asked of the reader: an amount to approve or an obstacle to remove, and the last day for it."""

from __future__ import annotations

from tco.engine.evaluate import Evaluated
from tco.summary.answer import odds, texts
from tco.summary.answer.deadline import deadline, has_passed
from tco.summary.answer.facts import Answer, month_number
from tco.summary.answer.headline import fill, fillings
from tco.summary.answer.option_parts import joined, purchase_prices
from tco.summary.answer.outcome_shape import shape_of
from tco.summary.sentence import Sentence


def decision(answer: Answer) -> Sentence:
    """The decision that the reader is asked for, with its last day."""
    shape = shape_of(answer)
    pattern = odds.DECISION if shape == "undecided" else texts.DECISIONS.get(shape, texts.APPROVE)
    sentence = fill(pattern, fillings(answer, shape))
    if answer.best is None:
        return sentence
    after, aside = _after(answer, answer.best), odds.to_set_aside(answer, answer.best)
    told = sentence.text.replace("{after}", after.text) + _by_when(answer) + aside.text
    return Sentence(told, (*sentence.figures, *after.figures, *aside.figures))


def _after(answer: Answer, best: Evaluated) -> Sentence:
    """The part of the payments that buys servers, and the payments left when the horizon is over."""
    prices = purchase_prices(answer, best)
    first = texts.BUYS.format(bought=joined(prices), buys="buys" if len(prices) == 1 else "buy") if prices else ""
    figures, rest = prices, answer.money(best, "remaining_commitment")
    if rest.value:
        figures, first = (*figures, rest), first + texts.STAYS_PAYABLE.format(rest=rest)
    if 0 < best.value("largest_month") < answer.results.scenario.months:
        most, number = answer.money(best, "largest_outstanding"), month_number(int(best.value("largest_month")) - 1)
        leaving = texts.GIVING_UP if rest.value else texts.NOTHING_AT_LAST
        figures, first = (*figures, most, number), first + texts.LEAVING_EARLIER.format(leaving=leaving, most=most, month=number)
    elif not rest.value:
        first += texts.NOTHING_PAYABLE
    return Sentence(first, figures)


def _by_when(answer: Answer) -> str:
    """The last day, as far as the scenario's facts set one."""
    last = deadline(answer)
    if last is None:
        return ""
    if has_passed(answer, last):
        return texts.DAY_HAS_PASSED.format(day=last.name)
    return (texts.LAST_DAY_OR_EARLIER if last.may_be_earlier else texts.LAST_DAY).format(day=last.name)
