"""Where the money goes: the parts of every option's total, and which of them rest on assumptions."""

from __future__ import annotations

from tco.evaluate import Sheet
from tco.summary.answer import Answer
from tco.summary.chart_data import PartColumn, PartsChart
from tco.summary.makeup import buyers, made_of
from tco.summary.sentence import Sentence, write_sentence

PARTS = (
    ("service_total", "Provider's charges", ()),
    ("people_total", "People", ("staff", "staff_cost")),
    ("one_off_total", "One-off work", ("migration",)),
    ("edge_total", "Answers on devices", ("edge_price",)),
    (
        "around_total",
        "Around the service",
        ("guardrails_price", "retrieval_price", "observability_price", "security_review_cost", "evaluation_cost", "exit_price"),
    ),
)
"""Lines whose sum is the total, how they are called, and the inputs on which each rests beside the catalogue's prices."""
HARDWARE = "Providers, hardware and hosting"
"""What the provider's charges are called where an option buys machines."""


def parts_chart(answer: Answer) -> PartsChart | None:
    """A column for each part that any possible option has, and the total; None where no option is possible."""
    sheets = [sheet for sheet in answer.results.compared.values() if sheet.value("possible")]
    lead = answer.shown
    if lead is None:
        return None
    parts = _named(answer, sheets)
    columns = [
        PartColumn(label, tuple(answer.money(sheet, line) for sheet in sheets), assumed=_is_assumed(answer, sheets, inputs))
        for line, label, inputs in parts
        if any(sheet.value(line) for sheet in sheets)
    ]
    columns.append(PartColumn("Total", tuple(answer.money(sheet, "tco") for sheet in sheets), total=True))
    line, label, _ = max(parts, key=lambda part: lead.value(part[0]))
    title = write_sentence(
        "{label} make up {amount} of the {tco} of {option}",
        label=label,
        amount=answer.money(lead, line),
        tco=answer.money(lead, "tco"),
        option=lead.option,
    )
    spoken = "; ".join(f"{column.label}: {', '.join(map(str, column.figures))}" for column in columns)
    return PartsChart(
        title if lead.value("tco") else write_sentence("{option} costs {tco}", option=lead.option, tco=answer.money(lead, "tco")),
        f"Total cost over {answer.months} months by part, {answer.currency}",
        Sentence(f"Bars of the parts of the cost of {', '.join(sheet.option for sheet in sheets)}. {spoken}."),
        tuple(sheet.option for sheet in sheets),
        answer.best.option if answer.best else "",
        tuple(columns),
    )


def _named(answer: Answer, sheets: list[Sheet]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The parts, the first of which has another name where any of these options buys machines."""
    (line, label, inputs), *others = PARTS
    return [(line, HARDWARE if any(buyers(answer.results, sheet) for sheet in sheets) else label, inputs), *others]


def _is_assumed(answer: Answer, sheets: list[Sheet], inputs: tuple[str, ...]) -> bool:
    """Whether any of these inputs that is not zero is an assumption."""
    return any(
        element.confidence == "assumed" and bool(element.value)
        for sheet in sheets
        for part in made_of(answer.results, sheet)
        for key in inputs
        if key in part.model.inputs
        for element in answer.results.scenario.entry(key, part.option).elements
    )
