"""Cloud bill: instances, storage, traffic and support, by site and month."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, compound, largest, peak_so_far, total

interruption_overhead = Input(
    "Overhead of interruptions",
    "share",
    "self_hosted.interruption_overhead",
    "Extra hours of spot instances: restarts, and capacity held against being taken back.",
    0.1,
    0.05,
    0.2,
    rises=1,
    maximum=5.0,
)
machine_price_change = Input(
    "Price change per year",
    "share/year",
    "self_hosted.price_change_per_year",
    "Of on-demand and spot prices, storage, traffic, load balancers and software; what is committed keeps its price.",
    0.0,
    -0.15,
    0.05,
    minimum=-0.9,
    maximum=2.0,
    rises=1,
)
non_production = Input(
    "Non-production",
    "share",
    "self_hosted.non_production",
    "Development, test and staging as a share of production compute.",
    0.25,
    0.1,
    0.4,
    rises=1,
    maximum=5.0,
)
storage_per_site = Input(
    "Storage per site", "TB", "self_hosted.storage_per_site", "Model weights, images and logs.", 1.0, 0.5, 2.0, rises=1
)
storage_price = Input(
    "Storage price",
    "USD/TB/month",
    "self_hosted.storage_price",
    "Block storage at 0.096 USD per GB and month.",
    96.0,
    80.0,
    125.0,
    rises=1,
    source="AWS EBS gp3 list price: 80 in us-east-1, 96 in Singapore, Sydney and Tokyo",
    confidence="published",
)
egress_per_token = Input(
    "Traffic per output token",
    "byte/token",
    "self_hosted.egress_per_token",
    "Streamed answers wrap every token in an event.",
    200,
    20,
    400,
    rises=1,
)
egress_price = Input(
    "Egress price",
    "USD/GB",
    "self_hosted.egress_price",
    "Traffic that leaves the cloud.",
    0.12,
    0.09,
    0.15,
    rises=1,
    source="AWS data transfer out, first 10 TB: 0.09 in us-east-1, 0.114 to 0.12 in Asia-Pacific, 0.15 in São Paulo",
    confidence="published",
)
support_share = Input(
    "Support", "share", "self_hosted.support", "The provider's support plan, as a share of its bill.", 0.07, 0.03, 0.1, rises=1, maximum=1.0
)
banded_support = Input(
    "Support by bands",
    "yes = 1",
    "self_hosted.banded_support",
    "1: the catalogue's bands of the monthly bill instead of one share.",
    0.0,
    whole=True,
    maximum=1.0,
    source="Documented default",
)


RUNNING_COST = Section("Cloud")


@RUNNING_COST.line("Instances beyond the commitments", "instances")
def rest_of_fleet(instances, committed_instances):
    """What the tranches of commitment do not hold."""
    return largest(instances - committed_instances, 0)


@RUNNING_COST.line("Instances paid", "instances")
def paid_instances(commitment_term, rest_of_fleet, in_horizon):
    """The rest of the fleet; under a committed plan it is paid whether used or not, and so never shrinks."""
    return choose(commitment_term > 0, peak_so_far(rest_of_fleet), rest_of_fleet) * in_horizon


@RUNNING_COST.line("Instance-hours at need", "h/month")
def needed_hours(hours_beyond, interruptible, interruption_overhead):
    """Hours beyond the commitments, with what interruptions of spot instances add."""
    return hours_beyond * (1 + interruptible * interruption_overhead)


@RUNNING_COST.line("Instance-hours", "h/month")
def instance_hours(commitment_term, paid_instances, hours_per_month, needed_hours):
    """Hours paid under the plan: always on where it commits, else as they are needed."""
    return choose(commitment_term > 0, paid_instances * hours_per_month, needed_hours)


@RUNNING_COST.line("Compute at list price", "money/month")
def list_compute(instance_hours, committed_hours, hourly_list_price):
    """The fleet on demand, before any discount."""
    return (instance_hours + committed_hours) * hourly_list_price


@RUNNING_COST.line("Uncommitted price of the month against the first", "1")
def list_price_factor(machine_price_change, month_number, period, months_per_year):
    """Prices without a commitment move over the years."""
    return compound(machine_price_change, (month_number - period) / months_per_year)


@RUNNING_COST.line("Price of the plan against the first month's", "1")
def machine_price_factor(commitment_term, list_price_factor):
    """What is committed stays as it was bought."""
    return choose(commitment_term > 0, 1, list_price_factor)


@RUNNING_COST.line("Exchange rate and price change", "money/USD")
def moving_rate(exchange_rate, list_price_factor):
    """What an uncommitted list price in US dollars costs in the month."""
    return exchange_rate * list_price_factor


@RUNNING_COST.line("Compute", "money/month", category="Compute")
def compute(instance_hours, hourly_price, discount, machine_price_factor):
    """The fleet at the price of its plan, less the negotiated discount."""
    return instance_hours * hourly_price * (1 - discount) * machine_price_factor


@RUNNING_COST.line("Non-production compute", "money/month", category="Non-production compute")
def non_production_compute(compute, committed_compute, stranded_compute, non_production):
    """Development, test and staging environments, beside the production compute that is in use."""
    return (compute + committed_compute - stranded_compute) * non_production


@RUNNING_COST.line("Storage", "money/month", category="Storage")
def storage(site_serves, storage_per_site, storage_price, moving_rate):
    """Volumes of every site that serves."""
    return site_serves * storage_per_site * storage_price * moving_rate


@RUNNING_COST.line("Egress volume", "GB/month")
def egress_volume(site_output_tokens, egress_per_token, bytes_per_gb):
    """Answers that leave the cloud."""
    return site_output_tokens * egress_per_token / bytes_per_gb


@RUNNING_COST.line("Egress", "money/month", category="Network")
def egress(egress_volume, egress_price, moving_rate):
    """Traffic that leaves the cloud."""
    return egress_volume * egress_price * moving_rate


@RUNNING_COST.line("Provider's bill", "money/month")
def provider_bill(compute, committed_compute, non_production_compute, storage, egress):
    """What the cloud provider charges for a site before support."""
    return compute + committed_compute + non_production_compute + storage + egress


@RUNNING_COST.line("Support", "money/month", category="Support")
def support(provider_bill, support_share, banded_support):
    """The provider's support plan as one share; none where support goes by bands."""
    return provider_bill * support_share * (1 - banded_support)


@RUNNING_COST.line("Cost of a site", "money/month")
def site_cost(provider_bill, support):
    """Everything the provider charges for a site."""
    return provider_bill + support


@RUNNING_COST.line("Service cost", "money/month")
def service_cost(site_cost):
    """Everything the provider charges, over all sites."""
    return total(site_cost, over="site")


@RUNNING_COST.line("Service at list price", "money/month")
def service_list_cost(list_compute):
    """Production compute on demand, over all sites: the list price before plan and discount."""
    return total(list_compute, over="site")
