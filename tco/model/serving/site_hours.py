"""Load of a site by the hour: the regions that it serves, each by its own clock, added up before anything is rounded.

Hours are told by the clock of the first region. The busiest minutes of an hour are taken to fall together in all regions.
"""

from tco.language.line import Section, applied
from tco.language.vocabulary import greatest, total, total_where, total_where_both
from tco.model.demand.time_zones import level_of_clocks, share_of_clock

SITE_HOURS = Section("Hours of a site")


@SITE_HOURS.line("Part of the peak at a site", "share")
def site_part(region_part, served_from, site):
    """Of all regions that it serves."""
    return total_where(region_part, served_from, site, over="region")


@SITE_HOURS.line("Part of the peak at a site, by clock", "share")
def site_clock_part(region_part, served_from, region_clock, site, clock):
    """Of the regions that it serves and that keep this clock."""
    return total_where_both(region_part, served_from, region_clock, site, clock, over="region")


SITE_HOURS.add(
    (
        applied(
            share_of_clock, "site_clock_share", "Clock's share of a site's peaks", "share", "site_clock_part", "site_part", "is_first_clock"
        ),
        applied(level_of_clocks, "site_level", "Hour against the peaks of a site's regions", "share", "site_clock_share", "clock_level"),
    )
)


@SITE_HOURS.line("Site's peak against its regions' own peaks", "share")
def site_together(site_level):
    """The site's busiest hour; 1 where its regions keep one clock."""
    return greatest(site_level, over="hour")


@SITE_HOURS.line("Hours of a site's load", "1")
def site_day(site_level):
    """Against the peaks of its regions, added up over the day."""
    return total(site_level, over="hour")
