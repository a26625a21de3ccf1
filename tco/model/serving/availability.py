"""Availability: the chance that enough instances are up in every hour of the day, failures taken as independent.

A fleet that follows its load is smaller in quiet hours, and may then have no instance to spare. So each hour is judged by the
instances that run in it, and the site by its weakest hour. Where the fleet is always on, that is the busiest one.
"""

from tco.language.line import Input, Section
from tco.language.vocabulary import binomial_at_most, choose, largest, least, round_down, round_up, smallest

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


AVAILABILITY = Section("Availability")


@AVAILABILITY.line("Instances that may fail in an hour", "instances")
def redundant_instances(running_instances, hourly_replicas, instances_a_replica):
    """Instances that run beyond what the load needs, spares left out; it needs one at least, so that an idle site counts as up or down."""
    return largest(running_instances - largest(round_up(hourly_replicas * instances_a_replica), 1), 0)


@AVAILABILITY.line("Instances judged", "instances")
def judged_instances(running_instances, judged_fleet):
    """All that run, or a sample of them where they are more than spreadsheets count exactly."""
    return largest(smallest(running_instances, judged_fleet), 1)


@AVAILABILITY.line("Modelled availability of an hour", "share of time")
def hourly_availability(redundant_instances, judged_instances, running_instances, instance_availability):
    """Chance that enough instances are up; a sample counts by share, and as it varies more than the fleet it errs on the safe side."""
    may_fail = round_down(redundant_instances * judged_instances / largest(running_instances, 1))
    return binomial_at_most(may_fail, judged_instances, 1 - instance_availability)


@AVAILABILITY.line("Modelled availability of a site", "share of time")
def site_availability(hourly_availability):
    """The weakest hour of the day."""
    return least(hourly_availability, over="hour")


@AVAILABILITY.line("Modelled availability of a serving site", "share of time")
def serving_availability(site_serves, site_availability, carries_peak):
    """1 where nothing is served; 0 where the fleet cannot carry the peak even when all are up."""
    return choose(site_serves > 0, site_availability * carries_peak, 1)


@AVAILABILITY.line("Modelled availability of the month", "share of time")
def month_availability(serving_availability):
    """The weakest site."""
    return least(serving_availability, over="site")
