"""`tco search`: the cheapest configurations of each option, the nearest misses, and why the others lost."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tco.documents import scenario_at
from tco.errors import TcoError, expected
from tco.scenario.scenario import Option, Scenario
from tco.search.candidates import Candidate
from tco.search.commitments import FoundCounts, best_counts, commits, why_not
from tco.search.export import (
    as_data,
    counts_as_data,
    counts_told,
    in_words,
    lost_told,
    prices_as_data,
    quality_told,
    split_told,
    splits_as_data,
    steps_told,
    words_of,
)
from tco.search.frontier import AVAILABILITY, LATENCY, Point, availabilities, frontier, times
from tco.search.odds import DRAWS, Risk, risks
from tco.search.prices import FoundPrices, searched_prices
from tco.search.search import Found, searched
from tco.search.space import WORDS, Choices
from tco.search.splits import cheapest_split
from tco.search.trial import Trial

Over = Mapping[str, Sequence[str]]
_COLUMNS = (
    "option", "rank", "site", "instance", "precision", "tensor_parallel", "maximum_batch", "spares", "autoscaling", "plan", "tco",
    "p50", "p80", "ttft", "latency", "availability", "eligible", "missed", "speed_calibrated", "left_after_horizon",
)  # fmt: skip


@dataclass(frozen=True)
class Searched:
    """An option on machines with everything that is told of it."""

    scenario: Scenario
    found: Found
    risks: tuple[Risk, ...]
    frontiers: Mapping[str, tuple[Point, ...]]
    counts: FoundCounts | None
    """Counts of its commitments, all else as stated; None where it has none that can be searched."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites of the option."""
        return self.scenario.option(self.found.option).sites


def print_search(  # noqa: PLR0913, PLR0917  (the command's options)
    path: Path, settings: tuple[str, ...], option: str | None, over: tuple[str, ...], top: int, form: str
) -> None:
    """Search the options of a scenario and print what was found. Raises TcoError for an option or a setting that is not known."""
    scenario = scenario_at(path, settings, partial(click.echo, err=True))
    options = _options(scenario, option)
    named = _named(over, scenario, options)
    machines = [_searched(scenario, each, named, top) for each in options if "instances" in each.kind.choices]
    prices = [_priced(scenario, each, named) for each in options if "prices" in each.kind.choices]
    splits = [cheapest_split(scenario, each.name) for each in options if each.kind.has_parts]
    if form == "json":
        found = [
            as_data(one.found, one.sites, one.risks, one.frontiers) | {"commitments": counts_as_data(one.counts)} for one in machines
        ] + [prices_as_data(one) for one in prices]
        data = {"scenario": scenario.name, "currency": scenario.currency, "months": scenario.months, "draws": DRAWS, "options": found}
        data |= {"splits": splits_as_data(splits)}
        click.echo(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for one in machines:
            writer.writerows(_rows(one))
    else:
        console = Console(width=None if sys.stdout.isatty() else 180)
        for one in machines:
            _print(console, one)
        for price in prices:
            _print_prices(console, scenario, price, top)
        for split in splits:
            console.print(split_told(split, scenario.currency), highlight=False, markup=False, soft_wrap=True)


def _options(scenario: Scenario, name: str | None) -> list[Option]:
    """The options that a search can try: all with machines, an API price or two parts, or the named one."""
    known = [option for option in scenario.options if option.kind.choices or len(scenario.parts(option.name)) == 2]
    if name is None:
        return known
    found = [option for option in known if option.name == name]
    if not found:
        raise TcoError(f"--option {name}: there is no such option to search{expected(name, [option.name for option in known])}")
    return found


def _named(over: tuple[str, ...], scenario: Scenario, options: Sequence[Option]) -> Over:
    """The choices of `--over KEY=a,b`, checked against what some option can search."""
    found: dict[str, list[str]] = {}
    words = {word: key for key, word in WORDS.items()} | {"price": "price"}
    for text in over:
        word, sign, names = text.partition("=")
        if not sign or not names:
            raise TcoError(f"--over {text}: expected KEY=CHOICES, such as tensor_parallel=4,8")
        if word not in words or not any(
            (option.name, words[word]) in scenario.entries or words[word] in _keys(scenario, option)
            for option in options
            if option.kind.choices
        ):
            raise TcoError(f"--over {word}: no option here has such a setting to search{expected(word, tuple(words))}")
        found.setdefault(word, []).extend(part.strip() for part in names.split(",") if part.strip())
    return found


def _keys(scenario: Scenario, option: Option) -> tuple[str, ...]:
    return (*Trial(scenario, option.name).keys, "instance") if "instances" in option.kind.choices else ("price",)


def _searched(scenario: Scenario, option: Option, over: Over, top: int) -> Searched:
    trial = Trial(scenario, option.name)
    own = {word: names for word, names in over.items() if word == "instance" or word in [WORDS[key] for key in trial.keys]}
    choices = Choices(over=own)
    found = searched(scenario, option.name, choices, top=top)
    frontiers = {
        LATENCY: frontier(scenario, option.name, LATENCY, times(trial.required(LATENCY), found.best), choices),
        AVAILABILITY: frontier(scenario, option.name, AVAILABILITY, availabilities(trial.required(AVAILABILITY)), choices),
    }
    counts = best_counts(scenario, option.name) if commits(scenario, option.name) else None
    return Searched(scenario, found, tuple(risks(trial, found.ranked)), frontiers, counts)


def _priced(scenario: Scenario, option: Option, over: Over) -> FoundPrices:
    return searched_prices(scenario, option.name, only=over.get("price", ()))


# As a table


def _print(console: Console, one: Searched) -> None:
    found, scenario = one.found, one.scenario
    said = console.print
    text = partial(said, highlight=False, markup=False, soft_wrap=True)
    text(f"{found.option}: {found.size:,} configurations searched: {steps_told(found)}")
    if found.ranked:
        table = _table(
            one, f"The cheapest that meet every mandatory requirement, {scenario.currency} over {scenario.months} months", found.ranked
        )
        said(table)
    else:
        text("Nothing meets every mandatory requirement; the nearest are below.")
    if found.stated is not None:
        text(_against_stated(one, found.stated))
    _print_odds(text, one)
    if found.misses:
        said(_table(one, "Nearest misses" + (", each cheaper than the best" if found.ranked else ""), found.misses, missed=True))
    for line in lost_told(found):
        text(f"  {line}")
    for key, points in one.frontiers.items():
        for point in points:
            shown = f"{point.value:g} s" if key == LATENCY else f"{point.value:.4g} of the time"
            text(f"  {key} {shown}: {point.candidate.tco:,.0f} with {in_words(point.candidate.setting, one.sites)}")
    if quality := quality_told(found):
        text(f"  {quality}")
    if one.counts is not None:
        text(counts_told(one.counts, scenario.currency))
    for reason in filter(None, (*found.left_out, why_not(scenario, found.option))):
        text(f"  not searched: {reason}")
    text("")


def _table(one: Searched, title: str, candidates: Sequence[Candidate], *, missed: bool = False) -> Table:
    """Candidates one below the other; settings that all of them share are left out."""
    table = Table(title=f"{one.found.option}: {title}", title_justify="left")
    drawn = {risk.candidate: risk for risk in one.risks}
    words = [words_of(candidate.setting, one.sites) for candidate in candidates]
    shown = [word for word in words[0] if word == "instance" or len({str(each[word]) for each in words}) > 1]
    for word in shown:
        table.add_column(word.replace("_", " "))
    heads = ("Total", "P50", "P80") if not missed else ("Total", "Missed")
    for head in (*heads, "Latency", "Availability", "Instances", "Speed"):
        table.add_column(head, justify="right")
    for candidate, values in zip(candidates, words, strict=True):
        settings = [_shown(values[key]) for key in shown]
        risk = drawn.get(candidate)
        more = [", ".join(candidate.missed)] if missed else [f"{risk.p50:,.0f}" if risk else "–", f"{risk.p80:,.0f}" if risk else "–"]
        table.add_row(
            *map(escape, settings),
            f"{candidate.tco:,.0f}",
            *more,
            f"{candidate.latency:.2f} s",
            f"{candidate.availability:.3%}",
            f"{candidate.instances:,.0f}",
            "calibrated" if candidate.is_calibrated else "not calibrated",
        )
    return table


def _shown(value: Any) -> str:
    return "\n".join(f"{name} at {site}" for site, name in value.items()) if isinstance(value, dict) else str(value)


def _against_stated(one: Searched, stated: Candidate) -> str:
    """The sentence on what the scenario states."""
    best, currency = one.found.best, one.scenario.currency
    told = f"As stated: {stated.tco:,.0f}"
    if best is None:
        return f"{told}, which misses {', '.join(stated.missed)}." if stated.missed else f"{told}."
    if stated.missed and not best.missed:
        return f"{told}, which misses {', '.join(stated.missed)}; the best costs {best.tco:,.0f} and misses nothing."
    if one.found.saving:
        more = f"{one.found.saving:,.0f} {currency} or {stated.tco / best.tco - 1:.0%} more"
        return f"{told}: {more} than the best, which meets the same requirements."
    return f"{told}: nothing that was searched is cheaper."


def _print_odds(text: Any, one: Searched) -> None:
    """The best at P50 and at P80, where they are not the best of the plan."""
    if not one.risks:
        return
    for name, level in (("P50", "p50"), ("P80", "p80")):
        least = min(one.risks, key=lambda risk: getattr(risk, level))
        if least.candidate != one.found.best:
            setting = in_words(least.candidate.setting, one.sites)
            text(f"Cheapest at {name} of the {len(one.risks)} above: {setting}, {getattr(least, level):,.0f} ({DRAWS} draws)")


def _print_prices(console: Console, scenario: Scenario, found: FoundPrices, top: int) -> None:
    text = partial(console.print, highlight=False, markup=False, soft_wrap=True)
    if found.why_none:
        text(f"{found.option}: {found.why_none}")
        return
    horizon = f"{scenario.currency} over {scenario.months} months"
    title = f"{found.option}: cheapest of {found.size} prices in reach, {horizon}; what another provider keeps is not yet confirmed"
    table = Table(title=title, title_justify="left")
    for head in ("Price", "Service", "Provider"):
        table.add_column(head)
    for head in ("Total", "Retires in the plan", ""):
        table.add_column(head, justify="right")
    for one in found.ranked[:top]:
        name = (one.price, one.label, one.provider)
        table.add_row(*map(escape, name), f"{one.tco:,.0f}", "yes" if one.retires else "no", "as stated" if one.is_stated else "")
    console.print(table)


# As rows


def _rows(one: Searched) -> Iterator[dict[str, Any]]:
    """A row for each site of each candidate; misses have no rank."""
    drawn = {risk.candidate: risk for risk in one.risks}
    for number, candidate in enumerate((*one.found.ranked, *one.found.misses), start=1):
        risk = drawn.get(candidate)
        words: dict[str, Any] = words_of(candidate.setting, one.sites)
        for site, instance in zip(one.sites, candidate.setting.instances, strict=True):
            yield words | {
                "option": one.found.option, "rank": number if number <= len(one.found.ranked) else "", "site": site, "instance": instance,
                "tco": candidate.tco, "p50": risk.p50 if risk else "", "p80": risk.p80 if risk else "", "ttft": candidate.ttft,
                "latency": candidate.latency, "availability": candidate.availability, "eligible": candidate.is_eligible,
                "missed": " ".join(candidate.missed), "speed_calibrated": candidate.is_calibrated, "left_after_horizon": candidate.left,
            }  # fmt: skip
