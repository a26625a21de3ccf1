"""Checks of this option: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import holds, largest, least, total


@line("Tokens billed", "token/month")
def billed_tokens(region_list_cost, carried_input, carried_output):
    """Tokens of the regions that have a list price."""
    return (carried_input + carried_output) * holds(region_list_cost > 0)


@line("Tokens billed in all regions", "token/month")
def all_billed_tokens(billed_tokens):
    """Over all regions."""
    return total(billed_tokens, over="region")


@line("Tokens asked for", "token/month")
def asked_tokens(carried_requests, mean_input, mean_output):
    """Prompts and answers of a region."""
    return carried_requests * (mean_input + mean_output)


@line("Tokens asked for in all regions", "token/month")
def all_asked_tokens(asked_tokens):
    """Over all regions."""
    return total(asked_tokens, over="region")


@line("Served as demanded", "yes = 1")
def month_served(all_asked_tokens, all_billed_tokens, price_known, check_tolerance):
    """1 in months where every token is billed, or where no price is known."""
    return largest(holds(all_asked_tokens <= all_billed_tokens * (1 + check_tolerance)), 1 - price_known)


@line("Served in full", "yes = 1")
def served_in_full(month_served):
    """1 where every month is."""
    return least(month_served, over="month")


@line("Peaks carried", "yes = 1")
def peaks_carried(request_fits):
    """1 where the provider's context holds every request; its rate limits are not known to the scenario."""
    return 1 * request_fits


@line("Input of all regions", "money/month")
def all_input_cost(input_cost):
    """Full-price prompts over all regions."""
    return total(input_cost, over="region")


@line("Cached input of all regions", "money/month")
def all_cached_cost(cached_cost):
    """Cached prompts over all regions."""
    return total(cached_cost, over="region")


@line("Output of all regions", "money/month")
def all_output_cost(output_cost):
    """Answers over all regions."""
    return total(output_cost, over="region")


@line("Components of the month", "money/month")
def components(all_input_cost, all_cached_cost, all_output_cost, beside):
    """Every component, added up by kind instead of by region."""
    return all_input_cost + all_cached_cost + all_output_cost + beside


@line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@line("Components add up", "yes = 1")
def components_add_up(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return holds(largest(components_total - tco, tco - components_total) <= check_tolerance * tco)
