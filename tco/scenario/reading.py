"""Reading a scenario file, with all its problems reported at once: `file:line: what is wrong; what was expected; did you mean`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import cast

from tco.model.options import demand_model
from tco.scenario.bind import bind, catalogue_for
from tco.scenario.brand import read_brand
from tco.scenario.catalogue_section import catalogue_of
from tco.scenario.checks import check
from tco.scenario.choices import check_choices
from tco.scenario.correlations import read_correlations
from tco.scenario.elements import File
from tco.scenario.fill import Filled, fill
from tco.scenario.form import DEPRECATED
from tco.scenario.opening_hours import with_active_hours
from tco.scenario.own_profile import own_profile, with_profile
from tco.scenario.problems import Problems
from tco.scenario.quantity import Given
from tco.scenario.scenario import Case, Scenario
from tco.scenario.source import Source, read_source, with_settings
from tco.scenario.time_zones import with_clocks

MOST_MONTHS = 120
RESOLVED = ".resolved"
"""The end of the stem of a resolved scenario's file."""


def read(path: Path, settings: tuple[str, ...] = ()) -> Scenario:
    """Read a file and apply `--set` settings to it. Raises ScenarioError with all problems."""
    return read_from(with_settings(read_source(path), settings))


def read_from(source: Source) -> Scenario:
    """Make a scenario of data in memory. Raises ScenarioError with all problems."""
    problems = Problems(source)
    data, profile = own_profile(with_clocks(with_active_hours(source.data, problems), problems), problems)
    filled = fill(data, problems)
    catalogue = catalogue_of(filled.catalogue, problems)
    if not (filled.regions and filled.classes and filled.options):
        problems.stop()
    start, as_of, months = _start(filled, problems), _as_of(filled, catalogue.date, problems), _months(filled, problems)
    catalogue = with_profile(catalogue, profile, as_of.isoformat())
    file = File(filled, source, problems, catalogue, as_of.isoformat(), months)
    options, entries = bind(file)
    check(file, entries)
    check_choices(file, options, entries)
    correlations = read_correlations(filled.correlations, entries, problems)
    texts = filled.texts
    name = _name(texts.get("name"), source.path, problems)
    brand = read_brand(filled.brand, source.path.parent, problems)
    for key in DEPRECATED.keys() & texts.keys():
        problems.remark((key,), f"{key}: {texts[key]} {DEPRECATED[key]}")
    problems.stop()
    return Scenario(
        name=name,
        title=texts["title"],
        client=texts.get("client", ""),
        prepared_by=texts.get("prepared_by", ""),
        currency=texts.get("currency", "USD"),
        start=start,
        months=months,
        as_of=as_of,
        case=cast("Case", texts.get("case", "base")),
        regions=tuple(region.name for region in filled.regions),
        classes=tuple(item.name for item in filled.classes),
        options=options,
        entries=entries,
        catalogue=catalogue_for(catalogue, options, entries, file.currency),
        notes=filled.notes,
        correlations=correlations,
        brand=brand,
        remarks=tuple(problems.remarks),
    )


def _name(given: str | None, path: Path, problems: Problems) -> str:
    """The stem of all files that are written: the given name, or the stem of the scenario file without `.resolved`."""
    if given is None:
        return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "_", path.stem.removesuffix(RESOLVED)).strip().lstrip(".") or "scenario"
    if re.search(r"[/\\:*?\"<>|\n]", given) or given.startswith("."):
        problems.tell(("name",), f"name: {given} cannot be a file's name everywhere; expected letters, digits, - and _")
    return given


def _start(filled: Filled, problems: Problems) -> date:
    given = filled.texts.get("start")
    if given is None:
        return date(2027, 1, 1)
    found = re.fullmatch(r"(20\d\d)-(\d{1,2})(?:-\d{1,2})?", given)
    if not found or not 1 <= int(found.group(2)) <= 12:
        problems.tell(("start",), f"start: {given} is not a month of this century; expected a year and a month such as 2027-01")
        return date(2027, 1, 1)
    return date(int(found.group(1)), int(found.group(2)), 1)


def _as_of(filled: Filled, catalogue_date: str, problems: Problems) -> date:
    given = filled.texts.get("as_of", catalogue_date)
    try:
        if not re.fullmatch(r"20\d\d-\d\d-\d\d", given):
            raise ValueError  # noqa: TRY301  (one kind of error for every mistake)
        return date.fromisoformat(given)
    except ValueError:
        problems.tell(("as_of",), f"as_of: {given} is not a day; expected a date such as 2026-11-20")
        return date(2026, 11, 20)


def _months(filled: Filled, problems: Problems) -> int:
    horizon = demand_model().inputs["horizon"]
    given = filled.values.get(("months",))
    months = int(given.value) if isinstance(given, Given) else int(horizon.default)
    if months > MOST_MONTHS:
        problems.tell(("months",), f"months: {months:,} is more than a plan can say; expected at most {MOST_MONTHS}, ten years")
        return int(horizon.default)
    return months
