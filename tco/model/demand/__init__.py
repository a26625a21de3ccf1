"""Demand: requests, tokens and load by region and month, and the part of it that an option takes on."""

from tco.model.demand.demand import CALENDAR, DEMAND
from tco.model.demand.fiscal import FISCAL
from tco.model.demand.hours_of_day import HOURS_OF_DAY
from tco.model.demand.load_slice import LOAD_SLICE
from tco.model.demand.time_zones import LOAD_BY_CLOCK, PEAK_TOGETHER, TIME_ZONES
from tco.model.demand.timeline import GO_LIVE, TIMELINE
from tco.model.demand.tokens import TOKENS
from tco.model.demand.traffic import TRAFFIC
from tco.model.demand.working_days import WORKING_DAYS

FOR_ALL_OPTIONS = (TIMELINE, CALENDAR, WORKING_DAYS, DEMAND, HOURS_OF_DAY, TIME_ZONES, FISCAL)
"""The demand itself, computed once for all options."""
CARRIED = (GO_LIVE, LOAD_SLICE, TRAFFIC, TOKENS)
"""The part of the demand that an option takes on, and from when."""

__all__ = ["CARRIED", "FOR_ALL_OPTIONS", "LOAD_BY_CLOCK", "PEAK_TOGETHER"]
