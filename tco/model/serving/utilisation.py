"""Utilisation: the part of the fleet's capacity that does work, and the people whom it holds."""

from tco.language.line import Input, Section, applied
from tco.language.vocabulary import greatest, ratio, total

duty_cycle = Input(
    "Duty cycle of a user",
    "share",
    "self_hosted.duty_cycle",
    "Share of a user's time in which one of his requests is in flight; reported only, the fleet is sized by requests.",
    0.2,
    minimum=0.001,
    maximum=1.0,
    source="A napkin essay on inference economics, June 2026",
)

UTILISATION = Section("Utilisation")
"""The part of the paid capacity that does work, over all sites and months."""


@UTILISATION.line("Peak utilisation of the month", "share")
def month_peak_use(peak_utilisation):
    """The busiest site at its peak."""
    return greatest(peak_utilisation, over="site")


@UTILISATION.line("Highest utilisation at the peak", "share")
def highest_utilisation(month_peak_use):
    """The busiest site of the busiest month at its peak."""
    return greatest(month_peak_use, over="month")


@UTILISATION.line("Average load of all sites", "request/s")
def all_load(site_average_load):
    """Of the month."""
    return total(site_average_load, over="site")


@UTILISATION.line("Capacity of all sites", "request/s")
def all_capacity(site_capacity):
    """Of the month."""
    return total(site_capacity, over="site")


@UTILISATION.line("Load of all months", "request/s")
def load_sum(all_load):
    """Added up month by month, to be set against the capacity of the same months."""
    return total(all_load, over="month")


@UTILISATION.line("Capacity of all months", "request/s")
def capacity_sum(all_capacity):
    """Added up month by month."""
    return total(all_capacity, over="month")


@UTILISATION.line("Average utilisation over the horizon", "share")
def mean_utilisation(load_sum, capacity_sum):
    """Average load against the capacity that is paid for, over all sites and months."""
    return ratio(load_sum, capacity_sum)


NO_FLEET = Section("Utilisation")
"""Utilisation of options that pay for no machines of their own."""


def nothing_paid_for():
    """No machine is paid for whether it is used or not."""
    return 0


def not_known():
    """Not known: the machines are the provider's, and so is their utilisation."""
    return 0


NO_FLEET.add(
    applied(nothing_paid_for, key, label, "request/s")
    for key, label in (("load_sum", "Load of all months"), ("capacity_sum", "Capacity of all months"))
)
NO_FLEET.add(
    applied(not_known, key, label, "share")
    for key, label in (
        ("highest_utilisation", "Highest utilisation at the peak"),
        ("mean_utilisation", "Average utilisation over the horizon"),
    )
)


USERS = Section("Users")
"""People whom a replica, a site and the fleet hold, and those who cause the load; reported, and never fed back."""


@USERS.line("Users of a replica", "users")
def replica_users(batch, duty_cycle):
    """People who keep the batch full, each with a request in flight for his share of the time."""
    return batch / duty_cycle


@USERS.line("Users that an instance holds", "users")
def users_per_instance(replica_users, replicas_per_instance, instances_per_replica):
    """On full replicas."""
    return replica_users * replicas_per_instance / instances_per_replica


@USERS.line("Users that a site holds", "users")
def site_users(users_per_instance, instances):
    """With every replica full, spares included."""
    return users_per_instance * instances


@USERS.line("Users that the fleet holds", "users")
def fleet_users(site_users):
    """Over all sites; a fleet in use keeps room for bursts and failures."""
    return total(site_users, over="site")


@USERS.line("Requests in flight at a site", "requests")
def site_concurrency(site_peak_load, site_latency):
    """At the peak, by Little's law."""
    return site_peak_load * site_latency


@USERS.line("Requests in flight", "requests")
def concurrency(site_concurrency):
    """Over all sites, at the peak of the month."""
    return total(site_concurrency, over="site")


@USERS.line("Users served", "users")
def users_served(concurrency, duty_cycle):
    """Active users at the peak: requests in flight over the duty cycle."""
    return concurrency / duty_cycle
