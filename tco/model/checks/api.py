"""Checks of an API: every token is billed, and components are added up by kind instead of by region."""

from tco.language.line import Section
from tco.language.vocabulary import holds, largest, least, total
from tco.model.checks.rules import of_all_regions

CHECKS_API = Section("Checks of this option")


@CHECKS_API.line("Tokens billed", "token/month")
def billed_tokens(region_list_cost, provisioned_list_cost, carried_input, carried_output):
    """Tokens of the regions that have a list price, or that provisioned throughput serves."""
    return (carried_input + carried_output) * holds(region_list_cost + provisioned_list_cost > 0)


@CHECKS_API.line("Tokens billed in all regions", "token/month")
def all_billed_tokens(billed_tokens):
    """Over all regions."""
    return total(billed_tokens, over="region")


@CHECKS_API.line("Requests asked for", "request/month")
def all_carried_requests(carried_requests):
    """Of all regions."""
    return total(carried_requests, over="region")


@CHECKS_API.line("Tokens asked for", "token/month")
def asked_tokens(all_carried_requests, mean_input, mean_output):
    """Prompts and answers of all regions."""
    return all_carried_requests * (mean_input + mean_output)


@CHECKS_API.line("Served as demanded", "yes = 1")
def month_served(asked_tokens, all_billed_tokens, price_known, check_tolerance):
    """1 in months where every token is billed, or where no price is known."""
    return largest(holds(asked_tokens <= all_billed_tokens * (1 + check_tolerance)), 1 - price_known)


@CHECKS_API.line("Served in full", "yes = 1")
def served_in_full(month_served):
    """1 where every month is."""
    return least(month_served, over="month")


@CHECKS_API.line("Peaks carried", "yes = 1")
def peaks_carried(request_fits):
    """1 where the provider's context holds every request; its rate limits are a promise."""
    return 1 * request_fits


CHECKS_API.add(
    of_all_regions(
        ("all_input_cost", "Input of all regions", "input_cost", "Full-price prompts over all regions."),
        ("all_cached_cost", "Cached input of all regions", "cached_cost", "Cached prompts over all regions."),
        ("all_written_cost", "Cache writes of all regions", "written_cost", "Stored prompts over all regions."),
        ("all_output_cost", "Output of all regions", "output_cost", "Answers over all regions."),
        ("all_batch_input_cost", "Batch input of all regions", "batch_input_cost", "Prompts of batches over all regions."),
        ("all_batch_output_cost", "Batch output of all regions", "batch_output_cost", "Answers of batches over all regions."),
    )
)


@CHECKS_API.line("Tokens of the month", "money/month")
def token_components(all_input_cost, all_cached_cost, all_written_cost, all_output_cost, all_batch_input_cost, all_batch_output_cost):
    """Everything paid by token, added up by kind instead of by region."""
    return all_input_cost + all_cached_cost + all_written_cost + all_output_cost + all_batch_input_cost + all_batch_output_cost


CHECKS_API.add(of_all_regions(("all_region_tax", "Tax on tokens", "region_tax", "Over all regions.")))


@CHECKS_API.line("Components of the month", "money/month")
def components(token_components, provisioned_cost, all_region_tax, provisioned_tax, own_components, around_components):
    """Every component of the month."""
    return token_components + provisioned_cost + all_region_tax + provisioned_tax + own_components + around_components
