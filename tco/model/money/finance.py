"""Finance: cost and payments by month, then the totals that decide."""

from tco.language.line import Input, Section
from tco.language.vocabulary import compound, total

discount_rate = Input(
    "Discount rate",
    "share/year",
    "finance.discount_rate",
    "For net present value, from billed cash at month's end.",
    0.08,
    0.06,
    0.12,
    maximum=1.0,
)
contingency = Input(
    "Contingency",
    "share",
    "finance.contingency",
    "A reserve, shown beside the total and never inside it.",
    0.0,
    maximum=2.0,
    source="Documented default",
)
exchange_rates = Input(
    "Exchange rate",
    "money/currency",
    "finance.exchange_rates.*",
    "Scenario currency per 1 of this currency, for amounts that state it as their `currency`.",
    (),
    minimum=0.000001,
    rises=1,
    source="Stated by the scenario",
    by=("currency",),
)
"""The form of every rate; the scenario says which currencies there are. That of the US dollar is `exchange_rate`."""


FINANCE = Section("Finance")
"""Cost and payments of each month, and their totals over the horizon."""


@FINANCE.line("Beside the service", "money/month")
def beside(people, one_off, edge_cost):
    """Staff, one-off work and answers on devices."""
    return people + one_off + edge_cost


@FINANCE.line("Effective cost", "money/month")
def cost(service_cost, beside, around):
    """What the month costs, commitments and purchases spread over their time."""
    return service_cost + beside + around


@FINANCE.line("Billed cost", "money/month")
def cash(service_cash, beside, around):
    """What is paid in the month: upfront payments and purchases when they fall due, everything else as it is used."""
    return service_cash + beside + around


@FINANCE.line("Discount factor", "1")
def discount_factor(discount_rate, month_number, months_per_year):
    """Worth today of one unit paid at the month's end."""
    return compound(discount_rate, (0 - month_number) / months_per_year)


@FINANCE.line("Discounted cash", "money/month")
def discounted_cash(cash, discount_factor):
    """The month's payment in today's money."""
    return cash * discount_factor


@FINANCE.line("Total cost of ownership", "money")
def tco(cost):
    """Effective cost inside the horizon, nominal, before income tax."""
    return total(cost, over="month")


@FINANCE.line("Total per month", "money/month")
def tco_per_month(tco, horizon):
    """An average month."""
    return tco / horizon


@FINANCE.line("Service over the horizon", "money")
def service_total(service_cost):
    """What providers charge, or servers and their hosting cost, over the horizon."""
    return total(service_cost, over="month")


@FINANCE.line("Contingency, beside the total", "money")
def contingency_amount(tco, contingency):
    """A reserve for what nobody foresees; never part of the total cost of ownership."""
    return tco * contingency


@FINANCE.line("Total with contingency", "money")
def tco_with_contingency(tco, contingency_amount):
    """What a budget may hold, if the client keeps a reserve."""
    return tco + contingency_amount


@FINANCE.line("List price over the horizon", "money")
def list_cost(service_list_cost):
    """The service at list price: before plan, discount and price changes, without what stands around it."""
    return total(service_list_cost, over="month")


@FINANCE.line("List price per month", "money/month")
def list_cost_per_month(list_cost, horizon):
    """An average month at list price."""
    return list_cost / horizon


@FINANCE.line("Billed over the horizon", "money")
def cash_total(cash):
    """Payments inside the horizon."""
    return total(cash, over="month")


@FINANCE.line("Net present value of payments", "money")
def npv(discounted_cash):
    """Payments in today's money."""
    return total(discounted_cash, over="month")


BILLED_AS_USED = Section("Billing")
"""Payments of a service that is paid in the month in which it is used."""


@BILLED_AS_USED.line("Service payments", "money/month")
def service_cash(service_cost):
    """Billed month by month, as it is used."""
    return 1 * service_cost


@BILLED_AS_USED.line("Prepaid before the plan", "money")
def opening_assets():
    """Nothing was paid ahead."""
    return 0


@BILLED_AS_USED.line("Assets at the horizon's end", "money")
def closing_assets():
    """Nothing is paid ahead and nothing is owned."""
    return 0
