"""The two-page executive summary: what stands on it, how its numbers read, and how it becomes a PDF."""
