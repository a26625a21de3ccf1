"""Promises: the client's requirements of a service, and each option's verdict on them."""

from tco.model.promises.hybrid import SERVICE_HYBRID
from tco.model.promises.self_hosted import SERVICE_SELF_HOSTED
from tco.model.promises.stated import NO_RATE_LIMITS, SERVICE_STATED
from tco.model.promises.verdict import VERDICT

SELF_HOSTED = (SERVICE_SELF_HOSTED, NO_RATE_LIMITS, VERDICT)
"""As modelled; nobody limits what a client's own capacity takes in a minute."""
HYBRID = (SERVICE_HYBRID, VERDICT)
"""As its weakest part keeps them."""

__all__ = ["HYBRID", "NO_RATE_LIMITS", "SELF_HOSTED", "SERVICE_STATED", "VERDICT"]
