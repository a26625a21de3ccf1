"""Checks: every total by a second path, and what holds for the book as a whole."""

from tco.model.checks.api import CHECKS_API
from tco.model.checks.assets import CHECKS_ASSETS, CHECKS_OWNED
from tco.model.checks.book import CHECKS_OF_THE_BOOK
from tco.model.checks.current import CHECKS_CURRENT
from tco.model.checks.hybrid import CHECKS_HYBRID
from tco.model.checks.self_hosted import CHECKS_AROUND, CHECKS_COMMITMENTS, CHECKS_FLEET, CHECKS_SELF_HOSTED
from tco.model.checks.views import CHECKS_BILLING, CHECKS_TOTAL, CHECKS_VIEWS

CLOUD = (CHECKS_FLEET, CHECKS_AROUND, CHECKS_SELF_HOSTED, CHECKS_TOTAL, CHECKS_VIEWS, CHECKS_COMMITMENTS)
OWNED = (CHECKS_FLEET, CHECKS_AROUND, CHECKS_OWNED, CHECKS_TOTAL, CHECKS_ASSETS)
API = (CHECKS_AROUND, CHECKS_API, CHECKS_TOTAL, CHECKS_VIEWS, CHECKS_BILLING)
CURRENT = (CHECKS_AROUND, CHECKS_CURRENT, CHECKS_TOTAL, CHECKS_VIEWS, CHECKS_BILLING)
HYBRID = (CHECKS_HYBRID,)

__all__ = ["API", "CHECKS_OF_THE_BOOK", "CLOUD", "CURRENT", "HYBRID", "OWNED"]
