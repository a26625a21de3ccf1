"""Users: how many people the load stands for, and how many a full fleet could hold."""

from tco.line import Input, line
from tco.vocabulary import total

duty_cycle = Input(
    "Duty cycle of a user",
    "share/user",
    "workload.duty_cycle",
    "Share of the time in which an active user waits for or receives an answer.",
    0.2,
    minimum=0.0001,
    maximum=1.0,
    source="A napkin essay on inference economics, June 2026",
    confidence="published",
)


@line("Requests in flight at a site", "requests")
def site_concurrency(site_peak_load, site_latency):
    """At the peak, by Little's law; reported, and never fed back."""
    return site_peak_load * site_latency


@line("Requests in flight", "requests")
def concurrency(site_concurrency):
    """Over all sites, at the peak of the month."""
    return total(site_concurrency, over="site")


@line("Users served", "users")
def users_served(concurrency, duty_cycle):
    """Active users at the peak: requests in flight over the duty cycle."""
    return concurrency / duty_cycle


@line("Users that an instance holds", "users")
def users_per_instance(batch, replicas_per_instance, instances_per_replica, duty_cycle):
    """On full replicas."""
    return batch * replicas_per_instance / instances_per_replica / duty_cycle


@line("Users that a site holds", "users")
def site_users(users_per_instance, instances):
    """With every replica full, spares included."""
    return users_per_instance * instances


@line("Users that the fleet holds", "users")
def fleet_users(site_users):
    """Over all sites; a fleet in use keeps room for bursts and failures."""
    return total(site_users, over="site")
