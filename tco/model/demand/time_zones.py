"""Time zones: the clock that each region keeps, and the hours of its day on the clock of the first region.

The profile and the opening hours hold in every region by its own clock. A region that is eight hours ahead is at its peak eight hours
earlier, so that a site which serves both has a lower and longer peak. Clocks count whole hours, as the profile does, and keep standard
time the whole year. Regions grow alike, so that each clock's part of a site's load is the same in every month.
"""

from tco.language.line import Input, Section, applied
from tco.language.vocabulary import element, equal, greatest, holds, ratio, remainder, total, total_product, total_where

ONE_CLOCK = "one clock"
"""The name of the clock that all regions keep where none states a time zone."""

region_clock = Input(
    "Time zone",
    "text",
    "regions.*.time_zone",
    "The clock of the region's own day: in a scenario an IANA name such as Asia/Singapore, or hours ahead of UTC such as 8; for every "
    "region or for none.",
    ONE_CLOCK,
    by=("region",),
    choices="axis:clock",
    source="Documented default",
)
clock = Input("Clock", "text", "regions.clocks.*.name", "The clocks that the regions keep.", by=("clock",), source="Scenario")
clock_hours = Input(
    "Hours ahead of UTC",
    "h",
    "regions.clocks.*.hours_ahead",
    "Whole hours in standard time; below 0 where the clock is behind.",
    by=("clock",),
    minimum=-12,
    maximum=14,
    whole=True,
    source="By the clock's name",
)


TIME_ZONES = Section("Time zones")


@TIME_ZONES.line("Clock of the first region", "text")
def first_clock(region_clock):
    """The one by which the hours of a site are told."""
    return element(region_clock, 1, over="region")


@TIME_ZONES.line("Clock is the first region's", "yes = 1")
def is_first_clock(clock, first_clock):
    """1 for the clock by which hours are told."""
    return holds(equal(clock, first_clock))


@TIME_ZONES.line("Hours ahead of the first region", "h/day")
def clock_lead(clock_hours, is_first_clock, one_day):
    """How much later it is by this clock, every day."""
    return (clock_hours - total_product(clock_hours, is_first_clock, over="clock")) / one_day


@TIME_ZONES.line("Hour by a clock", "1")
def local_hour(hour_number, hour_length, clock_lead, hours_per_day):
    """The hour of the day, counted from 1, that the clock shows in an hour of the first region's."""
    return 1 + remainder((hour_number - 1) * hour_length + clock_lead, hours_per_day) / hour_length


LOAD_BY_CLOCK = Section("Load by time zone")
"""The level of the option's load by each clock, and the regions' parts of its peak."""


@LOAD_BY_CLOCK.line("Hour against the option's own peak, by clock", "share")
def clock_level(own_level, local_hour):
    """The level that regions of this clock have in an hour of the first region's."""
    return element(own_level, local_hour, over="hour")


@LOAD_BY_CLOCK.line("Part of the peak", "share")
def region_part(region_share, served_peak_share):
    """The region's own peak, as a share of the peaks of all regions that the plan has; the same in every month, for regions grow alike."""
    return region_share * served_peak_share


def share_of_clock(part, whole, is_first_clock):
    """Of what the regions' peaks add up to; all of it by the first region's clock where there are none."""
    # written so that one clock alone has 1 whatever the load, and leaves the book
    return ratio(part - whole * is_first_clock, whole) + is_first_clock


def level_of_clocks(share, level):
    """The regions in the same hour, each by its own clock; below 1 throughout where their peaks fall apart."""
    return total_product(share, level, over="clock")


PEAK_TOGETHER = Section("Peak of all regions together")
"""The peak of a service that answers all regions from one account."""


@PEAK_TOGETHER.line("Part of the peak, all regions", "share")
def whole_part(region_part):
    """Of all regions that the option serves."""
    return total(region_part, over="region")


@PEAK_TOGETHER.line("Part of the peak, by clock", "share")
def clock_part(region_part, region_clock, clock):
    """Of the regions that keep this clock."""
    return total_where(region_part, region_clock, clock, over="region")


PEAK_TOGETHER.add(
    (
        applied(share_of_clock, "clock_share", "Clock's share of the peaks", "share", "clock_part", "whole_part", "is_first_clock"),
        applied(level_of_clocks, "level_together", "Hour against the peaks of all regions", "share", "clock_share", "clock_level"),
    )
)


@PEAK_TOGETHER.line("Peak together against the regions' own peaks", "share")
def peak_together(level_together):
    """The busiest hour of all; 1 where the regions keep one clock."""
    return greatest(level_together, over="hour")


@PEAK_TOGETHER.line("Peak load of all regions together", "request/s")
def service_peak(all_carried_peak, peak_together):
    """Requests per second in the busiest minutes of the hour in which the regions together send most."""
    return all_carried_peak * peak_together
