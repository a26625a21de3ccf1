"""Traffic: the requests that this option answers, and those that it leaves to the users' devices."""

from tco.line import Input, line
from tco.vocabulary import holds, total

carried_share = Input(
    "Share of the requests",
    "share",
    "options.*.share.*",
    "What the option takes on of each region's requests; below 100 % in the parts of a hybrid.",
    1.0,
    by=("region",),
    maximum=1.0,
    source="Documented default",
)
edge_share = Input(
    "Answered on the device",
    "share",
    "options.*.edge_share",
    "Share of the option's requests that a small model on the user's device answers; its service is not judged.",
    0.0,
    maximum=1.0,
    source="Documented default",
)
edge_price = Input(
    "Cost of answers on the device",
    "money/1000 requests",
    "options.*.edge_cost_per_thousand",
    "Licence, download and support, for a thousand requests.",
    0.0,
    rises=1,
    source="Documented default",
)


@line("Requests taken on", "request/month")
def taken_requests(monthly_requests, carried_share):
    """The option's part of a region's requests."""
    return monthly_requests * carried_share


@line("Share answered by the service", "share")
def served_share(carried_share, edge_share):
    """Of all requests of a region: those taken on and not answered on the device."""
    return carried_share * (1 - edge_share)


@line("Region is served", "yes = 1")
def region_carried(served_share):
    """1 where the service answers any of the region's requests."""
    return holds(served_share > 0)


@line("Requests answered by the service", "request/month")
def carried_requests(monthly_requests, served_share):
    """A region's requests that reach machines or a provider."""
    return monthly_requests * served_share


@line("Input tokens of the service", "token/month")
def carried_input(carried_requests, mean_input):
    """Prompt tokens of those requests, cached ones included."""
    return carried_requests * mean_input


@line("Cached input tokens of the service", "token/month")
def carried_cached(carried_requests, mean_cached_input):
    """Prompt tokens of those requests that are billed as cached."""
    return carried_requests * mean_cached_input


@line("Output tokens of the service", "token/month")
def carried_output(carried_requests, mean_output):
    """Answer tokens of those requests."""
    return carried_requests * mean_output


@line("Average load of the service", "request/s")
def carried_average(average_load, served_share):
    """Requests per second over the 24-hour day."""
    return average_load * served_share


@line("Peak load of the service", "request/s")
def carried_peak(peak_load, served_share):
    """Requests per second in the busiest minutes."""
    return peak_load * served_share


@line("Requests answered on the device", "request/month")
def edge_requests(taken_requests, carried_requests):
    """The rest of what the option takes on."""
    return taken_requests - carried_requests


@line("Requests answered on devices, all regions", "request/month")
def all_edge_requests(edge_requests):
    """Over all regions."""
    return total(edge_requests, over="region")


@line("Answers on devices", "money/month", category="Edge")
def edge_cost(all_edge_requests, requests_per_thousand, edge_price):
    """At the stated cost of a thousand requests."""
    return all_edge_requests / requests_per_thousand * edge_price


@line("Requests taken on, all regions", "request/month")
def all_taken_requests(taken_requests):
    """Over all regions."""
    return total(taken_requests, over="region")


@line("Input tokens taken on", "token/month")
def taken_input(all_taken_requests, mean_input):
    """Prompts of every request that the option takes on, wherever it is answered."""
    return all_taken_requests * mean_input


@line("Output tokens taken on", "token/month")
def taken_output(all_taken_requests, mean_output):
    """Answers to every request that the option takes on, wherever they come from."""
    return all_taken_requests * mean_output
