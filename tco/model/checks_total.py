"""Check of the total: the components of all months against the total cost."""

from tco.line import line
from tco.vocabulary import holds, largest, total


@line("Components over the horizon", "money")
def components_total(components):
    """Every component of every month."""
    return total(components, over="month")


@line("Components give the total", "yes = 1")
def components_agree(components_total, tco, check_tolerance):
    """1 where both paths give the total cost of ownership."""
    return holds(largest(components_total - tco, tco - components_total) <= check_tolerance * tco)
