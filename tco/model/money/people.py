"""People: staff and one-off work beside the service."""

from tco.language.line import Input, Section
from tco.language.vocabulary import equal, holds

staff = Input(
    "Staff",
    "FTE",
    "{kind}.staff",
    "People who run the service.",
    {"self_hosted": 2, "api": 0.5, "current": 0},
    {"self_hosted": 1, "api": 0.25, "current": 0},
    {"self_hosted": 4, "api": 1, "current": 0},
    rises=1,
    monthly=True,
)
staff_cost = Input(
    "Loaded cost of a full-time employee",
    "money/FTE/year",
    "finance.staff_cost",
    "Salary with everything around it.",
    170_000,
    120_000,
    230_000,
    rises=1,
    monthly=True,
)
migration = Input(
    "Migration",
    "money",
    "{kind}.migration",
    "One-off engineering in the month in which the option goes live.",
    {"self_hosted": 80_000, "api": 25_000, "current": 0},
    {"self_hosted": 40_000, "api": 10_000, "current": 0},
    {"self_hosted": 160_000, "api": 60_000, "current": 0},
    rises=1,
)


PEOPLE = Section("People")


@PEOPLE.line("People", "money/month", category="People")
def people(staff, staff_cost, months_per_year, live):
    """Staff who run the service."""
    return staff * staff_cost / months_per_year * live


def migrated(migration, month_number, first_live_month, period):
    """Migration, in the month in which the option goes live."""
    return migration * holds(equal(month_number, first_live_month)) / period


ONE_OFF = Section("One-off work")
ONE_OFF.line("One-off work", "money/month", category="One-off", key="one_off")(migrated)


API_ONE_OFF = Section("One-off work of an API")
"""One-off work for an API, whose model may be replaced inside the plan."""
API_ONE_OFF.line("Migration to the option", "money/month", category="One-off", key="first_migration")(migrated)


@API_ONE_OFF.line("Migration to the successor", "money/month", category="One-off")
def succession_work(migration, replaced, succession_migration, period):
    """A share of the first migration, in the month in which the provider retires the model."""
    return migration * replaced * succession_migration / period


@API_ONE_OFF.line("One-off work", "money/month")
def one_off(first_migration, succession_work):
    """To the option, and from its model to the successor."""
    return first_migration + succession_work
