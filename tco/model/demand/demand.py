"""Demand: requests, tokens and load by region and month, before any option serves them."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, compound, total, total_product

requests_per_day = Input(
    "Requests per day",
    "request/day",
    "workload.requests_per_day",
    "Requests of all regions on an average day of the first month.",
    0,
    monthly=True,
    rises=1,
    source="Scenario",
    confidence="assumed",
)
users = Input(
    "Users",
    "users",
    "workload.users",
    "People who use it, in all regions; with what each sends a day they stand in place of requests per day.",
    0,
    monthly=True,
    rises=1,
    source="Not established",
)
requests_per_user = Input(
    "Requests per user and day",
    "request/day",
    "workload.requests_per_user_per_day",
    "What one user sends on an average day.",
    0,
    rises=1,
    source="Documented default: the volume is given as requests",
)
growth_per_month = Input(
    "Growth per month",
    "share/month",
    "workload.growth_per_month",
    "Compound growth of requests; the first month has none. A plan that states none has none, with certainty.",
    0.0,
    rises=1,
    maximum=2.0,
    minimum=-0.5,
    source="By the plan: none unless it is stated",
)
retry_share = Input(
    "Retries",
    "share",
    "workload.retries",
    "Requests sent again after a failure, as a share of all.",
    0.0,
    rises=1,
    maximum=1.0,
    source="By the plan: none unless they are stated",
)
peak_to_average = Input(
    "Peak to average",
    "1",
    "workload.peak_to_average",
    "The busiest minutes against the mean over 24 hours.",
    3.0,
    2.0,
    4.5,
    minimum=1.0,
    rises=1,
)
calendar_months = Input(
    "Months by the calendar",
    "yes = 1",
    "finance.calendar_months",
    "1 gives each month its own days (672 to 744 h), as invoices do; 0 counts 730 h. Commitments stay a twelfth of the year.",
    0,
    maximum=1,
    whole=True,
    source="Documented default: the cloud's convention",
)
region = Input("Region", "text", "regions.*.name", "Where requests come from.", by=("region",), source="Scenario")
region_share = Input(
    "Share of requests",
    "share",
    "regions.*.share",
    "This region's share of all requests; shares add up to 100 %.",
    by=("region",),
    maximum=1.0,
    source="Scenario",
)
workload_class = Input(
    "Request class", "text", "workload.mix.*.name", "A kind of request with its own lengths.", by=("workload",), source="Scenario"
)
class_share = Input(
    "Share of class",
    "share",
    "workload.mix.*.share",
    "This class's share of all requests; shares add up to 100 %.",
    1.0,
    by=("workload",),
    maximum=1.0,
    source="Scenario",
)
class_input = Input(
    "Input tokens",
    "token/request",
    "workload.mix.*.input_tokens",
    "Prompt length, cached part included.",
    by=("workload",),
    minimum=1.0,
    rises=1,
    source="Scenario",
)
class_output = Input(
    "Output tokens",
    "token/request",
    "workload.mix.*.output_tokens",
    "Answer length.",
    by=("workload",),
    minimum=1.0,
    rises=1,
    source="Scenario",
)
class_cached = Input(
    "Cached input",
    "share",
    "workload.mix.*.cached_input",
    "Share of the input that a provider has seen before; billed at its cached price from its shortest cached prompt on.",
    0.0,
    by=("workload",),
    maximum=1.0,
    rises=-1,
)


CALENDAR = Section("Calendar")


@CALENDAR.line("Days per month", "day/month")
def days_per_month(calendar_months, calendar_days, hours_per_month, hours_per_day):
    """The length of a month in days: by the calendar, or a twelfth of a year."""
    return choose(calendar_months > 0, calendar_days, hours_per_month / hours_per_day)


DEMAND = Section("Demand")


@DEMAND.line("Growth since the first month", "1")
def growth(growth_per_month, month_number, period):
    """The month's requests against the first month's, which has no growth."""
    return compound(growth_per_month, month_number - period)


@DEMAND.line("Requests of all regions per day, before growth", "request/day")
def daily_requests(users, requests_per_user, requests_per_day):
    """Users and what each sends, or the requests as given."""
    return choose(requests_per_user > 0, users * requests_per_user, requests_per_day)


@DEMAND.line("Requests per day", "request/day")
def requests(daily_requests, region_share, growth, in_horizon):
    """A region's requests on an average day with requests."""
    return daily_requests * region_share * growth * in_horizon


@DEMAND.line("Requests per month", "request/month")
def monthly_requests(requests, retry_share, active_days):
    """Requests sent in the month, retries included."""
    return requests * (1 + retry_share) * active_days


@DEMAND.line("Mean input", "token/request")
def mean_input(class_share, class_input):
    """Prompt length of an average request."""
    return total_product(class_share, class_input, over="workload")


@DEMAND.line("Mean output", "token/request")
def mean_output(class_share, class_output):
    """Answer length of an average request."""
    return total_product(class_share, class_output, over="workload")


@DEMAND.line("Cached input tokens of a class", "token/request")
def class_cached_input(class_input, class_cached):
    """The part of a prompt that the provider has seen before."""
    return class_input * class_cached


@DEMAND.line("Mean cached input", "token/request")
def mean_cached_input(class_share, class_cached_input):
    """Cached part of an average prompt; counted inside the input."""
    return total_product(class_share, class_cached_input, over="workload")


@DEMAND.line("Input tokens", "token/month")
def input_tokens(monthly_requests, mean_input):
    """Prompt tokens of the month, cached ones included."""
    return monthly_requests * mean_input


@DEMAND.line("Cached input tokens", "token/month")
def cached_tokens(monthly_requests, mean_cached_input):
    """Prompt tokens of the month that a provider may have seen before."""
    return monthly_requests * mean_cached_input


@DEMAND.line("Output tokens", "token/month")
def output_tokens(monthly_requests, mean_output):
    """Answer tokens of the month."""
    return monthly_requests * mean_output


@DEMAND.line("Average load", "request/s")
def average_load(requests, retry_share, seconds_per_day):
    """Requests per second over the 24 hours of a day with requests."""
    return requests * (1 + retry_share) / seconds_per_day


@DEMAND.line("Peak load", "request/s")
def peak_load(average_load, peak_to_average):
    """Requests per second in the busiest minutes."""
    return average_load * peak_to_average


@DEMAND.line("Requests of all regions", "request/month")
def all_requests(monthly_requests):
    """Requests of the month over all regions."""
    return total(monthly_requests, over="region")


@DEMAND.line("Input tokens of all regions", "token/month")
def all_input_tokens(input_tokens):
    """Prompt tokens of the month over all regions."""
    return total(input_tokens, over="region")


@DEMAND.line("Output tokens of all regions", "token/month")
def all_output_tokens(output_tokens):
    """Answer tokens of the month over all regions."""
    return total(output_tokens, over="region")


@DEMAND.line("Peak load of all regions", "request/s")
def demanded_peak(peak_load):
    """What the regions ask for in their busiest minutes, added up whatever clocks they keep."""
    return total(peak_load, over="region")
