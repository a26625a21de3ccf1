"""Finance: people and one-off work beside the service, then the totals that decide."""

from tco.line import Input, line
from tco.vocabulary import compound, holds, ratio, total

staff = Input(
    "Staff",
    "FTE",
    "{kind}.staff",
    "People who run the service.",
    {"self_hosted": 2, "api": 0.5},
    {"self_hosted": 1, "api": 0.25},
    {"self_hosted": 4, "api": 1},
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
    "One-off engineering in the first month.",
    {"self_hosted": 80_000, "api": 25_000},
    {"self_hosted": 40_000, "api": 10_000},
    {"self_hosted": 200_000, "api": 60_000},
    rises=1,
)
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


@line("People", "money/month", category="People")
def people(staff, staff_cost, months_per_year, in_horizon):
    """Staff who run the service."""
    return staff * staff_cost / months_per_year * in_horizon


@line("One-off work", "money/month", category="One-off")
def one_off(migration, month_number, period):
    """Migration, in the first month."""
    return migration * holds(month_number <= period) / period


@line("Effective cost", "money/month")
def cost(service_cost, people, one_off):
    """What the month costs, commitments and purchases spread over their time."""
    return service_cost + people + one_off


@line("Billed cost", "money/month")
def cash(service_cash, people, one_off):
    """What is paid in the month."""
    return service_cash + people + one_off


@line("Discount factor", "1")
def discount_factor(discount_rate, month_number, months_per_year):
    """Worth today of one unit paid at the month's end."""
    return compound(discount_rate, (0 - month_number) / months_per_year)


@line("Discounted cash", "money/month")
def discounted_cash(cash, discount_factor):
    """The month's payment in today's money."""
    return cash * discount_factor


@line("Total cost of ownership", "money")
def tco(cost):
    """Effective cost inside the horizon, nominal, before income tax."""
    return total(cost, over="month")


@line("Total per month", "money/month")
def tco_per_month(tco, horizon):
    """An average month."""
    return tco / horizon


@line("Service over the horizon", "money")
def service_total(service_cost):
    """What providers charge, or servers and their hosting cost, over the horizon."""
    return total(service_cost, over="month")


@line("People over the horizon", "money")
def people_total(people):
    """Staff over all months."""
    return total(people, over="month")


@line("One-off work over the horizon", "money")
def one_off_total(one_off):
    """Migration over all months."""
    return total(one_off, over="month")


@line("List price over the horizon", "money")
def list_cost(service_list_cost):
    """The service at list price: before plan, discount and price changes, without what stands around it."""
    return total(service_list_cost, over="month")


@line("List price per month", "money/month")
def list_cost_per_month(list_cost, horizon):
    """An average month at list price."""
    return list_cost / horizon


@line("Billed over the horizon", "money")
def cash_total(cash):
    """Payments inside the horizon."""
    return total(cash, over="month")


@line("Net present value of payments", "money")
def npv(discounted_cash):
    """Payments in today's money."""
    return total(discounted_cash, over="month")


@line("Output tokens over the horizon", "Mtoken")
def horizon_output(all_output_tokens, tokens_per_million):
    """Answer tokens of all months."""
    return total(all_output_tokens, over="month") / tokens_per_million


@line("Input tokens over the horizon", "Mtoken")
def horizon_input(all_input_tokens, tokens_per_million):
    """Prompt tokens of all months."""
    return total(all_input_tokens, over="month") / tokens_per_million


@line("Cost per million output tokens", "money/Mtoken")
def cost_per_million_output_tokens(tco, horizon_output):
    """Total cost over answer tokens; 0 stands for no traffic."""
    return ratio(tco, horizon_output)


@line("Cost per million total tokens", "money/Mtoken")
def cost_per_million_tokens(tco, horizon_output, horizon_input):
    """Total cost over prompt and answer tokens; 0 stands for no traffic."""
    return ratio(tco, horizon_output + horizon_input)


@line("Requests over the horizon", "requests")
def horizon_requests(all_requests):
    """Requests of all months."""
    return total(all_requests, over="month")


@line("Cost per 1,000 requests", "money/1000 requests")
def cost_per_thousand_requests(tco, horizon_requests, requests_per_thousand):
    """Total cost over requests; 0 stands for no traffic."""
    return ratio(tco, horizon_requests) * requests_per_thousand
