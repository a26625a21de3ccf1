"""Outcome: run rate, cash by quarter, and the price of a token at the scenario's own mix and of a user."""

from tco.language.line import Input, Section
from tco.language.vocabulary import choose, holds, largest, ratio, remainder, round_up, total, total_where

one_year = Input("One year", "year", "constants.one_year", "", 1, minimum=1, maximum=1, source="By definition")
months_per_quarter = Input(
    "Months per quarter", "month", "constants.months_per_quarter", "", 3, minimum=3, maximum=3, source="By definition"
)


OUTCOME = Section("Outcome")
"""Run rate, cash by quarter, and the total cost by token, dollar and user."""


@OUTCOME.line("Recurring cost", "money/month")
def recurring(cost, once):
    """Effective cost without what is paid once."""
    return cost - once


@OUTCOME.line("Millions of output tokens of the month", "Mtoken/month")
def million_output(taken_output, tokens_per_million):
    """Answers that the option gives in the month."""
    return taken_output / tokens_per_million


@OUTCOME.line("Recurring cost per million output tokens", "money/Mtoken")
def recurring_per_million_output(recurring, million_output):
    """Of the month, without what is paid once; 0 where there is no traffic."""
    return ratio(recurring, million_output)


@OUTCOME.line("Months of a year", "month")
def year_length(months_per_year, one_year):
    """Twelve."""
    return months_per_year * one_year


@OUTCOME.line("Month lies in year two", "yes = 1")
def in_year_two(month_number, year_length):
    """1 from month 13 to month 24."""
    return holds(month_number > year_length) * holds(month_number <= 2 * year_length)


@OUTCOME.line("Recurring cost in year two", "money/month")
def recurring_in_year_two(recurring, in_year_two):
    """0 in all other months."""
    return recurring * in_year_two


@OUTCOME.line("Recurring cost of the last month", "money/month")
def recurring_at_end(recurring, is_last):
    """0 in all other months."""
    return recurring * is_last


@OUTCOME.line("Year two inside the horizon", "money")
def year_two_inside(recurring_in_year_two):
    """Its months added up."""
    return total(recurring_in_year_two, over="month")


@OUTCOME.line("Last month of the horizon", "money")
def last_month(recurring_at_end):
    """Its recurring cost."""
    return total(recurring_at_end, over="month")


@OUTCOME.line("Run rate in year two", "money")
def run_rate_year_two(horizon, year_length, year_two_inside, last_month, period):
    """Months 13 to 24 where the horizon holds them, and else twelve times its last month; without what is paid once."""
    return choose(horizon >= 2 * year_length, year_two_inside, last_month * year_length / period)


@OUTCOME.line("Quarter of the plan", "1")
def quarter(month_number, months_per_quarter):
    """Counted from the first month."""
    return round_up(month_number / months_per_quarter)


@OUTCOME.line("Payments of the month's quarter", "money")
def quarter_payments(cash, quarter, period):
    """Everything paid in the three months."""
    return total_where(cash, quarter, quarter, over="month") * period


@OUTCOME.line("Quarter ends", "yes = 1")
def quarter_ends(month_number, months_per_quarter, is_last, in_horizon):
    """1 in a quarter's last month, and in the horizon's."""
    return largest(holds(remainder(month_number, months_per_quarter) <= 0), is_last) * in_horizon


@OUTCOME.line("Cash by quarter", "money")
def quarter_cash(quarter_payments, quarter_ends):
    """Payments of a quarter, in its last month."""
    return quarter_payments * quarter_ends


@OUTCOME.line("Input and output tokens over the horizon", "Mtoken")
def horizon_tokens(horizon_input, horizon_output):
    """Prompts and answers."""
    return horizon_input + horizon_output


@OUTCOME.line("Price of the service per million input and output tokens", "money/Mtoken")
def blended_price(service_total, horizon_tokens):
    """All charges of provider or hosting over prompts and answers of the scenario's own mix; 0 where there is no traffic."""
    return ratio(service_total, horizon_tokens)


@OUTCOME.line("Total cost in USD", "USD")
def tco_in_dollars(tco, exchange_rate):
    """At the scenario's exchange rate."""
    return tco / exchange_rate


@OUTCOME.line("Input and output tokens per dollar", "token/USD")
def tokens_per_dollar(horizon_tokens, tokens_per_million, tco_in_dollars):
    """Prompts and answers for one US dollar of total cost."""
    return ratio(horizon_tokens * tokens_per_million, tco_in_dollars)


@OUTCOME.line("Users times the month", "user*month")
def month_users(users, in_horizon, period):
    """People who use it, each for a month."""
    return users * in_horizon * period


@OUTCOME.line("User-months", "user*month")
def user_months(month_users):
    """Over all months."""
    return total(month_users, over="month")


@OUTCOME.line("Cost per user and month", "money/user/month")
def cost_per_user(tco, user_months):
    """An average month's cost over its users; 0 where their number is not established."""
    return ratio(tco, user_months)


COST_OF_USERS = Section("Cost of active users")
"""The month's cost shared among the users of its peak, or among those that the fleet could hold."""


@COST_OF_USERS.line("Cost per user served", "money/user/month")
def cost_per_user_served(cost, users_served):
    """Effective cost of the month over the active users of its peak; 0 where there is no traffic."""
    return ratio(cost, users_served)


@COST_OF_USERS.line("Cost per user that the fleet holds", "money/user/month")
def cost_per_user_held(cost, fleet_users):
    """What it would be with every replica full."""
    return ratio(cost, fleet_users)
