"""Where the money goes: the parts of every option's total, and which of them rest on assumptions."""

from __future__ import annotations

from tco.evaluate import Sheet
from tco.model.gathered import PARTS
from tco.summary.answer import Answer
from tco.summary.chart_data import PartColumn, PartsChart
from tco.summary.makeup import made_of
from tco.summary.sentence import Figure, Sentence, write_sentence

RESTS_ON = {
    "capacity": (),
    "upkeep": ("non_production", "maintenance_share"),
    "people": ("staff", "staff_cost"),
    "one_off": ("migration",),
    "edge": ("edge_price",),
    "around": ("guardrails_price", "retrieval_price", "observability_price", "security_review_cost", "evaluation_cost", "exit_price"),
}
"""The inputs on which each part rests beside the catalogue's prices."""
LEAST = 1e-9
"""Of the total: less is rounding, and no part of the cost."""


def parts_chart(answer: Answer) -> PartsChart | None:
    """A column for each part that any possible option has, and the total; None where no option is possible."""
    sheets = [sheet for sheet in answer.results.compared.values() if sheet.value("possible")]
    lead = answer.shown
    if lead is None:
        return None
    columns = [
        PartColumn(label, tuple(_part(answer, sheet, key) for sheet in sheets), assumed=is_assumed(answer, sheets, key))
        for key, label in PARTS.items()
        if any(sheet.value(f"{key}_total") > LEAST * sheet.value("tco") for sheet in sheets)
    ]
    columns.append(PartColumn("Total", tuple(answer.money(sheet, "tco") for sheet in sheets), total=True))
    spoken = "; ".join(f"{column.label}: {', '.join(map(str, column.figures))}" for column in columns)
    return PartsChart(
        _title(answer, lead),
        f"Total cost over {answer.months} months by part, {answer.currency}"
        + ("" if all(is_split(answer, sheet) for sheet in sheets) else "; what runs today is not split"),
        Sentence(f"Bars of the parts of the cost of {', '.join(sheet.option for sheet in sheets)}. {spoken}."),
        tuple(sheet.option for sheet in sheets),
        answer.best.option if answer.best else "",
        tuple(columns),
    )


def is_split(answer: Answer, sheet: Sheet) -> bool:
    """Whether the parts of an option's service are known; of what runs today only the whole is."""
    return all(answer.results.scenario.option(part.option).kind != "current" for part in made_of(answer.results, sheet))


def _part(answer: Answer, sheet: Sheet, key: str) -> Figure:
    """A part of an option's cost; the upkeep of what runs today stands inside its spend."""
    if key == "upkeep" and not is_split(answer, sheet):
        return Figure(None, "not split", "")
    return answer.money(sheet, f"{key}_total")


def _title(answer: Answer, lead: Sheet) -> Sentence:
    """What makes up most of the leading option's total, or all of it."""
    key = max(PARTS, key=lambda key: lead.value(f"{key}_total"))
    most, tco = answer.money(lead, f"{key}_total"), answer.money(lead, "tco")
    if not lead.value("tco"):
        return write_sentence("{option} costs {tco}", option=lead.option, tco=tco)
    if not is_split(answer, lead):
        return write_sentence("What the {tco} of {option} are made up of is not stated", tco=tco, option=lead.option)
    label = PARTS[key][0].lower() + PARTS[key][1:]
    if most.text == tco.text:
        return write_sentence("Nearly all of the {tco} of {option} goes to {label}", tco=tco, option=lead.option, label=label)
    return write_sentence("{amount} of the {tco} of {option} goes to {label}", amount=most, tco=tco, option=lead.option, label=label)


def is_assumed(answer: Answer, sheets: list[Sheet], key: str) -> bool:
    """Whether any input on which a part of the cost rests, and that is not zero, is an assumption."""
    return any(
        element.confidence == "assumed" and bool(element.value)
        for sheet in sheets
        for part in made_of(answer.results, sheet)
        for name in RESTS_ON[key]
        if name in part.model.inputs
        for element in answer.results.scenario.entry(name, part.option).elements
    )
