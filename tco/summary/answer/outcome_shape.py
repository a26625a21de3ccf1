"""The shape of an outcome: one rule for every way in which a comparison can end. The first rule that holds decides.

The headline, the recommendation and the decision are chosen by it (`tco/summary/answer/texts.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tco.engine.evaluate import Evaluated
from tco.summary.answer.facts import OPEN, Answer, by_month
from tco.summary.answer.option_parts import made_of

Shape = Literal[
    "impossible",
    "broken",
    "open",
    "idle",
    "undecided",
    "alone",
    "tie",
    "overtaken",
    "uncommitted",
    "new",
    "stay",
    "dearer",
    "cheaper fails",
    "dominates",
]

NEAR = 0.05
"""The largest difference of a near tie, as a share of the recommended option's total, however wide the speed band is."""


@dataclass(frozen=True)
class Overtaking:
    """Another option becomes the cheaper one by the month: from this month, counted from 0, to the end."""

    evaluated: Evaluated
    month: int


def shape_of(answer: Answer) -> Shape:
    """The first rule that holds."""
    best = answer.best
    if not answer.possible:
        return "impossible"
    if best is None:
        return "open" if answer.awaiting else "broken"
    if not answer.has_traffic:
        return "idle"
    if answer.odds and answer.odds.name == "open":
        return "undecided"
    if len(answer.results.compared) == 1:
        return "alone"
    if is_near(answer) and not (answer.odds and answer.odds.name == "clear"):
        return "tie"
    if overtaking(answer):
        return "overtaken"
    if committed_twin(answer):
        return "uncommitted"
    return _against_baseline(answer, best)


def _against_baseline(answer: Answer, best: Evaluated) -> Shape:
    if not answer.baseline.value("possible"):
        return "new"
    if best is answer.baseline:
        return "stay"
    if answer.saving(best) <= 0:
        return "dearer"
    return "cheaper fails" if answer.cheaper else "dominates"


def is_near(answer: Answer) -> bool:
    """True where the runner-up costs nearly the same, inside the speed band of one of the two.

    Two that show the same three figures are near without a band: nothing on the page could tell them apart.
    """
    best, other = answer.best, answer.runner_up
    if best is None or other is None:
        return False
    ours, theirs = best.value("tco"), other.value("tco")
    if answer.money(best, "tco").text == answer.money(other, "tco").text:
        return True
    return theirs <= ours * (1 + NEAR) and _may_turn(answer, best, other)


def _may_turn(answer: Answer, best: Evaluated, other: Evaluated) -> bool:
    """True where the order turns somewhere inside the speed bands; machines of the same kind are slow or fast together."""
    slow, fast = _slow_cost(answer, best), _fast_cost(answer, best)
    if _slow_cost(answer, other) <= slow or _fast_cost(answer, other) <= fast:
        return True
    return _chips(answer, best) != _chips(answer, other) and (slow >= other.value("tco") or _fast_cost(answer, other) <= best.value("tco"))


def _chips(answer: Answer, evaluated: Evaluated) -> set[str]:
    parts = (part for part in made_of(answer.results, evaluated) if "accelerator" in part.values)
    return {str(chip) for part in parts for chip in part.values["accelerator"].reshape(-1)}


def _slow_cost(answer: Answer, evaluated: Evaluated) -> float:
    """Total cost of an option at the slow end of its band; its planned total where that is not known."""
    band = answer.bands.get(evaluated.option)
    return evaluated.value("tco") if band is None or band.tco_slow is None else band.tco_slow


def _fast_cost(answer: Answer, evaluated: Evaluated) -> float:
    band = answer.bands.get(evaluated.option)
    return evaluated.value("tco") if band is None or band.tco_fast is None else band.tco_fast


def overtaking(answer: Answer) -> Overtaking | None:
    """The option that becomes cheaper by the month than the recommended one as demand grows; payments made once are left out.

    Of several, the one whose last month costs least. None where nothing grows: only then is the volume what makes the difference.
    """
    best, months = answer.best, answer.results.scenario.months
    requests = np.broadcast_to(answer.results.demand.values["all_requests"].reshape(-1), (months,))
    if best is None or requests[-1] <= requests[0]:
        return None
    ours = by_month(best, "recurring", months)
    overtakings = []
    for evaluated in answer.eligible:
        theirs = by_month(evaluated, "recurring", months)
        dearer = np.flatnonzero(theirs >= ours)
        if evaluated is not best and len(dearer) and 0 in dearer and dearer[-1] < months - 1:
            overtakings.append((float(theirs[-1]), Overtaking(evaluated, int(dearer[-1]) + 1)))
    return min(overtakings, key=lambda pair: pair[0])[1] if overtakings else None


def committed_twin(answer: Answer) -> Evaluated | None:
    """The cheapest eligible option on the same machines that commits to them, where the recommended one does not."""
    best = answer.best
    if best is None or is_committed(best):
        return None
    return next(
        (
            evaluated
            for evaluated in answer.eligible
            if evaluated is not best and is_committed(evaluated) and _same_machines(answer, best, evaluated)
        ),
        None,
    )


def uncommitted_twin(answer: Answer) -> Evaluated | None:
    """The cheapest possible option on the same machines that commits to nothing, where the recommended one does."""
    best = answer.best
    if best is None or not is_committed(best):
        return None
    return next(
        (evaluated for evaluated in answer.possible if not is_committed(evaluated) and _same_machines(answer, best, evaluated)), None
    )


def is_committed(evaluated: Evaluated) -> bool:
    """True where an option binds the client to machines for a term."""
    return any(line in evaluated.values and bool(evaluated.values[line].any()) for line in ("commitment_term", "committed_hours"))


def _same_machines(answer: Answer, one: Evaluated, other: Evaluated) -> bool:
    if "instance" not in one.model.inputs or "instance" not in other.model.inputs:
        return False
    types = [
        [element.value for element in answer.results.scenario.entry("instance", evaluated.option).elements] for evaluated in (one, other)
    ]
    return types[0] == types[1]


def open_promises(answer: Answer, evaluated: Evaluated) -> list[str]:
    """Keys of the hard promises that an option leaves open."""
    return answer.promises_with(evaluated, OPEN, hard=True)
