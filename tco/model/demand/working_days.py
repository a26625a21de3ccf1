"""Working days: the days of a month on which requests arrive, and the hours of all others.

A volume is what a day with requests sends. On other days nobody asks: a fleet that follows its load falls to its minimum, and any other
stays on. Public holidays are not counted: nobody can say them for all regions at once.
"""

from tco.language.line import Input, Section, applied
from tco.language.lookup import entry, row_of
from tco.language.vocabulary import choose, end_of_month, ratio, remainder, round_down, smallest

working_week = Input(
    "Days with requests",
    "text",
    "workload.days",
    "On which days of a week requests arrive; requests per day are those of such a day. Public holidays count as any other day.",
    "every-day",
    choices="working_weeks",
    source="Documented default",
)


WORKING_DAYS = Section("Working days")


@WORKING_DAYS.line("Days of a week with requests", "day")
def days_of_week(working_weeks, working_week):
    """Seven, or as many from Monday on as the plan says."""
    return entry(working_weeks, "days", row_of(working_weeks, working_week))


@WORKING_DAYS.line("Days to the end of the month, from a Monday on", "day")
def days_to_end(first_day, month_number, period, one_day):
    """Day 2 of a spreadsheet's calendar was a Monday."""
    return end_of_month(first_day, month_number - period) - one_day


@WORKING_DAYS.line("Days to the end of the month before, from the same Monday on", "day")
def days_to_begin(first_day, month_number, period, one_day):
    """The same for the month before."""
    return end_of_month(first_day, month_number - period - period) - one_day


def with_requests(days_passed, days_of_week, one_week):
    """So many in each whole week, and those of the week that has begun."""
    return days_of_week * round_down(days_passed / one_week) + smallest(remainder(days_passed, one_week), days_of_week)


WORKING_DAYS.add(
    applied(with_requests, f"working_{key}", f"Days with requests among the {name}", "day", f"days_{key}", "days_of_week", "one_week")
    for key, name in (("to_end", "former"), ("to_begin", "latter"))
)


@WORKING_DAYS.line("Days with requests", "day/month")
def active_days(calendar_months, working_to_end, working_to_begin, period, days_per_month, days_of_week, one_week):
    """By the calendar, or as large a part of an average month as of a week."""
    return choose(calendar_months > 0, (working_to_end - working_to_begin) / period, days_per_month * days_of_week / one_week)


@WORKING_DAYS.line("Part of the days with requests", "share")
def active_share(active_days, days_per_month):
    """1 where requests arrive every day."""
    return ratio(active_days, days_per_month)


@WORKING_DAYS.line("Hours of days without requests", "h/month")
def quiet_hours(days_per_month, active_days, hours_per_day):
    """0 where requests arrive every day."""
    return (days_per_month - active_days) * hours_per_day
