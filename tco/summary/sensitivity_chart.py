"""The tornado: which uncertain inputs move the month of the option that leads the page, and how far."""

from __future__ import annotations

from tco.scenario.scenario import Element
from tco.sensitivity import Sensitivity
from tco.sensitivity import Swing as Moved
from tco.speed_band import PLACE
from tco.summary.answer import Answer
from tco.summary.assumptions import span, stated_in
from tco.summary.chart_data import MOST_SWINGS, Swing, TornadoChart
from tco.summary.headline import month_number
from tco.summary.numbers import money
from tco.summary.sentence import Figure, Sentence, write_sentence

SPEED, SPEED_SPAN = "Speed of the machines", "slow to fast end (P10 to P90)"
"""How the place in the speed band is called on paper, where -1 and 1 say nothing."""


OWNERS = {"self_hosted": "Machines", "api": "API"}
"""How the sections of a scenario are called, where two parts of a hybrid have the same input."""


def tornado_chart(answer: Answer, found: Sensitivity | None) -> TornadoChart | None:
    """At most eight inputs, the widest first; None where nothing was computed or nothing moves the cost."""
    lead = answer.shown
    if lead is None or found is None:
        return None
    moved = found.largest(lead.option, MOST_SWINGS)
    swings = tuple(_swing(answer, item, lead.option) for item in moved)
    if not swings:
        return None
    base = found.base[lead.option]
    first = swings[0]
    low, high = sorted((first.at_low, first.at_high), key=lambda figure: figure.value or 0.0)
    title = write_sentence(
        "{label} moves the month of {option} the most: {low} to {high}", label=first.label, option=lead.option, low=low, high=high
    )
    spoken = "; ".join(f"{swing.label} ({swing.span}): {swing.at_low} to {swing.at_high}" for swing in swings)
    return TornadoChart(
        title,
        f"Cost of month {month_number(found.month - 1)} without what is paid once, {answer.currency}; one input at a time at its low "
        "and high; hatched: assumed",
        Sentence(f"Bars of the cost of a month around {money(base, answer.currency)}. {spoken}."),
        _figure(answer, base),
        swings,
    )


def _swing(answer: Answer, item: Moved, option: str) -> Swing:
    low, high = item.costs[option]
    if low is None or high is None:
        raise ValueError(f"{item.label} has no cost at one of its ends and cannot be drawn")
    assumed = _element(answer, item).confidence == "assumed"
    if item.key == PLACE:
        return Swing(SPEED, Sentence(SPEED_SPAN), _figure(answer, low), _figure(answer, high), assumed)
    label = f"{item.label}, {' '.join(item.where)}" if item.where and _several(answer, item) else item.label
    if sum(key == item.key for _, key in answer.results.scenario.entries) > 1 and answer.results.scenario.parts(option):
        label = f"{OWNERS.get(item.owner, item.owner)}: {label}" if item.owner else label
    entry = answer.results.scenario.entries[item.owner, item.key]
    told = span(item.low, item.high, *stated_in(entry, _element(answer, item), answer.currency), item.key)
    return Swing(label, told, _figure(answer, low), _figure(answer, high), assumed)


def _figure(answer: Answer, cost: float) -> Figure:
    return Figure(cost, money(cost, answer.currency), "sensitivity")


def _element(answer: Answer, item: Moved) -> Element:
    """The value of the scenario that was varied; of a list by month its first."""
    elements = answer.results.scenario.entries[item.owner, item.key].elements
    return next((element for element in elements if element.path == item.path), elements[0])


def _several(answer: Answer, item: Moved) -> bool:
    return len(answer.results.scenario.entries[item.owner, item.key].elements) > 1
