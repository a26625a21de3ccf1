"""The decision asked of the reader: an amount to approve or an obstacle to remove, and the last day for it."""

from __future__ import annotations

from tco.engine.evaluate import Evaluated
from tco.summary.answer import odds, texts
from tco.summary.answer.deadline import deadline, has_passed
from tco.summary.answer.facts import Answer
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
    if best.value("remaining_commitment") > 0:
        rest = answer.money(best, "remaining_commitment")
        return Sentence(first + texts.STAYS_PAYABLE.format(rest=rest), (*prices, rest))
    return Sentence(first + texts.NOTHING_PAYABLE, prices)


def _by_when(answer: Answer) -> str:
    """The last day, as far as the scenario's facts set one."""
    last = deadline(answer)
    if last is None:
        return ""
    if has_passed(answer, last):
        return texts.DAY_HAS_PASSED.format(day=last.name)
    return (texts.LAST_DAY_OR_EARLIER if last.may_be_earlier else texts.LAST_DAY).format(day=last.name)
