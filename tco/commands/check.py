"""`tco check`: all that can be known about a scenario without writing a document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from tco.documents import feasible_results
from tco.engine.evaluate import Results
from tco.engine.succession import successions, told
from tco.engine.units import problems as unit_problems
from tco.errors import TcoError
from tco.model.options import checks_model, comparison_model, demand_model, option_model
from tco.search import advice
from tco.search.commitments import best_counts, commits
from tco.search.export import counts_told
from tco.search.search import on_machines, searched
from tco.search.single import LEAST

_CHECKS = (
    "region_shares_add_up",
    "class_shares_add_up",
    "baseline_found",
    "everything_served",
    "every_peak_carried",
    "every_total_adds_up",
)


def check_all(scenarios: tuple[Path, ...]) -> int:
    """Check every scenario and print what was found. Returns the worst exit code."""
    worst = 0
    for path in scenarios:
        try:
            results = feasible_results(path, tell=partial(click.echo, err=True))
        except TcoError as problem:
            click.echo(str(problem), err=True)
            worst = max(worst, problem.exit_code)
            continue
        failures = _failures(results)
        for failure in failures:
            click.echo(f"{path}: {failure}")
        for found in successions(results):
            click.echo(f"{path}: {told(found, results.scenario.currency)}")
        for text in _advice(results):
            click.echo(f"{path}: {text}")
        lines = sum(len(evaluated.model.lines) for evaluated in results.every_model())
        outcome = f"{len(failures)} checks fail" if failures else "checked"
        click.echo(f"{path}: {outcome}: {len(results.options)} options, {results.scenario.months} months, {lines} lines")
        worst = max(worst, 1 if failures else 0)
    return worst


def _advice(results: Results) -> Iterator[str]:
    """Yield what stated settings cost against the best that a search finds: remarks, and no failures."""
    scenario = results.scenario
    for option in filter(on_machines, scenario.options):
        found = searched(scenario, option.name)
        yield from filter(None, (advice.told(found, option.sites, scenario.currency), *advice.settings_told(found)))
        counts = best_counts(scenario, option.name) if commits(scenario, option.name) else None
        if counts and counts.saving >= LEAST * counts.stated.tco:
            yield counts_told(counts, scenario.currency)


def _failures(results: Results) -> list[str]:
    kinds = {option.kind.name for option in results.scenario.options}
    models = (demand_model(), *(option_model(kind) for kind in sorted(kinds)), comparison_model(), checks_model())
    found = [problem for model in models for problem in unit_problems(model)]
    for key in _CHECKS:
        if not results.checks.value(key):
            line = results.checks.model.lines[key]
            options = [
                name for name, evaluated in results.options.items() if key == "every_peak_carried" and not evaluated.value("peaks_carried")
            ]
            found.append(f"does not hold: {line.label.lower()}" + (f" ({', '.join(options)})" if options else ""))
    return found
