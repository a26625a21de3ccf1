"""The cost of every option by the classes of a budget, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tco.engine.evaluate import Evaluated
from tco.model.money.cost_categories import COST_CLASSES
from tco.summary.answer.facts import Answer
from tco.summary.answer.option_parts import made_of
from tco.summary.answer.texts import in_sentence
from tco.summary.charts import svg
from tco.summary.sentence import Figure, Sentence, write_sentence

NAME_WIDTH = 146.0
BAND, BAR, HEAD = 17.0, 9.0, 2 * svg.LABEL_LINE + 6
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "non_production_compute": ("non_production",),
    "storage_network": ("storage_per_site", "egress_per_token", "transit_price"),
    "provider_support": ("support_share", "maintenance_share", "insurance_share", "disposal_share"),
    "facilities": ("power_draw",),
    "people": ("staff", "staff_cost"),
    "implementation": ("migration", "security_review_cost", "exit_price"),
    "operations": ("guardrails_price", "retrieval_price", "observability_price", "evaluation_cost"),
    "edge": ("edge_price",),
    "taxes": ("indirect_tax",),
}
"""The inputs on which a class of the cost rests, besides the catalogue's prices; a class that is not named rests on these alone."""
LEAST = 1e-9
"""The least class of the cost, as a share of the total; less is rounding."""


@dataclass(frozen=True)
class PartRow:
    """One class of the cost in the order of the chart's options; hatched where it rests on an assumption."""

    label: str
    figures: tuple[Figure, ...]
    assumed: bool = False
    total: bool = False


@dataclass(frozen=True)
class PartsChart:
    """The cost of every possible option by class: a row of bars for each class, all on one scale."""

    title: Sentence
    caption: str
    alternative: Sentence
    options: tuple[str, ...]
    recommended: str
    """Its name; empty where none is."""
    rows: tuple[PartRow, ...]

    @property
    def height(self) -> float:
        """Height of the drawing, whatever its width."""
        return HEAD + BAND * len(self.rows)

    def draw(self, width: float, accent: str) -> svg.Drawing:
        """A row for each class and a column of bars for each option, one scale for all; every bar has its figure beside it."""
        drawing = svg.Drawing(width, self.height, self.alternative.text)
        figures = [figure for row in self.rows for figure in row.figures]
        column_width = (width - NAME_WIDTH) / max(len(self.options), 1)
        longest = max(column_width - svg.widest(figure.text for figure in figures) - 14, 4.0)
        length = svg.scale(0.0, max(map(svg.size, figures), default=0.0), 0.0, longest)
        drawing.add(svg.Stroke(((0.0, HEAD - 2), (width, HEAD - 2))))
        rows = [(row, HEAD + BAND * (place + 0.5)) for place, row in enumerate(self.rows)]
        for row, middle in rows:
            drawing.add(*svg.wrapped(svg.Label(0.0, middle, row.label, "start", "name", row.total), NAME_WIDTH - 6, 1))
        for place, name in enumerate(self.options):
            left, strong = NAME_WIDTH + column_width * place, name == self.recommended
            head = svg.Label(left, 1.5 * svg.LABEL_LINE, name, "start", "axis", strong)
            drawing.add(*svg.wrapped(head, column_width - 6, 2, above=1))
            for row, middle in rows:
                end, colour = length(svg.size(row.figures[place])), accent if strong else svg.GREY
                drawing.add(svg.Rectangle(left, middle - BAR / 2, end, BAR, colour, hatched=row.assumed))
                drawing.add(svg.Label(left + end + 4, middle, row.figures[place].text, "start", "value", row.total and strong))
            drawing.add(svg.Stroke(((left, HEAD), (left, self.height)), thickness=0.6))
        return drawing


def parts_chart(answer: Answer) -> PartsChart | None:
    """A row for each class that any possible option has, and the total; None where no option is possible."""
    lead, compared = answer.lead, answer.possible_as_listed
    if lead is None:
        return None
    rows = [
        PartRow(label, tuple(answer.money(evaluated, f"{key}_total") for evaluated in compared), assumed=is_assumed(answer, compared, key))
        for key, label in COST_CLASSES.items()
        if any(evaluated.value(f"{key}_total") > LEAST * evaluated.value("tco") for evaluated in compared)
    ]
    rows.append(PartRow("Total", tuple(answer.money(evaluated, "tco") for evaluated in compared), total=True))
    names = tuple(evaluated.option for evaluated in compared)
    spoken = "; ".join(f"{row.label}: {', '.join(map(str, row.figures))}" for row in rows)
    return PartsChart(
        _title(answer, lead),
        caption(answer) + ("; hatched: assumed" if any(row.assumed for row in rows) else ""),
        Sentence(f"Bars of the cost of {', '.join(names)} by class of a budget. {spoken}."),
        names,
        answer.best.option if answer.best else "",
        tuple(rows),
    )


def caption(answer: Answer) -> str:
    """The caption of a chart by class of the cost, with its unit."""
    return f"Total cost over {answer.months} months by class of a budget, {answer.currency}"


def is_split(answer: Answer, evaluated: Evaluated) -> bool:
    """True where the parts of an option's cost are known; of today's spend only the whole is."""
    return all(not answer.results.scenario.option(part.option).kind.is_todays for part in made_of(answer.results, evaluated))


def _title(answer: Answer, lead: Evaluated) -> Sentence:
    """The largest class of the leading option's total."""
    key = max(COST_CLASSES, key=lambda key: lead.value(f"{key}_total"))
    most, tco = answer.money(lead, f"{key}_total"), answer.money(lead, "tco")
    label = in_sentence(COST_CLASSES[key])
    if not lead.value("tco"):
        return write_sentence("{option} costs {tco}", option=lead.option, tco=tco)
    if not is_split(answer, lead):
        return write_sentence("What the {tco} of {option} are made up of is not stated", tco=tco, option=lead.option)
    if most.text == tco.text:
        return write_sentence("Nearly all of the {tco} of {option} goes to {label}", tco=tco, option=lead.option, label=label)
    return write_sentence("{amount} of the {tco} of {option} goes to {label}", amount=most, tco=tco, option=lead.option, label=label)


def is_assumed(answer: Answer, compared: Iterable[Evaluated], key: str) -> bool:
    """True where any input on which a class of the cost rests, and that is not zero, is an assumption."""
    return any(
        element.confidence == "assumed" and bool(element.value)
        for evaluated in compared
        for part in made_of(answer.results, evaluated)
        for name in RESTS_ON.get(key, ())
        if name in part.model.inputs
        for element in answer.results.scenario.entry(name, part.option).elements
    )
