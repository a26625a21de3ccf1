"""The file: rows as XML, results beside formulas, the same bytes every time."""
