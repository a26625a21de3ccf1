"""`tco report`: the documents of each scenario, with progress in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from tco.documents import Report, prepare_pdf, write_report
from tco.errors import MissingPartError, TcoError


def report_all(  # noqa: PLR0913, PLR0917  (the command's options)
    scenarios: tuple[Path, ...],
    folder: Path,
    settings: tuple[str, ...],
    only: str,
    draws: int,
    seed: int,
    template: Path | None,
    full: bool,  # noqa: FBT001
) -> int:
    """Write every report; an error in one scenario does not stop the others. Returns the worst exit code."""
    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with (
        _second_process(only, template) as second,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        write = partial(
            write_report, folder=folder, settings=settings, only=only, draws=draws, seed=seed, second=second, template=template, full=full
        )
        return max(_report(path, write, progress) for path in scenarios)


@contextmanager
def _second_process(only: str, template: Path | None) -> Iterator[Executor | None]:
    """A process that loads WeasyPrint while this one calculates; None unless both documents are wanted, from our own templates."""
    if only or template:
        yield None
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as second:
        second.submit(prepare_pdf)
        yield second


def _report(path: Path, write: Callable[..., Report], progress: Progress) -> int:
    task = progress.add_task(path.name, total=None)
    try:
        step = partial(_show, progress, task, path.name)
        return _tell(write(path, step=step))
    except TcoError as problem:
        click.echo(str(problem), err=True)
        return problem.exit_code
    finally:
        progress.remove_task(task)


def _show(progress: Progress, task: TaskID, name: str, what: str) -> None:
    progress.update(task, description=f"{name}: {what}")


def _tell(written: Report) -> int:
    for file in written.files:
        click.echo(str(file))
    for finding in written.findings:
        click.echo(f"found: {finding}", err=True)
    for warning in written.warnings:
        click.echo(f"warning: {warning}", err=True)
    if written.missing:
        click.echo(f"no PDF: {written.missing}", err=True)
        return MissingPartError.exit_code
    return 0
