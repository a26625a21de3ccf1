"""The workbook: laid out, written as live formulas with their results beside them, and checked."""
