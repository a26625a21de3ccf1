"""API: tokens at a provider's price per million, by region and month."""

from tco.line import Input, line
from tco.lookup import pick
from tco.vocabulary import choose, compound, greatest, holds, largest, total

price = Input("API price", "text", "options.*.price", "A priced model of the catalogue.", choices="api_prices", source="Scenario")
input_price_given = Input(
    "Input price, own figure",
    "USD/Mtoken",
    "options.*.input_price",
    "Overrides the catalogue's; 0 takes the catalogue's.",
    0.0,
    rises=1,
    source="Documented default",
)
output_price_given = Input(
    "Output price, own figure",
    "USD/Mtoken",
    "options.*.output_price",
    "Overrides the catalogue's; 0 takes the catalogue's.",
    0.0,
    rises=1,
    source="Documented default",
)
price_uplift = Input(
    "Regional uplift",
    "share",
    "options.*.regional_uplift",
    "Added to the headline price for processing in a chosen region.",
    0.0,
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


@line("Input price", "USD/Mtoken")
def input_price(input_price_given, api_prices, price):
    """Own figure or the catalogue's."""
    return choose(input_price_given > 0, input_price_given, pick(api_prices, "input", price))


@line("Output price", "USD/Mtoken")
def output_price(output_price_given, api_prices, price):
    """Own figure or the catalogue's."""
    return choose(output_price_given > 0, output_price_given, pick(api_prices, "output", price))


@line("Cached input price in the catalogue", "USD/Mtoken")
def catalogue_cached_price(api_prices, price):
    """The catalogue's price of cached input; 0 where the provider names none."""
    return pick(api_prices, "cached_input", price)


@line("Cached input price has a base", "yes = 1")
def cached_price_known(catalogue_cached_price, input_price_given):
    """1 where the catalogue names a cached price and the input price is the catalogue's too."""
    return holds(catalogue_cached_price > 0) * (1 - holds(input_price_given > 0))


@line("Cached input price", "USD/Mtoken")
def cached_price(cached_price_known, catalogue_cached_price, input_price):
    """The provider's cached price, and the full input price where none is known."""
    return choose(cached_price_known > 0, catalogue_cached_price, input_price)


@line("Prices are known", "yes = 1")
def price_known(input_price, output_price):
    """1 where both prices are known."""
    return holds(input_price > 0) * holds(output_price > 0)


@line("Longest request", "token/request")
def class_length(class_input, class_output):
    """Prompt and answer of a class."""
    return class_input + class_output


@line("Longest request of all classes", "token/request")
def longest_request(class_length):
    """What the provider's context must hold."""
    return greatest(class_length, over="workload")


@line("Provider's maximum input", "token/request")
def maximum_input(api_prices, price):
    """The longest prompt that the provider accepts; 0 where it is not established."""
    return pick(api_prices, "maximum_input", price)


@line("Provider's limit is unknown", "yes = 1")
def limit_unknown(maximum_input):
    """1 where the catalogue names no maximum input."""
    return holds(maximum_input <= 0)


@line("Request fits the provider's context", "yes = 1")
def request_fits(maximum_input, longest_request, limit_unknown):
    """1 where the longest request fits, or where no limit is known."""
    return largest(holds(longest_request <= maximum_input), limit_unknown)


@line("Price factor", "1")
def price_factor(price_change, month_number, period, months_per_year):
    """The price of the month against the first month's."""
    return compound(price_change, (month_number - period) / months_per_year)


@line("List to scenario currency", "money/USD")
def price_conversion(exchange_rate, price_uplift):
    """Exchange rate and regional uplift."""
    return exchange_rate * (1 + price_uplift)


@line("Uncached input at list price", "money/month")
def input_list_cost(carried_input, carried_cached, input_price, tokens_per_million, price_conversion):
    """Prompt tokens at the full price."""
    return (carried_input - carried_cached) / tokens_per_million * input_price * price_conversion


@line("Cached input at list price", "money/month")
def cached_list_cost(carried_cached, cached_price, tokens_per_million, price_conversion):
    """Prompt tokens that the provider has seen before."""
    return carried_cached / tokens_per_million * cached_price * price_conversion


@line("Output at list price", "money/month")
def output_list_cost(carried_output, output_price, tokens_per_million, price_conversion):
    """Answer tokens."""
    return carried_output / tokens_per_million * output_price * price_conversion


@line("Factor on list price", "1")
def list_factor(price_factor, api_discount):
    """Price change over time and the negotiated discount."""
    return price_factor * (1 - api_discount)


@line("Input", "money/month", category="Input tokens")
def input_cost(input_list_cost, list_factor):
    """Prompt tokens at the full price of the month."""
    return input_list_cost * list_factor


@line("Cached input", "money/month", category="Input tokens")
def cached_cost(cached_list_cost, list_factor):
    """Cached prompt tokens at the price of the month."""
    return cached_list_cost * list_factor


@line("Output", "money/month", category="Output tokens")
def output_cost(output_list_cost, list_factor):
    """Answer tokens at the price of the month."""
    return output_list_cost * list_factor


@line("Cost of a region", "money/month")
def region_cost(input_cost, cached_cost, output_cost):
    """Everything the provider charges for a region."""
    return input_cost + cached_cost + output_cost


@line("List price of a region", "money/month")
def region_list_cost(input_list_cost, cached_list_cost, output_list_cost):
    """The same before price change and discount."""
    return input_list_cost + cached_list_cost + output_list_cost


@line("Service cost", "money/month")
def service_cost(region_cost):
    """Everything the provider charges, over all regions."""
    return total(region_cost, over="region")


@line("Service at list price", "money/month")
def service_list_cost(region_list_cost):
    """The provider's list price, over all regions."""
    return total(region_list_cost, over="region")


@line("Remaining commitment", "money")
def remaining_commitment(service_list_cost):
    """Nothing is committed: tokens are paid as they are used."""
    return 0 * total(service_list_cost, over="month")
