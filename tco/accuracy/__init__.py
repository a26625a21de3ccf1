"""The model against measured rows: its prediction of each, and the errors of these predictions."""
