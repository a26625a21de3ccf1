"""Checks of rented machines: components added up by kind instead of by site, and committed hours against hours that run."""

from tco.language.line import Section
from tco.language.vocabulary import least
from tco.model.checks.rules import agree, of_all_sites

CHECKS_CLOUD = Section("Checks of this option")
"""The components of a month, by another path than the service cost."""

CHECKS_CLOUD.add(
    of_all_sites(
        ("all_compute", "Compute of all sites", "compute", "Production compute over all sites."),
        ("all_committed", "Committed compute of all sites", "committed_compute", "Tranches of commitment over all sites."),
        ("all_non_production", "Non-production compute of all sites", "non_production_compute", "Other environments over all sites."),
        ("all_storage", "Storage of all sites", "storage", "Volumes over all sites."),
        ("all_egress", "Egress of all sites", "egress", "Traffic over all sites."),
        ("all_support", "Support of all sites", "support", "Support over all sites."),
        ("all_internal_traffic", "Traffic inside the cloud of all sites", "internal_traffic", "Traffic over all sites."),
        ("all_load_balancers", "Load balancers of all sites", "load_balancer", "Load balancers over all sites."),
    )
)


@CHECKS_CLOUD.line("Production compute of all sites", "money/month")
def all_production(all_compute, all_committed):
    """Under the option's plan and by its commitments."""
    return all_compute + all_committed


CHECKS_CLOUD.add(
    of_all_sites(
        ("all_gpu_software", "Software licences of all sites", "gpu_software", "Licences over all sites."),
        ("all_site_tax", "Tax of all sites", "site_tax", "Tax over all sites."),
    )
)


@CHECKS_CLOUD.line("Provider's components", "money/month")
def provider_components(all_production, all_non_production, all_storage, all_egress, all_support):
    """The provider's bill and support, added up by kind instead of by site."""
    return all_production + all_non_production + all_storage + all_egress + all_support


@CHECKS_CLOUD.line("Components beside the bill", "money/month")
def beside_components(all_internal_traffic, all_load_balancers, all_gpu_software, all_site_tax, support_by_bands, support_tax):
    """What stands beside the machines, added up by kind instead of by site."""
    return all_internal_traffic + all_load_balancers + all_gpu_software + all_site_tax + support_by_bands + support_tax


@CHECKS_CLOUD.line("Components of the month", "money/month")
def components(provider_components, beside_components, own_components, around_components):
    """Every component of the month."""
    return provider_components + beside_components + own_components + around_components


CHECKS_COMMITMENTS = Section("Checks of commitments")
"""Hours that are paid against hours that run, and the verdict on the option's components."""


@CHECKS_COMMITMENTS.line("Committed hours used and unused", "h/month")
def hours_accounted(used_hours, unused_hours):
    """Counted through the hours of the day."""
    return used_hours + unused_hours


@CHECKS_COMMITMENTS.line("Committed hours reconcile", "yes = 1")
def hours_agree(hours_accounted, committed_hours, check_tolerance):
    """1 where used and unused hours are those that are paid."""
    return agree(hours_accounted, committed_hours, check_tolerance * committed_hours)


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
