"""Hours of the day: the shape of an average day, which scales to the peak and never adds to it.

The profile says how a day's requests spread over its hours; the peak is measured against the mean of all 24. So quiet
hours are counted once, in that mean, and the peak falls into the busiest hour of the profile. The hours are those of a region's own
clock; `time_zones.py` brings the clocks of several regions together.
"""

from tco.language.line import Input, Section
from tco.language.lookup import grid, row_of
from tco.language.vocabulary import greatest, largest, ratio, remainder, smallest, total

HOURS = tuple(f"h{hour:02d}" for hour in range(24))

hourly_profile = Input(
    "Hourly profile",
    "text",
    "workload.hourly_profile",
    "How a day's requests spread over its hours, by each region's own clock; in a scenario, a name or a list of 24 shares.",
    "round-the-clock",
    choices="profiles",
    source="Documented default",
)
active_hours = Input(
    "Active hours",
    "h/day",
    "workload.active_hours",
    "Hours a day in which requests arrive at all; the peak stays against the mean of 24 hours, so that quiet hours count once.",
    24,
    minimum=0.25,
    maximum=24,
    source="Documented default",
)
active_from = Input(
    "Active from",
    "h/day",
    "workload.active_from",
    "The hour of the day at which they begin; matters where there are fewer than 24.",
    0,
    maximum=23,
    whole=True,
    source="Documented default",
)
hour_length = Input(
    "Length of a row of the profile",
    "h/day",
    "constants.hour_length",
    "Every row of the hourly profile is one hour of the day.",
    1,
    minimum=1,
    maximum=1,
    source="By definition",
)


HOURS_OF_DAY = Section("Hours of the day")


@HOURS_OF_DAY.line("Hours since the active ones began", "h/day")
def hours_since(hour_number, hour_length, active_from, hours_per_day):
    """From the beginning of the active hours to the beginning of this one, round the clock."""
    return remainder((hour_number - 1) * hour_length - active_from, hours_per_day)


@HOURS_OF_DAY.line("Active part of an hour", "share")
def active_part(active_hours, hours_since, hour_length):
    """1 inside the active hours, a part where they end within the hour, 0 after."""
    return smallest(largest((active_hours - hours_since) / hour_length, 0), 1)


@HOURS_OF_DAY.line("Weight of an hour", "share")
def hour_weight(profiles, hourly_profile, hour_number, active_part):
    """The profile's share of the hour, as far as it is active."""
    return grid(profiles, HOURS, row_of(profiles, hourly_profile), hour_number) * active_part


@HOURS_OF_DAY.line("Weight of the day", "share")
def day_weight(hour_weight):
    """All hours together: shares count against this sum."""
    return total(hour_weight, over="hour")


@HOURS_OF_DAY.line("Share of the day", "share")
def hour_share(hour_weight, day_weight):
    """This hour's part of the day's requests; 0 throughout where the profile has nothing in the active hours."""
    return ratio(hour_weight, day_weight)


@HOURS_OF_DAY.line("Load of the hour against the mean", "1")
def hour_load(hour_share, hours_per_day, hour_length):
    """Mean load of the hour over the mean of 24 hours, as the profile says."""
    return hour_share * hours_per_day / hour_length


@HOURS_OF_DAY.line("Busiest hour against the mean", "1")
def busiest_hour(hour_load):
    """The profile's own ratio of peak to average, by hours."""
    return greatest(hour_load, over="hour")


@HOURS_OF_DAY.line("Part of the profile that the peak allows", "share")
def profile_strength(peak_to_average, busiest_hour):
    """1 where the busiest hour stays below the peak; less where the profile is steeper than the stated peak and is flattened to it."""
    return smallest(ratio(peak_to_average - 1, busiest_hour - 1), 1)


@HOURS_OF_DAY.line("Hour against the mean, within the peak", "1")
def hour_shape(profile_strength, hour_load):
    """The profile, flattened where needed; its mean over the day stays 1."""
    return 1 + profile_strength * (hour_load - 1)


@HOURS_OF_DAY.line("Busiest hour against the mean, within the peak", "1")
def busiest_shape(hour_shape):
    """Never above the stated peak."""
    return greatest(hour_shape, over="hour")


@HOURS_OF_DAY.line("Hour against the peak", "share")
def hour_level(hour_shape, busiest_shape):
    """The busiest minutes of the hour over those of the day: 1 in the busiest hour, so that the peak stays what it is."""
    return hour_shape / busiest_shape
