"""Service levels of a hybrid: a promise is kept only where every part keeps it."""

from tco.line import line
from tco.lookup import entry
from tco.vocabulary import choose, greatest, holds, largest, least


@line("Part is in use", "yes = 1")
def part_used(part_horizon_requests):
    """1 where it takes on any request."""
    return holds(part_horizon_requests > 0)


@line("Time to first token of a part in use", "s")
def used_ttft(part_service_ttft, part_used):
    """0 where the part answers nothing."""
    return part_service_ttft * part_used


@line("Time to first token of a part does not lack", "yes = 1")
def ttft_told(part_service_ttft, part_used):
    """1 where it is established, or the part answers nothing."""
    return largest(holds(part_service_ttft > 0), 1 - part_used)


@line("Slowest part, time to first token", "s")
def slowest_ttft(used_ttft):
    """Over the parts in use."""
    return greatest(used_ttft, over="option")


@line("Time to first token is told by every part", "yes = 1")
def all_ttft_told(ttft_told):
    """1 where no part in use lacks it."""
    return least(ttft_told, over="option")


@line("Time to first token", "s")
def service_ttft(slowest_ttft, all_ttft_told):
    """The slowest part; 0 where one of them is not established."""
    return slowest_ttft * all_ttft_told


@line("Time per output token of a part in use", "s/token")
def used_tpot(part_service_tpot, part_used):
    """0 where the part answers nothing."""
    return part_service_tpot * part_used


@line("Time per output token of a part does not lack", "yes = 1")
def tpot_told(part_service_tpot, part_used):
    """1 where it is established, or the part answers nothing."""
    return largest(holds(part_service_tpot > 0), 1 - part_used)


@line("Slowest part, time per output token", "s/token")
def slowest_tpot(used_tpot):
    """Over the parts in use."""
    return greatest(used_tpot, over="option")


@line("Time per output token is told by every part", "yes = 1")
def all_tpot_told(tpot_told):
    """1 where no part in use lacks it."""
    return least(tpot_told, over="option")


@line("Time per output token", "s/token")
def service_tpot(slowest_tpot, all_tpot_told):
    """The slowest part; 0 where one of them is not established."""
    return slowest_tpot * all_tpot_told


@line("Latency of a part in use", "s")
def used_latency(part_service_latency, part_used):
    """0 where the part answers nothing."""
    return part_service_latency * part_used


@line("Latency of a part does not lack", "yes = 1")
def latency_told(part_service_latency, part_used):
    """1 where it is established, or the part answers nothing."""
    return largest(holds(part_service_latency > 0), 1 - part_used)


@line("Slowest part, latency", "s")
def slowest_latency(used_latency):
    """Over the parts in use."""
    return greatest(used_latency, over="option")


@line("Latency is told by every part", "yes = 1")
def all_latency_told(latency_told):
    """1 where no part in use lacks it."""
    return least(latency_told, over="option")


@line("Latency", "s")
def service_latency(slowest_latency, all_latency_told):
    """The slowest part; 0 where one of them is not established."""
    return slowest_latency * all_latency_told


@line("Availability of a part in use", "share")
def used_availability(part_service_availability, part_used):
    """1 where the part answers nothing."""
    return choose(part_used > 0, part_service_availability, 1)


@line("Availability", "share")
def service_availability(used_availability):
    """The weakest part: none stands in for another."""
    return least(used_availability, over="option")


@line("Availability of a part does not lack", "yes = 1")
def availability_told(part_availability_known, part_used):
    """1 where it is established, or the part answers nothing."""
    return largest(part_availability_known, 1 - part_used)


@line("Availability is established", "yes = 1")
def availability_known(availability_told):
    """1 where it is for every part in use."""
    return least(availability_told, over="option")


@line("Residency of a part does not lack", "yes = 1")
def residency_told(part_residency_known, part_used):
    """1 where it is established, or the part answers nothing."""
    return largest(part_residency_known, 1 - part_used)


@line("Residency is established", "yes = 1")
def residency_known(residency_told):
    """1 where it is for every part in use."""
    return least(residency_told, over="option")


@line("Residency kept by a part in use", "yes = 1")
def residency_in_use(part_residency_held, part_used):
    """1 where it is kept, or the part answers nothing."""
    return largest(part_residency_held, 1 - part_used)


@line("Residency kept", "yes = 1")
def residency_held(residency_in_use):
    """1 where every part keeps the rules of the regions that it serves."""
    return least(residency_in_use, over="option")


@line("Rate limits of a part are promised", "yes = 1")
def limits_in_use(part_limits_promised, part_used):
    """1 where a provider's limit stands before a part that answers anything."""
    return part_limits_promised * part_used


@line("Rate limits are promised", "yes = 1")
def limits_promised(limits_in_use):
    """1 where any part's are."""
    return greatest(limits_in_use, over="option")


@line("Rate limits of a part do not lack", "yes = 1")
def limits_told(part_limits_known, limits_in_use):
    """1 where they are established, or not promised."""
    return largest(part_limits_known, 1 - limits_in_use)


@line("Rate limits are established", "yes = 1")
def limits_known(limits_told):
    """1 where they are for every part in use."""
    return least(limits_told, over="option")


@line("Rate limits of a part kept", "yes = 1")
def limits_held(part_limits_kept, limits_in_use):
    """1 where they are, or not promised."""
    return largest(part_limits_kept, 1 - limits_in_use)


@line("Rate limits kept", "yes = 1")
def limits_kept(limits_held):
    """1 where every part in use stays within its own."""
    return least(limits_held, over="option")


@line("No region has a rule", "yes = 1")
def all_free(part_all_free):
    """1 where any place will do for every part."""
    return least(part_all_free, over="option")


@line("Possible", "yes = 1")
def possible(part_possible):
    """1 where every part can be bought and run."""
    return least(part_possible, over="option")


@line("Why it is not possible", "text")
def reason(reasons, possible, row_part_impossible):
    """The last reason of the list: a part is not."""
    return entry(reasons, "name", choose(possible > 0, 1, row_part_impossible))
