"""Availability: the share of the requests that arrive while enough instances are up, failures taken as independent.

Needed is what carries the hour's load at the full usable capacity; what the target utilisation leaves free is room for failures.
A fleet that follows its load is smaller in quiet hours, and may then have no instance to spare. So each hour is judged by the
instances that run in it, and counts by its part of the requests.
"""

from tco.language.line import Section, applied
from tco.language.vocabulary import choose, least, ratio, total_product
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
def site_availability(own_share, hourly_availability):
    """Share of the requests of a day that arrive while enough instances for their hour are up."""
    return total_product(own_share, hourly_availability, over="hour")


@AVAILABILITY.line("Modelled availability of a serving site", "share of time")
def serving_availability(site_serves, site_availability, carries_peak):
    """1 where nothing is served; 0 where the fleet cannot carry the peak even when all are up."""
    return choose(site_serves > 0, site_availability * carries_peak, 1)


@AVAILABILITY.line("Modelled availability of the month", "share of time")
def month_availability(serving_availability):
    """The weakest site, by which the promise is judged."""
    return least(serving_availability, over="site")


@AVAILABILITY.line("Modelled availability of all sites together", "share of time")
def whole_availability(serving_availability, site_average_load, all_load):
    """Share of the requests of all sites; shown beside the weakest site."""
    return ratio(total_product(serving_availability, site_average_load, over="site"), all_load)
