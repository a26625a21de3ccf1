"""Checks of the book: each is 1 where it holds and 0 where it does not; the master check holds where all do."""

from tco.language.line import Input, Section
from tco.language.vocabulary import greatest, holds, largest, least, total
from tco.model.checks.rules import agree

price_age_limit = Input(
    "Age at which a price is to be confirmed",
    "day",
    "finance.price_age_limit",
    "Older prices, by the date of their source against the scenario's, are told as a warning.",
    90,
    minimum=1,
    maximum=3650,
    source="Documented default",
)


CHECKS_OF_THE_BOOK = Section("Checks")


@CHECKS_OF_THE_BOOK.line("Region shares", "share")
def region_shares(region_share):
    """All regions' shares together."""
    return total(region_share, over="region")


@CHECKS_OF_THE_BOOK.line("Class shares", "share")
def class_shares(class_share):
    """All request classes' shares together."""
    return total(class_share, over="workload")


@CHECKS_OF_THE_BOOK.line("Region shares add up to 100 %", "yes = 1")
def region_shares_add_up(region_shares, check_tolerance):
    """1 where they do."""
    return agree(region_shares, 1, check_tolerance)


@CHECKS_OF_THE_BOOK.line("Class shares add up to 100 %", "yes = 1")
def class_shares_add_up(class_shares, check_tolerance):
    """1 where they do."""
    return agree(class_shares, 1, check_tolerance)


@CHECKS_OF_THE_BOOK.line("Every request is taken on", "yes = 1")
def everything_taken(takes_all):
    """1 where every option that is compared takes on all requests of every region: one that left some out would look cheap."""
    return least(takes_all, over="option")


@CHECKS_OF_THE_BOOK.line("Every option serves what it takes on", "yes = 1")
def every_option_serves(served_in_full):
    """1 where every option serves all that is asked of it."""
    return least(served_in_full, over="option")


@CHECKS_OF_THE_BOOK.line("Every region and month is served", "yes = 1")
def everything_served(everything_taken, every_option_serves):
    """1 where every option takes on and serves all that is asked for."""
    return everything_taken * every_option_serves


@CHECKS_OF_THE_BOOK.line("No fleet is above its capacity", "yes = 1")
def every_peak_carried(peaks_carried):
    """1 where every option's fleet carries the peak of every site and month."""
    return least(peaks_carried, over="option")


@CHECKS_OF_THE_BOOK.line("Components add up to the total", "yes = 1")
def every_total_adds_up(components_add_up):
    """1 where every option's components, added by another path, give its total."""
    return least(components_add_up, over="option")


@CHECKS_OF_THE_BOOK.line("Dearest option", "money")
def dearest(tco):
    """The largest total cost."""
    return greatest(tco, over="option")


@CHECKS_OF_THE_BOOK.line("Baseline is one of the options", "yes = 1")
def baseline_found(dearest, baseline_tco):
    """1 where the baseline has a cost, or where no option has any."""
    return largest(holds(baseline_tco > 0), holds(dearest <= 0))


@CHECKS_OF_THE_BOOK.line("Shares and names fit together", "yes = 1")
def shape_holds(region_shares_add_up, class_shares_add_up, baseline_found):
    """1 where the scenario's shares and names fit together."""
    return region_shares_add_up * class_shares_add_up * baseline_found


@CHECKS_OF_THE_BOOK.line("Most requests of an option", "requests")
def most_requests(horizon_requests):
    """Over the horizon."""
    return greatest(horizon_requests, over="option")


@CHECKS_OF_THE_BOOK.line("Fewest requests of an option", "requests")
def fewest_requests(horizon_requests):
    """Over the horizon: less where an option goes live later."""
    return least(horizon_requests, over="option")


@CHECKS_OF_THE_BOOK.line("All options carry the same volume", "yes = 1")
def volume_shared(most_requests, fewest_requests, check_tolerance):
    """1 where they do: one that serves fewer months or requests would look cheap."""
    return holds(most_requests - fewest_requests <= check_tolerance * most_requests)


@CHECKS_OF_THE_BOOK.line("Months that count", "month")
def counted_months(in_horizon, period):
    """Columns inside the horizon."""
    return total(in_horizon, over="month") * period


@CHECKS_OF_THE_BOOK.line("Every month of the horizon has a column", "yes = 1")
def horizon_covered(counted_months, horizon, check_tolerance):
    """1 where totals hold all months that averages are taken over, and no part of one."""
    return agree(counted_months, horizon, check_tolerance * horizon)


@CHECKS_OF_THE_BOOK.line("Options can be ranked", "yes = 1")
def rankable(volume_shared, horizon_covered):
    """1 where all stand on the same months and volume; currency and taxes are one cell each for all of them."""
    return volume_shared * horizon_covered


@CHECKS_OF_THE_BOOK.line("All checks hold", "yes = 1")
def all_checks(shape_holds, everything_served, every_peak_carried, every_total_adds_up, rankable):
    """The master check, shown in every sheet's header."""
    return shape_holds * everything_served * every_peak_carried * every_total_adds_up * rankable
