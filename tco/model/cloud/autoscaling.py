"""Running instances: by hour of the day, as far as the fleet follows its load."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, largest, ratio, round_up, smallest, total
from tco.model.serving.queue import PROCESSOR_SHARING, capacity_for

autoscaling = Input(
    "Autoscaling",
    "yes = 1",
    "self_hosted.autoscaling",
    "1 runs only the instances that an hour needs, spares included and never fewer than the minimum; 0 runs the whole fleet always.",
    0,
    maximum=1,
    whole=True,
    rises=-1,
    source="Documented default: always on",
)


AUTOSCALING = Section("Running instances")


@AUTOSCALING.line("Fleet follows its load", "yes = 1")
def follows_load(autoscaling, fixed_instances):
    """1 where autoscaling is on and no fixed count overrides it."""
    return autoscaling * choose(fixed_instances > 0, 0, 1)


@AUTOSCALING.line("Capacity that the wait of an hour needs", "request/s", PROCESSOR_SHARING)
def hourly_wait_capacity(hourly_load, wait_rate):
    """At which the hour's load waits as long as is allowed on average; the load itself where nothing is kept for a wait."""
    return capacity_for(hourly_load, wait_rate)


@AUTOSCALING.line("Instances that an hour needs", "instances")
def hourly_need(hourly_replicas, spares, hourly_wait_capacity, usable_capacity, instances_a_replica):
    """Replicas for the hour's load and their spares, or for the wait where it asks for more, in whole instances."""
    return round_up(largest(hourly_replicas + spares, round_up(ratio(hourly_wait_capacity, usable_capacity))) * instances_a_replica)


@AUTOSCALING.line("Instances that run in an hour", "instances")
def running_instances(follows_load, hourly_need, minimum_instances, instances):
    """The hour's need between the minimum and the fleet, or the whole fleet where it does not follow its load."""
    return choose(follows_load > 0, smallest(largest(hourly_need, minimum_instances), instances), instances)


@AUTOSCALING.line("Instance-hours of an average day", "instances")
def running_sum(running_instances):
    """Instances that run, added up over the hours of a day."""
    return total(running_instances, over="hour")


@AUTOSCALING.line("Part of always on that runs", "share")
def running_share(running_sum, instances, hours_per_day, hour_length):
    """1 where the fleet is always on."""
    return ratio(running_sum, instances * hours_per_day / hour_length)
