"""Money: staff, taxes and other costs that every kind of option has, and the totals that decide."""

from tco.model.money.beside_the_service import AROUND_THE_SERVICE
from tco.model.money.cost_classes import by_class, of_parts
from tco.model.money.current_spend import CURRENT_SERVICE, CURRENT_SPEND
from tco.model.money.finance import BILLED_AS_USED, FINANCE
from tco.model.money.leaving import LEAVING
from tco.model.money.outcome import COST_OF_USERS, OUTCOME
from tco.model.money.people import API_ONE_OFF, ONE_OFF, PEOPLE
from tco.model.money.tax import BESIDE_THE_API, INDIRECT_TAX, SITE_TAX
from tco.model.money.unit_costs import UNIT_COSTS

TAX_BY_SITE = (INDIRECT_TAX, SITE_TAX)
"""The tax rate of machines, by the regions that a site serves."""
TAX_ON_CHARGES = (INDIRECT_TAX, BESIDE_THE_API)
"""The tax on what an API charges for each region."""
BESIDE_THE_SERVICE = (PEOPLE, ONE_OFF, CURRENT_SPEND, AROUND_THE_SERVICE)
"""Costs of every service beside its provider or machines."""
BESIDE_AN_API = (PEOPLE, API_ONE_OFF, CURRENT_SPEND, AROUND_THE_SERVICE)
"""The same beside an API, whose model may be replaced."""
TOTALS = (FINANCE, UNIT_COSTS, OUTCOME, LEAVING)
"""Total cost of ownership, cash and present value, also per token, request and user, and the commitment outstanding.

The model of a kind has its cost by class below FINANCE: those lines are made from the lines above it.
"""

__all__ = [
    "AROUND_THE_SERVICE",
    "BESIDE_AN_API",
    "BESIDE_THE_SERVICE",
    "BILLED_AS_USED",
    "COST_OF_USERS",
    "CURRENT_SERVICE",
    "CURRENT_SPEND",
    "FINANCE",
    "ONE_OFF",
    "PEOPLE",
    "TAX_BY_SITE",
    "TAX_ON_CHARGES",
    "TOTALS",
    "by_class",
    "of_parts",
]
