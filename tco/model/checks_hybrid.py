"""Checks of this hybrid: by another path than the lines above."""

from tco.line import line
from tco.vocabulary import holds, largest, least, total


@line("Requests of a region that the parts take on", "request/month")
def hybrid_requests(part_taken_requests):
    """Added up over the parts."""
    return total(part_taken_requests, over="option")


@line("Parts take on all of a region", "yes = 1")
def region_shared(hybrid_requests, monthly_requests, check_tolerance):
    """1 where the shares of the parts add up to 100 %."""
    apart = largest(hybrid_requests - monthly_requests, monthly_requests - hybrid_requests)
    return holds(apart <= check_tolerance * monthly_requests)


@line("Parts take on all of every region", "yes = 1")
def month_shared(region_shared):
    """1 in months where that holds for every region."""
    return least(region_shared, over="region")


@line("Requests are shared out in full", "yes = 1")
def shared_out(month_shared):
    """1 where every month is."""
    return least(month_shared, over="month")


@line("Every part serves what it takes on", "yes = 1")
def parts_serve(part_served_in_full):
    """1 where each part's own check holds."""
    return least(part_served_in_full, over="option")


@line("Served in full", "yes = 1")
def served_in_full(shared_out, parts_serve):
    """1 where the parts take on everything and serve what they take on."""
    return shared_out * parts_serve


@line("Peaks carried", "yes = 1")
def peaks_carried(part_peaks_carried):
    """1 where every part carries its own."""
    return least(part_peaks_carried, over="option")


@line("Total of the parts", "money")
def parts_total(part_tco):
    """Each part's own total cost of ownership, added up."""
    return total(part_tco, over="option")


@line("Parts give the total", "yes = 1")
def parts_give_total(parts_total, tco, check_tolerance):
    """1 where they give the hybrid's total, which is added up by month and kind."""
    return holds(largest(parts_total - tco, tco - parts_total) <= check_tolerance * tco)


@line("Every part adds up", "yes = 1")
def parts_add_up(part_components_add_up):
    """1 where each part's own check holds."""
    return least(part_components_add_up, over="option")


@line("Components add up", "yes = 1")
def components_add_up(parts_give_total, parts_add_up):
    """1 where the parts give the total and each of them adds up."""
    return parts_give_total * parts_add_up
