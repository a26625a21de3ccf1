"""Cloud: what the instances and what stands around them cost, by site and month."""

from tco.line import Input, line
from tco.lookup import grid, pick, row_of_pair
from tco.vocabulary import choose, holds, largest, peak_so_far, ratio, smallest, total

plan = Input(
    "Purchase plan", "text", "options.*.plan", "How the instances are paid for.", "on-demand", choices="plans", source="Documented default"
)
price_per_hour = Input(
    "Price per hour, own figure",
    "USD/h",
    "options.*.price_per_hour.*",
    "Overrides the catalogue's price of this site; 0 takes the catalogue's.",
    0.0,
    by=("site",),
    rises=1,
    source="Documented default",
)
discount = Input(
    "Negotiated discount",
    "share",
    "options.*.discount",
    "Off the price of the plan.",
    0.0,
    maximum=1.0,
    rises=-1,
    source="Documented default",
)
exchange_rate = Input(
    "Exchange rate",
    "money/USD",
    "finance.exchange_rate",
    "Scenario currency per US dollar.",
    1.0,
    minimum=0.000001,
    rises=1,
    source="Scenario currency is the US dollar",
)
non_production = Input(
    "Non-production",
    "share",
    "self_hosted.non_production",
    "Development, test and staging as a share of production compute.",
    0.25,
    0.1,
    0.5,
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
    "Block storage at 0.08 USD per GB and month.",
    80.0,
    80.0,
    125.0,
    rises=1,
    source="AWS EBS gp3 list price, us-east-1",
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
    0.12,
    rises=1,
    source="AWS data transfer out, first 10 TB, Asia-Pacific",
    confidence="published",
)
support_share = Input(
    "Support", "share", "self_hosted.support", "The provider's support plan, as a share of its bill.", 0.07, 0.03, 0.1, rises=1, maximum=1.0
)


@line("Offer in the catalogue", "row")
def offer(offers, instance, site):
    """Where this type at this site stands among the offers; 0 where it is not offered."""
    return row_of_pair(offers, ("instance", "site"), instance, site)


@line("Price of the plan in the catalogue", "USD/h")
def catalogue_price(offers, offer, plans, plan):
    """The catalogue's price of the plan; 0 marks one that is missing, and the option then counts as not possible."""
    columns = ("on_demand", "reserved_1yr", "reserved_3yr", "spot")
    return smallest(offer, 1) * grid(offers, columns, largest(offer, 1), pick(plans, "price_column_number", plan))


@line("On-demand price in the catalogue", "USD/h")
def catalogue_list_price(offers, offer):
    """The catalogue's on-demand price; 0 where it is missing."""
    return smallest(offer, 1) * grid(offers, ("on_demand",), largest(offer, 1), 1)


@line("Price per instance-hour", "money/h")
def hourly_price(price_per_hour, catalogue_price, exchange_rate):
    """Own figure or the plan's price, in the scenario's currency, before the negotiated discount."""
    return choose(price_per_hour > 0, price_per_hour, catalogue_price) * exchange_rate


@line("Price per user-hour", "money/user/h")
def price_per_user_hour(hourly_price, users_per_instance):
    """An instance-hour, shared among the users that a full instance holds."""
    return ratio(hourly_price, users_per_instance)


@line("List price per instance-hour", "money/h")
def hourly_list_price(price_per_hour, catalogue_list_price, exchange_rate):
    """Own figure or the on-demand price, in the scenario's currency."""
    return choose(price_per_hour > 0, price_per_hour, catalogue_list_price) * exchange_rate


@line("Price is known", "yes = 1")
def price_known(hourly_price):
    """1 where the plan has a price for this type at this site."""
    return holds(hourly_price > 0)


@line("Commitment", "month")
def commitment_term(plans, plan):
    """Months for which each instance is committed; 0 on demand."""
    return pick(plans, "term", plan)


@line("Instances paid", "instances")
def paid_instances(commitment_term, instances, in_horizon):
    """Committed instances are paid whether used or not, so a committed fleet never shrinks."""
    return choose(commitment_term > 0, peak_so_far(instances), instances) * in_horizon


@line("Instance-hours", "h/month")
def instance_hours(paid_instances, hours_per_month):
    """Hours paid in the month: always on."""
    return paid_instances * hours_per_month


@line("Compute at list price", "money/month")
def list_compute(instance_hours, hourly_list_price):
    """The fleet on demand, before any discount."""
    return instance_hours * hourly_list_price


@line("Compute", "money/month", category="Compute")
def compute(instance_hours, hourly_price, discount):
    """The fleet at the price of its plan, less the negotiated discount."""
    return instance_hours * hourly_price * (1 - discount)


@line("Non-production compute", "money/month", category="Compute")
def non_production_compute(compute, non_production):
    """Development, test and staging environments."""
    return compute * non_production


@line("Storage", "money/month", category="Storage")
def storage(site_serves, storage_per_site, storage_price, exchange_rate):
    """Volumes of every site that serves."""
    return site_serves * storage_per_site * storage_price * exchange_rate


@line("Egress volume", "GB/month")
def egress_volume(site_output_tokens, egress_per_token, bytes_per_gb):
    """Answers that leave the cloud."""
    return site_output_tokens * egress_per_token / bytes_per_gb


@line("Egress", "money/month", category="Network")
def egress(egress_volume, egress_price, exchange_rate):
    """Traffic that leaves the cloud."""
    return egress_volume * egress_price * exchange_rate


@line("Provider's bill", "money/month")
def provider_bill(compute, non_production_compute, storage, egress):
    """What the cloud provider charges for a site before support."""
    return compute + non_production_compute + storage + egress


@line("Support", "money/month", category="Support")
def support(provider_bill, support_share):
    """The provider's support plan."""
    return provider_bill * support_share


@line("Cost of a site", "money/month")
def site_cost(provider_bill, support):
    """Everything the provider charges for a site."""
    return provider_bill + support


@line("Service cost", "money/month")
def service_cost(site_cost):
    """Everything the provider charges, over all sites."""
    return total(site_cost, over="site")


@line("Service at list price", "money/month")
def service_list_cost(list_compute):
    """Production compute on demand, over all sites: the list price before plan and discount."""
    return total(list_compute, over="site")
