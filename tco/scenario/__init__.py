"""From a YAML file to a scenario, in which every input has its value, range, source, date and path."""
