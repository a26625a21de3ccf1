"""API tariff: the list price of a request of each class.

Four prices apply: the full one, the cached one (from the provider's shortest cached prompt on), the one for long
prompts and the one for batches. A batch pays its price for the whole prompt: discounts for caching are not added to it.
"""

from tco.language.line import Input, Section
from tco.language.lookup import entry
from tco.language.vocabulary import choose, holds, largest, ratio, total_product

price = Input(
    "API price", "text", "options.*.price", "A priced model of the catalogue.", choices="api_prices", source="Scenario", searched=True
)
input_price_given = Input(
    "Input price, own figure",
    "USD/Mtoken",
    "options.*.input_price",
    "Overrides the catalogue's, at any length of prompt and after a retirement too; 0 takes the catalogue's.",
    0.0,
    rises=1,
    monthly=True,
    source="Documented default",
)
output_price_given = Input(
    "Output price, own figure",
    "USD/Mtoken",
    "options.*.output_price",
    "Overrides the catalogue's, at any length of prompt and after a retirement too; 0 takes the catalogue's.",
    0.0,
    rises=1,
    monthly=True,
    source="Documented default",
)
class_batch_share = Input(
    "Batch share",
    "share",
    "workload.mix.*.batch_share",
    "Share of this class that can wait for a provider's batch run, answered within a day.",
    0.0,
    by=("workload",),
    maximum=1.0,
    rises=-1,
    source="Documented default",
)
class_cache_writes = Input(
    "Input written to the cache",
    "share",
    "workload.mix.*.cache_writes",
    "Share of the input that a provider stores for later requests, at its price for writing where it has one.",
    0.0,
    by=("workload",),
    maximum=1.0,
    source="Documented default",
)


TARIFF = Section("API tariff")


@TARIFF.line("Input price", "USD/Mtoken")
def input_price(input_price_given, api_prices, price_row):
    """Own figure or the catalogue's."""
    return choose(input_price_given > 0, input_price_given, entry(api_prices, "input", price_row))


@TARIFF.line("Output price", "USD/Mtoken")
def output_price(output_price_given, api_prices, price_row):
    """Own figure or the catalogue's."""
    return choose(output_price_given > 0, output_price_given, entry(api_prices, "output", price_row))


@TARIFF.line("Cached input price in the catalogue", "USD/Mtoken")
def catalogue_cached_price(api_prices, price_row):
    """The catalogue's price of cached input; 0 where the provider names none."""
    return entry(api_prices, "cached_input", price_row)


@TARIFF.line("Prices of the catalogue are in use", "yes = 1")
def catalogue_in_use(input_price_given, output_price_given):
    """1 where neither price is an own figure, so that the provider's other prices have their base."""
    return 1 - largest(holds(input_price_given > 0), holds(output_price_given > 0))


@TARIFF.line("Cached input price has a base", "yes = 1")
def cached_price_known(catalogue_cached_price, input_price_given):
    """1 where the catalogue names a cached price and the input price is the catalogue's too."""
    return holds(catalogue_cached_price > 0) * (1 - holds(input_price_given > 0))


@TARIFF.line("Cached input price", "USD/Mtoken")
def cached_price(cached_price_known, catalogue_cached_price, input_price):
    """The provider's cached price, and the full input price where none is known."""
    return choose(cached_price_known > 0, catalogue_cached_price, input_price)


@TARIFF.line("Price of writing to the cache in the catalogue", "USD/Mtoken")
def catalogue_write_price(api_prices, price_row):
    """The catalogue's price of input that is stored; 0 where the provider names none."""
    return entry(api_prices, "cache_write", price_row)


@TARIFF.line("Price of writing to the cache", "USD/Mtoken")
def write_price(catalogue_in_use, catalogue_write_price, input_price):
    """The provider's price of writing where it has one, and never below the input price."""
    return largest(catalogue_in_use * catalogue_write_price, input_price)


@TARIFF.line("Batch input price in the catalogue", "USD/Mtoken")
def batch_input_price(api_prices, price_row):
    """The catalogue's price of input in a batch; 0 where the provider names none."""
    return entry(api_prices, "batch_input", price_row)


@TARIFF.line("Batch output price in the catalogue", "USD/Mtoken")
def batch_output_price(api_prices, price_row):
    """The catalogue's price of output in a batch; 0 where the provider names none."""
    return entry(api_prices, "batch_output", price_row)


@TARIFF.line("Batch prices are known", "yes = 1")
def batch_known(catalogue_in_use, batch_input_price, batch_output_price):
    """1 where the provider has batch prices; elsewhere what could wait pays the full price."""
    return catalogue_in_use * holds(batch_input_price > 0) * holds(batch_output_price > 0)


@TARIFF.line("Long-context tier begins above", "token/request")
def long_context_above(api_prices, price_row):
    """Prompts longer than this pay another price; 0 where the provider has one price for all."""
    return entry(api_prices, "long_context_above", price_row)


@TARIFF.line("Prompt is in the long-context tier", "yes = 1")
def class_long(class_counted, long_context_above, catalogue_in_use):
    """1 where the class's prompt is longer than the tier's limit."""
    return catalogue_in_use * holds(long_context_above > 0) * holds(class_counted > long_context_above)


@TARIFF.line("Long-context factor of input", "1")
def long_input_factor(api_prices, price_row, input_price):
    """Every input price of a long prompt against the usual one."""
    return ratio(entry(api_prices, "long_input", price_row), input_price)


@TARIFF.line("Long-context factor of output", "1")
def long_output_factor(api_prices, price_row, output_price):
    """The output price of a long prompt against the usual one."""
    return ratio(entry(api_prices, "long_output", price_row), output_price)


@TARIFF.line("Factor on a class's input prices", "1")
def class_input_factor(class_long, long_input_factor):
    """1, or the long-context factor."""
    return choose(class_long > 0, long_input_factor, 1)


@TARIFF.line("Factor on a class's output price", "1")
def class_output_factor(class_long, long_output_factor):
    """1, or the long-context factor."""
    return choose(class_long > 0, long_output_factor, 1)


@TARIFF.line("Shortest prompt that is cached", "token/request")
def cache_minimum(api_prices, price_row):
    """Shorter prompts are billed in full; 0 where the catalogue names no limit."""
    return entry(api_prices, "cache_minimum", price_row)


@TARIFF.line("Prompt is long enough for the cache", "yes = 1")
def class_cacheable(class_counted, cache_minimum):
    """1 where the class's prompt reaches the provider's limit."""
    return holds(class_counted >= cache_minimum)


@TARIFF.line("Cached input billed", "token/request")
def class_cached_billed(class_cached_input, class_cacheable):
    """The part of a prompt that the provider bills as cached."""
    return class_cached_input * class_cacheable


@TARIFF.line("Cache writes billed", "token/request")
def class_written_billed(class_input, class_cache_writes, class_cacheable):
    """The part of a prompt that the provider bills as written to the cache."""
    return class_input * class_cache_writes * class_cacheable


@TARIFF.line("Uncached input billed", "token/request")
def class_uncached_billed(class_input, class_cached_billed, class_written_billed):
    """The rest of the prompt, at the full price."""
    return largest(class_input - class_cached_billed - class_written_billed, 0)


@TARIFF.line("Requests billed in batches, of all", "share")
def class_batched(class_share, class_batch_share, batch_known):
    """The class's share that waits for a batch, where the provider has batch prices."""
    return class_share * class_batch_share * batch_known


@TARIFF.line("Requests billed at once, of all", "share")
def class_live(class_share, class_batched):
    """The rest of the class."""
    return class_share - class_batched


@TARIFF.line("Uncached input of a request", "USD/request")
def class_uncached_charge(class_uncached_billed, input_price, class_input_factor, tokens_per_million):
    """What a class's request pays for it."""
    return class_uncached_billed / tokens_per_million * input_price * class_input_factor


@TARIFF.line("Cached input of a request", "USD/request")
def class_cached_charge(class_cached_billed, cached_price, class_input_factor, tokens_per_million):
    """What a class's request pays for it."""
    return class_cached_billed / tokens_per_million * cached_price * class_input_factor


@TARIFF.line("Cache writes of a request", "USD/request")
def class_written_charge(class_written_billed, write_price, class_input_factor, tokens_per_million):
    """What a class's request pays for them."""
    return class_written_billed / tokens_per_million * write_price * class_input_factor


@TARIFF.line("Output of a request", "USD/request")
def class_output_charge(class_output, output_price, class_output_factor, tokens_per_million):
    """What a class's request pays for its answer."""
    return class_output / tokens_per_million * output_price * class_output_factor


@TARIFF.line("Input of a request in a batch", "USD/request")
def class_batch_input_charge(class_input, batch_input_price, class_input_factor, tokens_per_million):
    """What a class's request pays for its whole prompt in a batch."""
    return class_input / tokens_per_million * batch_input_price * class_input_factor


@TARIFF.line("Output of a request in a batch", "USD/request")
def class_batch_output_charge(class_output, batch_output_price, class_output_factor, tokens_per_million):
    """What a class's request pays for its answer in a batch."""
    return class_output / tokens_per_million * batch_output_price * class_output_factor


@TARIFF.line("Uncached input of an average request", "USD/request")
def uncached_charge(class_live, class_uncached_charge):
    """Over all classes."""
    return total_product(class_live, class_uncached_charge, over="workload")


@TARIFF.line("Cached input of an average request", "USD/request")
def cached_charge(class_live, class_cached_charge):
    """Over all classes."""
    return total_product(class_live, class_cached_charge, over="workload")


@TARIFF.line("Cache writes of an average request", "USD/request")
def written_charge(class_live, class_written_charge):
    """Over all classes."""
    return total_product(class_live, class_written_charge, over="workload")


@TARIFF.line("Output of an average request", "USD/request")
def output_charge(class_live, class_output_charge):
    """Over all classes."""
    return total_product(class_live, class_output_charge, over="workload")


@TARIFF.line("Batch input of an average request", "USD/request")
def batch_input_charge(class_batched, class_batch_input_charge):
    """Over all classes."""
    return total_product(class_batched, class_batch_input_charge, over="workload")


@TARIFF.line("Batch output of an average request", "USD/request")
def batch_output_charge(class_batched, class_batch_output_charge):
    """Over all classes."""
    return total_product(class_batched, class_batch_output_charge, over="workload")
