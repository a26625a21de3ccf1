"""`tco accuracy`: how far the model lies from a file of measured rows, and which efficiencies would fit them best."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tco.accuracy.fit import catalogue_values, fit
from tco.accuracy.rows import read_rows
from tco.accuracy.score import Accuracy, Score, Scores, accuracy, as_json
from tco.errors import ScenarioError

TITLES = {"output_tokens_per_s": "Output tokens per second", "tpot": "Time per output token", "ttft": "Time to first token"}
_SHOWN_UNSCORED = 20


def print_accuracy(path: Path, form: str, *, with_fit: bool) -> None:
    """Print a file's scores in one of the forms, with the fit of its rows where that is asked for."""
    rows, refused = read_rows(path)
    if with_fit and not rows:
        raise ScenarioError([f"{path}: no row can be scored, so nothing can be fitted; run without --fit to see each row's reason"])
    found = accuracy(rows, refused)
    fitted = fit(rows) if with_fit else None
    now = catalogue_values()
    if form == "json":
        proposed = (
            {"fit": {key: {"value": fitted.values[key], "catalogue": now[key], "rows": fitted.rows[key]} for key in now}} if fitted else {}
        )
        click.echo(json.dumps({**as_json(found), **proposed}, indent=1, ensure_ascii=False, allow_nan=False))
        return
    console = Console(width=None if sys.stdout.isatty() else 180)
    console.print(_scores(found, len(rows) + len(refused), path))
    for unscored in found.unscored[:_SHOWN_UNSCORED]:
        console.print(f"Row {unscored.number} not scored: {unscored.reason}", highlight=False, markup=False)
    if len(found.unscored) > _SHOWN_UNSCORED:
        console.print(f"and {len(found.unscored) - _SHOWN_UNSCORED} more rows not scored: --format json lists them all", highlight=False)
    if fitted:
        table = Table(title="Efficiencies that fit these rows best", title_justify="left")
        for heading in ("Parameter", "Fitted", "Catalogue", "Rows behind it"):
            table.add_column(heading, justify="left" if heading == "Parameter" else "right")
        for key, value in now.items():
            table.add_row(key, f"{fitted.values[key]:.4g}", f"{value:.4g}", str(fitted.rows[key]))
        console.print(table)


def _scores(found: Accuracy, rows: int, path: Path) -> Table:
    title = f"{path.name}: {rows - len(found.unscored)} of {rows} rows scored; errors are |modelled ÷ measured − 1|"
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for key in found.scores:
        table.add_column(f"{TITLES[key]}\nrows  median  P90  bias  in band", justify="right")
    table.add_row("all", *_cells(found.scores))
    for group, parts in found.by.items():
        table.add_section()
        for name, scores in parts.items():
            table.add_row(f"{group}: {name}", *_cells(scores))
    return table


def _cells(scores: Scores) -> list[str]:
    return [_cell(score) for score in scores.values()]


def _cell(score: Score) -> str:
    if score.median is None or score.p90 is None or score.bias is None or score.coverage is None:
        return "no rows"
    return f"{score.rows}  {score.median:.1%}  {score.p90:.1%}  {score.bias:+.1%}  {score.coverage:.0%}"
