"""An hourly profile that a scenario gives as a list of 24 shares: one more row of the catalogue's profiles, for dropdowns to name."""

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
"""What the profile of a list is called."""
_PLACE: Place = ("workload", "hourly_profile")
_SHARE = Input("Share of an hour", "share", hourly_profile.path, "Of a day's requests.")


@dataclass(frozen=True)
class OwnProfile:
    """The shares of a list, one for each hour, and what the scenario says of them."""

    shares: tuple[float, ...]
    about: Mapping[str, str]


def own_profile(data: Mapping[str, Any], problems: Problems) -> tuple[Mapping[str, Any], OwnProfile | None]:
    """The scenario with a name in place of its list, and the list; unchanged where there is none. Tells `problems` what is wrong."""
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
    """The catalogue with the list as one more profile."""
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
