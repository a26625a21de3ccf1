"""Promises: each kept, broken or not established, with its margin, by one rule for every promise and every kind of option.

Statuses are rows of a list: 1 broken, 2 kept, 3 not established, 4 not promised. A promise that is not established
counts as not kept until somebody states it with a source. Only hard promises stand in the way of a recommendation.
Each rule is followed by its lines, one for each promise.
"""

from tco.language.line import Input, Section, applied
from tco.language.lookup import entry
from tco.language.vocabulary import choose, holds, remainder, smallest

availability_promise = Input(
    "Promised availability",
    "share of time",
    "service_levels.availability",
    "Share of time; 0 where none is promised.",
    0.0,
    maximum=1.0,
    rises=1,
    source="Scenario",
)
same_availability = Input(
    "Availabilities taken as the same",
    "share of time",
    "constants.same_availability",
    "A difference below this is none: programs add up the hours of a day in their own order.",
    1e-9,
    minimum=0,
    maximum=1e-6,
    source="Convention",
)


def hard_input(what, key):
    """Input of the service levels that makes a promise hard or soft."""
    note = "1: an option that does not keep it cannot be recommended; 0: a soft promise, told and not decisive."
    place = f"service_levels.{key}_hard"
    return Input(f"{what}: hard promise", "yes = 1", place, note, 1.0, whole=True, maximum=1.0, source="Documented default")


ttft_hard = hard_input("TTFT", "ttft")
tpot_hard = hard_input("TPOT", "tpot")
latency_hard = hard_input("Latency", "latency")
availability_hard = hard_input("Availability", "availability")
residency_hard = hard_input("Residency", "residency")
limits_hard = hard_input("Rate limits", "rate_limits")

TIMES = {"ttft": ("TTFT", "s"), "tpot": ("TPOT", "s/token"), "latency": ("Latency", "s")}
"""Promises of a longest time, with their names and units."""
JUDGED = {
    **{key: (name, f"service_{key}", f"{key}_promise") for key, (name, _) in TIMES.items()},
    "availability": ("Availability", "availability_known", "availability_promise"),
    "residency": ("Residency", "residency_known", "residency_asked"),
    "limits": ("Rate limits", "limits_known", "limits_promised"),
}
"""Every promise, with its name, the line that is above 0 where it is established, and the line that is above 0 where it is promised."""


VERDICT = Section("Promises")


def kept_in_time(time, promise):
    """1 where the time is established and within the promise."""
    return holds(time > 0) * holds(time <= promise)


VERDICT.add(
    applied(kept_in_time, f"{key}_kept", f"{name} kept", "yes = 1", f"service_{key}", f"{key}_promise") for key, (name, _) in TIMES.items()
)


@VERDICT.line("Availability kept", "yes = 1")
def availability_kept(availability_known, service_availability, availability_promise, same_availability):
    """1 where the share of time is established and at least the promise."""
    return availability_known * holds(service_availability >= availability_promise - same_availability)


@VERDICT.line("Residency is asked for", "yes = 1")
def residency_asked(all_free):
    """1 where a region's data may not be processed everywhere."""
    return 1 - all_free


@VERDICT.line("Residency kept where it is asked for", "yes = 1")
def residency_kept(residency_known, residency_held):
    """1 where every place is established and every region's rule is kept."""
    return residency_known * residency_held


def judged(known, kept, row_not_established):
    """Broken or kept where it is established."""
    return choose(known > 0, 1 + kept, row_not_established)


VERDICT.add(
    applied(judged, f"{key}_judged", f"{name} judged", "row", known, f"{key}_kept", "row_not_established")
    for key, (name, known, _) in JUDGED.items()
)


def status(promised, judgement, row_not_promised):
    """The promise's row in the list of statuses."""
    return choose(promised > 0, judgement, row_not_promised)


VERDICT.add(
    applied(status, f"{key}_status", f"{name} promise", "status", promised, f"{key}_judged", "row_not_promised")
    for key, (name, _, promised) in JUDGED.items()
)


def gap(row):
    """1 where the promise is broken or open: the rows that count so are odd."""
    return remainder(row, 2)


VERDICT.add(applied(gap, f"{key}_gap", f"{name} not kept", "yes = 1", f"{key}_status") for key, (name, *_) in JUDGED.items())


def hard_gap(gap, is_hard):
    """1 where that stands in the way."""
    return gap * is_hard


VERDICT.add(
    applied(hard_gap, f"{key}_hard_gap", f"{name} stands in the way", "yes = 1", f"{key}_gap", f"{key}_hard")
    for key, (name, *_) in JUDGED.items()
)


def breach(hard_gap, row):
    """1 where it stands in the way because it is broken."""
    return hard_gap * holds(row <= 1)


VERDICT.add(
    applied(breach, f"{key}_breach", f"{name} broken and in the way", "yes = 1", f"{key}_hard_gap", f"{key}_status")
    for key, (name, *_) in JUDGED.items()
)


def time_margin(time, promise, row):
    """Promise less time where both are known, and 0 elsewhere."""
    return (promise - time) * holds(row <= 2)


VERDICT.add(
    applied(time_margin, f"{key}_margin", f"{name} margin", unit, f"service_{key}", f"{key}_promise", f"{key}_status")
    for key, (name, unit) in TIMES.items()
)


@VERDICT.line("Availability margin", "share of time")
def availability_margin(service_availability, availability_promise, availability_status):
    """Share of time less promise where both are known, and 0 elsewhere."""
    return (service_availability - availability_promise) * holds(availability_status <= 2)


@VERDICT.line("Promises not kept", "1")
def gaps(ttft_gap, tpot_gap, latency_gap, availability_gap, residency_gap, limits_gap):
    """How many are broken or open, hard and soft."""
    return ttft_gap + tpot_gap + latency_gap + availability_gap + residency_gap + limits_gap


@VERDICT.line("Promises that stand in the way", "1")
def hard_gaps(ttft_hard_gap, tpot_hard_gap, latency_hard_gap, availability_hard_gap, residency_hard_gap, limits_hard_gap):
    """How many hard promises are broken or open."""
    return ttft_hard_gap + tpot_hard_gap + latency_hard_gap + availability_hard_gap + residency_hard_gap + limits_hard_gap


@VERDICT.line("Every promise kept", "yes = 1")
def promises_kept(gaps):
    """1 where none is broken or open, hard or soft."""
    return holds(gaps <= 0)


@VERDICT.line("Every hard promise kept", "yes = 1")
def hard_promises_kept(hard_gaps):
    """1 where none stands in the way."""
    return holds(hard_gaps <= 0)


@VERDICT.line("Can be recommended", "yes = 1")
def eligible(possible, hard_promises_kept):
    """1 where the option is possible and keeps every hard promise."""
    return smallest(possible, hard_promises_kept)


@VERDICT.line("Row of the verdict where no promise is missed", "row")
def kept_row(ttft_status, tpot_status, latency_status, availability_status, residency_status, limits_status):
    """Kept where any is promised, and not promised where none is: the smallest of the statuses."""
    times = smallest(smallest(ttft_status, tpot_status), latency_status)
    return smallest(times, smallest(availability_status, smallest(residency_status, limits_status)))


@VERDICT.line("Row of the verdict where no hard promise is missed", "row")
def soft_row(promises_kept, kept_row, row_soft_missed):
    """As where no promise is missed, or a soft promise missed."""
    return choose(promises_kept > 0, kept_row, row_soft_missed)


@VERDICT.line("Hard promises broken", "1")
def breaches(ttft_breach, tpot_breach, latency_breach, availability_breach, residency_breach, limits_breach):
    """How many stand in the way because they are broken, and not only open."""
    return ttft_breach + tpot_breach + latency_breach + availability_breach + residency_breach + limits_breach


@VERDICT.line("Row of the verdict where a hard promise is missed", "row")
def hard_row(breaches, row_not_established):
    """Broken where any is, and not established where some are only open."""
    return choose(breaches > 0, 1, row_not_established)


@VERDICT.line("Row of the verdict", "row")
def verdict_row(hard_promises_kept, soft_row, hard_row):
    """Of the hard promises, and then of the soft ones."""
    return choose(hard_promises_kept > 0, soft_row, hard_row)


@VERDICT.line("Verdict on promises", "text")
def verdict(statuses, verdict_row):
    """In a word: kept, broken, not established, not promised, or a soft promise missed."""
    return entry(statuses, "name", verdict_row)
