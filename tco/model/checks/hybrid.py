"""Checks of a hybrid: its parts take on and serve everything, and each part's own total adds up to the hybrid's."""

from tco.language.line import Section
from tco.language.vocabulary import least, total
from tco.model.checks.rules import agree

CHECKS_HYBRID = Section("Checks of this hybrid")


@CHECKS_HYBRID.line("Share of a region that the parts take on", "share")
def option_share(part_option_share):
    """Added up over the parts."""
    return total(part_option_share, over="option")


@CHECKS_HYBRID.line("Share of a region's peak that the parts take on", "share")
def option_peak(part_option_peak):
    """Added up over the parts."""
    return total(part_option_peak, over="option")


@CHECKS_HYBRID.line("Requests of the region are shared out", "yes = 1")
def requests_shared(option_share, check_tolerance):
    """1 where the parts take on 100 % of them."""
    return agree(option_share, 1, check_tolerance)


@CHECKS_HYBRID.line("Peak of the region is shared out", "yes = 1")
def peak_shared(option_peak, check_tolerance):
    """1 where the parts take on 100 % of it."""
    return agree(option_peak, 1, check_tolerance)


@CHECKS_HYBRID.line("Region is shared out", "yes = 1")
def takes_region(requests_shared, peak_shared):
    """1 where both are."""
    return requests_shared * peak_shared


@CHECKS_HYBRID.line("Takes on everything", "yes = 1")
def takes_all(takes_region):
    """1 where that holds for every region."""
    return least(takes_region, over="region")


@CHECKS_HYBRID.line("Every part serves what it takes on", "yes = 1")
def parts_serve(part_served_in_full):
    """1 where each part's own check holds."""
    return least(part_served_in_full, over="option")


@CHECKS_HYBRID.line("Served in full", "yes = 1")
def served_in_full(takes_all, parts_serve):
    """1 where the parts take on everything and serve what they take on."""
    return takes_all * parts_serve


@CHECKS_HYBRID.line("Peaks carried", "yes = 1")
def peaks_carried(part_peaks_carried):
    """1 where every part carries its own."""
    return least(part_peaks_carried, over="option")


@CHECKS_HYBRID.line("Total of the parts", "money")
def parts_total(part_tco):
    """Each part's own total cost of ownership, added up."""
    return total(part_tco, over="option")


@CHECKS_HYBRID.line("Parts give the total", "yes = 1")
def parts_give_total(parts_total, tco, check_tolerance):
    """1 where they give the hybrid's total, which is added up by month and kind."""
    return agree(parts_total, tco, check_tolerance * tco)


@CHECKS_HYBRID.line("Every part adds up", "yes = 1")
def parts_add_up(part_components_add_up):
    """1 where each part's own check holds."""
    return least(part_components_add_up, over="option")


@CHECKS_HYBRID.line("Components add up", "yes = 1")
def components_add_up(parts_give_total, parts_add_up):
    """1 where the parts give the total and each of them adds up."""
    return parts_give_total * parts_add_up
