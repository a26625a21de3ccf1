"""Opening hours as a client says them, "08:00-18:00": words for two inputs, the first active hour and how many there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tco.scenario.problems import Problems
from tco.scenario.quantity import shown

OPENING = "opening_hours"
_HOURS = re.compile(r"(\d{1,2}):00\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})")
_DAY = 24


def with_active_hours(data: Mapping[str, Any], problems: Problems) -> Mapping[str, Any]:
    """The data of a scenario with active hours in place of its opening hours. Mistakes go to `problems`."""
    workload = data.get("workload")
    return {**data, "workload": _opened(workload, problems)} if isinstance(workload, Mapping) and OPENING in workload else data


def _opened(workload: Mapping[str, Any], problems: Problems) -> Mapping[str, Any]:
    place = ("workload", OPENING)
    others = {key: part for key, part in workload.items() if key != OPENING}
    raw = workload[OPENING]
    given = raw.get("value") if isinstance(raw, Mapping) else raw
    about = {key: part for key, part in raw.items() if key != "value"} if isinstance(raw, Mapping) else {}
    twice = [key for key in ("active_from", "active_hours") if key in workload]
    found = _HOURS.fullmatch(str(given).strip())
    first, last = (int(found[1]), int(found[2]) + int(found[3]) / 60) if found else (_DAY, 0.0)
    if twice:
        problems.tell(
            place, f"{OPENING}: {' and '.join(twice)} {'states' if len(twice) == 1 else 'state'} the hours too; expected one of both"
        )
    elif not (first < _DAY and last <= _DAY and (found and int(found[3]) < 60)):
        problems.tell(place, f"{OPENING}: {shown(given)} is no span of hours; expected one such as 08:00-18:00, from a full hour on")
    else:
        hours = (last - first) % _DAY or _DAY
        note = about.pop("note", None) or f"Opening hours {given}"
        return {**others, "active_from": {"value": first, **about, "note": note}, "active_hours": {"value": hours, **about, "note": note}}
    return others
