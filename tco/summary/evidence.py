"""The evidence: assumptions with their ranges, warnings that the run found, sources, limitations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

import numpy as np

from tco.catalogue.table import Origin, Row
from tco.evaluate import Results, Sheet
from tco.formula import AXIS
from tco.scenario.scenario import Element, Entry
from tco.summary.numbers import availability, count, duration, money, number, percent
from tco.summary.page import Assumption, Confidence, Figure, Risk, Sentence, Source, write_sentence

SHOWN = (
    "requests_per_day",
    "growth_per_month",
    "peak_to_average",
    "class_input",
    "class_output",
    "class_cached",
    "target_utilisation",
    "derate",
    "spares",
    "instance_availability",
    "life",
    "residual",
    "prefix_reuse",
    "non_production",
    "staff",
    "staff_cost",
    "migration",
    "support_share",
    "price_change",
    "discount_rate",
)
"""Inputs that the page lists, in this order, where the scenario has them."""

STALE_DAYS = 90
_MOST = 16


def amount(value: float | str, unit: str, currency: str) -> str:
    """A value as the page shows it, by its unit."""
    if isinstance(value, str):
        return value
    if unit == "share of time":
        return availability(value)
    if unit.startswith("share"):
        return percent(value)
    if unit.startswith("money"):
        return money(value, currency)
    if unit in ("s", "s/token"):
        return duration(value)
    plain = {"1": "", "request/day": "a day", "token/request": "tokens", "instances": "", "replicas": "", "FTE": "FTE"}
    return count(value, plain.get(unit, unit)) if float(value).is_integer() else number(value, plain.get(unit, unit))


def cited(results: Results) -> list[tuple[str, str]]:
    """The sources behind the page, each once: those of the inputs that it lists, then those of the catalogue's facts in use."""
    pairs = [(element.source, element.date) for entry in _listed(results) for element in entry.elements if not _own_judgement(element)]
    pairs += [(origin.source, origin.date) for _, origin in _facts(results)]
    return list(dict.fromkeys(pairs))


def _own_judgement(element: Element) -> bool:
    """Whether nothing stands behind a figure but the scenario's author: it is marked as assumed instead of cited."""
    return element.confidence == "assumed" and element.source.removeprefix("Default: ").lower().startswith(("judgement", "scenario file"))


def sources(results: Results) -> tuple[Source, ...]:
    """The list of sources, numbered by their place."""
    return tuple(Source(text, when) for text, when in cited(results))


def assumptions(results: Results) -> tuple[Assumption, ...]:
    """Inputs that the answer rests on, with the range considered and how sure each is."""
    numbers = {pair: place for place, pair in enumerate(cited(results), start=1)}
    currency = results.scenario.currency
    found = []
    for entry in _listed(results):
        for element in entry.elements if "month" not in entry.dims else entry.elements[:1]:
            where = f", {' '.join(element.where)}" if element.where and len(entry.elements) > 1 else ""
            section = {"self_hosted": " (self-hosted)", "api": " (API)"}.get(entry.owner, f" ({entry.owner})" if entry.owner else "")
            figure = Figure(float(element.value), amount(element.value, entry.input.unit, currency), entry.input.key)
            found.append(
                Assumption(
                    f"{entry.input.label}{section}{where}",
                    figure,
                    _span(entry, element, currency),
                    element.source,
                    cast("Confidence", element.confidence),
                    tuple(numbers[pair] for pair in ((element.source, element.date),) if pair in numbers),
                )
            )
    return tuple(found[:_MOST])


def _span(entry: Entry, element: Element, currency: str) -> Sentence:
    if element.low is None or element.high is None:
        return Sentence("")
    low, high = (Figure(end, amount(end, entry.input.unit, currency), entry.input.key) for end in (element.low, element.high))
    return write_sentence("{low} to {high}", low=low, high=high)


def _listed(results: Results) -> list[Entry]:
    entries = results.scenario.entries
    return [entry for key in SHOWN for (_, name), entry in entries.items() if name == key and not entry.input.is_text]


def _facts(results: Results) -> Iterator[tuple[str, Origin]]:
    """The catalogue's facts that options stand on, with where they come from."""
    scenario = results.scenario
    for name, sheet in results.options.items():
        if "server_price" in sheet.values:
            yield from _bought(results, name)
        if "price_per_hour" in sheet.model.inputs:
            prices = scenario.entry("price_per_hour", name).elements
            for element, own in zip(scenario.entry("instance", name).elements, prices, strict=True):
                row = scenario.catalogue["offers"].find(str(element.value), element.where[0])
                if own.value:
                    yield f"{element.value} at {element.where[0]}", Origin(own.source, own.date, own.confidence)
                elif row is not None:
                    yield f"{element.value} at {element.where[0]}", row.origin_of(_price_column(results, name))
        if "instance" in sheet.model.inputs:
            for site in scenario.axis("site", name):
                yield from _row(scenario.catalogue["accelerators"].find(_accelerator(sheet, site, scenario.axis("site", name))))
            yield from _row(scenario.catalogue["models"].find(str(scenario.entry("model", name).elements[0].value)))
        if "price" in sheet.model.inputs:
            yield from _row(scenario.catalogue["api_prices"].find(str(scenario.entry("price", name).elements[0].value)))


def _bought(results: Results, name: str) -> Iterator[tuple[str, Origin]]:
    """Where the prices of servers and of the data centres around them come from."""
    scenario = results.scenario
    prices = scenario.entry("price_per_server", name).elements
    for element, own in zip(scenario.entry("instance", name).elements, prices, strict=True):
        server, centre = scenario.catalogue["servers"].find(str(element.value)), scenario.catalogue["data_centres"].find(element.where[0])
        if own.value:
            yield f"{element.value} at {element.where[0]}", Origin(own.source, own.date, own.confidence)
        elif server is not None:
            yield f"{element.value} at {element.where[0]}", server.origin_of("price")
        if centre is not None:
            for column in ("tariff", "colocation"):
                yield f"{column} at {element.where[0]}", centre.origin_of(column)


def _price_column(results: Results, name: str) -> str:
    plan = results.scenario.catalogue["plans"].find(str(results.scenario.entry("plan", name).elements[0].value))
    columns = ("on_demand", "reserved_1yr", "reserved_3yr", "spot")
    return columns[int(float(plan.values["price_column_number"] or 1)) - 1] if plan else columns[0]


def _accelerator(sheet: Sheet, site: str, sites: tuple[str, ...]) -> str:
    return str(sheet.along("accelerator", "site")[sites.index(site)])


def _row(row: Row | None) -> Iterator[tuple[str, Origin]]:
    if row is not None:
        yield str(next(iter(row.values.values()))), row.origin


def risks(results: Results) -> tuple[Risk, ...]:
    """What the run itself found first, then what would change the decision."""
    found = [*_failed_checks(results), *_uncalibrated(results), *_stale(results), *_retired(results), *_not_offered(results)]
    found += [*_unconfirmed(results), *_bandwidth(results), *_no_batch(results), *_quality(results)]
    if any("largest_fleet" in sheet.values for sheet in results.options.values()):
        found.append(
            Risk(
                Sentence("Whether the instances can be had (quota, capacity, lead time) is not established."),
                Sentence("a refusal of the quota request"),
            )
        )
        found += _speeds(results)
    return tuple(found)


def _failed_checks(results: Results) -> Iterator[Risk]:
    for name, sheet in results.options.items():
        if not sheet.value("peaks_carried") and "peak_utilisation" in sheet.values:
            worst = float(sheet.values["peak_utilisation"].max())
            yield Risk(
                write_sentence(
                    "{option}: the fleet cannot carry the peak; it would run at {use} of its capacity.",
                    option=name,
                    use=Figure(worst, percent(worst), "peak_utilisation"),
                ),
                warning=True,
            )
    if not results.checks.value("shape_holds") or not results.checks.value("every_total_adds_up"):
        yield Risk(Sentence("A check of the workbook fails; see its Checks sheet before using any figure."), warning=True)


def _uncalibrated(results: Results) -> Iterator[Risk]:
    """Options whose speed is an extrapolation: nobody has measured the accelerator at this precision, or it is known to be off."""
    bands: dict[tuple[float, float], tuple[list[str], list[str]]] = {}
    for name, sheet in results.options.items():
        if "all_calibrated" in sheet.values and not sheet.value("all_calibrated"):
            known = sheet.values["is_calibrated"].reshape(-1)
            width = float(sheet.values["speed_low"].min()), float(sheet.values["speed_high"].max())
            options, chips = bands.setdefault(width, ([], []))
            options.append(name)
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


def _speeds(results: Results) -> Iterator[Risk]:
    """How far the speed of the option that the page leads with, or else of the cheapest that serves itself, may be off."""
    modelled = {name: sheet for name, sheet in results.options.items() if "speed_low" in sheet.values and sheet.value("possible")}
    if not modelled:
        return
    recommended = results.comparison.text("recommended")
    name = recommended if recommended in modelled else min(modelled, key=lambda option: modelled[option].value("tco"))
    low, high = float(modelled[name].values["speed_low"].min()), float(modelled[name].values["speed_high"].max())
    yield Risk(
        write_sentence(
            "Speeds are estimates from published benchmarks: {option} may reach {low} to {high} of its estimate (P10 to P90); "
            "the workbook's case switch carries that to the cost.",
            option=name,
            low=Figure(low, percent(low), "speed_low"),
            high=Figure(high, percent(high), "speed_high"),
        ),
        Sentence("a measured benchmark of the chosen option that falls outside"),
    )


def _stale(results: Results) -> Iterator[Risk]:
    """Prices in use that are older than 90 days against the scenario's date."""
    old = [
        name
        for name, origin in _facts(results)
        if (" at " in name or name in results.scenario.catalogue["api_prices"].names()) and _age(origin.date, results) > STALE_DAYS
    ]
    if old:
        yield Risk(
            Sentence(f"Prices older than {STALE_DAYS} days: {', '.join(dict.fromkeys(old))}. Confirm them before signing."), warning=True
        )


def _age(text: str, results: Results) -> int:
    """Days from a source's date to the scenario's; a date that names only a year or a month counts from its end."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not found:
        return 0
    year, month, day = int(found.group(1)), int(found.group(2) or 12), int(found.group(3) or 28)
    return (results.scenario.as_of - date(year, month, day)).days


def _retired(results: Results) -> Iterator[Risk]:
    scenario = results.scenario
    months = scenario.start.year * 12 + scenario.start.month - 1 + scenario.months
    end = date(months // 12, months % 12 + 1, 1).isoformat()
    for name, sheet in results.options.items():
        if "price" in sheet.model.inputs:
            row = scenario.catalogue["api_prices"].find(str(scenario.entry("price", name).elements[0].value))
            retirement = row.values.get("retirement") if row else None
            if isinstance(retirement, str) and retirement < end:
                yield Risk(
                    Sentence(f"{name}: the provider retires this model on {retirement}, inside the horizon."),
                    Sentence("the successor's price"),
                    warning=True,
                )


def _not_offered(results: Results) -> Iterator[Risk]:
    """Instances that a scenario prices by itself at sites where the catalogue offers none."""
    for name, sheet in results.options.items():
        if "offer" in sheet.values:
            missing = [site for site, row in zip(results.scenario.axis("site", name), sheet.along("offer", "site"), strict=True) if not row]
            if missing:
                yield Risk(
                    Sentence(
                        f"{name}: the catalogue knows no offer of this type at {', '.join(missing)}; the price is the scenario's own."
                    ),
                    warning=True,
                )


def _unconfirmed(results: Results) -> Iterator[Risk]:
    """Precisions that nobody has confirmed on the hardware of a site that serves."""
    for name, sheet in results.options.items():
        if "support_row" not in sheet.values:
            continue
        for key, what, chosen in (("weight_support", "weights", "precision"), ("cache_support", "a KV cache", "kv_precision")):
            precision = results.scenario.entry(chosen, name).elements[0].value
            chips = [_at(sheet, "accelerator", place) for place in _serving(results, sheet) if str(_at(sheet, key, place)) == "unconfirmed"]
            if chips:
                yield Risk(
                    Sentence(f"{name}: {what} in {precision} on {', '.join(dict.fromkeys(map(str, chips)))} is unconfirmed."),
                    Sentence("the vendor's word, or a test run, that this precision is served there"),
                    warning=True,
                )


def _bandwidth(results: Results) -> Iterator[Risk]:
    """Sites where steps that wait for memory reach little of its bandwidth, unless redundancy alone buys the machines."""
    for name, sheet in results.options.items():
        if "mbu_is_low" not in sheet.values:
            continue
        for place in _serving(results, sheet):
            bought = {str(reason) for reason in np.ravel(_at_all(sheet, "bought_by", place))}
            if _at(sheet, "mbu_is_low", place) and bought != {"redundancy"}:
                reached, limit = (float(value) for value in (_at(sheet, "mbu_reached", place), _limit(results, name)))
                yield Risk(
                    write_sentence(
                        "{option}: at {site} a step reaches {use} of the memory bandwidth; below {limit} is a sign of too many chips "
                        "for one replica or too small a batch.",
                        option=name,
                        site=results.scenario.axis("site", name)[place],
                        use=Figure(reached, percent(reached), "mbu_reached"),
                        limit=Figure(limit, percent(limit), "low_mbu"),
                    ),
                    warning=True,
                )


def _limit(results: Results, option: str) -> float | str:
    return results.scenario.entry("low_mbu", option).elements[0].value


def _serving(results: Results, sheet: Sheet) -> list[int]:
    """Places of the sites that serve any region."""
    return [place for place in range(len(results.scenario.axis("site", sheet.option))) if _at(sheet, "regions_served", place)]


def _at(sheet: Sheet, key: str, place: int) -> float | str:
    """A line that varies by site only, at one site."""
    return cast("float | str", _at_all(sheet, key, place).item())


def _at_all(sheet: Sheet, key: str, place: int) -> np.ndarray:
    """A line at one site, over everything else along which it varies."""
    values = sheet.values[key]
    return cast("np.ndarray", np.take(values, place if values.shape[AXIS["site"]] > 1 else 0, axis=AXIS["site"]))


def _no_batch(results: Results) -> Iterator[Risk]:
    """APIs without batch prices, where a share of the requests could wait."""
    waits = ("", "class_batch_share") in results.scenario.entries and any(
        element.value for element in results.scenario.entry("class_batch_share").elements
    )
    without = [name for name, sheet in results.options.items() if "batch_known" in sheet.values and not sheet.value("batch_known")]
    if waits and without:
        yield Risk(Sentence(f"{', '.join(without)}: no batch price is in use; what could wait pays the full price."), warning=True)


def _quality(results: Results) -> Iterator[Risk]:
    open_ones = [option.name for option in results.scenario.options if "not established" in option.quality and option.kind == "api"]
    if open_ones:
        yield Risk(
            Sentence(f"Equal quality of answers is not established for {', '.join(open_ones)}; it is the client's to test."),
            Sentence("a blind comparison of answers"),
        )
