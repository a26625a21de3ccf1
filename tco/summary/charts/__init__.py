"""Charts: one file for each kind, drawn in one vocabulary of shapes."""
