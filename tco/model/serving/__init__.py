"""Serving: from hardware and model to speed, batch and fleet, whoever the machines belong to."""

from tco.model.serving.availability import AVAILABILITY
from tco.model.serving.batching import BATCHING
from tco.model.serving.best_times import BEST_TIMES
from tco.model.serving.experts import EXPERTS
from tco.model.serving.fleet import FLEET, FLEET_FOR_LOAD, FLEET_HOURS
from tco.model.serving.hardware import HARDWARE
from tco.model.serving.memory import MEMORY
from tco.model.serving.operating_point import OPERATING_POINT
from tco.model.serving.precision_support import PRECISION_SUPPORT
from tco.model.serving.promised_batch import PROMISED_BATCH
from tco.model.serving.queue import QUEUE, WAIT_ALLOWED
from tco.model.serving.roofline import ROOFLINE_CURVES
from tco.model.serving.site_hours import SITE_HOURS
from tco.model.serving.spares import NEEDED, SPARES
from tco.model.serving.speed import SPEED
from tco.model.serving.speed_band import SPEED_BAND, SPEED_RANGE
from tco.model.serving.sweet_spot import SWEET_SPOT
from tco.model.serving.tensor_parallel import TENSOR_PARALLEL
from tco.model.serving.utilisation import NO_FLEET, USERS, UTILISATION

REPLICA = (HARDWARE, PRECISION_SUPPORT, BATCHING, SPEED_BAND, MEMORY, TENSOR_PARALLEL, SPEED, EXPERTS)
"""One replica: its hardware, its memory and its speed."""
CHOICE_OF_BATCH = (WAIT_ALLOWED, BEST_TIMES, PROMISED_BATCH, OPERATING_POINT, SWEET_SPOT, ROOFLINE_CURVES)
"""The batch at which a replica runs, and the reasons for it."""
LOAD_OF_THE_FLEET = (SITE_HOURS, FLEET_FOR_LOAD, FLEET_HOURS, NEEDED)
"""Replicas and instances that the load asks for, at the peak and in each hour."""
WHOLE_FLEET = (SPARES, FLEET, SPEED_RANGE, UTILISATION, USERS)
"""Instances that are bought, with their spares, and the use that is made of them."""
WAIT_AND_AVAILABILITY = (QUEUE, AVAILABILITY)
"""The wait before a replica is free, and the chance that enough instances are up."""

__all__ = ["CHOICE_OF_BATCH", "NO_FLEET", "REPLICA", "WAIT_AND_AVAILABILITY", "WHOLE_FLEET"]
