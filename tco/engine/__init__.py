"""The engine: from a scenario to results, and the searches that run on them."""
