"""From results to the page: what stands where, filled from the answer, the evidence and the model's lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tco import __version__
from tco.evaluate import Results, Sheet
from tco.formula import AXIS
from tco.limitations import LIMITATIONS
from tco.summary.answer import Answer
from tco.summary.evidence import assumptions, risks, sources
from tco.summary.numbers import availability, duration, money
from tco.summary.page import (
    HOUSE_ACCENT,
    Bar,
    BarChart,
    Figure,
    Foot,
    Line,
    LineChart,
    OptionRow,
    OptionsTable,
    PartRow,
    PartsTable,
    Promise,
    PromiseHeading,
    Sentence,
    Status,
    SummaryPage,
    write_sentence,
)

Promised = tuple[str, str, Callable[[float], str], str]
"""A promise with a figure: its key, heading, format, and the sign between figure and limit."""

PROMISED: tuple[Promised, ...] = (
    ("ttft", "TTFT", duration, "≤"),
    ("tpot", "TPOT", duration, "≤"),
    ("latency", "Latency", duration, "≤"),
    ("availability", "Availability", availability, "≥"),
)
PARTS = (
    ("service_total", "Provider's charges"),
    ("people_total", "People"),
    ("one_off_total", "One-off work"),
    ("around_total", "Around the service"),
)
TABLE_NOTE = (
    "Three significant figures; may not add due to rounding. "
    "“Not established” means that nobody has measured or contracted it; it counts as not kept."
)
_NOT_PROMISED = 4
_STATUS: dict[int, Status] = {1: "broken", 2: "kept", 3: "not established", 4: "not promised"}


def summary_page(results: Results, sha256: str, catalogue_sha256: str) -> SummaryPage:
    """The executive summary of evaluated results."""
    scenario = results.scenario
    answer = Answer(results)
    return SummaryPage(
        title=scenario.title,
        client=scenario.client,
        prepared_for=scenario.client,
        date=f"{scenario.as_of:%-d %B %Y}",
        headline=answer.headline(),
        recommendation=answer.recommendation(),
        reasons=answer.reasons(),
        decision=answer.decision(),
        key_figures=answer.key_figures(),
        bar_chart=_bars(answer),
        line_chart=_lines(answer),
        options=_options(answer),
        parts=_parts(answer),
        assumptions=assumptions(results),
        risks=risks(results),
        sources=sources(results),
        disagreements=tuple(Sentence(note) for note in scenario.notes),
        limitations=Sentence(" ".join(LIMITATIONS)),
        foot=Foot(scenario.name, sha256, scenario.catalogue.date, catalogue_sha256, __version__),
        paper=scenario.brand.paper,
        accent=scenario.brand.readable_accent or HOUSE_ACCENT,
        logo=scenario.brand.logo,
    )


def _bars(answer: Answer) -> BarChart:
    rows = []
    for name, sheet in answer.results.options.items():
        possible = bool(sheet.value("possible"))
        figure = answer.money(sheet, "tco") if possible else Figure(None, "not possible", "")
        rows.append(Bar(name, figure, recommended=sheet is answer.best, reason="" if possible else f"not possible: {sheet.text('reason')}"))
    spoken = Sentence("Bars of total cost by option: " + ", ".join(f"{bar.name} {bar.figure}" for bar in rows) + ".")
    return BarChart(_bar_title(answer), f"Total cost over {answer.months} months, {answer.currency}", spoken, tuple(rows))


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


def _lines(answer: Answer) -> LineChart:
    results = answer.results
    cumulative = results.comparison.values["cumulative_cost"]
    months = results.scenario.months
    lines = []
    for place, (name, sheet) in enumerate(results.options.items()):
        if sheet.value("possible"):
            points = np.take(cumulative, place, axis=AXIS["option"]).reshape(-1)
            end = float(points[-1])
            lines.append(
                Line(
                    name,
                    tuple(map(float, points)),
                    Figure(end, money(end, answer.currency), "cumulative_cost"),
                    sheet is answer.best,
                    sheet is answer.baseline,
                )
            )
    first = results.scenario.start
    names = tuple(f"{_month(first.year, first.month, number)}" for number in range(months))
    title = _line_title(answer)
    spoken = Sentence("Lines of cumulative cost by month, ending at " + ", ".join(f"{line.name} {line.end}" for line in lines) + ".")
    return LineChart(title, f"Cumulative cost, {answer.currency}", spoken, names, answer.currency, tuple(lines))


def _month(year: int, month: int, offset: int) -> str:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    total = year * 12 + month - 1 + offset
    return f"{names[total % 12]} {total // 12}"


def _options(answer: Answer) -> OptionsTable:
    results = answer.results
    promised = [item for item in PROMISED if _limit(results, item[0]) > 0]
    headings = [
        PromiseHeading(
            _soft(answer, key, label),
            write_sentence(f"{sign} {{limit}}", limit=Figure(_limit(results, key), form(_limit(results, key)), f"{key}_promise")),
        )
        for key, label, form, sign in promised
    ]
    residency = any(sheet.value("residency_status") != _NOT_PROMISED for sheet in results.options.values())
    if residency:
        headings.append(PromiseHeading(_soft(answer, "residency", "Residency"), Sentence("as allowed")))
    limits = any(sheet.value("limits_status") != _NOT_PROMISED for sheet in results.options.values())
    if limits:
        headings.append(PromiseHeading(_soft(answer, "limits", "Rate limits"), Sentence("peak within")))
    judged = (*(key for key, *_ in promised), *(("residency",) if residency else ()), *(("limits",) if limits else ()))
    rows = tuple(_option_row(answer, sheet, judged) for sheet in results.options.values())
    horizon = f"{answer.months} months from {results.scenario.start:%B %Y}"
    caption = f"{horizon}, {answer.currency}, nominal, before income tax; saving against {answer.baseline.option}"
    return OptionsTable(caption, tuple(headings), rows, TABLE_NOTE)


def _soft(answer: Answer, promise: str, label: str) -> str:
    """The heading of a promise, which says where it is soft."""
    return label if answer.is_hard(promise) else f"{label} (soft)"


def _limit(results: Results, promise: str) -> float:
    """The promised figure; 0 where none is promised or no option reads it."""
    entry = results.scenario.entries.get(("", f"{promise}_promise"))
    return float(entry.elements[0].value) if entry else 0.0


def _option_row(answer: Answer, sheet: Sheet, judged: tuple[str, ...]) -> OptionRow:
    possible = bool(sheet.value("possible"))
    unknown = Figure(None, "not possible", "")
    saving = (
        Figure(None, "baseline", "")
        if sheet is answer.baseline
        else Figure(answer.saving(sheet), money(answer.saving(sheet), answer.currency), "saving")
    )
    traffic = sheet.value("horizon_output") > 0
    promises = [_promise(sheet, key) for key in judged]
    option = answer.results.scenario.option(sheet.option)
    return OptionRow(
        sheet.option,
        describe(answer.results, sheet),
        tco=answer.money(sheet, "tco") if possible else unknown,
        per_month=answer.money(sheet, "tco_per_month") if possible else unknown,
        per_million_output_tokens=(
            answer.money(sheet, "cost_per_million_output_tokens") if traffic else Figure(None, "not established", "")
        )
        if possible
        else unknown,
        saving=saving if possible else unknown,
        promises=tuple(promises),
        recommended=sheet is answer.best,
        baseline=sheet is answer.baseline,
        possible=possible,
        reason="" if possible else sheet.text("reason"),
        note=f"quality: {option.quality}" if option.kind == "api" else "",
    )


def _promise(sheet: Sheet, key: str) -> Promise:
    status = _STATUS[int(sheet.value(f"{key}_status"))]
    if key in ("residency", "limits") or status in ("not established", "not promised"):
        return Promise(status)
    value = sheet.value(f"service_{key}")
    form = availability if key == "availability" else duration
    return Promise(status, write_sentence("{value}", value=Figure(value, form(value), f"service_{key}")) if value else Sentence(""))


def describe(results: Results, sheet: Sheet) -> str:
    """Kind, plan and fleet of an option in short, as of its last month."""
    scenario = results.scenario
    if scenario.option(sheet.option).kind == "current":
        return "what is paid today"
    if "instance" not in sheet.model.inputs:
        return f"API, {scenario.entry('price', sheet.option).elements[0].value}"
    plan = scenario.entry("plan", sheet.option).elements[0].value
    sites = scenario.axis("site", sheet.option)
    fleet = np.broadcast_to(sheet.values["instances"], [*sheet.values["instances"].shape[:-1], scenario.months]).reshape(len(sites), -1)[
        :, -1
    ]
    types = [str(element.value) for element in scenario.entry("instance", sheet.option).elements]
    if len(set(zip(fleet.tolist(), types, strict=True))) == 1:
        where = sites[0] if len(sites) == 1 else f"each of {len(sites)} sites"
        return f"{plan}, {_times(fleet[0], types[0])} at {where}"
    return f"{plan}, {', '.join(f'{_times(count, kind)} at {site}' for count, kind, site in zip(fleet, types, sites, strict=True))}"


def _times(count: float, kind: str) -> str:
    """A count of instances that no line break takes apart."""
    return f"{count:g}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{kind}"


def _parts(answer: Answer) -> PartsTable | None:
    if not answer.possible:
        return None
    sheets = [sheet for sheet in answer.results.options.values() if sheet.value("possible")]
    parts = [(line, label) for line, label in PARTS if line != "around_total" or any(sheet.value(line) for sheet in sheets)]
    rows = [PartRow(label, tuple(answer.money(sheet, line) for sheet in sheets)) for line, label in parts]
    rows.append(PartRow("Total", tuple(answer.money(sheet, "tco") for sheet in sheets), total=True))
    lead = answer.shown or sheets[0]
    part = max(PARTS, key=lambda item: lead.value(item[0]))
    title = write_sentence(
        "{label} make up {amount} of the {tco} of {option}",
        label=part[1],
        amount=answer.money(lead, part[0]),
        tco=answer.money(lead, "tco"),
        option=lead.option,
    )
    return PartsTable(
        title, f"Total cost over {answer.months} months by part, {answer.currency}", tuple(sheet.option for sheet in sheets), tuple(rows)
    )


def _line_title(answer: Answer) -> Sentence:
    """Which option leads at the end of the horizon, and by how much it leads the next."""
    if len(answer.possible) < 2:
        return Sentence("Cumulative cost by month")
    lead = answer.shown or answer.possible[0]
    other = (
        answer.baseline
        if answer.baseline is not lead and answer.baseline.value("possible")
        else next(s for s in answer.possible if s is not lead)
    )
    return write_sentence(
        "After {months} months {lead} stands at {tco}, {other} at {against}",
        months=answer.months,
        lead=lead.option,
        tco=answer.money(lead, "tco"),
        other=other.option,
        against=answer.money(other, "tco"),
    )
