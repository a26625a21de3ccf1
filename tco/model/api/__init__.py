"""APIs: a provider's prices by token, its rate limits and its terms."""

from tco.model.api.charges import CHARGES
from tco.model.api.limits import FEASIBILITY, RATE_LIMITS
from tco.model.api.succession import NO_RETIREMENT, RETIREMENT
from tco.model.api.tariff import TARIFF

BILL = (RETIREMENT, TARIFF, CHARGES)
"""The model's announced end and its successor, the prices in use, then the charges by region and month."""
TERMS = (FEASIBILITY, RATE_LIMITS)
"""Feasibility and rate limits."""

__all__ = ["BILL", "NO_RETIREMENT", "TERMS"]
