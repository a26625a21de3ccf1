"""Comparison: all options over the horizon and in one month, and the parts of a hybrid."""

from tco.model.comparison.comparison import BRIDGE, COMPARISON
from tco.model.comparison.hybrid import PARTS_OF_A_HYBRID
from tco.model.comparison.run_rate import RUN_RATE_LINES, TORNADO

OF_A_MONTH = (RUN_RATE_LINES, TORNADO)
"""The run rate of one month, over volumes or cases."""

__all__ = ["BRIDGE", "COMPARISON", "OF_A_MONTH", "PARTS_OF_A_HYBRID"]
