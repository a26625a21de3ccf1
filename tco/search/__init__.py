"""Search: the cheapest configuration of an option that meets every mandatory requirement, judged by the lines of the model themselves."""
