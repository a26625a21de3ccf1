"""Users: how many people a replica, a site and the fleet hold, and for how many the load stands; reported, and never fed back."""

from tco.line import Input, line
from tco.vocabulary import total

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


@line("Users of a replica", "users")
def replica_users(batch, duty_cycle):
    """People who keep the batch full, each with a request in flight for his share of the time."""
    return batch / duty_cycle


@line("Users that an instance holds", "users")
def users_per_instance(replica_users, replicas_per_instance, instances_per_replica):
    """On full replicas."""
    return replica_users * replicas_per_instance / instances_per_replica


@line("Users that a site holds", "users")
def site_users(users_per_instance, instances):
    """With every replica full, spares included."""
    return users_per_instance * instances


@line("Users that the fleet holds", "users")
def fleet_users(site_users):
    """Over all sites; a fleet in use keeps room for bursts and failures."""
    return total(site_users, over="site")


@line("Requests in flight at a site", "requests")
def site_concurrency(site_peak_load, site_latency):
    """At the peak, by Little's law."""
    return site_peak_load * site_latency


@line("Requests in flight", "requests")
def concurrency(site_concurrency):
    """Over all sites, at the peak of the month."""
    return total(site_concurrency, over="site")


@line("Users served", "users")
def users_served(concurrency, duty_cycle):
    """Active users at the peak: requests in flight over the duty cycle."""
    return concurrency / duty_cycle
