"""An hourly profile given as a list of 24 shares, which becomes one more row of the catalogue's profiles, for dropdowns to offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tco.catalogue.table import Catalogue, Origin, Row, Value
from tco.language.line import Input
from tco.model.demand.hours_of_day import HOURS, hourly_profile
from tco.scenario.problems import Problems
from tco.scenario.quantity import attempt, number, shown
from tco.scenario.yaml_data import Place

OWN = "own"
"""The name of a profile that is given as a list."""
_PLACE: Place = ("workload", "hourly_profile")
_SHARE = Input("Share of an hour", "share", hourly_profile.path, "Of a day's requests.")


@dataclass(frozen=True)
class OwnProfile:
    """The shares of a list, one for each hour from midnight, and what the scenario says about them: source, date, confidence and note."""

    shares: tuple[float, ...]
    about: Mapping[str, str]


def own_profile(data: Mapping[str, Any], problems: Problems) -> tuple[Mapping[str, Any], OwnProfile | None]:
    """The data of a scenario with a name in place of the list, and the list as a profile.

    Data without a list are returned unchanged, with None. What is wrong is reported to `problems`.
    """
    workload = data.get("workload")
    raw = workload.get("hourly_profile") if isinstance(workload, Mapping) else None
    given = raw.get("value") if isinstance(raw, Mapping) else raw
    if not isinstance(workload, Mapping) or not isinstance(given, list):
        return data, None
    about = {key: part for key, part in raw.items() if key != "value"} if isinstance(raw, Mapping) else {}
    named = {**data, "workload": {**workload, "hourly_profile": {"value": OWN, **about}}}
    shares = [attempt(problems, (*_PLACE, place), number, part, _SHARE) for place, part in enumerate(given)]
    if len(given) != len(HOURS):
        problems.tell(_PLACE, f"hourly_profile: the list has {len(given)} values; expected {len(HOURS)}, one for each hour from midnight")
    elif None not in shares and sum(shares) <= 0:
        problems.tell(_PLACE, f"hourly_profile: {shown(given)} adds up to 0; expected the share of a day's requests in each hour")
    if problems.told(_PLACE):
        return named, None
    texts = {key: str(part) for key, part in about.items() if isinstance(part, str | int | float)}
    return named, OwnProfile(tuple(shares), texts)


def with_profile(catalogue: Catalogue, own: OwnProfile | None, as_of: str) -> Catalogue:
    """The catalogue with an own profile, if there is one, among its profiles."""
    if own is None:
        return catalogue
    about = own.about
    origin = Origin(
        about.get("source") or "Scenario file", about.get("date") or as_of, about.get("confidence") or "assumed", about.get("note") or ""
    )
    values: dict[str, Value] = {"name": OWN, "label": "As the scenario gives it", **dict(zip(HOURS, own.shares, strict=True))}
    table = catalogue["profiles"]
    others = (row for row in table.rows if row.values["name"] != OWN)
    return replace(catalogue, tables={**catalogue.tables, "profiles": table.keep((*others, Row(values, origin)))})
