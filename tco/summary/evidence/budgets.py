"""Budgets of every option: its total at the base values and in the draws, and the money that is enough at the budget level."""

from __future__ import annotations

from collections.abc import Iterator

from tco.engine.evaluate import Evaluated
from tco.engine.simulation.simulate import OptionSimulation
from tco.summary.answer.facts import Answer
from tco.summary.numbers import money, percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import BudgetRow, BudgetTable

LINE = "simulation"
"""Where the workbook holds these figures: a sheet of values, which no line of the model computes."""
TITLE = "Budgets: the base total among the draws of the simulation"
CAPTION = "Total cost over {months} months, {currency}. Base is the total at the base values. The budget is enough in {level} of draws."
OWN = " The contingency is the client's own: {share} of the base total."
ASIDE = "{option}: {why}."


def budget_table(answer: Answer) -> BudgetTable | None:
    """Budgets of every option that is possible in any draw; None where no simulation was run."""
    if answer.simulation is None:
        return None
    scenario = answer.results.scenario
    level, own = (float(scenario.entry(key).elements[0].value) for key in ("budget_level", "contingency"))
    caption = CAPTION.format(months=answer.results.scenario.months, currency=answer.currency, level="{level}")
    sentence = write_sentence(caption, level=Figure(level, percent(level), "budget_level"))
    if own:
        share = Figure(own, percent(own), "contingency")
        sentence = Sentence(f"{sentence.text}{OWN.format(share=share)}", (*sentence.figures, share))
    found = answer.simulation.options
    rows = tuple(row for evaluated in answer.results.compared.values() for row in _row(answer, evaluated, found[evaluated.option]))
    asides = tuple(Sentence(ASIDE.format(option=name, why=why)) for name, why in answer.asides.items())
    return BudgetTable(TITLE, sentence, rows, asides, has_own=bool(own)) if rows else None


def _row(answer: Answer, evaluated: Evaluated, drawn: OptionSimulation) -> Iterator[BudgetRow]:
    """One row, or none where the option is not possible at the base values or in no draw."""
    total, budget, place = drawn.total, drawn.budget, drawn.base_place
    if total is None or budget is None or place is None:
        return

    def told(value: float) -> Figure:
        return Figure(value, money(value, answer.currency), LINE)

    yield BudgetRow(
        evaluated.option,
        answer.money(evaluated, "tco"),
        Figure(place, percent(place), LINE),
        told(total.p50),
        told(total.p80),
        told(budget.amount),
        told(budget.contingency_to_level),
        told(budget.with_own_contingency),
    )
