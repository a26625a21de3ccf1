"""Components around the service: added up one by one for the check of the total."""

from tco.line import line


@line("Components around the service", "money/month")
def around_components(guardrails, retrieval, observability, security_review, evaluation, parallel_running, leaving):
    """Every kind of cost that all options have beside provider, people and migration."""
    return guardrails + retrieval + observability + security_review + evaluation + parallel_running + leaving


@line("Components of the client's own", "money/month")
def own_components(people, one_off, edge_cost):
    """Staff, migration and answers on devices."""
    return people + one_off + edge_cost
