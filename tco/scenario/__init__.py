"""From a YAML file to a scenario in which every input stands with its value, range, source, date and path."""
