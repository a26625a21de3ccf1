"""Simulation: everything uncertain drawn at once. Its settings are here, where commands can read them without loading the engine."""

SEED = 20270101
"""The seed unless a run names another, so that two people who run one scenario see the same figures."""
DRAWS = 10_000
"""Draws of `tco simulate`: a share of them has a standard error of at most half a percentage point."""
REPORT_DRAWS = 1_000
"""Draws of `tco report`: half a second for five options over twelve months, and a standard error of at most 1.6 points on a share."""
MOST_DRAWS = 1_000_000
