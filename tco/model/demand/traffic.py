"""Traffic: the requests that this option answers, and those that it leaves to the users' devices."""

from tco.language.line import Input, Section
from tco.language.vocabulary import holds, least, smallest, total

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


TRAFFIC = Section("Traffic")


@TRAFFIC.line("Share of the requests that the option takes on", "share")
def option_share(carried_share, slice_share):
    """Of each region's requests."""
    return carried_share * slice_share


@TRAFFIC.line("Share of the peak that the option takes on", "share")
def option_peak(carried_share, slice_height):
    """Of each region's load in the busiest minutes."""
    return carried_share * slice_height


@TRAFFIC.line("Share answered by the service", "share")
def served_share(option_share, edge_share):
    """Of all requests of a region: those taken on and not answered on the device."""
    return option_share * (1 - edge_share)


@TRAFFIC.line("Share of the peak at the service", "share")
def served_peak_share(option_peak, edge_share):
    """The same of the load in the busiest minutes."""
    return option_peak * (1 - edge_share)


@TRAFFIC.line("Region is served", "yes = 1")
def region_carried(served_share):
    """1 where the service answers any of the region's requests."""
    return holds(served_share > 0)


@TRAFFIC.line("Requests taken on", "request/month")
def taken_requests(monthly_requests, option_share, live):
    """The option's part of a region's requests, once it is live."""
    return monthly_requests * option_share * live


@TRAFFIC.line("Share answered in the month", "share")
def live_share(served_share, live):
    """Nothing before the option goes live."""
    return served_share * live


@TRAFFIC.line("Share of the peak in the month", "share")
def live_peak_share(served_peak_share, live):
    """Nothing before the option goes live."""
    return served_peak_share * live


@TRAFFIC.line("Requests answered by the service", "request/month")
def carried_requests(monthly_requests, live_share):
    """A region's requests that reach machines or a provider."""
    return monthly_requests * live_share


@TRAFFIC.line("Input tokens of the service", "token/month")
def carried_input(carried_requests, mean_input):
    """Prompt tokens of those requests, cached ones included."""
    return carried_requests * mean_input


@TRAFFIC.line("Output tokens of the service", "token/month")
def carried_output(carried_requests, mean_output):
    """Answer tokens of those requests."""
    return carried_requests * mean_output


@TRAFFIC.line("Input and output tokens of the service", "token/month")
def served_tokens(carried_input, carried_output):
    """Prompts and answers of all regions that reach machines or a provider."""
    return total(carried_input, over="region") + total(carried_output, over="region")


@TRAFFIC.line("Average load of the service", "request/s")
def carried_average(average_load, live_share):
    """Requests per second over the 24-hour day."""
    return average_load * live_share


@TRAFFIC.line("Peak load of the service", "request/s")
def carried_peak(peak_load, live_peak_share):
    """Requests per second in the busiest minutes."""
    return peak_load * live_peak_share


@TRAFFIC.line("Peak load of the service, all regions", "request/s")
def all_carried_peak(carried_peak):
    """What the regions ask of the service in their busiest minutes, added up whatever clocks they keep."""
    return total(carried_peak, over="region")


@TRAFFIC.line("Requests answered on the device", "request/month")
def edge_requests(taken_requests, carried_requests):
    """The rest of what the option takes on."""
    return taken_requests - carried_requests


@TRAFFIC.line("Requests answered on devices, all regions", "request/month")
def all_edge_requests(edge_requests):
    """Over all regions."""
    return total(edge_requests, over="region")


@TRAFFIC.line("Answers on devices", "money/month", category="Edge")
def edge_cost(all_edge_requests, requests_per_thousand, edge_price):
    """At the stated cost of a thousand requests."""
    return all_edge_requests / requests_per_thousand * edge_price


@TRAFFIC.line("Requests taken on, all regions", "request/month")
def all_taken_requests(taken_requests):
    """Over all regions."""
    return total(taken_requests, over="region")


@TRAFFIC.line("Input tokens taken on", "token/month")
def taken_input(all_taken_requests, mean_input):
    """Prompts of every request that the option takes on, wherever it is answered."""
    return all_taken_requests * mean_input


@TRAFFIC.line("Output tokens taken on", "token/month")
def taken_output(all_taken_requests, mean_output):
    """Answers to every request that the option takes on, wherever they come from."""
    return all_taken_requests * mean_output


@TRAFFIC.line("Region is taken on in full", "yes = 1")
def takes_region(option_share, option_peak, check_tolerance):
    """1 where the option takes on all of its requests and of its peak."""
    return holds(smallest(option_share, option_peak) >= 1 - check_tolerance)


@TRAFFIC.line("Takes on everything", "yes = 1")
def takes_all(takes_region):
    """1 where that holds for every region."""
    return least(takes_region, over="region")
