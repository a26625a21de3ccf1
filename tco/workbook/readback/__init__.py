"""Reads a workbook back that somebody edited: what was issued, what was changed, and the scenario that it says now."""
