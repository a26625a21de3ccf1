"""Parts of a hybrid: their costs and requests together; each keeps its own fleet and its own redundancy."""

from tco.language.line import Section
from tco.language.vocabulary import total

PARTS_OF_A_HYBRID = Section("Parts")


@PARTS_OF_A_HYBRID.line("Service cost", "money/month", category="Service")
def service_cost(part_service_cost):
    """Of all parts."""
    return total(part_service_cost, over="option")


@PARTS_OF_A_HYBRID.line("Upkeep and support", "money/month")
def upkeep_cost(part_upkeep_cost):
    """Of all parts."""
    return total(part_upkeep_cost, over="option")


@PARTS_OF_A_HYBRID.line("Service payments", "money/month")
def service_cash(part_service_cash):
    """Billed to all parts."""
    return total(part_service_cash, over="option")


@PARTS_OF_A_HYBRID.line("Service at list price", "money/month")
def service_list_cost(part_service_list_cost):
    """Of all parts."""
    return total(part_service_list_cost, over="option")


@PARTS_OF_A_HYBRID.line("People", "money/month", category="People")
def people(part_people):
    """Each part has its own."""
    return total(part_people, over="option")


@PARTS_OF_A_HYBRID.line("One-off work", "money/month", category="One-off")
def one_off(part_one_off):
    """Each part has its own."""
    return total(part_one_off, over="option")


@PARTS_OF_A_HYBRID.line("Around the service", "money/month", category="Around")
def around(part_around):
    """Of all parts."""
    return total(part_around, over="option")


@PARTS_OF_A_HYBRID.line("Paid once", "money/month")
def once(part_once):
    """What comes with the change and not again, over all parts."""
    return total(part_once, over="option")


@PARTS_OF_A_HYBRID.line("Answers on devices", "money/month", category="Edge")
def edge_cost(part_edge_cost):
    """Of all parts."""
    return total(part_edge_cost, over="option")


@PARTS_OF_A_HYBRID.line("Remaining commitment", "money")
def remaining_commitment(part_remaining_commitment):
    """What leaving all parts at the horizon's end would still cost."""
    return total(part_remaining_commitment, over="option")


@PARTS_OF_A_HYBRID.line("Prepaid before the plan", "money")
def opening_assets(part_opening_assets):
    """Of all parts."""
    return total(part_opening_assets, over="option")


@PARTS_OF_A_HYBRID.line("Assets at the horizon's end", "money")
def closing_assets(part_closing_assets):
    """Of all parts."""
    return total(part_closing_assets, over="option")


@PARTS_OF_A_HYBRID.line("Requests taken on, all regions", "request/month")
def all_taken_requests(part_all_taken_requests):
    """By all parts."""
    return total(part_all_taken_requests, over="option")


@PARTS_OF_A_HYBRID.line("Input tokens taken on", "token/month")
def taken_input(part_taken_input):
    """By all parts."""
    return total(part_taken_input, over="option")


@PARTS_OF_A_HYBRID.line("Output tokens taken on", "token/month")
def taken_output(part_taken_output):
    """By all parts."""
    return total(part_taken_output, over="option")
