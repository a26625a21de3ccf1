"""Rules that checks share: components over all sites or regions, and when two amounts agree.

The total of an option adds up the components of each site first, and the sites after. Its check adds up each component over all
sites first, and the components after: a component that one of the paths leaves out or counts twice turns the check red.
"""

from tco.language.line import Line, applied
from tco.language.vocabulary import holds, largest, total

Component = tuple[str, str, str, str]
"""Key and label of a sum, the line that it adds up, and the sentence of the sum."""


def of_all_sites(*components: Component) -> tuple[Line, ...]:
    """Lines that add up one component each, over all sites."""
    return tuple(applied(over_sites, key, label, "money/month", amount, sentence=sentence) for key, label, amount, sentence in components)


def of_all_regions(*components: Component) -> tuple[Line, ...]:
    """Lines that add up one component each, over all regions."""
    return tuple(applied(over_regions, key, label, "money/month", amount, sentence=sentence) for key, label, amount, sentence in components)


def over_sites(amount):
    """The amounts of all sites together."""
    return total(amount, over="site")


def over_regions(amount):
    """The amounts of all regions together."""
    return total(amount, over="region")


def agree(first, second, tolerance):
    """1 where two amounts differ by no more than a tolerance in the same unit."""
    return holds(largest(first - second, second - first) <= tolerance)
