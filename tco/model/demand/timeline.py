"""Timeline: the months of the plan, and those of them that count."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, equal, holds, running_total, smallest

horizon = Input("Horizon", "month", "months", "Months that count; later columns are zero.", 12, whole=True, minimum=1, source="Scenario")
reference_month = Input(
    "Reference month",
    "month",
    "reference_month",
    "The month whose run rate the sheets Volume and Sensitivity show; 0 takes the plan's last.",
    0,
    whole=True,
    maximum=120,
    source="Documented default: the last month",
)

CLOCK = Input("Month", "month", "", "Counted from the first month of the plan.", by=("month",), key="month_number")
"""The number of the month: nobody edits it, the header row of every sheet counts it."""

HOUR = Input("Hour of the day", "1", "", "Counted from the hour after midnight.", by=("hour",), key="hour_number")
"""The number of the hour, as in the catalogue's list of hours."""

CALENDAR = Input("Days of the calendar month", "day/month", "", "28 to 31.", by=("month",), key="calendar_days")
"""The length of the month by the calendar; the header row of every sheet shows the day on which it ends."""

START = Input("First day of the plan", "day", "", "The plan's first day, as a spreadsheet counts days.", key="first_day")
"""The day on which the plan begins: a month in the scenario, a date at the head of the Inputs sheet."""

CLOCKS = {item.key: item for item in (CLOCK, HOUR, CALENDAR, START)}
"""Everything that counts time, by key: a line may need it, and nobody edits it."""


TIMELINE = Section("Timeline")
"""Months that count, and the one whose run rate is shown."""


@TIMELINE.line("In horizon", "yes = 1")
def in_horizon(month_number, horizon):
    """1 in the months that count."""
    return holds(month_number <= horizon)


@TIMELINE.line("Last month", "yes = 1")
def is_last(month_number, horizon):
    """1 in the month that ends the horizon."""
    return holds(equal(month_number, horizon))


@TIMELINE.line("Month of the run rate", "month")
def run_rate_month(reference_month, horizon):
    """The reference month, or the plan's last where none is chosen; never after it."""
    return choose(reference_month > 0, smallest(reference_month, horizon), horizon)


@TIMELINE.line("Days of the calendar month", "day/month")
def month_days(calendar_days):
    """28 to 31, whatever the plan counts as a month."""
    return 1 * calendar_days


@TIMELINE.line("Day after the month", "day")
def day_after_month(first_day, month_days):
    """The first day of the next calendar month, as a spreadsheet counts days."""
    return first_day + running_total(month_days, over="month")


@TIMELINE.line("First day of the month", "day")
def day_of_month(day_after_month, month_days, period):
    """The first day of the calendar month, as a spreadsheet counts days."""
    return day_after_month - month_days * period


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


GO_LIVE = Section("Use")
"""The months in which an option serves: from the one in which it goes live."""


@GO_LIVE.line("First month of the option's traffic", "month")
def first_live_month(go_live_month, horizon):
    """Never after the plan's last month."""
    return smallest(go_live_month, horizon)


@GO_LIVE.line("Option is live", "yes = 1")
def live(in_horizon, month_number, first_live_month):
    """1 from the month in which it goes live to the end of the horizon."""
    return in_horizon * holds(month_number >= first_live_month)
