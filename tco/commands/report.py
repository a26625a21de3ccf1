"""`tco report`: documents for each scenario, with progress where somebody is watching."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tco.errors import MissingPartError, TcoError
from tco.report import Report, write_report


def report_all(scenarios: tuple[Path, ...], folder: Path, settings: tuple[str, ...], only: str) -> int:
    """Write every report; one scenario's error does not stop the others. The exit code is the worst one."""
    worst = 0
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        for path in scenarios:
            task = progress.add_task(path.name, total=None)
            try:
                written = write_report(
                    path,
                    folder,
                    settings,
                    only,
                    lambda what, task=task, path=path: progress.update(task, description=f"{path.name}: {what}"),
                )  # type: ignore[misc]  # bound early
                worst = max(worst, _tell(written))
            except TcoError as problem:
                click.echo(str(problem), err=True)
                worst = max(worst, problem.exit_code)
            progress.remove_task(task)
    return worst


def _tell(written: Report) -> int:
    for file in written.files:
        click.echo(str(file))
    for warning in written.warnings:
        click.echo(f"warning: {warning}", err=True)
    if written.missing:
        click.echo(f"no PDF: {written.missing}", err=True)
        return MissingPartError.exit_code
    return 0
