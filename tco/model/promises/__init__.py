"""Promises: what the client requires of a service, and whether an option keeps it."""

from tco.model.promises.hybrid import SERVICE_HYBRID
from tco.model.promises.price_of_promises import PRICE_OF_PROMISES
from tco.model.promises.self_hosted import SERVICE_SELF_HOSTED
from tco.model.promises.stated import NO_RATE_LIMITS, SERVICE_STATED
from tco.model.promises.verdict import VERDICT

SELF_HOSTED = (SERVICE_SELF_HOSTED, NO_RATE_LIMITS, VERDICT)
"""Modelled; nobody limits how much a client's own capacity takes in a minute."""
HYBRID = (SERVICE_HYBRID, VERDICT)
"""The weakest part's."""

__all__ = ["HYBRID", "NO_RATE_LIMITS", "PRICE_OF_PROMISES", "SELF_HOSTED", "SERVICE_STATED", "VERDICT"]
