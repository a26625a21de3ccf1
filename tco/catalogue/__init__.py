"""Facts of the world as YAML, each with its unit, source and date: accelerators, models, instances, prices; and their reader."""
