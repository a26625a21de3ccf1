"""`tco simulate`: the spread of totals, ranks and promises over many draws, as a table for people, or JSON or CSV for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tco.documents import feasible_results
from tco.engine.export import heading
from tco.engine.simulation.data import COLUMNS, as_json, flat
from tco.engine.simulation.distribution import NAME
from tco.engine.simulation.odds import Odds
from tco.engine.simulation.simulate import OptionSimulation, Simulation, simulate
from tco.engine.simulation.spread import Spread
from tco.findings import Findings
from tco.scenario.resolved import scenario_sha256

NONE = "–"
_MONEYS = ("Base", "Base is", "P10", "P50", "P80", "P90", "Mean")
_CLASSES = {
    "clear": "The recommendation is clear.",
    "leaning": "The recommendation is leaning: likely, not clear.",
    "open": "The recommendation is open: these figures do not settle it.",
}


def print_simulation(path: Path, settings: tuple[str, ...], draws: int, seed: int, form: str) -> None:
    """Print a scenario's simulation in one of the forms."""
    results = feasible_results(path, settings, partial(click.echo, err=True))
    console = Console(width=None if sys.stdout.isatty() else 180)
    with Console(stderr=True).status(f"drawing {draws:,} times"):
        found = simulate(results, draws, seed)
    if form == "table":
        console.print(_table(found))
        for sentence in (*sentences(found), *asides(Findings(results, found), found)):
            console.print(sentence, highlight=False, markup=False)
    elif form == "json":
        data = {"scenario": heading(found.scenario, scenario_sha256(found.scenario)), **as_json(found)}
        click.echo(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        import pandas as pd  # noqa: PLC0415  (a quarter of a second, and only CSV needs it)

        pd.DataFrame(flat(found), columns=list(COLUMNS)).to_csv(sys.stdout, index=False)


def _table(found: Simulation) -> Table:
    scenario = found.scenario
    title = f"{scenario.title}: total cost over {scenario.months} months from {scenario.start:%B %Y}, {scenario.currency}"
    table = Table(title=title, title_justify="left")
    table.add_column("Option")
    for name in (*_MONEYS, "Possible", "Keeps hard promises", "Cheapest", "The answer", "Below baseline"):
        table.add_column(name, justify="right")
    for option in found.options.values():
        table.add_row(
            f"{option.name} (recommended)" if option.name == found.answer else option.name,
            NONE if option.base is None else f"{option.base:,.0f}",
            NONE if option.base_place is None else f"P{option.base_place * 100:.0f}",
            *_money(option.total),
            *_shares(option),
        )
    return table


def _money(total: Spread | None) -> tuple[str, ...]:
    return tuple(f"{value:,.0f}" for value in (total.p10, total.p50, total.p80, total.p90, total.mean)) if total else (NONE,) * 5


def _shares(option: OptionSimulation) -> tuple[str, ...]:
    shares = option.possible, option.keeps_promises, option.cheapest, option.recommended, option.saves
    return tuple(NONE if share is None else f"{share:.1%}" for share in shares)


def asides(found: Findings, simulation: Simulation) -> Iterator[str]:
    """A sentence for each base that is not in the middle of its own draws, with the reason."""
    for name, why in found.asides.items():
        yield f"{name}: the base is P{(simulation.options[name].base_place or 0) * 100:.0f} of its own draws: {why}."


def _together(found: Simulation) -> str:
    count = len(found.scenario.correlations)
    return f", {count} correlation{'s' * (count != 1)}" if count else ""


def sentences(found: Simulation) -> tuple[str, ...]:
    """Three sentences for below the table: the draws, the errors they leave, and the share in which the plan's answer holds."""
    errors = [option.total.p90_error / option.total.p90 for option in found.options.values() if option.total and option.total.p90 > 0]
    inputs = sum(len([part for part in item.distributions if part]) for item in found.inputs)
    drawn = f"{found.draws:,} draws of {inputs} uncertain values around their base, {NAME}, seed {found.seed}{_together(found)}."
    sure = (
        f"Standard error of a P90: up to {max(errors, default=0):.1%} of it; of a share: up to {found.error(0.5):.1%}. "
        "Money: over draws in which the option is possible."
    )
    holds = f"{found.answer_holds:.1%} of draws (standard error {found.error(found.answer_holds):.1%})"
    if found.answer is None:
        return drawn, sure, f"No option keeps every hard promise in the plan, nor in {holds}."
    unanswered = f"; in {found.unanswered:.1%} no option keeps every hard promise" if found.unanswered else ""
    answer = f"Recommended: {found.answer}, the answer in {holds}{_rival(found.odds)}{unanswered}."
    return (drawn, sure, f"{answer} {_CLASSES[found.odds.name]}" if found.odds else answer, *_budget(found.options[found.answer]))


def _rival(odds: Odds | None) -> str:
    return f", {odds.rival} in {odds.rival_share:.1%}" if odds and odds.rival else ""


def _budget(option: OptionSimulation) -> tuple[str, ...]:
    """The budget of the recommended option."""
    found = option.budget
    if found is None:
        return ()
    place = "above" if found.contingency_to_level >= 0 else "below"
    told = (
        f"Budget that is enough in {found.level:.0%} of draws: {found.amount:,.0f}, {abs(found.contingency_to_level):,.0f} {place} the base"
    )
    own = f"; with the client's own contingency {found.with_own_contingency:,.0f}" if found.own_contingency else ""
    return (f"{told}{own}.",)
