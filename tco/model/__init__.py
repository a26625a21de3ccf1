"""The domain: every equation once, one room per topic; functions only, no input or output, no numpy."""
