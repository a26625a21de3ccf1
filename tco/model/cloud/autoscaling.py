"""Running instances: by hour of the day, as far as the fleet follows its load."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, holds, largest, ratio, round_up, smallest, total
from tco.model.serving.queue import PROCESSOR_SHARING, capacity_for
from tco.model.serving.spares import share_needing

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
    searched=True,
)


HOURS_OF_SPARES = Section("Requests by the instances that they need")


@HOURS_OF_SPARES.line("Part of the requests that needs as many as the peak", "share")
def peak_weight(autoscaling, own_share, hourly_instances_needed, instances_needed):
    """All of them where the fleet follows its load, for no hour then has more to spare than the busiest one."""
    return choose(autoscaling > 0, 1, share_needing(own_share, hourly_instances_needed, instances_needed))


AUTOSCALING = Section("Running instances")


@AUTOSCALING.line("Fleet follows its load", "yes = 1")
def follows_load(autoscaling, fixed_instances):
    """1 where autoscaling is on and no fixed count overrides it."""
    return autoscaling * choose(fixed_instances > 0, 0, 1)


@AUTOSCALING.line("Capacity that the wait of an hour needs", "request/s", PROCESSOR_SHARING)
def hourly_wait_capacity(hourly_load, wait_rate):
    """At which the hour's load waits as long as is allowed on average; the load itself where nothing is kept for a wait."""
    return capacity_for(hourly_load, wait_rate)


@AUTOSCALING.line("Instances for the load of an hour", "instances")
def hourly_instances_for_load(hourly_replicas, instances_a_replica, spares):
    """Whole instances that carry it at the target utilisation, with the spares where their number is stated."""
    return round_up(hourly_replicas * instances_a_replica) + largest(spares, 0)


@AUTOSCALING.line("Instances for the wait of an hour", "instances")
def hourly_instances_for_wait(hourly_wait_capacity, usable_capacity, instances_a_replica):
    """Whole instances that bring the capacity for the wait."""
    return round_up(round_up(ratio(hourly_wait_capacity, usable_capacity)) * instances_a_replica)


@AUTOSCALING.line("Instances beyond those needed that the promise asks for", "instances")
def promised_redundancy(any_beyond, fewest_beyond, instances, instances_needed):
    """As few as keep the promised availability at the peak; an hour that needs fewer is safer with as many more."""
    return choose(any_beyond > 0, fewest_beyond, largest(instances - instances_needed, 0))


@AUTOSCALING.line("Instances for the promised availability of an hour", "instances")
def hourly_instances_for_availability(hourly_instances_needed, promised_redundancy, any_with, spares):
    """Those that must be up and those that may fail, where the number of spares is left to the model."""
    return (hourly_instances_needed + promised_redundancy * any_with) * holds(spares < 0)


@AUTOSCALING.line("Instances that an hour needs", "instances")
def hourly_need(hourly_instances_for_load, hourly_instances_for_wait, hourly_instances_for_availability):
    """The most of what the load, the wait and the promised availability ask for."""
    return largest(largest(hourly_instances_for_load, hourly_instances_for_wait), hourly_instances_for_availability)


@AUTOSCALING.line("Instances that run in an hour", "instances")
def running_instances(follows_load, hourly_need, minimum_instances, instances):
    """The hour's need between the minimum and the fleet, or the whole fleet where it does not follow its load."""
    return choose(follows_load > 0, smallest(largest(hourly_need, minimum_instances), instances), instances)


@AUTOSCALING.line("Instances that run on a day without requests", "instances")
def quiet_instances(follows_load, minimum_instances, instances):
    """The minimum, or the whole fleet where it does not follow its load."""
    return choose(follows_load > 0, smallest(minimum_instances, instances), instances)


@AUTOSCALING.line("Instance-hours of a day with requests", "instances")
def running_sum(running_instances):
    """Instances that run, added up over the hours of a day."""
    return total(running_instances, over="hour")


@AUTOSCALING.line("Part of always on that runs on a day with requests", "share")
def running_share(running_sum, instances, hours_per_day, hour_length):
    """1 where the fleet is always on."""
    return ratio(running_sum, instances * hours_per_day / hour_length)
