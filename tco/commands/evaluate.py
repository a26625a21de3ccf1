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
from tco.engine.cheapest_split import searches
from tco.engine.evaluate import Results
from tco.engine.export import COLUMNS, PROMISES, as_json, flat
from tco.engine.speed_band import speed_bands
from tco.scenario.catalogue_section import sha256 as catalogue_sha256
from tco.scenario.resolved import scenario_sha256


def print_results(path: Path, settings: tuple[str, ...], form: str) -> None:
    """Print a scenario's results in one of the forms."""
    results = feasible_results(path, settings, partial(click.echo, err=True))
    if form == "table":
        _table(results)
    elif form == "json":
        hashes = scenario_sha256(results.scenario), catalogue_sha256(results.scenario.catalogue)
        data = as_json(results, *hashes, break_evens(results), speed_bands(results), splits=searches(results))
        click.echo(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        import pandas as pd  # noqa: PLC0415  (a quarter of a second, and only CSV needs it)

        pd.DataFrame(flat(results), columns=list(COLUMNS)).to_csv(sys.stdout, index=False)


def _limits_judged(results: Results) -> bool:
    """True where any option has rate limits to keep. Most scenarios have none, and then need no column for them."""
    return any(evaluated.value("limits_promised") for evaluated in results.options.values())


def _table(results: Results) -> None:
    scenario = results.scenario
    recommended = results.comparison.text("recommended")
    table = Table(
        title=f"{scenario.title}: {scenario.months} months from {scenario.start:%B %Y}, {scenario.currency}", title_justify="left"
    )
    table.add_column("Option")
    for heading in ("Total", "Per month", "Service at list, per month", "Per million output tokens"):
        table.add_column(heading, justify="right")
    promises = [promise for promise in PROMISES if promise != "limits" or _limits_judged(results)]
    for promise in promises:
        table.add_column({"ttft": "TTFT", "tpot": "TPOT", "limits": "Rate limits"}.get(promise, promise.capitalize()))
    names = scenario.catalogue["statuses"].names()
    for name, evaluated in results.options.items():
        figures = [
            f"{evaluated.value(key):,.2f}" for key in ("tco", "tco_per_month", "list_cost_per_month", "cost_per_million_output_tokens")
        ]
        statuses = [names[int(evaluated.value(f"{promise}_status")) - 1] for promise in promises]
        whole = scenario.option(name).part_of
        note = " (recommended)" if name == recommended else f" (part of {whole})" if whole else ""
        table.add_row(f"{name}{note}", *figures, *statuses)
    console = Console(width=None if sys.stdout.isatty() else 180)
    console.print(table)
    console.print(f"Recommended: {recommended}", highlight=False)
    print_requirements(console, results)
