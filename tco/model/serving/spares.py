"""Spares: instances that stand by for those that fail, and how many the promised availability asks for.

Instances fail, not replicas: replicas that share one fail together. What must be up is what carries the load at the full usable
capacity, so that the margin of the target utilisation is room for failures too. Failures are taken as independent, and instances
that are up can form replicas anew. For a fixed need more instances never make a fleet less available, so that the counts that do not
keep a promise come first, and their number is the fewest that keeps it.
"""

from tco.language.line import AUTO, Input, Line, Section, applied
from tco.language.vocabulary import (
    binomial_at_most,
    choose,
    holds,
    largest,
    least,
    ratio,
    round_down,
    round_up,
    smallest,
    total,
    total_where,
)

instance_availability = Input(
    "Availability of one instance",
    "share of time",
    "self_hosted.instance_availability",
    "Failures are taken as independent.",
    0.995,
    0.99,
    0.999,
    minimum=0.5,
    maximum=0.99999,
    rises=-1,
)
spares = Input(
    "Spares per site",
    "instances",
    "self_hosted.spares",
    "Instances beyond those that carry the peak at the target utilisation, at every site that serves; auto: the fewest, up to seven, that "
    "keep the promised availability.",
    AUTO,
    minimum=AUTO,
    maximum=1000,
    whole=True,
    rises=1,
    auto=True,
    source="Documented default: the fewest that keep the promise",
)
degraded_utilisation = Input(
    "Utilisation while instances are down",
    "share",
    "self_hosted.degraded_utilisation",
    "Share of its usable capacity that a fleet may carry while instances are down.",
    1.0,
    minimum=0.05,
    maximum=1.0,
    source="Documented default: all of the derated capacity",
)
spare_trial = Input(
    "Trial of spares",
    "instances",
    "constants.spare_trials.*",
    "Fleets that are tried for a promised availability: the first has no spare, each next one more.",
    (1, 2, 3, 4, 5, 6, 7, 8),
    by=("spare",),
    minimum=1,
    maximum=1000,
    whole=True,
    source="Documented default",
)
judged_fleet = Input(
    "Largest fleet judged in full",
    "instances",
    "constants.judged_fleet",
    "Spreadsheets agree on the binomial distribution up to this size; larger fleets are judged by a sample.",
    500,
    minimum=1,
    maximum=500,
    whole=True,
    source="Measured: three programs agree to one in a billion",
)


def judged(running, judged_fleet):
    """All that run, or a sample of them where they are more than spreadsheets count exactly."""
    return largest(smallest(running, judged_fleet), 1)


def may_fail(running, needed, sample):
    """Instances of the sample beyond those needed; a sample varies more than the fleet, and so errs on the safe side."""
    return round_down(largest(running - needed, 0) * sample / largest(running, 1))


def chance(failing, sample, instance_availability, running, needed):
    """Chance that enough instances are up; none where even all of them are too few."""
    return binomial_at_most(failing, sample, 1 - instance_availability) * holds(running >= needed)


def share_needing(own_share, hourly_instances_needed, needed):
    """By the hours in which they arrive."""
    return total_where(own_share, hourly_instances_needed, needed, over="hour")


NEEDED = Section("Instances that must be up")


@NEEDED.line("Replicas that must be up at the peak", "replicas")
def replicas_needed(site_peak_load, usable_capacity, degraded_utilisation):
    """Whole replicas that carry the peak while instances are down."""
    return round_up(ratio(site_peak_load, usable_capacity * degraded_utilisation))


@NEEDED.line("Instances that must be up at the peak", "instances")
def instances_needed(replicas_needed, instances_a_replica):
    """Whole instances that hold those replicas; one at least, so that an idle site counts as up or down."""
    return largest(round_up(replicas_needed * instances_a_replica), 1)


def one_less(needed):
    """One instance always stays."""
    return largest(needed - 1, 1)


NEEDED.add(
    (
        applied(one_less, "one_less_needed", "One less than at the peak", "instances", "instances_needed"),
        applied(one_less, "two_less_needed", "Two less than at the peak", "instances", "one_less_needed"),
    )
)


SPARES = Section("Spares")
"""Fleets with none to seven spares, each judged by the availability that it would have."""


@SPARES.line("Part of the requests that needs one less", "share")
def next_weight(own_share, hourly_instances_needed, one_less_needed, peak_weight):
    """By the hours in which they arrive; none where one is enough even at the peak."""
    return smallest(share_needing(own_share, hourly_instances_needed, one_less_needed), 1 - peak_weight)


@SPARES.line("Part of the requests that needs two less, or even fewer", "share")
def rest_weight(peak_weight, next_weight):
    """The rest of them."""
    return 1 - peak_weight - next_weight


@SPARES.line("Fleet with so many spares", "instances")
def fleet_with(instances_for_load, spare_trial, instances_for_wait, minimum_instances):
    """The load with its spares, or the wait or the minimum where they ask for more."""
    return largest(largest(instances_for_load + spare_trial - 1, instances_for_wait), minimum_instances)


@SPARES.line("Fleet with so many instances beyond those needed", "instances")
def fleet_beyond(instances_needed, spare_trial):
    """What must be up at the peak, and so many more."""
    return instances_needed + spare_trial - 1


def too_low(availability, availability_promise, same_availability):
    """1 where it is; never where none is promised."""
    return holds(availability < availability_promise - same_availability)


def fewest(misses):
    """As many as there are counts with which the promise is missed."""
    return total(misses, over="spare")


def any_keeps(misses):
    """1 where at least the largest count keeps it."""
    return 1 - least(misses, over="spare")


def share_served(peak_up, peak_weight, next_up, next_weight, rest_up, rest_weight):
    """Share of the requests that arrive while enough are up; those of quiet hours count as if two less were needed, and no fewer."""
    return peak_up * peak_weight + next_up * next_weight + rest_up * rest_weight


def chance_of(key: str, name: str, needed: str, size: str = "with") -> tuple[Line, ...]:
    """The lines to the chance that fleets of several sizes have as many instances up as are needed."""
    fleet, sample, failing = f"fleet_{size}", f"judged_{size}", f"failing_{key}"
    return (
        applied(may_fail, failing, f"{name}: instances that may fail", "instances", fleet, needed, sample),
        applied(chance, key, name, "share of time", failing, sample, "instance_availability", fleet, needed),
    )


def fewest_of(key: str, name: str) -> tuple[Line, ...]:
    """The lines from the availability of fleets of several sizes to the fewest spares that keep the promise."""
    up, misses = f"availability_{key}", f"misses_{key}"
    return (
        applied(too_low, misses, f"{name}: availability is below the promise", "yes = 1", up, "availability_promise", "same_availability"),
        applied(fewest, f"fewest_{key}", f"{name}: fewest that keep the promise", "instances", misses),
        applied(any_keeps, f"any_{key}", f"{name}: any number keeps the promise", "yes = 1", misses),
    )


SPARES.add(
    (
        applied(judged, "judged_with", "So many spares: instances judged", "instances", "fleet_with", "judged_fleet"),
        *chance_of("peak_up", "So many spares: enough for the peak", "instances_needed"),
        *chance_of("next_up", "So many spares: enough for one less", "one_less_needed"),
        *chance_of("rest_up", "So many spares: enough for two less", "two_less_needed"),
        applied(
            share_served,
            "availability_with",
            "So many spares: availability",
            "share of time",
            *("peak_up", "peak_weight", "next_up", "next_weight", "rest_up", "rest_weight"),
        ),
        *fewest_of("with", "So many spares"),
        applied(judged, "judged_beyond", "So many beyond those needed: instances judged", "instances", "fleet_beyond", "judged_fleet"),
        *chance_of("availability_beyond", "So many beyond those needed: availability at the peak", "instances_needed", "beyond"),
        *fewest_of("beyond", "So many beyond those needed"),
    )
)


@SPARES.line("Spares", "instances")
def chosen_spares(spares, fewest_with, any_with):
    """As stated, or the fewest that keep the promised availability; none where no number tried keeps it, for it is then missed with any."""
    return choose(spares < 0, fewest_with * any_with, spares)


@SPARES.line("Instances with spares", "instances")
def instances_with_spares(instances_for_load, chosen_spares):
    """Instances for the peak and their spares."""
    return instances_for_load + chosen_spares
