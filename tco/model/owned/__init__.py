"""Owned hardware: servers that the client buys, houses and runs."""

from tco.model.owned.asset_value import ASSET_VALUE
from tco.model.owned.data_centre import ALWAYS_ON, DATA_CENTRE, HOURS_OF_SPARES
from tco.model.owned.purchases import PURCHASES
from tco.model.owned.running_cost import BESIDE_THE_SERVERS, RUNNING_COST

SERVERS = (PURCHASES, ASSET_VALUE, DATA_CENTRE, RUNNING_COST, BESIDE_THE_SERVERS)
"""Bought, written down, housed and run."""

__all__ = ["ALWAYS_ON", "HOURS_OF_SPARES", "SERVERS"]
