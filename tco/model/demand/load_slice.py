"""Slice of the load: the part between two levels of the day's load that an option takes, for example a base or the bursts above it.

Levels are shares of the peak. The hours of the profile say how much of a day's requests lies in the slice, each hour taken at
the level of its busiest minutes.
"""

from tco.language.line import Input, Section
from tco.language.vocabulary import largest, ratio, smallest, total

slice_from = Input(
    "Takes the load from",
    "share",
    "options.*.load_from",
    "Level, as a share of the peak, above which the option answers: bursts in a part of a hybrid; 0 for everything else.",
    0.0,
    maximum=1.0,
    source="Documented default",
)
slice_to = Input(
    "Takes the load up to",
    "share",
    "options.*.load_to",
    "Level, as a share of the peak, up to which the option answers: the base in a part of a hybrid; 100 % for everything else.",
    1.0,
    maximum=1.0,
    source="Documented default",
)


LOAD_SLICE = Section("Slice of the load")


@LOAD_SLICE.line("Height of the slice", "share")
def slice_height(slice_to, slice_from):
    """Of the peak; 0 where nothing lies between the levels."""
    return largest(slice_to - slice_from, 0)


@LOAD_SLICE.line("Hour inside the slice", "share")
def level_inside(hour_level, slice_from, slice_height):
    """The part of the hour's level that lies between both, as a share of the day's peak."""
    return smallest(largest(hour_level - slice_from, 0), slice_height)


@LOAD_SLICE.line("Hours inside the slice", "1")
def day_inside(level_inside):
    """Added up over the day."""
    return total(level_inside, over="hour")


@LOAD_SLICE.line("Hours of the whole load", "1")
def day_level(hour_level):
    """Added up over the day."""
    return total(hour_level, over="hour")


@LOAD_SLICE.line("Part of the requests in the slice", "share")
def slice_share(day_inside, day_level):
    """By the hours of the profile."""
    return ratio(day_inside, day_level)


@LOAD_SLICE.line("Hour against the option's own peak", "share")
def own_level(level_inside, slice_height):
    """1 in hours that fill the slice."""
    return ratio(level_inside, slice_height)
