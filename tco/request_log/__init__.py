"""A request log, and the demand in it: measured values in place of judgement."""
