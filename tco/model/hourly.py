"""Hours of the fleet: the load of each hour of the day, and the replicas that it needs."""

from tco.line import line
from tco.vocabulary import ratio, round_up


@line("Load planned for a replica", "request/s")
def planned_capacity(usable_capacity, target_utilisation):
    """What a replica may carry at the peak."""
    return usable_capacity * target_utilisation


@line("Instances for a replica", "instances/replica")
def instances_a_replica(instances_per_replica, replicas_per_instance):
    """Several replicas share an instance, or one spreads over several."""
    return instances_per_replica / replicas_per_instance


@line("Load of an hour", "request/s")
def hourly_load(site_peak_load, own_level):
    """Requests per second in the busiest minutes of the hour; in the busiest hour it is the site's peak."""
    return site_peak_load * own_level


@line("Replicas that an hour needs", "replicas")
def hourly_replicas(hourly_load, planned_capacity):
    """Whole replicas that carry the hour's load at the target utilisation, spares left out."""
    return round_up(ratio(hourly_load, planned_capacity))
