"""Cloud: instances by the hour, commitments, and what stands around them."""

from tco.model.cloud.autoscaling import AUTOSCALING
from tco.model.cloud.commitment_cash import COMMITMENT_CASH
from tco.model.cloud.commitments import COMMITMENTS
from tco.model.cloud.extras import BESIDE_THE_MACHINES
from tco.model.cloud.instance_prices import INSTANCE_PRICES, RENT_OF_A_USER
from tco.model.cloud.running_cost import RUNNING_COST

BILL = (INSTANCE_PRICES, COMMITMENTS, RUNNING_COST, RENT_OF_A_USER)
"""What the provider charges for instances."""
BESIDE_THE_BILL = (BESIDE_THE_MACHINES, COMMITMENT_CASH)
"""What comes on top, and when it is paid."""

__all__ = ["AUTOSCALING", "BESIDE_THE_BILL", "BILL"]
