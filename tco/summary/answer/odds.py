"""Odds and budget on the page: the class of the recommendation, the texts of one that is open, and the money to set aside.

Without a simulation there is no class, and no budget but the client's own contingency.
"""

from __future__ import annotations

from tco.engine.evaluate import Evaluated
from tco.summary.answer.facts import Answer
from tco.summary.numbers import money, percent
from tco.summary.sentence import Figure, Sentence, write_sentence

HEADLINE_BEHIND = "Open: {option} at {tco} is the answer at the base values, but {rival} in more simulated cases, {theirs} against {share}"
HEADLINE_SPLIT = "Open: {option} at {tco} is the answer in only {share} of simulated cases, {rival} in {theirs}"
HEADLINE_ALONE = "Open: {option} at {tco} is the answer in only {share} of simulated cases; in the others none is"
WITH_ODDS = "{told}; {name}: the answer in {share} of simulated cases"
AND_RIVAL = ", {rival} in {theirs}"
"""Added to the headline of a recommendation that is clear or leaning."""

RECOMMENDATION = (
    "Do not commit yet. At the base values {option} is the choice, at {tco} over {months} months, but the uncertain inputs can turn it. "
    "Narrow those that move the cost most, then compare again."
)
DECISION = (
    "Decide which uncertain inputs to narrow first, by a test, a log or a quote, before money is committed; {option} would take {cash} "
    "over {months} months from {start}. {after}"
)

BOTH = "In {share} of all simulated cases the answer is {option}, in {theirs} it is {rival}."
ALONE = "In {share} of all simulated cases the answer is {option}."
UNANSWERED = "In {none} no option meets every hard requirement."
RANGES = "{option} may cost {low} to {high}, {rival} {other_low} to {other_high} (P10 to P90 of the simulation)."

BUDGET = " A budget of {budget} is enough in {level} of simulated cases."
BUDGET_AND_OWN = " A budget of {budget} is enough in {level} of simulated cases; with the contingency of {own} it is {both}."
OWN = " With the contingency of {own} its total cost is {both}."


def share_figures(answer: Answer) -> dict[str, Figure | str]:
    """The shares of the recommended option and of its rival, as patterns name them; nothing where there are no odds."""
    odds = answer.odds
    if odds is None:
        return {}
    found: dict[str, Figure | str] = {"share": _share(odds.share), "theirs": _share(odds.rival_share)}
    return found | ({"rival": odds.rival} if odds.rival else {})


def undecided_headline(answer: Answer) -> str:
    """The pattern of a headline for a recommendation that is open."""
    odds = answer.odds
    if odds is None or odds.rival is None:
        return HEADLINE_ALONE
    return HEADLINE_BEHIND if odds.is_behind else HEADLINE_SPLIT


def with_odds(answer: Answer, told: Sentence) -> Sentence:
    """A headline with the class of the recommendation, its share of the draws and that of its rival; unchanged where they say nothing."""
    odds = answer.odds
    if odds is None or (len(answer.results.compared) == 1 and odds.share == 1):
        return told
    share, theirs = _share(odds.share), _share(odds.rival_share)
    text = WITH_ODDS.format(told=told.text, name=odds.name, share=share)
    if odds.rival is None:
        return Sentence(text, (*told.figures, share))
    return Sentence(f"{text}{AND_RIVAL.format(rival=odds.rival, theirs=theirs)}", (*told.figures, share, theirs))


def undecided_reasons(answer: Answer) -> list[Sentence]:
    """Why the recommendation is open: the shares, and the ranges in which both totals lie."""
    simulation, odds, best = answer.simulation, answer.odds, answer.best
    if simulation is None or odds is None or best is None:
        return []
    parts = share_figures(answer)
    first = write_sentence(BOTH if odds.rival else ALONE, option=best.option, **_named(BOTH if odds.rival else ALONE, parts))
    if simulation.unanswered:
        none = _share(simulation.unanswered)
        first = Sentence(f"{first.text} {UNANSWERED.format(none=none)}", (*first.figures, none))
    ours = answer.range_of(best)
    theirs = answer.range_of(answer.results.options[odds.rival]) if odds.rival else ()
    if not (ours and theirs):
        return [first]
    ends = {"low": ours[0], "high": ours[1], "other_low": theirs[0], "other_high": theirs[1]}
    return [first, write_sentence(RANGES, option=best.option, rival=str(odds.rival), **ends)]


def to_set_aside(answer: Answer, evaluated: Evaluated) -> Sentence:
    """The budget at its level and the client's own contingency, each where there is any."""
    own = evaluated.value("contingency_amount")
    budget = answer.simulation.options[evaluated.option].budget if answer.simulation else None
    own_figure = Figure(own, money(own, answer.currency), "contingency_amount")
    if budget is None:
        both = answer.money(evaluated, "tco_with_contingency")
        return write_sentence(OWN, own=own_figure, both=both) if own else Sentence("")
    amount = Figure(budget.amount, money(budget.amount, answer.currency), "simulation")
    level = Figure(budget.level, percent(budget.level), "budget_level")
    if not own:
        return write_sentence(BUDGET, budget=amount, level=level)
    both = Figure(budget.amount + own, money(budget.amount + own, answer.currency), "simulation")
    return write_sentence(BUDGET_AND_OWN, budget=amount, level=level, own=own_figure, both=both)


def _share(value: float) -> Figure:
    return Figure(value, percent(value), "simulation")


def _named(pattern: str, parts: dict[str, Figure | str]) -> dict[str, Figure | str]:
    return {name: part for name, part in parts.items() if f"{{{name}}}" in pattern}
