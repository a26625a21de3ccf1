"""A request log as it was written, and what it says of demand: measured values in place of judgement."""
