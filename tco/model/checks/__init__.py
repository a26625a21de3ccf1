"""Checks: every total by a second path, and what holds for the book as a whole."""

from tco.model.checks.api import CHECKS_API
from tco.model.checks.book import CHECKS_OF_THE_BOOK
from tco.model.checks.cloud import CHECKS_CLOUD, CHECKS_COMMITMENTS
from tco.model.checks.current import CHECKS_CURRENT
from tco.model.checks.fleet import CHECKS_FLEET
from tco.model.checks.hybrid import CHECKS_HYBRID
from tco.model.checks.owned import CHECKS_ASSETS, CHECKS_OWNED
from tco.model.checks.total import CHECKS_BILLED_AS_USED, CHECKS_TOTAL, CHECKS_VIEWS, COMPONENTS_AROUND

CLOUD = (CHECKS_FLEET, COMPONENTS_AROUND, CHECKS_CLOUD, CHECKS_TOTAL, CHECKS_VIEWS, CHECKS_COMMITMENTS)
OWNED = (CHECKS_FLEET, COMPONENTS_AROUND, CHECKS_OWNED, CHECKS_TOTAL, CHECKS_ASSETS)
API = (COMPONENTS_AROUND, CHECKS_API, CHECKS_TOTAL, CHECKS_VIEWS, CHECKS_BILLED_AS_USED)
CURRENT = (COMPONENTS_AROUND, CHECKS_CURRENT, CHECKS_TOTAL, CHECKS_VIEWS, CHECKS_BILLED_AS_USED)
HYBRID = (CHECKS_HYBRID,)

__all__ = ["API", "CHECKS_OF_THE_BOOK", "CLOUD", "CURRENT", "HYBRID", "OWNED"]
