"""Use: what of the demand an option serves, from the month in which it goes live."""

from tco.line import Input, line
from tco.vocabulary import holds, smallest

go_live_month = Input(
    "Goes live in month",
    "month",
    "options.*.go_live_month",
    "The option's traffic and cost begin then; before it, it serves nothing.",
    1,
    minimum=1,
    maximum=120,
    whole=True,
    source="Documented default",
)


@line("First month of the option's traffic", "month")
def first_live_month(go_live_month, horizon):
    """Never after the plan's last month."""
    return smallest(go_live_month, horizon)


@line("Option is live", "yes = 1")
def live(in_horizon, month_number, first_live_month):
    """1 from the month in which it goes live to the end of the horizon."""
    return in_horizon * holds(month_number >= first_live_month)


@line("Average load served", "request/s")
def used_average_load(average_load, live):
    """Requests per second of a region, over the 24-hour day."""
    return average_load * live


@line("Peak load served", "request/s")
def used_peak_load(peak_load, live):
    """Requests per second of a region in the busiest minutes."""
    return peak_load * live


@line("Peak load served, all regions", "request/s")
def used_peak(demanded_peak, live):
    """What the regions ask of the option in their busiest minutes."""
    return demanded_peak * live


@line("Requests served", "request/month")
def used_requests(all_requests, live):
    """Requests of the month over all regions."""
    return all_requests * live


@line("Input tokens served", "token/month")
def used_input(all_input_tokens, live):
    """Prompt tokens of the month over all regions, by the reference tokeniser."""
    return all_input_tokens * live


@line("Output tokens served", "token/month")
def used_output(all_output_tokens, live):
    """Answer tokens of the month over all regions, by the reference tokeniser."""
    return all_output_tokens * live
