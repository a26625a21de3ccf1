"""Risks: what the run itself found comes first, then what is open, each with what would change the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from tco.engine.evaluate import Evaluated, Results
from tco.engine.prices_in_use import old_prices, price_age_limit
from tco.language.formula import AXIS
from tco.summary.answer.facts import BROKEN, PROMISE_NAMES, Answer, buyers, called, is_rented, lead_time, made_of
from tco.summary.answer.headline import turning
from tco.summary.answer.outcome_shape import open_promises
from tco.summary.answer.texts import listed
from tco.summary.numbers import percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Risk


def stale(results: Results) -> Iterator[Risk]:
    """Prices and exchange rates in use that are older than the scenario lets pass."""
    old, limit = old_prices(results, results.options), price_age_limit(results)
    if old:
        yield Risk(Sentence(f"Prices older than {limit} days: {', '.join(old)}. Confirm them before signing."), warning=True)


def retirement(results: Results) -> Iterator[Risk]:
    """APIs whose model has an announced last day inside the horizon; told once for all options that call it."""
    found: dict[str, list[str]] = {}
    for name, evaluated in results.options.items():
        if "retires_inside" in evaluated.values and evaluated.value("retires_inside"):
            found.setdefault(str(results.scenario.entry("price", name).elements[0].value), []).append(called(results, name))
    for price, names in found.items():
        row = results.scenario.catalogue["api_prices"].find(price)
        day = row.values.get("retirement") if row else None
        yield Risk(
            Sentence(f"{', '.join(names)}: the provider retires this model on {day}, inside the horizon."),
            Sentence("the successor's price"),
            warning=True,
        )


def not_offered(results: Results) -> Iterator[Risk]:
    """Instances that a scenario prices by itself at sites where the catalogue offers none."""
    for name, evaluated in results.options.items():
        if "offer" in evaluated.values:
            missing = [
                site for site, row in zip(results.scenario.axis("site", name), evaluated.along("offer", "site"), strict=True) if not row
            ]
            if missing:
                sites = ", ".join(missing)
                told = f"{called(results, name)}: the catalogue knows no offer of this type at {sites}; the price is the scenario's own."
                yield Risk(Sentence(told), warning=True)


def no_batch(results: Results) -> Iterator[Risk]:
    """APIs without batch prices, where a share of the requests could wait."""
    waits = ("", "class_batch_share") in results.scenario.entries and any(
        element.value for element in results.scenario.entry("class_batch_share").elements
    )
    without = [
        called(results, name)
        for name, evaluated in results.options.items()
        if "batch_known" in evaluated.values and not evaluated.value("batch_known")
    ]
    if waits and without:
        yield Risk(Sentence(f"{', '.join(without)}: no batch price is in use; what could wait pays the full price."), warning=True)


def uncalibrated(results: Results) -> Iterator[Risk]:
    """Options whose speed is an extrapolation: nobody has measured the accelerator at this precision, or it is known to be off."""
    bands: dict[tuple[float, float], tuple[list[str], list[str]]] = {}
    for name, evaluated in results.options.items():
        if "all_calibrated" in evaluated.values and not evaluated.value("all_calibrated"):
            known = evaluated.values["is_calibrated"].reshape(-1)
            width = float(evaluated.values["speed_low"].min()), float(evaluated.values["speed_high"].max())
            options, chips = bands.setdefault(width, ([], []))
            options.append(called(results, name))
            chips += [str(chip) for chip, is_known in zip(evaluated.along("accelerator", "site"), known, strict=True) if not is_known]
    for (low, high), (options, chips) in bands.items():
        yield Risk(
            write_sentence(
                "{options}: speed on {chips} at this precision is not calibrated; measured output may be {low} to {high} of the estimate.",
                options=", ".join(options),
                chips=", ".join(dict.fromkeys(chips)),
                low=Figure(low, percent(low), "speed_low"),
                high=Figure(high, percent(high), "speed_high"),
            ),
            Sentence("a benchmark of this model on this hardware"),
            warning=True,
        )


def speeds(results: Results) -> Iterator[Risk]:
    """How far the speed of the option that the page leads with, or else of the cheapest that serves itself, may be off."""
    modelled = {
        name: [part for part in made_of(results, evaluated) if "speed_low" in part.values]
        for name, evaluated in results.compared.items()
        if evaluated.value("possible")
    }
    modelled = {name: parts for name, parts in modelled.items() if parts}
    if not modelled:
        return
    recommended = results.comparison.text("recommended")
    name = recommended if recommended in modelled else min(modelled, key=lambda option: results.options[option].value("tco"))
    for part in modelled[name]:
        if part.value("all_calibrated"):  # that it is not calibrated is said already
            yield _speed(part)


def _speed(evaluated: Evaluated) -> Risk:
    low, high = float(evaluated.values["speed_low"].min()), float(evaluated.values["speed_high"].max())
    return Risk(
        write_sentence(
            "Speeds are estimates from published benchmarks: {option} may reach {low} to {high} of its estimate (P10 to P90); "
            "the workbook's case switch carries that to the cost.",
            option=evaluated.option,
            low=Figure(low, percent(low), "speed_low"),
            high=Figure(high, percent(high), "speed_high"),
        ),
        Sentence("a measured benchmark of the chosen option that falls outside"),
    )


def precisions(results: Results) -> Iterator[Risk]:
    """Precisions that nobody has confirmed on the hardware of a site that serves; told once for all options alike."""
    found: dict[str, list[str]] = {}
    for name, evaluated in results.options.items():
        if "support_row" not in evaluated.values:
            continue
        for key, what, chosen in (("weight_support", "weights", "precision"), ("cache_support", "a KV cache", "kv_precision")):
            precision = results.scenario.entry(chosen, name).elements[0].value
            chips = [
                at(evaluated, "accelerator", place)
                for place in serving(results, evaluated)
                if str(at(evaluated, key, place)) == "unconfirmed"
            ]
            if chips:
                where = ", ".join(dict.fromkeys(map(str, chips)))
                found.setdefault(f"{what} in {precision} on {where} is unconfirmed.", []).append(called(results, name))
    for told, names in found.items():
        yield Risk(
            Sentence(f"{', '.join(names)}: {told}"),
            Sentence("the vendor's word, or a test run, that this precision is served there"),
            warning=True,
        )


def bandwidth(results: Results) -> Iterator[Risk]:
    """Sites where steps that wait for memory reach little of its bandwidth, unless redundancy alone buys the machines; told once."""
    found: dict[str, list[float]] = {}
    for name, evaluated in results.options.items():
        if "mbu_is_low" not in evaluated.values:
            continue
        for place in serving(results, evaluated):
            bought = {str(reason) for reason in np.ravel(_at_all(evaluated, "bought_by", place))}
            if at(evaluated, "mbu_is_low", place) and bought != {"redundancy"}:
                found.setdefault(name, []).append(float(at(evaluated, "mbu_reached", place)))
    for (least, most, limit), names in _alike(results, found).items():
        low, high, below = (
            Figure(value, percent(value), line) for value, line in ((least, "mbu_reached"), (most, "mbu_reached"), (limit, "low_mbu"))
        )
        span = write_sentence("{low}", low=low) if least == most else write_sentence("{low} to {high}", low=low, high=high)
        told = write_sentence(
            "{options}: a step reaches {span} of the memory bandwidth; below {limit} is a sign of too many chips for one replica "
            "or too small a batch.",
            options=listed([called(results, name) for name in names]),
            span=span.text,
            limit=below,
        )
        yield Risk(Sentence(told.text, (*span.figures, *told.figures)), warning=True)


def _alike(results: Results, found: dict[str, list[float]]) -> dict[tuple[float, float, float], list[str]]:
    """Options by the limit that they fall below, with the least and the most that any of them reaches."""
    limits: dict[float, list[str]] = {}
    for name in found:
        limits.setdefault(float(results.scenario.entry("low_mbu", name).elements[0].value), []).append(name)
    ends = {limit: [value for name in names for value in found[name]] for limit, names in limits.items()}
    return {(min(ends[limit]), max(ends[limit]), limit): names for limit, names in limits.items()}


def serving(results: Results, evaluated: Evaluated) -> list[int]:
    """Places of the sites that serve any region."""
    return [place for place in range(len(results.scenario.axis("site", evaluated.option))) if at(evaluated, "regions_served", place)]


def at(evaluated: Evaluated, key: str, place: int) -> float | str:
    """A line that varies by site only, at one site."""
    return cast("float | str", _at_all(evaluated, key, place).item())


def _at_all(evaluated: Evaluated, key: str, place: int) -> np.ndarray:
    """A line at one site, over everything else along which it varies."""
    values = evaluated.values[key]
    return cast("np.ndarray", np.take(values, place if values.shape[AXIS["site"]] > 1 else 0, axis=AXIS["site"]))


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
    for name, evaluated in results.options.items():
        if not evaluated.value("peaks_carried") and "peak_utilisation" in evaluated.values:
            worst = float(evaluated.values["peak_utilisation"].max())
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
        evaluated
        for evaluated in answer.possible
        if best is not None and evaluated.value("tco") < best.value("tco") and _only_open(answer, evaluated)
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


def _only_open(answer: Answer, evaluated: Evaluated) -> bool:
    return not answer.judged(evaluated, BROKEN, hard=True) and bool(open_promises(answer, evaluated))


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
    open_ones = [option.name for option in options if "not established" in option.quality and option.kind.own_model]
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
