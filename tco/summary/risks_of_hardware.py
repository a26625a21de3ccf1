"""Risks that the hardware brings: speeds that nobody measured, precisions that nobody confirmed, bandwidth that lies idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from tco.evaluate import Results, Sheet
from tco.formula import AXIS
from tco.summary.makeup import called, made_of
from tco.summary.numbers import percent
from tco.summary.sentence import Figure, Sentence, write_sentence
from tco.summary.tables import Risk
from tco.summary.texts import listed


def uncalibrated(results: Results) -> Iterator[Risk]:
    """Options whose speed is an extrapolation: nobody has measured the accelerator at this precision, or it is known to be off."""
    bands: dict[tuple[float, float], tuple[list[str], list[str]]] = {}
    for name, sheet in results.options.items():
        if "all_calibrated" in sheet.values and not sheet.value("all_calibrated"):
            known = sheet.values["is_calibrated"].reshape(-1)
            width = float(sheet.values["speed_low"].min()), float(sheet.values["speed_high"].max())
            options, chips = bands.setdefault(width, ([], []))
            options.append(called(results, name))
            chips += [str(chip) for chip, is_known in zip(sheet.along("accelerator", "site"), known, strict=True) if not is_known]
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
        name: [part for part in made_of(results, sheet) if "speed_low" in part.values]
        for name, sheet in results.compared.items()
        if sheet.value("possible")
    }
    modelled = {name: parts for name, parts in modelled.items() if parts}
    if not modelled:
        return
    recommended = results.comparison.text("recommended")
    name = recommended if recommended in modelled else min(modelled, key=lambda option: results.options[option].value("tco"))
    for part in modelled[name]:
        if part.value("all_calibrated"):  # that it is not calibrated is said already
            yield _speed(part)


def _speed(sheet: Sheet) -> Risk:
    low, high = float(sheet.values["speed_low"].min()), float(sheet.values["speed_high"].max())
    return Risk(
        write_sentence(
            "Speeds are estimates from published benchmarks: {option} may reach {low} to {high} of its estimate (P10 to P90); "
            "the workbook's case switch carries that to the cost.",
            option=sheet.option,
            low=Figure(low, percent(low), "speed_low"),
            high=Figure(high, percent(high), "speed_high"),
        ),
        Sentence("a measured benchmark of the chosen option that falls outside"),
    )


def precisions(results: Results) -> Iterator[Risk]:
    """Precisions that nobody has confirmed on the hardware of a site that serves; told once for all options alike."""
    found: dict[str, list[str]] = {}
    for name, sheet in results.options.items():
        if "support_row" not in sheet.values:
            continue
        for key, what, chosen in (("weight_support", "weights", "precision"), ("cache_support", "a KV cache", "kv_precision")):
            precision = results.scenario.entry(chosen, name).elements[0].value
            chips = [at(sheet, "accelerator", place) for place in serving(results, sheet) if str(at(sheet, key, place)) == "unconfirmed"]
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
    for name, sheet in results.options.items():
        if "mbu_is_low" not in sheet.values:
            continue
        for place in serving(results, sheet):
            bought = {str(reason) for reason in np.ravel(_at_all(sheet, "bought_by", place))}
            if at(sheet, "mbu_is_low", place) and bought != {"redundancy"}:
                found.setdefault(name, []).append(float(at(sheet, "mbu_reached", place)))
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


def serving(results: Results, sheet: Sheet) -> list[int]:
    """Places of the sites that serve any region."""
    return [place for place in range(len(results.scenario.axis("site", sheet.option))) if at(sheet, "regions_served", place)]


def at(sheet: Sheet, key: str, place: int) -> float | str:
    """A line that varies by site only, at one site."""
    return cast("float | str", _at_all(sheet, key, place).item())


def _at_all(sheet: Sheet, key: str, place: int) -> np.ndarray:
    """A line at one site, over everything else along which it varies."""
    values = sheet.values[key]
    return cast("np.ndarray", np.take(values, place if values.shape[AXIS["site"]] > 1 else 0, axis=AXIS["site"]))
