"""The charts of the parts of the cost: of every option side by side, and step by step from one option to another."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

from tco.engine.evaluate import Evaluated
from tco.model.comparison.gathered import PARTS
from tco.summary.answer.facts import Answer, made_of
from tco.summary.answer.texts import listed
from tco.summary.charts.cost import rival
from tco.summary.charts.data import BridgeChart, PartColumn, PartsChart, Step
from tco.summary.charts.svg import ADVERSE, FAVOURABLE, GREY, LABEL_LINE, LABEL_SIZE, Drawing, Label, Rectangle, Stroke, wrapped
from tco.summary.charts.text_width import text_width
from tco.summary.numbers import money
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
    compared = [evaluated for evaluated in answer.results.compared.values() if evaluated.value("possible")]
    lead = answer.shown
    if lead is None:
        return None
    columns = [
        PartColumn(label, tuple(_part(answer, evaluated, key) for evaluated in compared), assumed=is_assumed(answer, compared, key))
        for key, label in PARTS.items()
        if any(evaluated.value(f"{key}_total") > LEAST * evaluated.value("tco") for evaluated in compared)
    ]
    columns.append(PartColumn("Total", tuple(answer.money(evaluated, "tco") for evaluated in compared), total=True))
    spoken = "; ".join(f"{column.label}: {', '.join(map(str, column.figures))}" for column in columns)
    return PartsChart(
        _title(answer, lead),
        f"Total cost over {answer.months} months by part, {answer.currency}"
        + ("" if all(is_split(answer, evaluated) for evaluated in compared) else "; what runs today is not split"),
        Sentence(f"Bars of the parts of the cost of {', '.join(evaluated.option for evaluated in compared)}. {spoken}."),
        tuple(evaluated.option for evaluated in compared),
        answer.best.option if answer.best else "",
        tuple(columns),
    )


def is_split(answer: Answer, evaluated: Evaluated) -> bool:
    """Whether the parts of an option's service are known; of what runs today only the whole is."""
    return all(not answer.results.scenario.option(part.option).kind.is_todays for part in made_of(answer.results, evaluated))


def _part(answer: Answer, evaluated: Evaluated, key: str) -> Figure:
    """A part of an option's cost; the upkeep of what runs today stands inside its spend."""
    if key == "upkeep" and not is_split(answer, evaluated):
        return Figure(None, "not split", "")
    return answer.money(evaluated, f"{key}_total")


def _title(answer: Answer, lead: Evaluated) -> Sentence:
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


def is_assumed(answer: Answer, compared: list[Evaluated], key: str) -> bool:
    """Whether any input on which a part of the cost rests, and that is not zero, is an assumption."""
    return any(
        element.confidence == "assumed" and bool(element.value)
        for evaluated in compared
        for part in made_of(answer.results, evaluated)
        for name in RESTS_ON[key]
        if name in part.model.inputs
        for element in answer.results.scenario.entry(name, part.option).elements
    )


OPTION_WIDTH = 150.0  # of the names beside the parts of the cost
PART_BAND, PART_BAR, PART_HEAD = 19.0, 10.0, 2 * LABEL_LINE + 6
BRIDGE_HEIGHT = 128.0
WIDEST_COLUMN, BRIDGE_BAR, WIDEST_BAR = 172.0, 0.5, 64.0  # of a bridge; the bar as a share of its column
BRIDGE_HEAD, BRIDGE_FOOT = LABEL_LINE + 3, 2 * LABEL_LINE + 5


def parts_height(chart: PartsChart) -> float:
    """Height of the drawing of the parts."""
    return PART_HEAD + PART_BAND * len(chart.options)


def draw_parts(chart: PartsChart, width: float, accent: str) -> Drawing:
    """A column of bars for each part, one scale for all; every bar has its figure beside it."""
    column = (width - OPTION_WIDTH) / max(len(chart.columns), 1)
    widest = max((text_width(figure.text, LABEL_SIZE) for part in chart.columns for figure in part.figures), default=0.0)
    room = max(column - widest - 14, 4.0)
    highest = max((figure.value or 0.0 for part in chart.columns for figure in part.figures), default=0.0)
    rectangles: list[Rectangle] = []
    strokes = [Stroke(((0.0, PART_HEAD - 2), (width, PART_HEAD - 2)), GREY, 0.8)]
    labels: list[Label] = []
    middles = [PART_HEAD + PART_BAND * (place + 0.5) for place in range(len(chart.options))]
    for name, middle in zip(chart.options, middles, strict=True):
        labels += wrapped(Label(0.0, middle, name, "start", "name", name == chart.recommended), OPTION_WIDTH - 10, 1)
    for place, part in enumerate(chart.columns):
        left = OPTION_WIDTH + column * place
        name = f"{part.label} (assumed)" if part.assumed else part.label
        head = wrapped(Label(left, LABEL_LINE, name, "start", "axis", part.total), column - 6, 2)
        labels += [replace(label, y=label.y + (2 - len(head)) * LABEL_LINE / 2) for label in head]  # they stand on the line
        for name, figure, middle in zip(chart.options, part.figures, middles, strict=True):
            length = room * (figure.value or 0.0) / highest if highest else 0.0
            colour = accent if name == chart.recommended else GREY
            rectangles.append(Rectangle(left, middle - PART_BAR / 2, length, PART_BAR, colour, hatched=part.assumed))
            labels.append(Label(left + length + 4, middle, figure.text, "start", "value", part.total and name == chart.recommended))
        strokes.append(Stroke(((left, PART_HEAD), (left, PART_HEAD + PART_BAND * len(chart.options))), GREY, 0.6))
    return Drawing(width, parts_height(chart), chart.alternative.text, tuple(rectangles), tuple(strokes), tuple(labels))


def draw_bridge(chart: BridgeChart, width: float, accent: str) -> Drawing:
    """Both totals from zero, between them a floating bar for each step; every figure stands above its bar, every name below."""
    names = (chart.names[0], *(step.label for step in chart.steps), chart.names[1])
    figures = (chart.totals[0], *(step.figure for step in chart.steps), chart.totals[1])
    levels = list(accumulate((step.figure.value or 0.0 for step in chart.steps), initial=chart.totals[0].value or 0.0))
    spans = [(0.0, levels[0]), *pairwise(levels), (0.0, chart.totals[1].value or 0.0)]
    colours = [_colour(chart.names[0], chart, accent)]
    colours += [FAVOURABLE if (step.figure.value or 0.0) < 0 else ADVERSE for step in chart.steps]
    colours.append(_colour(chart.names[1], chart, accent))
    hatched = (False, *(step.assumed for step in chart.steps), False)
    column = min(width / len(names), WIDEST_COLUMN)
    bottom, highest = BRIDGE_HEIGHT - BRIDGE_FOOT, max(max(span) for span in spans)

    def height_of(value: float) -> float:
        return bottom - (bottom - BRIDGE_HEAD) * max(value, 0.0) / (highest or 1.0)

    rectangles: list[Rectangle] = []
    strokes = [Stroke(((0.0, bottom), (column * len(names), bottom)), GREY, 0.8)]
    labels: list[Label] = []
    for place, (name, figure, (start, end)) in enumerate(zip(names, figures, spans, strict=True)):
        middle, half = column * (place + 0.5), min(column * BRIDGE_BAR, WIDEST_BAR) / 2
        top, low = height_of(max(start, end)), height_of(min(start, end))
        rectangles.append(Rectangle(middle - half, top, 2 * half, low - top, colours[place], hatched=hatched[place]))
        if place + 1 < len(names):  # to the next bar, at the level where it begins
            strokes.append(Stroke(((middle + half, height_of(end)), (middle + column - half, height_of(end))), GREY, 0.6))
        strong = name == chart.recommended
        labels.append(Label(middle, top - LABEL_LINE / 2 - 1, figure.text, "middle", "value", strong))
        told = wrapped(Label(middle, bottom + 3 + LABEL_LINE, name, "middle", "name", strong), column - 8, 2)
        labels += [replace(label, y=label.y - (2 - len(told)) * LABEL_LINE / 2) for label in told]  # they hang from the line
    return Drawing(width, BRIDGE_HEIGHT, chart.alternative.text, tuple(rectangles), tuple(strokes), tuple(labels))


def _colour(name: str, chart: BridgeChart, accent: str) -> str:
    return accent if name == chart.recommended else GREY


MINUS = "\N{MINUS SIGN}"


def bridge_chart(answer: Answer) -> BridgeChart | None:
    """Steps from the baseline to the option that leads the page, or else to its rival.

    None where there is no other, no difference, or one of the two is today's spend, whose parts nobody stated.
    """
    start, end = answer.baseline, answer.shown
    if end is start:
        end = rival(answer)
    if end is None or end is start or not start.value("possible"):
        return None
    if not (is_split(answer, start) and is_split(answer, end)):
        return None
    least = LEAST * max(start.value("tco"), end.value("tco"))
    found = {key: _difference(answer, key, end) for key in PARTS}
    steps = tuple(
        Step(PARTS[key], figure, assumed=is_assumed(answer, [start, end], key))
        for key, figure in found.items()
        if abs(figure.value or 0.0) > least
    )
    if not steps:
        return None
    same = [PARTS[key] for key, figure in found.items() if abs(figure.value or 0.0) <= least < start.value(f"{key}_total")]
    largest = max(steps, key=lambda step: abs(step.figure.value or 0.0))
    ends = answer.money(start, "tco"), answer.money(end, "tco")
    told = ", ".join(f"{step.label} {step.figure}" for step in steps)
    return BridgeChart(
        write_sentence(
            "From {start} to {end} the largest step is {label}: {step}",
            start=start.option,
            end=end.option,
            label=f"{largest.label[0].lower()}{largest.label[1:]}",
            step=largest.figure,
        ),
        f"Total cost over {answer.months} months by part, {answer.currency}"
        + ("; hatched: assumed" if any(step.assumed for step in steps) else "")
        + (f"; the same in both: {listed(same).lower()}" if same else ""),
        Sentence(f"Steps from {start.option}, {ends[0]}, to {end.option}, {ends[1]}: {told}."),
        (start.option, end.option),
        ends,
        answer.best.option if answer.best else "",
        steps,
    )


def _difference(answer: Answer, key: str, evaluated: Evaluated) -> Figure:
    """What a part costs more than in the baseline, with its sign."""
    value = answer.against_baseline(f"{key}_difference", evaluated)
    text = money(value, answer.currency)
    return Figure(value, text if text.startswith(MINUS) else f"+{text}", f"{key}_difference")
