"""What each requirement costs: the answer to a leader's question, with fleets sized anew without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tco.engine.evaluate import Evaluated
from tco.engine.requirements import Price
from tco.engine.stated_requirements import UNPROVEN
from tco.summary.answer.facts import PROMISE_NAMES, Answer
from tco.summary.answer.texts import listed
from tco.summary.evidence import question_texts as texts
from tco.summary.numbers import money
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Question

LINE = "requirements"
"""Where the workbook holds these figures: a sheet of values, which no line of the model computes."""


def required(answer: Answer, _: Evaluated) -> Question:
    """The prices of all requirements; where no option meets them all, what would be the answer without each."""
    prices = answer.requirements.answer
    if not prices:
        return Question(texts.REQUIRED, Sentence(texts.REQUIRED_NONE))
    parts = list(_prices(answer, prices) if answer.best else _instead(answer, prices))
    said = "; ".join(part.text for part in parts)
    return Question(texts.REQUIRED, Sentence(f"{said[0].upper()}{said[1:]}.", tuple(figure for part in parts for figure in part.figures)))


def _prices(answer: Answer, prices: Mapping[str, Price]) -> Iterator[Sentence]:
    """Requirements of one price are told together, the dearest first, and those that cost nothing last."""
    alike: dict[float, list[str]] = {}
    for key, price in prices.items():
        if key != UNPROVEN and price.price is not None:
            alike.setdefault(max(price.price, 0.0), []).append(key)
    free = alike.pop(0.0, [])
    for value, keys in sorted(alike.items(), reverse=True):
        pattern = texts.REQUIRED_PRICE if len(keys) == 1 else texts.REQUIRED_PRICES
        yield write_sentence(pattern, price=_figure(answer, value), names=_listed(keys))
    unproven = prices.get(UNPROVEN)
    if unproven and unproven.option and unproven.price:
        yield write_sentence(texts.REQUIRED_PROVEN, price=_figure(answer, unproven.price), option=unproven.option)
    unknown = [key for key, price in prices.items() if price.price is None]
    for keys, pattern in ((free, texts.REQUIRED_FREE), (unknown, texts.REQUIRED_UNKNOWN)):
        if keys:
            yield Sentence(pattern.format(names=_listed(keys), it="it" if len(keys) == 1 else "any one of them"))


def _instead(answer: Answer, prices: Mapping[str, Price]) -> Iterator[Sentence]:
    """What would be the answer without each requirement, where there is none with all of them."""
    yield Sentence(texts.REQUIRED_UNMET)
    for key, price in prices.items():
        if price.without is None or price.option is None:
            continue
        tco = _figure(answer, price.without)
        if key == UNPROVEN:
            yield write_sentence(texts.REQUIRED_PROVEN_INSTEAD, option=price.option, tco=tco)
        else:
            yield write_sentence(texts.REQUIRED_INSTEAD, name=PROMISE_NAMES[key], option=price.option, tco=tco)


def _figure(answer: Answer, value: float) -> Figure:
    return Figure(value, money(value, answer.currency), LINE)


def _listed(keys: list[str]) -> str:
    return listed([PROMISE_NAMES[key] for key in keys])
