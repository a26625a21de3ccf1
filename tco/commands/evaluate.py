"""`tco evaluate`: results as a table for people, or JSON or CSV for programs."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tco.commands.requirements_block import print_requirements
from tco.documents import feasible_results
from tco.engine.break_even import break_evens
from tco.engine.evaluate import Results
from tco.engine.export import COLUMNS, PROMISES, as_json, flat
from tco.engine.speed_band import speed_bands
from tco.engine.succession import successions, told
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.scenario.resolved import scenario_sha256
from tco.search.export import splits_as_data
from tco.search.splits import splits_of


def print_results(path: Path, settings: tuple[str, ...], form: str) -> None:
    """Print a scenario's results in one of the forms."""
    results = feasible_results(path, settings, partial(click.echo, err=True))
    if form == "table":
        _table(results)
    elif form == "json":
        hashes = scenario_sha256(results.scenario), catalogue_sha256(results.scenario.catalogue)
        data = as_json(results, *hashes, break_evens(results), speed_bands(results), splits=splits_as_data(splits_of(results.scenario)))
        click.echo(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        import pandas as pd  # noqa: PLC0415  (a quarter of a second, and only CSV needs it)

        pd.DataFrame(flat(results), columns=list(COLUMNS)).to_csv(sys.stdout, index=False)


def _limits_judged(results: Results) -> bool:
    """True where any option has rate limits to keep. Most scenarios have none, and then need no column for them."""
    return any(evaluated.value("limits_promised") for evaluated in results.options.values())


_UNIT_COSTS = {
    "Production compute or API usage, per million input and output tokens": "usage_price",
    "Full cost per million input and output tokens": "cost_per_million_tokens",
    "Full cost per million output tokens": "cost_per_million_output_tokens",
    "Full cost per 1,000 requests": "cost_per_thousand_requests",
}
"""Columns of unit costs, and the lines that they show."""


def _table(results: Results) -> None:
    console = Console(width=None if sys.stdout.isatty() else 180)
    console.print(_totals(results))
    console.print(f"Recommended: {results.comparison.text('recommended')}", highlight=False)
    console.print(_unit_costs(results))
    for found in successions(results):
        console.print(told(found, results.scenario.currency), highlight=False)
    print_requirements(console, results)


def _totals(results: Results) -> Table:
    """The cost of every option and its promises."""
    scenario = results.scenario
    table = Table(
        title=f"{scenario.title}: {scenario.months} months from {scenario.start:%B %Y}, {scenario.currency}", title_justify="left"
    )
    table.add_column("Option")
    for heading in ("Total", "Per month", "Service at list, per month"):
        table.add_column(heading, justify="right")
    promises = [promise for promise in PROMISES if promise != "limits" or _limits_judged(results)]
    for promise in promises:
        table.add_column({"ttft": "TTFT", "tpot": "TPOT", "limits": "Rate limits"}.get(promise, promise.capitalize()))
    names = scenario.catalogue["statuses"].names()
    for name, evaluated in results.options.items():
        figures = [f"{evaluated.value(key):,.2f}" for key in ("tco", "tco_per_month", "list_cost_per_month")]
        statuses = [names[int(evaluated.value(f"{promise}_status")) - 1] for promise in promises]
        table.add_row(_named(results, name), *figures, *statuses)
    return table


def _unit_costs(results: Results) -> Table:
    """Unit costs by option, and the utilisation of the machines that are paid for."""
    table = Table(title=f"Unit costs, {results.scenario.currency}, and utilisation of machines", title_justify="left")
    table.add_column("Option")
    for heading in (*_UNIT_COSTS, "Utilisation on average", "Utilisation at the peak"):
        table.add_column(heading, justify="right")
    for name, evaluated in results.options.items():
        costs = [f"{evaluated.value(key):,.2f}" if evaluated.value("horizon_requests") else "–" for key in _UNIT_COSTS.values()]
        has_machines = evaluated.value("capacity_sum") > 0
        used = [f"{evaluated.value(key):.0%}" if has_machines else "–" for key in ("mean_utilisation", "highest_utilisation")]
        table.add_row(_named(results, name), *costs, *used)
    return table


def _named(results: Results, name: str) -> str:
    whole = results.scenario.option(name).part_of
    recommended = " (recommended)" if name == results.comparison.text("recommended") else ""
    return f"{name}{recommended or (f' (part of {whole})' if whole else '')}"
