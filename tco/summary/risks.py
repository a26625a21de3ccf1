"""Risks: what the run itself found comes first, then what is open, each with what would change the decision."""

from __future__ import annotations

from collections.abc import Iterator

from tco.evaluate import Sheet
from tco.summary.answer import BROKEN, PROMISE_NAMES, Answer
from tco.summary.headline import turning
from tco.summary.makeup import buyers, called, is_rented, made_of
from tco.summary.numbers import percent
from tco.summary.purchases import lead_time
from tco.summary.risks_of_hardware import bandwidth, precisions, speeds, uncalibrated
from tco.summary.risks_of_prices import no_batch, not_offered, retirement, stale
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.shape import open_promises
from tco.summary.tables import Risk
from tco.summary.texts import listed


def risks(answer: Answer) -> tuple[Risk, ...]:
    """Warnings of the run, then what would change the decision."""
    results = answer.results
    found = [*_failed_checks(answer), *uncalibrated(results), *stale(results), *retirement(results), *not_offered(results)]
    found += [*precisions(results), *bandwidth(results), *no_batch(results)]
    found += [*_proof_of_cheaper(answer), *_turning(answer), *_spot(answer), *_quality(answer), *_capacity(answer), *_purchases(answer)]
    found += speeds(results)
    return tuple(found)


def _failed_checks(answer: Answer) -> Iterator[Risk]:
    results = answer.results
    for name, sheet in results.options.items():
        if not sheet.value("peaks_carried") and "peak_utilisation" in sheet.values:
            worst = float(sheet.values["peak_utilisation"].max())
            yield Risk(
                write_sentence(
                    "{option}: the fleet cannot carry the peak; it would run at {use} of its capacity.",
                    option=called(results, name),
                    use=Figure(worst, percent(worst), "peak_utilisation"),
                ),
                warning=True,
            )
    if not results.checks.value("shape_holds") or not results.checks.value("every_total_adds_up"):
        yield Risk(Sentence("A check of the workbook fails; see its Checks sheet before using any figure."), warning=True)


def _proof_of_cheaper(answer: Answer) -> Iterator[Risk]:
    """The cheapest option that only lacks proof: with it, the recommendation would be another."""
    best = answer.best
    lacking = [
        sheet for sheet in answer.possible if best is not None and sheet.value("tco") < best.value("tco") and _only_open(answer, sheet)
    ]
    if best is None or not lacking:
        return
    other = lacking[0]
    yield Risk(
        write_sentence(
            "{other} would be recommended at {tco} if its {gaps} were shown to be kept.",
            other=other.option,
            tco=answer.money(other, "tco"),
            gaps=listed([PROMISE_NAMES[key] for key in open_promises(answer, other)]),
        ),
        Sentence("a contract or a measurement that shows it"),
    )


def _turning(answer: Answer) -> Iterator[Risk]:
    """Another option that keeps every hard promise is the cheaper one where all machines are slow."""
    said = turning(answer)
    if said is not None:
        yield Risk(said, Sentence("a benchmark near the slow end"))


def _only_open(answer: Answer, sheet: Sheet) -> bool:
    return not answer.judged(sheet, BROKEN, hard=True) and bool(open_promises(answer, sheet))


def _spot(answer: Answer) -> Iterator[Risk]:
    """Machines that the provider may take back, where the page leads with them."""
    for part in made_of(answer.results, answer.shown) if answer.shown else ():
        if "interruptible" not in part.values or not part.values["interruptible"].any():
            continue
        yield Risk(
            Sentence(f"{part.option} runs on spot machines, which the provider may take back at any time."),
            Sentence("interruptions that cost more than the stated overhead"),
        )


def _quality(answer: Answer) -> Iterator[Risk]:
    options = answer.results.scenario.options
    open_ones = [option.name for option in options if "not established" in option.quality and option.kind == "api"]
    if open_ones:
        yield Risk(
            Sentence(f"Equal quality of answers is not established for {listed(open_ones)}; it is the client's to test."),
            Sentence("a blind comparison of answers"),
        )


def _capacity(answer: Answer) -> Iterator[Risk]:
    """Machines that nobody has promised, where the page leads with them."""
    parts = made_of(answer.results, answer.shown) if answer.shown else ()
    if any(is_rented(part) for part in parts):
        yield Risk(
            Sentence("Whether the instances can be had (quota, capacity, lead time) is not established."),
            Sentence("a refusal of the quota request"),
        )


def _purchases(answer: Answer) -> Iterator[Risk]:
    """Servers that the page leads with: when they come, and that they stay when fewer requests do."""
    shown = answer.shown
    for part in buyers(answer.results, shown) if shown else ():
        lead, _ = lead_time(answer, part)
        yield Risk(
            Sentence("Whether servers, their space and their power can be had in time is not established."),
            write_sentence("a lead time of more than {lead}", lead=lead) if lead.value else Sentence("any lead time"),
        )
        yield Risk(
            write_sentence(
                "{option} buys servers for {price}; what is bought stays when demand falls, and what it sells for is not established.",
                option=part.option,
                price=answer.money(part, "capex_total"),
            ),
            Sentence("fewer requests than planned"),
        )
