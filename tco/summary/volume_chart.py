"""Cost against volume: what a month costs at other volumes, and from where on another option costs less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np

from tco.crossings import Crossing, curves
from tco.evaluate import Results, Sheet
from tco.summary.answer import Answer
from tco.summary.chart_data import Mark, VolumeChart, VolumeLine
from tco.summary.headline import month_number
from tco.summary.numbers import short_number
from tco.summary.sentence import Figure, Sentence, write_sentence

POINTS = 49
LOWEST, HIGHEST = 0.1, 10.0
"""Multiples of the plan's volume that are drawn, unless a crossing lies further out."""


@dataclass(frozen=True)
class Volumes:
    """What the page knows of other volumes: the run rate of every option at multiples of the reference month's, and where they cross."""

    month: int
    """Counted from 1."""
    daily: float
    """Requests a day of the reference month."""
    multiples: tuple[float, ...]
    costs: Mapping[str, tuple[float, ...]]
    """By option, one for each multiple, the recurring cost of the month."""
    crossings: tuple[Crossing, ...]
    """From which multiple on one option stays cheaper than another."""


def volumes_of(results: Results, found: tuple[Crossing, ...]) -> Volumes | None:
    """Costs at volumes around the plan's and beyond the crossings that were found.

    None where the reference month has no requests: no multiple of nothing is another volume.
    """
    month = int(results.demand.value("run_rate_month"))
    values = results.demand.values["requests"]
    daily = float(np.broadcast_to(values, (*values.shape[:-1], results.scenario.months))[..., month - 1].sum())
    if not daily:
        return None
    ends = [item.multiple for item in found]
    multiples = np.geomspace(min([LOWEST, *ends]), max([HIGHEST, *ends]), POINTS)
    costs = curves(results, multiples)
    return Volumes(month, daily, tuple(map(float, multiples)), {name: tuple(map(float, cost)) for name, cost in costs.items()}, found)


def volume_chart(answer: Answer, found: Volumes | None) -> VolumeChart | None:
    """Lines of all possible options that cost anything; the plan's volume and the break-even nearest to it are marked."""
    lead = answer.shown
    if found is None or lead is None:
        return None
    volumes = tuple(found.daily * multiple for multiple in found.multiples)
    drawn = [sheet for sheet in answer.results.compared.values() if sheet.value("possible") and min(found.costs[sheet.option]) > 0]
    if len(drawn) < 2:
        return None
    lines = tuple(VolumeLine(sheet.option, found.costs[sheet.option], sheet is answer.best) for sheet in drawn)
    plan = Mark(found.daily, 0.0, write_sentence("plan: {volume} a day", volume=requests(found.daily)))
    crossing = nearest(answer, found, lead)
    marks = [plan]
    if crossing is not None:
        volume = found.daily * crossing.multiple
        cost = float(np.exp(np.interp(log(volume), np.log(volumes), np.log(found.costs[lead.option]))))
        marks.append(Mark(volume, cost, write_sentence("break-even: {volume} a day", volume=requests(volume))))
    names = ", ".join(line.name for line in lines)
    said = f" {marks[1].text.text}." if crossing else ""
    return VolumeChart(
        _title(found, crossing, lead),
        f"Cost of month {month_number(found.month - 1)} by requests a day, without what is paid once, {answer.currency}",
        Sentence(f"Lines of the cost of a month against requests a day for {names}; {plan.text}.{said}"),
        answer.currency,
        volumes,
        lines,
        tuple(marks),
    )


def nearest(answer: Answer, found: Volumes, lead: Sheet) -> Crossing | None:
    """The crossing of the leading option with another that could be chosen, or else with any, nearest to the plan's volume."""
    with_lead = [item for item in found.crossings if lead.option in (item.option, item.other)]
    rivals = {sheet.option for sheet in answer.eligible}
    chosen = [item for item in with_lead if {item.option, item.other} <= rivals | {lead.option}] or with_lead
    return min(chosen, key=lambda item: abs(log(item.multiple)), default=None)


def _title(found: Volumes, crossing: Crossing | None, lead: Sheet) -> Sentence:
    if crossing is None:
        return write_sentence(
            "From {least} to {most} requests a day the same options cost more than {option}, and the same less",
            least=requests(found.daily * found.multiples[0]),
            most=requests(found.daily * found.multiples[-1]),
            option=lead.option,
        )
    volume = requests(found.daily * crossing.multiple)
    return write_sentence(
        "From {volume} requests a day {option} costs less than {other}", volume=volume, option=crossing.option, other=crossing.other
    )


def requests(volume: float) -> Figure:
    """So many requests a day, as the page shows them."""
    return Figure(volume, short_number(volume), "volume")
