"""Charts: one file a kind, drawn over one vocabulary of SVG."""
