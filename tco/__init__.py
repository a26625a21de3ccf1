"""A scenario file becomes a live Excel workbook and a PDF summary of what running language models costs."""

__version__ = "0.1.0"
