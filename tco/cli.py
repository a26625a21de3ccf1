"""The command line. Heavy modules are imported inside the commands that need them, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tco import __version__
from tco.engine.simulation import DRAWS, MOST_DRAWS, REPORT_DRAWS, SEED
from tco.errors import TcoError

FILE = click.Path(path_type=Path)
DEFECT = 70
"""The exit code of a defect in tco itself (EX_SOFTWARE)."""


def _safely(command: Callable[..., Any]) -> Callable[..., Any]:
    """Print an error as its own sentence and exit with its code. There is no traceback, unless TCO_DEBUG asks for one."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except TcoError as problem:
            click.echo(str(problem), err=True)
            sys.exit(problem.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as defect:
            if os.environ.get("TCO_DEBUG"):
                raise
            click.echo(
                f"tco has a defect ({type(defect).__name__}: {defect}); run again with TCO_DEBUG=1 and report what it prints", err=True
            )
            sys.exit(DEFECT)

    return run


def _format(what: str, *forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--format` of a command that prints `what` in one of these forms."""
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=f"How to print {what}.")


_SET = click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value of the scenario, such as months=24; may be repeated."
)
_SEED = click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True, help="Where the draws begin.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tco")
def main() -> None:
    """What running language models costs: a live Excel workbook and a PDF summary from one scenario file."""


@main.command()
@click.argument("scenarios", nargs=-1, required=True, type=FILE)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"),
    show_default=True,
    help="Where the reports go.",
)
@click.option(
    "--only", type=click.Choice(["xlsx", "pdf", "html"]), default=None, help="Write one document; html is the summary for a browser."
)
@click.option(
    "--template", type=click.Path(path_type=Path), metavar="DIR", help="Templates of your own over the summary's: docs/templates.md."
)
@click.option(
    "--draws",
    type=click.IntRange(0, MOST_DRAWS),
    default=REPORT_DRAWS,
    show_default=True,
    help="How often everything uncertain is drawn; 0 for no simulation.",
)
@click.option("--full", is_flag=True, help="Write every line and every input into the workbook, and not those alone that the plan uses.")
@_SEED
@_SET
@_safely
def report(  # noqa: PLR0913, PLR0917  (the command's options)
    scenarios: tuple[Path, ...],
    folder: Path,
    only: str | None,
    template: Path | None,
    draws: int,
    full: bool,  # noqa: FBT001
    seed: int,
    settings: tuple[str, ...],
) -> None:
    """Write workbook, PDF and resolved scenario of each SCENARIO into DIR/<name>/.

    Exit codes: 0 done, 2 a scenario or a template is wrong, 3 this machine lacks what the PDF needs (the workbook is written all the same).

    Example: tco report scenario.yaml -o reports --set months=24
    """
    from tco.commands.report import report_all  # noqa: PLC0415

    sys.exit(report_all(scenarios, folder, settings, only or "", draws, seed, template, full))


@main.command()
@click.argument("scenario", type=FILE)
@_format("the results", "table", "json", "csv")
@_SET
@_safely
def evaluate(scenario: Path, form: str, settings: tuple[str, ...]) -> None:
    """Print the results of SCENARIO (a file or a workbook): totals by option, or every line as JSON or CSV.

    Example: tco evaluate scenario.yaml --format json
    """
    from tco.commands.evaluate import print_results  # noqa: PLC0415

    print_results(scenario, settings, form)


@main.command()
@click.argument("scenario", type=FILE)
@click.option(
    "--draws", type=click.IntRange(1, MOST_DRAWS), default=DRAWS, show_default=True, help="How often everything uncertain is drawn."
)
@_SEED
@_format("the results", "table", "json", "csv")
@_SET
@_safely
def simulate(scenario: Path, draws: int, seed: int, form: str, settings: tuple[str, ...]) -> None:
    """Draw everything uncertain in SCENARIO together: P10 to P90 of each option's total, and how often it is the cheapest and the answer.

    Low and high of an input are its P10 and P90. One seed gives the same figures to the last digit. Exit codes: 0 done, 2 the scenario is
    wrong.

    Example: tco simulate scenario.yaml --draws 20000
    """
    from tco.commands.simulate import print_simulation  # noqa: PLC0415

    print_simulation(scenario, settings, draws, seed, form)


@main.command()
@click.argument("scenario", type=FILE)
@click.option("--option", default=None, metavar="NAME", help="Search this option alone; without it every option is searched.")
@click.option(
    "--over",
    multiple=True,
    metavar="KEY=A,B",
    help="The choices of a setting in place of the usual ones, such as tensor_parallel=4,8 or plan=on-demand,spot; may be repeated.",
)
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="Configurations that are listed of each option.")
@_format("what was found", "table", "json", "csv")
@_SET
@_safely
def search(  # noqa: PLR0913, PLR0917  (the command's options)
    scenario: Path, option: str | None, over: tuple[str, ...], top: int, form: str, settings: tuple[str, ...]
) -> None:
    """Search the options of SCENARIO for their cheapest configurations that meet every mandatory requirement, and say why others lost.

    Types of instance, degrees, batch limits, spares, autoscaling and plans are tried in the model itself; another precision, spot and terms
    beyond the horizon only where they are named. Exit codes: 0 done, 2 the scenario or a choice is wrong.

    Example: tco search scenario.yaml --option "Cloud GPU" --over precision=fp8,int8
    """
    from tco.commands.search import print_search  # noqa: PLC0415

    print_search(scenario, settings, option, over, top, form)


@main.command()
@click.argument("scenarios", nargs=-1, required=True, type=FILE)
@_safely
def check(scenarios: tuple[Path, ...]) -> None:
    """Check each SCENARIO without writing anything: form, choices, feasibility, units and the workbook's own checks.

    Exit codes: 0 all hold, 1 a check fails, 2 a scenario is wrong.

    Example: tco check scenarios/*.yaml
    """
    from tco.commands.check import check_all  # noqa: PLC0415

    sys.exit(check_all(scenarios))


@main.command()
@click.argument("rows", metavar="ROWS.csv", type=FILE)
@_format("the scores", "table", "json")
@_safely
def accuracy(rows: Path, form: str) -> None:
    """Score the model against measured rows: median and P90 error, bias and band coverage of output, TPOT and TTFT.

    docs/accuracy.md describes the columns. Rows that cannot be scored are counted with their reason. Exit codes: 0 done, 2 no such rows.

    Example: tco accuracy rows.csv --format json
    """
    from tco.commands.accuracy import print_accuracy  # noqa: PLC0415

    print_accuracy(rows, form)


@main.command()
@click.argument("log", type=FILE)
@click.option("--classes", type=click.IntRange(1, 12), default=3, show_default=True, help="Classes of requests by input length.")
@click.option(
    "--time-zone", default="", metavar="ZONE", help="The clock of the hours, such as Asia/Singapore, for times that carry a zone."
)
@click.option("--time", metavar="COLUMN", help="The column of the time, if its name is unusual; likewise those below.")
@click.option("--input", metavar="COLUMN", help="Input tokens, cached ones included.")
@click.option("--output", metavar="COLUMN", help="Output tokens.")
@click.option("--cached", metavar="COLUMN", help="Cached input tokens.")
@click.option("--region", metavar="COLUMN", help="Where the request comes from.")
@click.option("--attempt", metavar="COLUMN", help="Number of the attempt, or whether it is a retry.")
@click.option("--status", metavar="COLUMN", help="HTTP status, or a word such as ok.")
@_safely
def profile(log: Path, classes: int, time_zone: str, **columns: str | None) -> None:
    """Print the workload of a request LOG (CSV or Parquet) as YAML for a scenario: volume, classes, hours, peak, retries, regions.

    Exit codes: 0 done, 2 the file is no request log, 3 Parquet without its library.

    Example: tco profile requests.csv --time-zone Asia/Singapore
    """
    from tco.request_log.block import scenario_text  # noqa: PLC0415
    from tco.request_log.figures import demand_of  # noqa: PLC0415
    from tco.request_log.reading import read_log  # noqa: PLC0415

    demand = demand_of(read_log(log, {key: name for key, name in columns.items() if name}, time_zone), classes)
    click.echo(scenario_text(demand, log.name), nl=False)


@main.command()
@click.argument("book", type=FILE)
@_format("the findings", "table", "json")
@_safely
def audit(book: Path, form: str) -> None:
    """Say what was done to a workbook since tco wrote it: inputs, formulas, stored results, rows and sheets.

    Exit codes: 0 clean or inputs only, 1 formulas, results or the build were altered, 2 no workbook of tco's, 3 formualizer is missing.

    Example: tco audit plan.xlsx
    """
    from tco.commands.audit import print_audit  # noqa: PLC0415

    sys.exit(print_audit(book, form))


@main.command("import")
@click.argument("book", type=FILE)
@click.option("--onto", type=FILE, default=None, metavar="FILE", help="Lay the edits onto this scenario file: all else in it stays.")
@click.option("-o", "--output", "target", type=FILE, default=None, metavar="FILE", help="Where the scenario goes; - prints it.")
@click.option("--force", is_flag=True, help="Replace the scenario beside the workbook.")
@_format("what changed", "table", "json")
@_safely
def import_(book: Path, onto: Path | None, target: Path | None, form: str, force: bool) -> None:  # noqa: FBT001  (click's flag)
    """Bring an edited workbook back as a scenario: beside it as <name>.yaml, or onto the scenario file that it came from.

    Exit codes: 0 done, 1 done, but the workbook holds changes that no scenario can carry (listed), 2 a cell or a file is wrong.

    Example: tco import plan.xlsx --onto scenario.yaml
    """
    from tco.commands.import_ import import_scenario  # noqa: PLC0415

    sys.exit(import_scenario(book, onto, target, form, force=force))


@main.command()
@_format("the findings", "table", "json")
@_safely
def doctor(form: str) -> None:
    """Say what this machine has and lacks, with the remedy for each gap. Exit code 3 if a report would be incomplete.

    Example: tco doctor
    """
    from tco.commands.doctor import examine  # noqa: PLC0415

    sys.exit(examine(form))


if __name__ == "__main__":
    main()
