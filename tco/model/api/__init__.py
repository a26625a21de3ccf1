"""APIs: what a provider charges by token, lets through and allows."""

from tco.model.api.charges import CHARGES
from tco.model.api.limits import FEASIBILITY, RATE_LIMITS, RETIREMENT
from tco.model.api.tariff import TARIFF

BILL = (TARIFF, CHARGES)
"""What the provider charges."""
TERMS = (FEASIBILITY, RETIREMENT, RATE_LIMITS)
"""Whether the API can be used, until when, and how much of it."""
