"""The sheets that are not calculations alone: one file a sheet."""
