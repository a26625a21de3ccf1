"""The four figures under the recommendation, each with what to compare it to."""

from __future__ import annotations

from tco.evaluate import Sheet
from tco.summary.answer import Answer
from tco.summary.numbers import NOT_ESTABLISHED, money, percent
from tco.summary.page import KeyFigure
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.texts import KEY_LABELS as LABELS

UNKNOWN = Figure(None, NOT_ESTABLISHED, "")


def key_figures(answer: Answer) -> tuple[KeyFigure, ...]:
    """Of the option that leads the page: total, saving, cost per token, cost of a month."""
    sheet = answer.shown
    labels = [label.format(months=answer.months, baseline=answer.baseline.option) for label in LABELS.values()]
    if sheet is None:
        return tuple(KeyFigure(label, UNKNOWN, Sentence("no option is possible")) for label in labels)
    total, saving, per_million, month = labels
    return (
        KeyFigure(total, answer.money(sheet, "tco"), _against(answer, sheet)),
        _saving(answer, sheet, saving),
        _per_million(answer, sheet, per_million),
        KeyFigure(
            month,
            answer.money(sheet, "tco_per_month"),
            write_sentence("service at list price {list_price}", list_price=answer.money(sheet, "list_cost_per_month")),
        ),
    )


def _against(answer: Answer, sheet: Sheet) -> Sentence:
    other = answer.baseline if sheet is not answer.baseline else answer.runner_up
    if other is None:
        return Sentence("nothing to compare with" if len(answer.results.compared) == 1 else "the baseline itself")
    if not other.value("possible"):
        return Sentence(f"{other.option} is not possible")
    return write_sentence("{tco} for {other}", tco=answer.money(other, "tco"), other=other.option)


def _saving(answer: Answer, sheet: Sheet, label: str) -> KeyFigure:
    if sheet is answer.baseline:
        return KeyFigure(label, Figure(None, "none", ""), Sentence("it is the baseline"))
    if not answer.baseline.value("possible"):
        return KeyFigure(label, UNKNOWN, Sentence("the baseline is not possible"))
    saving, share = answer.saving(sheet), answer.saving_share(sheet)
    return KeyFigure(
        label,
        Figure(saving, money(saving, answer.currency), "saving"),
        write_sentence("{share} of its cost", share=Figure(share, percent(share), "saving_share")),
    )


def _per_million(answer: Answer, sheet: Sheet, label: str) -> KeyFigure:
    if not sheet.value("horizon_output"):
        return KeyFigure(label, UNKNOWN, Sentence("no traffic"))
    total = answer.money(sheet, "cost_per_million_tokens")
    per_million = answer.money(sheet, "cost_per_million_output_tokens")
    return KeyFigure(label, per_million, write_sentence("{total} per million input and output tokens", total=total))
