"""API charges: by region and month, by token or for provisioned throughput."""

from tco.language.line import Input, Section
from tco.language.lookup import entry
from tco.language.vocabulary import choose, compound, greatest, holds, largest, least, remainder, total

provisioned_units = Input(
    "Provisioned units",
    "1",
    "options.*.provisioned_units",
    "Units of throughput that are rented by the hour instead of paying by token; 0 pays by token.",
    0.0,
    rises=1,
    source="Documented default",
)
provisioned_price = Input(
    "Price of a provisioned unit",
    "USD/h",
    "options.*.provisioned_price_per_hour",
    "By the provider's quote; read where units are provisioned.",
    0.0,
    rises=1,
    monthly=True,
    source="Documented default",
)
provisioned_term = Input(
    "Term of provisioned units",
    "month",
    "options.*.provisioned_term",
    "For how long they are committed each time, from the month in which the option goes live; 0 rents by the hour.",
    0,
    whole=True,
    maximum=120,
    source="Documented default: by the hour",
)
price_uplift = Input(
    "Regional uplift",
    "share",
    "options.*.regional_uplift.*",
    "Added to the headline price for processing in a chosen region: one value, or one for each region of the scenario.",
    0.0,
    by=("region",),
    rises=1,
    maximum=5.0,
    source="Documented default",
)
api_discount = Input(
    "Negotiated discount",
    "share",
    "options.*.discount",
    "Off the provider's price.",
    0.0,
    maximum=1.0,
    rises=-1,
    source="Documented default",
)
price_change = Input(
    "Price change per year",
    "share/year",
    "api.price_change_per_year",
    "Providers have cut prices; retirement can force a dearer model.",
    0.0,
    -0.3,
    0.1,
    minimum=-0.9,
    maximum=2.0,
    rises=1,
)


CHARGES = Section("API")


@CHARGES.line("Pays by token", "yes = 1")
def by_token(provisioned_units):
    """1 where no throughput is provisioned."""
    return holds(provisioned_units <= 0)


@CHARGES.line("Prices of tokens are known", "yes = 1")
def tokens_priced(input_price, output_price):
    """1 where both prices are known."""
    return holds(input_price > 0) * holds(output_price > 0)


@CHARGES.line("Price of provisioned units is known", "yes = 1")
def units_priced(provisioned_price):
    """1 where the scenario states it."""
    return holds(provisioned_price > 0)


@CHARGES.line("What is paid for has a price", "yes = 1")
def month_priced(by_token, tokens_priced, units_priced):
    """1 where tokens have one, or provisioned units."""
    return choose(by_token > 0, tokens_priced, units_priced)


@CHARGES.line("Month without a price", "yes = 1")
def month_unpriced(month_priced, in_horizon):
    """1 in months of the horizon for which it is missing."""
    return (1 - month_priced) * in_horizon


@CHARGES.line("Prices are known", "yes = 1")
def price_known(month_unpriced):
    """1 where no month lacks one."""
    return 1 - greatest(month_unpriced, over="month")


@CHARGES.line("Longest request", "token/request")
def class_length(class_counted, class_answered):
    """Prompt and answer of a class, as the provider counts them."""
    return class_counted + class_answered


@CHARGES.line("Longest request of all classes", "token/request")
def longest_request(class_length):
    """What the provider's context must hold."""
    return greatest(class_length, over="workload")


@CHARGES.line("Provider's maximum input", "token/request")
def maximum_input(api_prices, price_row):
    """The longest prompt that the provider accepts; 0 where it is not established."""
    return entry(api_prices, "maximum_input", price_row)


@CHARGES.line("Provider's limit is unknown", "yes = 1")
def limit_unknown(maximum_input):
    """1 where the catalogue names no maximum input."""
    return holds(maximum_input <= 0)


@CHARGES.line("Request fits the provider's context in the month", "yes = 1")
def month_fits(maximum_input, longest_request, limit_unknown):
    """1 where the longest request fits, or where no limit is known."""
    return largest(holds(longest_request <= maximum_input), limit_unknown)


@CHARGES.line("Request fits the provider's context", "yes = 1")
def request_fits(month_fits):
    """1 where it fits in every month, the successor's among them."""
    return least(month_fits, over="month")


@CHARGES.line("Price factor", "1")
def price_factor(price_change, month_number, period, months_per_year):
    """The price of the month against the first month's."""
    return compound(price_change, (month_number - period) / months_per_year)


@CHARGES.line("List to scenario currency", "money/USD")
def price_conversion(exchange_rate, price_uplift, by_token, tokens_ratio):
    """Exchange rate, regional uplift and the option's own count of tokens; 0 where tokens are not what is paid for."""
    return exchange_rate * (1 + price_uplift) * by_token * tokens_ratio


@CHARGES.line("Uncached input at list price", "money/month")
def input_list_cost(carried_requests, uncached_charge, price_conversion):
    """Prompt tokens at the full price."""
    return carried_requests * uncached_charge * price_conversion


@CHARGES.line("Cached input at list price", "money/month")
def cached_list_cost(carried_requests, cached_charge, price_conversion):
    """Prompt tokens that the provider has seen before."""
    return carried_requests * cached_charge * price_conversion


@CHARGES.line("Cache writes at list price", "money/month")
def written_list_cost(carried_requests, written_charge, price_conversion):
    """Prompt tokens that the provider stores for later requests."""
    return carried_requests * written_charge * price_conversion


@CHARGES.line("Output at list price", "money/month")
def output_list_cost(carried_requests, output_charge, price_conversion):
    """Answer tokens."""
    return carried_requests * output_charge * price_conversion


@CHARGES.line("Batch input at list price", "money/month")
def batch_input_list_cost(carried_requests, batch_input_charge, price_conversion):
    """Prompt tokens of requests that wait for a batch."""
    return carried_requests * batch_input_charge * price_conversion


@CHARGES.line("Batch output at list price", "money/month")
def batch_output_list_cost(carried_requests, batch_output_charge, price_conversion):
    """Answer tokens of requests that wait for a batch."""
    return carried_requests * batch_output_charge * price_conversion


@CHARGES.line("Successor is not priced", "yes = 1")
def unsucceeded(retired, successor_row, by_token):
    """1 from retirement on where no successor's price is known; provisioned units have none in the catalogue."""
    return retired * largest(holds(successor_row <= 0), 1 - by_token)


@CHARGES.line("Factor on list price", "1")
def list_factor(price_factor, api_discount, unsucceeded, price_after_retirement):
    """Price change over time, the negotiated discount, and the factor for a successor whose price is not known."""
    return price_factor * (1 - api_discount) * choose(unsucceeded > 0, price_after_retirement, 1)


@CHARGES.line("Input", "money/month", category="Input tokens")
def input_cost(input_list_cost, list_factor):
    """Prompt tokens at the full price of the month."""
    return input_list_cost * list_factor


@CHARGES.line("Cached input", "money/month", category="Input tokens")
def cached_cost(cached_list_cost, list_factor):
    """Cached prompt tokens at the price of the month."""
    return cached_list_cost * list_factor


@CHARGES.line("Cache writes", "money/month", category="Input tokens")
def written_cost(written_list_cost, list_factor):
    """Stored prompt tokens at the price of the month."""
    return written_list_cost * list_factor


@CHARGES.line("Output", "money/month", category="Output tokens")
def output_cost(output_list_cost, list_factor):
    """Answer tokens at the price of the month."""
    return output_list_cost * list_factor


@CHARGES.line("Batch input", "money/month", category="Batch tokens")
def batch_input_cost(batch_input_list_cost, list_factor):
    """Prompt tokens of batches at the price of the month."""
    return batch_input_list_cost * list_factor


@CHARGES.line("Batch output", "money/month", category="Batch tokens")
def batch_output_cost(batch_output_list_cost, list_factor):
    """Answer tokens of batches at the price of the month."""
    return batch_output_list_cost * list_factor


@CHARGES.line("Provisioned throughput at list price", "money/month")
def provisioned_list_cost(provisioned_units, provisioned_price, exchange_rate, days_per_month, hours_per_day, live):
    """Rented units, paid whether used or not."""
    return provisioned_units * provisioned_price * exchange_rate * days_per_month * hours_per_day * live


@CHARGES.line("Provisioned throughput", "money/month", category="Provisioned throughput")
def provisioned_cost(provisioned_list_cost, list_factor):
    """Rented units at the price of the month."""
    return provisioned_list_cost * list_factor


@CHARGES.line("Cost of a region", "money/month")
def region_cost(input_cost, cached_cost, written_cost, output_cost, batch_input_cost, batch_output_cost):
    """What the provider charges for a region's tokens."""
    return input_cost + cached_cost + written_cost + output_cost + batch_input_cost + batch_output_cost


@CHARGES.line("List price of a region", "money/month")
def region_list_cost(input_list_cost, cached_list_cost, written_list_cost, output_list_cost, batch_input_list_cost, batch_output_list_cost):
    """The same before price change and discount."""
    return input_list_cost + cached_list_cost + written_list_cost + output_list_cost + batch_input_list_cost + batch_output_list_cost


@CHARGES.line("Service cost", "money/month")
def service_cost(region_cost, provisioned_cost):
    """Everything the provider charges, over all regions."""
    return total(region_cost, over="region") + provisioned_cost


@CHARGES.line("Service at list price", "money/month")
def service_list_cost(region_list_cost, provisioned_list_cost):
    """The provider's list price, over all regions."""
    return total(region_list_cost, over="region") + provisioned_list_cost


@CHARGES.line("Months left of the provisioned term", "month")
def provisioned_months_left(first_live_month, period, month_number, provisioned_term):
    """After this month; it renews from the month in which the option goes live."""
    return remainder(first_live_month - period - month_number, largest(provisioned_term, period))


@CHARGES.line("Still to pay after the month", "money")
def payable_after(provisioned_cost, provisioned_months_left):
    """Payable if the service is given up then: provisioned units to the end of their term; tokens bind to nothing."""
    return provisioned_cost * provisioned_months_left


@CHARGES.line("Paid and not used after the month", "money")
def unused_after(payable_after):
    """Nothing is paid ahead."""
    return 0 * payable_after
