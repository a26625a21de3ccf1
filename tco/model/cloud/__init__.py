"""Cloud: instances by the hour, commitments, and the services around them."""

from tco.model.cloud.autoscaling import AUTOSCALING, HOURS_OF_SPARES
from tco.model.cloud.commitment_cash import COMMITMENT_CASH
from tco.model.cloud.commitments import COMMITMENTS
from tco.model.cloud.extras import BESIDE_THE_MACHINES
from tco.model.cloud.instance_prices import INSTANCE_PRICES, RENT_OF_A_USER
from tco.model.cloud.running_cost import RUNNING_COST

BILL = (INSTANCE_PRICES, COMMITMENTS, RUNNING_COST, RENT_OF_A_USER)
"""The provider's bill for instances, storage and traffic."""
BESIDE_THE_BILL = (BESIDE_THE_MACHINES, COMMITMENT_CASH)
"""Costs on top of the bill, and the months in which all of it is paid."""

__all__ = ["AUTOSCALING", "BESIDE_THE_BILL", "BILL", "HOURS_OF_SPARES"]
