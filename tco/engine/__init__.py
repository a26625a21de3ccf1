"""The engine: from a scenario to results, and what is searched in them."""
