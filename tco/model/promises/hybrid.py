"""Service levels of a hybrid: a promise is kept only where every part keeps it, and a part that answers nothing has no say.

Each rule is followed by its lines, one for each promise that it holds for.
"""

from tco.language.line import Section, applied
from tco.language.lookup import entry
from tco.language.vocabulary import choose, greatest, holds, largest, least

TIMES = {"ttft": ("Time to first token", "s"), "tpot": ("Time per output token", "s/token"), "latency": ("Latency", "s")}
"""Promised times, with their names and units: the slowest part in use decides."""
YES = "yes = 1"


SERVICE_HYBRID = Section("Service levels of a hybrid")


@SERVICE_HYBRID.line("Part is in use", YES)
def part_used(part_horizon_requests):
    """1 where it takes on any request."""
    return holds(part_horizon_requests > 0)


def in_use(time, part_used):
    """0 where the part answers nothing."""
    return time * part_used


SERVICE_HYBRID.add(
    applied(in_use, f"used_{key}", f"{name} of a part in use", unit, f"part_service_{key}", "part_used")
    for key, (name, unit) in TIMES.items()
)


def time_told(time, part_used):
    """1 where it is established, or the part answers nothing."""
    return largest(holds(time > 0), 1 - part_used)


SERVICE_HYBRID.add(
    applied(time_told, f"{key}_told", f"{name} of a part does not lack", YES, f"part_service_{key}", "part_used")
    for key, (name, _) in TIMES.items()
)


def slowest(used):
    """Over the parts in use."""
    return greatest(used, over="option")


SERVICE_HYBRID.add(
    applied(slowest, f"slowest_{key}", f"Slowest part, {name[:1].lower()}{name[1:]}", unit, f"used_{key}")
    for key, (name, unit) in TIMES.items()
)


def told_by_all(told):
    """1 where no part in use lacks it."""
    return least(told, over="option")


SERVICE_HYBRID.add(
    applied(told_by_all, f"all_{key}_told", f"{name} is told by every part", YES, f"{key}_told") for key, (name, _) in TIMES.items()
)


def time_of_service(slowest, all_told):
    """The slowest part; 0 where one of them is not established."""
    return slowest * all_told


SERVICE_HYBRID.add(
    applied(time_of_service, f"service_{key}", name, unit, f"slowest_{key}", f"all_{key}_told") for key, (name, unit) in TIMES.items()
)


@SERVICE_HYBRID.line("Availability of a part in use", "share of time")
def used_availability(part_service_availability, part_used):
    """1 where the part answers nothing."""
    return choose(part_used > 0, part_service_availability, 1)


@SERVICE_HYBRID.line("Availability", "share of time")
def service_availability(used_availability):
    """The weakest part: none stands in for another."""
    return least(used_availability, over="option")


@SERVICE_HYBRID.line("Rate limits of a part are promised", YES)
def limits_in_use(part_limits_promised, part_used):
    """1 where a provider's limit stands before a part that answers anything."""
    return part_limits_promised * part_used


@SERVICE_HYBRID.line("Rate limits are promised", YES)
def limits_promised(limits_in_use):
    """1 where any part's are."""
    return greatest(limits_in_use, over="option")


def holds_where_used(fact, part_used):
    """1 where it holds, or where the part has nothing to do with it."""
    return largest(fact, 1 - part_used)


SERVICE_HYBRID.add(
    (
        applied(holds_where_used, "availability_told", "Availability of a part does not lack", YES, "part_availability_known", "part_used"),
        applied(holds_where_used, "residency_told", "Residency of a part does not lack", YES, "part_residency_known", "part_used"),
        applied(holds_where_used, "residency_in_use", "Residency kept by a part in use", YES, "part_residency_held", "part_used"),
        applied(holds_where_used, "limits_told", "Rate limits of a part do not lack", YES, "part_limits_known", "limits_in_use"),
        applied(holds_where_used, "limits_held", "Rate limits of a part kept", YES, "part_limits_kept", "limits_in_use"),
    )
)


def every_part(fact):
    """1 where it holds for every part."""
    return least(fact, over="option")


SERVICE_HYBRID.add(
    (
        applied(every_part, "availability_known", "Availability is established", YES, "availability_told"),
        applied(every_part, "residency_known", "Residency is established", YES, "residency_told"),
        applied(every_part, "residency_held", "Residency kept", YES, "residency_in_use"),
        applied(every_part, "limits_known", "Rate limits are established", YES, "limits_told"),
        applied(every_part, "limits_kept", "Rate limits kept", YES, "limits_held"),
        applied(every_part, "all_free", "No region has a rule", YES, "part_all_free", sentence="1 where any place will do for every part."),
        applied(every_part, "possible", "Possible", YES, "part_possible", sentence="1 where every part can be bought and run."),
    )
)


@SERVICE_HYBRID.line("Why it is not possible", "text")
def reason(reasons, possible, row_part_impossible):
    """The last reason of the list: a part is not."""
    return entry(reasons, "name", choose(possible > 0, 1, row_part_impossible))
