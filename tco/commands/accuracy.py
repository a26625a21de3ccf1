"""`tco accuracy`: the errors of the model on a file of measured rows, as a table for people, or JSON for programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tco.accuracy.rows import read_rows
from tco.accuracy.score import Accuracy, Score, Scores, accuracy, as_json

TITLES = {"output_tokens_per_s": "Output tokens per second", "tpot": "Time per output token", "ttft": "Time to first token"}
_SHOWN_UNSCORED = 20


def print_accuracy(path: Path, form: str) -> None:
    """Print a file's scores in one of the forms."""
    rows, refused = read_rows(path)
    found = accuracy(rows, refused)
    if form == "json":
        click.echo(json.dumps(as_json(found), indent=1, ensure_ascii=False, allow_nan=False))
        return
    console = Console(width=None if sys.stdout.isatty() else 180)
    console.print(_scores(found, len(rows) + len(refused), path))
    for unscored in found.unscored[:_SHOWN_UNSCORED]:
        console.print(f"Row {unscored.number} not scored: {unscored.reason}", highlight=False, markup=False)
    if len(found.unscored) > _SHOWN_UNSCORED:
        console.print(f"and {len(found.unscored) - _SHOWN_UNSCORED} more rows not scored: --format json lists them all", highlight=False)


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
