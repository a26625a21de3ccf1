"""Parts of a hybrid: their costs and requests together; each keeps its own fleet and its own redundancy."""

from tco.language.line import Section
from tco.language.vocabulary import greatest, ratio, total

PARTS_OF_A_HYBRID = Section("Parts")


@PARTS_OF_A_HYBRID.line("Service cost", "money/month", category="Service")
def service_cost(part_service_cost):
    """Of all parts."""
    return total(part_service_cost, over="option")


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


@PARTS_OF_A_HYBRID.line("Still to pay after the month", "money")
def payable_after(part_payable_after):
    """Payable if all parts are given up then."""
    return total(part_payable_after, over="option")


@PARTS_OF_A_HYBRID.line("Paid and not used after the month", "money")
def unused_after(part_unused_after):
    """Written off if all parts are given up then."""
    return total(part_unused_after, over="option")


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


@PARTS_OF_A_HYBRID.line("Months after retirement", "month")
def months_retired(part_months_retired):
    """Those of the part whose model retires first."""
    return greatest(part_months_retired, over="option")


@PARTS_OF_A_HYBRID.line("Input and output tokens of the service", "token/month")
def served_tokens(part_served_tokens):
    """Of all parts."""
    return total(part_served_tokens, over="option")


@PARTS_OF_A_HYBRID.line("Load of all months", "request/s")
def load_sum(part_load_sum):
    """Summed over the parts that have machines."""
    return total(part_load_sum, over="option")


@PARTS_OF_A_HYBRID.line("Capacity of all months", "request/s")
def capacity_sum(part_capacity_sum):
    """Summed over the parts that have machines."""
    return total(part_capacity_sum, over="option")


@PARTS_OF_A_HYBRID.line("Average utilisation over the horizon", "share")
def mean_utilisation(load_sum, capacity_sum):
    """Load over capacity of the machines of all parts; 0 where none has any."""
    return ratio(load_sum, capacity_sum)


@PARTS_OF_A_HYBRID.line("Highest utilisation at the peak", "share")
def highest_utilisation(part_highest_utilisation):
    """That of the part whose machines are busiest."""
    return greatest(part_highest_utilisation, over="option")
