"""APIs: a provider's prices by token, its rate limits and its terms."""

from tco.model.api.charges import CHARGES
from tco.model.api.limits import FEASIBILITY, RATE_LIMITS, RETIREMENT
from tco.model.api.tariff import TARIFF

BILL = (TARIFF, CHARGES)
"""The provider's prices, then its charges by region and month."""
TERMS = (FEASIBILITY, RETIREMENT, RATE_LIMITS)
"""Feasibility, the model's announced end, and rate limits."""
