"""What the world says: accelerators, models, instances, prices, each value with its unit, source and date, as YAML beside their reader."""
