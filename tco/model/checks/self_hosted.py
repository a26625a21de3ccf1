"""Checks of this option: by another path than the lines above."""

from tco.language.line import Section
from tco.language.vocabulary import holds, largest, least, total

CHECKS_SELF_HOSTED = Section("Checks of this option")


@CHECKS_SELF_HOSTED.line("Compute of all sites", "money/month")
def all_compute(compute):
    """Production compute over all sites."""
    return total(compute, over="site")


@CHECKS_SELF_HOSTED.line("Committed compute of all sites", "money/month")
def all_committed(committed_compute):
    """Tranches of commitment over all sites."""
    return total(committed_compute, over="site")


@CHECKS_SELF_HOSTED.line("Non-production compute of all sites", "money/month")
def all_non_production(non_production_compute):
    """Other environments over all sites."""
    return total(non_production_compute, over="site")


@CHECKS_SELF_HOSTED.line("Storage of all sites", "money/month")
def all_storage(storage):
    """Volumes over all sites."""
    return total(storage, over="site")


@CHECKS_SELF_HOSTED.line("Egress of all sites", "money/month")
def all_egress(egress):
    """Traffic over all sites."""
    return total(egress, over="site")


@CHECKS_SELF_HOSTED.line("Support of all sites", "money/month")
def all_support(support):
    """Support over all sites."""
    return total(support, over="site")


@CHECKS_SELF_HOSTED.line("Traffic inside the cloud of all sites", "money/month")
def all_internal_traffic(internal_traffic):
    """Traffic over all sites."""
    return total(internal_traffic, over="site")


@CHECKS_SELF_HOSTED.line("Load balancers of all sites", "money/month")
def all_load_balancers(load_balancer):
    """Load balancers over all sites."""
    return total(load_balancer, over="site")


@CHECKS_SELF_HOSTED.line("Production compute of all sites", "money/month")
def all_production(all_compute, all_committed):
    """Under the option's plan and by its commitments."""
    return all_compute + all_committed


@CHECKS_SELF_HOSTED.line("Software licences of all sites", "money/month")
def all_gpu_software(gpu_software):
    """Licences over all sites."""
    return total(gpu_software, over="site")


@CHECKS_SELF_HOSTED.line("Tax of all sites", "money/month")
def all_site_tax(site_tax):
    """Tax over all sites."""
    return total(site_tax, over="site")


@CHECKS_SELF_HOSTED.line("Provider's components", "money/month")
def provider_components(all_production, all_non_production, all_storage, all_egress, all_support):
    """The provider's bill and support, added up by kind instead of by site."""
    return all_production + all_non_production + all_storage + all_egress + all_support


@CHECKS_SELF_HOSTED.line("Components beside the bill", "money/month")
def beside_components(all_internal_traffic, all_load_balancers, all_gpu_software, all_site_tax, support_by_bands, support_tax):
    """What stands beside the machines, added up by kind instead of by site."""
    return all_internal_traffic + all_load_balancers + all_gpu_software + all_site_tax + support_by_bands + support_tax


@CHECKS_SELF_HOSTED.line("Components of the month", "money/month")
def components(provider_components, beside_components, own_components, around_components):
    """Every component of the month."""
    return provider_components + beside_components + own_components + around_components


CHECKS_AROUND = Section("Components around the service")
"""Added up one by one for the check of the total."""


@CHECKS_AROUND.line("Components around the service", "money/month")
def around_components(guardrails, retrieval, observability, security_review, evaluation, parallel_running, leaving):
    """Every kind of cost that all options have beside provider, people and migration."""
    return guardrails + retrieval + observability + security_review + evaluation + parallel_running + leaving


@CHECKS_AROUND.line("Components of the client's own", "money/month")
def own_components(people, one_off, edge_cost):
    """Staff, migration and answers on devices."""
    return people + one_off + edge_cost


CHECKS_COMMITMENTS = Section("Checks of commitments")
"""Hours that are paid against hours that run."""


@CHECKS_COMMITMENTS.line("Committed hours used and unused", "h/month")
def hours_accounted(used_hours, unused_hours):
    """Counted through the hours of the day."""
    return used_hours + unused_hours


@CHECKS_COMMITMENTS.line("Committed hours reconcile", "yes = 1")
def hours_agree(hours_accounted, committed_hours, check_tolerance):
    """1 where used and unused hours are those that are paid."""
    return holds(largest(hours_accounted - committed_hours, committed_hours - hours_accounted) <= check_tolerance * committed_hours)


@CHECKS_COMMITMENTS.line("Committed hours reconcile at every site", "yes = 1")
def month_hours_agree(hours_agree):
    """1 in months where they do."""
    return least(hours_agree, over="site")


@CHECKS_COMMITMENTS.line("Committed hours reconcile in every month", "yes = 1")
def commitments_agree(month_hours_agree):
    """1 where they do."""
    return least(month_hours_agree, over="month")


@CHECKS_COMMITMENTS.line("Components add up", "yes = 1")
def components_add_up(components_agree, commitments_agree, views_agree):
    """1 where the components give the total, committed hours reconcile, and billed and effective cost do."""
    return components_agree * commitments_agree * views_agree


CHECKS_FLEET = Section("Checks of this fleet")
"""By another path than the lines above."""


@CHECKS_FLEET.line("Peak load of all sites", "request/s")
def served_peak(site_peak_load):
    """What the sites are asked for."""
    return total(site_peak_load, over="site")


@CHECKS_FLEET.line("Served as demanded", "yes = 1")
def month_served(all_carried_peak, served_peak, check_tolerance):
    """1 in months where both are the same."""
    return holds(largest(all_carried_peak - served_peak, served_peak - all_carried_peak) <= check_tolerance * all_carried_peak)


@CHECKS_FLEET.line("Served in full", "yes = 1")
def served_in_full(month_served):
    """1 where every month is."""
    return least(month_served, over="month")


@CHECKS_FLEET.line("Peak carried by the weakest site", "yes = 1")
def month_carried(carries_peak):
    """1 in months where every site carries its peak."""
    return least(carries_peak, over="site")


@CHECKS_FLEET.line("Peaks carried", "yes = 1")
def peaks_carried(month_carried):
    """1 where every month is."""
    return least(month_carried, over="month")
