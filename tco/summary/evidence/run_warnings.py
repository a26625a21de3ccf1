"""Warnings of the run about its prices, speeds and machines, whichever option is recommended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import numpy as np

from tco.engine.evaluate import Evaluated, Results
from tco.engine.prices_in_use import old_prices, price_age_limit
from tco.engine.succession import Succession, follows, successions
from tco.language.formula import AXIS
from tco.summary.answer.option_parts import called
from tco.summary.answer.texts import listed
from tco.summary.numbers import money, percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Risk


def run_warnings(results: Results) -> Iterator[Risk]:
    """The warnings in the order in which the page lists them."""
    for warn in (_failed_checks, _uncalibrated, _stale, _retirement, _not_offered, _precisions, _bandwidth, _no_batch, _no_profile):
        yield from warn(results)


def _failed_checks(results: Results) -> Iterator[Risk]:
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


def _stale(results: Results) -> Iterator[Risk]:
    """Prices and exchange rates in use that are older than the scenario lets pass."""
    old, limit = old_prices(results, results.options), price_age_limit(results)
    if old:
        yield Risk(Sentence(f"Prices older than {limit} days: {', '.join(old)}. Confirm them before signing."), warning=True)


def _retirement(results: Results) -> Iterator[Risk]:
    """APIs whose model has an announced last day inside the horizon, and the price that follows; one warning for all that are alike."""
    callers: dict[Succession, list[str]] = {}
    for found in successions(results):
        callers.setdefault(replace(found, option=""), []).append(called(results, found.option))
    for found, names in callers.items():
        paid = Figure(found.migration, money(found.migration, results.scenario.currency), "succession_work")
        which = "the" if found.successor else "a"
        moving = write_sentence(f"; moving to {which} successor costs {{paid}}", paid=paid) if found.migration else Sentence("")
        retires = f"{', '.join(names)}: the provider retires {found.price} on {found.day:%-d %B %Y}, inside the horizon"
        yield Risk(
            Sentence(f"{retires}; from then on {follows(found)}{moving.text}.", moving.figures),
            Sentence("the successor's price and answers"),
            warning=True,
        )


def _not_offered(results: Results) -> Iterator[Risk]:
    """Instances at sites where the catalogue does not offer them, so that the price is the scenario's own."""
    for name, evaluated in results.options.items():
        if "offer" in evaluated.values:
            missing = [
                site for site, row in zip(results.scenario.axis("site", name), evaluated.along("offer", "site"), strict=True) if not row
            ]
            if missing:
                sites = ", ".join(missing)
                text = f"{called(results, name)}: the catalogue knows no offer of this type at {sites}; the price is the scenario's own."
                yield Risk(Sentence(text), warning=True)


def _no_profile(results: Results) -> Iterator[Risk]:
    """Fleets that should follow a load of which no hour is quieter than another."""
    level = results.demand.values["hour_level"]
    names = [
        called(results, name)
        for name, evaluated in results.options.items()
        if "follows_load" in evaluated.values and evaluated.values["follows_load"].any()
    ]
    if names and level.min() == level.max():
        text = "autoscaling saves nothing, for the plan states no hourly profile and no opening hours: every hour is as busy as the peak."
        yield Risk(Sentence(f"{', '.join(names)}: {text}"), Sentence("a request log: `tco profile` reads its hours"), warning=True)


def _no_batch(results: Results) -> Iterator[Risk]:
    """APIs without batch prices, where a share of the requests could wait."""
    waits = ("", "class_batch_share") in results.scenario.entries and any(
        element.value for element in results.scenario.entry("class_batch_share").elements
    )
    without = [
        called(results, name)
        for name, evaluated in results.options.items()
        if "batch_known" in evaluated.values and not evaluated.values["batch_known"].all()
    ]
    if waits and without:
        yield Risk(Sentence(f"{', '.join(without)}: no batch price is in use; what could wait pays the full price."), warning=True)


def _uncalibrated(results: Results) -> Iterator[Risk]:
    """Options whose speed is extrapolated: nobody has measured the accelerator at this precision, or the estimate is known to be off."""
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


def _precisions(results: Results) -> Iterator[Risk]:
    """Precisions that nobody has confirmed on the hardware of a serving site; one warning for all options alike."""
    unconfirmed: dict[str, list[str]] = {}
    for name, evaluated in results.options.items():
        if "support_row" not in evaluated.values:
            continue
        for key, what, chosen in (("weight_support", "weights", "precision"), ("cache_support", "a KV cache", "kv_precision")):
            precision = results.scenario.entry(chosen, name).elements[0].value
            chips = [
                _at_site(evaluated, "accelerator", place)
                for place in _serving_sites(results, evaluated)
                if str(_at_site(evaluated, key, place)) == "unconfirmed"
            ]
            if chips:
                where = ", ".join(dict.fromkeys(map(str, chips)))
                unconfirmed.setdefault(f"{what} in {precision} on {where} is unconfirmed.", []).append(called(results, name))
    for clause, names in unconfirmed.items():
        yield Risk(
            Sentence(f"{', '.join(names)}: {clause}"),
            Sentence("the vendor's word, or a test run, that this precision is served there"),
            warning=True,
        )


def _bandwidth(results: Results) -> Iterator[Risk]:
    """Sites where memory-bound steps reach little of the bandwidth, unless traffic fills no second machine; one warning for all."""
    reached: dict[str, list[float]] = {}
    for name, evaluated in results.options.items():
        if "mbu_is_low" not in evaluated.values:
            continue
        for place in _serving_sites(results, evaluated):
            bought = {str(reason) for reason in np.ravel(_along_at_site(evaluated, "bought_by", place))}
            fills_several = np.max(_along_at_site(evaluated, "instances", place)) > 1 and not bought <= {"redundancy", "minimum"}
            if _at_site(evaluated, "mbu_is_low", place) and fills_several:
                reached.setdefault(name, []).append(float(_at_site(evaluated, "mbu_reached", place)))
    for (least, most, limit), names in _by_limit(results, reached).items():
        low, high, below = (
            Figure(value, percent(value), line) for value, line in ((least, "mbu_reached"), (most, "mbu_reached"), (limit, "low_mbu"))
        )
        span = write_sentence("{low}", low=low) if least == most else write_sentence("{low} to {high}", low=low, high=high)
        sentence = write_sentence(
            "{options}: a step reaches {span} of the memory bandwidth; below {limit} is a sign of too many chips for one replica "
            "or too small a batch.",
            options=listed([called(results, name) for name in names]),
            span=span.text,
            limit=below,
        )
        yield Risk(Sentence(sentence.text, (*span.figures, *sentence.figures)), warning=True)


def _by_limit(results: Results, reached: dict[str, list[float]]) -> dict[tuple[float, float, float], list[str]]:
    """Options by the least and the most share of bandwidth that any of them reaches, and the limit that they fall below."""
    limits: dict[float, list[str]] = {}
    for name in reached:
        limits.setdefault(float(results.scenario.entry("low_mbu", name).elements[0].value), []).append(name)
    ends = {limit: [value for name in names for value in reached[name]] for limit, names in limits.items()}
    return {(min(ends[limit]), max(ends[limit]), limit): names for limit, names in limits.items()}


def _serving_sites(results: Results, evaluated: Evaluated) -> list[int]:
    """Indices of the sites that serve any region."""
    return [place for place in range(len(results.scenario.axis("site", evaluated.option))) if _at_site(evaluated, "regions_served", place)]


def _at_site(evaluated: Evaluated, key: str, place: int) -> float | str:
    """A line that varies by site only, at one site."""
    return cast("float | str", _along_at_site(evaluated, key, place).item())


def _along_at_site(evaluated: Evaluated, key: str, place: int) -> np.ndarray:
    """A line at one site, over all its other axes."""
    values = evaluated.values[key]
    return cast("np.ndarray", np.take(values, place if values.shape[AXIS["site"]] > 1 else 0, axis=AXIS["site"]))
