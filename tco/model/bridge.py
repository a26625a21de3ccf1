"""Bridge: which parts of the cost make an option dearer or cheaper than the baseline; one rule for every part."""

from tco.line import applied
from tco.model.gathered import PARTS
from tco.vocabulary import total_where


def against_baseline(part, option, baseline):
    """Option less baseline: negative where this part costs less than the baseline's."""
    return part - total_where(part, option, baseline, over="option")


differences = tuple(
    applied(against_baseline, f"{key}_difference", f"{label}, against the baseline", "money", f"{key}_total", "option", "baseline")
    for key, label in PARTS.items()
)


def shown_part(part, possible):
    """Nothing is drawn for an option that is not possible: it is never shown as cheap."""
    return part * possible


drawn = tuple(applied(shown_part, f"drawn_{key}", f"{label} to draw", "money", f"{key}_total", "possible") for key, label in PARTS.items())
