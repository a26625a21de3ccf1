"""Unit costs: usage alone, which compares with list prices, and the full cost; each label says per what."""

from tco.language.line import Section
from tco.language.vocabulary import ratio, total

UNIT_COSTS = Section("Unit costs")


@UNIT_COSTS.line("Output tokens over the horizon", "Mtoken")
def horizon_output(taken_output, tokens_per_million):
    """Answer tokens of all months."""
    return total(taken_output, over="month") / tokens_per_million


@UNIT_COSTS.line("Input tokens over the horizon", "Mtoken")
def horizon_input(taken_input, tokens_per_million):
    """Prompt tokens of all months."""
    return total(taken_input, over="month") / tokens_per_million


@UNIT_COSTS.line("Input and output tokens served over the horizon", "Mtoken")
def horizon_served(served_tokens, tokens_per_million):
    """Prompts and answers of the requests that machines or a provider answer, those on devices left out."""
    return total(served_tokens, over="month") / tokens_per_million


@UNIT_COSTS.line("Production compute or API usage over the horizon", "money")
def usage_total(production_compute_total, api_usage_total, current_spend_total):
    """The cost of answering the requests alone. Of today's spend it is the whole, because its parts are not stated."""
    return production_compute_total + api_usage_total + current_spend_total


@UNIT_COSTS.line("Compute or API price per million input and output tokens", "money/Mtoken")
def usage_price(usage_total, horizon_served):
    """Production compute or API usage alone over prompts and answers: comparable with list prices; 0 where there is no traffic."""
    return ratio(usage_total, horizon_served)


@UNIT_COSTS.line("Full cost per million output tokens", "money/Mtoken")
def cost_per_million_output_tokens(tco, horizon_output):
    """Total cost over answer tokens; 0 where there is no traffic."""
    return ratio(tco, horizon_output)


@UNIT_COSTS.line("Full cost per million input and output tokens", "money/Mtoken")
def cost_per_million_tokens(tco, horizon_output, horizon_input):
    """Total cost over prompt and answer tokens; 0 where there is no traffic."""
    return ratio(tco, horizon_output + horizon_input)


@UNIT_COSTS.line("Requests over the horizon", "requests")
def horizon_requests(all_taken_requests):
    """Requests of all months."""
    return total(all_taken_requests, over="month")


@UNIT_COSTS.line("Full cost per 1,000 requests", "money/1000 requests")
def cost_per_thousand_requests(tco, horizon_requests, requests_per_thousand):
    """Total cost over requests; 0 where there is no traffic."""
    return ratio(tco, horizon_requests) * requests_per_thousand
