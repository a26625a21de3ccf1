"""Check of an option that is billed as it is used: its components, and both views of its cost."""

from tco.line import line


@line("Components add up", "yes = 1")
def components_add_up(components_agree, views_agree):
    """1 where the components give the total, and what is billed is what is used."""
    return components_agree * views_agree
