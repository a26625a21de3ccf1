"""Around the service: safety, retrieval, observability, reviews, change and exit, which every kind of option pays for."""

from tco.language.line import Input, Section
from tco.language.vocabulary import equal, holds

DEFAULT = "Documented default"

guardrails_price = Input(
    "Guardrails per 1,000 requests",
    "USD/1000 requests",
    "{kind}.guardrails_price",
    "Checks of prompts and answers that are paid by request.",
    0.0,
    rises=1,
    source=DEFAULT,
)
retrieval_price = Input(
    "Retrieval and vector store per 1,000 requests",
    "USD/1000 requests",
    "{kind}.retrieval_price",
    "Searching the client's documents before the model answers.",
    0.0,
    rises=1,
    source=DEFAULT,
)
observability_price = Input(
    "Observability per 1,000 requests",
    "USD/1000 requests",
    "{kind}.observability_price",
    "Traces, logs and metrics.",
    0.0,
    rises=1,
    source=DEFAULT,
)
security_review_cost = Input(
    "Security review",
    "money",
    "{kind}.security_review",
    "Paid once, in the month in which the option goes live.",
    0.0,
    rises=1,
    source=DEFAULT,
)
evaluation_cost = Input(
    "Evaluation per release",
    "money",
    "{kind}.evaluation_cost",
    "Testing answers before a new release goes live.",
    0.0,
    rises=1,
    source=DEFAULT,
)
releases_per_year = Input(
    "Releases per year",
    "1/year",
    "{kind}.releases_per_year",
    "New models, prompts or versions that are tested.",
    0.0,
    rises=1,
    source=DEFAULT,
)
parallel_months = Input(
    "Parallel running",
    "month",
    "{kind}.parallel_months",
    "Months for which the current spend (finance.current_spend) goes on beside this option.",
    0.0,
    rises=1,
    source=DEFAULT,
)
exit_price = Input(
    "Cost of leaving",
    "money",
    "{kind}.exit_cost",
    "Moving away at the horizon's end: paid in the last month.",
    0.0,
    rises=1,
    source=DEFAULT,
)


AROUND_THE_SERVICE = Section("Around the service")


@AROUND_THE_SERVICE.line("Requests of the month", "1000 requests/month")
def thousand_requests(all_taken_requests, requests_per_thousand):
    """In thousands, as they are priced."""
    return all_taken_requests / requests_per_thousand


@AROUND_THE_SERVICE.line("Guardrails", "money/month", category="Guardrails")
def guardrails(thousand_requests, guardrails_price, exchange_rate):
    """Checks of prompts and answers."""
    return thousand_requests * guardrails_price * exchange_rate


@AROUND_THE_SERVICE.line("Retrieval", "money/month", category="Retrieval")
def retrieval(thousand_requests, retrieval_price, exchange_rate):
    """Searching the client's documents."""
    return thousand_requests * retrieval_price * exchange_rate


@AROUND_THE_SERVICE.line("Observability", "money/month", category="Observability")
def observability(thousand_requests, observability_price, exchange_rate):
    """Traces, logs and metrics."""
    return thousand_requests * observability_price * exchange_rate


@AROUND_THE_SERVICE.line("Security review", "money/month", category="Security")
def security_review(security_review_cost, month_number, first_live_month, period):
    """In the month in which the option goes live."""
    return security_review_cost * holds(equal(month_number, first_live_month)) / period


@AROUND_THE_SERVICE.line("Evaluation", "money/month", category="Evaluation")
def evaluation(evaluation_cost, releases_per_year, months_per_year, live):
    """Releases spread over the year."""
    return evaluation_cost * releases_per_year / months_per_year * live


@AROUND_THE_SERVICE.line("Parallel running", "money/month", category="Parallel running")
def parallel_running(month_spend, live, month_number, first_live_month, parallel_months):
    """Today's service goes on from the month in which this one goes live until it has proved itself."""
    return month_spend * live * holds(month_number - first_live_month < parallel_months)


@AROUND_THE_SERVICE.line("Leaving", "money/month", category="One-off")
def leaving(exit_price, month_number, horizon, in_horizon, period):
    """In the last month of the horizon."""
    return exit_price * holds(month_number >= horizon) * in_horizon / period


@AROUND_THE_SERVICE.line("By request", "money/month")
def by_request(guardrails, retrieval, observability):
    """What is paid by request beside the model."""
    return guardrails + retrieval + observability


@AROUND_THE_SERVICE.line("Change", "money/month")
def change(security_review, evaluation, parallel_running, leaving):
    """What it costs to come, to stay current and to leave."""
    return security_review + evaluation + parallel_running + leaving


@AROUND_THE_SERVICE.line("Paid once", "money/month")
def once(one_off, security_review, parallel_running, leaving):
    """What comes with the change and not again."""
    return one_off + security_review + parallel_running + leaving


@AROUND_THE_SERVICE.line("Around the service", "money/month")
def around(provider_extras, by_request, change):
    """Everything that is neither the provider's own charge, nor people, nor migration."""
    return provider_extras + by_request + change
