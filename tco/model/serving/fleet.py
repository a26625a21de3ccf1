"""Fleet: whole replicas and instances by site and month, and the reason for which they are bought."""

from tco.language.line import Input, Section
from tco.language.lookup import entry
from tco.language.vocabulary import choose, greatest, holds, largest, ratio, round_up, total, total_where
from tco.model.serving.queue import PROCESSOR_SHARING, capacity_for

target_utilisation = Input(
    "Target utilisation",
    "share",
    "self_hosted.target_utilisation",
    "Share of a fleet's capacity that the peak may take.",
    0.7,
    0.6,
    0.8,
    minimum=0.05,
    maximum=1.0,
    rises=-1,
)
derate = Input(
    "Derate of benchmarks",
    "share",
    "self_hosted.derate",
    "What is left of a synthetic benchmark under real traffic.",
    0.7,
    0.6,
    0.85,
    minimum=0.05,
    maximum=1.0,
    rises=-1,
    source="Anyscale: benchmarks overstate by 30 to 50 %",
    confidence="published",
)
minimum_instances = Input(
    "Minimum instances per site",
    "instances",
    "self_hosted.minimum_instances",
    "Never fewer at a site that serves.",
    1,
    whole=True,
    rises=1,
    source="Documented default",
)
instances_per_region = Input(
    "Fixed instances per region",
    "instances",
    "options.*.instances_per_region.*",
    "A fixed fleet, by the region it serves; 0 sizes the fleet instead.",
    0,
    by=("region",),
    whole=True,
    source="Documented default",
)


FLEET_FOR_LOAD = Section("Fleet for the load")
"""Replicas and instances for the peak and for the wait."""


@FLEET_FOR_LOAD.line("Average load of a site", "request/s")
def site_average_load(carried_average, served_from, site, active_share):
    """Requests per second that the site's regions send on average, over all days of the month."""
    return total_where(carried_average, served_from, site, over="region") * active_share


@FLEET_FOR_LOAD.line("Peaks of a site's regions", "request/s")
def site_region_peaks(carried_peak, served_from, site):
    """Requests per second that each region sends at its own peak, added up."""
    return total_where(carried_peak, served_from, site, over="region")


@FLEET_FOR_LOAD.line("Peak load of a site", "request/s")
def site_peak_load(site_region_peaks, site_together):
    """Requests per second that the site's regions send together in its busiest hour: added up before anything is rounded."""
    return site_region_peaks * site_together


@FLEET_FOR_LOAD.line("Output tokens of a site", "token/month")
def site_output_tokens(carried_output, served_from, site, tokens_ratio):
    """Answer tokens that leave the site in the month, as its model counts them."""
    return total_where(carried_output, served_from, site, over="region") * tokens_ratio


@FLEET_FOR_LOAD.line("Site serves traffic", "yes = 1")
def site_serves(site_peak_load):
    """1 where any request arrives in the month."""
    return holds(site_peak_load > 0)


@FLEET_FOR_LOAD.line("Usable capacity of a replica", "request/s")
def usable_capacity(replica_requests, derate):
    """What a replica finishes per second under real traffic."""
    return replica_requests * derate


@FLEET_FOR_LOAD.line("Replicas for the peak", "replicas")
def replicas_for_load(site_peak_load, usable_capacity, target_utilisation):
    """Whole replicas that carry the peak at the target utilisation."""
    return round_up(ratio(site_peak_load, usable_capacity * target_utilisation))


@FLEET_FOR_LOAD.line("Instances for the peak", "instances")
def instances_for_load(replicas_for_load, instances_per_replica, replicas_per_instance):
    """Whole instances that hold those replicas."""
    return round_up(replicas_for_load * instances_per_replica / replicas_per_instance)


@FLEET_FOR_LOAD.line("Capacity that the wait needs", "request/s", PROCESSOR_SHARING)
def wait_capacity(site_peak_load, wait_rate):
    """At which the peak waits as long as is allowed on average; the peak itself where nothing is kept for a wait."""
    return capacity_for(site_peak_load, wait_rate)


@FLEET_FOR_LOAD.line("Replicas for the wait", "replicas")
def replicas_for_wait(wait_capacity, usable_capacity):
    """Whole replicas that bring that capacity, spares among them."""
    return round_up(ratio(wait_capacity, usable_capacity))


@FLEET_FOR_LOAD.line("Instances for the wait", "instances")
def instances_for_wait(replicas_for_wait, instances_per_replica, replicas_per_instance):
    """Whole instances that hold those replicas."""
    return round_up(replicas_for_wait * instances_per_replica / replicas_per_instance)


FLEET_HOURS = Section("Hours of the fleet")
"""The load of each hour of the day, and the replicas that it needs."""


@FLEET_HOURS.line("Load planned for a replica", "request/s")
def planned_capacity(usable_capacity, target_utilisation):
    """What a replica may carry at the peak."""
    return usable_capacity * target_utilisation


@FLEET_HOURS.line("Instances for a replica", "instances/replica")
def instances_a_replica(instances_per_replica, replicas_per_instance):
    """Several replicas share an instance, or one spreads over several."""
    return instances_per_replica / replicas_per_instance


@FLEET_HOURS.line("Load of an hour", "request/s")
def hourly_load(site_region_peaks, site_level):
    """Requests per second in the busiest minutes of the hour; in the busiest hour it is the site's peak."""
    return site_region_peaks * site_level


@FLEET_HOURS.line("Replicas for an hour", "replicas")
def hourly_replicas(hourly_load, planned_capacity):
    """Whole replicas that carry the hour's load at the target utilisation, spares left out."""
    return round_up(ratio(hourly_load, planned_capacity))


@FLEET_HOURS.line("Replicas that must be up in an hour", "replicas")
def hourly_replicas_needed(hourly_load, usable_capacity, degraded_utilisation):
    """Whole replicas that carry the hour's load while instances are down."""
    return round_up(ratio(hourly_load, usable_capacity * degraded_utilisation))


@FLEET_HOURS.line("Instances that must be up in an hour", "instances")
def hourly_instances_needed(hourly_replicas_needed, instances_a_replica):
    """Whole instances that hold those replicas; one at least, so that an idle site counts as up or down."""
    return largest(round_up(hourly_replicas_needed * instances_a_replica), 1)


@FLEET_HOURS.line("Part of the requests in an hour", "share")
def own_share(site_level, site_day):
    """By the hours of the site's load, as far as the option takes it on."""
    return ratio(site_level, site_day)


FLEET = Section("Fleet")
"""Instances that are bought, and what decides their number."""


@FLEET.line("Instances for load and wait", "instances")
def instances_for_promises(instances_with_spares, instances_for_wait):
    """The load with its spares, or the wait where it asks for more."""
    return largest(instances_with_spares, instances_for_wait)


@FLEET.line("Fixed fleet", "instances")
def fixed_instances(instances_per_region, served_from, site):
    """The fixed counts of the regions that the site serves; 0 where the fleet is sized."""
    return total_where(instances_per_region, served_from, site, over="region")


@FLEET.line("Sized fleet", "instances")
def sized_instances(site_serves, instances_for_promises, minimum_instances):
    """Enough for the peak with its spares and for the wait, never fewer than the minimum, and none where nothing is served."""
    return site_serves * largest(instances_for_promises, minimum_instances)


@FLEET.line("Instances", "instances")
def instances(fixed_instances, sized_instances, live):
    """The fleet that stands ready: as fixed, or as sized."""
    return choose(fixed_instances > 0, fixed_instances, sized_instances) * live


@FLEET.line("Replicas in the fleet", "replicas")
def replicas(instances, replicas_per_instance, instances_per_replica):
    """Replicas that the instances hold."""
    return instances * replicas_per_instance / instances_per_replica


@FLEET.line("Capacity of a site", "request/s")
def site_capacity(replicas, usable_capacity):
    """Requests per second that the fleet finishes under real traffic."""
    return replicas * usable_capacity


@FLEET.line("Utilisation at peak", "share")
def peak_utilisation(site_peak_load, site_capacity):
    """Peak load as a share of what the fleet can carry."""
    return ratio(site_peak_load, site_capacity)


@FLEET.line("Average utilisation", "share")
def average_utilisation(site_average_load, site_capacity):
    """Average load as a share of what the fleet can carry."""
    return ratio(site_average_load, site_capacity)


@FLEET.line("Capacity bought ÷ average load", "1")
def capacity_over_load(site_capacity, site_average_load):
    """How many times the average load the fleet could carry: peak, margins, spares and rounding stacked."""
    return ratio(site_capacity, site_average_load)


@FLEET.line("Carries the peak", "yes = 1")
def carries_peak(site_peak_load, site_capacity):
    """1 where the fleet's capacity is at least the peak."""
    return holds(site_peak_load <= site_capacity)


@FLEET.line("Bought by a fixed count", "yes = 1")
def bought_by_count(fixed_instances):
    """1 where the scenario fixes the fleet."""
    return holds(fixed_instances > 0)


@FLEET.line("Bought by the minimum", "yes = 1")
def bought_by_minimum(minimum_instances, instances_for_promises, bought_by_count):
    """1 where the minimum decides, and nothing else has."""
    return holds(minimum_instances > instances_for_promises) * (1 - bought_by_count)


@FLEET.line("Bought by the wait", "yes = 1")
def bought_by_wait(instances_for_wait, instances_with_spares, bought_by_minimum, bought_by_count):
    """1 where a promised time asks for more instances than the load with its spares."""
    return holds(instances_for_wait > instances_with_spares) * (1 - bought_by_minimum - bought_by_count)


@FLEET.line("Bought by anything but load and spares", "yes = 1")
def bought_otherwise(bought_by_minimum, bought_by_wait, bought_by_count):
    """1 where the minimum, the wait or a fixed count decides."""
    return bought_by_minimum + bought_by_wait + bought_by_count


@FLEET.line("Bought by redundancy", "yes = 1")
def bought_by_redundancy(instances_with_spares, instances_for_load, bought_otherwise):
    """1 where spares buy at least as many instances as the load does."""
    return holds(instances_with_spares >= 2 * instances_for_load) * (1 - bought_otherwise)


@FLEET.line("Place of the reason", "row")
def driver(bought_by_redundancy, bought_otherwise, bought_by_count, bought_by_wait):
    """In the catalogue's list: load, redundancy, minimum, fixed count, waiting."""
    return 1 + bought_by_redundancy + 2 * bought_otherwise + bought_by_count + 2 * bought_by_wait


@FLEET.line("What buys the hardware", "text")
def bought_by(drivers, driver):
    """Load, redundancy, the minimum, a fixed count or the wait: the reason for most of the fleet."""
    return entry(drivers, "name", driver)


@FLEET.line("Instances of all sites", "instances")
def all_instances(instances):
    """The whole fleet of the month."""
    return total(instances, over="site")


@FLEET.line("Largest fleet", "instances")
def largest_fleet(all_instances):
    """Instances in the busiest month."""
    return greatest(all_instances, over="month")
