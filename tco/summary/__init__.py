"""The executive summary: its texts, tables and charts, and the PDF or HTML page that shows them."""
