"""The two charts of the first page, filled: total cost by option with its range, and cumulative cost by month."""

from __future__ import annotations

import numpy as np

from tco.evaluate import Sheet
from tco.formula import AXIS
from tco.summary.answer import Answer, short_month
from tco.summary.chart_data import Bar, BarChart, Line, LineChart, Mark
from tco.summary.headline import band_ends, month_number
from tco.summary.numbers import money
from tco.summary.sentence import Figure, Sentence, write_sentence

RANGE_OF_DRAWS = "; whiskers: P10 to P90 of the simulation"
RANGE_OF_SPEED = "; whiskers: at either end of the measured speeds (P10 to P90)"


def cost_bars(answer: Answer) -> BarChart:
    """Total cost by option; a whisker shows the range that is known of it."""
    bars = tuple(_bar(answer, sheet) for sheet in answer.results.compared.values())
    ranges = [f"{bar.name} {bar.figure}" + (f" ({bar.low} to {bar.high})" if bar.low else "") for bar in bars]
    spoken = Sentence(f"Bars of total cost by option: {', '.join(ranges)}.")
    caption = f"Total cost over {answer.months} months, {answer.currency}"
    range_of = RANGE_OF_DRAWS if answer.simulation else RANGE_OF_SPEED
    return BarChart(_bar_title(answer), caption + (range_of if any(bar.low for bar in bars) else ""), spoken, bars)


def _bar(answer: Answer, sheet: Sheet) -> Bar:
    if not sheet.value("possible"):
        return Bar(sheet.option, Figure(None, "not possible", ""), reason=f"not possible: {sheet.text('reason')}")
    ends = answer.range_of(sheet) if answer.simulation else band_ends(answer, sheet)
    low, high = ends or (None, None)
    return Bar(sheet.option, answer.money(sheet, "tco"), recommended=sheet is answer.best, low=low, high=high)


def _bar_title(answer: Answer) -> Sentence:
    if not answer.possible:
        return Sentence("No option is possible")
    cheapest, dearest = answer.possible[0], answer.possible[-1]
    if cheapest is dearest:
        return write_sentence("{option} costs {tco}", option=cheapest.option, tco=answer.money(cheapest, "tco"))
    return write_sentence(
        "Costs run from {low} ({cheapest}) to {high} ({dearest})",
        low=answer.money(cheapest, "tco"),
        cheapest=cheapest.option,
        high=answer.money(dearest, "tco"),
        dearest=dearest.option,
    )


def cost_lines(answer: Answer) -> LineChart:
    """Cumulative cost of every possible option, and where the recommended one passes the one it is held against."""
    results = answer.results
    lines = []
    for name, sheet in results.compared.items():
        if sheet.value("possible"):
            points = cumulative(answer, sheet)
            end = Figure(points[-1], money(points[-1], answer.currency), "cumulative_cost")
            lines.append(Line(name, points, end, sheet is answer.best, sheet is answer.baseline))
    names = tuple(short_month(answer.month_name(month)) for month in range(results.scenario.months))
    ends = ", ".join(f"{line.name} {line.end}" for line in lines)
    spoken = Sentence(f"Lines of cumulative cost by month, ending at {ends}." if lines else "No line: no option has an established cost.")
    mark = crossing(answer)
    return LineChart(_line_title(answer, mark), f"Cumulative cost, {answer.currency}", spoken, names, answer.currency, tuple(lines), mark)


def cumulative(answer: Answer, sheet: Sheet) -> tuple[float, ...]:
    """What an option has cost in all by the end of each month."""
    place = list(answer.results.compared).index(sheet.option)
    values = np.take(answer.results.comparison.values["cumulative_cost"], place, axis=AXIS["option"]).reshape(-1)
    return tuple(map(float, np.broadcast_to(values, (answer.results.scenario.months,))))


def crossing(answer: Answer) -> Mark | None:
    """The month from which on the option that leads the page has cost less in all than the other; None where it always or never has."""
    lead, other = answer.shown, rival(answer)
    if lead is None or other is None:
        return None
    ours, theirs = (np.array(cumulative(answer, sheet)) for sheet in (lead, other))
    dearer = np.flatnonzero(ours >= theirs)
    if not len(dearer) or dearer[-1] == len(ours) - 1:
        return None
    month = int(dearer[-1]) + 1
    return Mark(float(month), float(ours[month]), write_sentence("ahead from month {number}", number=month_number(month)))


def rival(answer: Answer) -> Sheet | None:
    """The option that the leading one is held against: the baseline, or else the cheapest of the others."""
    lead, baseline = answer.shown, answer.baseline
    if baseline is not lead and baseline.value("possible"):
        return baseline
    return next((sheet for sheet in (*answer.eligible, *answer.possible) if sheet is not lead), None)


def _line_title(answer: Answer, mark: Mark | None) -> Sentence:
    """From when the leading option is ahead, or where both end."""
    lead, other = answer.shown, rival(answer)
    if lead is None or other is None:
        return Sentence("Cumulative cost by month")
    if mark is not None:
        number = month_number(int(mark.place))
        return write_sentence(
            "From month {number} {lead} has cost less in all than {other}", number=number, lead=lead.option, other=other.option
        )
    return write_sentence(
        "After {months} months {lead} stands at {tco}, {other} at {against}",
        months=answer.months,
        lead=lead.option,
        tco=answer.money(lead, "tco"),
        other=other.option,
        against=answer.money(other, "tco"),
    )
