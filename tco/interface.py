"""The Python interface: scenarios in, results and tables out. docs/python.md documents it, and the tests run the code there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from tco.documents import Report, in_silence, scenario_at, write_report
from tco.engine import evaluate as engine
from tco.engine.evaluate import Results
from tco.engine.export import COLUMNS, TOTALS, flat, totals_of
from tco.engine.feasibility import check_feasible
from tco.engine.simulation import DRAWS, REPORT_DRAWS, SEED
from tco.engine.simulation import simulate as simulation
from tco.engine.simulation.data import COLUMNS as QUANTILES
from tco.engine.simulation.data import flat as quantiles_by_option
from tco.engine.simulation.simulate import Simulation
from tco.scenario.scenario import Scenario
from tco.search.export import of_candidate
from tco.search.search import TOP, searched
from tco.search.space import Choices

if TYPE_CHECKING:
    from collections.abc import Callable

Changes = Mapping[str, object]
"""Values by their path in the scenario file: `{"workload.requests_per_day": 1_000_000}`."""


def read(path: str | Path, changes: Changes | None = None, tell: Callable[[str], None] | None = None) -> Scenario:
    """Read a scenario file, or a workbook that tco wrote with whatever was edited in it.

    `changes` take the place of values of the file, as `--set` does. `tell` hears what an edited workbook holds that no scenario can
    carry. Raises ScenarioError with every problem at once, as `file:line: what; expected; remedy`.
    """
    settings = tuple(f"{place}={value}" for place, value in (changes or {}).items())
    return scenario_at(Path(path), settings, tell or in_silence)


def evaluate(scenario: Scenario | str | Path, changes: Changes | None = None) -> Results:
    """Compute every line of a scenario, given as it was read or by its path; `changes` are for a path.

    Raises ScenarioError where the scenario is wrong, or where an option cannot be bought or run.
    """
    results = engine.evaluate(scenario if isinstance(scenario, Scenario) else read(scenario, changes))
    check_feasible(results)
    return results


def simulate(results: Results, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """Draw everything uncertain together, `draws` times; one seed gives the same figures to the last digit."""
    return simulation.simulate(results, draws, seed)


def cheapest(
    scenario: Scenario | str | Path, option: str, over: Mapping[str, Sequence[str]] | None = None, *, top: int = TOP
) -> pd.DataFrame:
    """Search an option on machines: its cheapest configurations that meet every mandatory requirement, a row each.

    Columns are the settings by the words of a scenario file, then the figures of `tco search --format json`. `over` names choices, as
    `--over` does: `{"precision": ["fp8", "int8"]}`. Raises TcoError for choices that are not known.
    """
    given = scenario if isinstance(scenario, Scenario) else read(scenario)
    sites = given.option(option).sites
    found = searched(given, option, Choices(over=over or {}), top=top)
    rows = (of_candidate(candidate, sites, found.best) for candidate in found.ranked)
    return pd.DataFrame([{**row.pop("setting"), **row} for row in rows])


def report(  # noqa: PLR0913  (one argument for each thing that a caller may decide)
    path: str | Path,
    folder: str | Path = "output",
    changes: Changes | None = None,
    *,
    only: Literal["", "xlsx", "pdf", "html"] = "",
    draws: int = REPORT_DRAWS,
    full: bool = False,
) -> Report:
    """Write the documents of a scenario file into a folder of its name under `folder`, and say which files those are.

    The workbook has what the plan uses; a `full` one has every line and every input.

    A machine that cannot write the PDF still gets the workbook; `Report.missing` then says what it lacks.
    """
    settings = tuple(f"{place}={value}" for place, value in (changes or {}).items())
    return write_report(Path(path), Path(folder), settings, only=only, draws=draws, full=full)


def totals(results: Results) -> pd.DataFrame:
    """Totals of every option: a row an option, a column a total of `tco evaluate --format json`; missing where not established."""
    found = {name: totals_of(evaluated, results) for name, evaluated in results.options.items()}
    return pd.DataFrame.from_dict(found, orient="index", columns=list(TOTALS), dtype=float).rename_axis("option")


def lines(results: Results, *keys: str, option: str | None = None) -> pd.DataFrame:
    """Lines of the model as a long table: a row for each element and month, with the columns of `tco evaluate --format csv`.

    `keys` are the lines wanted, all of them without any; `option` keeps the lines of one option. Axes that none of these lines has are
    left out. Raises KeyError for a key that no line has.
    """
    known = {key for evaluated in results.every_model() for key in evaluated.model.lines}
    unknown = sorted(set(keys) - known)
    if unknown:
        raise KeyError(f"no line is called {', '.join(unknown)}")
    rows = flat(results, frozenset(keys) or None)
    table = pd.DataFrame(rows if option is None else (row for row in rows if row["sheet"] == option), columns=list(COLUMNS))
    unused = [column for column in COLUMNS if (table[column].astype(str) == "").all()]
    table = table.drop(columns=unused)
    return table.assign(month=table["month"].replace("", pd.NA).astype("Int64")) if "month" in table else table


def quantiles(found: Simulation) -> pd.DataFrame:
    """P10, P50, P90 and mean of each option's total and saving, and how often it is possible, the cheapest and the answer."""
    return pd.DataFrame(quantiles_by_option(found), columns=list(QUANTILES)).set_index("option")
