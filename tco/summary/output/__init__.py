"""Output: pages as PDF and HTML, from templates."""
