"""Simulation: everything uncertain drawn at once; its settings stand here, where commands read them without loading the engine."""

SEED = 20270101
"""The seed of every run that names no other, so that two people who run one scenario see the same figures."""
DRAWS = 10_000
"""Draws of `tco simulate`: a share of the draws is then known to half a point."""
REPORT_DRAWS = 1_000
"""Draws of `tco report`: half a second for a plan of five options and twelve months, and a share known to a point and a half."""
MOST_DRAWS = 1_000_000
