"""The table of options: cost, saving, and which promises each one keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tco.engine.evaluate import Evaluated, Results
from tco.engine.prices_in_use import in_last_month, is_bought
from tco.engine.succession import successions
from tco.summary.answer.facts import NOT_PROMISED, Answer
from tco.summary.answer.option_parts import made_of
from tco.summary.numbers import availability, duration, money, percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import OptionRow, OptionsTable, Promise, PromiseHeading, Status

Promised = tuple[str, str, Callable[[float], str], str]
"""A promise with a figure: its key, heading, format, and the sign between figure and limit."""

PROMISED: tuple[Promised, ...] = (
    ("ttft", "TTFT", duration, "≤"),
    ("tpot", "TPOT", duration, "≤"),
    ("latency", "Latency", duration, "≤"),
    ("availability", "Availability", availability, "≥"),
)
TABLE_NOTE = (
    "Usage alone: production compute or API usage per million input and output tokens, to compare with list prices. "
    "Three significant figures; may not add due to rounding. "
    "“Not established” means that nobody has measured or contracted it; it counts as not kept."
)
AT_PEAK = "{use} at peak"
_STATUS: dict[int, Status] = {1: "broken", 2: "kept", 3: "not established", 4: "not promised"}


def options_table(answer: Answer) -> OptionsTable:
    """Every option on the same terms, winners and losers alike."""
    results = answer.results
    promised = [item for item in PROMISED if _limit(results, item[0]) > 0]
    headings = [
        PromiseHeading(
            _soft(answer, key, label),
            write_sentence(f"{sign} {{limit}}", limit=Figure(_limit(results, key), form(_limit(results, key)), f"{key}_promise")),
        )
        for key, label, form, sign in promised
    ]
    residency = any(evaluated.value("residency_status") != NOT_PROMISED for evaluated in results.compared.values())
    if residency:
        headings.append(PromiseHeading(_soft(answer, "residency", "Residency"), Sentence("as allowed")))
    limits = any(evaluated.value("limits_status") != NOT_PROMISED for evaluated in results.compared.values())
    if limits:
        headings.append(PromiseHeading(_soft(answer, "limits", "Rate limits"), Sentence("peak within")))
    judged = (*(key for key, *_ in promised), *(("residency",) if residency else ()), *(("limits",) if limits else ()))
    rows = tuple(_option_row(answer, evaluated, judged) for evaluated in results.compared.values())
    horizon = f"{answer.months} months from {results.scenario.start:%B %Y}"
    caption = f"{horizon}, {answer.currency}, nominal, before income tax; saving against {answer.baseline.option}"
    return OptionsTable(caption, tuple(headings), rows, TABLE_NOTE)


def _soft(answer: Answer, promise: str, label: str) -> str:
    """The heading of a promise; a soft promise is marked."""
    return label if answer.is_hard(promise) else f"{label} (soft)"


def _limit(results: Results, promise: str) -> float:
    """The promised figure; 0 where none is promised or no option reads it."""
    entry = results.scenario.entries.get(("", f"{promise}_promise"))
    return float(entry.elements[0].value) if entry else 0.0


def _option_row(answer: Answer, evaluated: Evaluated, judged: tuple[str, ...]) -> OptionRow:
    possible = bool(evaluated.value("possible"))
    unknown = Figure(None, "not possible", "")
    saving = (
        Figure(None, "baseline", "")
        if evaluated is answer.baseline
        else Figure(answer.saving(evaluated), money(answer.saving(evaluated), answer.currency), "saving")
    )
    promises = [_promise(evaluated, key) for key in judged]
    results = answer.results
    return OptionRow(
        evaluated.option,
        describe(results, evaluated),
        tco=answer.money(evaluated, "tco") if possible else unknown,
        usage_price=_per_use(answer, evaluated, "usage_price"),
        per_thousand_requests=_per_use(answer, evaluated, "cost_per_thousand_requests"),
        saving=saving if possible else unknown,
        promises=tuple(promises),
        recommended=evaluated is answer.best,
        baseline=evaluated is answer.baseline,
        possible=possible,
        reason="" if possible else evaluated.text("reason"),
        utilisation=_used(evaluated, "mean_utilisation", "{use}"),
        peak=_used(evaluated, "highest_utilisation", AT_PEAK),
        note="; ".join(filter(None, (_quality(results, evaluated), *_retirements(results, evaluated)))),
    )


def _per_use(answer: Answer, evaluated: Evaluated, line: str) -> Figure:
    """A cost per token or request, where there is any."""
    if not evaluated.value("possible"):
        return Figure(None, "not possible", "")
    return answer.money(evaluated, line) if evaluated.value("horizon_requests") > 0 else Figure(None, "not established", "")


def _used(evaluated: Evaluated, line: str, pattern: str) -> Sentence:
    """Utilisation of the machines that are paid for; nothing where there are none."""
    if not (evaluated.value("possible") and evaluated.value("capacity_sum")):
        return Sentence("")
    return write_sentence(pattern, use=Figure(evaluated.value(line), percent(evaluated.value(line)), line))


def _quality(results: Results, evaluated: Evaluated) -> str:
    """The stated quality of an API's answers, or of the answers of a hybrid's APIs."""
    options = (results.scenario.option(part.option) for part in made_of(results, evaluated))
    stated = dict.fromkeys(option.quality for option in options if option.kind.own_model)
    return f"quality: {'; '.join(stated)}" if stated else ""


def _retirements(results: Results, evaluated: Evaluated) -> Iterator[str]:
    """The day on which a provider retires the model that an option or a part of it calls, and the price that follows."""
    parts = {part.option for part in made_of(results, evaluated)}
    for found in successions(results):
        if found.option in parts:
            after = found.successor if found.successor not in ("", found.price) and not found.own else "at the same price"
            yield f"retires {found.day:%-d %B %Y}, then {after}"


def _promise(evaluated: Evaluated, key: str) -> Promise:
    status = _STATUS[int(evaluated.value(f"{key}_status"))]
    if key in ("residency", "limits") or status in ("not established", "not promised"):
        return Promise(status)
    value = evaluated.value(f"service_{key}")
    form = availability if key == "availability" else duration
    return Promise(status, write_sentence("{value}", value=Figure(value, form(value), f"service_{key}")) if value else Sentence(""))


def describe(results: Results, evaluated: Evaluated) -> str:
    """Kind, plan and fleet of an option in short, as of its last month."""
    scenario = results.scenario
    if scenario.option(evaluated.option).kind.is_todays:
        return "what is paid today"
    if scenario.parts(evaluated.option):
        return "; ".join(describe(results, part) for part in made_of(results, evaluated))
    if "instance" not in evaluated.model.inputs:
        return f"API, {scenario.entry('price', evaluated.option).elements[0].value}"
    plan = "bought" if is_bought(evaluated) else scenario.entry("plan", evaluated.option).elements[0].value
    fleet = in_last_month(results, evaluated, "servers_installed" if is_bought(evaluated) else "instances")
    types = [str(element.value) for element in scenario.entry("instance", evaluated.option).elements]
    everywhere = list(zip(fleet, types, scenario.axis("site", evaluated.option), strict=True))
    occupied = [place for place in everywhere if place[0]] or everywhere
    if len({(number, kind) for number, kind, _ in occupied}) == 1:
        number, kind, site = occupied[0]
        return f"{plan}, {_times(number, kind)} at {site if len(occupied) == 1 else f'each of {len(occupied)} sites'}"
    return f"{plan}, {', '.join(f'{_times(number, kind)} at {site}' for number, kind, site in occupied)}"


def _times(count: float, kind: str) -> str:
    """A count of instances that no line break takes apart."""
    return f"{count:g}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{kind}"
