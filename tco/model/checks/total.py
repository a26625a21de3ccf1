"""Check of the total: the components of all months against it, and billed cost against effective cost."""

from tco.language.line import Section
from tco.language.vocabulary import total
from tco.model.checks.rules import agree

COMPONENTS_AROUND = Section("Components around the service")
"""Costs that every kind of option has beside provider or machines, added up one by one."""


@COMPONENTS_AROUND.line("Components around the service", "money/month")
def around_components(guardrails, retrieval, observability, security_review, evaluation, parallel_running, leaving):
    """Every kind of cost that all options have beside provider, people and migration."""
    return guardrails + retrieval + observability + security_review + evaluation + parallel_running + leaving


@COMPONENTS_AROUND.line("Components of the client's own", "money/month")
def own_components(people, one_off, edge_cost):
    """Staff, migration and answers on devices."""
    return people + one_off + edge_cost


CHECKS_TOTAL = Section("Check of the total")
"""The components of all months against the total cost."""


@CHECKS_TOTAL.line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@CHECKS_TOTAL.line("Components give the total", "yes = 1")
def components_agree(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return agree(components_total, tco, check_tolerance * tco)


CHECKS_VIEWS = Section("Check of both views of the money")
"""Billed cost against effective cost: the difference must be the change in prepayments."""


@CHECKS_VIEWS.line("Billed less effective, over the horizon", "money")
def prepaid_total(cash_total, tco):
    """How much more is paid than used."""
    return cash_total - tco


@CHECKS_VIEWS.line("Prepayments, end less beginning", "money")
def prepaid_change(closing_assets, opening_assets):
    """Counted from the terms that are open then."""
    return closing_assets - opening_assets


@CHECKS_VIEWS.line("Billed and effective reconcile", "yes = 1")
def views_agree(prepaid_total, prepaid_change, check_tolerance, tco):
    """1 where what is paid and not used is what stands prepaid."""
    return agree(prepaid_total, prepaid_change, check_tolerance * tco)


CHECKS_BILLED_AS_USED = Section("Check of an option that is billed as it is used")
"""The verdict on its components and on both views of its cost."""


@CHECKS_BILLED_AS_USED.line("Components add up", "yes = 1")
def components_add_up(components_agree, views_agree):
    """1 where the components give the total, and what is billed is what is used."""
    return components_agree * views_agree
