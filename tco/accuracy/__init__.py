"""The model against measured rows: what it says of each, how far off it is, and what a fit of its efficiencies proposes."""
