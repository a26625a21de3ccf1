"""From the baseline to the option beside it: which parts of the cost make the difference, each a line of the comparison."""

from __future__ import annotations

from tco.evaluate import Sheet
from tco.model.gathered import PARTS
from tco.summary.answer import Answer
from tco.summary.chart_data import BridgeChart, Step
from tco.summary.cost_charts import rival
from tco.summary.numbers import money
from tco.summary.parts_chart import LEAST, is_assumed, is_split
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.texts import listed

MINUS = "\N{MINUS SIGN}"


def bridge_chart(answer: Answer) -> BridgeChart | None:
    """Steps from the baseline to the option that leads the page, or else to its rival.

    None where there is no other, no difference, or one of the two is today's spend, whose parts nobody stated.
    """
    start, end = answer.baseline, answer.shown
    if end is start:
        end = rival(answer)
    if end is None or end is start or not start.value("possible"):
        return None
    if not (is_split(answer, start) and is_split(answer, end)):
        return None
    least = LEAST * max(start.value("tco"), end.value("tco"))
    found = {key: _difference(answer, key, end) for key in PARTS}
    steps = tuple(
        Step(PARTS[key], figure, assumed=is_assumed(answer, [start, end], key))
        for key, figure in found.items()
        if abs(figure.value or 0.0) > least
    )
    if not steps:
        return None
    same = [PARTS[key] for key, figure in found.items() if abs(figure.value or 0.0) <= least < start.value(f"{key}_total")]
    largest = max(steps, key=lambda step: abs(step.figure.value or 0.0))
    ends = answer.money(start, "tco"), answer.money(end, "tco")
    told = ", ".join(f"{step.label} {step.figure}" for step in steps)
    return BridgeChart(
        write_sentence(
            "From {start} to {end} the largest step is {label}: {step}",
            start=start.option,
            end=end.option,
            label=f"{largest.label[0].lower()}{largest.label[1:]}",
            step=largest.figure,
        ),
        f"Total cost over {answer.months} months by part, {answer.currency}"
        + ("; hatched: assumed" if any(step.assumed for step in steps) else "")
        + (f"; the same in both: {listed(same).lower()}" if same else ""),
        Sentence(f"Steps from {start.option}, {ends[0]}, to {end.option}, {ends[1]}: {told}."),
        (start.option, end.option),
        ends,
        answer.best.option if answer.best else "",
        steps,
    )


def _difference(answer: Answer, key: str, sheet: Sheet) -> Figure:
    """What a part costs more than in the baseline, with its sign."""
    value = answer.against_baseline(f"{key}_difference", sheet)
    text = money(value, answer.currency)
    return Figure(value, text if text.startswith(MINUS) else f"+{text}", f"{key}_difference")
