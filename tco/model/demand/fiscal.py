"""Fiscal calendar: in which quarter and year of the client's books a month lies."""

from tco.language.line import Input, Section
from tco.language.vocabulary import calendar_month, calendar_year, holds, remainder, round_down

fiscal_year_start = Input(
    "First month of the fiscal year",
    "month",
    "finance.fiscal_year_start",
    "1 for January, 4 for April, 7 for July; a fiscal year is called by the calendar year in which it ends.",
    1,
    minimum=1,
    maximum=12,
    whole=True,
    source="Documented default: the calendar year",
)


FISCAL = Section("Fiscal calendar")


@FISCAL.line("Fiscal year ends in the next calendar year", "yes = 1")
def ends_next_year(first_day, fiscal_year_start, period):
    """1 where the first month's has begun and ends after December."""
    return holds(calendar_month(first_day) >= fiscal_year_start) * holds(fiscal_year_start > period)


@FISCAL.line("Fiscal year of the first month", "year")
def first_fiscal_year(first_day, ends_next_year, one_year):
    """The calendar year in which it ends."""
    return calendar_year(first_day) + ends_next_year * one_year


@FISCAL.line("Months of a fiscal year", "month")
def fiscal_year_length(months_per_year, one_year):
    """Twelve."""
    return months_per_year * one_year


@FISCAL.line("Fiscal months before the plan", "month")
def fiscal_months_before(first_day, fiscal_year_start, fiscal_year_length):
    """Months of its first fiscal year that have passed when the plan begins."""
    return remainder(calendar_month(first_day) - fiscal_year_start, fiscal_year_length)


@FISCAL.line("Fiscal months passed", "month")
def fiscal_months_passed(fiscal_months_before, month_number, period):
    """Since the plan's first fiscal year began."""
    return fiscal_months_before + month_number - period


@FISCAL.line("Fiscal year", "year")
def fiscal_year(first_fiscal_year, fiscal_months_passed, fiscal_year_length, one_year):
    """Called by the calendar year in which it ends."""
    return first_fiscal_year + round_down(fiscal_months_passed / fiscal_year_length) * one_year


@FISCAL.line("Fiscal quarter", "quarter")
def fiscal_quarter(fiscal_months_passed, fiscal_year_length, months_per_quarter):
    """From 1 to 4."""
    return 1 + round_down(remainder(fiscal_months_passed, fiscal_year_length) / months_per_quarter)
