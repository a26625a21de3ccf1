"""Time zones as a client says them, "Asia/Singapore" or hours ahead of UTC: words for the clock that each region keeps.

A clock counts whole hours, because the profile has a row for each hour, and keeps standard time the whole year: the smaller of the zone's
offsets on 1 January and on 1 July of the year in which the plan starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from math import floor
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tco.errors import nearest
from tco.model.demand.time_zones import ONE_CLOCK, clock_hours, region_clock
from tco.scenario.form import last
from tco.scenario.problems import Problems
from tco.scenario.quantity import shown
from tco.scenario.yaml_data import Place

TIME_ZONE = last(region_clock.path)
_AHEAD = re.compile(r"(?:UTC|GMT)?\s*([+\-−])?\s*(\d{1,2})(?:(?::(\d{2}))|(\.\d+))?", re.IGNORECASE)
_UTC = ("UTC", "GMT", "Z")
_NO_PLACES = {"localtime", "Factory", "posixrules"}
"""Names among the zones of some machines that are no place's."""
_EXAMPLE = "expected a name such as Asia/Singapore, or hours ahead of UTC such as 8"
_FIRST_YEAR = 2027
_DATABASE = "IANA time zone database"


def clock_name(hours: int) -> str:
    """The name of the clock so many hours ahead of UTC, such as UTC+8."""
    return f"UTC{hours:+d}"


def hours_of(name: str) -> int:
    """The hours by which the clock of this name is ahead of UTC; 0 for the one clock of a plan without time zones."""
    return 0 if name == ONE_CLOCK else int(name.removeprefix("UTC"))


def with_clocks(data: Mapping[str, Any], problems: Problems) -> Mapping[str, Any]:
    """The data of a scenario with the name of a clock in place of each region's time zone. Mistakes go to `problems`."""
    regions = data.get("regions")
    if not isinstance(regions, list) or not any(isinstance(region, Mapping) and TIME_ZONE in region for region in regions):
        return data
    year = _year(data.get("start"))
    found = [_kept(region, year, ("regions", place, TIME_ZONE), problems) for place, region in enumerate(regions)]
    _refuse_missing(found, problems)
    return {**data, "regions": found}


def _kept(region: Any, year: int, place: Place, problems: Problems) -> Any:
    raw = region.get(TIME_ZONE) if isinstance(region, Mapping) else None
    given = raw.get("value") if isinstance(raw, Mapping) else raw
    if given is None or given == ONE_CLOCK:
        return region
    try:
        hours, zone = _hours(given, year)
    except ValueError as problem:
        problems.tell(place, f"{TIME_ZONE}: {problem}")
        return {**region, TIME_ZONE: ONE_CLOCK}
    whole = floor(hours + 0.5)
    name = clock_name(whole)
    if whole != hours:
        problems.remark(place, f"{TIME_ZONE}: {zone or shown(given)} counts as {name}: the hourly profile has whole hours")
    about = {key: part for key, part in raw.items() if key != "value"} if isinstance(raw, Mapping) else {}
    origin = {"note" if about.get("source") else "source": f"{_DATABASE}: {zone}"} if zone else {}
    return {**region, TIME_ZONE: {"value": name, **origin, **about}}


def _hours(given: Any, year: int) -> tuple[float, str]:
    """The hours ahead of UTC, and the zone with its offset where one is named. Raises ValueError with the remedy."""
    text = str(given).strip()
    if isinstance(given, bool | list | Mapping):
        raise ValueError(f"{shown(given)} is no time zone; {_EXAMPLE}")  # noqa: TRY004  (one kind of error for every mistake)
    if text.upper() in _UTC:
        return 0.0, ""
    if ahead := _AHEAD.fullmatch(text):
        hours = int(ahead[2]) + int(ahead[3] or 0) / 60 + float(ahead[4] or 0)
        hours = -hours if ahead[1] in ("-", "−") else hours
        if not (clock_hours.minimum or 0) <= hours <= (clock_hours.maximum or 0) or int(ahead[3] or 0) > 59:
            raise ValueError(f"{shown(given)} is no clock of any place; expected hours ahead of UTC from -12 to 14, such as 8 or -3")
        return hours, ""
    if not _zones():
        raise ValueError(
            f"{text} is not known, for this machine has no time zones; expected hours ahead of UTC such as 8, or install tzdata"
        )
    if text not in _zones():
        raise ValueError(f"there is no zone {text}; {_meant(text)}")
    hours = _standard(text, year)
    return hours, f"{text}, {_written(hours)} in standard time"


def _standard(zone: str, year: int) -> float:
    """Hours ahead of UTC in standard time. Some zones call their winter the exception, so that the flag of summer time is not asked."""
    offsets = (datetime(year, month, 1, 12, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return min(offset.total_seconds() / 3600 for offset in offsets if offset is not None)


def _written(hours: float) -> str:
    """Hours ahead of UTC as clocks are named, such as UTC+5:30."""
    minutes = round(abs(hours) * 60)
    part = f":{minutes % 60:02d}" if minutes % 60 else ""
    return f"UTC{'-' if hours < 0 else '+'}{minutes // 60}{part}"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACES)


def _meant(text: str) -> str:
    """The remedy for an unknown zone: the one that was probably meant, by its whole name or by its city."""
    by_city = {zone.rpartition("/")[2].replace("_", " "): zone for zone in sorted(_zones()) if "/" in zone}
    near = by_city.get(nearest(text.rpartition("/")[2].replace("_", " "), by_city) or "") or nearest(text, sorted(_zones()))
    return f"did you mean {near}?" if near else _EXAMPLE


def _refuse_missing(regions: list[Any], problems: Problems) -> None:
    """Without a zone of its own a region would keep a clock that nobody can name: all regions state one, or none does."""
    stated = [region for region in regions if isinstance(region, Mapping) and _clock(region) not in (None, ONE_CLOCK)]
    if not stated:
        return
    for position, region in enumerate(regions):
        place: Place = ("regions", position, TIME_ZONE)
        without = isinstance(region, Mapping) and (TIME_ZONE not in region or _clock(region) == ONE_CLOCK)
        if without and not problems.told(place):
            known, name = stated[0].get("name", "another region"), region.get("name", f"region {position + 1}")
            problems.tell(place, f"{TIME_ZONE} is missing for {name}, and {known} states one; expected one for every region, or for none")


def _clock(region: Mapping[str, Any]) -> Any:
    raw = region.get(TIME_ZONE)
    return raw.get("value") if isinstance(raw, Mapping) else raw


def _year(start: Any) -> int:
    """The year of the plan's start; a usual one where the start is not understood, which is told elsewhere."""
    found = re.match(r"20\d\d", str(start))
    return int(found[0]) if found else _FIRST_YEAR
