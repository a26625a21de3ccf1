"""Availability: the chance that enough instances are up in every hour of the day, failures taken as independent.

Needed is what carries the hour's load at the full usable capacity; what the target utilisation leaves free is room for failures.
A fleet that follows its load is smaller in quiet hours, and may then have no instance to spare. So each hour is judged by the
instances that run in it, and the site by its weakest hour. Where the fleet is always on, that is the busiest one.
"""

from tco.language.line import Section, applied
from tco.language.vocabulary import choose, least
from tco.model.serving.spares import chance, judged, may_fail

AVAILABILITY = Section("Availability")

AVAILABILITY.add(
    (
        applied(judged, "judged_instances", "Instances judged", "instances", "running_instances", "judged_fleet"),
        applied(
            may_fail,
            "redundant_instances",
            "Instances that may fail in an hour",
            "instances",
            "running_instances",
            "hourly_instances_needed",
            "judged_instances",
        ),
        applied(
            chance,
            "hourly_availability",
            "Modelled availability of an hour",
            "share of time",
            "redundant_instances",
            "judged_instances",
            "instance_availability",
            "running_instances",
            "hourly_instances_needed",
        ),
    )
)


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
