"""The parts of the cost of every option, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tco.engine.evaluate import Evaluated
from tco.model.comparison.gathered import PARTS
from tco.summary.answer.facts import Answer
from tco.summary.answer.option_parts import made_of
from tco.summary.charts import svg
from tco.summary.sentence import Figure, Sentence, write_sentence

NAME_WIDTH = 150.0
BAND, BAR, HEAD = 19.0, 10.0, 2 * svg.LABEL_LINE + 6
RESTS_ON = {
    "capacity": (),
    "upkeep": ("non_production", "maintenance_share"),
    "people": ("staff", "staff_cost"),
    "one_off": ("migration",),
    "edge": ("edge_price",),
    "around": ("guardrails_price", "retrieval_price", "observability_price", "security_review_cost", "evaluation_cost", "exit_price"),
}
"""The inputs on which each part of the cost rests, besides the catalogue's prices."""
LEAST = 1e-9
"""The least part of the cost, as a share of the total; less is rounding."""


@dataclass(frozen=True)
class PartColumn:
    """One part of the cost in the order of the chart's options; hatched where it rests on an assumption."""

    label: str
    figures: tuple[Figure, ...]
    assumed: bool = False
    total: bool = False


@dataclass(frozen=True)
class PartsChart:
    """The cost of every possible option by part: a column of bars for each part, all on one scale."""

    title: Sentence
    caption: str
    alternative: Sentence
    options: tuple[str, ...]
    recommended: str
    """Its name; empty where none is."""
    columns: tuple[PartColumn, ...]

    @property
    def height(self) -> float:
        """Height of the drawing, whatever its width."""
        return HEAD + BAND * len(self.options)

    def draw(self, width: float, accent: str) -> svg.Drawing:
        """A column of bars for each part, one scale for all; every bar has its figure beside it."""
        drawing = svg.Drawing(width, self.height, self.alternative.text)
        figures = [figure for column in self.columns for figure in column.figures]
        column_width = (width - NAME_WIDTH) / max(len(self.columns), 1)
        longest = max(column_width - svg.widest(figure.text for figure in figures) - 14, 4.0)
        length = svg.scale(0.0, max(map(svg.size, figures), default=0.0), 0.0, longest)
        drawing.add(svg.Stroke(((0.0, HEAD - 2), (width, HEAD - 2))))
        rows = [(name, HEAD + BAND * (place + 0.5), name == self.recommended) for place, name in enumerate(self.options)]
        for name, middle, strong in rows:
            drawing.add(*svg.wrapped(svg.Label(0.0, middle, name, "start", "name", strong), NAME_WIDTH - 10, 1))
        for place, column in enumerate(self.columns):
            left = NAME_WIDTH + column_width * place
            name = f"{column.label} (assumed)" if column.assumed else column.label
            head = svg.Label(left, 1.5 * svg.LABEL_LINE, name, "start", "axis", column.total)
            drawing.add(*svg.wrapped(head, column_width - 6, 2, above=1))
            for (_, middle, strong), figure in zip(rows, column.figures, strict=True):
                end, colour = length(svg.size(figure)), accent if strong else svg.GREY
                drawing.add(svg.Rectangle(left, middle - BAR / 2, end, BAR, colour, hatched=column.assumed))
                drawing.add(svg.Label(left + end + 4, middle, figure.text, "start", "value", column.total and strong))
            drawing.add(svg.Stroke(((left, HEAD), (left, self.height)), thickness=0.6))
        return drawing


def parts_chart(answer: Answer) -> PartsChart | None:
    """A column for each part that any possible option has, and the total; None where no option is possible."""
    lead, compared = answer.lead, answer.possible_as_listed
    if lead is None:
        return None
    columns = [
        PartColumn(label, tuple(_part(answer, evaluated, key) for evaluated in compared), assumed=is_assumed(answer, compared, key))
        for key, label in PARTS.items()
        if any(evaluated.value(f"{key}_total") > LEAST * evaluated.value("tco") for evaluated in compared)
    ]
    columns.append(PartColumn("Total", tuple(answer.money(evaluated, "tco") for evaluated in compared), total=True))
    names = tuple(evaluated.option for evaluated in compared)
    spoken = "; ".join(f"{column.label}: {', '.join(map(str, column.figures))}" for column in columns)
    return PartsChart(
        _title(answer, lead),
        caption(answer) + ("" if all(is_split(answer, evaluated) for evaluated in compared) else "; what runs today is not split"),
        Sentence(f"Bars of the parts of the cost of {', '.join(names)}. {spoken}."),
        names,
        answer.best.option if answer.best else "",
        tuple(columns),
    )


def caption(answer: Answer) -> str:
    """The caption of a chart by part of the cost, with its unit."""
    return f"Total cost over {answer.months} months by part, {answer.currency}"


def is_split(answer: Answer, evaluated: Evaluated) -> bool:
    """True where the parts of an option's cost are known; of today's spend only the whole is."""
    return all(not answer.results.scenario.option(part.option).kind.is_todays for part in made_of(answer.results, evaluated))


def _part(answer: Answer, evaluated: Evaluated, key: str) -> Figure:
    """A part of an option's cost; the upkeep of what runs today is inside its spend."""
    if key == "upkeep" and not is_split(answer, evaluated):
        return Figure(None, "not split", "")
    return answer.money(evaluated, f"{key}_total")


def _title(answer: Answer, lead: Evaluated) -> Sentence:
    """The largest part of the leading option's total."""
    key = max(PARTS, key=lambda key: lead.value(f"{key}_total"))
    most, tco = answer.money(lead, f"{key}_total"), answer.money(lead, "tco")
    label = PARTS[key][0].lower() + PARTS[key][1:]
    if not lead.value("tco"):
        return write_sentence("{option} costs {tco}", option=lead.option, tco=tco)
    if not is_split(answer, lead):
        return write_sentence("What the {tco} of {option} are made up of is not stated", tco=tco, option=lead.option)
    if most.text == tco.text:
        return write_sentence("Nearly all of the {tco} of {option} goes to {label}", tco=tco, option=lead.option, label=label)
    return write_sentence("{amount} of the {tco} of {option} goes to {label}", amount=most, tco=tco, option=lead.option, label=label)


def is_assumed(answer: Answer, compared: Iterable[Evaluated], key: str) -> bool:
    """True where any input on which a part of the cost rests, and that is not zero, is an assumption."""
    return any(
        element.confidence == "assumed" and bool(element.value)
        for evaluated in compared
        for part in made_of(answer.results, evaluated)
        for name in RESTS_ON[key]
        if name in part.model.inputs
        for element in answer.results.scenario.entry(name, part.option).elements
    )
